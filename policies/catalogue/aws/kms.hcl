# AWS Key Management Service.

resource "aws_kms_key" {
  # Only symmetric keys whose material KMS makes can be rotated; keys in a custom or external key store cannot.
  fact "key" {
    arn        = self.arn
    manager    = "customer"
    protection = self.xks_key_id == null ? "hsm" : "external"
    purpose = {
      ENCRYPT_DECRYPT     = default(self.customer_master_key_spec, "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT" ? "encrypt" : "wrap"
      SIGN_VERIFY         = "sign"
      GENERATE_VERIFY_MAC = "mac"
      KEY_AGREEMENT       = "wrap"
    }[default(self.key_usage, "ENCRYPT_DECRYPT")]
    rotation = (
      default(self.customer_master_key_spec, "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT" && self.custom_key_store_id == null && self.xks_key_id == null
      ? default(self.enable_key_rotation, false) : null
    )
    rotation_days = default(self.rotation_period_in_days, default(self.enable_key_rotation, false) ? 365 : null)
    deletion_days = default(self.deletion_window_in_days, 30)
    enabled       = default(self.is_enabled, true)
    multi_region  = default(self.multi_region, false)
  }
}

# A replica of a multi-region key. Its primary decides usage and rotation.
resource "aws_kms_replica_key, aws_kms_replica_external_key" {
  fact "key" {
    arn           = self.arn
    manager       = "customer"
    protection    = "hsm"
    deletion_days = default(self.deletion_window_in_days, 30)
    enabled       = default(self.enabled, true)
    multi_region  = true
  }
}

# Imported key material is never rotated automatically.
resource "aws_kms_external_key" {
  fact "key" {
    arn        = self.arn
    manager    = "customer"
    protection = "hsm"
    purpose = {
      ENCRYPT_DECRYPT     = default(self.key_spec, "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT" ? "encrypt" : "wrap"
      SIGN_VERIFY         = "sign"
      GENERATE_VERIFY_MAC = "mac"
      KEY_AGREEMENT       = "wrap"
    }[default(self.key_usage, "ENCRYPT_DECRYPT")]
    deletion_days = default(self.deletion_window_in_days, 30)
    enabled       = default(self.enabled, true)
    multi_region  = default(self.multi_region, false)
  }
}

resource "aws_kms_alias" {
  part "key" {
    of   = self.target_key_id
    to   = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key"]
    name = self.name
  }
}

resource "aws_kms_key, aws_kms_replica_key, aws_kms_external_key, aws_kms_replica_external_key" {
  fact "grant" {
    like       = "statement"
    for_each   = statements(default(self.policy, null))
    kind       = "resource"
    on         = address
    on_concept = "key"
  }
}

resource "aws_kms_key_policy" {
  fact "grant" {
    like       = "statement"
    for_each   = statements(self.policy)
    kind       = "resource"
    on         = self.key_id
    on_concept = "key"
  }
}

resource "aws_kms_grant" {
  fact "grant" {
    kind       = "resource"
    on         = self.key_id
    on_concept = "key"
    effect     = "allow"
    principals = [self.grantee_principal]
    principal_kinds = [
      default(read_from(self.grantee_principal), "") != "" ? (default(read_from(self.grantee_principal), "") == "aws_iam_user" ? "user" : "role") :
      startswith(default(arn(self.grantee_principal, "resource"), ""), "user/") ? "user" : "role"
    ]
    actions   = [for operation in default(self.operations, []) : "kms:${operation}"]
    resources = ["*"]
    conditions = flatten([for c in self.constraints : concat(
      [for k, v in default(c.encryption_context_equals, {}) : { operator = "StringEquals", key = "kms:EncryptionContext:${k}", values = [v] }],
      [for k, v in default(c.encryption_context_subset, {}) : { operator = "StringEquals", key = "kms:EncryptionContext:${k}", values = [v] }],
    )])
  }
}

# Whether a key that is only looked up is the provider's can be told by its alias alone.
data "aws_kms_key" {
  fact "key" {
    name = self.key_id
    arn  = self.arn
    manager = (
      length(split("alias/aws/", default(self.key_id, ""))) > 1 ? "provider" :
      length(split("alias/", default(self.key_id, ""))) > 1 ? "customer" : lower(self.key_manager)
    )
    protection    = unknown(self.arn)
    purpose       = unknown(self.arn)
    rotation      = length(split("alias/aws/", default(self.key_id, ""))) > 1 ? true : unknown(self.arn)
    rotation_days = length(split("alias/aws/", default(self.key_id, ""))) > 1 ? 365 : unknown(self.arn)
    deletion_days = length(split("alias/aws/", default(self.key_id, ""))) > 1 ? null : unknown(self.arn)
    enabled       = length(split("alias/aws/", default(self.key_id, ""))) > 1 ? true : self.enabled
    multi_region  = self.multi_region
  }
}

data "aws_kms_alias" {
  fact "key" {
    name          = self.name
    arn           = self.arn
    manager       = startswith(default(self.name, ""), "alias/aws/") ? "provider" : "customer"
    protection    = unknown(self.arn)
    purpose       = unknown(self.arn)
    rotation      = startswith(default(self.name, ""), "alias/aws/") ? true : unknown(self.arn)
    rotation_days = startswith(default(self.name, ""), "alias/aws/") ? 365 : unknown(self.arn)
    deletion_days = startswith(default(self.name, ""), "alias/aws/") ? null : unknown(self.arn)
    enabled       = unknown(self.arn)
    multi_region  = startswith(default(self.name, ""), "alias/aws/") ? false : unknown(self.arn)
  }
}
