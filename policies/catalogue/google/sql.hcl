# Cloud SQL. Data and backups are always encrypted. Backups are off unless backup_configuration.enabled says otherwise; a public
# address is given unless ipv4_enabled is false.

resource "google_sql_database_instance" {
  # MySQL restores to a moment from binary logs, the others from their own; Enterprise Plus has it on by default. Without a key a
  # replica has that of its source, and so it is with TLS. tls_required: connectors always use TLS. deletion_protection is Terraform's own guard, the
  # one in the settings is the provider's.
  fact "store" {
    kind        = "database"
    service     = "cloud-sql"
    role        = self.master_instance_name == null ? "primary" : "replica"
    parent      = self.master_instance_name
    name        = default(self.name, null)
    arn         = self.connection_name
    encrypted   = true
    key         = default(self.encryption_key_name, null)
    key_manager = default(self.encryption_key_name, null) != null ? "customer" : self.master_instance_name != null ? "parent" : null

    public    = default(self.settings[0].ip_configuration[0].ipv4_enabled, true)
    firewalls = any([for n in flatten(self.settings[*].ip_configuration[*].authorized_networks) : surely(internet(n.value))]) ? [address] : null
    tls_required = (
      self.master_instance_name != null && default(self.settings[0].ip_configuration[0].ssl_mode, "") == "" ? null :
      default(self["settings"][0]["ip_configuration"][0]["require_ssl"], false) || default(self.settings[0].connector_enforcement, "NOT_REQUIRED") == "REQUIRED" ||
      contains(["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"], default(self.settings[0].ip_configuration[0].ssl_mode, "ALLOW_UNENCRYPTED_AND_ENCRYPTED"))
    )

    backups = self.master_instance_name != null ? null : default(self.settings[0].backup_configuration[0].enabled, false)
    kept_days = (
      self.master_instance_name != null ? null : !default(self.settings[0].backup_configuration[0].enabled, false) ? 0 :
      default(self.settings[0].backup_configuration[0].backup_retention_settings[0].retained_backups, default(self.settings[0].edition, "ENTERPRISE") == "ENTERPRISE_PLUS" ? 15 : 7)
    )
    point_in_time = (
      self.master_instance_name != null ? null : !default(self.settings[0].backup_configuration[0].enabled, false) ? false :
      startswith(self.database_version, "MYSQL") ? default(self.settings[0].backup_configuration[0].binary_log_enabled, default(self.settings[0].edition, "ENTERPRISE") == "ENTERPRISE_PLUS") :
      default(self.settings[0].backup_configuration[0].point_in_time_recovery_enabled, default(self.settings[0].edition, "ENTERPRISE") == "ENTERPRISE_PLUS")
    )
    # Without it the daily backups are all there is.
    gap_hours = self.master_instance_name != null || !default(self.settings[0].backup_configuration[0].enabled, false) ? null : any([
      default(self.settings[0].backup_configuration[0].binary_log_enabled, false), default(self.settings[0].backup_configuration[0].point_in_time_recovery_enabled, false),
      default(self.settings[0].edition, "ENTERPRISE") == "ENTERPRISE_PLUS" && default(
        self.settings[0].backup_configuration[0].binary_log_enabled, self.settings[0].backup_configuration[0].point_in_time_recovery_enabled
      ) == null,
    ]) ? null : 24

    delete_guard   = default(self.settings[0].deletion_protection_enabled, false) || default(self.deletion_protection, true)
    final_snapshot = default(self.settings[0].final_backup_config[0].enabled, false)
    keeps_backups  = default(self.settings[0].retain_backups_on_delete, false)
    redundancy     = default(self.settings[0].availability_type, "ZONAL") == "REGIONAL" ? "zone" : "local"
    backup_redundancy = (
      self.master_instance_name != null ? null :
      lower(default(self.settings[0].backup_configuration[0].location, "")) == region ? "zone" : "geo"
    )
    tags = merge(default(provider["default_labels"], {}), default(self.settings[0].user_labels, {}))
  }

  # Networks that may connect, where one is the whole internet.
  fact "firewall" {
    when     = any([for n in flatten(self.settings[*].ip_configuration[*].authorized_networks) : surely(internet(n.value))])
    name     = default(self.name, null)
    open     = any([for n in flatten(self.settings[*].ip_configuration[*].authorized_networks) : internet(n.value)])
    open_web = false
  }

  # Projects that may connect over Private Service Connect.
  fact "grant" {
    when       = any(flatten(self.settings[*].ip_configuration[*].psc_config[*].psc_enabled))
    like       = "private_connection"
    resources  = [default(self.project, provider["project"])]
    principals = [for p in concat(flatten([for c in flatten(self.settings[*].ip_configuration[*].psc_config) : default(c.allowed_consumer_projects, [])]), [for c in flatten(self.settings[*].ip_configuration[*].psc_config[*].psc_auto_connections) : c.consumer_service_project_id if c.consumer_service_project_id != null]) : "project:${p}"]
  }

  fact "copy" {
    when    = self.master_instance_name != null
    kind    = "replica"
    from    = self.master_instance_name
    to      = address
    key     = default(self.encryption_key_name, null)
    enabled = true
  }

  # Backups go to the multi-region nearest to the instance, unless a location is written.
  fact "copy" {
    for_each = [
      for c in flatten(self.settings[*].backup_configuration) : default(c.location, default({ us = "us", northamerica = "us", southamerica = "us", europe = "eu", asia = "asia", australia = "asia" }[default(regex("^[a-z]+", region), "")], null))
      if default(c.enabled, false) && self.master_instance_name == null
    ]
    when      = each.value != null && lower(default(each.value, "")) != region
    kind      = "recovery-point"
    from      = address
    to_region = lower(each.value)
    enabled   = true
  }
}
