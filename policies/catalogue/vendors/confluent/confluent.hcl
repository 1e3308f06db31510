# Confluent Cloud: Kafka as a service. A cluster takes a key of the practice's own, or the vendor's.

resource "confluent_kafka_cluster" {
  fact "store" {
    kind         = "queue"
    service      = "kafka"
    role         = "primary"
    name         = self.display_name
    arn          = self.id
    encrypted    = length(self.byok_key) > 0 ? true : unknown("the encryption of ${address}")
    key_manager  = length(self.byok_key) > 0 ? "customer" : "provider"
    tls_required = true
    delete_guard = default(self.deletion_protection, false)
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
