# Backups of web apps and function apps, which go to a container that a URL with a token names. What an app keeps belongs to no
# store here, so that they are schedules of no plan. Kept for 30 days by default, and for ever where it is 0. An account of which the
# URL tells nothing may be any: it is left as it is.

resource "azurerm_linux_web_app" {
  fact "schedule" {
    for_each = self.backup
    like     = "app_backup"
  }

  part "store" {
    for_each = self.backup
    when     = surely(startswith(each.value.storage_account_url, "https://"))
    of       = default(regex("^https://([^.]+)[.]", each.value.storage_account_url)[0], each.value.storage_account_url)
    to       = ["azurerm_storage_account"]
    role     = "backup"
  }
}

resource "azurerm_windows_web_app" {
  fact "schedule" {
    for_each = self.backup
    like     = "app_backup"
  }

  part "store" {
    for_each = self.backup
    when     = surely(startswith(each.value.storage_account_url, "https://"))
    of       = default(regex("^https://([^.]+)[.]", each.value.storage_account_url)[0], each.value.storage_account_url)
    to       = ["azurerm_storage_account"]
    role     = "backup"
  }
}

resource "azurerm_linux_function_app" {
  fact "schedule" {
    for_each = self.backup
    like     = "app_backup"
  }

  part "store" {
    for_each = self.backup
    when     = surely(startswith(each.value.storage_account_url, "https://"))
    of       = default(regex("^https://([^.]+)[.]", each.value.storage_account_url)[0], each.value.storage_account_url)
    to       = ["azurerm_storage_account"]
    role     = "backup"
  }
}

resource "azurerm_windows_function_app" {
  fact "schedule" {
    for_each = self.backup
    like     = "app_backup"
  }

  part "store" {
    for_each = self.backup
    when     = surely(startswith(each.value.storage_account_url, "https://"))
    of       = default(regex("^https://([^.]+)[.]", each.value.storage_account_url)[0], each.value.storage_account_url)
    to       = ["azurerm_storage_account"]
    role     = "backup"
  }
}
