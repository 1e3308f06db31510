# Grants of Google Cloud IAM: members, bindings and policies, on projects and what is above them, on buckets and on keys. One
# grant for every member of a binding. A policy is written in a data source, and what it is set on says where it holds; or it is written there, as JSON.

data "google_iam_policy" {
  fact "grant" {
    like = "bound"
    for_each = flatten([for b in self.binding : [
      for m in default(b.members, []) : { member = m, role = b.role, conditions = [for c in b.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }] }
    ]])
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

  fact "grant" {
    like      = "bound"
    for_each  = bindings(self.policy_data)
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

resource "google_folder_iam_policy" {
  part "grant" {
    of        = self.policy_data
    to        = ["google_iam_policy"]
    kind      = "identity"
    scope     = "folder"
    resources = [self.folder]
  }

  fact "grant" {
    like      = "bound"
    for_each  = bindings(self.policy_data)
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

resource "google_organization_iam_policy" {
  part "grant" {
    of        = self.policy_data
    to        = ["google_iam_policy"]
    kind      = "identity"
    scope     = "organization"
    resources = [self.org_id]
  }

  fact "grant" {
    like      = "bound"
    for_each  = bindings(self.policy_data)
    kind      = "identity"
    scope     = "organization"
    resources = [self.org_id]
  }
}

resource "google_project_iam_custom_role, google_organization_iam_custom_role" {
  fact "role" {
    name    = self.role_id
    actions = default(self.permissions, [])
  }
}

# Deny policies come before every role. Permissions are written service.googleapis.com/resource.verb, and the parent with its slashes
# encoded.
resource "google_iam_deny_policy" {
  fact "grant" {
    for_each        = flatten(self.rules[*].deny_rule)
    kind            = "identity"
    effect          = "deny"
    scope           = regex("(project|folder|organization)s(?:%2F|/)", self.parent)[0]
    resources       = [regex("s(?:%2F|/)([^%/]+)$", self.parent)[0]]
    principals      = default(each.value.denied_principals, [])
    principal_kinds = [for p in default(each.value.denied_principals, []) : endswith(p, "goog/public:all") ? "anyone" : "identity"]
    not_principals  = default(each.value.exception_principals, [])
    actions         = [for p in default(each.value.denied_permissions, []) : replace(replace(p, ".googleapis.com/", "."), "cloudresourcemanager.", "resourcemanager.")]
    not_actions     = [for p in default(each.value.exception_permissions, []) : replace(replace(p, ".googleapis.com/", "."), "cloudresourcemanager.", "resourcemanager.")]
    conditions      = [for c in each.value.denial_condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}

# The audit configuration of a project, a folder or an organisation.
shape "audit_config" "trail" {
  name              = self.service
  enabled           = true
  all_regions       = true
  management_events = true
  data_events       = length([for l in self.audit_log_config : l if l.log_type == "DATA_READ" || l.log_type == "DATA_WRITE"]) > 0 ? [self.service] : []
}

# Admin activity is always recorded; a configuration adds who reads and writes data of one service, or of all.
resource "google_project_iam_audit_config" {
  fact "trail" {
    like = "audit_config"
  }
}

resource "google_folder_iam_audit_config" {
  fact "trail" {
    like    = "audit_config"
    account = "folders/${trimprefix(self.folder, "folders/")}"
  }
}

resource "google_organization_iam_audit_config" {
  fact "trail" {
    like    = "audit_config"
    account = "organizations/${self.org_id}"
  }
}

# Organisation policies. One that refuses public access to buckets overrules each of them; the others refuse what is judged where it is
# written. A policy that is only tried out is in another block. Those of folders and organisations hold in the projects below:
# their account is folders/… or organizations/….
resource "google_org_policy_policy" {
  fact "setting" {
    when    = endswith(self.name, "policies/storage.publicAccessPrevention") && length(self.spec) > 0
    name    = "s3-public-access-block"
    account = trimprefix(self.parent, "projects/")
    on = (
      default(self.spec[0].reset, false) || !any([for r in flatten(self.spec[*].rules) : upper(default(r.enforce, "FALSE")) == "TRUE"]) ? false :
      any([for r in flatten(self.spec[*].rules) : length(r.condition) > 0]) ? unsaid("which buckets meet the conditions of ${address}") : true
    )
  }
}

resource "google_project_organization_policy" {
  fact "setting" {
    when = endswith(self.constraint, "storage.publicAccessPrevention")
    name = "s3-public-access-block"
    on   = any(self.boolean_policy[*].enforced)
  }
}

resource "google_folder_organization_policy" {
  fact "setting" {
    when    = endswith(self.constraint, "storage.publicAccessPrevention")
    name    = "s3-public-access-block"
    account = "folders/${trimprefix(self.folder, "folders/")}"
    on      = any(self.boolean_policy[*].enforced)
  }
}

resource "google_organization_policy" {
  fact "setting" {
    when    = endswith(self.constraint, "storage.publicAccessPrevention")
    name    = "s3-public-access-block"
    account = "organizations/${self.org_id}"
    on      = any(self.boolean_policy[*].enforced)
  }
}
