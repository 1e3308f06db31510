# Health Data Services. Always encrypted at rest; what azurerm cannot say is decided elsewhere, the key of a FHIR service and its
# network among it. Azure backs the services up by itself, and says nothing in Terraform of how.

shape "health_service" "store" {
  kind         = "database"
  service      = "health-data-services"
  role         = "primary"
  name         = self.name
  arn          = self.id
  encrypted    = true
  public       = default(self.public_network_access_enabled, true)
  tls_required = true
  logged       = false
  backups      = unsaid("how ${address} is backed up")
  tags         = default(self.tags, {})
}

resource "azurerm_healthcare_fhir_service" {
  fact "store" {
    like        = "health_service"
    key_manager = unsaid("which key encrypts ${address}")
    public      = unsaid("which networks reach ${address}")
  }

  # All of its records, exported.
  part "store" {
    when = self.configuration_export_storage_account_name != null && surely(endswith(default(read_from(self.configuration_export_storage_account_name), "azurerm_storage_account"), "azurerm_storage_account"))
    of   = self.configuration_export_storage_account_name
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "backup"
  }
}

resource "azurerm_healthcare_dicom_service" {
  fact "store" {
    like        = "health_service"
    key         = self.encryption_key_url
    key_manager = self.encryption_key_url != null ? "customer" : null
  }
}

# Azure API for FHIR, which Health Data Services replace.
resource "azurerm_healthcare_service" {
  fact "store" {
    like        = "health_service"
    service     = "api-for-fhir"
    key         = self.cosmosdb_key_vault_key_versionless_id
    key_manager = self.cosmosdb_key_vault_key_versionless_id != null ? "customer" : null
  }
}
