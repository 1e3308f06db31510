# Databases without servers to choose: Aurora DSQL, Keyspaces, Timestream. All are always encrypted, and reached over TLS alone.

resource "aws_dsql_cluster" {
  fact "store" {
    like          = "tagged"
    kind          = "database"
    service       = "aurora-dsql"
    role          = "primary"
    name          = self.identifier
    arn           = self.arn
    arn_resource  = "dsql:cluster/*"
    encrypted     = true
    key           = startswith(default(literal(self.kms_encryption_key), ""), "AWS_OWNED") ? null : default(self.kms_encryption_key, null)
    tls_required  = true
    delete_guard  = default(self.deletion_protection_enabled, false)
    force_destroy = default(self.force_destroy, false)
    redundancy    = length(self.multi_region_properties) > 0 ? "geo" : "zone"
  }
}

resource "aws_dsql_cluster_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.identifier
  }
}

resource "aws_keyspaces_table" {
  fact "store" {
    like          = "tagged"
    kind          = "table"
    service       = "keyspaces"
    role          = "primary"
    name          = self.table_name
    arn           = self.arn
    arn_resource  = "cassandra:/keyspace/${default(self.keyspace_name, "*")}/table/${default(self.table_name, "*")}"
    plannable     = false
    encrypted     = true
    key           = default(self.encryption_specification[0].kms_key_identifier, null)
    tls_required  = true
    backups       = default(self.point_in_time_recovery[0].status, "DISABLED") == "ENABLED"
    kept_days     = default(self.point_in_time_recovery[0].status, "DISABLED") == "ENABLED" ? 35 : 0
    point_in_time = default(self.point_in_time_recovery[0].status, "DISABLED") == "ENABLED"
    redundancy    = "zone"
  }
}

# A keyspace of several regions has every table in all of them.
resource "aws_keyspaces_keyspace" {
  fact "copy" {
    for_each  = [for place in flatten([for r in self.replication_specification : default(r.region_list, [])]) : place if place != region]
    kind      = "replica"
    to_region = each.value
    enabled   = true
  }
}

# The database has the key of its tables, and AWS Backup copies tables.
resource "aws_timestreamwrite_database" {
  fact "store" {
    like         = "tagged"
    kind         = "table"
    service      = "timestream"
    role         = "server"
    name         = self.database_name
    arn          = self.arn
    arn_resource = "timestream:database/${default(self.database_name, "*")}"
    encrypted    = true
    key          = default(self.kms_key_id, null)
    tls_required = true
    redundancy   = "zone"
  }
}

resource "aws_timestreamwrite_table" {
  fact "store" {
    like         = "tagged"
    kind         = "table"
    service      = "timestream"
    role         = "primary"
    parent       = self.database_name
    name         = self.table_name
    arn          = self.arn
    arn_resource = "timestream:database/${default(self.database_name, "*")}/table/${default(self.table_name, "*")}"
    encrypted    = true
    key_manager  = "parent"
    tls_required = true
    redundancy   = "zone"
  }
}

# AWS backs it up by itself, and says nothing of how long it keeps that.
shape "influxdb" "store" {
  like         = "tagged"
  kind         = "database"
  service      = "timestream-influxdb"
  backups      = true
  plannable    = false
  role         = "primary"
  name         = self.name
  arn          = self.arn
  encrypted    = true
  public       = default(self.publicly_accessible, false)
  tls_required = true
}

resource "aws_timestreaminfluxdb_db_instance" {
  fact "store" {
    like         = "influxdb"
    arn_resource = "timestream-influxdb:db-instance/*"
    firewalls    = default(self.vpc_security_group_ids, null)
    redundancy   = startswith(default(self.deployment_type, "SINGLE_AZ"), "WITH_MULTIAZ") ? "zone" : "local"
  }
}

resource "aws_timestreaminfluxdb_db_cluster" {
  fact "store" {
    like         = "influxdb"
    arn_resource = "timestream-influxdb:db-cluster/*"
    firewalls    = default(self.vpc_security_group_ids, null)
    redundancy   = "zone"
  }
}
