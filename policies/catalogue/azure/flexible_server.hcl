# Azure Database for PostgreSQL and for MySQL, flexible servers. Always encrypted at rest; the key is the customer's where one is
# named. Backups are automated, are kept for 7 days by default, and cannot be turned off. A server in a subnet of its own has no
# public endpoint. TLS 1.2 is required by default; parameters of the server say otherwise.

shape "flexible_server" "store" {
  kind              = "database"
  role              = default(self.create_mode, "Default") == "Replica" ? "replica" : "primary"
  parent            = default(self.create_mode, "Default") == "Replica" ? self.source_server_id : null
  name              = self.name
  arn               = self.id
  encrypted         = true
  key_manager       = length(self.customer_managed_key) > 0 ? "customer" : null
  tls_required      = true
  min_tls           = "1.2"
  networks          = self.delegated_subnet_id != null ? [self.delegated_subnet_id] : null
  logged            = false
  backups           = true
  kept_days         = default(self.backup_retention_days, 7)
  point_in_time     = true
  redundancy        = default(self.geo_redundant_backup_enabled, false) ? "geo" : default(self.high_availability[0].mode, "") == "ZoneRedundant" ? "zone" : "local"
  backup_redundancy = default(self.geo_redundant_backup_enabled, false) ? "geo" : "local"
  tags              = default(self.tags, {})
}

resource "azurerm_postgresql_flexible_server" {
  fact "store" {
    like     = "flexible_server"
    service  = "database-for-postgresql"
    key      = self.customer_managed_key[0].key_vault_key_id
    public   = self.delegated_subnet_id != null ? false : default(self.public_network_access_enabled, true)
    iam_auth = default(self.authentication[0].active_directory_auth_enabled, false)
  }
}

resource "azurerm_postgresql_flexible_server, azurerm_mysql_flexible_server" {
  fact "copy" {
    when    = default(self.create_mode, "Default") == "Replica"
    kind    = "replica"
    from    = self.source_server_id
    to      = address
    enabled = true
  }
}

resource "azurerm_postgresql_flexible_server_configuration" {
  part "store" {
    when         = lower(self.name) == "require_secure_transport"
    of           = self.server_id
    to           = ["azapi_resource", "azurerm_postgresql_flexible_server"]
    tls_required = lower(self.value) == "on"
  }

  part "store" {
    when    = lower(self.name) == "ssl_min_protocol_version"
    of      = self.server_id
    to      = ["azapi_resource", "azurerm_postgresql_flexible_server"]
    min_tls = default(regex("[0-9][.][0-9]$", self.value), "1.0")
  }
}

resource "azurerm_mysql_flexible_server" {
  # public_network_access_enabled is the name of azurerm 3.x and of early 4.x.
  fact "store" {
    like     = "flexible_server"
    service  = "database-for-mysql"
    iam_auth = false
    key      = default(self.customer_managed_key[0].key_vault_key_id, self.customer_managed_key[0].managed_hsm_key_id)
    public = self.delegated_subnet_id != null ? false : (
      self.public_network_access != null ? lower(self.public_network_access) == "enabled" : default(self["public_network_access_enabled"], true)
    )
  }
}

resource "azurerm_mysql_flexible_server_active_directory_administrator" {
  part "store" {
    of       = self.server_id
    to       = ["azapi_resource", "azurerm_mysql_flexible_server"]
    iam_auth = true
  }
}

# tls_version lists the versions that are accepted: TLSv1.1,TLSv1.2.
resource "azurerm_mysql_flexible_server_configuration" {
  part "store" {
    when         = lower(self.name) == "require_secure_transport"
    of           = self.server_name
    to           = ["azapi_resource", "azurerm_mysql_flexible_server"]
    tls_required = lower(self.value) == "on"
  }

  part "store" {
    when    = lower(self.name) == "tls_version"
    of      = self.server_name
    to      = ["azapi_resource", "azurerm_mysql_flexible_server"]
    min_tls = regex("(?i)tlsv1(,|$)", self.value) != null ? "1.0" : regex("(?i)tlsv1.1", self.value) != null ? "1.1" : regex("(?i)tlsv1.2", self.value) != null ? "1.2" : "1.3"
  }
}

# Vaulted backups keep what the server's own backups forget. They are made once a week and no oftener, and the server's own, of every
# few minutes, run on beside them: so they have no gap.
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server, azurerm_data_protection_backup_policy_mysql_flexible_server" {
  fact "plan" {
    name = self.name
    arn  = self.id
  }

  fact "schedule" {
    like  = "life_cycles"
    vault = self.vault_id
  }
}

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server, azurerm_data_protection_backup_instance_mysql_flexible_server" {
  fact "protection" {
    store = self.server_id
    plan  = self.backup_policy_id
  }
}

resource "azurerm_postgresql_flexible_server_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.server_id
    to   = ["azapi_resource", "azurerm_postgresql_flexible_server"]
  }
}

resource "azurerm_mysql_flexible_server_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.server_name
    to   = ["azapi_resource", "azurerm_mysql_flexible_server"]
  }
}
