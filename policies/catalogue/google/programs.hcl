# Buckets that hold what programs need, such as code. One that is named from outside the configuration is passed over, lest any bucket
# might be meant.

resource "google_cloudfunctions_function" {
  part "store" {
    when = surely(read_from(self.source_archive_bucket) == "google_storage_bucket") || surely(default(self.source_archive_bucket, "") != "")
    of   = self.source_archive_bucket
    to   = ["google_storage_bucket"]
    role = "program"
  }
}

resource "google_cloudfunctions2_function" {
  part "store" {
    for_each = [
      for s in flatten(self.build_config[*].source[*].storage_source) : s.bucket
      if surely(read_from(s.bucket) == "google_storage_bucket") || surely(default(s.bucket, "") != "")
    ]
    of   = each.value
    to   = ["google_storage_bucket"]
    role = "program"
  }
}

# What Google charges.
resource "google_project_usage_export_bucket" {
  part "store" {
    when = surely(read_from(self.bucket_name) == "google_storage_bucket") || surely(default(self.bucket_name, "") != "")
    of   = self.bucket_name
    to   = ["google_storage_bucket"]
    role = "program"
  }
}
