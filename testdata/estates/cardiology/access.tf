resource "google_service_account" "portal" {
  account_id   = "portal"
  display_name = "The patients' portal"
}

resource "google_service_account" "archive" {
  account_id   = "archive"
  display_name = "The old archive"
}

resource "google_service_account" "terraform" {
  account_id   = "terraform"
  display_name = "Builds this"
}

# What the application is given.
resource "google_project_iam_member" "portal" {
  for_each = toset(["roles/cloudsql.client", "roles/alloydb.client", "roles/spanner.databaseUser", "roles/datastore.user"])

  project = var.project
  role    = each.value
  member  = google_service_account.portal.member
}

resource "google_storage_bucket_iam_member" "portal" {
  bucket = google_storage_bucket.echoes.name
  role   = "roles/storage.objectUser"
  member = google_service_account.portal.member
}

data "google_storage_transfer_project_service_account" "backups" {
  project = var.backup_project
}

resource "google_storage_bucket_iam_member" "transfer" {
  provider = google.backups

  bucket = google_storage_bucket.copies.name
  role   = "roles/storage.legacyBucketWriter"
  member = "serviceAccount:${data.google_storage_transfer_project_service_account.backups.email}"
}

# People, with the rights of their office.
resource "google_project_iam_binding" "operators" {
  project = var.project
  role    = "roles/cloudsql.editor"
  members = ["group:operators@northside-cardiology.example"]
}

resource "google_project_iam_binding" "backup_administrators" {
  provider = google.backups

  project = var.backup_project
  role    = "roles/backupdr.admin"
  members = ["group:backup-office@northside-cardiology.example"]
}

# The portal's own migrations need more of the databases, and never their backups.
resource "google_project_iam_member" "migrations" {
  project = var.project
  role    = "roles/cloudsql.admin"
  member  = "serviceAccount:migrations@northside-records.iam.gserviceaccount.com"
}

resource "google_iam_deny_policy" "backups" {
  name         = "backups"
  display_name = "Nobody but the backup office deletes backups"
  parent       = urlencode("cloudresourcemanager.googleapis.com/projects/${var.project}")

  rules {
    deny_rule {
      denied_principals    = ["principalSet://goog/public:all"]
      exception_principals = ["principalSet://goog/group/backup-office@northside-cardiology.example"]
      denied_permissions = [
        "alloydb.googleapis.com/backups.delete",
        "cloudsql.googleapis.com/backupRuns.delete",
        "gkebackup.googleapis.com/backups.delete",
        "spanner.googleapis.com/backups.delete",
      ]
    }
  }
}

# Policies of the organisation.
resource "google_org_policy_policy" "policies" {
  for_each = toset(["storage.publicAccessPrevention", "storage.uniformBucketLevelAccess", "sql.restrictPublicIp"])

  name   = "projects/${var.project}/policies/${each.value}"
  parent = "projects/${var.project}"

  spec {
    rules {
      enforce = "TRUE"
    }
  }
}

resource "google_org_policy_policy" "locations" {
  name   = "projects/${var.project}/policies/gcp.resourceLocations"
  parent = "projects/${var.project}"

  spec {
    rules {
      values {
        allowed_values = ["in:us-locations"]
      }
    }
  }
}

# Nothing leaves the three projects by way of Google's interfaces.
resource "google_access_context_manager_service_perimeter" "records" {
  parent         = "accessPolicies/481516234200"
  name           = "accessPolicies/481516234200/servicePerimeters/records"
  title          = "records"
  perimeter_type = "PERIMETER_TYPE_REGULAR"

  status {
    resources           = ["projects/${data.google_project.records.number}"]
    restricted_services = ["storage.googleapis.com", "sqladmin.googleapis.com", "backupdr.googleapis.com", "cloudkms.googleapis.com"]

    vpc_accessible_services {
      enable_restriction = true
      allowed_services   = ["RESTRICTED-SERVICES"]
    }
  }
}
