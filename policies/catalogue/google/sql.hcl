# Cloud SQL. Data and backups are always encrypted. Backups are off unless backup_configuration.enabled says otherwise; a public
# address is given unless ipv4_enabled is false.

resource "google_sql_database_instance" {
  fact "store" {
    kind      = "database"
    service   = "cloud-sql"
    role      = self.master_instance_name == null ? "primary" : "replica"
    parent    = self.master_instance_name
    name      = self.name
    arn       = self.connection_name
    encrypted = true
    key       = self.encryption_key_name

    public       = default(self.settings[0].ip_configuration[0].ipv4_enabled, true)
    tls_required = contains(["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"], default(self.settings[0].ip_configuration[0].ssl_mode, "ALLOW_UNENCRYPTED_AND_ENCRYPTED")) || default(self.settings[0].connector_enforcement, "NOT_REQUIRED") == "REQUIRED"

    backups       = default(self.settings[0].backup_configuration[0].enabled, false)
    kept_days     = default(self.settings[0].backup_configuration[0].enabled, false) ? default(self.settings[0].backup_configuration[0].backup_retention_settings[0].retained_backups, 7) : 0
    point_in_time = default(self.settings[0].backup_configuration[0].point_in_time_recovery_enabled, false) || default(self.settings[0].backup_configuration[0].binary_log_enabled, false)

    delete_guard   = default(self.settings[0].deletion_protection_enabled, false) || default(self.deletion_protection, true)
    final_snapshot = default(self.settings[0].final_backup_config[0].enabled, false)
    keeps_backups  = default(self.settings[0].retain_backups_on_delete, false)
    redundancy     = default(self.settings[0].availability_type, "ZONAL") == "REGIONAL" ? "zone" : "local"
    tags           = merge(default(provider.default_labels, {}), default(self.settings[0].user_labels, {}))
  }
}
