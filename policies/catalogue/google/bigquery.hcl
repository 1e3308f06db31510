# BigQuery. Always encrypted, at rest and in transit. Time travel restores data of the last seven days, or of as few as are written, and
# stays where the dataset is.

resource "google_bigquery_dataset" {
  # Where no location is written it is the United States. Google does not say in which of a multi-region's regions the data is. A
  # dataset that shows the data of another service has none of its own.
  fact "store" {
    when              = length(self.external_dataset_reference) == 0
    like              = "labelled"
    kind              = "warehouse"
    service           = "bigquery"
    role              = "primary"
    name              = self.dataset_id
    arn               = self.id
    region            = lower(default(self.location, "US"))
    encrypted         = true
    key               = self.default_encryption_configuration[0].kms_key_name
    key_manager       = length(self.default_encryption_configuration) > 0 && literal(self.default_encryption_configuration[0].kms_key_name) != "" ? "customer" : null
    tls_required      = true
    backups           = true
    point_in_time     = true
    kept_days         = tonumber(default(self.max_time_travel_hours, "168")) / 24
    redundancy        = "zone"
    backup_redundancy = contains(["us", "eu"], lower(default(self.location, "US"))) ? null : "zone"
    force_destroy     = default(self.delete_contents_on_destroy, false)
  }

  fact "grant" {
    like       = "store_public"
    for_each   = [for a in self.access : { who = default(a.iam_member, a.special_group), role = default(a.role, "READER") } if contains(["allUsers", "allAuthenticatedUsers"], default(a.iam_member, default(a.special_group, "")))]
    on         = address
    principals = [each.value.who]
    actions    = [each.value.role]
  }

  # An address may be that of a person or of a service; views, routines and datasets read on behalf of their own project.
  fact "grant" {
    like = "dataset_access"
    for_each = flatten([for a in self.access : concat(
      a.user_by_email == null ? [] : [{ principal = "serviceAccount:${a.user_by_email}", kind = "identity", role = default(a.role, "READER") }],
      a.group_by_email == null ? [] : [{ principal = "group:${a.group_by_email}", kind = "group", role = default(a.role, "READER") }],
      a.domain == null ? [] : [{ principal = "domain:${a.domain}", kind = "account", role = default(a.role, "READER") }],
      [for v in a.view : { principal = "project:${v.project_id}", kind = "account", role = "READER" }],
      [for r in a.routine : { principal = "project:${r.project_id}", kind = "account", role = "READER" }],
      [for d in flatten(a.dataset[*].dataset) : { principal = "project:${d.project_id}", kind = "account", role = "READER" }],
    )])
    on              = address
    resources       = [default(self.project, provider["project"])]
    principals      = [each.value.principal]
    principal_kinds = [each.value.kind]
    actions         = [each.value.role]
  }
}

shape "dataset_access" "grant" {
  kind       = "resource"
  effect     = "allow"
  on_concept = "store"
  scope      = "resource"
  conditions = []
}

resource "google_bigquery_dataset_access" {
  fact "grant" {
    when       = contains(["allUsers", "allAuthenticatedUsers"], default(self.iam_member, default(self.special_group, "")))
    like       = "store_public"
    on         = self.dataset_id
    principals = [default(self.iam_member, self.special_group)]
    actions    = [default(self.role, "READER")]
  }

  fact "grant" {
    like = "dataset_access"
    for_each = concat(
      self.user_by_email == null ? [] : [{ principal = "serviceAccount:${self.user_by_email}", kind = "identity" }],
      self.group_by_email == null ? [] : [{ principal = "group:${self.group_by_email}", kind = "group" }],
      self.domain == null ? [] : [{ principal = "domain:${self.domain}", kind = "account" }],
      [for v in self.view : { principal = "project:${v.project_id}", kind = "account" }],
      [for r in self.routine : { principal = "project:${r.project_id}", kind = "account" }],
      [for d in flatten(self.dataset[*].dataset) : { principal = "project:${d.project_id}", kind = "account" }],
    )
    on              = self.dataset_id
    resources       = [default(self.project, provider["project"])]
    principals      = [each.value.principal]
    principal_kinds = [each.value.kind]
    actions         = [default(self.role, "READER")]
  }
}

# Of datasets a member may be written as iamMember:allUsers, too.
resource "google_bigquery_dataset_iam_member" {
  fact "grant" {
    like     = "store_binding"
    for_each = [trimprefix(self.member, "iamMember:")]
    on       = self.dataset_id
  }
}

resource "google_bigquery_dataset_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = [for m in self.members : trimprefix(m, "iamMember:")]
    on       = self.dataset_id
  }
}

resource "google_bigquery_dataset_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.dataset_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.dataset_id
  }
}

# Views and external tables hold nothing. What the table does not say, its dataset does; in one that is made elsewhere it has time
# travel, too.
resource "google_bigquery_table" {
  fact "store" {
    when         = length(self.view) == 0 && length(self.external_data_configuration) == 0
    like         = "labelled"
    kind         = "table"
    service      = "bigquery"
    role         = "primary"
    parent       = self.dataset_id
    name         = self.table_id
    arn          = self.id
    region       = null
    encrypted    = true
    key          = self.encryption_configuration[0].kms_key_name
    key_manager  = length(self.encryption_configuration) > 0 && literal(self.encryption_configuration[0].kms_key_name) != "" ? "customer" : "parent"
    tls_required = true
    backups      = surely(literal(self.dataset_id) == null) ? null : true
    delete_guard = default(self.deletion_protection, true)
  }
}

# A transfer of this kind copies a dataset, day by day, into another one.
resource "google_bigquery_data_transfer_config" {
  fact "copy" {
    when    = self.data_source_id == "cross_region_copy"
    kind    = "replica"
    from    = self.params["source_dataset_id"]
    to      = self.destination_dataset_id
    enabled = !default(self.disabled, false)
  }

  part "store" {
    when = self.data_source_id == "cross_region_copy"
    of   = self.destination_dataset_id
    to   = ["google_bigquery_dataset"]
    role = "backup"
  }
}
