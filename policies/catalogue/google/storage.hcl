# Cloud Storage. Always encrypted with 256-bit AES. Soft delete keeps deleted objects 7 days unless it is set to 0. What makes a
# bucket public are its grants; public_blocked says whether they have any effect.

resource "google_storage_bucket" {
  # Locations of one word, and those of two regions, are geo-redundant; two regions of one's own choice are written with a plus between
  # them, and the location is that of their continent or country then. A lifecycle rule on noncurrent versions alone has one of
  # its three conditions, or the state ARCHIVED; any other deletes current data after its age.
  fact "store" {
    kind    = "object"
    service = "cloud-storage"
    # Pages for everyone, and Terraform's state by its name, where the root that keeps it there is elsewhere.
    role        = length(self.website) > 0 || surely(regex("(^|[-._])(tf-?state|terraform-?state)($|[-._])", lower(default(self.name, ""))) != null) ? "program" : "primary"
    name        = self.name
    arn         = self.id
    region      = length(self.custom_placement_config) > 0 ? lower(join("+", self.custom_placement_config[0].data_locations)) : lower(self.location)
    encrypted   = true
    key         = self.encryption[0].default_kms_key_name
    key_manager = length(self.encryption) > 0 && literal(self.encryption[0].default_kms_key_name) != "" ? (self.encryption[0].default_kms_key_name != null ? "customer" : null) : null

    public_blocked = default(self.public_access_prevention, "inherited") == "enforced"
    versioned      = default(self.versioning[0].enabled, false)
    lock_mode      = length(self.retention_policy) > 0 ? (default(self.retention_policy[0].is_locked, false) ? "compliance" : "governance") : "none"
    lock_days      = tonumber(self.retention_policy[0].retention_period) / 86400
    expires_days = min([
      for r in self.lifecycle_rule : r.condition[0].age
      if r.action[0].type == "Delete" && default(r.condition[0].with_state, "ANY") != "ARCHIVED" && default(r.condition[0].age, 0) > 0 &&
      default(r.condition[0].num_newer_versions, 0) == 0 && default(r.condition[0].days_since_noncurrent_time, 0) == 0 &&
      default(r.condition[0].noncurrent_time_before, "") == ""
    ]...)
    noncurrent_days = min([
      for r in self.lifecycle_rule : default(r.condition[0].days_since_noncurrent_time, 0) > 0 ? r.condition[0].days_since_noncurrent_time : r.condition[0].age
      if r.action[0].type == "Delete" &&
      (default(r.condition[0].days_since_noncurrent_time, 0) > 0 || default(r.condition[0].with_state, "ANY") == "ARCHIVED" && default(r.condition[0].age, 0) > 0)
    ]...)
    soft_delete_days = default(self.soft_delete_policy[0].retention_duration_seconds, 604800) / 86400
    force_destroy    = default(self.force_destroy, false)
    logged           = length(self.logging) > 0
    redundancy       = regex("^([a-z]+|nam4|eur[4578]|asia1)$", lower(self.location)) != null || length(self.custom_placement_config) > 0 ? "geo" : "zone"
    tags             = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }

  part "store" {
    for_each = self.logging
    of       = each.value.log_bucket
    to       = ["google_storage_bucket"]
    role     = "log"
  }
}

data "google_storage_bucket" {
  fact "store" {
    of             = regex("^([$]|[^$]*)$", outline(self.name)) == null ? null : self.name
    kind           = "object"
    service        = "cloud-storage"
    name           = self.name
    region         = unknown(self.id)
    encrypted      = true
    role           = unknown(self.id)
    key            = unknown(self.id)
    public_blocked = unknown(self.id)
    versioned      = unknown(self.id)
    lock_mode      = unknown(self.id)
    redundancy     = unknown(self.id)
    tags           = unknown(self.id)
  }
}

# A job of the transfer service that repeats, or follows events, keeps a copy of a bucket in another; one that deletes at the source moves
# it there.
resource "google_storage_transfer_job" {
  fact "copy" {
    for_each = [
      for t in concat(self.transfer_spec, self.replication_spec) : { from = t.gcs_data_source[0].bucket_name, to = t.gcs_data_sink[0].bucket_name, options = t.transfer_options }
      if length(t.gcs_data_source) > 0 && length(t.gcs_data_sink) > 0
    ]
    kind             = default(each.value.options[0].delete_objects_from_source_after_transfer, false) ? "move" : "replica"
    from             = each.value.from
    to               = each.value.to
    mirrors_deletion = default(each.value.options[0].delete_objects_unique_in_sink, false)
    enabled          = default(self.status, "ENABLED") == "ENABLED"
  }

  # From other stores the data comes over HTTPS, unless the other protocol is written.
  fact "transfer" {
    for_each  = flatten(self.transfer_spec[*].aws_s3_compatible_data_source)
    name      = self.description
    protocol  = default(each.value.s3_metadata[0].protocol, "") == "NETWORK_PROTOCOL_HTTP" ? "HTTP" : "HTTPS"
    encrypted = default(each.value.s3_metadata[0].protocol, "") != "NETWORK_PROTOCOL_HTTP"
  }

  # An endpoint whose host is another vendor's.
  fact "service" {
    for_each = [
      for v in [for d in flatten(self.transfer_spec[*].aws_s3_compatible_data_source) : vendor_of(hosts, d.endpoint)] : v
      if !contains(["", "google", "local"], default(v.key, ""))
    ]
    like   = "vendor"
    region = each.value.region
  }

  fact "transfer" {
    for_each  = flatten(self.transfer_spec[*].http_data_source)
    name      = self.description
    protocol  = startswith(each.value.list_url, "http://") ? "HTTP" : "HTTPS"
    encrypted = startswith(each.value.list_url, "http://") ? false : true
  }

  part "store" {
    for_each = concat(flatten(self.transfer_spec[*].gcs_data_sink), flatten(self.replication_spec[*].gcs_data_sink))
    of       = each.value.bucket_name
    to       = ["google_storage_bucket"]
    role     = "backup"
  }
}

resource "google_storage_bucket_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.bucket
  }
}

resource "google_storage_bucket_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.bucket
  }
}

resource "google_storage_bucket_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.bucket
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.bucket
  }
}

# Access control lists. Without uniform bucket-level access they count beside IAM.
resource "google_storage_bucket_acl" {
  fact "grant" {
    like = "store_public"
    for_each = concat(
      [for e in default(self.role_entity, []) : split(":", e)[0] if endswith(e, ":allUsers") || endswith(e, ":allAuthenticatedUsers")],
      [for acl in [default(self.predefined_acl, "")] : acl == "publicReadWrite" ? "WRITER" : "READER" if contains(["publicRead", "publicReadWrite", "authenticatedRead"], acl)],
    )
    on         = self.bucket
    principals = ["allUsers"]
    actions    = [each.value]
  }
}

resource "google_storage_bucket_access_control" {
  fact "grant" {
    when       = contains(["allUsers", "allAuthenticatedUsers"], self.entity)
    like       = "store_public"
    on         = self.bucket
    principals = [self.entity]
    actions    = [default(self.role, "READER")]
  }
}

# What objects get when they are written.
resource "google_storage_default_object_acl" {
  fact "grant" {
    like       = "store_public"
    for_each   = [for e in default(self.role_entity, []) : split(":", e)[0] if endswith(e, ":allUsers") || endswith(e, ":allAuthenticatedUsers")]
    on         = self.bucket
    principals = ["allUsers"]
    actions    = [each.value]
  }
}

resource "google_storage_default_object_access_control, google_storage_object_access_control" {
  fact "grant" {
    when       = contains(["allUsers", "allAuthenticatedUsers"], self.entity)
    like       = "store_public"
    on         = self.bucket
    principals = [self.entity]
    actions    = [self.role]
  }
}

# The lists of single objects.
resource "google_storage_object_acl" {
  fact "grant" {
    like = "store_public"
    for_each = concat(
      [for e in default(self.role_entity, []) : split(":", e)[0] if endswith(e, ":allUsers") || endswith(e, ":allAuthenticatedUsers")],
      [for acl in [default(self.predefined_acl, "")] : "READER" if contains(["publicRead", "authenticatedRead"], acl)],
    )
    on         = self.bucket
    principals = ["allUsers"]
    actions    = [each.value]
  }
}
