# Azure SQL. Transparent data encryption is on by default and cannot be off on the server; the key is the customer's where one
# is named. Backups are automated and cannot be turned off.

resource "azurerm_mssql_server" {
  # The server holds the settings of the databases on it; each database is a store of its own. Clients without TLS are
  # always refused; where the oldest version is Disabled, every version is accepted.
  fact "store" {
    kind         = "database"
    service      = "sql-database"
    role         = "server"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = self.transparent_data_encryption_key_vault_key_id
    key_manager  = self.transparent_data_encryption_key_vault_key_id != null ? "customer" : null
    public       = default(self.public_network_access_enabled, true)
    tls_required = true
    min_tls      = default(self.minimum_tls_version, "1.2") == "Disabled" ? "1.0" : default(self.minimum_tls_version, "1.2")
    iam_auth     = length(self.azuread_administrator) > 0
    logged       = false
    tags         = default(self.tags, {})
  }
}

# Auditing of a server takes in all of its databases.
resource "azurerm_mssql_server_extended_auditing_policy" {
  part "store" {
    when   = default(self.enabled, true) && (default(self.log_monitoring_enabled, true) || default(self.storage_endpoint, default(self["blob_storage_endpoint"], null)) != null)
    of     = self.server_id
    to     = ["azapi_resource", "azurerm_mssql_server"]
    logged = true
  }

  part "store" {
    for_each = [default(self.storage_endpoint, default(self["blob_storage_endpoint"], null))]
    like     = "account_of_url"
    role     = "log"
  }
}

resource "azurerm_mssql_database_extended_auditing_policy" {
  part "store" {
    when   = default(self.enabled, true) && (default(self.log_monitoring_enabled, true) || default(self.storage_endpoint, default(self["blob_storage_endpoint"], null)) != null)
    of     = self.database_id
    to     = ["azapi_resource", "azurerm_mssql_database"]
    logged = true
  }

  part "store" {
    for_each = [default(self.storage_endpoint, default(self["blob_storage_endpoint"], null))]
    like     = "account_of_url"
    role     = "log"
  }
}

resource "azurerm_mssql_server_transparent_data_encryption" {
  part "store" {
    of          = self.server_id
    to          = ["azapi_resource", "azurerm_mssql_server"]
    key         = default(self.key_vault_key_id, self.managed_hsm_key_id)
    key_manager = default(self.key_vault_key_id, self.managed_hsm_key_id) != null ? "customer" : null
  }
}

resource "azurerm_mssql_database" {
  # Point-in-time backups are kept 7 days by default, long-term retention only where it is written. Geo-redundant storage is
  # the default for backups. What the server decides is null: the network, TLS, and the key where the database has none of its
  # own.
  fact "store" {
    kind          = "database"
    service       = "sql-database"
    role          = contains(["Secondary", "OnlineSecondary"], default(self.create_mode, "Default")) ? "replica" : "primary"
    name          = self.name
    arn           = self.id
    encrypted     = default(self.transparent_data_encryption_enabled, true)
    key           = self.transparent_data_encryption_key_vault_key_id
    key_manager   = self.transparent_data_encryption_key_vault_key_id != null ? "customer" : "parent"
    parent        = [self.server_id, default(self.creation_source_database_id, null)][contains(["Secondary", "OnlineSecondary"], default(self.create_mode, "Default")) ? 1 : 0]
    backups       = true
    point_in_time = true
    kept_days = max(
      default(self.short_term_retention_policy[0].retention_days, 7),
      default(days(self.long_term_retention_policy[0].weekly_retention), 0),
      default(days(self.long_term_retention_policy[0].monthly_retention), 0),
      default(days(self.long_term_retention_policy[0].yearly_retention), 0),
    )
    redundancy        = { geo = "geo", geozone = "geo", zone = "zone", local = "local" }[lower(default(self.storage_account_type, "Geo"))]
    backup_redundancy = { geo = "geo", geozone = "geo", zone = "zone", local = "local" }[lower(default(self.storage_account_type, "Geo"))]
    tags              = default(self.tags, {})
  }

  fact "copy" {
    when    = contains(["Secondary", "OnlineSecondary"], default(self.create_mode, "Default"))
    kind    = "replica"
    from    = default(self.creation_source_database_id, null)
    to      = address
    enabled = true
  }
}

# A failover group keeps a live copy of the databases that it names on another server.
resource "azurerm_mssql_failover_group" {
  fact "copy" {
    for_each    = default(self.databases, [])
    kind        = "replica"
    from        = each.value
    from_region = region
    to          = self.partner_server[0].id
    enabled     = true
  }
}

# Managed instances: like a server, they hold the settings of the databases on them. They stand in a subnet of the customer's, and
# have a public endpoint only where one is asked for. Backups are geo-redundant by default.
resource "azurerm_mssql_managed_instance" {
  fact "store" {
    kind              = "database"
    service           = "sql-managed-instance"
    role              = "server"
    name              = self.name
    arn               = self.id
    encrypted         = true
    public            = default(self.public_data_endpoint_enabled, false)
    networks          = [self.subnet_id]
    tls_required      = true
    min_tls           = default(self.minimum_tls_version, "1.2")
    iam_auth          = length(self.azure_active_directory_administrator) > 0
    redundancy        = { GRS = "geo", GZRS = "geo", ZRS = "zone", LRS = "local" }[default(self.storage_account_type, "GRS")]
    backup_redundancy = { GRS = "geo", GZRS = "geo", ZRS = "zone", LRS = "local" }[default(self.storage_account_type, "GRS")]
    tags              = default(self.tags, {})
  }
}

resource "azurerm_mssql_managed_instance_transparent_data_encryption" {
  part "store" {
    of          = self.managed_instance_id
    to          = ["azapi_resource", "azurerm_mssql_managed_instance"]
    key         = default(self.key_vault_key_id, self.managed_hsm_key_id)
    key_manager = default(self.key_vault_key_id, self.managed_hsm_key_id) != null ? "customer" : null
  }
}

resource "azurerm_mssql_managed_instance_active_directory_administrator" {
  part "store" {
    of       = self.managed_instance_id
    to       = ["azapi_resource", "azurerm_mssql_managed_instance"]
    iam_auth = true
  }
}

resource "azurerm_mssql_managed_database" {
  fact "store" {
    kind          = "database"
    service       = "sql-managed-instance"
    role          = "primary"
    name          = self.name
    arn           = self.id
    encrypted     = true
    key_manager   = "parent"
    parent        = self.managed_instance_id
    backups       = true
    point_in_time = true
    kept_days = max(
      default(self.short_term_retention_days, 7),
      default(days(self.long_term_retention_policy[0].weekly_retention), 0),
      default(days(self.long_term_retention_policy[0].monthly_retention), 0),
      default(days(self.long_term_retention_policy[0].yearly_retention), 0),
    )
    tags = default(self.tags, {})
  }
}

resource "azurerm_mssql_managed_instance_failover_group" {
  fact "copy" {
    kind    = "replica"
    from    = self.managed_instance_id
    to      = self.partner_managed_instance_id
    enabled = true
  }
}

# SQL Server in a machine, which writes its backups to an account. The machine is the store.
resource "azurerm_mssql_virtual_machine" {
  part "store" {
    for_each = self.auto_backup[*].storage_blob_endpoint
    like     = "account_of_url"
    role     = "backup"
  }
}

resource "azurerm_mssql_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.server_id
    to   = ["azapi_resource", "azurerm_mssql_server"]
  }
}
