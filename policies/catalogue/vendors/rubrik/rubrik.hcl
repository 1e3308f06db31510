# Rubrik Security Cloud. An SLA domain is a plan and, with its lock, what keeps the snapshots; archives are buckets in the practice's own
# accounts.

resource "polaris_sla_domain" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "vault" {
    name        = self.name
    arn         = self.id
    region      = null
    key_manager = unknown("the encryption of ${address}")
    lock_mode   = lower(default(self.retention_lock[0].mode, "none"))
    alarm       = unknown("the notifications of ${address}")
  }

  fact "schedule" {
    for_each = flatten([
      [for s in self.minute_schedule : { schedule = s, word = "minutes", hours = s.frequency / 60 }],
      [for s in self.hourly_schedule : { schedule = s, word = "hours", hours = s.frequency }],
      [for s in self.daily_schedule : { schedule = s, word = "days", hours = s.frequency * 24 }],
      [for s in self.weekly_schedule : { schedule = s, word = "weeks", hours = s.frequency * 168 }],
      [for s in self.monthly_schedule : { schedule = s, word = "months", hours = s.frequency * 744 }],
      [for s in self.quarterly_schedule : { schedule = s, word = "quarters", hours = s.frequency * 2208 }],
      [for s in self.yearly_schedule : { schedule = s, word = "years", hours = s.frequency * 8784 }],
    ])
    plan      = address
    vault     = address
    region    = null
    cron      = "every ${each.value.schedule.frequency} ${each.value.word}"
    gap_hours = each.value.hours
    kept_days = each.value.schedule.retention * pick({ MINUTES = 0.0007, HOURS = 0.0417, DAYS = 1, WEEKS = 7, MONTHS = 30, QUARTERS = 91, YEARS = 365 }, default(each.value.schedule.retention_unit, "DAYS"))
    enabled   = true
  }

  fact "copy" {
    for_each  = self.archival
    kind      = "recovery-point"
    plan      = address
    to        = each.value.archival_location_id
    to_region = unknown("the region of the archive of ${address}")
    enabled   = true
  }

  fact "copy" {
    for_each  = self.replication_spec
    kind      = "recovery-point"
    plan      = address
    to_region = default(each.value.aws_region, default(each.value.azure_region, default(each.value.gcp_region, unknown("the target of the replication of ${address}"))))
    enabled   = true
  }
}

resource "polaris_sla_domain_assignment" {
  fact "protection" {
    for_each   = default(self.assignment_type, "protectWithSlaId") == "doNotProtect" ? [] : self.object_ids
    store      = each.value
    plan       = self.sla_domain_id
    leaves_out = []
  }

  fact "protection" {
    for_each      = default(self.assignment_type, "protectWithSlaId") == "doNotProtect" ? self.object_ids : []
    store         = each.value
    leaves_out    = ["everything in it: it is assigned to no SLA domain"]
    keeps_backups = default(self.existing_snapshot_retention, "RETAIN_SNAPSHOTS") != "EXPIRE_IMMEDIATELY"
  }
}

# Without a region the archive is where what is backed up is.
resource "polaris_aws_archival_location" {
  fact "store" {
    cloud       = "aws"
    kind        = "object"
    service     = "s3"
    role        = "backup"
    name        = self.name
    arn         = self.id
    region      = default(self.region, unknown("the region of what ${address} archives"))
    encrypted   = true
    key_manager = contains(["aws/s3", "alias/aws/s3"], default(self.kms_master_key, "aws/s3")) ? "provider" : "customer"
  }
}

resource "polaris_gcp_archival_location" {
  fact "store" {
    cloud       = "google"
    kind        = "object"
    service     = "cloud-storage"
    role        = "backup"
    name        = self.name
    arn         = self.id
    region      = default(self.region, unknown("the region of what ${address} archives"))
    encrypted   = true
    key_manager = length(self.customer_managed_key) > 0 ? "customer" : "provider"
  }
}
