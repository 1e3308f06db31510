# Places for objects beside Amazon S3's general buckets: directory buckets (in one zone), table and vector buckets, and the vaults of
# S3 Glacier. All are always encrypted.

resource "aws_s3_directory_bucket" {
  fact "store" {
    like          = "tagged"
    kind          = "object"
    service       = "s3-express"
    role          = "primary"
    name          = self.bucket
    arn           = self.arn
    arn_resource  = "s3express:bucket/${default(self.bucket, "*")}"
    plannable     = false
    encrypted     = true
    key           = null
    force_destroy = default(self.force_destroy, false)
    redundancy    = "local"
  }
}

resource "aws_s3tables_table_bucket" {
  fact "store" {
    like          = "tagged"
    kind          = "table"
    service       = "s3-tables"
    role          = "primary"
    name          = self.name
    arn           = self.arn
    arn_resource  = "s3tables:bucket/${default(self.name, "*")}"
    plannable     = false
    encrypted     = true
    key           = default(self.encryption_configuration.kms_key_arn, null)
    force_destroy = default(self.force_destroy, false)
    redundancy    = "zone"
  }
}

# The replicas of tables keep their history, and stay when the tables are deleted.
resource "aws_s3tables_table_bucket_replication" {
  fact "copy" {
    for_each   = flatten(self.rule[*].destination)
    kind       = "replica"
    from       = self.table_bucket_arn
    to         = each.value.destination_table_bucket_arn
    to_account = arn(literal(each.value.destination_table_bucket_arn), "account")
    to_region  = arn(each.value.destination_table_bucket_arn, "region")
    enabled    = true
  }

  part "store" {
    for_each = flatten(self.rule[*].destination)
    of       = each.value.destination_table_bucket_arn
    to       = ["aws_s3tables_table_bucket"]
    role     = "backup"
  }
}

resource "aws_s3tables_table_bucket_policy, aws_s3tables_table_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.resource_policy)
    on       = self.table_bucket_arn
  }
}

resource "aws_s3vectors_vector_bucket" {
  fact "store" {
    like          = "tagged"
    kind          = "search"
    service       = "s3-vectors"
    role          = "primary"
    name          = self.vector_bucket_name
    arn           = self.vector_bucket_arn
    arn_resource  = "s3vectors:bucket/${default(self.vector_bucket_name, "*")}"
    encrypted     = true
    key           = default(self.encryption_configuration[0].kms_key_arn, null)
    force_destroy = default(self.force_destroy, false)
    redundancy    = "zone"
  }
}

resource "aws_s3vectors_vector_bucket_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.vector_bucket_arn
  }
}

# An archive cannot be changed, and a vault that is not empty cannot be deleted. Its key is always the service's own.
resource "aws_glacier_vault" {
  fact "store" {
    like         = "tagged"
    kind         = "object"
    service      = "s3-glacier"
    role         = "backup"
    name         = self.name
    arn          = self.arn
    arn_resource = "glacier:vaults/${default(self.name, "*")}"
    encrypted    = true
    lock_mode    = "none"
    redundancy   = "zone"
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(default(self.access_policy, null))
    on       = address
  }
}

# A lock that is not complete lapses after a day. What it denies is taken to be the deletion of archives: that is what locks are for.
resource "aws_glacier_vault_lock" {
  part "store" {
    of        = self.vault_name
    to        = ["aws_glacier_vault"]
    lock_mode = self.complete_lock ? "compliance" : "none"
  }
}
