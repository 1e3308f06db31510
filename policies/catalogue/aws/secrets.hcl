# Passwords, keys and tokens that open stores and transfers, wherever a resource takes them: whether they are written in the configuration.
# Of two attributes for one secret the second is write-only: Terraform does not keep it, but a text in it stands in the configuration.

resource "aws_db_instance" {
  fact "secret" {
    when    = is_set(default(self.password, default(self.password_wo, null)))
    name    = "password"
    written = written(default(self.password, default(self.password_wo, null)))
  }
}

resource "aws_rds_cluster" {
  fact "secret" {
    when    = is_set(default(self.master_password, default(self.master_password_wo, null)))
    name    = "master password"
    written = written(default(self.master_password, default(self.master_password_wo, null)))
  }
}

resource "aws_docdb_cluster" {
  fact "secret" {
    when    = is_set(default(self.master_password, default(self.master_password_wo, null)))
    name    = "master password"
    written = written(default(self.master_password, default(self.master_password_wo, null)))
  }
}

resource "aws_docdbelastic_cluster" {
  fact "secret" {
    when    = is_set(default(self.admin_user_password, null))
    name    = "password"
    written = written(default(self.admin_user_password, null))
  }
}

resource "aws_redshift_cluster" {
  fact "secret" {
    when    = is_set(default(self.master_password, default(self.master_password_wo, null)))
    name    = "master password"
    written = written(default(self.master_password, default(self.master_password_wo, null)))
  }
}

resource "aws_redshiftserverless_namespace" {
  fact "secret" {
    when    = is_set(default(self.admin_user_password, default(self.admin_user_password_wo, null)))
    name    = "password"
    written = written(default(self.admin_user_password, default(self.admin_user_password_wo, null)))
  }
}

resource "aws_elasticache_replication_group" {
  fact "secret" {
    when    = is_set(default(self.auth_token, null))
    name    = "password"
    written = written(default(self.auth_token, null))
  }
}

resource "aws_elasticache_user" {
  fact "secret" {
    when    = is_set(default(self.passwords, default(self.authentication_mode[0].passwords, null)))
    name    = "password"
    written = written(default(self.passwords, default(self.authentication_mode[0].passwords, null)))
  }
}

resource "aws_memorydb_user" {
  fact "secret" {
    when    = is_set(default(self.authentication_mode[0].passwords, null))
    name    = "password"
    written = written(default(self.authentication_mode[0].passwords, null))
  }
}

resource "aws_opensearch_domain" {
  fact "secret" {
    when    = is_set(default(self.advanced_security_options[0].master_user_options[0].master_user_password, null))
    name    = "master password"
    written = written(default(self.advanced_security_options[0].master_user_options[0].master_user_password, null))
  }
}

resource "aws_elasticsearch_domain" {
  fact "secret" {
    when    = is_set(default(self.advanced_security_options[0].master_user_options[0].master_user_password, null))
    name    = "master password"
    written = written(default(self.advanced_security_options[0].master_user_options[0].master_user_password, null))
  }
}

resource "aws_timestreaminfluxdb_db_instance" {
  fact "secret" {
    when    = is_set(default(self.password, null))
    name    = "password"
    written = written(default(self.password, null))
  }
}

resource "aws_timestreaminfluxdb_db_cluster" {
  fact "secret" {
    when    = is_set(default(self.password, null))
    name    = "password"
    written = written(default(self.password, null))
  }
}

resource "aws_lightsail_database" {
  fact "secret" {
    when    = is_set(default(self.master_password, null))
    name    = "master password"
    written = written(default(self.master_password, null))
  }
}

resource "aws_fsx_windows_file_system" {
  fact "secret" {
    when    = is_set(default(self.self_managed_active_directory[0].password, null))
    name    = "password of the directory"
    written = written(default(self.self_managed_active_directory[0].password, null))
  }
}

resource "aws_fsx_ontap_file_system" {
  fact "secret" {
    when    = is_set(default(self.fsx_admin_password, null))
    name    = "password"
    written = written(default(self.fsx_admin_password, null))
  }
}

resource "aws_fsx_ontap_storage_virtual_machine" {
  fact "secret" {
    when    = is_set(default(self.svm_admin_password, null))
    name    = "password"
    written = written(default(self.svm_admin_password, null))
  }
}

resource "aws_dms_endpoint" {
  fact "secret" {
    when    = is_set(default(self.password, null))
    name    = "password"
    written = written(default(self.password, null))
  }
}

resource "aws_datasync_location_object_storage" {
  fact "secret" {
    when    = is_set(default(self.secret_key, null))
    name    = "secret key"
    written = written(default(self.secret_key, null))
  }
}

resource "aws_datasync_location_smb" {
  fact "secret" {
    when    = is_set(default(self.password, null))
    name    = "password"
    written = written(default(self.password, null))
  }
}

resource "aws_datasync_location_fsx_windows_file_system" {
  fact "secret" {
    when    = is_set(default(self.password, null))
    name    = "password"
    written = written(default(self.password, null))
  }
}

resource "aws_datasync_location_azure_blob" {
  fact "secret" {
    when    = is_set(default(self.sas_configuration[0].token, null))
    name    = "token"
    written = written(default(self.sas_configuration[0].token, null))
  }
}

resource "aws_storagegateway_gateway" {
  fact "secret" {
    when    = is_set(default(self.smb_guest_password, null))
    name    = "password of guests"
    written = written(default(self.smb_guest_password, null))
  }
}

resource "aws_storagegateway_file_system_association" {
  fact "secret" {
    when    = is_set(default(self.password, null))
    name    = "password"
    written = written(default(self.password, null))
  }
}

resource "aws_transfer_server" {
  fact "secret" {
    when    = is_set(default(self.host_key, null))
    name    = "host key"
    written = written(default(self.host_key, null))
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
    when    = is_set(default(self.key_store_password, null))
    name    = "password of the key store"
    written = written(default(self.key_store_password, null))
  }
}

resource "aws_secretsmanager_secret_version" {
  fact "secret" {
    when    = is_set(default(self.secret_string, default(self.secret_string_wo, null)))
    name    = "secret"
    written = written(default(self.secret_string, default(self.secret_string_wo, null)))
  }
}

# A parameter of another type is not meant to be secret.
resource "aws_ssm_parameter" {
  fact "secret" {
    when    = default(self.type, "") == "SecureString" && is_set(default(self.value, default(self.value_wo, null)))
    name    = "value"
    written = written(default(self.value, default(self.value_wo, null)))
  }
}

# What opens the state, which holds all the others. The name of an access key is no secret.
backend "s3" {
  fact "secret" {
    when    = is_set(default(self.secret_key, default(self.token, null)))
    name    = "secret key"
    written = written(default(self.secret_key, default(self.token, null)))
  }
}
