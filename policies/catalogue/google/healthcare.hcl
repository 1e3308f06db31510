# Cloud Healthcare API. The dataset has the place and the key of the stores in it. Google makes no backups of them that could be
# restored, but stores can be exported, on a schedule that is seldom written in Terraform.

resource "google_healthcare_dataset" {
  # Locations of one word are several regions.
  fact "store" {
    kind         = "database"
    service      = "healthcare"
    role         = "server"
    name         = self.name
    arn          = self.id
    region       = lower(self.location)
    encrypted    = true
    key          = self.encryption_spec[0].kms_key_name
    key_manager  = length(self.encryption_spec) > 0 ? (self.encryption_spec[0].kms_key_name != null ? "customer" : null) : null
    tls_required = true
    redundancy   = regex("^[a-z]+$", lower(self.location)) != null ? "geo" : "zone"
  }
}

resource "google_healthcare_fhir_store" {
  fact "store" {
    like = "health_store"
  }
}

resource "google_healthcare_dicom_store" {
  fact "store" {
    like = "health_store"
  }
}

resource "google_healthcare_hl7_v2_store" {
  fact "store" {
    like = "health_store"
  }
}

resource "google_healthcare_consent_store" {
  fact "store" {
    like = "health_store"
  }
}
