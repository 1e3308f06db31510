# Virtual machines and managed disks. Azure encrypts every disk at rest with its own key; a disk encryption set names the
# customer's. Backup protects the machine, so the machine is the store and its disks are part of it. A disk of the host
# (diff_disk_settings) keeps nothing.

resource "azurerm_linux_virtual_machine, azurerm_windows_virtual_machine" {
  fact "store" {
    like = "machine"
    key  = default(self.os_disk[0].disk_encryption_set_id, self.os_disk[0].secure_vm_disk_encryption_set_id)
    key_manager = (
      default(self.os_disk[0].disk_encryption_set_id, self.os_disk[0].secure_vm_disk_encryption_set_id) != null ? "customer" :
      length(flatten(self.os_disk[*].diff_disk_settings)) > 0 ? "parent" : null
    )
    networks = self.network_interface_ids
  }
}

# The older type, which cannot name a key for the disks that it makes. A disk with an address is a blob, and its storage account
# has the key.
resource "azurerm_virtual_machine" {
  fact "store" {
    like        = "machine"
    key_manager = default(self.storage_os_disk[0].vhd_uri, null) != null ? "parent" : null
    networks    = self.network_interface_ids
  }

  part "store" {
    for_each = [for d in concat(self.storage_os_disk, self.storage_data_disk) : d.managed_disk_id if default(d.managed_disk_id, null) != null]
    of       = each.value
    to       = ["azapi_resource", "azurerm_managed_disk"]
    role     = "replica"
    parent   = address
  }
}

# Azure Disk Encryption, which encrypts in the machine with keys from the customer's vault.
resource "azurerm_virtual_machine_extension" {
  part "store" {
    when        = regex("(?i)^AzureDiskEncryption", self.type) != null
    of          = self.virtual_machine_id
    to          = ["azapi_resource", "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"]
    key_manager = "customer"
  }
}

# A disk has no address of its own: it is exported with a token that somebody makes, and private_only says that none can be
# used from outside.
resource "azurerm_managed_disk" {
  fact "store" {
    kind         = "block"
    service      = "managed-disks"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = default(self.disk_encryption_set_id, self.secure_vm_disk_encryption_set_id)
    key_manager  = default(self.disk_encryption_set_id, self.secure_vm_disk_encryption_set_id) != null ? "customer" : null
    private_only = contains(["DenyAll", "AllowPrivate"], default(self.network_access_policy, "AllowAll"))
    redundancy   = endswith(self.storage_account_type, "_ZRS") ? "zone" : "local"
    tags         = default(self.tags, {})
  }
}

# A disk is backed up with the machine that it is attached to.
resource "azurerm_virtual_machine_data_disk_attachment" {
  part "store" {
    of     = self.managed_disk_id
    to     = ["azapi_resource", "azurerm_managed_disk"]
    role   = "replica"
    parent = self.virtual_machine_id
  }
}

resource "azurerm_disk_encryption_set" {
  part "key" {
    of   = default(self.key_vault_key_id, self.managed_hsm_key_id)
    to   = ["azapi_resource", "azurerm_key_vault_key"]
    name = self.name
  }
}

data "azurerm_disk_encryption_set" {
  fact "key" {
    name          = self.name
    manager       = "customer"
    protection    = unknown(self.id)
    purpose       = "encrypt"
    rotation      = unknown(self.id)
    deletion_days = unknown(self.id)
    purge_guard   = unknown(self.id)
    enabled       = unknown(self.id)
  }
}

# A copy of a disk that is made once. Its key is that of the disk.
resource "azurerm_snapshot" {
  fact "snapshot" {
    name     = self.name
    of_store = default(self.source_resource_id, self.source_uri)
  }
}

# Images in a gallery may hold what was on the machine that they were made of. A community gallery is everyone's; which tenants a
# gallery is shared with by Groups is not said in Terraform.
resource "azurerm_shared_image_gallery" {
  fact "share" {
    for_each = [for s in default(self.sharing, []) : s if s.permission != "Private"]
    what     = self.name
    accounts = each.value.permission == "Community" ? ["all"] : unsaid("which tenants ${address} is shared with")
  }
}

# What a machine writes to its console as it starts. An account that holds nothing else, as far as is declared, holds no records;
# containers and shares in storage.hcl have a higher rank.
shape "console" "store" {
  like = "account_of_url"
  role = "program"
  rank = -2
}

resource "azurerm_linux_virtual_machine, azurerm_windows_virtual_machine" {
  part "store" {
    for_each = self.boot_diagnostics[*].storage_account_uri
    like     = "console"
  }
}

resource "azurerm_virtual_machine, azurerm_virtual_machine_scale_set" {
  part "store" {
    for_each = self.boot_diagnostics[*].storage_uri
    like     = "console"
  }
}

resource "azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine_scale_set, azurerm_orchestrated_virtual_machine_scale_set" {
  part "store" {
    for_each = self.boot_diagnostics[*].storage_account_uri
    like     = "console"
  }
}
