# Azure Storage. Always encrypted with 256-bit AES; a customer-managed key is a setting of the account or a resource beside it.

resource "azurerm_storage_account" {
  # Defaults of azurerm 4.x: HTTPS only, TLS 1.2, nested items may be public, no versioning. Blob soft delete is off unless
  # delete_retention_policy is written, which keeps 7 days by default.
  fact "store" {
    kind      = "object"
    service   = "blob-storage"
    role      = "primary"
    name      = self.name
    arn       = self.id
    encrypted = true
    key       = default(self.customer_managed_key[0].key_vault_key_id, self.customer_managed_key[0].managed_hsm_key_id)

    public_blocked = !default(self.allow_nested_items_to_be_public, true)
    tls_required   = default(self.https_traffic_only_enabled, true)
    min_tls        = replace(trimprefix(default(self.min_tls_version, "TLS1_2"), "TLS"), "_", ".")
    private_only   = !default(self.public_network_access_enabled, true)

    versioned        = default(self.blob_properties[0].versioning_enabled, false)
    soft_delete_days = length(flatten(self.blob_properties[*].delete_retention_policy)) > 0 ? default(self.blob_properties[0].delete_retention_policy[0].days, 7) : 0
    lock_mode        = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(self.immutability_policy[0].state, "Disabled"))]
    lock_days        = self.immutability_policy[0].period_since_creation_in_days
    redundancy       = { LRS = "local", ZRS = "zone", GRS = "geo", RAGRS = "geo", GZRS = "geo", RAGZRS = "geo" }[self.account_replication_type]
    iam_auth         = !default(self.shared_access_key_enabled, true)
    tags             = default(self.tags, {})
  }
}

resource "azurerm_storage_account_customer_managed_key" {
  part "store" {
    of  = self.storage_account_id
    to  = ["azurerm_storage_account"]
    key = default(self.key_vault_key_id, default(self.managed_hsm_key_id, self.key_vault_id))
  }
}

resource "azurerm_storage_container" {
  # A container whose blobs, or whose list of blobs, anyone can read.
  part "store" {
    of     = default(self.storage_account_id, self.storage_account_name)
    to     = ["azurerm_storage_account"]
    public = contains(["blob", "container"], default(self.container_access_type, "private")) ? true : null
  }
}
