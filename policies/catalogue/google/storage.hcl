# Cloud Storage. Always encrypted with 256-bit AES; access is HTTPS with TLS 1.2 or later, or plain HTTP for nothing but public
# objects. Soft delete keeps deleted objects 7 days unless it is set to 0.

resource "google_storage_bucket" {
  fact "store" {
    kind      = "object"
    service   = "cloud-storage"
    role      = "primary"
    name      = self.name
    arn       = self.id
    region    = lower(self.location)
    encrypted = true
    key       = self.encryption[0].default_kms_key_name

    public_blocked   = default(self.public_access_prevention, "inherited") == "enforced"
    versioned        = default(self.versioning[0].enabled, false)
    lock_mode        = length(self.retention_policy) > 0 ? (default(self.retention_policy[0].is_locked, false) ? "compliance" : "governance") : "none"
    lock_days        = tonumber(self.retention_policy[0].retention_period) / 86400
    soft_delete_days = default(self.soft_delete_policy[0].retention_duration_seconds, 604800) / 86400
    force_destroy    = default(self.force_destroy, false)
    logged           = length(self.logging) > 0
    redundancy       = contains(["us", "eu", "asia", "nam4", "eur4", "eur5", "eur7", "eur8", "asia1"], lower(self.location)) || length(self.custom_placement_config) > 0 ? "geo" : "zone"
    tags             = merge(default(provider.default_labels, {}), default(self.labels, {}))
  }

  # A lifecycle rule without a condition on noncurrent versions deletes current data after its age.
  part "store" {
    for_each = self.lifecycle_rule
    of       = self.name
    to       = ["google_storage_bucket"]
    expires_days = (
      each.value.action[0].type == "Delete" && default(each.value.condition[0].with_state, "ANY") != "ARCHIVED" &&
      each.value.condition[0].num_newer_versions == null && each.value.condition[0].days_since_noncurrent_time == null
      ? each.value.condition[0].age : null
    )
    noncurrent_days = each.value.action[0].type == "Delete" ? each.value.condition[0].days_since_noncurrent_time : null
  }
}

resource "google_storage_bucket_iam_member" {
  fact "grant" {
    kind            = "resource"
    effect          = "allow"
    on              = self.bucket
    on_concept      = "store"
    scope           = "resource"
    principals      = [self.member]
    principal_kinds = [contains(["allUsers", "allAuthenticatedUsers"], self.member) ? "anyone" : { user = "user", group = "group", serviceAccount = "service", domain = "account" }[split(":", self.member)[0]]]
    actions         = [self.role]
    conditions      = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}

resource "google_storage_bucket_iam_binding" {
  fact "grant" {
    for_each        = self.members
    kind            = "resource"
    effect          = "allow"
    on              = self.bucket
    on_concept      = "store"
    scope           = "resource"
    principals      = [each.value]
    principal_kinds = [contains(["allUsers", "allAuthenticatedUsers"], each.value) ? "anyone" : { user = "user", group = "group", serviceAccount = "service", domain = "account" }[split(":", each.value)[0]]]
    actions         = [self.role]
    conditions      = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}
