# Bigtable. The instance has clusters, which all hold all of the data, each encrypted with the key that it names. Tables have the
# backups, which lie in every cluster. Connections are TLS.

resource "google_bigtable_instance" {
  # deletion_protection is Terraform's own; force_destroy takes the backups along.
  fact "store" {
    like              = "labelled"
    kind              = "table"
    service           = "bigtable"
    role              = "server"
    name              = self.name
    arn               = self.id
    region            = default(regex("^[a-z]+-[a-z]+[0-9]+", self.cluster[0].zone), region)
    encrypted         = true
    key               = length([for c in self.cluster : c if c.kms_key_name == null]) == 0 ? self.cluster[0].kms_key_name : null
    key_manager       = length(self.cluster) > 0 && length([for c in self.cluster : c if c.kms_key_name == null]) == 0 ? "customer" : null
    tls_required      = true
    redundancy        = length(distinct([for c in self.cluster : regex("^[a-z]+-[a-z]+[0-9]+", c.zone)])) > 1 ? "geo" : length(self.cluster) > 1 ? "zone" : "local"
    backup_redundancy = length(distinct([for c in self.cluster : regex("^[a-z]+-[a-z]+[0-9]+", c.zone)])) > 1 ? "geo" : length(self.cluster) > 1 ? "zone" : "local"
    delete_guard      = default(self.deletion_protection, true)
    force_destroy     = default(self.force_destroy, false)
  }

  # A cluster in a further region holds all of the data.
  fact "copy" {
    for_each  = distinct([for c in self.cluster : default(regex("^[a-z]+-[a-z]+[0-9]+", c.zone), region)])
    when      = each.value != default(regex("^[a-z]+-[a-z]+[0-9]+", self.cluster[0].zone), region)
    kind      = "replica"
    from      = address
    to_region = each.value
    enabled   = true
  }
}

# Automated backups are off unless the table has a policy, whose backups are kept for a week by default; "0" turns them off again.
resource "google_bigtable_table" {
  fact "store" {
    kind         = "table"
    service      = "bigtable"
    role         = "primary"
    parent       = self.instance_name
    name         = self.name
    arn          = self.id
    region       = null
    encrypted    = true
    key_manager  = "parent"
    tls_required = true
    backups      = length(self.automated_backup_policy) > 0 && length([for p in self.automated_backup_policy : p if default(p.retention_period, "") == "0"]) == 0
    kept_days = (
      length(self.automated_backup_policy) == 0 ? 0 :
      max([for p in self.automated_backup_policy : default(p.retention_period, "") == "0" ? 0 : default(days(p.retention_period), 7)]...)
    )
    gap_hours = (
      length(self.automated_backup_policy) == 0 || any([for p in self.automated_backup_policy : default(p.retention_period, "") == "0"]) ? null :
      default(days(self.automated_backup_policy[0].frequency), 1) * 24
    )
    delete_guard = default(self.deletion_protection, "UNPROTECTED") == "PROTECTED"
  }
}
