# Amazon RDS and Aurora. A store restored from a snapshot, or joined to a global database, has the encryption and the key of
# its source where it does not ask for its own: the encryption is that of the source where the configuration has it, and the
# rest is unknown. Read replicas and cluster members take everything from their parent: what the parent decides is null.

resource "aws_db_instance" {
  fact "store" {
    like         = "tagged"
    kind         = "database"
    service      = "rds"
    role         = is_set(self.replicate_source_db) ? "replica" : "primary"
    parent       = self.replicate_source_db
    name         = default(self.identifier, null)
    arn          = self.arn
    arn_resource = "rds:db:${default(self.identifier, "*")}"
    firewalls    = default(self.vpc_security_group_ids, null)
    source = default(self.storage_encrypted, false) ? null : default(
      default(self.restore_to_point_in_time[0].source_db_instance_identifier, self.restore_to_point_in_time[0].source_dbi_resource_id),
      self.snapshot_identifier
    )
    encrypted = (
      is_set(self.replicate_source_db) ? null :
      default(self.storage_encrypted, false) ? true :
      default(unknown(default(self.snapshot_identifier, null)), length(self.restore_to_point_in_time) > 0 ? unknown(self.arn) : false)
    )
    key = default(self.kms_key_id, is_set(self.replicate_source_db) ? null : default(
      unknown(default(self.snapshot_identifier, null)), length(self.restore_to_point_in_time) > 0 ? unknown(self.arn) : null
    ))
    key_manager = self.replicate_source_db != null && self.kms_key_id == null ? "parent" : null
    public      = default(self.publicly_accessible, false)
    # The groups called default.* are the engine's own.
    parameters = startswith(default(literal(self.parameter_group_name), ""), "default.") ? null : default(self.parameter_group_name, null)
    tls_required = startswith(default(self.parameter_group_name, "default."), "default.") && any([for f in [
      "mysql5.7", "mysql8.0", "mariadb10.5", "mariadb10.6", "mariadb10.11", "mariadb11.4",
      "postgres9.", "postgres10", "postgres11", "postgres12", "postgres13", "postgres14", "sqlserver-"
    ] : startswith("${default(self.engine, "")}${default(self.engine_version, "")}", f)]) ? false : null
    kept_days      = is_set(self.replicate_source_db) ? null : default(self.backup_retention_period, is_set(self.snapshot_identifier) ? unknown(self.snapshot_identifier) : 0)
    backups        = is_set(self.replicate_source_db) ? null : default(self.backup_retention_period, is_set(self.snapshot_identifier) ? unknown(self.snapshot_identifier) : 0) > 0
    point_in_time  = is_set(self.replicate_source_db) ? null : default(self.backup_retention_period, is_set(self.snapshot_identifier) ? unknown(self.snapshot_identifier) : 0) > 0
    delete_guard   = is_set(self.replicate_source_db) ? null : default(self.deletion_protection, false)
    final_snapshot = is_set(self.replicate_source_db) ? null : !default(self.skip_final_snapshot, false)
    keeps_backups  = is_set(self.replicate_source_db) ? null : !default(self.delete_automated_backups, true)
    logged         = length(default(self.enabled_cloudwatch_logs_exports, [])) > 0
    redundancy     = is_set(self.replicate_source_db) ? null : default(self.multi_az, false) ? "zone" : "local"
    # In the region, or on an Outpost.
    backup_redundancy = is_set(self.replicate_source_db) ? null : default(self.backup_target, "region") == "outposts" ? "local" : "zone"
    # Offered for MySQL, MariaDB and PostgreSQL alone.
    iam_auth = is_set(pick({ mysql = true, mariadb = true, postgres = true }, default(self.engine, ""))) ? default(self.iam_database_authentication_enabled, false) : null
  }

  fact "copy" {
    when    = self.replicate_source_db != null
    kind    = "replica"
    from    = self.replicate_source_db
    to      = address
    key     = default(self.kms_key_id, null)
    enabled = true
  }
}

resource "aws_rds_cluster" {
  # engine_mode serverless (Aurora Serverless v1) is always encrypted. Aurora keeps at least one day of backups.
  fact "store" {
    like    = "cluster"
    service = startswith(default(self.engine, ""), "aurora") ? "aurora" : "rds"
    role    = is_set(self.replication_source_identifier) ? "replica" : "primary"
    parent  = self.replication_source_identifier
    source = default(self.storage_encrypted, false) ? null : default(
      default(self.restore_to_point_in_time[0].source_cluster_identifier, self.restore_to_point_in_time[0].source_cluster_resource_id),
      self.snapshot_identifier
    )
    encrypted = (
      is_set(self.replication_source_identifier) ? null :
      default(self.storage_encrypted, false) || default(self.engine_mode, "provisioned") == "serverless" ? true :
      default(unknown(self.snapshot_identifier), default(unknown(self.global_cluster_identifier), length(self.restore_to_point_in_time) > 0 ? unknown(self.arn) : false))
    )
    key = default(self.kms_key_id, is_set(self.replication_source_identifier) ? null : default(
      unknown(self.snapshot_identifier), length(self.restore_to_point_in_time) > 0 ? unknown(self.arn) : null
    ))
    key_manager   = self.replication_source_identifier != null && self.kms_key_id == null ? "parent" : null
    parameters    = startswith(default(literal(self.db_cluster_parameter_group_name), ""), "default.") ? null : default(self.db_cluster_parameter_group_name, null)
    keeps_backups = !default(self.delete_automated_backups, true)
    logged        = length(default(self.enabled_cloudwatch_logs_exports, [])) > 0
    iam_auth      = default(self.iam_database_authentication_enabled, false)
  }

  fact "copy" {
    when    = self.replication_source_identifier != null
    kind    = "replica"
    from    = self.replication_source_identifier
    to      = address
    key     = default(self.kms_key_id, null)
    enabled = true
  }

  # The secondary of a global database has no administrator of its own.
  fact "copy" {
    when = (
      self.global_cluster_identifier != null && default(self.master_username, null) == null && self.snapshot_identifier == null &&
      self.replication_source_identifier == null && length(self.restore_to_point_in_time) == 0
    )
    kind    = "replica"
    from    = self.global_cluster_identifier
    to      = address
    key     = default(self.kms_key_id, null)
    enabled = true
  }
}

resource "aws_rds_cluster_instance" {
  fact "store" {
    like    = "cluster_instance"
    service = startswith(default(self.engine, ""), "aurora") ? "aurora" : "rds"
  }
}

# A global database made of a cluster that exists takes that cluster's name too, so that its secondaries find it.
resource "aws_rds_global_cluster" {
  part "store" {
    of                = default(self.source_db_cluster_identifier, null)
    to                = ["aws_rds_cluster"]
    name              = self.global_cluster_identifier
    backup_redundancy = unsaid("where the other clusters of ${address} are")
  }
}

# Clients reach the database by way of it, in the clear if it does not ask for TLS.
resource "aws_db_proxy" {
  fact "transfer" {
    name      = self.name
    protocol  = lower(self.engine_family)
    encrypted = default(self.require_tls, false)
  }
}

# Snapshots have the encryption of what they were taken from.
resource "aws_db_snapshot" {
  fact "snapshot" {
    name        = self.db_snapshot_identifier
    of_store    = self.db_instance_identifier
    shared_with = default(self.shared_accounts, [])
  }
}

resource "aws_db_cluster_snapshot" {
  fact "snapshot" {
    name        = self.db_cluster_snapshot_identifier
    of_store    = self.db_cluster_identifier
    shared_with = default(self.shared_accounts, [])
  }
}

resource "aws_db_snapshot_copy" {
  fact "snapshot" {
    region      = default(self.destination_region, region)
    name        = self.target_db_snapshot_identifier
    of_store    = self.kms_key_id != null ? null : self.source_db_snapshot_identifier
    encrypted   = self.kms_key_id != null ? true : unknown(self.source_db_snapshot_identifier)
    shared_with = default(self.shared_accounts, [])
  }
  fact "copy" {
    kind        = "recovery-point"
    from        = self.source_db_snapshot_identifier
    from_region = default(arn(literal(self.source_db_snapshot_identifier), "region"), region)
    to_region   = default(self.destination_region, region)
    key         = self.kms_key_id
    enabled     = true
  }
}

resource "aws_rds_cluster_snapshot_copy" {
  fact "snapshot" {
    region      = default(self.destination_region, region)
    name        = self.target_db_cluster_snapshot_identifier
    of_store    = self.kms_key_id != null ? null : self.source_db_cluster_snapshot_identifier
    encrypted   = self.kms_key_id != null ? true : unknown(self.source_db_cluster_snapshot_identifier)
    shared_with = default(self.shared_accounts, [])
  }
  fact "copy" {
    kind        = "recovery-point"
    from        = self.source_db_cluster_snapshot_identifier
    from_region = default(arn(literal(self.source_db_cluster_snapshot_identifier), "region"), region)
    to_region   = default(self.destination_region, region)
    key         = self.kms_key_id
    enabled     = true
  }
}

# Made in the region that receives the backups.
resource "aws_db_instance_automated_backups_replication" {
  fact "copy" {
    kind      = "recovery-point"
    from      = self.source_db_instance_arn
    to_region = region
    kept_days = default(self.retention_period, 7)
    key       = default(self.kms_key_id, null)
    enabled   = true
  }
}

# rds.force_ssl (PostgreSQL, SQL Server) and require_secure_transport (MySQL, MariaDB). A group that sets neither leaves the
# engine's default: off in the versions named, on in newer ones; null where that is not sure.
resource "aws_db_parameter_group" {
  fact "parameters" {
    name = default(self.name, null)
    tls_required = default(
      length([for p in self.parameter : p if contains(["rds.force_ssl", "require_secure_transport"], lower(p.name))]) == 0 ? null :
      all([for p in self.parameter : contains(["1", "on", "true"], lower(p.value)) if contains(["rds.force_ssl", "require_secure_transport"], lower(p.name))]),
      any([for f in [
        "mysql5.7", "mysql8.0", "mariadb10.5", "mariadb10.6", "mariadb10.11", "mariadb11.4",
        "postgres9.", "postgres10", "postgres11", "postgres12", "postgres13", "postgres14", "sqlserver-"
      ] : startswith(default(self.family, ""), f)]) ? false : null
    )
  }
}

resource "aws_rds_cluster_parameter_group" {
  fact "parameters" {
    name = default(self.name, null)
    tls_required = default(
      length([for p in self.parameter : p if contains(["rds.force_ssl", "require_secure_transport"], lower(p.name))]) == 0 ? null :
      all([for p in self.parameter : contains(["1", "on", "true"], lower(p.value)) if contains(["rds.force_ssl", "require_secure_transport"], lower(p.name))]),
      any([for f in [
        "aurora-mysql5.7", "aurora-mysql8.0", "aurora-postgresql10", "aurora-postgresql11",
        "aurora-postgresql12", "aurora-postgresql13", "aurora-postgresql14", "aurora-postgresql15",
        "aurora-postgresql16", "mysql8.0", "postgres13", "postgres14"
      ] : startswith(default(self.family, ""), f)]) ? false : null
    )
  }
}
