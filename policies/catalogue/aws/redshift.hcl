# Amazon Redshift. Clusters are encrypted and private unless told otherwise, at AWS since 2025; before version 6 the provider itself
# asked for a public one.
# Automated snapshots are kept for a day.

resource "aws_redshift_cluster" {
  fact "store" {
    like         = "tagged"
    kind         = "warehouse"
    service      = "redshift"
    role         = "primary"
    name         = self.cluster_identifier
    arn          = self.arn
    arn_resource = "redshift:cluster:${default(self.cluster_identifier, "*")}"
    firewalls    = default(self.vpc_security_group_ids, null)
    encrypted    = lower(default(self.encrypted, "true")) == "true" ? true : default(unknown(self.snapshot_identifier), default(unknown(self.snapshot_arn), false))
    key          = default(self.kms_key_id, default(unknown(self.snapshot_identifier), default(unknown(self.snapshot_arn), null)))
    public       = default(self.publicly_accessible, since(release, "6.0") ? false : true)
    # The groups called default.* are the service's own.
    parameters        = startswith(default(literal(self.cluster_parameter_group_name), ""), "default.") ? null : default(self.cluster_parameter_group_name, null)
    tls_required      = startswith(default(self.cluster_parameter_group_name, ""), "default.redshift-1") ? false : null
    kept_days         = default(self.automated_snapshot_retention_period, 1)
    backups           = default(self.automated_snapshot_retention_period, 1) > 0
    final_snapshot    = !default(self.skip_final_snapshot, false)
    logged            = false
    redundancy        = default(self.multi_az, false) ? "zone" : "local"
    backup_redundancy = "zone"
  }
}

resource "aws_redshift_parameter_group" {
  fact "parameters" {
    name = self.name
    tls_required = default(
      length([for p in self.parameter : p if lower(p.name) == "require_ssl"]) == 0 ? null :
      all([for p in self.parameter : lower(p.value) == "true" if lower(p.name) == "require_ssl"]),
      startswith(default(self.family, ""), "redshift-1") ? false : null
    )
  }
}

resource "aws_redshift_logging" {
  part "store" {
    of     = self.cluster_identifier
    to     = ["aws_redshift_cluster"]
    logged = true
  }
  part "store" {
    of   = self.bucket_name
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

# Automated snapshots are kept for a week where they are copied to, manual ones for ever.
resource "aws_redshift_snapshot_copy" {
  fact "copy" {
    kind      = "recovery-point"
    from      = self.cluster_identifier
    to_region = self.destination_region
    kept_days = default(self.retention_period, 7)
    key       = self.snapshot_copy_grant_name
    enabled   = true
  }
}

# A copy names its grant, and the grant its key.
resource "aws_redshift_snapshot_copy_grant" {
  part "key" {
    for_each = [for key in [default(self.kms_key_id, null)] : key if key != null]
    of       = each.value
    to       = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key"]
    name     = self.snapshot_copy_grant_name
  }
}

resource "aws_redshift_cluster_snapshot" {
  fact "snapshot" {
    name     = self.snapshot_identifier
    of_store = self.cluster_identifier
  }
}

resource "aws_redshift_resource_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.resource_arn
  }
}

resource "aws_redshift_data_share_authorization" {
  fact "share" {
    what     = self.data_share_arn
    accounts = [self.consumer_identifier]
  }
}

resource "aws_redshift_endpoint_authorization" {
  fact "share" {
    what     = self.cluster_identifier
    accounts = [self.account]
  }
}

# Serverless: the namespace holds the data, encrypted always; its recovery points are kept for a day. Workgroups open it to the world.
resource "aws_redshiftserverless_namespace" {
  fact "store" {
    like              = "tagged"
    kind              = "warehouse"
    service           = "redshift-serverless"
    role              = "primary"
    name              = self.namespace_name
    arn               = self.arn
    arn_resource      = "redshift-serverless:namespace/*"
    encrypted         = true
    key               = startswith(default(literal(self.kms_key_id), ""), "AWS_OWNED") ? null : default(self.kms_key_id, null)
    public            = false
    backups           = true
    kept_days         = 1
    backup_redundancy = "zone"
    logged            = contains(default(self.log_exports, []), "connectionlog") && contains(default(self.log_exports, []), "userlog")
    redundancy        = "zone"
  }
}

resource "aws_redshiftserverless_workgroup" {
  part "store" {
    of           = self.namespace_name
    to           = ["aws_redshiftserverless_namespace"]
    public       = default(self.publicly_accessible, false)
    tls_required = length([for p in self.config_parameter : p if p.parameter_key == "require_ssl"]) == 0 ? null : all([for p in self.config_parameter : lower(p.parameter_value) == "true" if p.parameter_key == "require_ssl"])
  }
}

resource "aws_redshiftserverless_snapshot" {
  fact "snapshot" {
    name     = self.snapshot_name
    of_store = self.namespace_name
  }
}

resource "aws_redshiftserverless_resource_policy" {
  fact "grant" {
    like       = "statement"
    for_each   = statements(self.policy)
    kind       = "resource"
    on         = self.resource_arn
    on_concept = "snapshot"
  }
}
