# Amazon ElastiCache, MemoryDB and DynamoDB Accelerator. Caches hold what lies elsewhere, MemoryDB is the place itself.

# Valkey is encrypted unless told otherwise, Redis is not. A member of a global datastore takes its encryption from the first one.
resource "aws_elasticache_replication_group" {
  fact "store" {
    like         = "tagged"
    kind         = "cache"
    service      = "elasticache"
    role         = "primary"
    name         = self.replication_group_id
    arn          = self.arn
    arn_resource = "elasticache:replicationgroup:${default(self.replication_group_id, "*")}"
    plannable    = false
    firewalls    = default(self.security_group_ids, null)
    encrypted = (
      lower(default(self.at_rest_encryption_enabled, default(self.engine, "redis") == "valkey" ? "true" : "false")) == "true" ? true :
      default(unknown(default(self.global_replication_group_id, null)), false)
    )
    key = default(self.kms_key_id, default(unknown(default(self.global_replication_group_id, null)), null))
    # With the mode "preferred" both kinds of connections are accepted.
    tls_required = (
      default(self.transit_encryption_mode, "required") == "preferred" ? false :
      default(self.transit_encryption_enabled, default(unknown(default(self.global_replication_group_id, null)), false))
    )
    authenticated = (
      default(read_from(default(self.auth_token, self.auth_token_wo)), "") != "" || default(self.auth_token, self.auth_token_wo) != null ||
      length(default(self.user_group_ids, [])) > 0 ? true :
      default(unknown(default(self.global_replication_group_id, null)), false)
    )
    redundancy = default(self.multi_az_enabled, false) ? "zone" : "local"
  }
}

# A node of a replication group takes everything from it. By itself it is not encrypted at all, Redis and Memcached alike.
resource "aws_elasticache_cluster" {
  fact "store" {
    like          = "tagged"
    kind          = "cache"
    service       = "elasticache"
    role          = is_set(default(self.replication_group_id, null)) ? "replica" : "primary"
    parent        = default(self.replication_group_id, null)
    name          = self.cluster_id
    arn           = self.arn
    arn_resource  = "elasticache:cluster:${default(self.cluster_id, "*")}"
    plannable     = false
    firewalls     = default(self.security_group_ids, null)
    encrypted     = is_set(default(self.replication_group_id, null)) ? null : false
    key_manager   = is_set(default(self.replication_group_id, null)) ? "parent" : null
    tls_required  = is_set(default(self.replication_group_id, null)) ? null : default(self.transit_encryption_enabled, false)
    authenticated = is_set(default(self.replication_group_id, null)) ? null : false # passwords are for replication groups
    redundancy    = default(self.az_mode, "single-az") == "cross-az" ? "zone" : "local"
  }
}

resource "aws_elasticache_serverless_cache" {
  fact "store" {
    like          = "tagged"
    kind          = "cache"
    service       = "elasticache"
    role          = "primary"
    name          = self.name
    arn           = self.arn
    arn_resource  = "elasticache:serverlesscache:${default(self.name, "*")}"
    plannable     = false
    firewalls     = default(self.security_group_ids, null)
    encrypted     = true
    key           = default(self.kms_key_id, null)
    tls_required  = true
    authenticated = default(self.engine, "redis") != "memcached" && is_set(self.user_group_id)
    redundancy    = "zone"
  }
}

resource "aws_memorydb_cluster" {
  fact "store" {
    like         = "tagged"
    kind         = "database"
    service      = "memorydb"
    role         = "primary"
    name         = default(self.name, null)
    arn          = self.arn
    arn_resource = "memorydb:cluster/${default(self.name, "*")}"
    plannable    = false
    firewalls    = default(self.security_group_ids, null)
    encrypted    = true
    key          = default(self.kms_key_arn, null)
    tls_required = default(self.tls_enabled, true)
    # A list of the configuration's own names users; the one that lets everybody in is the service's.
    authenticated  = literal(self.acl_name) == null || self.acl_name != "open-access"
    backups        = default(self.snapshot_retention_limit, 0) > 0
    kept_days      = default(self.snapshot_retention_limit, 0)
    final_snapshot = self.final_snapshot_name != null
    redundancy     = default(self.num_replicas_per_shard, 1) > 0 ? "zone" : "local"
  }
}

resource "aws_memorydb_snapshot" {
  fact "snapshot" {
    name     = default(self.name, null)
    of_store = self.cluster_name
  }
}

resource "aws_dax_cluster" {
  fact "store" {
    like         = "tagged"
    kind         = "cache"
    service      = "dax"
    role         = "primary"
    name         = self.cluster_name
    arn          = self.arn
    arn_resource = "dax:cache/${default(self.cluster_name, "*")}"
    firewalls    = default(self.security_group_ids, null)
    encrypted    = default(self.server_side_encryption[0].enabled, false)
    tls_required = default(self.cluster_endpoint_encryption_type, "NONE") == "TLS"
    redundancy   = "zone"
  }
}
