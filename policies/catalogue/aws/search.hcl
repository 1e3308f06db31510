# Amazon OpenSearch Service, under its new name and its old one. What a domain holds can be indexed again from elsewhere.

shape "domain" "store" {
  like         = "tagged"
  firewalls    = default(self.vpc_options[0].security_group_ids, null)
  kind         = "search"
  service      = "opensearch"
  role         = "primary"
  name         = self.domain_name
  arn          = self.arn
  arn_resource = "es:domain/${default(self.domain_name, "*")}"
  encrypted    = default(self.encrypt_at_rest[0].enabled, false)
  key          = default(self.encrypt_at_rest[0].kms_key_id, null)
  public       = length(self.vpc_options) == 0
  tls_required = length(self.domain_endpoint_options) > 0 && default(self.domain_endpoint_options[0].enforce_https, true)
  min_tls = (
    startswith(default(self.domain_endpoint_options[0].tls_security_policy, ""), "Policy-Min-TLS-1-0") ? "1.0" :
    startswith(default(self.domain_endpoint_options[0].tls_security_policy, ""), "Policy-Min-TLS-1-2") ? "1.2" : null
  )
  logged = any([for log in self.log_publishing_options : log.log_type == "AUDIT_LOGS" && default(log.enabled, true)])
}

resource "aws_opensearch_domain" {
  fact "store" {
    like       = "domain"
    redundancy = default(self.cluster_config[0].zone_awareness_enabled, false) || default(self.cluster_config[0].multi_az_with_standby_enabled, false) ? "zone" : "local"
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(default(self.access_policies, null))
    on       = address
  }
}

resource "aws_opensearch_domain_policy, aws_elasticsearch_domain_policy" {
  fact "grant" {
    like     = "store_policy"
    for_each = statements(self.access_policies)
    on       = self.domain_name
  }
}

resource "aws_elasticsearch_domain" {
  fact "store" {
    like       = "domain"
    redundancy = default(self.cluster_config[0].zone_awareness_enabled, false) ? "zone" : "local"
  }

  fact "grant" {
    like     = "store_policy"
    for_each = statements(default(self.access_policies, null))
    on       = address
  }
}

# Serverless collections are always encrypted. Policies beside them decide with whose key, and who reaches them, by the names that they
# fit: what one of them says of a collection by its whole name counts, else neither is known.
resource "aws_opensearchserverless_collection" {
  fact "store" {
    like         = "tagged"
    kind         = "search"
    service      = "opensearch-serverless"
    role         = "primary"
    name         = self.name
    arn          = self.arn
    arn_resource = "aoss:collection/*"
    encrypted    = true
    key          = default(self.encryption_config[0].kms_key_arn, unknown("the encryption policy of ${address}"))
    public       = unknown("the network policy of ${address}")
    tls_required = true
    redundancy   = default(self.standby_replicas, "ENABLED") == "DISABLED" ? "local" : "zone"
  }
}

resource "aws_opensearchserverless_security_policy" {
  part "store" {
    for_each = flatten([
      for policy in(self.type == "encryption" ? [jsondecode(self.policy)] : []) : [
        for rule in default(policy["Rules"], []) : [
          for name in default(rule["Resource"], []) : { name = replace(name, "collection/", ""), key = default(policy["KmsARN"], null) }
          if startswith(name, "collection/") && length(split("*", name)) == 1
        ]
      ]
    ])
    of  = each.value.name
    to  = ["aws_opensearchserverless_collection"]
    key = each.value.key
  }

  part "store" {
    for_each = flatten([
      for policy in(self.type == "network" ? jsondecode(self.policy) : []) : [
        for rule in default(policy["Rules"], []) : [
          for name in default(rule["Resource"], []) : { name = replace(name, "collection/", ""), public = default(policy["AllowFromPublic"], false) }
          if startswith(name, "collection/") && length(split("*", name)) == 1
        ]
      ]
    ])
    of     = each.value.name
    to     = ["aws_opensearchserverless_collection"]
    public = each.value.public
  }
}
