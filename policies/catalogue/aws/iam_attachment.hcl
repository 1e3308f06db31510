# AWS IAM: which policies are attached to whom, and who may assume a role. See iam.hcl for the policies of AWS's own.

resource "aws_iam_role" {
  fact "grant" {
    like     = "statement"
    for_each = statements(self.assume_role_policy)
    kind     = "trust"
  }

  fact "grant" {
    like            = "permission"
    for_each        = flatten([for p in self.inline_policy : statements(p.policy)])
    kind            = "identity"
    principals      = [default(self.name, address)]
    principal_kinds = ["role"]
  }

  fact "grant" {
    for_each = flatten([for policy in default(self.managed_policy_arns, []) : default({
      "policy/AdministratorAccess"               = [{ actions = ["*"], not_actions = null }]
      "policy/PowerUserAccess"                   = [{ actions = null, not_actions = ["iam:*", "organizations:*", "account:*"] }]
      "policy/IAMFullAccess"                     = [{ actions = ["iam:*"], not_actions = null }]
      "policy/AWSBackupFullAccess"               = [{ actions = ["backup:*", "backup-storage:*"], not_actions = null }]
      "policy/AmazonS3FullAccess"                = [{ actions = ["s3:*"], not_actions = null }]
      "policy/AmazonRDSFullAccess"               = [{ actions = ["rds:*"], not_actions = null }]
      "policy/AmazonEC2FullAccess"               = [{ actions = ["ec2:*"], not_actions = null }]
      "policy/AmazonDynamoDBFullAccess"          = [{ actions = ["dynamodb:*"], not_actions = null }]
      "policy/AmazonElasticFileSystemFullAccess" = [{ actions = ["elasticfilesystem:*"], not_actions = null }]
    }[default(arn(literal(policy), "resource"), "")], [])])
    kind            = "identity"
    principals      = [default(self.name, address)]
    principal_kinds = ["role"]
    effect          = "allow"
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = ["*"]
  }

  part "grant" {
    for_each        = default(self.managed_policy_arns, [])
    of              = each.value
    to              = ["aws_iam_policy"]
    principals      = [default(self.name, address)]
    principal_kinds = ["role"]
  }
}

resource "aws_iam_role_policy_attachment" {
  part "grant" {
    of              = self.policy_arn
    to              = ["aws_iam_policy"]
    principals      = [self.role]
    principal_kinds = ["role"]
  }

  fact "grant" {
    for_each = default({
      "policy/AdministratorAccess"               = [{ actions = ["*"], not_actions = null }]
      "policy/PowerUserAccess"                   = [{ actions = null, not_actions = ["iam:*", "organizations:*", "account:*"] }]
      "policy/IAMFullAccess"                     = [{ actions = ["iam:*"], not_actions = null }]
      "policy/AWSBackupFullAccess"               = [{ actions = ["backup:*", "backup-storage:*"], not_actions = null }]
      "policy/AmazonS3FullAccess"                = [{ actions = ["s3:*"], not_actions = null }]
      "policy/AmazonRDSFullAccess"               = [{ actions = ["rds:*"], not_actions = null }]
      "policy/AmazonEC2FullAccess"               = [{ actions = ["ec2:*"], not_actions = null }]
      "policy/AmazonDynamoDBFullAccess"          = [{ actions = ["dynamodb:*"], not_actions = null }]
      "policy/AmazonElasticFileSystemFullAccess" = [{ actions = ["elasticfilesystem:*"], not_actions = null }]
    }[default(arn(literal(self.policy_arn), "resource"), "")], [])
    kind            = "identity"
    principals      = [self.role]
    principal_kinds = ["role"]
    effect          = "allow"
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = ["*"]
  }
}

resource "aws_iam_user_policy_attachment" {
  part "grant" {
    of              = self.policy_arn
    to              = ["aws_iam_policy"]
    principals      = [self.user]
    principal_kinds = ["user"]
  }

  fact "grant" {
    for_each = default({
      "policy/AdministratorAccess"               = [{ actions = ["*"], not_actions = null }]
      "policy/PowerUserAccess"                   = [{ actions = null, not_actions = ["iam:*", "organizations:*", "account:*"] }]
      "policy/IAMFullAccess"                     = [{ actions = ["iam:*"], not_actions = null }]
      "policy/AWSBackupFullAccess"               = [{ actions = ["backup:*", "backup-storage:*"], not_actions = null }]
      "policy/AmazonS3FullAccess"                = [{ actions = ["s3:*"], not_actions = null }]
      "policy/AmazonRDSFullAccess"               = [{ actions = ["rds:*"], not_actions = null }]
      "policy/AmazonEC2FullAccess"               = [{ actions = ["ec2:*"], not_actions = null }]
      "policy/AmazonDynamoDBFullAccess"          = [{ actions = ["dynamodb:*"], not_actions = null }]
      "policy/AmazonElasticFileSystemFullAccess" = [{ actions = ["elasticfilesystem:*"], not_actions = null }]
    }[default(arn(literal(self.policy_arn), "resource"), "")], [])
    kind            = "identity"
    principals      = [self.user]
    principal_kinds = ["user"]
    effect          = "allow"
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = ["*"]
  }
}

resource "aws_iam_group_policy_attachment" {
  part "grant" {
    of              = self.policy_arn
    to              = ["aws_iam_policy"]
    principals      = [self.group]
    principal_kinds = ["group"]
  }

  fact "grant" {
    for_each = default({
      "policy/AdministratorAccess"               = [{ actions = ["*"], not_actions = null }]
      "policy/PowerUserAccess"                   = [{ actions = null, not_actions = ["iam:*", "organizations:*", "account:*"] }]
      "policy/IAMFullAccess"                     = [{ actions = ["iam:*"], not_actions = null }]
      "policy/AWSBackupFullAccess"               = [{ actions = ["backup:*", "backup-storage:*"], not_actions = null }]
      "policy/AmazonS3FullAccess"                = [{ actions = ["s3:*"], not_actions = null }]
      "policy/AmazonRDSFullAccess"               = [{ actions = ["rds:*"], not_actions = null }]
      "policy/AmazonEC2FullAccess"               = [{ actions = ["ec2:*"], not_actions = null }]
      "policy/AmazonDynamoDBFullAccess"          = [{ actions = ["dynamodb:*"], not_actions = null }]
      "policy/AmazonElasticFileSystemFullAccess" = [{ actions = ["elasticfilesystem:*"], not_actions = null }]
    }[default(arn(literal(self.policy_arn), "resource"), "")], [])
    kind            = "identity"
    principals      = [self.group]
    principal_kinds = ["group"]
    effect          = "allow"
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = ["*"]
  }
}

resource "aws_iam_policy_attachment" {
  part "grant" {
    of         = self.policy_arn
    to         = ["aws_iam_policy"]
    principals = concat(default(self.roles, []), default(self.users, []), default(self.groups, []))
    principal_kinds = concat(
      length(default(self.roles, [])) > 0 ? ["role"] : [],
      length(default(self.users, [])) > 0 ? ["user"] : [],
      length(default(self.groups, [])) > 0 ? ["group"] : [],
    )
  }

  fact "grant" {
    for_each = default({
      "policy/AdministratorAccess"               = [{ actions = ["*"], not_actions = null }]
      "policy/PowerUserAccess"                   = [{ actions = null, not_actions = ["iam:*", "organizations:*", "account:*"] }]
      "policy/IAMFullAccess"                     = [{ actions = ["iam:*"], not_actions = null }]
      "policy/AWSBackupFullAccess"               = [{ actions = ["backup:*", "backup-storage:*"], not_actions = null }]
      "policy/AmazonS3FullAccess"                = [{ actions = ["s3:*"], not_actions = null }]
      "policy/AmazonRDSFullAccess"               = [{ actions = ["rds:*"], not_actions = null }]
      "policy/AmazonEC2FullAccess"               = [{ actions = ["ec2:*"], not_actions = null }]
      "policy/AmazonDynamoDBFullAccess"          = [{ actions = ["dynamodb:*"], not_actions = null }]
      "policy/AmazonElasticFileSystemFullAccess" = [{ actions = ["elasticfilesystem:*"], not_actions = null }]
    }[default(arn(literal(self.policy_arn), "resource"), "")], [])
    kind            = "identity"
    principals      = concat(default(self.roles, []), default(self.users, []), default(self.groups, []))
    principal_kinds = ["identity"]
    effect          = "allow"
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = ["*"]
  }
}
