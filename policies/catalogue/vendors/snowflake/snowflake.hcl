# Snowflake. An account says where its databases are, though not which: AWS_US_WEST_2 is us-west-2. Time Travel brings data back for some
# days and is no backup. Whatever is stored is encrypted; whether a key of the practice's own takes part (Tri-Secret Secure) no resource says.

resource "snowflake_account" {
  fact "store" {
    kind    = "warehouse"
    service = "snowflake"
    role    = "server"
    name    = self.name
    region  = replace(trimprefix(trimprefix(trimprefix(lower(default(self.region, unknown("the account of the provider of ${address}"))), "aws_"), "azure_"), "gcp_"), "_", "-")
  }
}

resource "snowflake_database" {
  fact "store" {
    kind             = "warehouse"
    service          = "snowflake"
    role             = "primary"
    name             = self.name
    arn              = self.id
    region           = null
    encrypted        = true
    key_manager      = unknown("Tri-Secret Secure of the account of ${address}")
    tls_required     = true
    backups          = unknown("the backups of ${address}")
    soft_delete_days = default(self.data_retention_time_in_days, unknown("the parameters of the account of ${address}"))
  }

  fact "copy" {
    for_each   = flatten(self.replication[*].enable_to_account)
    kind       = "replica"
    from       = address
    to_account = each.value.account_identifier
    to_region  = unknown("the region of account ${each.value.account_identifier}")
    enabled    = true
  }
}

# Schemas and tables that say themselves for how long Time Travel brings data back; -1 says nothing.
resource "snowflake_schema, snowflake_table" {
  fact "store" {
    when             = default(self.data_retention_time_in_days, -1) >= 0
    parent           = self.database
    kind             = "warehouse"
    service          = "snowflake"
    role             = "replica"
    arn              = self.id
    region           = null
    encrypted        = true
    key_manager      = "parent"
    soft_delete_days = self.data_retention_time_in_days
  }
}

# A group replicates what is in it to other accounts.
resource "snowflake_failover_group" {
  fact "copy" {
    for_each   = default(self.allowed_accounts, [])
    kind       = "replica"
    to_account = each.value
    to_region  = unknown("the region of account ${each.value}")
    enabled    = true
  }
}

resource "snowflake_share" {
  fact "share" {
    when     = length(default(self.accounts, [])) > 0
    accounts = self.accounts
  }
}

# A policy for all addresses lets everyone try.
resource "snowflake_network_policy" {
  fact "transfer" {
    name     = self.name
    protocol = "SQL"
    public   = any([for r in default(self.allowed_ip_list, []) : internet(r)])
  }
}

# Stages and volumes are where data comes from and is written to: buckets of the practice's own, or of somebody else. An integration says
# which of them its stages may name, so that a stage which has one adds nothing.
resource "snowflake_stage" {
  fact "copy" {
    for_each = [
      for u in [self.url] : { url = u, role = null, on = true }
      if surely(self.storage_integration == null && contains(["s3", "gcs", "azure"], default(regex("^(s3|gcs|azure)[a-z0-9]*://", lower(u))[0], "")))
    ]
    like  = "bucket"
    from  = self.database
    cloud = pick({ s3 = "aws", gcs = "google", azure = "azure" }, regex("^(s3|gcs|azure)", lower(each.value.url))[0])
  }

  fact "service" {
    for_each = [
      for v in [vendor_of(hosts, pick(
        { s3 = "s3.amazonaws.com", gcs = "storage.googleapis.com", azure = "blob.core.windows.net" },
        default(regex("^(s3|gcs|azure)(gov|china)?://", lower(default(self.url, "")))[0], "")
      ))] : v if surely(is_set(v))
    ]
    like = "vendor"
  }
}

resource "snowflake_stage_external_s3" {
  fact "copy" {
    for_each = surely(self.storage_integration == null) ? [{ url = self.url, role = self.credentials[0].aws_role, on = true }] : []
    like     = "bucket"
    from     = self.database
    cloud    = "aws"
  }

  fact "service" {
    for_each = [vendor_of(hosts, "s3.amazonaws.com")]
    like     = "vendor"
  }

  fact "secret" {
    when    = is_set(self.credentials[0].aws_secret_key)
    name    = "secret key of the bucket"
    written = written(self.credentials[0].aws_secret_key)
  }
}

resource "snowflake_stage_external_gcs" {
  fact "copy" {
    for_each = surely(self.storage_integration == null) ? [{ url = self.url, role = null, on = true }] : []
    like     = "bucket"
    from     = self.database
    cloud    = "google"
  }

  fact "service" {
    for_each = [vendor_of(hosts, "storage.googleapis.com")]
    like     = "vendor"
  }
}

resource "snowflake_stage_external_azure" {
  fact "copy" {
    for_each = surely(self.storage_integration == null) ? [{ url = self.url, role = null, on = true }] : []
    like     = "bucket"
    from     = self.database
    cloud    = "azure"
  }

  fact "service" {
    for_each = [vendor_of(hosts, "blob.core.windows.net")]
    like     = "vendor"
  }

  fact "secret" {
    when    = is_set(self.credentials[0].azure_sas_token)
    name    = "token of the storage account"
    written = written(self.credentials[0].azure_sas_token)
  }
}

resource "snowflake_stage_external_s3_compatible" {
  fact "service" {
    for_each = [for v in [vendor_of(hosts, self.endpoint)] : v if !contains(["", "local"], default(pick(v, "key"), ""))]
    like     = "vendor"
  }

  fact "secret" {
    when    = is_set(self.credentials[0].aws_secret_key)
    name    = "secret key of the bucket"
    written = written(self.credentials[0].aws_secret_key)
  }
}

resource "snowflake_storage_integration" {
  fact "copy" {
    for_each = [for u in self.storage_allowed_locations : { url = u, role = null, on = default(self.enabled, true) }]
    like     = "bucket"
    cloud    = pick({ s3 = "aws", s3gov = "aws", s3china = "aws", gcs = "google", azure = "azure" }, lower(self.storage_provider))
  }

  fact "service" {
    for_each = [for v in [vendor_of(hosts, pick({ s3 = "s3.amazonaws.com", s3gov = "s3.amazonaws.com", s3china = "s3.amazonaws.com", gcs = "storage.googleapis.com", azure = "blob.core.windows.net" }, lower(self.storage_provider)))] : v if is_set(v)]
    like     = "vendor"
  }
}

resource "snowflake_storage_integration_aws" {
  fact "copy" {
    for_each = [for u in self.storage_allowed_locations : { url = u, role = null, on = self.enabled }]
    like     = "bucket"
    cloud    = "aws"
  }

  fact "service" {
    for_each = [vendor_of(hosts, "s3.amazonaws.com")]
    like     = "vendor"
  }
}

resource "snowflake_storage_integration_gcs" {
  fact "copy" {
    for_each = [for u in self.storage_allowed_locations : { url = u, role = null, on = self.enabled }]
    like     = "bucket"
    cloud    = "google"
  }

  fact "service" {
    for_each = [vendor_of(hosts, "storage.googleapis.com")]
    like     = "vendor"
  }
}

resource "snowflake_storage_integration_azure" {
  fact "copy" {
    for_each = [for u in self.storage_allowed_locations : { url = u, role = null, on = self.enabled }]
    like     = "bucket"
    cloud    = "azure"
  }

  fact "service" {
    for_each = [vendor_of(hosts, "blob.core.windows.net")]
    like     = "vendor"
  }
}

# Tables are written to a volume, unless it is for reading alone.
resource "snowflake_external_volume" {
  fact "copy" {
    for_each = [for l in self.storage_location : { url = l.storage_base_url, role = l.storage_aws_role_arn, provider = l.storage_provider, on = lower(default(self.allow_writes, "true")) != "false" } if upper(l.storage_provider) != "S3COMPAT"]
    like     = "bucket"
    cloud    = pick({ s3 = "aws", s3gov = "aws", gcs = "google", azure = "azure" }, lower(each.value.provider))
  }

  fact "service" {
    for_each = [
      for v in [
        for l in self.storage_location :
        vendor_of(hosts, pick({ s3 = "s3.amazonaws.com", s3gov = "s3.amazonaws.com", gcs = "storage.googleapis.com", azure = "blob.core.windows.net", s3compat = default(l.storage_endpoint, "") }, lower(l.storage_provider)))
      ] : v if !contains(["", "local"], default(pick(v, "key"), ""))
    ]
    like = "vendor"
  }
}

# * stands for every bucket that the role can reach. The container is named behind the account. What may only be read from is in no account
# that is written to, so that the role of an integration does not tell one.
shape "bucket" "copy" {
  kind       = "export"
  to         = each.value.url == "*" ? null : default(regex("^azure://([^./]+)", each.value.url)[0], regex("^[a-z0-9]+://([^/]+)", each.value.url)[0])
  to_region  = each.value.url == "*" ? unknown("the buckets that ${address} allows") : null
  to_account = arn(each.value.role, "account")
  enabled    = each.value.on
}

# What opens the account itself.
provider "snowflake" {
  fact "secret" {
    when    = is_set(default(self.password, default(self.private_key, self.token)))
    name    = "password"
    written = written(default(self.password, default(self.private_key, self.token)))
  }
}
