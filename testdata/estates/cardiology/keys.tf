locals {
  # One ring for each place that something is kept in.
  places = {
    first  = var.region
    second = var.second_region
    wide   = "us"
  }

  keys = merge([
    for place in keys(local.places) : {
      for use in ["databases", "objects", "disks", "backups"] : "${place}-${use}" => { place = place, use = use }
    }
  ]...)
}

resource "google_kms_key_ring" "records" {
  provider = google.keys
  for_each = local.places

  name     = "cardiology-${each.key}"
  location = each.value
}

resource "google_kms_crypto_key" "records" {
  provider = google.keys
  for_each = local.keys

  name            = each.value.use
  key_ring        = google_kms_key_ring.records[each.value.place].id
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "7776000s"

  version_template {
    algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
    protection_level = "HSM"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# What the services need to use a key, and no more.
resource "google_kms_key_ring_iam_binding" "services" {
  provider = google.keys
  for_each = local.places

  key_ring_id = google_kms_key_ring.records[each.key].id
  role        = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  members = concat(
    [for agent in values(local.agents) : "serviceAccount:service-${data.google_project.records.number}@${agent}.iam.gserviceaccount.com"],
    ["serviceAccount:${data.google_storage_project_service_account.records.email_address}"],
  )
}

resource "google_project_iam_binding" "key_administrators" {
  provider = google.keys

  project = var.key_project
  role    = "roles/cloudkms.admin"
  members = ["group:key-custodians@northside-cardiology.example"]
}

data "google_storage_project_service_account" "records" {}

# A key that Autokey makes and rotates, for the disks of machines that come and go.
resource "google_kms_key_handle" "scratch" {
  provider = google-beta

  name                   = "machines"
  location               = var.region
  resource_type_selector = "compute.googleapis.com/Disk"
}
