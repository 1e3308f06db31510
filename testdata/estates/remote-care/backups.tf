# Snapshots go wherever Google puts them.
resource "google_compute_resource_policy" "nightly" {
  name = "nightly"

  snapshot_schedule_policy {
    schedule {
      daily_schedule {
        days_in_cycle = 1
        start_time    = "06:00"
      }
    }

    retention_policy {
      max_retention_days    = 14
      on_source_disk_delete = "KEEP_AUTO_SNAPSHOTS"
    }
  }
}

# Before the upgrade.
resource "google_compute_snapshot" "recordings" {
  name              = "recordings-before-upgrade"
  source_disk       = google_compute_disk.recordings.id
  storage_locations = ["northamerica-northeast1"]
}

resource "google_compute_snapshot_iam_member" "recordings" {
  name   = google_compute_snapshot.recordings.name
  role   = "roles/compute.storageAdmin"
  member = "serviceAccount:support@gatewayworks.iam.gserviceaccount.com"
}

# Not locked, open to every organisation, and beside what it backs up.
resource "google_backup_dr_backup_vault" "machines" {
  location                                   = "us-east4"
  backup_vault_id                            = "machines"
  backup_minimum_enforced_retention_duration = "604800s"
  access_restriction                         = "UNRESTRICTED"
  ignore_inactive_datasources                = true
}

resource "google_backup_dr_backup_plan" "machines" {
  location       = "us-east4"
  backup_plan_id = "machines"
  resource_type  = "compute.googleapis.com/Instance"
  backup_vault   = google_backup_dr_backup_vault.machines.id

  backup_rules {
    rule_id               = "weekly"
    backup_retention_days = 7

    standard_schedule {
      recurrence_type = "WEEKLY"
      days_of_week    = ["SUNDAY"]
      time_zone       = "UTC"

      backup_window {
        start_hour_of_day = 2
        end_hour_of_day   = 8
      }
    }
  }
}

resource "google_compute_instance" "gateway" {
  name         = "gateway"
  machine_type = "e2-standard-4"

  boot_disk {
    initialize_params {
      image = "ubuntu-os-cloud/ubuntu-2404-lts-amd64"
    }
  }

  attached_disk {
    source = google_compute_disk.recordings.id
  }

  network_interface {
    network = "main"

    access_config {}
  }

  service_account {
    email  = google_service_account.gateway.email
    scopes = ["cloud-platform"]
  }
}

resource "google_backup_dr_backup_plan_association" "gateway" {
  location                   = "us-east4"
  resource                   = google_compute_instance.gateway.id
  resource_type              = "compute.googleapis.com/Instance"
  backup_plan_association_id = "gateway"
  backup_plan                = google_backup_dr_backup_plan.machines.name
}

resource "google_container_cluster" "visits" {
  name               = "visits"
  location           = "us-east4"
  initial_node_count = 3
}

# Definitions without volumes, beside the cluster, and the plan was paused for an upgrade.
resource "google_gke_backup_backup_plan" "visits" {
  name     = "visits"
  cluster  = google_container_cluster.visits.id
  location = "us-east4"

  retention_policy {
    backup_retain_days = 14
  }

  backup_schedule {
    cron_schedule = "0 4 * * *"
    paused        = false
  }

  backup_config {
    include_volume_data = false
    include_secrets     = true
    all_namespaces      = true
  }
}

resource "google_gke_backup_backup_channel" "archive" {
  name                = "archive"
  location            = "us-east4"
  destination_project = "projects/gatewayworks"
}
