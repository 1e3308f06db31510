# Who is given rights on the datasets and the stores of the Cloud Healthcare API.

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

resource "google_healthcare_dataset_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.dataset_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
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

resource "google_healthcare_fhir_store_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.fhir_store_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
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

resource "google_healthcare_dicom_store_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.dicom_store_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
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

resource "google_healthcare_hl7_v2_store_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.hl7_v2_store_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
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

resource "google_healthcare_consent_store_iam_policy" {
  part "grant" {
    like = "store_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
    on   = self.consent_store_id
  }

  fact "grant" {
    like     = "store_bound"
    for_each = bindings(self.policy_data)
    on       = self.consent_store_id
  }
}
