# Amazon SNS: topics, who receives from them and who may publish.

resource "aws_sns_topic" {
  fact "channel" {
    name       = default(self.name, null)
    arn        = self.arn
    subscribed = false
    key        = self.kms_master_key_id
  }

  fact "grant" {
    like       = "statement"
    for_each   = statements(default(self.policy, null))
    kind       = "resource"
    on         = address
    on_concept = "channel"
  }
}

data "aws_sns_topic" {
  fact "channel" {
    name       = self.name
    arn        = self.arn
    subscribed = unknown(self.arn)
    key        = unknown(self.arn)
  }
}

resource "aws_sns_topic_subscription" {
  part "channel" {
    of         = self.topic_arn
    to         = ["aws_sns_topic"]
    subscribed = true
  }
}

resource "aws_sns_topic_policy" {
  fact "grant" {
    like       = "statement"
    for_each   = statements(self.policy)
    kind       = "resource"
    on         = self.arn
    on_concept = "channel"
  }
}
