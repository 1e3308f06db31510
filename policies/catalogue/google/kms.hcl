# Cloud KMS. Only symmetric keys rotate, and only those whose material Google makes. A destroyed version can be restored for 30
# days by default, and nobody can cut that short. A key is where its ring is,
# which decides nothing else for it.

resource "google_kms_key_ring" {
  fact "key_container" {
    name   = self.name
    arn    = self.id
    region = lower(self.location)
  }
}

data "google_kms_key_ring" {
  fact "key_container" {
    name   = self.name
    region = lower(self.location)
  }
}

resource "google_kms_crypto_key" {
  fact "key" {
    name    = self.name
    arn     = self.id
    region  = literal(self.key_ring) == null ? null : lower(regex("/locations/([^/]+)/", self.key_ring)[0])
    ring    = self.key_ring
    manager = "customer"
    protection = {
      SOFTWARE          = "software"
      HSM               = "hsm"
      HSM_SINGLE_TENANT = "hsm"
      EXTERNAL          = "external"
      EXTERNAL_VPC      = "external"
    }[default(self.version_template[0].protection_level, "SOFTWARE")]
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

# Autokey makes a key for the kind of resource that the handle names, in hardware, rotated every year.
resource "google_kms_key_handle" {
  fact "key" {
    name          = self.name
    arn           = self.kms_key
    region        = lower(self.location)
    manager       = "customer"
    protection    = "hsm"
    purpose       = "encrypt"
    rotation      = true
    rotation_days = 365
    deletion_days = 30
    enabled       = true
  }
}

data "google_kms_crypto_key" {
  fact "key" {
    name          = self.name
    region        = literal(self.key_ring) == null ? null : lower(regex("/locations/([^/]+)/", self.key_ring)[0])
    ring          = self.key_ring
    manager       = "customer"
    protection    = unknown(self.id)
    purpose       = unknown(self.id)
    rotation      = unknown(self.id)
    rotation_days = unknown(self.id)
    deletion_days = unknown(self.id)
    enabled       = unknown(self.id)
  }
}

resource "google_kms_crypto_key_iam_member" {
  fact "grant" {
    like       = "single_member"
    on         = self.crypto_key_id
    on_concept = "key"
  }
}

resource "google_kms_crypto_key_iam_binding" {
  fact "grant" {
    like       = "single_binding"
    for_each   = self.members
    on         = self.crypto_key_id
    on_concept = "key"
  }
}

resource "google_kms_crypto_key_iam_policy" {
  part "grant" {
    like       = "single_policy"
    of         = self.policy_data
    to         = ["google_iam_policy"]
    on         = self.crypto_key_id
    on_concept = "key"
  }

  fact "grant" {
    like       = "single_bound"
    for_each   = bindings(self.policy_data)
    on         = self.crypto_key_id
    on_concept = "key"
  }
}

# A grant on a key ring reaches every key in it.
resource "google_kms_key_ring_iam_member" {
  fact "grant" {
    like       = "single_member"
    on         = self.key_ring_id
    on_concept = "key"
  }
}

resource "google_kms_key_ring_iam_binding" {
  fact "grant" {
    like       = "single_binding"
    for_each   = self.members
    on         = self.key_ring_id
    on_concept = "key"
  }
}

resource "google_kms_key_ring_iam_policy" {
  part "grant" {
    like       = "single_policy"
    of         = self.policy_data
    to         = ["google_iam_policy"]
    on         = self.key_ring_id
    on_concept = "key"
  }

  fact "grant" {
    like       = "single_bound"
    for_each   = bindings(self.policy_data)
    on         = self.key_ring_id
    on_concept = "key"
  }
}
