# CockroachDB Cloud. What is not written of backups and of protection the server chooses.

resource "cockroach_cluster" {
  fact "store" {
    kind              = "database"
    service           = "cockroachdb"
    role              = "primary"
    name              = self.name
    arn               = self.id
    tags              = default(self.labels, {})
    region            = self.regions[0]["name"]
    encrypted         = unknown("the encryption of ${address}")
    key_manager       = "provider"
    tls_required      = true
    backups           = default(pick(self.backup_config, "enabled"), unknown("the server's choice for ${address}"))
    kept_days         = default(pick(self.backup_config, "retention_days"), unknown("the server's choice for ${address}"))
    backup_redundancy = unknown("where the backups of ${address} are")
    delete_guard      = default(self.delete_protection, unknown("the server's choice for ${address}"))
  }

  # Data is in all regions of a cluster.
  fact "copy" {
    for_each  = [for i, r in default(self.regions, []) : r if i > 0]
    kind      = "replica"
    from      = address
    to_region = each.value["name"]
    enabled   = true
  }

  fact "plan" {
    when = is_set(pick(self.backup_config, "frequency_minutes"))
    name = self.name
  }

  fact "protection" {
    when  = is_set(pick(self.backup_config, "frequency_minutes"))
    store = address
    plan  = address
  }

  fact "schedule" {
    when      = is_set(pick(self.backup_config, "frequency_minutes"))
    plan      = address
    cron      = "every ${pick(self.backup_config, "frequency_minutes")} minutes"
    gap_hours = pick(self.backup_config, "frequency_minutes") / 60
    kept_days = default(pick(self.backup_config, "retention_days"), unknown("the server's choice for ${address}"))
    enabled   = default(pick(self.backup_config, "enabled"), true)
  }
}

resource "cockroach_cmek" {
  part "store" {
    of          = self.id
    to          = ["cockroach_cluster"]
    key_manager = "customer"
    encrypted   = true
  }
}

# An entry for all addresses lets everyone try.
resource "cockroach_allow_list" {
  fact "transfer" {
    name     = self.cidr_ip
    protocol = "SQL"
    public   = self.sql && self.cidr_mask == 0
  }
}

# What opens the account itself.
provider "cockroach" {
  fact "secret" {
    when    = is_set(self.apikey)
    name    = "key"
    written = written(self.apikey)
  }
}
