# Persistent disks and their snapshot schedules. Disks and snapshots are always encrypted. An instance is backed up with the disks
# that are attached to it; what it keeps on the disk that it boots from is taken to be its system, and no records.

resource "google_compute_disk" {
  fact "store" {
    kind        = "block"
    service     = "persistent-disk"
    role        = length(self.async_primary_disk) > 0 ? "replica" : "primary"
    name        = self.name
    arn         = self.id
    region      = default(regex("^[a-z]+-[a-z]+[0-9]+", self.zone), region)
    encrypted   = true
    key         = self.disk_encryption_key[0].kms_key_self_link
    key_manager = any([for k in self.disk_encryption_key : any([k.kms_key_self_link != null, k.raw_key != null, k.rsa_encrypted_key != null])]) ? "customer" : null
    redundancy  = "local"
    tags        = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }

  # The beta provider takes policies with the disk.
  fact "protection" {
    for_each = default(self["resource_policies"], [])
    region   = default(regex("^[a-z]+-[a-z]+[0-9]+", self.zone), region)
    store    = address
    plan     = each.value
  }
}

resource "google_compute_region_disk" {
  fact "store" {
    kind        = "block"
    service     = "persistent-disk"
    role        = length(self.async_primary_disk) > 0 ? "replica" : "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key         = self.disk_encryption_key[0].kms_key_name
    key_manager = any([for k in self.disk_encryption_key : any([k.kms_key_name != null, k.raw_key != null, k.rsa_encrypted_key != null])]) ? "customer" : null
    redundancy  = "zone"
    tags        = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }
}

resource "google_compute_attached_disk" {
  part "store" {
    of     = self.disk
    to     = ["google_compute_disk", "google_compute_region_disk"]
    parent = self.instance
  }
}

resource "google_compute_instance" {
  fact "store" {
    kind        = "block"
    service     = "compute-engine"
    role        = "server"
    name        = self.name
    arn         = self.self_link
    region      = default(regex("^[a-z]+-[a-z]+[0-9]+", self.zone), region)
    encrypted   = true
    key         = self.boot_disk[0].kms_key_self_link
    key_manager = default(self.boot_disk[0].kms_key_self_link, null) != null ? "customer" : "parent"
    tags        = merge(default(provider["default_labels"], {}), default(self.labels, {}))
  }

  part "store" {
    for_each = [for d in self.attached_disk : d.source]
    of       = each.value
    to       = ["google_compute_disk", "google_compute_region_disk"]
    parent   = address
  }

  part "store" {
    for_each = [for d in self.boot_disk : d.source if d.source != null]
    of       = each.value
    to       = ["google_compute_disk", "google_compute_region_disk"]
    role     = "server"
    parent   = address
  }
}

resource "google_compute_resource_policy" {
  fact "plan" {
    when = length(self.snapshot_schedule_policy) > 0
    name = self.name
    arn  = self.id
  }

  # Without a retention policy snapshots are kept for ever. Without a location they go to the multi-region nearest to the disk.
  fact "schedule" {
    for_each = self.snapshot_schedule_policy
    plan     = address
    name     = self.name
    cron = (
      length(each.value.schedule[0].hourly_schedule) > 0 ? "every ${each.value.schedule[0].hourly_schedule[0].hours_in_cycle} hours" :
      length(each.value.schedule[0].daily_schedule) > 0 ? "every ${each.value.schedule[0].daily_schedule[0].days_in_cycle} days" :
      join(" ", concat(["weekly"], [for d in each.value.schedule[0].weekly_schedule[0].day_of_weeks : lower(d.day)]))
    )
    gap_hours = (
      length(each.value.schedule[0].hourly_schedule) > 0 ? each.value.schedule[0].hourly_schedule[0].hours_in_cycle :
      length(each.value.schedule[0].daily_schedule) > 0 ? default(each.value.schedule[0].daily_schedule[0].days_in_cycle, 1) * 24 :
      gap_hours("0 0 * * ${join(",", [for d in each.value.schedule[0].weekly_schedule[0].day_of_weeks : { SUNDAY = 0, MONDAY = 1, TUESDAY = 2, WEDNESDAY = 3, THURSDAY = 4, FRIDAY = 5, SATURDAY = 6 }[d.day]])}")
    )
    kept_days = each.value.retention_policy[0].max_retention_days
    vault_redundancy = (
      length(flatten(each.value.snapshot_properties[*].storage_locations)) > 0 || surely(regex("^(us|northamerica|southamerica|europe|asia|australia)-", region) != null) ? null : "geo"
    )
    enabled = true
  }

  # Where the snapshots of a policy lie, if not in its own region.
  fact "copy" {
    for_each  = [for l in flatten(self.snapshot_schedule_policy[*].snapshot_properties[*].storage_locations) : l if l != null]
    when      = lower(each.value) != region
    kind      = "recovery-point"
    plan      = address
    to_region = lower(each.value)
    kept_days = self.snapshot_schedule_policy[0].retention_policy[0].max_retention_days
    enabled   = true
  }

  fact "copy" {
    when = (
      length(self.snapshot_schedule_policy) > 0 && length([for l in flatten(self.snapshot_schedule_policy[*].snapshot_properties[*].storage_locations) : l if l != null]) == 0 &&
      regex("^(us|northamerica|southamerica|europe|asia|australia)-", region) != null
    )
    setting   = "snapshot-location"
    kind      = "recovery-point"
    plan      = address
    to_region = { us = "us", northamerica = "us", southamerica = "us", europe = "eu", asia = "asia", australia = "asia" }[default(regex("^[a-z]+", region), "")]
    kept_days = self.snapshot_schedule_policy[0].retention_policy[0].max_retention_days
    enabled   = true
  }
}

resource "google_compute_disk_resource_policy_attachment" {
  fact "protection" {
    region = default(regex("^[a-z]+-[a-z]+[0-9]+", self.zone), region)
    store  = self.disk
    plan   = self.name
  }
}

resource "google_compute_region_disk_resource_policy_attachment" {
  fact "protection" {
    store = self.disk
    plan  = self.name
  }
}

# Where a snapshot or an image lies, if not in its own region. Without a location it goes to the multi-region nearest to the disk.
resource "google_compute_snapshot" {
  fact "snapshot" {
    name     = self.name
    of_store = self.source_disk
  }

  fact "copy" {
    for_each  = default(self.storage_locations, [])
    when      = lower(each.value) != default(regex("^[a-z]+-[a-z]+[0-9]+", self.zone), region)
    kind      = "recovery-point"
    from      = self.source_disk
    key       = self.snapshot_encryption_key[0].kms_key_self_link
    to_region = lower(each.value)
    enabled   = true
  }

  fact "copy" {
    when = (
      length(default(self.storage_locations, [])) == 0 &&
      regex("^(us|northamerica|southamerica|europe|asia|australia)-", default(self.zone, region)) != null
    )
    setting   = "snapshot-location"
    kind      = "recovery-point"
    from      = self.source_disk
    key       = self.snapshot_encryption_key[0].kms_key_self_link
    to_region = { us = "us", northamerica = "us", southamerica = "us", europe = "eu", asia = "asia", australia = "asia" }[default(regex("^[a-z]+", default(self.zone, region)), "")]
    enabled   = true
  }
}

resource "google_compute_image" {
  fact "snapshot" {
    when     = self.source_disk != null
    name     = self.name
    of_store = self.source_disk
  }

  fact "copy" {
    for_each  = [for l in default(self.storage_locations, []) : l if self.source_disk != null]
    when      = lower(each.value) != region
    kind      = "recovery-point"
    from      = self.source_disk
    key       = self.image_encryption_key[0].kms_key_self_link
    to_region = lower(each.value)
    enabled   = true
  }

  fact "copy" {
    when = (
      self.source_disk != null && length(default(self.storage_locations, [])) == 0 &&
      regex("^(us|northamerica|southamerica|europe|asia|australia)-", region) != null
    )
    kind      = "recovery-point"
    from      = self.source_disk
    key       = self.image_encryption_key[0].kms_key_self_link
    to_region = { us = "us", northamerica = "us", southamerica = "us", europe = "eu", asia = "asia", australia = "asia" }[default(regex("^[a-z]+", region), "")]
    enabled   = true
  }
}

resource "google_compute_machine_image" {
  fact "snapshot" {
    name     = self.name
    of_store = self.source_instance
  }
}

# It lies on the disk itself.
resource "google_compute_instant_snapshot" {
  fact "snapshot" {
    name     = self.name
    of_store = self.source_disk
  }
}

resource "google_compute_disk_async_replication" {
  fact "copy" {
    kind    = "replica"
    from    = self.primary_disk
    to      = self.secondary_disk[0].disk
    enabled = true
  }
}

# Where snapshots of the project go that name no place themselves.
resource "google_compute_snapshot_settings" {
  fact "copy" {
    for_each  = flatten([for l in self.storage_location : [for p in l.locations : p.name] if l.policy == "SPECIFIC_LOCATIONS"])
    region    = null
    kind      = "recovery-point"
    to_region = lower(each.value)
    enabled   = true
  }

  fact "setting" {
    for_each = self.storage_location
    region   = null
    name     = "snapshot-location"
    on       = each.value.policy == "SPECIFIC_LOCATIONS" ? any([for p in each.value.locations : lower(p.name) != region]) : each.value.policy != "LOCAL_REGION"
  }
}
