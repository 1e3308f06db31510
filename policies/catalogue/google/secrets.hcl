# Passwords, keys and tokens that open stores and transfers: whether they are written in the configuration. aws/secrets.hcl has more.

resource "google_sql_database_instance" {
  fact "secret" {
    when    = is_set(default(self.root_password, default(self["root_password_wo"], null)))
    name    = "root password"
    written = written(default(self.root_password, default(self["root_password_wo"], null)))
  }
}

resource "google_sql_user, google_alloydb_user" {
  fact "secret" {
    when    = is_set(default(self.password, default(self["password_wo"], null)))
    name    = "password"
    written = written(default(self.password, default(self["password_wo"], null)))
  }
}

resource "google_alloydb_cluster" {
  fact "secret" {
    when    = is_set(default(self.initial_user[0].password, default(self.initial_user[0]["password_wo"], null)))
    name    = "password"
    written = written(default(self.initial_user[0].password, default(self.initial_user[0]["password_wo"], null)))
  }
}

resource "google_bigquery_data_transfer_config" {
  fact "secret" {
    when    = is_set(default(self.sensitive_params[0].secret_access_key, default(self.sensitive_params[0]["secret_access_key_wo"], null)))
    name    = "secret key"
    written = written(default(self.sensitive_params[0].secret_access_key, default(self.sensitive_params[0]["secret_access_key_wo"], null)))
  }
}

resource "google_compute_disk, google_compute_region_disk" {
  fact "secret" {
    when    = is_set(self.disk_encryption_key[0].raw_key)
    name    = "encryption key"
    written = written(self.disk_encryption_key[0].raw_key)
  }
}

resource "google_storage_transfer_job" {
  fact "secret" {
    when    = is_set(default(self.transfer_spec[0].aws_s3_data_source[0].aws_access_key[0].secret_access_key, default(self.transfer_spec[0].azure_blob_storage_data_source[0].azure_credentials[0].sas_token, null)))
    name    = "secret key or token"
    written = written(default(self.transfer_spec[0].aws_s3_data_source[0].aws_access_key[0].secret_access_key, default(self.transfer_spec[0].azure_blob_storage_data_source[0].azure_credentials[0].sas_token, null)))
  }
}

resource "google_secret_manager_secret_version" {
  fact "secret" {
    when    = is_set(default(self.secret_data, default(self["secret_data_wo"], null)))
    name    = "secret"
    written = written(default(self.secret_data, default(self["secret_data_wo"], null)))
  }
}

resource "google_secret_manager_regional_secret_version" {
  fact "secret" {
    when    = is_set(self.secret_data)
    name    = "secret"
    written = written(self.secret_data)
  }
}

# What opens the projects themselves. The path of a file is no secret, its content is.
provider "google, google-beta" {
  fact "secret" {
    when    = is_set(self.credentials) && !surely(!startswith(self.credentials, "{"))
    name    = "key"
    written = written(self.credentials)
  }

  fact "secret" {
    when    = is_set(self.access_token)
    name    = "token"
    written = written(self.access_token)
  }
}
