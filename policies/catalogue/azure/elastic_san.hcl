# Elastic SAN. A group of volumes has their key, and lets in the subnets that it names.

resource "azurerm_elastic_san_volume_group" {
  fact "store" {
    kind        = "block"
    service     = "elastic-san"
    role        = "primary"
    name        = self.name
    arn         = self.id
    encrypted   = true
    key         = self.encryption[0].key_vault_key_id
    key_manager = default(self.encryption_type, "EncryptionAtRestWithPlatformKey") == "EncryptionAtRestWithCustomerManagedKey" ? "customer" : null
    backups     = unsaid("how ${address} is backed up")
  }
}
