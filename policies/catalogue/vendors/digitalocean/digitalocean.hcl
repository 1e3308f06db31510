# DigitalOcean: Spaces, Droplets, volumes. Whether it encrypts what it keeps the configuration does not say, and backups of a Droplet stay
# in its region. No resource locks objects.

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
    principals      = ["*"]
    principal_kinds = ["anyone"]
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

# What opens the account itself.
provider "digitalocean" {
  fact "secret" {
    when    = is_set(default(self.token, self.spaces_secret_key))
    name    = "token"
    written = written(default(self.token, self.spaces_secret_key))
  }
}
