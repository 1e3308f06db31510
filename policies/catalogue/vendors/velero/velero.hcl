# Velero, which backs up a cluster to a bucket: its Helm chart, and the objects it is told by. It is software of the practice's own: only
# where its bucket is behind an endpoint of another vendor's does somebody else hold the backups. In which region the cluster runs is not
# told, and a backup that names no time to live is kept for 30 days.

resource "helm_release" {
  # A bucket that backups are kept in.
  part "store" {
    for_each = endswith(self.chart, "velero") ? flatten([
      for d in [for v in default(self.values, []) : yamldecode(v)] : [for l in flatten([default(pick(d, "configuration", "backupStorageLocation"), [])]) : default(pick(l, "config", "storageAccount"), pick(l, "bucket"))]
    ]) : []
    of   = each.value
    to   = ["aws_s3_bucket", "google_storage_bucket", "azurerm_storage_account", "b2_bucket", "cloudflare_r2_bucket", "digitalocean_spaces_bucket", "linode_object_storage_bucket"]
    role = "backup"
  }

  part "store" {
    for_each = endswith(self.chart, "velero") ? [for s in flatten([default(self.set, [])]) : pick(s, "value") if default(pick(s, "name"), "") == "configuration.backupStorageLocation[0].bucket"] : []
    of       = each.value
    to       = ["aws_s3_bucket", "google_storage_bucket", "azurerm_storage_account", "b2_bucket", "cloudflare_r2_bucket", "digitalocean_spaces_bucket", "linode_object_storage_bucket"]
    role     = "backup"
  }

  fact "transfer" {
    for_each = endswith(self.chart, "velero") ? concat(
      flatten([
        for d in [for v in default(self.values, []) : yamldecode(v)] : [
          for l in flatten([default(pick(d, "configuration", "backupStorageLocation"), [])]) : { url = pick(l, "config", "s3Url"), trust = default(tostring(pick(l, "config", "insecureSkipTLSVerify")), "false") }
          if is_set(pick(l, "config", "s3Url"))
        ]
      ]),
      [for s in flatten([default(self.set, [])]) : { url = pick(s, "value"), trust = "false" } if default(pick(s, "name"), "") == "configuration.backupStorageLocation[0].config.s3Url"],
    ) : []
    like  = "endpoint"
    cloud = ""
  }

  fact "service" {
    for_each = endswith(self.chart, "velero") ? [
      for v in concat(
        flatten([for d in [for v in default(self.values, []) : yamldecode(v)] : [for l in flatten([default(pick(d, "configuration", "backupStorageLocation"), [])]) : vendor_of(hosts, pick(l, "config", "s3Url"))]]),
        [for s in flatten([default(self.set, [])]) : vendor_of(hosts, pick(s, "value")) if default(pick(s, "name"), "") == "configuration.backupStorageLocation[0].config.s3Url"],
      ) : v if !contains(["", "aws", "local"], default(pick(v, "key"), ""))
    ] : []
    like   = "vendor"
    region = each.value.region
  }

  fact "plan" {
    when  = endswith(self.chart, "velero") && length(flatten([for v in default(self.values, []) : keys(default(pick(yamldecode(v), "schedules"), {}))])) > 0
    cloud = ""
    name  = self.name
  }

  # Volumes are backed up by snapshots, unless they are turned off, or by the agent on the nodes, where it is turned on.
  fact "protection" {
    when  = endswith(self.chart, "velero") && length(flatten([for v in default(self.values, []) : keys(default(pick(yamldecode(v), "schedules"), {}))])) > 0
    cloud = ""
    store = "the cluster"
    plan  = address
    leaves_out = any([
      for v in default(self.values, []) : default(tostring(pick(yamldecode(v), "snapshotsEnabled")), "true") == "false" && default(tostring(pick(yamldecode(v), "deployNodeAgent")), "false") == "false"
    ]) ? ["the volumes of the cluster: neither snapshots nor the node agent are on"] : []
  }

  fact "schedule" {
    for_each = endswith(self.chart, "velero") ? flatten([
      for d in [for v in default(self.values, []) : yamldecode(v)] : [
        for name, s in default(pick(d, "schedules"), {}) : {
          name = name, cron = pick(s, "schedule"), off = default(tostring(pick(s, "disabled")), "false") == "true" || default(tostring(pick(s, "paused")), "false") == "true",
          ttl  = default(pick(s, "template", "ttl"), default(pick(d, "configuration", "defaultBackupTTL"), "720h"))
        }
      ]
    ]) : []
    like  = "schedule"
    cloud = ""
  }

  fact "copy" {
    for_each = endswith(self.chart, "velero") ? flatten([
      for d in [for v in default(self.values, []) : yamldecode(v)] : [for l in flatten([default(pick(d, "configuration", "backupStorageLocation"), [])]) : default(pick(l, "config", "storageAccount"), pick(l, "bucket"))]
      if length(keys(default(pick(d, "schedules"), {}))) > 0
    ]) : []
    like  = "location"
    cloud = ""
    to    = each.value
    # The schedules say how long.
    kept_days = min(flatten([
      for d in [for v in default(self.values, []) : yamldecode(v)] : [
        for name, s in default(pick(d, "schedules"), {}) : days(default(pick(s, "template", "ttl"), default(pick(d, "configuration", "defaultBackupTTL"), "720h")))
      ]
    ])...)
  }
}

resource "kubernetes_manifest" {
  part "store" {
    for_each = surely(default(pick(self.manifest, "kind"), "") == "BackupStorageLocation") ? [default(pick(self.manifest, "spec", "config", "storageAccount"), pick(self.manifest, "spec", "objectStorage", "bucket"))] : []
    of       = each.value
    to       = ["aws_s3_bucket", "google_storage_bucket", "azurerm_storage_account", "b2_bucket", "cloudflare_r2_bucket", "digitalocean_spaces_bucket", "linode_object_storage_bucket"]
    role     = "backup"
  }

  fact "transfer" {
    for_each = surely(default(pick(self.manifest, "kind"), "") == "BackupStorageLocation") && is_set(pick(self.manifest, "spec", "config", "s3Url")) ? [
      { url = pick(self.manifest, "spec", "config", "s3Url"), trust = default(tostring(pick(self.manifest, "spec", "config", "insecureSkipTLSVerify")), "false") }
    ] : []
    like  = "endpoint"
    cloud = ""
  }

  fact "service" {
    for_each = surely(default(pick(self.manifest, "kind"), "") == "BackupStorageLocation") ? [
      for v in [vendor_of(hosts, pick(self.manifest, "spec", "config", "s3Url"))] : v if !contains(["", "aws", "local"], default(pick(v, "key"), ""))
    ] : []
    like   = "vendor"
    region = each.value.region
  }

  fact "plan" {
    when  = surely(default(pick(self.manifest, "kind"), "") == "Schedule" && startswith(default(pick(self.manifest, "apiVersion"), ""), "velero.io/"))
    cloud = ""
    name  = pick(self.manifest, "metadata", "name")
  }

  fact "protection" {
    when       = surely(default(pick(self.manifest, "kind"), "") == "Schedule" && startswith(default(pick(self.manifest, "apiVersion"), ""), "velero.io/"))
    cloud      = ""
    store      = "the cluster"
    plan       = address
    leaves_out = []
  }

  fact "schedule" {
    for_each = surely(default(pick(self.manifest, "kind"), "") == "Schedule" && startswith(default(pick(self.manifest, "apiVersion"), ""), "velero.io/")) ? [{
      name = pick(self.manifest, "metadata", "name"), cron = pick(self.manifest, "spec", "schedule"), off = default(tostring(pick(self.manifest, "spec", "paused")), "false") == "true",
      ttl  = default(pick(self.manifest, "spec", "template", "ttl"), "720h")
    }] : []
    like  = "schedule"
    cloud = ""
  }

  fact "copy" {
    for_each  = surely(default(pick(self.manifest, "kind"), "") == "Schedule" && startswith(default(pick(self.manifest, "apiVersion"), ""), "velero.io/")) ? ["location"] : []
    like      = "location"
    cloud     = ""
    to        = unknown("the storage location of ${address}")
    kept_days = days(default(pick(self.manifest, "spec", "template", "ttl"), "720h"))
  }
}

# Only text that speaks of Velero is read, and what cannot be known is taken for something else: most manifests are.
resource "kubectl_manifest" {
  part "store" {
    for_each = surely(length(split("velero.io/", self.yaml_body)) > 1) ? [
      for m in [yamldecode(self.yaml_body)] : default(pick(m, "spec", "config", "storageAccount"), pick(m, "spec", "objectStorage", "bucket")) if default(pick(m, "kind"), "") == "BackupStorageLocation"
    ] : []
    of   = each.value
    to   = ["aws_s3_bucket", "google_storage_bucket", "azurerm_storage_account", "b2_bucket", "cloudflare_r2_bucket", "digitalocean_spaces_bucket", "linode_object_storage_bucket"]
    role = "backup"
  }

  fact "transfer" {
    for_each = surely(length(split("velero.io/", self.yaml_body)) > 1) ? [
      for m in [yamldecode(self.yaml_body)] : { url = pick(m, "spec", "config", "s3Url"), trust = default(tostring(pick(m, "spec", "config", "insecureSkipTLSVerify")), "false") }
      if default(pick(m, "kind"), "") == "BackupStorageLocation" && is_set(pick(m, "spec", "config", "s3Url"))
    ] : []
    like  = "endpoint"
    cloud = ""
  }

  fact "service" {
    for_each = surely(length(split("velero.io/", self.yaml_body)) > 1) ? [
      for v in [for m in [yamldecode(self.yaml_body)] : vendor_of(hosts, pick(m, "spec", "config", "s3Url"))] : v if !contains(["", "aws", "local"], default(pick(v, "key"), ""))
    ] : []
    like   = "vendor"
    region = each.value.region
  }

  fact "plan" {
    when  = surely(length(split("velero.io/", self.yaml_body)) > 1) ? default(pick(yamldecode(self.yaml_body), "kind"), "") == "Schedule" : false
    cloud = ""
    name  = pick(yamldecode(self.yaml_body), "metadata", "name")
  }

  fact "protection" {
    when       = surely(length(split("velero.io/", self.yaml_body)) > 1) ? default(pick(yamldecode(self.yaml_body), "kind"), "") == "Schedule" : false
    cloud      = ""
    store      = "the cluster"
    plan       = address
    leaves_out = []
  }

  fact "schedule" {
    for_each = surely(length(split("velero.io/", self.yaml_body)) > 1) ? [
      for m in [yamldecode(self.yaml_body)] : {
        name = pick(m, "metadata", "name"), cron = pick(m, "spec", "schedule"), off = default(tostring(pick(m, "spec", "paused")), "false") == "true",
        ttl  = default(pick(m, "spec", "template", "ttl"), "720h")
      } if default(pick(m, "kind"), "") == "Schedule"
    ] : []
    like  = "schedule"
    cloud = ""
  }

  fact "copy" {
    for_each  = surely(length(split("velero.io/", self.yaml_body)) > 1) ? [for m in [yamldecode(self.yaml_body)] : m if default(pick(m, "kind"), "") == "Schedule"] : []
    like      = "location"
    cloud     = ""
    to        = unknown("the storage location of ${address}")
    kept_days = days(default(pick(each.value, "spec", "template", "ttl"), "720h"))
  }
}

shape "endpoint" "transfer" {
  name      = each.value.url
  protocol  = startswith(lower(each.value.url), "http:") ? "HTTP" : "HTTPS"
  encrypted = !startswith(lower(each.value.url), "http:") && each.value.trust != "true"
}

shape "schedule" "schedule" {
  plan      = address
  name      = each.value.name
  cron      = each.value.cron
  gap_hours = gap_hours(each.value.cron)
  kept_days = days(each.value.ttl)
  enabled   = !each.value.off
}

# Where the cluster is does not show, so that nobody can say whether its backups leave that region.
shape "location" "copy" {
  kind      = "recovery-point"
  plan      = address
  region    = unknown("the region of the cluster of ${address}")
  to_region = unknown("the region of the storage location of ${address}")
  enabled   = true
}
