# What the entries of AWS share: tags, and one statement of a policy document, as statements() gives it.

# The tags of a store are its own and the provider's default ones. What the provider is told to ignore somebody else sets.
shape "tagged" "store" {
  tags = merge(
    default(provider["default_tags"][0].tags, {}),
    default(self.tags, {}),
    { for key in default(provider["ignore_tags"][0].keys, []) : key => unknown("the tags of ${address}, which its provider ignores") },
    { for prefix in default(provider["ignore_tags"][0].key_prefixes, []) : "${prefix}*" => unknown("the tags of ${address}, which its provider ignores") },
  )
}

# A statement that names its principals: a resource policy, a trust policy.
shape "statement" "grant" {
  actions         = each.value.actions
  conditions      = each.value.conditions
  conditions_from = each.value.conditions_from
  effect          = each.value.effect
  not_actions     = each.value.not_actions
  not_principals  = each.value.not_principals
  not_resources   = each.value.not_resources
  principal_kinds = each.value.principal_kinds
  principals      = each.value.principals
  principals_from = each.value.principals_from
  resources       = each.value.resources
  sid             = each.value.sid
}

# A statement of the policy of a store.
shape "store_policy" "grant" {
  like       = "statement"
  kind       = "resource"
  on_concept = "store"
}

# A grant to everyone, in the words of ACLs.
shape "open_acl" "grant" {
  kind            = "resource"
  on_concept      = "store"
  effect          = "allow"
  principals      = ["*"]
  principal_kinds = ["anyone"]
  resources       = ["*"]
}

# A cluster behind the API of RDS: Aurora, Neptune, DocumentDB. At least one day of backups is kept, in its region; a global database has
# clusters in others.
shape "cluster" "store" {
  like              = "tagged"
  kind              = "database"
  name              = default(self.cluster_identifier, null)
  arn               = self.arn
  arn_resource      = "rds:cluster:${default(self.cluster_identifier, "*")}"
  firewalls         = default(self.vpc_security_group_ids, null)
  kept_days         = default(self.backup_retention_period, 1)
  backups           = true
  point_in_time     = true
  delete_guard      = default(self.deletion_protection, false)
  final_snapshot    = !default(self.skip_final_snapshot, false)
  redundancy        = "zone" # storage in three zones, also of a Multi-AZ DB cluster
  backup_redundancy = is_set(self.global_cluster_identifier) ? unsaid("where the other clusters of ${address} are") : "zone"
}

# A member of such a cluster, which takes everything but its being public from it.
shape "cluster_instance" "store" {
  like         = "tagged"
  kind         = "database"
  role         = "replica"
  parent       = self.cluster_identifier
  name         = default(self.identifier, null)
  arn          = self.arn
  arn_resource = "rds:db:${default(self.identifier, "*")}"
  key_manager  = "parent"
  public       = default(self.publicly_accessible, false)
}
