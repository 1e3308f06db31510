# Who is given rights on single stores of records, and on copies of disks, by IAM resources of their own. Those of buckets and of
# BigQuery's datasets are with them.

resource "google_healthcare_dataset_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.dataset_id
  }
}

resource "google_healthcare_dataset_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.dataset_id
  }
}

resource "google_healthcare_fhir_store_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.fhir_store_id
  }
}

resource "google_healthcare_fhir_store_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.fhir_store_id
  }
}

resource "google_healthcare_dicom_store_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.dicom_store_id
  }
}

resource "google_healthcare_dicom_store_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.dicom_store_id
  }
}

resource "google_healthcare_hl7_v2_store_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.hl7_v2_store_id
  }
}

resource "google_healthcare_hl7_v2_store_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.hl7_v2_store_id
  }
}

resource "google_healthcare_consent_store_iam_member" {
  fact "grant" {
    like = "store_member"
    on   = self.consent_store_id
  }
}

resource "google_healthcare_consent_store_iam_binding" {
  fact "grant" {
    like     = "store_binding"
    for_each = self.members
    on       = self.consent_store_id
  }
}

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

resource "google_compute_image_iam_member" {
  fact "grant" {
    like  = "member"
    kind  = "resource"
    scope = "resource"
  }
}

resource "google_compute_image_iam_binding" {
  fact "grant" {
    like     = "binding"
    for_each = self.members
    kind     = "resource"
    scope    = "resource"
  }
}

resource "google_compute_snapshot_iam_member" {
  fact "grant" {
    like  = "member"
    kind  = "resource"
    scope = "resource"
  }
}

resource "google_compute_snapshot_iam_binding" {
  fact "grant" {
    like     = "binding"
    for_each = self.members
    kind     = "resource"
    scope    = "resource"
  }
}
