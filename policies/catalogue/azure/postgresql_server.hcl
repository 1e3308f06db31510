# Azure Database for PostgreSQL, single server, which azurerm has until 4.x. Always encrypted at rest; backups are automated and kept
# for 7 days by default.

resource "azurerm_postgresql_server" {
  fact "store" {
    kind              = "database"
    service           = "database-for-postgresql"
    role              = default(self.create_mode, "Default") == "Replica" ? "replica" : "primary"
    parent            = default(self.create_mode, "Default") == "Replica" ? self.creation_source_server_id : null
    name              = self.name
    arn               = self.id
    encrypted         = true
    public            = default(self.public_network_access_enabled, true)
    tls_required      = self.ssl_enforcement_enabled
    min_tls           = default({ tlsenforcementdisabled = "1.0", tls1_0 = "1.0", tls1_1 = "1.1", tls1_2 = "1.2" }[lower(default(self.ssl_minimal_tls_version_enforced, "TLS1_2"))], null)
    logged            = false
    backups           = true
    kept_days         = default(self.backup_retention_days, 7)
    point_in_time     = true
    redundancy        = default(self.geo_redundant_backup_enabled, false) ? "geo" : "local"
    backup_redundancy = default(self.geo_redundant_backup_enabled, false) ? "geo" : "local"
    tags              = default(self.tags, {})
  }

  fact "copy" {
    when    = default(self.create_mode, "Default") == "Replica"
    kind    = "replica"
    from    = self.creation_source_server_id
    to      = address
    enabled = true
  }
}

resource "azurerm_postgresql_server_key" {
  part "store" {
    of          = self.server_id
    to          = ["azurerm_postgresql_server"]
    key         = self.key_vault_key_id
    key_manager = "customer"
  }
}

# Vaulted backups of one database of a server, once a week.
resource "azurerm_data_protection_backup_policy_postgresql" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    plan      = address
    name      = self.name
    vault     = self.vault_name
    cron      = self.backup_repeating_time_intervals[0]
    kept_days = max([for d in concat([self.default_retention_duration], self.retention_rule[*].duration) : days(d)]...)
    enabled   = true
  }
}

# Databases are no stores of their own: their server is.
resource "azurerm_data_protection_backup_instance_postgresql" {
  fact "protection" {
    store = self.database_id
    plan  = self.backup_policy_id
  }
}

resource "azurerm_postgresql_database" {
  part "store" {
    of = self.server_name
    to = ["azurerm_postgresql_server"]
  }
}

resource "azurerm_postgresql_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.server_name
    to   = ["azurerm_postgresql_server"]
  }
}
