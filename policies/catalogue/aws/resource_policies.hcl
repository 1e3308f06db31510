# Policies of what is no store, vault, key or topic itself, and yet gives others records, or what opens them: queues, buses of events,
# destinations of logs, access points, secrets, catalogues of data.

# A statement of the policy of such a thing.
shape "other_policy" "grant" {
  like = "statement"
  kind = "resource"
}

# Queues are encrypted by their service, and most carry events. One on which that is turned off is judged for what it may carry.
resource "aws_sqs_queue" {
  fact "store" {
    like       = "tagged"
    when       = !default(self.sqs_managed_sse_enabled, true) && default(self.kms_master_key_id, null) == null
    kind       = "queue"
    service    = "sqs"
    role       = "primary"
    plannable  = false
    name       = default(self.name, null)
    arn        = self.arn
    encrypted  = self.sqs_managed_sse_enabled
    redundancy = "zone"
  }
}

resource "aws_sqs_queue, aws_secretsmanager_secret" {
  fact "grant" {
    like     = "other_policy"
    for_each = statements(default(self.policy, null))
  }
}

resource "aws_sqs_queue_policy, aws_cloudwatch_event_bus_policy, aws_schemas_registry_policy, aws_secretsmanager_secret_policy" {
  fact "grant" {
    like     = "other_policy"
    for_each = statements(self.policy)
  }
}

resource "aws_cloudwatch_event_permission" {
  fact "grant" {
    kind            = "resource"
    effect          = "allow"
    principals      = [self.principal]
    principal_kinds = [self.principal == "*" ? "anyone" : "account"]
    actions         = [default(self.action, "events:PutEvents")]
    conditions      = [for c in self.condition : { operator = c.type, key = c.key, values = [c.value] }]
    sid             = self.statement_id
  }
}

resource "aws_cloudwatch_log_destination_policy" {
  fact "grant" {
    like     = "other_policy"
    for_each = statements(self.access_policy)
  }
}

resource "aws_cloudwatch_log_resource_policy" {
  fact "grant" {
    like     = "other_policy"
    for_each = statements(self.policy_document)
  }
}

# Access points refuse public access unless they are told otherwise when they are made: of the statements for everyone those that
# are bound to something count.
resource "aws_s3_access_point" {
  fact "grant" {
    like = "other_policy"
    for_each = [
      for s in default(statements(default(self.policy, null)), []) : s
      if default(self.public_access_block_configuration[0].block_public_policy, true) == false ||
      default(self.public_access_block_configuration[0].restrict_public_buckets, true) == false ||
      contains(default(s.principal_kinds, []), "anyone") == false || length(default(s.conditions, [])) > 0
    ]
  }
}

resource "aws_s3control_access_point_policy, aws_s3control_object_lambda_access_point_policy" {
  fact "grant" {
    like = "other_policy"
    for_each = [
      for s in default(statements(self.policy), []) : s
      if contains(default(s.principal_kinds, []), "anyone") == false || length(default(s.conditions, [])) > 0
    ]
  }
}

resource "aws_s3control_multi_region_access_point_policy" {
  fact "grant" {
    like = "other_policy"
    for_each = [
      for s in default(statements(self.details[0].policy), []) : s
      if contains(default(s.principal_kinds, []), "anyone") == false || length(default(s.conditions, [])) > 0
    ]
  }
}

# Of a bucket on Outposts.
resource "aws_s3control_bucket_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.bucket
  }
}

resource "aws_s3files_file_system_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.file_system_id
  }
}

resource "aws_s3control_access_grants_instance_resource_policy" {
  fact "grant" {
    like     = "other_policy"
    for_each = statements(self.policy)
  }
}

resource "aws_s3control_access_grant" {
  fact "grant" {
    for_each        = self.grantee
    kind            = "resource"
    effect          = "allow"
    principals      = [each.value.grantee_identifier]
    principal_kinds = [each.value.grantee_type == "IAM" ? "role" : "identity"]
    actions         = contains(["WRITE", "READWRITE"], self.permission) ? ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] : ["s3:GetObject"]
  }
}

resource "aws_lakeformation_permissions" {
  fact "grant" {
    kind            = "resource"
    effect          = "allow"
    principals      = [self.principal]
    principal_kinds = [regex("^[0-9]{12}$", self.principal) != null ? "account" : "role"]
    actions         = [for p in self.permissions : "lakeformation:${p}"]
  }
}

# A list of rules, each with those whom it lets in: roles and users by their ARN, people by their directory.
resource "aws_opensearchserverless_access_policy" {
  fact "grant" {
    for_each        = default(jsondecode(self.policy), [])
    kind            = "resource"
    effect          = "allow"
    principals      = default(each.value["Principal"], [])
    principal_kinds = ["role"]
    actions         = distinct(flatten([for r in default(each.value["Rules"], []) : default(r["Permission"], [])]))
  }
}

resource "aws_ram_resource_share_associations_exclusive" {
  part "share" {
    of       = self.resource_share_arn
    to       = ["aws_ram_resource_share"]
    what     = default(self.resource_arns, [])[0]
    accounts = default(self.principals, [])
  }
}
