# Snowflake. An account says where its databases are, though not which: AWS_US_WEST_2 is us-west-2. Time Travel brings data back for some
# days and is no backup.

resource "snowflake_account" {
  fact "store" {
    kind    = "warehouse"
    service = "snowflake"
    role    = "server"
    name    = self.name
    region  = replace(trimprefix(trimprefix(trimprefix(lower(default(self.region, unknown("the account of the provider of ${address}"))), "aws_"), "azure_"), "gcp_"), "_", "-")
  }
}

resource "snowflake_database" {
  fact "store" {
    kind             = "warehouse"
    service          = "snowflake"
    role             = "primary"
    name             = self.name
    arn              = self.id
    region           = null
    encrypted        = unknown("the encryption of ${address}")
    key_manager      = "provider"
    tls_required     = true
    backups          = unknown("the backups of ${address}")
    soft_delete_days = default(self.data_retention_time_in_days, unknown("the parameters of the account of ${address}"))
  }

  fact "copy" {
    for_each   = flatten(self.replication[*].enable_to_account)
    kind       = "replica"
    from       = address
    to_account = each.value.account_identifier
    to_region  = unknown("the region of account ${each.value.account_identifier}")
    enabled    = true
  }
}

# A group replicates what is in it to other accounts.
resource "snowflake_failover_group" {
  fact "copy" {
    for_each   = default(self.allowed_accounts, [])
    kind       = "replica"
    to_account = each.value
    to_region  = unknown("the region of account ${each.value}")
    enabled    = true
  }
}

resource "snowflake_share" {
  fact "share" {
    when     = length(default(self.accounts, [])) > 0
    accounts = self.accounts
  }
}

# A policy for all addresses lets everyone try.
resource "snowflake_network_policy" {
  fact "transfer" {
    name     = self.name
    protocol = "SQL"
    public   = contains(default(self.allowed_ip_list, []), "0.0.0.0/0")
  }
}

# What opens the account itself.
provider "snowflake" {
  fact "secret" {
    when    = is_set(default(self.password, default(self.private_key, self.token)))
    name    = "password"
    written = written(default(self.password, default(self.private_key, self.token)))
  }
}
