# Backblaze B2. The region is that of the account, which the configuration does not show. Every file keeps its versions until a lifecycle
# rule ends them.

resource "b2_bucket" {
  fact "store" {
    kind           = "object"
    service        = "b2"
    role           = "backup"
    name           = self.bucket_name
    arn            = self.bucket_id
    tags           = default(self.bucket_info, {})
    region         = unknown(self.account_id)
    encrypted      = upper(default(self.default_server_side_encryption[0].mode, "none")) == "SSE-B2"
    key_manager    = "none"
    public_blocked = self.bucket_type == "allPrivate" ? true : null
    versioned      = true
    lock_mode      = default(self.file_lock_configuration[0].is_file_lock_enabled, false) ? lower(default(self.file_lock_configuration[0].default_retention[0].mode, "none")) : "none"
    lock_days      = default(self.file_lock_configuration[0].default_retention[0].period[0].duration, 0) * (default(self.file_lock_configuration[0].default_retention[0].period[0].unit, "days") == "years" ? 365 : 1)
    # Hidden files are what is noncurrent elsewhere.
    expires_days = min([
      for r in self.lifecycle_rules : r.days_from_uploading_to_hiding if r.file_name_prefix == "" && default(r.days_from_uploading_to_hiding, 0) > 0
    ]...)
    noncurrent_days = min([
      for r in self.lifecycle_rules : r.days_from_hiding_to_deleting if r.file_name_prefix == "" && default(r.days_from_hiding_to_deleting, 0) > 0
    ]...)
  }

  fact "grant" {
    when            = self.bucket_type == "allPublic"
    kind            = "resource"
    on              = address
    on_concept      = "store"
    effect          = "allow"
    principals      = ["*"]
    principal_kinds = ["anyone"]
    actions         = ["readFiles"]
    resources       = ["*"]
  }
}

# A key is a right that programs bear: on some buckets or, where it names none, on all of the account.
shape "key" "grant" {
  kind            = "identity"
  effect          = "allow"
  principals      = [self.key_name]
  principal_kinds = ["service"]
  actions         = default(self.capabilities, [])
  on_concept      = "store"
  conditions      = []
}

resource "b2_application_key" {
  fact "grant" {
    for_each = concat([for b in [self.bucket_id] : b if b != null], default(self.bucket_ids, []))
    like     = "key"
    scope    = "resource"
    on       = each.value
  }

  fact "grant" {
    when  = self.bucket_id == null && length(default(self.bucket_ids, [])) == 0
    like  = "key"
    scope = "subscription"
  }
}

# What opens the account itself.
provider "b2" {
  fact "secret" {
    when    = is_set(self.application_key)
    name    = "application key"
    written = written(self.application_key)
  }
}
