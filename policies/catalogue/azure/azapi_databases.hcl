# Azure SQL, PostgreSQL, MySQL and Cosmos DB through Azure's own API: the facts of sql.hcl, flexible_server.hcl and cosmos_db.hcl, by the names
# of the reference of ARM templates (https://learn.microsoft.com/azure/templates). Which TLS versions a server or an account accepts that
# says nothing of it the reference does not tell; the other defaults are Azure's own, as with azurerm.

resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.](sql|dbforpostgresql|dbformysql|documentdb)/", self.type) != null)

  fact "store" {
    when    = surely(startswith(lower(self.type), "microsoft.sql/servers@"))
    like    = "sql_server"
    service = "sql-database"
    public  = lower(default(pick(self.body, "properties", "publicNetworkAccess"), "Enabled")) == "enabled"
    logged  = false
  }

  part "store" {
    when     = surely(regex("(?i)^microsoft.sql/(servers|managedInstances)/administrators@", self.type) != null)
    of       = self.parent_id
    to       = ["azapi_resource", "azurerm_mssql_server", "azurerm_mssql_managed_instance"]
    iam_auth = true
  }

  part "store" {
    when        = surely(regex("(?i)^microsoft.sql/(servers|managedInstances)/encryptionProtector@", self.type) != null)
    of          = self.parent_id
    to          = ["azapi_resource", "azurerm_mssql_server", "azurerm_mssql_managed_instance"]
    key         = pick(self.body, "properties", "serverKeyName")
    key_manager = lower(default(pick(self.body, "properties", "serverKeyType"), "")) == "azurekeyvault" ? "customer" : null
  }

  part "store" {
    when = (
      surely(regex("(?i)^microsoft.sql/servers/(databases/)?(extended)?auditingSettings@", self.type) != null) &&
      lower(default(pick(self.body, "properties", "state"), "")) == "enabled"
    )
    of     = self.parent_id
    to     = ["azapi_resource", "azurerm_mssql_server", "azurerm_mssql_database"]
    logged = true
  }

  part "store" {
    for_each = [for url in [pick(self.body, "properties", "storageEndpoint")] : url if surely(regex("(?i)^microsoft.sql/servers/(databases/)?(extended)?auditingSettings@", self.type) != null)]
    like     = "account_of_url"
    role     = "log"
  }

  fact "store" {
    when              = surely(startswith(lower(self.type), "microsoft.sql/servers/databases@"))
    like              = "sql_database"
    service           = "sql-database"
    role              = contains(["secondary", "onlinesecondary"], lower(default(pick(self.body, "properties", "createMode"), "Default"))) ? "replica" : "primary"
    parent            = [self.parent_id, pick(self.body, "properties", "sourceDatabaseId")][contains(["secondary", "onlinesecondary"], lower(default(pick(self.body, "properties", "createMode"), "Default"))) ? 1 : 0]
    key               = pick(self.body, "properties", "encryptionProtector")
    key_manager       = pick(self.body, "properties", "encryptionProtector") != null ? "customer" : "parent"
    redundancy        = { geo = "geo", geozone = "geo", zone = "zone", local = "local" }[lower(default(pick(self.body, "properties", "requestedBackupStorageRedundancy"), "Geo"))]
    backup_redundancy = { geo = "geo", geozone = "geo", zone = "zone", local = "local" }[lower(default(pick(self.body, "properties", "requestedBackupStorageRedundancy"), "Geo"))]
  }

  fact "copy" {
    when = (
      surely(startswith(lower(self.type), "microsoft.sql/servers/databases@")) &&
      contains(["secondary", "onlinesecondary"], lower(default(pick(self.body, "properties", "createMode"), "Default")))
    )
    kind    = "replica"
    from    = pick(self.body, "properties", "sourceDatabaseId")
    to      = address
    enabled = true
  }

  part "store" {
    when      = surely(startswith(lower(self.type), "microsoft.sql/servers/databases/transparentdataencryption@"))
    of        = self.parent_id
    to        = ["azapi_resource", "azurerm_mssql_database"]
    encrypted = lower(default(pick(self.body, "properties", "state"), "Enabled")) == "enabled"
  }

  part "store" {
    when      = surely(regex("(?i)^microsoft.sql/(servers|managedInstances)/databases/backupShortTermRetentionPolicies@", self.type) != null)
    of        = self.parent_id
    to        = ["azapi_resource", "azurerm_mssql_database", "azurerm_mssql_managed_database"]
    kept_days = pick(self.body, "properties", "retentionDays")
  }

  # Those that are kept for weeks, months or years are kept for longer than the others.
  part "store" {
    when = surely(regex("(?i)^microsoft.sql/(servers|managedInstances)/databases/backupLongTermRetentionPolicies@", self.type) != null)
    of   = self.parent_id
    to   = ["azapi_resource", "azurerm_mssql_database", "azurerm_mssql_managed_database"]
    rank = 1
    kept_days = [for longest in [max([
      for name in ["weeklyRetention", "monthlyRetention", "yearlyRetention"] : days(pick(self.body, "properties", name)) if pick(self.body, "properties", name) != null
    ]...)] : longest > 7 ? longest : null if longest != null][0]
  }

  fact "copy" {
    for_each = flatten([for body in [self.body] : default(pick(body, "properties", "databases"), []) if surely(startswith(lower(self.type), "microsoft.sql/servers/failovergroups@"))])
    kind     = "replica"
    from     = each.value
    to       = pick(self.body, "properties", "partnerServers", "0", "id")
    enabled  = true
  }

  fact "store" {
    when              = surely(startswith(lower(self.type), "microsoft.sql/managedinstances@"))
    like              = "sql_server"
    service           = "sql-managed-instance"
    public            = default(pick(self.body, "properties", "publicDataEndpointEnabled"), false)
    networks          = [pick(self.body, "properties", "subnetId")]
    redundancy        = { geo = "geo", geozone = "geo", zone = "zone", local = "local" }[lower(default(pick(self.body, "properties", "requestedBackupStorageRedundancy"), "Geo"))]
    backup_redundancy = { geo = "geo", geozone = "geo", zone = "zone", local = "local" }[lower(default(pick(self.body, "properties", "requestedBackupStorageRedundancy"), "Geo"))]
  }

  fact "store" {
    when        = surely(startswith(lower(self.type), "microsoft.sql/managedinstances/databases@"))
    like        = "sql_database"
    service     = "sql-managed-instance"
    role        = "primary"
    key_manager = "parent"
    parent      = self.parent_id
  }

  fact "store" {
    when     = surely(startswith(lower(self.type), "microsoft.dbforpostgresql/flexibleservers@"))
    like     = "flexible_server_body"
    service  = "database-for-postgresql"
    iam_auth = lower(default(pick(self.body, "properties", "authConfig", "activeDirectoryAuth"), "Disabled")) == "enabled"
  }

  fact "store" {
    when     = surely(startswith(lower(self.type), "microsoft.dbformysql/flexibleservers@"))
    like     = "flexible_server_body"
    service  = "database-for-mysql"
    iam_auth = false
  }

  fact "copy" {
    when = (
      surely(regex("(?i)^microsoft.(DBforPostgreSQL|DBforMySQL)/flexibleServers@", self.type) != null) &&
      lower(default(pick(self.body, "properties", "createMode"), "Default")) == "replica"
    )
    kind    = "replica"
    from    = pick(self.body, "properties", "sourceServerResourceId")
    to      = address
    enabled = true
  }

  part "store" {
    when     = surely(regex("(?i)^microsoft.DBforMySQL/flexibleServers/administrators@", self.type) != null)
    of       = self.parent_id
    to       = ["azapi_resource", "azurerm_mysql_flexible_server"]
    iam_auth = true
  }

  part "store" {
    when         = surely(regex("(?i)^microsoft.(DBforPostgreSQL|DBforMySQL)/flexibleServers/configurations@", self.type) != null) && lower(default(self.name, "")) == "require_secure_transport"
    of           = self.parent_id
    to           = ["azapi_resource", "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
    tls_required = lower(pick(self.body, "properties", "value")) == "on"
  }

  part "store" {
    when    = surely(regex("(?i)^microsoft.DBforPostgreSQL/flexibleServers/configurations@", self.type) != null) && lower(default(self.name, "")) == "ssl_min_protocol_version"
    of      = self.parent_id
    to      = ["azapi_resource", "azurerm_postgresql_flexible_server"]
    min_tls = default(regex("[0-9][.][0-9]$", pick(self.body, "properties", "value")), "1.0")
  }

  fact "store" {
    when         = surely(startswith(lower(self.type), "microsoft.documentdb/databaseaccounts@"))
    kind         = "database"
    service      = "cosmos-db"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = pick(self.body, "properties", "keyVaultKeyUri")
    key_manager  = pick(self.body, "properties", "keyVaultKeyUri") != null ? "customer" : null
    tls_required = true
    logged       = false
    iam_auth = default(pick(self.body, "kind"), "GlobalDocumentDB") != "GlobalDocumentDB" || any([
      for c in default(pick(self.body, "properties", "capabilities"), []) : contains(["EnableCassandra", "EnableGremlin", "EnableMongo", "EnableTable"], pick(c, "name"))
    ]) ? null : default(pick(self.body, "properties", "disableLocalAuth"), false)
    min_tls = (
      pick(self.body, "properties", "minimalTlsVersion") == null ? unsaid("which TLS versions ${address} accepts") :
      { tls = "1.0", tls11 = "1.1", tls12 = "1.2", tls13 = "1.3" }[lower(pick(self.body, "properties", "minimalTlsVersion"))]
    )
    public = lower(default(pick(self.body, "properties", "publicNetworkAccess"), "Enabled")) == "enabled" && (
      any([for r in default(pick(self.body, "properties", "ipRules"), []) : pick(r, "ipAddressOrRange") == "0.0.0.0" || internet(pick(r, "ipAddressOrRange"))]) ||
      length(default(pick(self.body, "properties", "ipRules"), [])) == 0 && !default(pick(self.body, "properties", "isVirtualNetworkFilterEnabled"), false)
    )
    backups       = true
    point_in_time = lower(default(pick(self.body, "properties", "backupPolicy", "type"), "Periodic")) == "continuous"
    kept_days = (
      lower(default(pick(self.body, "properties", "backupPolicy", "type"), "Periodic")) == "continuous"
      ? (lower(default(pick(self.body, "properties", "backupPolicy", "continuousModeProperties", "tier"), "Continuous30Days")) == "continuous7days" ? 7 : 30)
      : default(pick(self.body, "properties", "backupPolicy", "periodicModeProperties", "backupRetentionIntervalInHours"), 8) / 24
    )
    redundancy = (
      lower(default(pick(self.body, "properties", "backupPolicy", "type"), "Periodic")) == "continuous" ? "local" :
      { geo = "geo", zone = "zone", local = "local" }[lower(default(pick(self.body, "properties", "backupPolicy", "periodicModeProperties", "backupStorageRedundancy"), "Geo"))]
    )
    backup_redundancy = (
      lower(default(pick(self.body, "properties", "backupPolicy", "type"), "Periodic")) == "continuous" ? "local" :
      { geo = "geo", zone = "zone", local = "local" }[lower(default(pick(self.body, "properties", "backupPolicy", "periodicModeProperties", "backupStorageRedundancy"), "Geo"))]
    )
    tags = default(self.tags, {})
  }

  fact "copy" {
    for_each = flatten([
      for body in [self.body] : [for l in default(pick(body, "properties", "locations"), []) : l if default(pick(l, "failoverPriority"), 0) > 0]
      if surely(startswith(lower(self.type), "microsoft.documentdb/databaseaccounts@"))
    ])
    kind      = "replica"
    from      = address
    to_region = pick(each.value, "locationName")
    enabled   = true
  }
}

# A server or a managed instance of SQL.
shape "sql_server" "store" {
  kind         = "database"
  role         = "server"
  name         = self.name
  arn          = self.id
  encrypted    = true
  key          = pick(self.body, "properties", "keyId")
  key_manager  = pick(self.body, "properties", "keyId") != null ? "customer" : null
  tls_required = true
  min_tls = (
    pick(self.body, "properties", "minimalTlsVersion") == null ? unsaid("which TLS versions ${address} accepts") :
    pick(self.body, "properties", "minimalTlsVersion") == "None" ? "1.0" : pick(self.body, "properties", "minimalTlsVersion")
  )
  iam_auth = pick(self.body, "properties", "administrators") != null
  tags     = default(self.tags, {})
}

shape "sql_database" "store" {
  kind          = "database"
  name          = self.name
  arn           = self.id
  encrypted     = true
  backups       = true
  point_in_time = true
  kept_days     = 7
  tags          = default(self.tags, {})
}

shape "flexible_server_body" "store" {
  kind         = "database"
  role         = lower(default(pick(self.body, "properties", "createMode"), "Default")) == "replica" ? "replica" : "primary"
  parent       = lower(default(pick(self.body, "properties", "createMode"), "Default")) == "replica" ? pick(self.body, "properties", "sourceServerResourceId") : null
  name         = self.name
  arn          = self.id
  encrypted    = true
  key          = pick(self.body, "properties", "dataEncryption", "primaryKeyURI")
  key_manager  = lower(default(pick(self.body, "properties", "dataEncryption", "type"), "SystemManaged")) == "azurekeyvault" ? "customer" : null
  tls_required = true
  min_tls      = "1.2"
  public = (
    pick(self.body, "properties", "network", "delegatedSubnetResourceId") != null ? false :
    lower(default(pick(self.body, "properties", "network", "publicNetworkAccess"), "Enabled")) == "enabled"
  )
  networks      = pick(self.body, "properties", "network", "delegatedSubnetResourceId") != null ? [pick(self.body, "properties", "network", "delegatedSubnetResourceId")] : null
  logged        = false
  backups       = true
  kept_days     = default(pick(self.body, "properties", "backup", "backupRetentionDays"), 7)
  point_in_time = true
  redundancy = (
    lower(default(pick(self.body, "properties", "backup", "geoRedundantBackup"), "Disabled")) == "enabled" ? "geo" :
    lower(default(pick(self.body, "properties", "highAvailability", "mode"), "")) == "zoneredundant" ? "zone" : "local"
  )
  backup_redundancy = lower(default(pick(self.body, "properties", "backup", "geoRedundantBackup"), "Disabled")) == "enabled" ? "geo" : "local"
  tags              = default(self.tags, {})
}
