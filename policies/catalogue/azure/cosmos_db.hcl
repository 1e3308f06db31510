# Cosmos DB, under all of its interfaces. Always encrypted at rest and in transit; the key is the customer's where one is named.

resource "azurerm_cosmosdb_account" {
  # Backups are made every four hours and kept for eight, unless something else is written; continuous ones are kept for 30 days or
  # for seven, in the regions of the account. Without a filter the endpoint is open to every network; the address 0.0.0.0 opens it to all of Azure.
  fact "store" {
    kind         = "database"
    service      = "cosmos-db"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = default(self.key_vault_key_id, self.managed_hsm_key_id)
    key_manager  = default(self.key_vault_key_id, self.managed_hsm_key_id) != null ? "customer" : null
    tls_required = true
    logged       = false
    # Of its interfaces that of SQL alone knows identities. local_authentication_enabled is the name of azurerm 5.x.
    iam_auth = default(self.kind, "GlobalDocumentDB") != "GlobalDocumentDB" || any([for c in self.capabilities : contains(["EnableCassandra", "EnableGremlin", "EnableMongo", "EnableTable"], c.name)]) ? null : !default(self["local_authentication_enabled"], !default(self.local_authentication_disabled, false))
    min_tls  = { tls = "1.0", tls11 = "1.1", tls12 = "1.2", tls13 = "1.3" }[lower(default(self.minimal_tls_version, "Tls12"))]
    # ip_range_filter is one text of addresses in azurerm 3.x.
    public = default(self.public_network_access_enabled, true) && (
      any([for r in split(",", join(",", flatten([default(self.ip_range_filter, [])]))) : r == "0.0.0.0" || internet(r)]) ||
      length([for t in flatten([default(self.ip_range_filter, [])]) : t if t != ""]) == 0 && !default(self.is_virtual_network_filter_enabled, false)
    )
    backups       = true
    point_in_time = default(self.backup[0].type, "Periodic") == "Continuous"
    kept_days = (
      default(self.backup[0].type, "Periodic") == "Continuous"
      ? (default(self.backup[0].tier, "Continuous30Days") == "Continuous7Days" ? 7 : 30)
      : default(self.backup[0].retention_in_hours, 8) / 24
    )
    redundancy = (
      default(self.backup[0].type, "Periodic") == "Continuous" ? "local" :
      { geo = "geo", zone = "zone", local = "local" }[lower(default(self.backup[0].storage_redundancy, "Geo"))]
    )
    backup_redundancy = (
      default(self.backup[0].type, "Periodic") == "Continuous" ? "local" :
      { geo = "geo", zone = "zone", local = "local" }[lower(default(self.backup[0].storage_redundancy, "Geo"))]
    )
    tags = default(self.tags, {})
  }

  # Every further region holds all of the data.
  fact "copy" {
    for_each  = [for l in self.geo_location : l if l.failover_priority > 0]
    kind      = "replica"
    from      = address
    to_region = each.value.location
    enabled   = true
  }
}

# MongoDB on virtual cores: backups of the last 35 days, of which a free cluster has none.
resource "azurerm_mongo_cluster" {
  fact "store" {
    kind          = "database"
    service       = "cosmos-db"
    role          = default(self.create_mode, "Default") == "GeoReplica" ? "replica" : "primary"
    parent        = default(self.create_mode, "Default") == "GeoReplica" ? self.source_server_id : null
    name          = self.name
    arn           = self.id
    encrypted     = true
    key           = self.customer_managed_key[0].key_vault_key_id
    key_manager   = length(self.customer_managed_key) > 0 ? "customer" : null
    public        = default(self.public_network_access, "Enabled") == "Enabled"
    tls_required  = true
    logged        = false
    iam_auth      = contains(default(self.authentication_methods, ["NativeAuth"]), "MicrosoftEntraID")
    backups       = default(self.compute_tier, "") != "Free"
    point_in_time = default(self.compute_tier, "") != "Free"
    kept_days     = default(self.compute_tier, "") != "Free" ? 35 : null
    tags          = default(self.tags, {})
  }

  fact "copy" {
    when    = default(self.create_mode, "Default") == "GeoReplica"
    kind    = "replica"
    from    = self.source_server_id
    to      = address
    enabled = true
  }
}

# PostgreSQL on several nodes: daily backups and the log of the last 35 days. It takes no key of the customer's from azurerm.
resource "azurerm_cosmosdb_postgresql_cluster" {
  fact "store" {
    kind          = "database"
    service       = "cosmos-db"
    role          = self.source_resource_id != null && self.point_in_time_in_utc == null ? "replica" : "primary"
    parent        = self.source_resource_id != null && self.point_in_time_in_utc == null ? self.source_resource_id : null
    name          = self.name
    arn           = self.id
    encrypted     = true
    public        = default(self.coordinator_public_ip_access_enabled, true) || default(self.node_public_ip_access_enabled, false)
    tls_required  = true
    backups       = true
    point_in_time = true
    kept_days     = 35
    tags          = default(self.tags, {})
  }

  fact "copy" {
    when    = self.source_resource_id != null && self.point_in_time_in_utc == null
    kind    = "replica"
    from    = self.source_resource_id
    to      = address
    enabled = true
  }
}

# Cassandra: the cluster makes the backups, every day unless hours_between_backups says otherwise, and none where it is 0. Its data
# centres have the keys.
resource "azurerm_cosmosdb_cassandra_cluster" {
  fact "store" {
    kind        = "database"
    service     = "cosmos-db"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key_manager = "parent"
    backups     = default(self.hours_between_backups, 24) > 0
    tags        = default(self.tags, {})
  }
}

resource "azurerm_cosmosdb_cassandra_datacenter" {
  fact "store" {
    kind        = "database"
    service     = "cosmos-db"
    role        = "server"
    name        = self.name
    arn         = self.id
    encrypted   = true
    networks    = [self.delegated_management_subnet_id]
    key         = self.managed_disk_customer_key_uri
    key_manager = self.managed_disk_customer_key_uri != null ? "customer" : null
  }
}

resource "azurerm_mongo_cluster_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.mongo_cluster_id
    to   = ["azurerm_mongo_cluster"]
  }
}

resource "azurerm_cosmosdb_postgresql_firewall_rule" {
  fact "firewall" {
    like = "address_rule"
  }

  part "store" {
    like = "behind_rule"
    of   = self.cluster_id
    to   = ["azurerm_cosmosdb_postgresql_cluster"]
  }
}
