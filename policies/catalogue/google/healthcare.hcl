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

# What leaves a store of records for something else.
shape "export" "copy" {
  kind    = "export"
  from    = address
  enabled = true
}

# A store in a dataset of the Cloud Healthcare API.
shape "health_store" "store" {
  like         = "labelled"
  kind         = "database"
  service      = "healthcare"
  role         = "primary"
  parent       = self.dataset
  name         = self.name
  arn          = self.id
  region       = null
  encrypted    = true
  key_manager  = "parent"
  tls_required = true
  backups      = unknown(self.id)
}

# Changes of records are streamed to datasets, written bq://project.dataset, and whole records are sent to topics where it is asked for.
resource "google_healthcare_fhir_store" {
  fact "store" {
    like = "health_store"
  }

  fact "copy" {
    for_each   = flatten(self.stream_configs[*].bigquery_destination)
    like       = "export"
    to         = regex("^bq://[^.]+[.](.+)$", each.value.dataset_uri)[0]
    to_account = regex("^bq://([^.]+)[.]", each.value.dataset_uri)[0] == provider["project"] ? null : regex("^bq://([^.]+)[.]", each.value.dataset_uri)[0]
  }

  fact "copy" {
    for_each   = [for n in self.notification_configs : n if default(n.send_full_resource, false)]
    like       = "export"
    to_account = default(regex("^projects/([^/]+)/", each.value.pubsub_topic)[0], provider["project"]) == provider["project"] ? null : regex("^projects/([^/]+)/", each.value.pubsub_topic)[0]
  }
}

resource "google_healthcare_dicom_store, google_healthcare_hl7_v2_store, google_healthcare_consent_store" {
  fact "store" {
    like = "health_store"
  }
}
