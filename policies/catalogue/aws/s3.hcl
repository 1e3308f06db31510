# Amazon S3: the bucket and the resources that configure it. Blocks inside aws_s3_bucket are deprecated and still count.
# What makes a bucket public are its grants (policies and ACLs); public_blocked says whether they have any effect.

# What buckets of the S3 API say themselves, whoever serves it.
shape "bucket" "store" {
  like      = "tagged"
  kind      = "object"
  name      = default(self.bucket, null)
  versioned = default(self.versioning[0].enabled, default(self.object_lock_enabled, false))
  lock_mode = lower(default(self.object_lock_configuration[0].rule[0].default_retention[0].mode, "none"))
  lock_days = default(
    self.object_lock_configuration[0].rule[0].default_retention[0].days,
    default(self.object_lock_configuration[0].rule[0].default_retention[0].years, 0) * 365
  )
  # Rules for a prefix or a tag say nothing of the rest: they are left out here and below.
  expires_days = min([
    for r in self.lifecycle_rule : r.expiration[0].days
    if r.enabled && default(r.expiration[0].days, 0) > 0 && default(r.prefix, "") == "" && length(default(r.tags, {})) == 0
  ]...)
  noncurrent_days = min([
    for r in self.lifecycle_rule : r.noncurrent_version_expiration[0].days
    if r.enabled && default(r.noncurrent_version_expiration[0].days, 0) > 0 && default(r.prefix, "") == "" && length(default(r.tags, {})) == 0
  ]...)
  force_destroy = default(self.force_destroy, false)
  logged        = length(self.logging) > 0
}

# What a bucket policy refuses to everyone: a Deny on requests without TLS, or of an old version, and no other condition that would narrow it.
# One that names no objects, or some of them, does not keep them all. $ is an ARN that is known after apply.
shape "bucket_policy" "store" {
  tls_required = any([
    for s in default(statements(self.policy), []) : contains(default(s.principal_kinds, []), "anyone") &&
    any([for a in default(s.actions, []) : contains(["*", "s3:*"], lower(a))]) && length(default(s.conditions, [])) == 1 &&
    all([for c in default(s.conditions, []) : lower(c.key) == "aws:securetransport" && startswith(lower(c.operator), "bool") && contains(c.values, "false")]) &&
    any([for r in default(s.resources, ["*"]) : regex("^([$]/?|arn:[^:]*:s3:::[^/]*/?)?[*]$", outline(r)) != null])
    if s.effect == "deny"
  ])
  min_tls = any([
    for s in default(statements(self.policy), []) : contains(default(s.principal_kinds, []), "anyone") &&
    any([for a in default(s.actions, []) : contains(["*", "s3:*"], lower(a))]) && length(default(s.conditions, [])) == 1 &&
    all([for c in default(s.conditions, []) : lower(c.key) == "s3:tlsversion" && startswith(lower(c.operator), "numericlessthan") && contains(c.values, "1.3")]) &&
    any([for r in default(s.resources, ["*"]) : regex("^([$]/?|arn:[^:]*:s3:::[^/]*/?)?[*]$", outline(r)) != null])
    if s.effect == "deny"
  ]) ? "1.3" : "1.2"
}

# READ on a bucket lists it, WRITE puts and deletes objects. authenticated-read means anyone with any AWS account.
shape "bucket_acl" "grant" {
  when            = contains(["public-read", "public-read-write", "authenticated-read"], default(self.acl, "private"))
  like            = "open_acl"
  principals      = contains(["public-read", "public-read-write", "authenticated-read"], self.acl) ? ["*"] : []
  principal_kinds = contains(["public-read", "public-read-write", "authenticated-read"], self.acl) ? ["anyone"] : []
  actions         = self.acl == "public-read-write" ? ["s3:ListBucket", "s3:PutObject", "s3:DeleteObject"] : ["s3:ListBucket"]
}

resource "aws_s3_bucket" {
  fact "store" {
    like    = "bucket"
    service = "s3"
    # Terraform's state by its name, or what the configuration calls it, where the root that keeps it there is elsewhere.
    role = (
      surely(regex("(^|[-._])((tf|terraform|remote)-?state)($|[-._])", lower(default(self.bucket, ""))) != null) ||
      regex("aws_s3_bucket[.]([^.[]*[-_])?(tf|terraform|remote)[-_]?state([-_][^.[]*)?([[]|$)", lower(address)) != null
      ? "program" : "primary"
    )
    arn          = default(self.bucket, null) == null ? self.arn : "arn:aws:s3:::${self.bucket}"
    arn_resource = "s3:${default(self.bucket, "*")}"
    # S3 encrypts every new object with AES-256 since January 2023, whatever the configuration says.
    encrypted = true
    key       = default(self.server_side_encryption_configuration[0].rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id, null)
    # Without a policy that says otherwise S3 answers plain HTTP; its TLS endpoints refuse anything below 1.2.
    tls_required = false
    min_tls      = "1.2"
    redundancy   = "zone"
    # Where it is replicated the copies tell whether that is elsewhere.
    backup_redundancy = length(self.replication_configuration) > 0 ? "zone" : null
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(default(self.policy, null))
    on       = address
  }

  fact "grant" {
    like = "bucket_acl"
    on   = address
  }

  fact "grant" {
    for_each   = [for g in self.grant : g if endswith(default(g.uri, ""), "/AllUsers") || endswith(default(g.uri, ""), "/AuthenticatedUsers")]
    like       = "open_acl"
    on         = address
    principals = default(each.value.uri, "") == "" ? [] : ["*"]
    actions = flatten([
      for p in each.value.permissions : {
        READ         = ["s3:ListBucket"]
        WRITE        = ["s3:PutObject", "s3:DeleteObject"]
        READ_ACP     = ["s3:GetBucketAcl"]
        WRITE_ACP    = ["s3:PutBucketAcl"]
        FULL_CONTROL = ["s3:ListBucket", "s3:PutObject", "s3:DeleteObject", "s3:GetBucketAcl", "s3:PutBucketAcl"]
      }[p]
    ])
  }

  part "store" {
    when = default(self.policy, null) != null
    like = "bucket_policy"
    of   = address
    to   = ["aws_s3_bucket"]
  }

  fact "copy" {
    for_each   = flatten(self.replication_configuration[*].rules)
    kind       = "replica"
    from       = address
    to         = each.value.destination[0].bucket
    to_account = each.value.destination[0].account_id
    key        = each.value.destination[0].replica_kms_key_id
    # Without being asked for, objects under SSE-KMS stay where they are.
    takes_keyed = default(each.value.source_selection_criteria[0].sse_kms_encrypted_objects[0].enabled, false)
    enabled     = each.value.status == "Enabled"
  }

  part "store" {
    for_each = flatten(self.replication_configuration[*].rules)
    of       = each.value.destination[0].bucket
    to       = ["aws_s3_bucket"]
    role     = "backup"
  }

  part "store" {
    for_each = self.logging
    of       = each.value.target_bucket
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

# The same API at another vendor's endpoint: AWS's defaults, keys and account settings do not hold there.
elsewhere "aws_s3_bucket" {
  fact "store" {
    like        = "bucket"
    arn         = default(self.bucket, null) == null ? self.arn : "arn:aws:s3:::${self.bucket}"
    service     = "s3-compatible"
    role        = vendor.role
    encrypted   = length(self.server_side_encryption_configuration) > 0 ? true : vendor.encrypts
    key_manager = "none" # clients may bring keys of their own, buckets do not
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(default(self.policy, null))
    on       = address
  }

  fact "grant" {
    like = "bucket_acl"
    on   = address
  }
}

elsewhere "aws_s3_bucket_server_side_encryption_configuration" {
  part "store" {
    of        = self.bucket
    to        = ["aws_s3_bucket"]
    encrypted = true
  }
}

elsewhere "aws_s3_bucket_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.bucket
  }
}

elsewhere "aws_s3_bucket_acl" {}

elsewhere "aws_s3_bucket_lifecycle_configuration" {}

elsewhere "aws_s3_bucket_logging" {}

elsewhere "aws_s3_bucket_object_lock_configuration" {}

elsewhere "aws_s3_bucket_public_access_block" {}

elsewhere "aws_s3_bucket_replication_configuration" {}

elsewhere "aws_s3_bucket_versioning" {}

data "aws_s3_bucket" {
  fact "store" {
    of             = regex("^([$]|[^$]*)$", outline(self.bucket)) == null ? null : self.bucket
    kind           = "object"
    service        = "s3"
    name           = self.bucket
    arn            = "arn:aws:s3:::${default(self.bucket, "")}"
    arn_resource   = "s3:${default(self.bucket, "*")}"
    tags           = unknown(self.arn)
    encrypted      = true
    key            = unknown(self.arn)
    role           = unknown(self.arn)
    tls_required   = unknown(self.arn)
    min_tls        = unknown(self.arn)
    public_blocked = unknown(self.arn)
    versioned      = unknown(self.arn)
    lock_mode      = unknown(self.arn)
    logged         = unknown(self.arn)
    redundancy     = "zone"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" {
  part "store" {
    of  = self.bucket
    to  = ["aws_s3_bucket", "aws_s3_directory_bucket"]
    key = default(self.rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id, null)
  }
}

resource "aws_s3_bucket_versioning" {
  part "store" {
    of        = self.bucket
    to        = ["aws_s3_bucket"]
    versioned = self.versioning_configuration[0].status == "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" {
  part "store" {
    of        = self.bucket
    to        = ["aws_s3_bucket"]
    lock_mode = lower(default(self.rule[0].default_retention[0].mode, "none"))
    lock_days = default(self.rule[0].default_retention[0].days, default(self.rule[0].default_retention[0].years, 0) * 365)
  }
}

resource "aws_s3_bucket_lifecycle_configuration" {
  part "store" {
    of = self.bucket
    to = ["aws_s3_bucket"]
    expires_days = min([
      for r in self.rule : r.expiration[0].days
      if r.status == "Enabled" && default(r.expiration[0].days, 0) > 0 && default(r.prefix, "") == "" &&
      default(r.filter[0].prefix, "") == "" && length(flatten(r.filter[*].tag)) + length(flatten(r.filter[*].and)) == 0
    ]...)
    noncurrent_days = min([
      for r in self.rule : r.noncurrent_version_expiration[0].noncurrent_days
      if r.status == "Enabled" && length(r.noncurrent_version_expiration) > 0 && default(r.prefix, "") == "" &&
      default(r.filter[0].prefix, "") == "" && length(flatten(r.filter[*].tag)) + length(flatten(r.filter[*].and)) == 0
    ]...)
  }
}

# A flag that is left out of a block that is written is false.
resource "aws_s3_bucket_public_access_block" {
  part "store" {
    of = self.bucket
    to = ["aws_s3_bucket"]
    public_blocked = all([
      default(self.block_public_acls, false), default(self.block_public_policy, false),
      default(self.ignore_public_acls, false), default(self.restrict_public_buckets, false),
    ])
  }
}

resource "aws_s3_account_public_access_block" {
  fact "setting" {
    name = "s3-public-access-block"
    on = all([
      default(self.block_public_acls, false), default(self.block_public_policy, false),
      default(self.ignore_public_acls, false), default(self.restrict_public_buckets, false),
    ])
  }
}

resource "aws_s3_bucket_policy" {
  part "store" {
    like = "bucket_policy"
    of   = self.bucket
    to   = ["aws_s3_bucket"]
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.bucket
  }
}

resource "aws_s3_bucket_acl" {
  fact "grant" {
    like = "bucket_acl"
    on   = self.bucket
  }

  fact "grant" {
    for_each = [
      for g in flatten(self.access_control_policy[*].grant) : g
      if endswith(default(g.grantee[0].uri, ""), "/AllUsers") || endswith(default(g.grantee[0].uri, ""), "/AuthenticatedUsers")
    ]
    like       = "open_acl"
    on         = self.bucket
    principals = default(each.value.grantee[0].uri, "") == "" ? [] : ["*"]
    actions = {
      READ         = ["s3:ListBucket"]
      WRITE        = ["s3:PutObject", "s3:DeleteObject"]
      READ_ACP     = ["s3:GetBucketAcl"]
      WRITE_ACP    = ["s3:PutBucketAcl"]
      FULL_CONTROL = ["s3:ListBucket", "s3:PutObject", "s3:DeleteObject", "s3:GetBucketAcl", "s3:PutBucketAcl"]
    }[each.value.permission]
  }
}

# An object has an ACL of its own.
resource "aws_s3_object, aws_s3_bucket_object, aws_s3_object_copy" {
  fact "grant" {
    when            = contains(["public-read", "public-read-write", "authenticated-read"], default(self.acl, "private"))
    like            = "open_acl"
    on              = self.bucket
    principals      = contains(["public-read", "public-read-write", "authenticated-read"], self.acl) ? ["*"] : []
    principal_kinds = contains(["public-read", "public-read-write", "authenticated-read"], self.acl) ? ["anyone"] : []
    actions         = ["s3:GetObject"]
    resources       = [self.key]
  }
}

resource "aws_s3_bucket_logging" {
  part "store" {
    of     = self.bucket
    to     = ["aws_s3_bucket"]
    logged = true
  }
  part "store" {
    of   = self.target_bucket
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

resource "aws_s3_bucket_replication_configuration" {
  fact "copy" {
    for_each   = self.rule
    kind       = "replica"
    from       = self.bucket
    to         = each.value.destination[0].bucket
    to_account = each.value.destination[0].account
    key        = each.value.destination[0].encryption_configuration[0].replica_kms_key_id
    # Without being asked for, objects under SSE-KMS stay where they are.
    takes_keyed = default(each.value.source_selection_criteria[0].sse_kms_encrypted_objects[0].status, "Disabled") == "Enabled"
    enabled     = each.value.status == "Enabled"
  }

  # The copies tell whether that is elsewhere.
  part "store" {
    of                = self.bucket
    to                = ["aws_s3_bucket"]
    backup_redundancy = "zone"
  }

  part "store" {
    for_each = self.rule
    of       = each.value.destination[0].bucket
    to       = ["aws_s3_bucket"]
    role     = "backup"
  }
}
