# Memorystore. Always encrypted at rest, and reached over networks of the customer's alone. TLS is off unless it is asked for.

resource "google_redis_instance" {
  fact "store" {
    like          = "labelled"
    kind          = "cache"
    service       = "memorystore"
    role          = "primary"
    name          = self.name
    arn           = self.id
    encrypted     = true
    key           = self.customer_managed_key
    key_manager   = self.customer_managed_key != null ? "customer" : null
    public        = false
    tls_required  = default(self.transit_encryption_mode, "DISABLED") == "SERVER_AUTHENTICATION"
    authenticated = default(self.auth_enabled, false)
    redundancy    = default(self.tier, "BASIC") == "STANDARD_HA" ? "zone" : "local"
  }
}

# Clusters and instances of several nodes. Backups are off unless they are configured, and daily then.
shape "cache_cluster" "store" {
  like        = "labelled"
  kind        = "cache"
  service     = "memorystore"
  arn         = self.id
  encrypted   = true
  key         = self.kms_key
  key_manager = self.kms_key != null ? "customer" : null
  public      = false
  backups     = length(self.automated_backup_config) > 0
  kept_days   = length(self.automated_backup_config) > 0 ? days(self.automated_backup_config[0].retention) : 0
  gap_hours   = length(self.automated_backup_config) > 0 ? 24 : null
  redundancy  = default(self.zone_distribution_config[0].mode, "MULTI_ZONE") == "SINGLE_ZONE" ? "local" : "zone"
}

resource "google_redis_cluster" {
  # The guard is on since provider 6.0.
  fact "store" {
    like          = "cache_cluster"
    role          = default(self.cross_cluster_replication_config[0].cluster_role, "NONE") == "SECONDARY" ? "replica" : "primary"
    parent        = default(self.cross_cluster_replication_config[0].cluster_role, "NONE") == "SECONDARY" ? self.cross_cluster_replication_config[0].primary_cluster[0].cluster : null
    name          = default(self.name, null)
    tls_required  = default(self.transit_encryption_mode, "TRANSIT_ENCRYPTION_MODE_DISABLED") == "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"
    iam_auth      = default(self.authorization_mode, "AUTH_MODE_DISABLED") == "AUTH_MODE_IAM_AUTH"
    authenticated = default(self.authorization_mode, "AUTH_MODE_DISABLED") != "AUTH_MODE_DISABLED"
    delete_guard  = default(self["deletion_protection_enabled"], since(release, "6.0") ? true : null)
  }

  fact "copy" {
    when    = default(self.cross_cluster_replication_config[0].cluster_role, "NONE") == "SECONDARY"
    kind    = "replica"
    from    = self.cross_cluster_replication_config[0].primary_cluster[0].cluster
    to      = address
    enabled = true
  }
}

# Valkey.
resource "google_memorystore_instance" {
  fact "store" {
    like          = "cache_cluster"
    role          = default(self.cross_instance_replication_config[0].instance_role, "NONE") == "SECONDARY" ? "replica" : "primary"
    parent        = default(self.cross_instance_replication_config[0].instance_role, "NONE") == "SECONDARY" ? self.cross_instance_replication_config[0].primary_instance[0].instance : null
    name          = self.instance_id
    region        = lower(self.location)
    tls_required  = default(self.transit_encryption_mode, "TRANSIT_ENCRYPTION_DISABLED") == "SERVER_AUTHENTICATION"
    iam_auth      = default(self.authorization_mode, "AUTH_DISABLED") == "IAM_AUTH"
    authenticated = default(self.authorization_mode, "AUTH_DISABLED") != "AUTH_DISABLED"
    delete_guard  = default(self.deletion_protection_enabled, true)
  }

  fact "copy" {
    when    = default(self.cross_instance_replication_config[0].instance_role, "NONE") == "SECONDARY"
    kind    = "replica"
    from    = self.cross_instance_replication_config[0].primary_instance[0].instance
    to      = address
    enabled = true
  }
}

# Memcached knows neither TLS nor passwords nor keys of the customer's, and writes nothing to disk.
resource "google_memcache_instance" {
  fact "store" {
    like          = "labelled"
    kind          = "cache"
    service       = "memorystore"
    role          = "primary"
    name          = self.name
    arn           = self.id
    encrypted     = true
    key_manager   = "none"
    public        = false
    tls_required  = false
    authenticated = false
  }
}
