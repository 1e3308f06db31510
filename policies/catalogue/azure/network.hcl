# Network security perimeters. What is associated with one in enforced mode answers no network but those that its rules name; in
# learning mode, which Azure also calls transition, the settings of the resource itself hold.

resource "azurerm_network_security_perimeter_association" {
  part "store" {
    when         = lower(self.access_mode) == "enforced"
    of           = self.resource_id
    to           = ["azurerm_storage_account"]
    private_only = true
  }

  part "store" {
    when   = lower(self.access_mode) == "enforced"
    of     = self.resource_id
    to     = ["azurerm_mssql_server", "azurerm_cosmosdb_account"]
    public = false
  }

  part "key_container" {
    when   = lower(self.access_mode) == "enforced"
    of     = self.resource_id
    to     = ["azurerm_key_vault"]
    public = false
  }
}
