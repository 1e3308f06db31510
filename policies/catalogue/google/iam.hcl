# Grants of Google Cloud IAM: members, bindings and policies, on projects and what is above them, on buckets and on keys. One
# grant for every member of a binding. A policy is written in a data source, and what it is set on says where it holds.

data "google_iam_policy" {
  fact "grant" {
    for_each = flatten([for b in self.binding : [
      for m in default(b.members, []) : { member = m, role = b.role, conditions = [for c in b.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }] }
    ]])
    effect     = "allow"
    principals = [each.value.member]
    principal_kinds = [
      any([startswith(each.value.member, "serviceAccount:"), literal(each.value.member) == null && contains(["google_service_account", "data.google_service_account", "google_project_service_identity", "data.google_storage_project_service_account"], default(read_from(each.value.member), ""))]) ? "service" :
      startswith(each.value.member, "user:") ? "user" : startswith(each.value.member, "group:") || startswith(each.value.member, "project") ? "group" : startswith(each.value.member, "domain:") ? "account" :
      startswith(each.value.member, "all") ? "anyone" : startswith(each.value.member, "principal") ? "federated" : "identity",
    ]
    role       = each.value.role
    actions    = [each.value.role]
    conditions = each.value.conditions
  }
}

resource "google_project_iam_member" {
  fact "grant" {
    like      = "member"
    kind      = "identity"
    scope     = "project"
    resources = [self.project]
  }
}

resource "google_project_iam_binding" {
  fact "grant" {
    like      = "binding"
    for_each  = self.members
    kind      = "identity"
    scope     = "project"
    resources = [self.project]
  }
}

resource "google_project_iam_policy" {
  part "grant" {
    of        = self.policy_data
    to        = ["google_iam_policy"]
    kind      = "identity"
    scope     = "project"
    resources = [self.project]
  }
}

resource "google_folder_iam_member" {
  fact "grant" {
    like      = "member"
    kind      = "identity"
    scope     = "folder"
    resources = [self.folder]
  }
}

resource "google_folder_iam_binding" {
  fact "grant" {
    like      = "binding"
    for_each  = self.members
    kind      = "identity"
    scope     = "folder"
    resources = [self.folder]
  }
}

resource "google_organization_iam_member" {
  fact "grant" {
    like      = "member"
    kind      = "identity"
    scope     = "organization"
    resources = [self.org_id]
  }
}

resource "google_organization_iam_binding" {
  fact "grant" {
    like      = "binding"
    for_each  = self.members
    kind      = "identity"
    scope     = "organization"
    resources = [self.org_id]
  }
}

resource "google_project_iam_custom_role" {
  fact "role" {
    name    = self.role_id
    actions = default(self.permissions, [])
  }
}

resource "google_organization_iam_custom_role" {
  fact "role" {
    name    = self.role_id
    actions = default(self.permissions, [])
  }
}

# Admin activity is always recorded; a configuration adds who reads and writes data of one service, or of all.
resource "google_project_iam_audit_config" {
  fact "trail" {
    like = "audit_config"
  }
}

resource "google_folder_iam_audit_config" {
  fact "trail" {
    like = "audit_config"
  }
}

resource "google_organization_iam_audit_config" {
  fact "trail" {
    like = "audit_config"
  }
}
