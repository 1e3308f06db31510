# Passwords, keys and tokens that open stores, as resources take them: whether they are written in the configuration. aws/secrets.hcl has more.

resource "azurerm_mssql_server, azurerm_postgresql_server" {
  fact "secret" {
    when    = is_set(default(self.administrator_login_password, self.administrator_login_password_wo))
    name    = "administrator password"
    written = written(default(self.administrator_login_password, self.administrator_login_password_wo))
  }
}

resource "azurerm_mssql_managed_instance, azurerm_cosmosdb_postgresql_cluster" {
  fact "secret" {
    when    = is_set(self.administrator_login_password)
    name    = "administrator password"
    written = written(self.administrator_login_password)
  }
}

resource "azurerm_mysql_flexible_server, azurerm_postgresql_flexible_server" {
  fact "secret" {
    when    = is_set(default(self.administrator_password, self.administrator_password_wo))
    name    = "administrator password"
    written = written(default(self.administrator_password, self.administrator_password_wo))
  }
}

resource "azurerm_cosmosdb_cassandra_cluster" {
  fact "secret" {
    when    = is_set(self.default_admin_password)
    name    = "administrator password"
    written = written(self.default_admin_password)
  }
}

resource "azurerm_mongo_cluster" {
  fact "secret" {
    when    = is_set(self.administrator_password)
    name    = "administrator password"
    written = written(self.administrator_password)
  }
}

resource "azurerm_synapse_workspace" {
  fact "secret" {
    when    = is_set(self.sql_administrator_login_password)
    name    = "administrator password"
    written = written(self.sql_administrator_login_password)
  }
}

resource "azurerm_linux_virtual_machine, azurerm_windows_virtual_machine" {
  fact "secret" {
    when    = is_set(self.admin_password)
    name    = "administrator password"
    written = written(self.admin_password)
  }
}

resource "azurerm_key_vault_secret" {
  fact "secret" {
    when    = is_set(default(self.value, self.value_wo))
    name    = "secret"
    written = written(default(self.value, self.value_wo))
  }
}

# What opens the state, which holds all the others.
backend "azurerm" {
  fact "secret" {
    when    = is_set(default(self.access_key, default(self.sas_token, self.client_secret)))
    name    = "access key or token"
    written = written(default(self.access_key, default(self.sas_token, self.client_secret)))
  }
}

# What opens the subscriptions themselves.
provider "azurerm, azuread, azapi" {
  fact "secret" {
    when    = is_set(default(self.client_secret, default(self.client_certificate_password, self.oidc_token)))
    name    = "client secret"
    written = written(default(self.client_secret, default(self.client_certificate_password, self.oidc_token)))
  }
}
