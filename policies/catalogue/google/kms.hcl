# Cloud KMS. Only symmetric keys rotate, and only those whose material Google makes. A destroyed version can be restored for 30
# days by default, and nobody can cut that short. A key is where its ring is.

resource "google_kms_crypto_key" {
  fact "key" {
    name    = self.name
    arn     = self.id
    region  = lower(regex("/locations/([^/]+)/", self.key_ring)[0])
    manager = "customer"
    purpose = {
      ENCRYPT_DECRYPT     = "encrypt"
      RAW_ENCRYPT_DECRYPT = "encrypt"
      ASYMMETRIC_SIGN     = "sign"
      ASYMMETRIC_DECRYPT  = "wrap"
      MAC                 = "mac"
      KEY_ENCAPSULATION   = "wrap"
    }[default(self.purpose, "ENCRYPT_DECRYPT")]
    rotation = (
      default(self.purpose, "ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT" || default(self.import_only, false) ||
      startswith(default(self.version_template[0].protection_level, "SOFTWARE"), "EXTERNAL") ? null : self.rotation_period != null
    )
    rotation_days = days(self.rotation_period)
    deletion_days = days(default(self.destroy_scheduled_duration, "2592000s"))
    enabled       = true
    tags          = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }
}

data "google_kms_crypto_key" {
  fact "key" {
    name          = self.name
    region        = lower(regex("/locations/([^/]+)/", self.key_ring)[0])
    manager       = "customer"
    purpose       = unknown(self.id)
    rotation      = unknown(self.id)
    rotation_days = unknown(self.id)
    deletion_days = unknown(self.id)
    enabled       = unknown(self.id)
  }
}

resource "google_kms_crypto_key_iam_member" {
  fact "grant" {
    kind       = "resource"
    effect     = "allow"
    on         = self.crypto_key_id
    on_concept = "key"
    scope      = "resource"
    principals = [self.member]
    principal_kinds = [
      any([startswith(self.member, "serviceAccount:"), literal(self.member) == null && contains(["google_service_account", "data.google_service_account", "google_project_service_identity", "data.google_storage_project_service_account"], default(read_from(self.member), ""))]) ? "service" :
      startswith(self.member, "user:") ? "user" : startswith(self.member, "group:") || startswith(self.member, "project") ? "group" : startswith(self.member, "domain:") ? "account" :
      startswith(self.member, "all") ? "anyone" : startswith(self.member, "principal") ? "federated" : "identity",
    ]
    role       = self.role
    actions    = [self.role]
    conditions = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}

resource "google_kms_crypto_key_iam_binding" {
  fact "grant" {
    for_each   = self.members
    kind       = "resource"
    effect     = "allow"
    on         = self.crypto_key_id
    on_concept = "key"
    scope      = "resource"
    principals = [each.value]
    principal_kinds = [
      any([startswith(each.value, "serviceAccount:"), literal(each.value) == null && contains(["google_service_account", "data.google_service_account", "google_project_service_identity", "data.google_storage_project_service_account"], default(read_from(each.value), ""))]) ? "service" :
      startswith(each.value, "user:") ? "user" : startswith(each.value, "group:") || startswith(each.value, "project") ? "group" : startswith(each.value, "domain:") ? "account" :
      startswith(each.value, "all") ? "anyone" : startswith(each.value, "principal") ? "federated" : "identity",
    ]
    role       = self.role
    actions    = [self.role]
    conditions = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}

resource "google_kms_crypto_key_iam_policy" {
  part "grant" {
    of         = self.policy_data
    to         = ["google_iam_policy"]
    kind       = "resource"
    on         = self.crypto_key_id
    on_concept = "key"
    scope      = "resource"
  }
}

# A grant on a key ring reaches every key in it.
resource "google_kms_key_ring_iam_member" {
  fact "grant" {
    kind       = "resource"
    effect     = "allow"
    on         = self.key_ring_id
    on_concept = "key"
    scope      = "resource"
    principals = [self.member]
    principal_kinds = [
      any([startswith(self.member, "serviceAccount:"), literal(self.member) == null && contains(["google_service_account", "data.google_service_account", "google_project_service_identity", "data.google_storage_project_service_account"], default(read_from(self.member), ""))]) ? "service" :
      startswith(self.member, "user:") ? "user" : startswith(self.member, "group:") || startswith(self.member, "project") ? "group" : startswith(self.member, "domain:") ? "account" :
      startswith(self.member, "all") ? "anyone" : startswith(self.member, "principal") ? "federated" : "identity",
    ]
    role       = self.role
    actions    = [self.role]
    conditions = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}

resource "google_kms_key_ring_iam_binding" {
  fact "grant" {
    for_each   = self.members
    kind       = "resource"
    effect     = "allow"
    on         = self.key_ring_id
    on_concept = "key"
    scope      = "resource"
    principals = [each.value]
    principal_kinds = [
      any([startswith(each.value, "serviceAccount:"), literal(each.value) == null && contains(["google_service_account", "data.google_service_account", "google_project_service_identity", "data.google_storage_project_service_account"], default(read_from(each.value), ""))]) ? "service" :
      startswith(each.value, "user:") ? "user" : startswith(each.value, "group:") || startswith(each.value, "project") ? "group" : startswith(each.value, "domain:") ? "account" :
      startswith(each.value, "all") ? "anyone" : startswith(each.value, "principal") ? "federated" : "identity",
    ]
    role       = self.role
    actions    = [self.role]
    conditions = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}
