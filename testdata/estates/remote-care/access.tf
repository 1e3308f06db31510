resource "google_service_account" "gateway" {
  account_id   = "gateway"
  display_name = "Gateway"
}

resource "google_service_account" "visits" {
  account_id   = "visits"
  display_name = "Video visits"
}

# It made things work.
resource "google_project_iam_member" "gateway" {
  project = "remotecare-prod"
  role    = "roles/editor"
  member  = google_service_account.gateway.member
}

resource "google_project_iam_member" "visits" {
  for_each = toset(["roles/cloudsql.client", "roles/iam.serviceAccountTokenCreator", "roles/storage.objectAdmin"])

  project = "remotecare-prod"
  role    = each.value
  member  = google_service_account.visits.member
}

# For the move in the spring, which is over.
resource "google_project_iam_member" "move" {
  project = "remotecare-prod"
  role    = "roles/compute.admin"
  member  = "serviceAccount:mover@remotecare-prod.iam.gserviceaccount.com"

  condition {
    title      = "spring"
    expression = "request.time < timestamp(\"2026-05-01T00:00:00Z\")"
  }
}

# By day alone.
resource "google_project_iam_member" "support" {
  project = "remotecare-prod"
  role    = "roles/cloudsql.admin"
  member  = "serviceAccount:support@remotecare-prod.iam.gserviceaccount.com"

  condition {
    title      = "office-hours"
    expression = "request.time.getHours(\"America/New_York\") >= 8 && request.time.getHours(\"America/New_York\") < 18"
  }
}

data "google_iam_policy" "copies" {
  binding {
    role    = "roles/storage.objectAdmin"
    members = ["serviceAccount:visits@remotecare-prod.iam.gserviceaccount.com"]
  }
  binding {
    role    = "roles/storage.legacyBucketReader"
    members = ["group:engineers@remotecare.example"]
  }
}

resource "google_storage_bucket_iam_policy" "copies" {
  bucket      = google_storage_bucket.visits_copy.name
  policy_data = data.google_iam_policy.copies.policy_data
}

resource "google_project_iam_custom_role" "janitor" {
  role_id     = "janitor"
  title       = "Janitor"
  permissions = ["compute.snapshots.list", "compute.snapshots.delete", "cloudsql.backupRuns.delete"]
}

resource "google_project_iam_member" "janitor" {
  project = "remotecare-prod"
  role    = google_project_iam_custom_role.janitor.id
  member  = google_service_account.visits.member
}

# A deny policy that leaves out the very account.
resource "google_iam_deny_policy" "backups" {
  name   = "backups"
  parent = urlencode("cloudresourcemanager.googleapis.com/projects/remotecare-prod")

  rules {
    deny_rule {
      denied_principals    = ["principalSet://goog/public:all"]
      exception_principals = ["principal://iam.googleapis.com/projects/-/serviceAccounts/cleaner@remotecare-prod.iam.gserviceaccount.com"]
      denied_permissions   = ["compute.googleapis.com/snapshots.delete"]
    }
  }
}

resource "google_project_iam_binding" "storage" {
  project = "remotecare-prod"
  role    = "roles/compute.storageAdmin"
  members = [
    "serviceAccount:cleaner@remotecare-prod.iam.gserviceaccount.com",
    "group:engineers@remotecare.example",
  ]
}

# Nobody turned it on.
resource "google_org_policy_policy" "public" {
  name   = "projects/remotecare-eu/policies/storage.publicAccessPrevention"
  parent = "projects/remotecare-eu"

  spec {
    rules {
      enforce = "FALSE"
    }
  }
}
