# AWS IAM: what identities may do. The principals of an identity grant are the names of the roles, users and groups that its
# policy is attached to; a policy that nothing attaches has none.
#
# Of the policies that AWS manages, those are written out here that reach backups, keys or everything, as far as they do:
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html, abridged to what can touch backups and keys.

resource "aws_iam_policy" {
  fact "grant" {
    like     = "permission"
    for_each = statements(self.policy)
    kind     = "identity"
  }
}

data "aws_iam_policy" {
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
    }[default(self.name, null) != null ? "policy/${self.name}" : default(arn(default(self.arn, null), "resource"), "")], [])
    kind        = "identity"
    effect      = "allow"
    actions     = each.value.actions
    not_actions = each.value.not_actions
    resources   = ["*"]
  }
}

resource "aws_iam_role_policy" {
  fact "grant" {
    like            = "permission"
    for_each        = statements(self.policy)
    kind            = "identity"
    principals      = [self.role]
    principal_kinds = ["role"]
  }
}

resource "aws_iam_user_policy" {
  fact "grant" {
    like            = "permission"
    for_each        = statements(self.policy)
    kind            = "identity"
    principals      = [self.user]
    principal_kinds = ["user"]
  }
}

resource "aws_iam_group_policy" {
  fact "grant" {
    like            = "permission"
    for_each        = statements(self.policy)
    kind            = "identity"
    principals      = [self.group]
    principal_kinds = ["group"]
  }
}

