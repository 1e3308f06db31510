# AWS Resource Access Manager: what is shared and with whom.

resource "aws_ram_resource_share" {
  fact "share" {
    accounts = []
  }
}

resource "aws_ram_resource_association" {
  part "share" {
    of   = self.resource_share_arn
    to   = ["aws_ram_resource_share"]
    what = self.resource_arn
  }
}

resource "aws_ram_principal_association" {
  part "share" {
    of       = self.resource_share_arn
    to       = ["aws_ram_resource_share"]
    accounts = [self.principal]
  }
}
