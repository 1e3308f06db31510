# Health Data Services. Always encrypted at rest; what azurerm cannot say is decided elsewhere, the key of a FHIR service and its
# network among it. Azure backs the services up by itself, and says nothing in Terraform of how.

resource "azurerm_healthcare_fhir_service" {
  fact "store" {
    kind         = "database"
    service      = "health-data-services"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key_manager  = unknown(self.id)
    public       = unknown(self.id)
    tls_required = true
    backups      = unknown(self.id)
    tags         = default(self.tags, {})
  }
}

resource "azurerm_healthcare_dicom_service" {
  fact "store" {
    kind         = "database"
    service      = "health-data-services"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = self.encryption_key_url
    key_manager  = self.encryption_key_url != null ? "customer" : null
    public       = default(self.public_network_access_enabled, true)
    tls_required = true
    backups      = unknown(self.id)
    tags         = default(self.tags, {})
  }
}

# Azure API for FHIR, which Health Data Services replace.
resource "azurerm_healthcare_service" {
  fact "store" {
    kind         = "database"
    service      = "api-for-fhir"
    role         = "primary"
    name         = self.name
    arn          = self.id
    encrypted    = true
    key          = self.cosmosdb_key_vault_key_versionless_id
    key_manager  = self.cosmosdb_key_vault_key_versionless_id != null ? "customer" : null
    public       = default(self.public_network_access_enabled, true)
    tls_required = true
    backups      = unknown(self.id)
    tags         = default(self.tags, {})
  }
}
