# Confluent Cloud: Kafka as a service. A cluster takes a key of the practice's own, or the vendor's.

resource "confluent_kafka_cluster" {
  fact "store" {
    kind         = "queue"
    service      = "kafka"
    role         = "primary"
    name         = self.display_name
    arn          = self.id
    encrypted    = length(self.byok_key) > 0 ? true : unknown("the encryption of ${address}")
    key          = self.byok_key[0].id
    key_manager  = length(self.byok_key) > 0 ? "customer" : "provider"
    tls_required = true
    delete_guard = default(self.deletion_protection, false)
  }
}

# The key of one's own, which lies at a cloud.
resource "confluent_byok_key" {
  part "key" {
    of   = default(self.aws[0].key_arn, default(self.azure[0].key_identifier, self.gcp[0].key_id))
    to   = ["aws_kms_key", "aws_kms_replica_key", "azurerm_key_vault_key", "google_kms_crypto_key"]
    name = self.id
  }
}

# A link mirrors topics from one cluster to another, wherever they are; both ways where it says so.
resource "confluent_cluster_link" {
  fact "copy" {
    kind    = "replica"
    from    = default(self.source_kafka_cluster[0].id, self.local_kafka_cluster[0].id)
    to      = default(self.destination_kafka_cluster[0].id, self.remote_kafka_cluster[0].id)
    enabled = true
  }

  fact "copy" {
    when    = upper(default(self.link_mode, "DESTINATION")) == "BIDIRECTIONAL"
    kind    = "replica"
    from    = self.remote_kafka_cluster[0].id
    to      = self.local_kafka_cluster[0].id
    enabled = true
  }

  fact "secret" {
    for_each = [
      for w in [
        for c in flatten([self.source_kafka_cluster, self.destination_kafka_cluster, self.local_kafka_cluster, self.remote_kafka_cluster]) : written(c.credentials[0].secret)
      ] : w if w != null
    ]
    name    = "API secret"
    written = each.value
  }
}

# A sink sends what it reads to the service that its class is for, or to the host that it names. Which hosts the rest send to, and whether
# measurements are records, does not show.
resource "confluent_connector" {
  fact "service" {
    for_each = [for v in [vendor_of(hosts, default(
      pick({
        S3_SINK                     = "s3.amazonaws.com"
        DynamoDbSink                = "s3.amazonaws.com"
        LambdaSink                  = "s3.amazonaws.com"
        RedshiftSink                = "s3.amazonaws.com"
        GcsSink                     = "storage.googleapis.com"
        BigQuerySink                = "storage.googleapis.com"
        BigQueryStorageSink         = "storage.googleapis.com"
        BigTableSink                = "storage.googleapis.com"
        SpannerSink                 = "storage.googleapis.com"
        GoogleCloudFunctionsSink    = "storage.googleapis.com"
        AzureBlobSink               = "blob.core.windows.net"
        AzureDataLakeGen2Sink       = "blob.core.windows.net"
        AzureSqlDwSink              = "blob.core.windows.net"
        CosmosDbSink                = "blob.core.windows.net"
        CosmosDbSinkV2              = "blob.core.windows.net"
        AzureFunctionsSink          = "blob.core.windows.net"
        AzureCognitiveSearchSink    = "blob.core.windows.net"
        SnowflakeSink               = "snowflakecomputing.com"
        MongoDbAtlasSink            = "mongodb.net"
        SalesforceSObjectSink       = "salesforce.com"
        SalesforcePlatformEventSink = "salesforce.com"
        ServiceNowSink              = "service-now.com"
      }, default(pick(self.config_nonsensitive, "connector.class"), "")),
      contains(["HttpSink", "HttpSinkV2", "ElasticsearchSink", "SplunkSink", "SftpSink"], default(pick(self.config_nonsensitive, "connector.class"), "")) ? default(
        pick(self.config_nonsensitive, "http.api.url"), default(pick(self.config_nonsensitive, "http.api.base.url"), default(
          pick(self.config_nonsensitive, "connection.url"), default(pick(self.config_nonsensitive, "splunk.hec.uri"), default(pick(self.config_nonsensitive, "sftp.host"), ""))
        ))
      ) : ""
    ))] : v if !contains(["", "local"], default(pick(v, "key"), ""))]
    like    = "vendor"
    service = contains(["aws", "azure", "google"], each.value.key) ? null : each.value.service
  }

  fact "copy" {
    when    = contains(["S3_SINK", "GcsSink"], default(pick(self.config_nonsensitive, "connector.class"), ""))
    cloud   = pick(self.config_nonsensitive, "connector.class") == "S3_SINK" ? "aws" : "google"
    kind    = "export"
    from    = self.kafka_cluster[0].id
    to      = default(pick(self.config_nonsensitive, "s3.bucket.name"), pick(self.config_nonsensitive, "gcs.bucket.name"))
    enabled = default(self.status, "RUNNING") != "PAUSED"
  }

  fact "secret" {
    for_each = [for s in [
      for name in ["aws.secret.access.key", "gcs.credentials.config", "keyfile", "azblob.account.key", "azure.datalake.gen2.access.key", "snowflake.private.key", "connection.password", "salesforce.password"] :
      { name = name, written = written(pick(self.config_sensitive, name)) }
    ] : s if s.written != null]
    name    = each.value.name
    written = each.value.written
  }
}

# What opens the account itself.
provider "confluent" {
  fact "secret" {
    when    = is_set(default(self.cloud_api_secret, self.kafka_api_secret))
    name    = "secret key"
    written = written(default(self.cloud_api_secret, self.kafka_api_secret))
  }
}
