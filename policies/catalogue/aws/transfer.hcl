# Ways that data takes: Transfer Family, Database Migration Service, DataSync and Storage Gateway. DataSync and DMS speak
# TLS with AWS itself; what is said here is about the other end.

# A server for partners is meant to be reached from outside.
resource "aws_transfer_server" {
  fact "transfer" {
    name      = self.id
    protocol  = contains(default(self.protocols, ["SFTP"]), "FTP") ? "FTP" : "SFTP"
    encrypted = !contains(default(self.protocols, ["SFTP"]), "FTP")
  }
}

# AS2 messages may go over plain HTTP when they are encrypted themselves.
resource "aws_transfer_connector" {
  fact "transfer" {
    protocol  = length(self.as2_config) > 0 ? "AS2" : "SFTP"
    encrypted = !startswith(lower(default(self.url, "sftp:")), "http:") || (length(self.as2_config) > 0 && default(self.as2_config[0].encryption_algorithm, "NONE") != "NONE")
  }
}

# The engines named have a mode, which is none unless it is written; Redis and Kafka have settings of their own, the rest speak TLS.
resource "aws_dms_endpoint" {
  fact "transfer" {
    name     = self.endpoint_id
    protocol = self.engine_name
    encrypted = (
      contains([
        "mysql", "mariadb", "aurora", "aurora-postgresql", "aurora-serverless", "aurora-postgresql-serverless", "postgres", "oracle", "sqlserver",
        "docdb", "mongodb", "sybase", "db2", "db2-zos", "azuredb", "azure-sql-managed-instance",
      ], default(self.engine_name, "")) ? default(self.ssl_mode, "none") != "none" :
      self.engine_name == "redis" ? default(self.redis_settings[0].ssl_security_protocol, "ssl-encryption") != "plaintext" :
      self.engine_name == "kafka" ? default(self.kafka_settings[0].security_protocol, "plaintext") != "plaintext" : true
    )
  }
}

resource "aws_dms_replication_instance" {
  fact "transfer" {
    name   = self.replication_instance_id
    public = default(self.publicly_accessible, false)
  }
}

# A task that has no schedule copies when somebody starts it.
resource "aws_datasync_task" {
  fact "copy" {
    kind             = length(self.schedule) > 0 ? "replica" : "export"
    from             = self.source_location_arn
    to               = self.destination_location_arn
    mirrors_deletion = default(self.options[0].preserve_deleted_files, "PRESERVE") == "REMOVE"
    enabled          = default(self.schedule[0].status, "ENABLED") != "DISABLED"
  }
}

# Names for stores by which tasks find them.
resource "aws_datasync_location_s3" {
  part "store" {
    of = self.s3_bucket_arn
    to = ["aws_s3_bucket"]
  }
}

resource "aws_datasync_location_fsx_windows_file_system" {
  part "store" {
    of = self.fsx_filesystem_arn
    to = ["aws_fsx_windows_file_system"]
  }
}

resource "aws_datasync_location_object_storage" {
  fact "transfer" {
    name      = self.server_hostname
    protocol  = default(self.server_protocol, "HTTPS")
    encrypted = default(self.server_protocol, "HTTPS") != "HTTP"
  }

  # A server whose host is another vendor's. One that nobody knows stands with the practice, as most do.
  fact "service" {
    when     = !contains(["", "aws", "local"], default(vendor_of(hosts, self.server_hostname).key, ""))
    cloud    = vendor_of(hosts, self.server_hostname).key
    vendor   = vendor_of(hosts, self.server_hostname).name
    service  = vendor_of(hosts, self.server_hostname).service
    eligible = vendor_of(hosts, self.server_hostname).eligible
    consumer = vendor_of(hosts, self.server_hostname).consumer
    region   = vendor_of(hosts, self.server_hostname).region
    holds    = "stores"
  }
}

resource "aws_datasync_location_efs" {
  part "store" {
    of = self.efs_file_system_arn
    to = ["aws_efs_file_system"]
  }

  fact "transfer" {
    protocol  = "NFS"
    encrypted = default(self.in_transit_encryption, "NONE") == "TLS1_2"
  }
}

# Left to itself DataSync speaks SMB 3, which encrypts.
resource "aws_datasync_location_smb" {
  fact "transfer" {
    name      = self.server_hostname
    protocol  = default(self.mount_options[0].version, "SMB3")
    encrypted = !contains(["SMB1", "SMB2", "SMB2_0"], default(self.mount_options[0].version, "AUTOMATIC"))
  }
}

# What is not written is as the cluster has it.
resource "aws_datasync_location_hdfs" {
  fact "transfer" {
    protocol = "HDFS"
    encrypted = length(self.qop_configuration) == 0 ? null : all([
      for q in self.qop_configuration : default(q.data_transfer_protection, "PRIVACY") == "PRIVACY" && default(q.rpc_protection, "PRIVACY") == "PRIVACY"
    ])
  }
}

# Without a strategy the day of activation decides.
resource "aws_storagegateway_gateway" {
  fact "transfer" {
    name      = self.gateway_name
    protocol  = "SMB"
    encrypted = default(self.smb_security_strategy, null) == null ? null : startswith(self.smb_security_strategy, "MandatoryEncryption")
  }
}

# The disks of servers elsewhere, mirrored. DEFAULT encrypts with the key that the account names for EBS.
resource "aws_drs_replication_configuration_template" {
  fact "store" {
    like         = "tagged"
    kind         = "block"
    service      = "drs"
    role         = "backup"
    arn          = self.arn
    arn_resource = "drs:replication-configuration-template/*"
    encrypted    = self.ebs_encryption != "NONE"
    key          = default(self.ebs_encryption_key_arn, null)
    redundancy   = "local"
  }
  fact "transfer" {
    encrypted = true
    public    = default(self.create_public_ip, false)
  }
}
