# Veeam Backup & Replication: a repository with its lock. The server is the practice's own, the bucket that of a cloud.

resource "veeambackup_vbr_repository" {
  fact "vault" {
    name        = self.name
    arn         = self.id
    region      = null
    key_manager = unknown("the encryption of ${address}")
    alarm       = unknown("the notifications of ${address}")
    lock_mode = surely(contains(["nfs", "smb"], lower(self.type))) ? unknown("the file system of ${address}") : (
      default(self.bucket[0].immutability_enabled, false) ? "compliance"
      : default(self.bucket[0].immutability[0].is_enabled, default(self.container[0].immutability[0].is_enabled, false))
      ? lower(default(self.bucket[0].immutability[0].immutability_mode, default(self.container[0].immutability[0].immutability_mode, unknown("the server's choice for ${address}"))))
      : "none"
    )
    lock_min_days = default(self.bucket[0].immutability[0].days_count, self.container[0].immutability[0].days_count)
  }

  part "store" {
    of   = default(self.bucket[0].bucket_name, self.container[0].container_name)
    to   = ["aws_s3_bucket", "azurerm_storage_container"]
    role = "backup"
  }
}
