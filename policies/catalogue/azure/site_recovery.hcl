# Azure Site Recovery. A fabric is a region as it knows it: replicas of machines lie in the region of the target fabric, wherever
# the vault is. It replicates what happens, mistakes among it, and so takes the place of no backup.

resource "azurerm_site_recovery_fabric" {
  fact "store" {
    kind        = "block"
    service     = "site-recovery"
    role        = "backup"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key_manager = "parent"
  }
}

resource "azurerm_site_recovery_replicated_vm" {
  fact "copy" {
    kind    = "replica"
    from    = self.source_vm_id
    to      = self.target_recovery_fabric_id
    enabled = true
  }
  # What passes through an account on its way to the other region is not kept there.
  part "store" {
    for_each = [for d in default(self.managed_disk, []) : d.staging_storage_account_id if default(d.staging_storage_account_id, null) != null]
    when     = surely(endswith(default(read_from(each.value), "azurerm_storage_account"), "azurerm_storage_account"))
    of       = each.value
    to       = ["azapi_resource", "azurerm_storage_account"]
    role     = "replica"
  }
}
