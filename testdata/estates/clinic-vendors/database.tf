resource "mongodbatlas_advanced_cluster" "charts" {
  project_id                     = var.atlas_project
  name                           = "charts"
  cluster_type                   = "REPLICASET"
  backup_enabled                 = true
  pit_enabled                    = true
  encryption_at_rest_provider    = "AWS"
  termination_protection_enabled = true
  retain_backups_enabled         = true

  replication_specs = [{
    region_configs = [{
      provider_name   = "AWS"
      region_name     = "US_EAST_1"
      priority        = 7
      electable_specs = { instance_size = "M30", node_count = 3 }
    }]
  }]
}

resource "mongodbatlas_cloud_backup_schedule" "charts" {
  project_id   = mongodbatlas_advanced_cluster.charts.project_id
  cluster_name = mongodbatlas_advanced_cluster.charts.name

  policy_item_hourly {
    frequency_interval = 6
    retention_unit     = "days"
    retention_value    = 7
  }
  policy_item_daily {
    frequency_interval = 1
    retention_unit     = "days"
    retention_value    = 45
  }
  copy_settings {
    cloud_provider = "AWS"
    region_name    = "EU_WEST_1"
    frequencies    = ["DAILY"]
  }
}

# The reporting database came later.
resource "mongodbatlas_advanced_cluster" "reports" {
  project_id   = var.atlas_project
  name         = "reports"
  cluster_type = "REPLICASET"

  replication_specs = [{
    region_configs = [{
      provider_name         = "TENANT"
      backing_provider_name = "AWS"
      region_name           = "US_EAST_1"
      priority              = 7
      electable_specs       = { instance_size = "M0" }
    }]
  }]
}

resource "mongodbatlas_project_ip_access_list" "anywhere" {
  project_id = var.atlas_project
  cidr_block = "0.0.0.0/0"
  comment    = "until the VPN is there"
}
