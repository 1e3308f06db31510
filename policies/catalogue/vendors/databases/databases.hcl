# Databases that Terraform signs in to, wherever they are.

provider "mysql, postgresql" {
  fact "secret" {
    cloud   = ""
    when    = is_set(self.password)
    name    = "password"
    written = written(self.password)
  }
}
