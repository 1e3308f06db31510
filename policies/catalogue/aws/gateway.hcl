# AWS Storage Gateway and Amazon WorkSpaces: disks that people work on, with a copy at AWS.

# Without a key of the customer's own the volumes in S3 are encrypted with the service's.
resource "aws_storagegateway_cached_iscsi_volume, aws_storagegateway_stored_iscsi_volume" {
  fact "store" {
    like         = "tagged"
    kind         = "block"
    service      = "storage-gateway"
    role         = "primary"
    name         = self.target_name
    arn          = self.arn
    arn_resource = "storagegateway:gateway/*/volume/*"
    encrypted    = true
    key          = default(self.kms_encrypted, false) ? default(self.kms_key, null) : null
    redundancy   = "zone"
  }
}

# What a file share writes to its bucket has the ACL that the share gives it.
resource "aws_storagegateway_nfs_file_share, aws_storagegateway_smb_file_share" {
  fact "grant" {
    when            = contains(["public-read", "public-read-write", "authenticated-read"], default(self.object_acl, "private"))
    like            = "open_acl"
    on              = self.location_arn
    principals      = contains(["public-read", "public-read-write", "authenticated-read"], self.object_acl) ? ["*"] : []
    principal_kinds = contains(["public-read", "public-read-write", "authenticated-read"], self.object_acl) ? ["anyone"] : []
    actions         = ["s3:GetObject"]
  }
}

# AWS takes a snapshot of the volumes of a WorkSpace every twelve hours, and keeps the last.
resource "aws_workspaces_workspace" {
  fact "store" {
    like         = "tagged"
    kind         = "block"
    service      = "workspaces"
    role         = "primary"
    arn_resource = "workspaces:workspace/*"
    encrypted    = default(self.root_volume_encryption_enabled, false) && default(self.user_volume_encryption_enabled, false)
    key          = default(self.volume_encryption_key, null)
    backups      = true
    redundancy   = "local"
  }
}
