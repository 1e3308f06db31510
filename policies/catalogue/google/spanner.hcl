# Spanner. The instance has the place of its databases and of their backups; a configuration of several regions holds both in all of
# them. Data is always encrypted, and connections are TLS.

resource "google_spanner_instance" {
  # Databases of an instance with default backup schedules get one, daily, whose backups are kept for a week; where nothing is
  # written the service decides.
  fact "store" {
    like              = "labelled"
    kind              = "database"
    service           = "spanner"
    role              = "server"
    name              = default(self.name, null)
    arn               = self.id
    region            = replace(lower(regex("[^/]+$", self.config)), "regional-", "")
    encrypted         = true
    key_manager       = "none"
    tls_required      = true
    backups           = { AUTOMATIC = true, NONE = false }[default(self.default_backup_schedule_type, unknown(self.id))]
    redundancy        = any([surely(startswith(self.config, "regional-")), startswith(regex("[^/]+$", self.config), "regional-")]) ? "zone" : "geo"
    backup_redundancy = any([surely(startswith(self.config, "regional-")), startswith(regex("[^/]+$", self.config), "regional-")]) ? "zone" : "geo"
    force_destroy     = default(self.force_destroy, false)
  }
}

# drop protection is the service's guard, deletion_protection Terraform's own.
resource "google_spanner_database" {
  fact "store" {
    kind          = "database"
    service       = "spanner"
    role          = "primary"
    parent        = self.instance
    name          = self.name
    arn           = self.id
    region        = null
    encrypted     = true
    key           = default(self.encryption_config[0].kms_key_name, self.encryption_config[0].kms_key_names[0])
    key_manager   = any([for k in self.encryption_config : any([k.kms_key_name != null, length(default(k.kms_key_names, [])) > 0])]) ? "customer" : null
    tls_required  = true
    point_in_time = true
    delete_guard  = default(self.enable_drop_protection, false) || default(self.deletion_protection, true)
  }
}

resource "google_spanner_backup_schedule" {
  fact "plan" {
    name = default(self.name, null)
    arn  = self.id
  }

  # The backups lie where the database does.
  fact "schedule" {
    region    = null
    plan      = address
    name      = default(self.name, null)
    cron      = self.spec[0].cron_spec[0].text
    gap_hours = gap_hours(self.spec[0].cron_spec[0].text)
    kept_days = days(self.retention_duration)
    enabled   = true
  }

  fact "protection" {
    region = null
    store  = self.database
    plan   = address
  }
}

# A configuration of one's own says where the replicas of the instances that name it are.
resource "google_spanner_instance_config" {
  fact "copy" {
    for_each  = self.replicas
    kind      = "replica"
    to_region = lower(each.value.location)
    enabled   = true
  }
}
