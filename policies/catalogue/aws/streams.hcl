# Streams and brokers, in which records wait for a while on their way. AWS Backup takes none of them.

resource "aws_kinesis_stream" {
  fact "store" {
    like         = "tagged"
    kind         = "queue"
    service      = "kinesis"
    role         = "primary"
    plannable    = false
    name         = self.name
    arn          = self.arn
    encrypted    = upper(default(self.encryption_type, "NONE")) == "KMS"
    key          = default(self.kms_key_id, null)
    tls_required = true
    redundancy   = "zone"
  }
}

# Always encrypted where it lies. Clients may use plain text too where the cluster says so, and stay unknown where it asks for no identity.
resource "aws_msk_cluster" {
  fact "store" {
    like          = "tagged"
    kind          = "queue"
    service       = "msk"
    role          = "primary"
    plannable     = false
    name          = self.cluster_name
    arn           = self.arn
    encrypted     = true
    key           = default(self.encryption_info[0].encryption_at_rest_kms_key_arn, null)
    tls_required  = upper(default(self.encryption_info[0].encryption_in_transit[0].client_broker, "TLS")) == "TLS"
    public        = upper(default(self.broker_node_group_info[0].connectivity_info[0].public_access[0].type, "DISABLED")) != "DISABLED"
    authenticated = length(self.client_authentication) > 0 && !default(self.client_authentication[0].unauthenticated, false)
    firewalls     = default(self.broker_node_group_info[0].security_groups, null)
    redundancy    = "zone"
  }
}

resource "aws_msk_serverless_cluster" {
  fact "store" {
    like          = "tagged"
    kind          = "queue"
    service       = "msk"
    role          = "primary"
    plannable     = false
    name          = self.cluster_name
    arn           = self.arn
    encrypted     = true
    key_manager   = "none"
    tls_required  = true
    authenticated = true
    firewalls     = default(self.vpc_config[0].security_group_ids, null)
    redundancy    = "zone"
  }
}

# Always encrypted, and its endpoints speak TLS alone.
resource "aws_mq_broker" {
  fact "store" {
    like         = "tagged"
    kind         = "queue"
    service      = "mq"
    role         = "primary"
    plannable    = false
    name         = self.broker_name
    arn          = self.arn
    encrypted    = true
    key          = default(self.encryption_options[0].kms_key_id, null)
    tls_required = true
    public       = default(self.publicly_accessible, false)
    firewalls    = default(self.security_groups, null)
    redundancy   = contains(["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"], default(self.deployment_mode, "SINGLE_INSTANCE")) ? "zone" : "local"
  }
}
