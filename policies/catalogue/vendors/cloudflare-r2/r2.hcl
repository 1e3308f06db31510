# Cloudflare R2 keeps no versions. Where the objects are only a jurisdiction says: a location is a wish.

resource "cloudflare_r2_bucket" {
  fact "store" {
    kind        = "object"
    service     = "r2"
    role        = unknown("what ${address} is for")
    name        = self.name
    region      = default(self.jurisdiction, "default") == "default" ? "auto" : self.jurisdiction
    encrypted   = true
    key_manager = "none"
    lock_mode   = "none"
  }
}

# Whoever manages the bucket can take a rule away.
resource "cloudflare_r2_bucket_lock" {
  part "store" {
    of = self.bucket_name
    to = ["cloudflare_r2_bucket"]
    lock_mode = any([
      for r in default(self.rules, []) : default(r["enabled"], false) && default(r["prefix"], "") == ""
    ]) ? "governance" : "none"
    lock_days = max([
      for r in default(self.rules, []) : default(r["condition"]["max_age_seconds"], 0) / 86400 if default(r["enabled"], false) && default(r["prefix"], "") == ""
    ]...)
  }
}

resource "cloudflare_r2_bucket_lifecycle" {
  part "store" {
    of = self.bucket_name
    to = ["cloudflare_r2_bucket"]
    expires_days = min([
      for r in default(self.rules, []) : r["delete_objects_transition"]["condition"]["max_age"] / 86400
      if default(r["enabled"], false) && default(r["conditions"]["prefix"], "") == "" && default(r["delete_objects_transition"]["condition"]["max_age"], 0) > 0
    ]...)
  }
}

# The development domain of a bucket is open to everyone.
resource "cloudflare_r2_managed_domain" {
  fact "grant" {
    when       = self.enabled
    like       = "domain"
    on         = self.bucket_name
    principals = self.enabled ? ["*"] : []
  }
}

resource "cloudflare_r2_custom_domain" {
  fact "grant" {
    when       = default(self.enabled, true)
    like       = "domain"
    on         = self.bucket_name
    principals = default(self.enabled, true) ? ["*"] : []
  }

  part "store" {
    of      = self.bucket_name
    to      = ["cloudflare_r2_bucket"]
    min_tls = default(self.min_tls, "1.0")
  }
}

# Sippy fetches what is asked for, and not there yet, from a bucket of another vendor and keeps it: no copy of the whole.
resource "cloudflare_r2_bucket_sippy" {
  fact "copy" {
    kind    = "export"
    from    = self.source["bucket"]
    to      = self.bucket_name
    enabled = true
  }

  fact "service" {
    for_each = [for v in [
      vendor_of(hosts, pick({ aws = "s3.amazonaws.com", gcs = "storage.googleapis.com", s3 = default(self.source["bucket_url"], "") }, default(self.source["cloud_provider"], "")))
    ] : v if is_set(v)]
    like = "vendor"
  }

  fact "secret" {
    when    = is_set(self.destination["secret_access_key"])
    name    = "secret key of the bucket"
    written = written(self.destination["secret_access_key"])
  }

  fact "secret" {
    when    = is_set(default(self.source["secret_access_key"], self.source["private_key"]))
    name    = "secret key of the source"
    written = written(default(self.source["secret_access_key"], self.source["private_key"]))
  }
}

shape "domain" "grant" {
  kind       = "resource"
  on_concept = "store"
  effect     = "allow"
  actions    = ["s3:GetObject"]
  resources  = ["*"]
}

# What opens the account itself.
provider "cloudflare" {
  fact "secret" {
    when    = is_set(default(self.api_token, self.api_key))
    name    = "token"
    written = written(default(self.api_token, self.api_key))
  }
}
