# Backups of web apps and function apps, which go to a container that a URL with a token names. What an app keeps belongs to no
# store here, so that they are schedules of no plan. Kept for 30 days by default, and for ever where it is 0.

resource "azurerm_linux_web_app" {
  fact "schedule" {
    for_each  = self.backup
    like      = "app_backup"
  }
}

resource "azurerm_windows_web_app" {
  fact "schedule" {
    for_each  = self.backup
    like      = "app_backup"
  }
}

resource "azurerm_linux_function_app" {
  fact "schedule" {
    for_each  = self.backup
    like      = "app_backup"
  }
}

resource "azurerm_windows_function_app" {
  fact "schedule" {
    for_each  = self.backup
    like      = "app_backup"
  }
}
