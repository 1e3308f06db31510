# AlloyDB. The cluster holds data and backups, and always encrypts them; its instances decide who connects, and how.

resource "google_alloydb_cluster" {
  # Continuous backups are on, with a window of 14 days, unless they are turned off; so are daily ones in a policy that says no
  # more. Both stay in the region of the cluster. Provider 7.0 brought deletion_protection, which is on.
  fact "store" {
    like        = "labelled"
    kind        = "database"
    service     = "alloydb"
    role        = default(self.cluster_type, "PRIMARY") == "SECONDARY" ? "replica" : "primary"
    parent      = self.secondary_config[0].primary_cluster_name
    name        = self.cluster_id
    arn         = self.id
    region      = lower(self.location)
    encrypted   = true
    key         = self.encryption_config[0].kms_key_name
    key_manager = length(self.encryption_config) > 0 ? (self.encryption_config[0].kms_key_name != null ? "customer" : null) : null
    redundancy  = "zone"

    backups = (
      default(self.cluster_type, "PRIMARY") == "SECONDARY" ? null :
      default(self.continuous_backup_config[0].enabled, true) || length(self.automated_backup_policy) > 0 && default(self.automated_backup_policy[0].enabled, true)
    )
    point_in_time     = default(self.cluster_type, "PRIMARY") == "SECONDARY" ? null : default(self.continuous_backup_config[0].enabled, true)
    backup_redundancy = "zone"
    gap_hours = (
      default(self.cluster_type, "PRIMARY") == "SECONDARY" || default(self.continuous_backup_config[0].enabled, true) ? null :
      length(self.automated_backup_policy) == 0 || !default(self.automated_backup_policy[0].enabled, true) ? null :
      length(flatten(self.automated_backup_policy[*].weekly_schedule)) == 0 ? 24 :
      gap_hours(join(" ", [
        "0", join(",", [for t in self.automated_backup_policy[0].weekly_schedule[0].start_times : tostring(default(t.hours, 0))]), "* *",
        length(default(self.automated_backup_policy[0].weekly_schedule[0].days_of_week, [])) == 0 ? "*" :
        join(",", [for d in self.automated_backup_policy[0].weekly_schedule[0].days_of_week : { SUNDAY = "0", MONDAY = "1", TUESDAY = "2", WEDNESDAY = "3", THURSDAY = "4", FRIDAY = "5", SATURDAY = "6" }[d]])
      ]))
    )
    kept_days = default(self.cluster_type, "PRIMARY") == "SECONDARY" ? null : max(
      default(self.continuous_backup_config[0].enabled, true) ? default(self.continuous_backup_config[0].recovery_window_days, 14) : 0,
      length(self.automated_backup_policy) == 0 || !default(self.automated_backup_policy[0].enabled, true) ? 0 :
      length(flatten(self.automated_backup_policy[*].quantity_based_retention)) == 0 ? default(days(self.automated_backup_policy[0].time_based_retention[0].retention_period), 14) :
      default(self.automated_backup_policy[0].quantity_based_retention[0].count, 14) * 7 / (
        max(1, length(flatten(self.automated_backup_policy[*].weekly_schedule[*].start_times))) *
        (length(default(self.automated_backup_policy[0].weekly_schedule[0].days_of_week, [])) > 0 ? length(self.automated_backup_policy[0].weekly_schedule[0].days_of_week) : 7)
      )
    )

    delete_guard = default(self["deletion_policy"], "") == "PREVENT" ? true : default(self["deletion_protection"], since(release, "7.0") ? true : null)
  }

  fact "copy" {
    when    = default(self.cluster_type, "PRIMARY") == "SECONDARY"
    kind    = "replica"
    from    = self.secondary_config[0].primary_cluster_name
    to      = address
    key     = self.encryption_config[0].kms_key_name
    enabled = true
  }
}

# Without a mode only encrypted connections are accepted. Projects that may connect over Private Service Connect are written by number.
resource "google_alloydb_instance" {
  fact "store" {
    like        = "labelled"
    kind        = "database"
    service     = "alloydb"
    role        = "replica"
    parent      = self.cluster
    name        = self.instance_id
    arn         = self.id
    region      = null
    key_manager = "parent"
    public      = default(self.network_config[0].enable_public_ip, false)
    firewalls   = any([for n in flatten(self.network_config[*].authorized_external_networks) : surely(internet(n.cidr_range))]) ? [address] : null
    tls_required = (
      default(self.client_connection_config[0].require_connectors, false) ||
      default(self.client_connection_config[0].ssl_config[0].ssl_mode, "ENCRYPTED_ONLY") == "ENCRYPTED_ONLY"
    )
  }

  # Networks that may connect, where one is the whole internet.
  fact "firewall" {
    when     = any([for n in flatten(self.network_config[*].authorized_external_networks) : surely(internet(n.cidr_range))])
    name     = self.instance_id
    open     = any([for n in flatten(self.network_config[*].authorized_external_networks) : internet(n.cidr_range)])
    open_web = false
  }

  fact "grant" {
    when       = length(self.psc_instance_config) > 0
    like       = "private_connection"
    principals = [for p in concat(flatten([for c in self.psc_instance_config : default(c.allowed_consumer_projects, [])]), [for c in flatten(self.psc_instance_config[*].psc_auto_connections) : c.consumer_project if c.consumer_project != null]) : "project:${p}"]
  }
}

resource "google_alloydb_backup" {
  fact "snapshot" {
    region   = lower(self.location)
    name     = self.backup_id
    of_store = self.cluster_name
  }
}
