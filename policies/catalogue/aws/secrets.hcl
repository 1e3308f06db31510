# Passwords, keys and tokens that open stores and transfers, wherever a resource takes them: whether they are written in the configuration.
# Of two attributes for one secret the second is write-only: Terraform does not keep it, but a text in it stands in the configuration.
# Where the second place may be absent, null stands for it: else the entry would be null for a first one that is unknown.

resource "aws_db_instance" {
  fact "secret" {
    when    = is_set(default(self.password, self.password_wo))
    name    = "password"
    written = written(default(self.password, self.password_wo))
  }
}

resource "aws_rds_cluster, aws_docdb_cluster, aws_redshift_cluster" {
  fact "secret" {
    when    = is_set(default(self.master_password, self.master_password_wo))
    name    = "master password"
    written = written(default(self.master_password, self.master_password_wo))
  }
}

resource "aws_docdbelastic_cluster" {
  fact "secret" {
    when    = is_set(self.admin_user_password)
    name    = "password"
    written = written(self.admin_user_password)
  }
}

resource "aws_redshiftserverless_namespace" {
  fact "secret" {
    when    = is_set(default(self.admin_user_password, self.admin_user_password_wo))
    name    = "password"
    written = written(default(self.admin_user_password, self.admin_user_password_wo))
  }
}

resource "aws_elasticache_replication_group" {
  fact "secret" {
    when    = is_set(default(self.auth_token, self.auth_token_wo))
    name    = "password"
    written = written(default(self.auth_token, self.auth_token_wo))
  }
}

resource "aws_elasticache_user" {
  fact "secret" {
    when    = is_set(default(self.passwords, default(self.passwords_wo, default(self.authentication_mode[0].passwords, null))))
    name    = "password"
    written = written(default(self.passwords, default(self.passwords_wo, default(self.authentication_mode[0].passwords, null))))
  }
}

resource "aws_memorydb_user" {
  fact "secret" {
    when    = is_set(self.authentication_mode[0].passwords)
    name    = "password"
    written = written(self.authentication_mode[0].passwords)
  }
}

resource "aws_opensearch_domain, aws_elasticsearch_domain" {
  fact "secret" {
    when    = is_set(self.advanced_security_options[0].master_user_options[0].master_user_password)
    name    = "master password"
    written = written(self.advanced_security_options[0].master_user_options[0].master_user_password)
  }
}

resource "aws_timestreaminfluxdb_db_instance, aws_timestreaminfluxdb_db_cluster, aws_dms_endpoint, aws_datasync_location_smb" {
  fact "secret" {
    when    = is_set(self.password)
    name    = "password"
    written = written(self.password)
  }
}

resource "aws_lightsail_database" {
  fact "secret" {
    when    = is_set(self.master_password)
    name    = "master password"
    written = written(self.master_password)
  }
}

resource "aws_fsx_windows_file_system" {
  fact "secret" {
    when    = is_set(default(self.self_managed_active_directory[0].password, self.self_managed_active_directory[0].password_wo))
    name    = "password of the directory"
    written = written(default(self.self_managed_active_directory[0].password, self.self_managed_active_directory[0].password_wo))
  }
}

resource "aws_fsx_ontap_file_system" {
  fact "secret" {
    when    = is_set(self.fsx_admin_password)
    name    = "password"
    written = written(self.fsx_admin_password)
  }
}

resource "aws_fsx_ontap_storage_virtual_machine" {
  fact "secret" {
    when    = is_set(self.svm_admin_password)
    name    = "password"
    written = written(self.svm_admin_password)
  }
}

resource "aws_datasync_location_object_storage" {
  fact "secret" {
    when    = is_set(self.secret_key)
    name    = "secret key"
    written = written(self.secret_key)
  }
}

resource "aws_datasync_location_fsx_windows_file_system, aws_storagegateway_file_system_association, aws_directory_service_directory" {
  fact "secret" {
    when    = is_set(self.password)
    name    = "password"
    written = written(self.password)
  }
}

resource "aws_datasync_location_azure_blob" {
  fact "secret" {
    when    = is_set(self.sas_configuration[0].token)
    name    = "token"
    written = written(self.sas_configuration[0].token)
  }
}

resource "aws_storagegateway_gateway" {
  fact "secret" {
    when    = is_set(self.smb_guest_password)
    name    = "password of guests"
    written = written(self.smb_guest_password)
  }
}

resource "aws_transfer_server" {
  fact "secret" {
    when    = is_set(self.host_key)
    name    = "host key"
    written = written(self.host_key)
  }
}

resource "aws_datasync_location_fsx_ontap_file_system" {
  fact "secret" {
    when    = is_set(self.protocol[0].smb[0].password)
    name    = "password"
    written = written(self.protocol[0].smb[0].password)
  }
}

resource "aws_glue_connection" {
  fact "secret" {
    when    = is_set(self.connection_properties["PASSWORD"])
    name    = "password"
    written = written(self.connection_properties["PASSWORD"])
  }
}

resource "aws_quicksight_data_source" {
  fact "secret" {
    when    = is_set(self.credentials[0].credential_pair[0].password)
    name    = "password"
    written = written(self.credentials[0].credential_pair[0].password)
  }
}

resource "aws_vpn_connection" {
  fact "secret" {
    for_each = [for k in [default(self.tunnel1_preshared_key, null), default(self.tunnel2_preshared_key, null)] : k if is_set(k)]
    name     = "key of a tunnel"
    written  = written(each.value)
  }
}

resource "aws_kinesis_firehose_delivery_stream" {
  fact "secret" {
    when    = is_set(default(self.redshift_configuration[0].password, default(self.splunk_configuration[0].hec_token, null)))
    name    = "password or token"
    written = written(default(self.redshift_configuration[0].password, default(self.splunk_configuration[0].hec_token, null)))
  }
}

resource "aws_kms_custom_key_store" {
  fact "secret" {
    when    = is_set(self.key_store_password)
    name    = "password of the key store"
    written = written(self.key_store_password)
  }
}

resource "aws_secretsmanager_secret_version" {
  fact "secret" {
    when    = is_set(default(self.secret_string, self.secret_string_wo))
    name    = "secret"
    written = written(default(self.secret_string, self.secret_string_wo))
  }
}

# A parameter of another type is not meant to be secret.
resource "aws_ssm_parameter" {
  fact "secret" {
    when    = default(self.type, "") == "SecureString" && is_set(default(self.value, self.value_wo))
    name    = "value"
    written = written(default(self.value, self.value_wo))
  }
}

# What opens the state, which holds all the others. The name of an access key is no secret.
backend "s3" {
  fact "secret" {
    when    = is_set(default(self.secret_key, self.token))
    name    = "secret key"
    written = written(default(self.secret_key, self.token))
  }
}

# What opens the account itself. A text so short is none of AWS's: it is made up, for a stand-in on one's own machine.
provider "aws" {
  fact "secret" {
    when    = is_set(default(self.secret_key, self.token)) && !surely(regex("^.{0,15}$", default(self.secret_key, default(self.token, ""))) != null)
    name    = "secret key"
    written = written(default(self.secret_key, self.token))
  }
}

resource "aws_mq_broker" {
  fact "secret" {
    for_each = [for w in [for u in self.user : written(u.password)] : w if w != null]
    name     = "password of a user"
    written  = each.value
  }
}
