# Amazon Neptune. Its endpoints speak TLS alone unless a parameter group says otherwise. Instances take everything but their
# being public from their cluster.

resource "aws_neptune_cluster" {
  fact "store" {
    like    = "cluster"
    service = "neptune"
    role    = is_set(self.replication_source_identifier) ? "replica" : "primary"
    parent  = self.replication_source_identifier
    source  = default(self.storage_encrypted, false) ? null : self.snapshot_identifier
    encrypted = (
      is_set(self.replication_source_identifier) ? null :
      default(self.storage_encrypted, false) ? true :
      default(unknown(self.snapshot_identifier), default(unknown(self.global_cluster_identifier), false))
    )
    key          = default(self.kms_key_arn, is_set(self.replication_source_identifier) ? null : default(unknown(self.snapshot_identifier), null))
    key_manager  = self.replication_source_identifier != null && self.kms_key_arn == null ? "parent" : null
    parameters   = startswith(default(literal(self.neptune_cluster_parameter_group_name), ""), "default.") ? null : default(self.neptune_cluster_parameter_group_name, null)
    tls_required = startswith(default(self.neptune_cluster_parameter_group_name, "default."), "default.") ? true : null
    logged       = contains(default(self.enable_cloudwatch_logs_exports, []), "audit")
    iam_auth     = default(self.iam_database_authentication_enabled, false)
    # Neptune knows no passwords.
    authenticated = default(self.iam_database_authentication_enabled, false)
  }

  fact "copy" {
    when    = self.replication_source_identifier != null
    kind    = "replica"
    from    = self.replication_source_identifier
    to      = address
    key     = default(self.kms_key_arn, null)
    enabled = true
  }
}

resource "aws_neptune_cluster_instance" {
  fact "store" {
    like    = "cluster_instance"
    service = "neptune"
  }
}

resource "aws_neptune_global_cluster" {
  part "store" {
    of                = default(self.source_db_cluster_identifier, null)
    to                = ["aws_neptune_cluster"]
    name              = self.global_cluster_identifier
    backup_redundancy = unsaid("where the other clusters of ${address} are")
  }
}

resource "aws_neptune_cluster_parameter_group" {
  fact "parameters" {
    name         = default(self.name, null)
    tls_required = all([for p in self.parameter : p.value != "0" if lower(p.name) == "neptune_enforce_ssl"])
  }
}

resource "aws_neptune_cluster_snapshot" {
  fact "snapshot" {
    name     = self.db_cluster_snapshot_identifier
    of_store = self.db_cluster_identifier
  }
}

# Neptune Analytics: always encrypted, guarded and private unless told otherwise. It has no automated backups.
resource "aws_neptunegraph_graph" {
  fact "store" {
    like         = "tagged"
    kind         = "database"
    service      = "neptune-analytics"
    role         = "primary"
    name         = default(self.graph_name, null)
    arn          = self.arn
    arn_resource = "neptune-graph:graph/*"
    plannable    = false
    encrypted    = true
    key          = default(self.kms_key_identifier, null)
    tls_required = true
    public       = default(self.public_connectivity, false)
    delete_guard = default(self.deletion_protection, true)
    redundancy   = "zone"
  }
}
