# Synapse. The workspace holds the settings of its pools. Storage is always encrypted; transparent data encryption of a dedicated
# pool is off unless it is asked for. Restore points are made every eight hours and kept for seven days, which nobody can change.

resource "azurerm_synapse_workspace" {
  # A key of the customer's encrypts a second time, and the pools with it. Clients without TLS are always refused.
  fact "store" {
    kind         = "warehouse"
    service      = "synapse"
    role         = "server"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = self.customer_managed_key[0].key_versionless_id
    key_manager  = length(self.customer_managed_key) > 0 ? "customer" : null
    public       = default(self.public_network_access_enabled, true)
    tls_required = true
    logged       = false
    tags         = default(self.tags, {})
  }
}

resource "azurerm_synapse_workspace_extended_auditing_policy" {
  part "store" {
    when   = default(self.log_monitoring_enabled, false) || self.storage_endpoint != null
    of     = self.synapse_workspace_id
    to     = ["azurerm_synapse_workspace"]
    logged = true
  }
}

resource "azurerm_synapse_workspace_key" {
  part "store" {
    of          = self.synapse_workspace_id
    to          = ["azurerm_synapse_workspace"]
    key         = self.customer_managed_key_versionless_id
    key_manager = default(self.active, false) ? "customer" : null
  }
}

resource "azurerm_synapse_sql_pool" {
  fact "store" {
    kind              = "warehouse"
    service           = "synapse"
    role              = "primary"
    name              = self.name
    arn               = self.id
    encrypted         = default(self.data_encrypted, false)
    key_manager       = "parent"
    parent            = self.synapse_workspace_id
    backups           = true
    kept_days         = 7
    redundancy        = default(self.geo_backup_policy_enabled, true) && default(self.storage_account_type, "GRS") == "GRS" ? "geo" : "local"
    backup_redundancy = default(self.geo_backup_policy_enabled, true) && default(self.storage_account_type, "GRS") == "GRS" ? "geo" : "local"
    tags              = default(self.tags, {})
  }
}

resource "azurerm_synapse_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.synapse_workspace_id
    to   = ["azurerm_synapse_workspace"]
  }
}
