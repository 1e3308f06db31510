# Amazon DynamoDB. Tables are always encrypted; server_side_encryption decides with whose key.

# A table with the key LockID and nothing else keeps no records: Terraform locks its state with it.
resource "aws_dynamodb_table" {
  fact "store" {
    when              = !surely(default(self.hash_key, "") == "LockID" && default(self.range_key, null) == null && length(self.attribute) == 1)
    like              = "tagged"
    kind              = "table"
    service           = "dynamodb"
    role              = "primary"
    name              = self.name
    arn               = self.arn
    arn_resource      = "dynamodb:table/${default(self.name, "*")}"
    encrypted         = true
    key               = default(self.server_side_encryption[0].enabled, false) ? default(self.server_side_encryption[0].kms_key_arn, null) : null
    backups           = default(self.point_in_time_recovery[0].enabled, false)
    kept_days         = default(self.point_in_time_recovery[0].enabled, false) ? default(self.point_in_time_recovery[0].recovery_period_in_days, 35) : 0
    point_in_time     = default(self.point_in_time_recovery[0].enabled, false)
    delete_guard      = default(self.deletion_protection_enabled, false)
    redundancy        = "zone"
    backup_redundancy = "zone"
  }

  # Replicas of a global table. Live data is mirrored, deletions too.
  fact "copy" {
    for_each  = self.replica
    kind      = "replica"
    from      = address
    to_region = each.value.region_name
    key       = default(each.value.kms_key_arn, null)
    enabled   = true
  }
}

resource "aws_dynamodb_table_replica" {
  fact "store" {
    like          = "tagged"
    kind          = "table"
    service       = "dynamodb"
    role          = "replica"
    parent        = self.global_table_arn
    arn           = self.arn
    arn_resource  = "dynamodb:table/*"
    encrypted     = true
    key           = default(self.kms_key_arn, null)
    backups       = default(self.point_in_time_recovery, false)
    kept_days     = default(self.point_in_time_recovery, false) ? 35 : 0
    point_in_time = default(self.point_in_time_recovery, false)
    delete_guard  = default(self.deletion_protection_enabled, false)
    redundancy    = "zone"
  }

  fact "copy" {
    kind      = "replica"
    from      = self.global_table_arn
    to        = address
    to_region = region
    key       = default(self.kms_key_arn, null)
    enabled   = true
  }
}

# The 2017 version of global tables: joins tables of the same name.
resource "aws_dynamodb_global_table" {
  fact "copy" {
    for_each  = self.replica
    kind      = "replica"
    from      = self.name
    to_region = each.value.region_name
    enabled   = true
  }
}

resource "aws_dynamodb_resource_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.policy)
    on       = self.resource_arn
  }
}
