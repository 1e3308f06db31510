# Virtual machines and managed disks. Azure encrypts every disk at rest with its own key; a disk encryption set names the
# customer's. Backup protects the machine, so the machine is the store and its disks are part of it.

resource "azurerm_linux_virtual_machine" {
  fact "store" {
    kind      = "block"
    service   = "virtual-machines"
    role      = "primary"
    name      = self.name
    arn       = self.id
    encrypted = true
    key       = self.os_disk[0].disk_encryption_set_id
    tags      = default(self.tags, {})
  }
}

resource "azurerm_windows_virtual_machine" {
  fact "store" {
    kind      = "block"
    service   = "virtual-machines"
    role      = "primary"
    name      = self.name
    arn       = self.id
    encrypted = true
    key       = self.os_disk[0].disk_encryption_set_id
    tags      = default(self.tags, {})
  }
}

resource "azurerm_managed_disk" {
  fact "store" {
    kind       = "block"
    service    = "managed-disks"
    role       = "primary"
    name       = self.name
    arn        = self.id
    encrypted  = true
    key        = default(self.disk_encryption_set_id, self.secure_vm_disk_encryption_set_id)
    public     = default(self.public_network_access_enabled, true) && default(self.network_access_policy, "AllowAll") == "AllowAll"
    redundancy = endswith(self.storage_account_type, "_ZRS") ? "zone" : "local"
    tags       = default(self.tags, {})
  }
}

resource "azurerm_disk_encryption_set" {
  part "key" {
    of   = self.key_vault_key_id
    to   = ["azurerm_key_vault_key"]
    name = self.name
  }
}
