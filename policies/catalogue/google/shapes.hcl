# What the entries of Google Cloud share.

# The member of an IAM member resource, and each member of a binding. Google's own services are called service-<number of the project>.

shape "member" "grant" {
  effect     = "allow"
  principals = [self.member]
  principal_kinds = [
    any([surely(startswith(self.member, "serviceAccount:service-")) && !surely(regex("^serviceAccount:service-(?:org-|folder-)?[0-9]+@", self.member) == null), literal(self.member) == null && contains(["google_project_service_identity", "data.google_storage_project_service_account", "data.google_storage_transfer_project_service_account", "data.google_bigquery_default_service_account", "google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink", "google_logging_billing_account_sink", "google_sql_database_instance"], default(read_from(self.member), ""))]) ? "agent" :
    any([startswith(self.member, "serviceAccount:"), literal(self.member) == null && contains(["google_service_account", "data.google_service_account"], default(read_from(self.member), ""))]) ? "service" :
    startswith(self.member, "user:") ? "user" : startswith(self.member, "group:") || startswith(self.member, "project") ? "group" : startswith(self.member, "domain:") ? "account" :
    startswith(self.member, "all") ? "anyone" : startswith(self.member, "principal") ? "federated" : "identity",
  ]
  role       = self.role
  actions    = [self.role]
  conditions = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
}

shape "binding" "grant" {
  effect     = "allow"
  principals = [each.value]
  principal_kinds = [
    any([surely(startswith(each.value, "serviceAccount:service-")) && !surely(regex("^serviceAccount:service-(?:org-|folder-)?[0-9]+@", each.value) == null), literal(each.value) == null && contains(["google_project_service_identity", "data.google_storage_project_service_account", "data.google_storage_transfer_project_service_account", "data.google_bigquery_default_service_account", "google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink", "google_logging_billing_account_sink", "google_sql_database_instance"], default(read_from(each.value), ""))]) ? "agent" :
    any([startswith(each.value, "serviceAccount:"), literal(each.value) == null && contains(["google_service_account", "data.google_service_account"], default(read_from(each.value), ""))]) ? "service" :
    startswith(each.value, "user:") ? "user" : startswith(each.value, "group:") || startswith(each.value, "project") ? "group" : startswith(each.value, "domain:") ? "account" :
    startswith(each.value, "all") ? "anyone" : startswith(each.value, "principal") ? "federated" : "identity",
  ]
  role       = self.role
  actions    = [self.role]
  conditions = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
}

# A member of a policy, with his role and its conditions.
shape "bound" "grant" {
  effect     = "allow"
  principals = [each.value.member]
  principal_kinds = [
    any([surely(startswith(each.value.member, "serviceAccount:service-")) && !surely(regex("^serviceAccount:service-(?:org-|folder-)?[0-9]+@", each.value.member) == null), literal(each.value.member) == null && contains(["google_project_service_identity", "data.google_storage_project_service_account", "data.google_storage_transfer_project_service_account", "data.google_bigquery_default_service_account", "google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink", "google_logging_billing_account_sink", "google_sql_database_instance"], default(read_from(each.value.member), ""))]) ? "agent" :
    any([startswith(each.value.member, "serviceAccount:"), literal(each.value.member) == null && contains(["google_service_account", "data.google_service_account"], default(read_from(each.value.member), ""))]) ? "service" :
    startswith(each.value.member, "user:") ? "user" : startswith(each.value.member, "group:") || startswith(each.value.member, "project") ? "group" : startswith(each.value.member, "domain:") ? "account" :
    startswith(each.value.member, "all") ? "anyone" : startswith(each.value.member, "principal") ? "federated" : "identity",
  ]
  role       = each.value.role
  actions    = [each.value.role]
  conditions = each.value.conditions
}

# The same of an IAM resource of a store.
shape "store_member" "grant" {
  like       = "member"
  kind       = "resource"
  on_concept = "store"
  scope      = "resource"
}

shape "store_binding" "grant" {
  like       = "binding"
  kind       = "resource"
  on_concept = "store"
  scope      = "resource"
}

# The policy of a store is written in a data source, whose grants are completed where it is set; or there, as JSON.
shape "store_policy" "grant" {
  kind       = "resource"
  on_concept = "store"
  scope      = "resource"
}

shape "store_bound" "grant" {
  like       = "bound"
  kind       = "resource"
  on_concept = "store"
  scope      = "resource"
}

# The same of what is no store: a copy, a key, a secret, a topic.
shape "single_member" "grant" {
  like  = "member"
  kind  = "resource"
  scope = "resource"
}

shape "single_binding" "grant" {
  like  = "binding"
  kind  = "resource"
  scope = "resource"
}

shape "single_policy" "grant" {
  kind  = "resource"
  scope = "resource"
}

shape "single_bound" "grant" {
  like  = "bound"
  kind  = "resource"
  scope = "resource"
}

# What everyone may do with a store.
shape "store_public" "grant" {
  kind            = "resource"
  effect          = "allow"
  on_concept      = "store"
  scope           = "resource"
  principal_kinds = ["anyone"]
  conditions      = []
}

# Who may connect to a database over Private Service Connect, and still has to log in.
shape "private_connection" "grant" {
  kind            = "resource"
  effect          = "allow"
  on              = address
  on_concept      = "store"
  scope           = "resource"
  actions         = ["connect"]
  principal_kinds = ["account"]
  conditions      = []
}

# A store with labels.
shape "labelled" "store" {
  tags = merge(default(provider["default_labels"], {}), default(self.labels, {}))
}
