# Redis. Encrypted at rest where it writes to disk.

resource "azurerm_redis_cache" {
  # It takes no key of the customer's. A cache in a subnet has no public endpoint. enable_non_ssl_port is the name of azurerm 3.x.
  fact "store" {
    kind          = "cache"
    service       = "cache-for-redis"
    role          = "primary"
    name          = self.name
    arn           = self.id
    encrypted     = true
    key_manager   = "none"
    public        = self.subnet_id != null ? false : default(self.public_network_access_enabled, true)
    networks      = self.subnet_id != null ? [self.subnet_id] : null
    tls_required  = !default(self.non_ssl_port_enabled, default(self["enable_non_ssl_port"], false))
    min_tls       = default(self.minimum_tls_version, "1.2")
    iam_auth      = default(self.redis_configuration[0].active_directory_authentication_enabled, false)
    authenticated = default(self.redis_configuration[0].authentication_enabled, default(self.redis_configuration[0]["enable_authentication"], true))
    tags          = default(self.tags, {})
  }
  # It writes its backups to an account, which the text of the connection names.
  part "store" {
    for_each = [for c in flatten([for r in self.redis_configuration : [r.rdb_storage_connection_string, r.aof_storage_connection_string_0, r.aof_storage_connection_string_1]]) : c if default(c, null) != null]
    when     = surely(endswith(default(read_from(each.value), "azurerm_storage_account"), "azurerm_storage_account"))
    of       = default(regex("AccountName=([^;]+)", each.value)[0], each.value)
    to       = ["azapi_resource", "azurerm_storage_account"]
    role     = "backup"
  }
}

resource "azurerm_redis_linked_server" {
  fact "copy" {
    when      = self.server_role == "Secondary"
    kind      = "replica"
    from      = self.target_redis_cache_name
    to        = self.linked_redis_cache_id
    to_region = self.linked_redis_cache_location
    enabled   = true
  }
}

resource "azurerm_managed_redis" {
  fact "store" {
    kind         = "cache"
    service      = "managed-redis"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = self.customer_managed_key[0].key_vault_key_id
    key_manager  = length(self.customer_managed_key) > 0 ? "customer" : null
    public       = default(self.public_network_access, "Enabled") == "Enabled"
    tls_required = default(self.default_database[0].client_protocol, "Encrypted") == "Encrypted"
    min_tls      = "1.2"
    iam_auth     = !default(self.default_database[0].access_keys_authentication_enabled, false)
    tags         = default(self.tags, {})
  }
}

resource "azurerm_redis_firewall_rule" {
  fact "firewall" {
    when     = surely(regex("^[01][.]", self.start_ip) != null) && surely(regex("^25[45][.]", self.end_ip) != null)
    name     = self.name
    arn      = self.id
    open     = startswith(self.start_ip, "")
    open_web = false
  }

  part "store" {
    when      = surely(regex("^[01][.]", self.start_ip) != null) && surely(regex("^25[45][.]", self.end_ip) != null)
    of        = self.redis_cache_name
    to        = ["azurerm_redis_cache"]
    firewalls = [address]
  }
}
