# AWS IAM: what identities may do. The principals of an identity grant are the names of the roles, users and groups that its
# policy is attached to; a policy that nothing attaches has none.

# A statement of a policy that is attached to its principals.
shape "permission" "grant" {
  actions       = each.value.actions
  conditions    = each.value.conditions
  effect        = each.value.effect
  kind          = "identity"
  not_actions   = each.value.not_actions
  not_resources = each.value.not_resources
  resources     = each.value.resources
  sid           = each.value.sid
}

# A policy that AWS manages, for each of the names that policies are attached by ("policy/IAMFullAccess"). Those count that reach backups,
# keys or everything, abridged to what they may do with these: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html
shape "managed_policy" "grant" {
  when = contains([
    "policy/AdministratorAccess", "policy/PowerUserAccess", "policy/IAMFullAccess", "policy/AWSBackupFullAccess", "policy/AmazonS3FullAccess",
    "policy/AmazonRDSFullAccess", "policy/AmazonEC2FullAccess", "policy/AmazonDynamoDBFullAccess", "policy/AmazonElasticFileSystemFullAccess",
  ], each.value)
  kind   = "identity"
  effect = "allow"
  actions = {
    "policy/AdministratorAccess"               = ["*"]
    "policy/IAMFullAccess"                     = ["iam:*"]
    "policy/AWSBackupFullAccess"               = ["backup:*", "backup-storage:*"]
    "policy/AmazonS3FullAccess"                = ["s3:*"]
    "policy/AmazonRDSFullAccess"               = ["rds:*"]
    "policy/AmazonEC2FullAccess"               = ["ec2:*"]
    "policy/AmazonDynamoDBFullAccess"          = ["dynamodb:*"]
    "policy/AmazonElasticFileSystemFullAccess" = ["elasticfilesystem:*"]
  }[each.value]
  not_actions = { "policy/PowerUserAccess" = ["iam:*", "organizations:*", "account:*"] }[each.value]
  resources   = ["*"]
}

resource "aws_iam_policy" {
  fact "grant" {
    like     = "permission"
    for_each = statements(self.policy)
  }
}

data "aws_iam_policy" {
  fact "grant" {
    like     = "managed_policy"
    for_each = [is_set(default(self.name, null)) ? "policy/${self.name}" : default(arn(default(self.arn, null), "resource"), "")]
  }
}

resource "aws_iam_role_policy" {
  fact "grant" {
    like            = "permission"
    for_each        = statements(self.policy)
    principals      = [self.role]
    principal_kinds = ["role"]
  }
}

resource "aws_iam_user_policy" {
  fact "grant" {
    like            = "permission"
    for_each        = statements(self.policy)
    principals      = [self.user]
    principal_kinds = ["user"]
  }
}

resource "aws_iam_group_policy" {
  fact "grant" {
    like            = "permission"
    for_each        = statements(self.policy)
    principals      = [self.group]
    principal_kinds = ["group"]
  }
}

resource "aws_iam_role" {
  fact "grant" {
    like     = "statement"
    for_each = statements(self.assume_role_policy)
    kind     = "trust"
  }

  fact "grant" {
    like            = "permission"
    for_each        = flatten([for p in self.inline_policy : statements(p.policy)])
    principals      = [default(self.name, address)]
    principal_kinds = ["role"]
  }

  fact "grant" {
    like            = "managed_policy"
    for_each        = [for policy in default(self.managed_policy_arns, []) : default(arn(literal(policy), "resource"), "")]
    principals      = [default(self.name, address)]
    principal_kinds = ["role"]
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
    like            = "managed_policy"
    for_each        = [default(arn(literal(self.policy_arn), "resource"), "")]
    principals      = [self.role]
    principal_kinds = ["role"]
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
    like            = "managed_policy"
    for_each        = [default(arn(literal(self.policy_arn), "resource"), "")]
    principals      = [self.user]
    principal_kinds = ["user"]
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
    like            = "managed_policy"
    for_each        = [default(arn(literal(self.policy_arn), "resource"), "")]
    principals      = [self.group]
    principal_kinds = ["group"]
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
    like            = "managed_policy"
    for_each        = [default(arn(literal(self.policy_arn), "resource"), "")]
    principals      = concat(default(self.roles, []), default(self.users, []), default(self.groups, []))
    principal_kinds = ["identity"]
  }
}
