data "google_project" "this" {}

data "google_client_config" "this" {}

data "google_storage_project_service_account" "this" {}

# Keys belong to the network.
data "google_kms_crypto_key" "network" {
  name     = "laboratories"
  key_ring = var.ring
}

locals {
  key = coalesce(var.key, data.google_kms_crypto_key.network.id)

  labels = {
    laboratory = var.laboratory
    network    = "crosslab"
  }
}

# From the network's registry.
module "network" {
  source  = "registry.crosslab.example/platform/network/google"
  version = "~> 4.2"

  project = var.project
  region  = var.region
}

module "warehouse" {
  source  = "terraform-google-modules/bigquery/google"
  version = "~> 10.1"

  dataset_id     = "results_${var.laboratory}"
  project_id     = var.project
  location       = var.region
  encryption_key = local.key
}

module "specimens" {
  source  = "terraform-google-modules/cloud-storage/google//modules/simple_bucket"
  version = "~> 11.0"

  name       = "crosslab-${var.laboratory}-specimens"
  project_id = var.project
  location   = var.region
}

# Orders and results.
resource "google_sql_database_instance" "results" {
  name                = "results-${var.laboratory}"
  region              = var.region
  database_version    = "POSTGRES_16"
  encryption_key_name = local.key

  settings {
    tier = "db-custom-4-16384"

    deletion_protection_enabled = var.locked
    retain_backups_on_delete    = var.locked

    backup_configuration {
      enabled  = true
      location = var.copies_region

      backup_retention_settings {
        retained_backups = var.kept_days
      }
    }

    ip_configuration {
      ipv4_enabled    = !var.private
      private_network = module.network.id
      ssl_mode        = var.private ? "ENCRYPTED_ONLY" : "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"

      psc_config {
        psc_enabled               = var.private
        allowed_consumer_projects = var.consumers
      }
    }

    user_labels = local.labels
  }
}

resource "google_alloydb_cluster" "trends" {
  cluster_id = "trends-${var.laboratory}"
  location   = var.region

  network_config {
    network = module.network.id
  }

  dynamic "encryption_config" {
    for_each = var.key[*]

    content {
      kms_key_name = encryption_config.value
    }
  }

  continuous_backup_config {
    enabled              = true
    recovery_window_days = min(var.kept_days, 35)
  }
}

resource "google_alloydb_instance" "trends" {
  cluster       = google_alloydb_cluster.trends.name
  instance_id   = "primary"
  instance_type = "PRIMARY"

  network_config {
    enable_public_ip = !var.private
  }
}

resource "google_spanner_instance" "samples" {
  name         = "samples-${var.laboratory}"
  config       = "regional-${var.region}"
  display_name = "Samples"
  num_nodes    = 1
}

resource "google_spanner_database" "samples" {
  instance = google_spanner_instance.samples.name
  name     = "samples"
}

resource "google_spanner_backup_schedule" "samples" {
  instance           = google_spanner_instance.samples.name
  database           = google_spanner_database.samples.name
  retention_duration = "${var.kept_days * 86400}s"

  spec {
    cron_spec {
      text = "0 3 * * *"
    }
  }

  full_backup_spec {}
}

# Images of the microscopes.
resource "google_storage_bucket" "images" {
  name                        = "crosslab-${var.laboratory}-images"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = var.private ? "enforced" : "inherited"
  labels                      = local.labels

  dynamic "custom_placement_config" {
    for_each = length(var.placements) == 2 ? [var.placements] : []

    content {
      data_locations = custom_placement_config.value
    }
  }

  encryption {
    default_kms_key_name = local.key
  }

  versioning {
    enabled = var.locked
  }
}

resource "google_storage_bucket" "copies" {
  provider = google.copies

  name                        = "crosslab-${var.laboratory}-copies"
  location                    = var.copies_region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  labels                      = local.labels

  retention_policy {
    is_locked        = var.locked
    retention_period = tostring(var.kept_days * 86400)
  }

  encryption {
    default_kms_key_name = local.key
  }

  versioning {
    enabled = !var.mirror
  }
}

resource "google_storage_transfer_job" "images" {
  provider = google.copies

  description = "Images of ${var.laboratory}"

  transfer_spec {
    gcs_data_source {
      bucket_name = google_storage_bucket.images.name
    }
    gcs_data_sink {
      bucket_name = google_storage_bucket.copies.name
    }
    transfer_options {
      delete_objects_unique_in_sink = var.mirror
    }
  }
}

resource "google_filestore_instance" "shares" {
  name                        = "shares-${var.laboratory}"
  location                    = var.region
  tier                        = "REGIONAL"
  protocol                    = "NFS_V4_1"
  kms_key_name                = local.key
  deletion_protection_enabled = var.locked

  file_shares {
    name        = "shares"
    capacity_gb = 1024
  }

  networks {
    network = module.network.id
    modes   = ["MODE_IPV4"]
  }

  directory_services {
    ldap {
      domain  = "crosslab.example"
      servers = ["ldap.crosslab.example"]
    }
  }
}
