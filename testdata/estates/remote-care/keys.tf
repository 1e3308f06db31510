resource "google_kms_key_ring" "east" {
  name     = "east"
  location = "us-east4"
}

resource "google_kms_key_ring" "us" {
  name     = "us"
  location = "us"
}

resource "google_kms_crypto_key" "vitals" {
  name            = "vitals"
  key_ring        = google_kms_key_ring.east.id
  rotation_period = "7776000s"
}

# Nobody remembered to have it rotated, and it is gone a day after somebody asks for that.
resource "google_kms_crypto_key" "video" {
  name                       = "video"
  key_ring                   = google_kms_key_ring.us.id
  destroy_scheduled_duration = "86400s"
}

data "google_project" "this" {}

resource "google_kms_crypto_key_iam_binding" "vitals" {
  crypto_key_id = google_kms_crypto_key.vitals.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  members = [
    "serviceAccount:service-${data.google_project.this.number}@gcp-sa-cloud-sql.iam.gserviceaccount.com",
    "serviceAccount:service-${data.google_project.this.number}@compute-system.iam.gserviceaccount.com",
  ]
}

# The gateway once had to make a key.
resource "google_kms_key_ring_iam_member" "gateway" {
  key_ring_id = google_kms_key_ring.us.id
  role        = "roles/cloudkms.admin"
  member      = google_service_account.gateway.member
}
