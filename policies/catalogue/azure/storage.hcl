# Azure Storage. Always encrypted with 256-bit AES; a customer-managed key is a setting of the account or a resource beside it.
# What makes an account public are its containers (grants); public_blocked says whether they have any effect.

# The container of a website, which everyone can read.
shape "website" "grant" {
  like      = "public_blobs"
  resources = ["$web"]
}

resource "azurerm_storage_account" {
  # Defaults: HTTPS only, TLS 1.2, no versioning; nested items may be public, until azurerm 5.0. Blob soft delete is off
  # unless delete_retention_policy is written, which keeps 7 days by default; that of file shares is on. Accounts of the kind
  # FileStorage hold file shares alone. Accounts with a hierarchical namespace cannot keep versions.
  fact "store" {
    kind        = default(self.account_kind, "StorageV2") == "FileStorage" ? "file" : "object"
    service     = default(self.account_kind, "StorageV2") == "FileStorage" ? "files" : "blob-storage"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key         = default(self.customer_managed_key[0].key_vault_key_id, self.customer_managed_key[0].managed_hsm_key_id)
    key_manager = length(self.customer_managed_key) > 0 ? "customer" : null

    public_blocked = default(self.allow_nested_items_to_be_public, since(release, "5.0") ? false : true) ? false : true
    # enable_https_traffic_only is the name of azurerm 3.x. HTTPS alone also refuses SMB without encryption; NFS 3 knows none.
    tls_required = default(self.https_traffic_only_enabled, default(self["enable_https_traffic_only"], true)) && !default(self.nfsv3_enabled, false)
    min_tls      = replace(trimprefix(default(self.min_tls_version, "TLS1_2"), "TLS"), "_", ".")
    private_only = !default(self.public_network_access_enabled, true) || lower(default(self.network_rules[0].default_action, "Allow")) == "deny"
    logged       = false

    versioned = (
      is_set(regex("^FileStorage$", self.account_kind)) || is_set(regex("^true$", tostring(self.is_hns_enabled)))
      ? null : default(self.blob_properties[0].versioning_enabled, false)
    )
    soft_delete_days = (
      is_set(regex("^FileStorage$", self.account_kind))
      ? (length(self.share_properties) > 0 && length(flatten(self.share_properties[*].retention_policy)) == 0 ? 0 : default(self.share_properties[0].retention_policy[0].days, 7))
      : (length(flatten(self.blob_properties[*].delete_retention_policy)) > 0 ? default(self.blob_properties[0].delete_retention_policy[0].days, 7) : 0)
    )
    lock_mode  = default(self.account_kind, "StorageV2") == "FileStorage" ? null : { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(self.immutability_policy[0].state, "Disabled"))]
    lock_days  = self.immutability_policy[0].period_since_creation_in_days
    redundancy = { LRS = "local", ZRS = "zone", GRS = "geo", RAGRS = "geo", GZRS = "geo", RAGZRS = "geo" }[self.account_replication_type]
    iam_auth   = !default(self.shared_access_key_enabled, true) && !default(self.sftp_enabled, false)
    tags       = default(self.tags, {})
  }

  # A website is for everyone, whatever the account says of its other containers; azurerm has the block until 5.0.
  fact "grant" {
    for_each = [for w in self.static_website : w if default(self.public_network_access_enabled, true)]
    like     = "website"
    on       = address
  }

  # Resources of another directory that the firewall lets in.
  fact "share" {
    for_each = [for a in flatten(self.network_rules[*].private_link_access) : a.endpoint_tenant_id if default(a.endpoint_tenant_id, null) != null && !startswith(default(a.endpoint_tenant_id, ""), "{tenant_id of ")]
    what     = address
    accounts = [each.value]
  }
}

resource "azurerm_storage_account_static_website" {
  fact "grant" {
    like = "website"
    on   = self.storage_account_id
  }
}

resource "azurerm_storage_account_network_rules" {
  part "store" {
    of           = self.storage_account_id
    to           = ["azapi_resource", "azurerm_storage_account"]
    private_only = lower(self.default_action) == "deny"
  }

  fact "share" {
    for_each = [for a in self.private_link_access : a.endpoint_tenant_id if default(a.endpoint_tenant_id, null) != null && !startswith(default(a.endpoint_tenant_id, ""), "{tenant_id of ")]
    what     = self.storage_account_id
    accounts = [each.value]
  }
}

# Somebody with a key or password of the account's own.
resource "azurerm_storage_account_local_user" {
  part "store" {
    of       = self.storage_account_id
    to       = ["azapi_resource", "azurerm_storage_account"]
    iam_auth = false
  }
}

# What is written under a scope is encrypted with the key of the scope, whatever the key of the account is.
resource "azurerm_storage_encryption_scope" {
  fact "store" {
    kind        = "object"
    service     = "blob-storage"
    role        = "server"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key         = self.key_vault_key_id
    key_manager = self.source == "Microsoft.KeyVault" ? "customer" : null
    region      = null
  }
}

resource "azurerm_storage_account_customer_managed_key" {
  part "store" {
    of          = self.storage_account_id
    to          = ["azapi_resource", "azurerm_storage_account"]
    key         = default(self.key_vault_key_id, default(self.managed_hsm_key_id, default(self.key_name, self.key_vault_id)))
    key_manager = "customer"
  }
}

resource "azurerm_storage_container" {
  # Whatever else the account is for.
  part "store" {
    when = surely(endswith(default(read_from(default(self.storage_account_id, self.storage_account_name)), "azurerm_storage_account"), "azurerm_storage_account"))
    of   = default(self.storage_account_id, self.storage_account_name)
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "primary"
    rank = -1
  }

  # The container, by which policies and backends find the account.
  part "store" {
    of   = default(self.storage_account_id, self.storage_account_name)
    to   = ["azapi_resource", "azurerm_storage_account"]
    name = "container/${self.name}"
  }

  fact "grant" {
    for_each = [self.container_access_type]
    like     = "public_container"
    on       = default(self.storage_account_id, self.storage_account_name)
  }
}

# A file share. The account that it is in has its key and its settings.
resource "azurerm_storage_share" {
  # Whatever else the account is for.
  part "store" {
    when = surely(endswith(default(read_from(default(self.storage_account_id, self.storage_account_name)), "azurerm_storage_account"), "azurerm_storage_account"))
    of   = default(self.storage_account_id, self.storage_account_name)
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "primary"
    rank = -1
  }

  fact "store" {
    kind        = "file"
    service     = "files"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key_manager = "parent"
  }
}

# A file system of Data Lake Storage is a container of its account.
resource "azurerm_storage_data_lake_gen2_filesystem" {
  # Whatever else the account is for.
  part "store" {
    when = surely(endswith(default(read_from(self.storage_account_id), "azurerm_storage_account"), "azurerm_storage_account"))
    of   = self.storage_account_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "primary"
    rank = -1
  }

  part "store" {
    of = self.storage_account_id
    to = ["azapi_resource", "azurerm_storage_account"]
  }
}

# The lock of a container stands for its account. Unlocked, whoever administers the account can take it off.
resource "azurerm_storage_container_immutability_policy" {
  part "store" {
    of        = self.storage_container_resource_manager_id
    to        = ["azapi_resource", "azurerm_storage_account"]
    lock_mode = default(self.locked, false) ? "compliance" : "governance"
    lock_days = self.immutability_period_in_days
  }
}

# Days since creation, last write or last access, whichever comes first.
resource "azurerm_storage_management_policy" {
  part "store" {
    of = self.storage_account_id
    to = ["azapi_resource", "azurerm_storage_account"]
    expires_days = min(flatten([for r in self.rule : [for b in flatten(r.actions[*].base_blob) : [
      b.delete_after_days_since_modification_greater_than,
      b.delete_after_days_since_creation_greater_than,
      b.delete_after_days_since_last_access_time_greater_than,
    ]] if default(r.enabled, true)])...)
    noncurrent_days = min(flatten([for r in self.rule : [for v in flatten(r.actions[*].version) : [v.delete_after_days_since_creation]] if default(r.enabled, true)])...)
  }
}

resource "azurerm_storage_object_replication" {
  fact "copy" {
    kind    = "replica"
    from    = self.source_storage_account_id
    to      = self.destination_storage_account_id
    enabled = true
  }

  part "store" {
    of   = self.destination_storage_account_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "backup"
  }
}

data "azurerm_storage_account" {
  fact "store" {
    of             = regex("^([$]|[^$]*)$", outline(self.name)) == null ? null : self.name
    kind           = "object"
    service        = "blob-storage"
    name           = self.name
    arn            = self.id
    encrypted      = true
    role           = unknown(self.id)
    key            = unknown(self.id)
    public_blocked = unknown(self.id)
    tls_required   = unknown(self.id)
    min_tls        = unknown(self.id)
    versioned      = unknown(self.id)
    lock_mode      = unknown(self.id)
    redundancy     = unknown(self.id)
    tags           = unknown(self.id)
  }
}
