# Passwords, keys and tokens that open stores, as resources take them: whether they are written in the configuration. aws/secrets.hcl has more.

resource "azurerm_mssql_server" {
  fact "secret" {
    when    = is_set(default(self.administrator_login_password, default(self.administrator_login_password_wo, null)))
    name    = "administrator password"
    written = written(default(self.administrator_login_password, default(self.administrator_login_password_wo, null)))
  }
}

resource "azurerm_mssql_managed_instance" {
  fact "secret" {
    when    = is_set(default(self.administrator_login_password, null))
    name    = "administrator password"
    written = written(default(self.administrator_login_password, null))
  }
}

resource "azurerm_mysql_flexible_server" {
  fact "secret" {
    when    = is_set(default(self.administrator_password, default(self.administrator_password_wo, null)))
    name    = "administrator password"
    written = written(default(self.administrator_password, default(self.administrator_password_wo, null)))
  }
}

resource "azurerm_postgresql_flexible_server" {
  fact "secret" {
    when    = is_set(default(self.administrator_password, default(self.administrator_password_wo, null)))
    name    = "administrator password"
    written = written(default(self.administrator_password, default(self.administrator_password_wo, null)))
  }
}

resource "azurerm_postgresql_server" {
  fact "secret" {
    when    = is_set(default(self.administrator_login_password, default(self.administrator_login_password_wo, null)))
    name    = "administrator password"
    written = written(default(self.administrator_login_password, default(self.administrator_login_password_wo, null)))
  }
}

resource "azurerm_cosmosdb_cassandra_cluster" {
  fact "secret" {
    when    = is_set(default(self.default_admin_password, null))
    name    = "administrator password"
    written = written(default(self.default_admin_password, null))
  }
}

resource "azurerm_cosmosdb_postgresql_cluster" {
  fact "secret" {
    when    = is_set(default(self.administrator_login_password, null))
    name    = "administrator password"
    written = written(default(self.administrator_login_password, null))
  }
}

resource "azurerm_mongo_cluster" {
  fact "secret" {
    when    = is_set(default(self.administrator_password, null))
    name    = "administrator password"
    written = written(default(self.administrator_password, null))
  }
}

resource "azurerm_synapse_workspace" {
  fact "secret" {
    when    = is_set(default(self.sql_administrator_login_password, null))
    name    = "administrator password"
    written = written(default(self.sql_administrator_login_password, null))
  }
}

resource "azurerm_linux_virtual_machine" {
  fact "secret" {
    when    = is_set(default(self.admin_password, null))
    name    = "administrator password"
    written = written(default(self.admin_password, null))
  }
}

resource "azurerm_windows_virtual_machine" {
  fact "secret" {
    when    = is_set(default(self.admin_password, null))
    name    = "administrator password"
    written = written(default(self.admin_password, null))
  }
}

resource "azurerm_key_vault_secret" {
  fact "secret" {
    when    = is_set(default(self.value, default(self.value_wo, null)))
    name    = "secret"
    written = written(default(self.value, default(self.value_wo, null)))
  }
}

# What opens the state, which holds all the others.
backend "azurerm" {
  fact "secret" {
    when    = is_set(default(self.access_key, default(self.sas_token, default(self.client_secret, null))))
    name    = "access key or token"
    written = written(default(self.access_key, default(self.sas_token, default(self.client_secret, null))))
  }
}
