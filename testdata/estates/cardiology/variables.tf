variable "project" {
  description = "Where the records are."
  type        = string
  default     = "northside-records"
}

variable "backup_project" {
  description = "Where the copies are."
  type        = string
  default     = "northside-backups"
}

variable "key_project" {
  description = "Where the keys are."
  type        = string
  default     = "northside-keys"
}

variable "region" {
  type    = string
  default = "us-central1"
}

variable "second_region" {
  type    = string
  default = "us-west1"

  validation {
    condition     = var.second_region != var.region
    error_message = "Copies belong into another region."
  }
}

variable "kept_days" {
  description = "How long backups are kept."
  type        = number
  default     = 35
}

locals {
  labels = {
    practice = "northside-cardiology"
    data     = "phi"
  }

  kept_seconds = "${var.kept_days * 24 * 60 * 60}s"

  # Google's own services, which use the keys.
  agents = {
    sql        = "gcp-sa-cloud-sql"
    alloydb    = "gcp-sa-alloydb"
    spanner    = "gcp-sa-spanner"
    filestore  = "cloud-filer"
    healthcare = "gcp-sa-healthcare"
    firestore  = "gcp-sa-firestore"
    gkebackup  = "gcp-sa-gkebackup"
    backupdr   = "gcp-sa-backupdr"
    compute    = "compute-system"
    redis      = "cloud-redis"
  }
}

data "google_project" "records" {
  project_id = var.project
}
