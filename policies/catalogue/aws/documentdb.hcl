# Amazon DocumentDB. As with RDS, a cluster restored from a snapshot, or joined to a global one, has the encryption of its source
# where it does not ask for its own. TLS is on unless a parameter group says otherwise. Instances take everything from their cluster.

resource "aws_docdb_cluster" {
  fact "store" {
    like    = "cluster"
    service = "documentdb"
    role    = "primary"
    source  = default(self.storage_encrypted, false) ? null : default(self.restore_to_point_in_time[0].source_cluster_identifier, self.snapshot_identifier)
    encrypted = default(self.storage_encrypted, false) ? true : default(
      unknown(self.snapshot_identifier), default(unknown(self.global_cluster_identifier), length(self.restore_to_point_in_time) > 0 ? unknown(self.arn) : false)
    )
    key = default(self.kms_key_id, default(
      unknown(self.snapshot_identifier), length(self.restore_to_point_in_time) > 0 ? unknown(self.arn) : null
    ))
    parameters   = startswith(default(literal(self.db_cluster_parameter_group_name), ""), "default.") ? null : default(self.db_cluster_parameter_group_name, null)
    tls_required = startswith(default(self.db_cluster_parameter_group_name, "default."), "default.") ? true : null
    logged       = contains(default(self.enabled_cloudwatch_logs_exports, []), "audit")
  }

  # The secondary of a global cluster has no administrator of its own.
  fact "copy" {
    when = (
      self.global_cluster_identifier != null && default(self.master_username, null) == null && self.snapshot_identifier == null &&
      length(self.restore_to_point_in_time) == 0
    )
    kind    = "replica"
    from    = self.global_cluster_identifier
    to      = address
    key     = default(self.kms_key_id, null)
    enabled = true
  }
}

# A global cluster made of a cluster that exists takes that cluster's name too, so that its secondaries find it.
resource "aws_docdb_global_cluster" {
  part "store" {
    of                = default(self.source_db_cluster_identifier, null)
    to                = ["aws_docdb_cluster"]
    name              = self.global_cluster_identifier
    backup_redundancy = unsaid("where the other clusters of ${address} are")
  }
}

resource "aws_docdb_cluster_parameter_group" {
  fact "parameters" {
    name         = default(self.name, null)
    tls_required = all([for p in self.parameter : lower(p.value) != "disabled" if lower(p.name) == "tls"])
  }
}

resource "aws_docdb_cluster_snapshot" {
  fact "snapshot" {
    name     = self.db_cluster_snapshot_identifier
    of_store = self.db_cluster_identifier
  }
}

# Elastic clusters are always encrypted, and always backed up.
resource "aws_docdbelastic_cluster" {
  fact "store" {
    like          = "tagged"
    kind          = "database"
    service       = "documentdb"
    role          = "primary"
    name          = self.name
    arn           = self.arn
    arn_resource  = "docdb-elastic:cluster/*"
    plannable     = false
    firewalls     = default(self.vpc_security_group_ids, null)
    encrypted     = true
    key           = default(self.kms_key_id, null)
    kept_days     = default(self.backup_retention_period, 1)
    backups       = true
    point_in_time = true
    redundancy    = "zone"
  }
}
