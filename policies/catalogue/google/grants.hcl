# Who is given rights on single stores of records, and on copies of disks, by IAM resources of their own. Those of buckets and of
# BigQuery's datasets are with them.

resource "google_bigquery_table_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.table_id
  }
}

resource "google_bigquery_table_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.table_id
  }
}

resource "google_bigquery_table_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.table_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.table_id
  }
}

resource "google_bigtable_instance_iam_member, google_spanner_instance_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.instance
  }
}

resource "google_bigtable_instance_iam_binding, google_spanner_instance_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.instance
  }
}

resource "google_bigtable_instance_iam_policy, google_spanner_instance_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.instance
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.instance
  }
}

resource "google_bigtable_table_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.table
  }
}

resource "google_bigtable_table_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.table
  }
}

resource "google_bigtable_table_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.table
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.table
  }
}

resource "google_spanner_database_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.database
  }
}

resource "google_spanner_database_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.database
  }
}

resource "google_spanner_database_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.database
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.database
  }
}

resource "google_compute_disk_iam_member, google_compute_region_disk_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.name
  }
}

resource "google_compute_disk_iam_binding, google_compute_region_disk_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.name
  }
}

resource "google_compute_disk_iam_policy, google_compute_region_disk_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.name
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.name
  }
}

resource "google_storage_managed_folder_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.bucket
  }
}

resource "google_storage_managed_folder_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.bucket
  }
}

resource "google_storage_managed_folder_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.bucket
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.bucket
  }
}

# Copies of disks and of clusters.

resource "google_compute_image_iam_member, google_compute_snapshot_iam_member, google_compute_instant_snapshot_iam_member" {
  fact "grant" {
    like = "single_member"
  }
}

resource "google_compute_image_iam_binding, google_compute_snapshot_iam_binding, google_compute_instant_snapshot_iam_binding" {
  fact "grant" {
    like     = "single_binding"
    for_each = self.members
  }
}

resource "google_compute_image_iam_policy, google_compute_snapshot_iam_policy, google_compute_instant_snapshot_iam_policy" {
  part "grant" {
    like = "single_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
  }

  fact "grant" {
    like     = "single_bound"
    for_each = bindings(self.policy_data)
  }
}

resource "google_compute_machine_image_iam_member, google_gke_backup_restore_plan_iam_member" {
  fact "grant" {
    like = "single_member"
  }
}

resource "google_compute_machine_image_iam_binding, google_gke_backup_restore_plan_iam_binding" {
  fact "grant" {
    like     = "single_binding"
    for_each = self.members
  }
}

resource "google_compute_machine_image_iam_policy, google_gke_backup_restore_plan_iam_policy" {
  part "grant" {
    like = "single_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
  }

  fact "grant" {
    like     = "single_bound"
    for_each = bindings(self.policy_data)
  }
}
