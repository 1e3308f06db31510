# Persistent disks and their snapshot schedules. Disks and snapshots are always encrypted.

resource "google_compute_disk" {
  fact "store" {
    kind      = "block"
    service   = "persistent-disk"
    role      = "primary"
    name      = self.name
    arn       = self.id
    region    = default(regex("^[a-z]+-[a-z]+[0-9]+", self.zone), region)
    encrypted = true
    key       = self.disk_encryption_key[0].kms_key_self_link
    tags      = merge(default(provider.default_labels, {}), default(self.labels, {}))
  }
}

resource "google_compute_resource_policy" {
  fact "plan" {
    when = length(self.snapshot_schedule_policy) > 0
    name = self.name
    arn  = self.id
  }

  # A weekly schedule with one day leaves 168 hours between snapshots.
  fact "schedule" {
    for_each = self.snapshot_schedule_policy
    plan     = address
    name     = self.name
    cron = default(
      "every ${each.value.schedule[0].hourly_schedule[0].hours_in_cycle} hours",
      default("every ${each.value.schedule[0].daily_schedule[0].days_in_cycle} days", "weekly"),
    )
    gap_hours = default(
      each.value.schedule[0].hourly_schedule[0].hours_in_cycle,
      default(
        each.value.schedule[0].daily_schedule[0].days_in_cycle * 24,
        168 - 24 * (length(each.value.schedule[0].weekly_schedule[0].day_of_weeks) - 1),
      ),
    )
    kept_days = each.value.retention_policy[0].max_retention_days
    enabled   = true
  }

  fact "copy" {
    for_each  = flatten(self.snapshot_schedule_policy[*].snapshot_properties[*].storage_locations)
    when      = each.value != null
    kind      = "recovery-point"
    plan      = address
    to_region = lower(each.value)
    enabled   = true
  }
}

resource "google_compute_disk_resource_policy_attachment" {
  fact "protection" {
    store = self.disk
    plan  = self.name
  }
}

resource "google_compute_snapshot" {
  fact "snapshot" {
    name     = self.name
    of_store = self.source_disk
  }
}
