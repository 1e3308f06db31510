# Amazon SNS: topics, who receives from them and who may publish.

resource "aws_sns_topic" {
  fact "channel" {
    name       = default(self.name, null)
    arn        = self.arn
    subscribed = false
    key        = self.kms_master_key_id
  }

  fact "grant" {
    for_each        = statements(default(self.policy, null))
    kind            = "resource"
    on              = address
    on_concept      = "channel"
    sid             = each.value.sid
    effect          = each.value.effect
    principals      = each.value.principals
    principal_kinds = each.value.principal_kinds
    principals_from = each.value.principals_from
    not_principals  = each.value.not_principals
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = each.value.resources
    not_resources   = each.value.not_resources
    conditions      = each.value.conditions
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
    for_each        = statements(self.policy)
    kind            = "resource"
    on              = self.arn
    on_concept      = "channel"
    sid             = each.value.sid
    effect          = each.value.effect
    principals      = each.value.principals
    principal_kinds = each.value.principal_kinds
    principals_from = each.value.principals_from
    not_principals  = each.value.not_principals
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = each.value.resources
    not_resources   = each.value.not_resources
    conditions      = each.value.conditions
  }
}
