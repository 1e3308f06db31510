# Firestore, also in Datastore mode and with MongoDB's interface. Always encrypted, at rest and in transit. Backups are what the
# schedules of a database make; they lie where the database does.

resource "google_firestore_database" {
  # Locations of one word and a number, such as nam5, are several regions. Recovery to any moment, of the last week, is beside the
  # backups that schedules make. What Terraform does by default, to forget the database and
  # leave it where it is, guards it from nobody else.
  fact "store" {
    kind              = "database"
    service           = "firestore"
    role              = "primary"
    name              = self.name
    arn               = self.id
    region            = lower(self.location_id)
    encrypted         = true
    key               = self.cmek_config[0].kms_key_name
    key_manager       = length(self.cmek_config) > 0 && literal(self.cmek_config[0].kms_key_name) != "" ? "customer" : null
    tls_required      = true
    point_in_time     = default(self.point_in_time_recovery_enablement, "POINT_IN_TIME_RECOVERY_DISABLED") == "POINT_IN_TIME_RECOVERY_ENABLED"
    gap_hours         = default(self.point_in_time_recovery_enablement, "POINT_IN_TIME_RECOVERY_DISABLED") == "POINT_IN_TIME_RECOVERY_ENABLED" ? 0 : null
    delete_guard      = default(self.delete_protection_state, "DELETE_PROTECTION_DISABLED") == "DELETE_PROTECTION_ENABLED"
    redundancy        = regex("^[a-z]+[0-9]+$", lower(self.location_id)) != null ? "geo" : "zone"
    backup_redundancy = regex("^[a-z]+[0-9]+$", lower(self.location_id)) != null ? "geo" : "zone"
  }
}

resource "google_firestore_backup_schedule" {
  fact "plan" {
    name = address
    arn  = self.id
  }

  fact "schedule" {
    region    = null
    plan      = address
    cron      = length(self.daily_recurrence) > 0 ? "daily" : "weekly"
    gap_hours = length(self.daily_recurrence) > 0 ? 24 : 168
    kept_days = days(self.retention)
    enabled   = true
  }

  fact "protection" {
    region = null
    store  = default(self.database, "(default)")
    plan   = address
  }
}
