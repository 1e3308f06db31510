# Cloud KMS. Only symmetric keys rotate. A destroyed version can be restored for 30 days by default.

resource "google_kms_crypto_key" {
  fact "key" {
    name    = self.name
    arn     = self.id
    manager = "customer"
    purpose = { ENCRYPT_DECRYPT = "encrypt", RAW_ENCRYPT_DECRYPT = "encrypt", ASYMMETRIC_SIGN = "sign", ASYMMETRIC_DECRYPT = "wrap", MAC = "mac", KEY_ENCAPSULATION = "wrap" }[default(self.purpose, "ENCRYPT_DECRYPT")]
    rotation = default(self.purpose, "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT" ? self.rotation_period != null : null
    rotation_days = days(self.rotation_period)
    deletion_days = days(default(self.destroy_scheduled_duration, "2592000s"))
    enabled       = true
    tags          = merge(default(provider.default_labels, {}), default(self.labels, {}))
  }
}

data "google_kms_crypto_key" {
  fact "key" {
    name    = self.name
    manager = "customer"
  }
}

resource "google_kms_crypto_key_iam_member" {
  fact "grant" {
    kind            = "resource"
    effect          = "allow"
    on              = self.crypto_key_id
    on_concept      = "key"
    scope           = "resource"
    principals      = [self.member]
    principal_kinds = [contains(["allUsers", "allAuthenticatedUsers"], self.member) ? "anyone" : { user = "user", group = "group", serviceAccount = "service", domain = "account" }[split(":", self.member)[0]]]
    actions         = [self.role]
    conditions      = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}
