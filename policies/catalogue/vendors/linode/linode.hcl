# Akamai's cloud, which was Linode. Disks are encrypted where the region can, unless that is turned off; those of databases always are. No
# resource locks objects.

resource "linode_object_storage_bucket" {
  fact "store" {
    kind        = "object"
    service     = "object-storage"
    role        = unknown("what ${address} is for")
    name        = self.label
    region      = default(self.region, self.cluster)
    encrypted   = unknown("the encryption of ${address}")
    key_manager = "none"
    versioned   = default(self.versioning, false)
    lock_mode   = "none"
    expires_days = min([
      for r in self.lifecycle_rule : r.expiration[0].days if r.enabled && default(r.expiration[0].days, 0) > 0 && default(r.prefix, "") == ""
    ]...)
    noncurrent_days = min([
      for r in self.lifecycle_rule : r.noncurrent_version_expiration[0].days
      if r.enabled && default(r.noncurrent_version_expiration[0].days, 0) > 0 && default(r.prefix, "") == ""
    ]...)
  }

  fact "grant" {
    when            = contains(["public-read", "public-read-write", "authenticated-read"], default(self.acl, "private"))
    kind            = "resource"
    on              = address
    on_concept      = "store"
    effect          = "allow"
    principals      = ["*"]
    principal_kinds = ["anyone"]
    actions         = self.acl == "public-read-write" ? ["s3:ListBucket", "s3:PutObject", "s3:DeleteObject"] : ["s3:ListBucket"]
    resources       = ["*"]
  }
}

resource "linode_instance" {
  fact "store" {
    kind              = "block"
    service           = "linodes"
    role              = "primary"
    name              = self.label
    arn               = self.id
    encrypted         = default(self.disk_encryption, unknown("the default of the region of ${address}")) == "enabled"
    key_manager       = "none"
    backups           = default(self.backups_enabled, false)
    backup_redundancy = "zone"
  }
}

resource "linode_volume" {
  fact "store" {
    kind        = "block"
    service     = "volumes"
    role        = "primary"
    name        = self.label
    arn         = self.id
    encrypted   = default(self.encryption, unknown("the default of the region of ${address}")) == "enabled"
    key_manager = "none"
  }
}

# A backup is made every day and kept for seven, and no setting changes that.
resource "linode_database_mysql_v2, linode_database_postgresql_v2" {
  fact "store" {
    name = self.label
    arn  = self.id
    public = (
      (is_set(self.private_network) ? default(pick(self.private_network, "public_access"), false) : true)
      && any([for a in default(self.allow_list, []) : internet(a)])
    )
    tls_required      = self.ssl_connection
    kind              = "database"
    service           = "managed-databases"
    role              = "primary"
    encrypted         = true
    key_manager       = "none"
    backups           = true
    kept_days         = 7
    backup_redundancy = unknown("where the backups of ${address} are")
  }
}

resource "linode_database_access_controls" {
  part "store" {
    of     = self.database_id
    to     = ["linode_database_mysql_v2", "linode_database_postgresql_v2"]
    public = any([for a in self.allow_list : internet(a)])
  }
}

# What opens the account itself.
provider "linode" {
  fact "secret" {
    when    = is_set(default(self.token, self.obj_secret_key))
    name    = "token"
    written = written(default(self.token, self.obj_secret_key))
  }
}
