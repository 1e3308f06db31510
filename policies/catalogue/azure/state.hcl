# State in a storage account, which encrypts everything and refuses connections without TLS by default. Where it is the account knows.

backend "azurerm" {
  fact "state" {
    name      = "azurerm"
    store     = self.storage_account_name
    encrypted = true
    tls       = true
    kept_in   = unknown("the storage account of ${address}")
  }
  # What the state repeats is for the rules about states.
  part "store" {
    when = surely(default(self.storage_account_name, "") != "")
    of   = self.storage_account_name
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "program"
  }

  # Where the account is given to terraform init, the container may tell which it is.
  part "store" {
    when = !surely(default(self.storage_account_name, "") != "") && surely(default(self.container_name, "") != "")
    of   = "container/${self.container_name}"
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "program"
  }
}
