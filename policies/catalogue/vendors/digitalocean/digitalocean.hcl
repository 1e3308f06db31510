# DigitalOcean: Spaces, Droplets, volumes, databases. Whether it encrypts what it keeps the configuration does not say, but for databases,
# which it always encrypts, and reaches over TLS alone. Backups of a Droplet stay in its region. No resource locks objects.

resource "digitalocean_spaces_bucket" {
  fact "store" {
    kind        = "object"
    service     = "spaces"
    role        = unknown("what ${address} is for")
    name        = self.name
    region      = default(self.region, "nyc3")
    encrypted   = unknown("the encryption of ${address}")
    key_manager = "none"
    versioned   = default(self.versioning[0].enabled, false)
    lock_mode   = "none"
    expires_days = min([
      for r in self.lifecycle_rule : r.expiration[0].days if r.enabled && default(r.expiration[0].days, 0) > 0 && default(r.prefix, "") == ""
    ]...)
    noncurrent_days = min([
      for r in self.lifecycle_rule : r.noncurrent_version_expiration[0].days
      if r.enabled && default(r.noncurrent_version_expiration[0].days, 0) > 0 && default(r.prefix, "") == ""
    ]...)
    force_destroy = default(self.force_destroy, false)
    logged        = false
  }

  fact "grant" {
    when            = default(self.acl, "private") == "public-read"
    kind            = "resource"
    on              = address
    on_concept      = "store"
    effect          = "allow"
    principals      = self.acl == "public-read" ? ["*"] : []
    principal_kinds = self.acl == "public-read" ? ["anyone"] : []
    actions         = ["s3:ListBucket"]
    resources       = ["*"]
  }
}

resource "digitalocean_spaces_bucket_policy" {
  fact "grant" {
    for_each        = statements(self.policy)
    kind            = "resource"
    on              = self.bucket
    on_concept      = "store"
    effect          = each.value.effect
    principals      = each.value.principals
    principal_kinds = each.value.principal_kinds
    not_principals  = each.value.not_principals
    actions         = each.value.actions
    not_actions     = each.value.not_actions
    resources       = each.value.resources
    not_resources   = each.value.not_resources
    conditions      = each.value.conditions
    sid             = each.value.sid
  }
}

resource "digitalocean_spaces_bucket_logging" {
  part "store" {
    of     = self.bucket
    to     = ["digitalocean_spaces_bucket"]
    logged = true
  }
  part "store" {
    of   = self.target_bucket
    to   = ["digitalocean_spaces_bucket"]
    role = "log"
  }
}

resource "digitalocean_droplet" {
  fact "store" {
    kind              = "block"
    service           = "droplets"
    role              = "primary"
    name              = self.name
    arn               = self.id
    encrypted         = unknown("the encryption of ${address}")
    key_manager       = "none"
    backups           = default(self.backups, false)
    backup_redundancy = "zone"
  }
}

resource "digitalocean_volume" {
  fact "store" {
    kind        = "block"
    service     = "volumes"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = unknown("the encryption of ${address}")
    key_manager = "none"
  }
}

resource "digitalocean_spaces_bucket_object" {
  fact "grant" {
    when            = default(self.acl, "private") == "public-read"
    kind            = "resource"
    on              = self.bucket
    on_concept      = "store"
    effect          = "allow"
    principals      = self.acl == "public-read" ? ["*"] : []
    principal_kinds = self.acl == "public-read" ? ["anyone"] : []
    actions         = ["s3:GetObject"]
    resources       = [self.key]
  }
}

# A backup is made every day and kept for seven, and no setting changes that. Until sources are named that it trusts, a cluster is open to all.
resource "digitalocean_database_cluster" {
  fact "store" {
    kind              = default(pick({ redis = "cache", valkey = "cache", kafka = "queue", opensearch = "search" }, lower(self.engine)), "database")
    service           = "managed-databases"
    role              = "primary"
    name              = self.name
    arn               = self.id
    encrypted         = true
    key_manager       = "none"
    tls_required      = true
    public            = true
    backups           = surely(!contains(["redis", "valkey", "kafka", "opensearch"], lower(self.engine))) ? true : null
    kept_days         = surely(!contains(["redis", "valkey", "kafka", "opensearch"], lower(self.engine))) ? 7 : null
    backup_redundancy = surely(!contains(["redis", "valkey", "kafka", "opensearch"], lower(self.engine))) ? unknown("where the backups of ${address} are") : null
  }
}

resource "digitalocean_database_replica" {
  fact "store" {
    kind         = "database"
    service      = "managed-databases"
    role         = "replica"
    name         = self.name
    arn          = self.uuid
    parent       = self.cluster_id
    encrypted    = true
    key_manager  = "none"
    tls_required = true
  }

  fact "copy" {
    kind    = "replica"
    from    = self.cluster_id
    to      = address
    enabled = true
  }
}

resource "digitalocean_database_firewall" {
  part "store" {
    of     = self.cluster_id
    to     = ["digitalocean_database_cluster"]
    public = any([for r in self.rule : r.type == "ip_addr" && internet(r.value)])
  }
}

# What opens the account itself.
provider "digitalocean" {
  fact "secret" {
    when    = is_set(default(self.token, self.spaces_secret_key))
    name    = "token"
    written = written(default(self.token, self.spaces_secret_key))
  }
}
