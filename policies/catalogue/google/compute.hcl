# Persistent disks and their snapshot schedules. Disks and snapshots are always encrypted.

resource "google_compute_disk" {
  fact "store" {
    kind      = "block"
    service   = "persistent-disk"
    role      = "primary"
    name      = self.name
    arn       = self.id
    region    = default(replace(self.zone, "/-[a-z]$/", ""), region)
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
    cron = join(" ", concat(
      [for s in each.value.schedule[0].hourly_schedule : "every ${s.hours_in_cycle} hours from ${s.start_time}"],
      [for s in each.value.schedule[0].daily_schedule : "every ${s.days_in_cycle} days at ${s.start_time}"],
      [for s in each.value.schedule[0].weekly_schedule : "weekly"],
    ))
    gap_hours = min(concat(
      [for s in each.value.schedule[0].hourly_schedule : s.hours_in_cycle],
      [for s in each.value.schedule[0].daily_schedule : s.days_in_cycle * 24],
      [for s in each.value.schedule[0].weekly_schedule : 168 - 24 * (length(s.day_of_weeks) - 1)],
    )...)
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
