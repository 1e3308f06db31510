# Grants on a whole project.

resource "google_project_iam_member" {
  fact "grant" {
    kind            = "identity"
    effect          = "allow"
    scope           = "project"
    principals      = [self.member]
    principal_kinds = [contains(["allUsers", "allAuthenticatedUsers"], self.member) ? "anyone" : { user = "user", group = "group", serviceAccount = "service", domain = "account" }[split(":", self.member)[0]]]
    actions         = [self.role]
    resources       = [self.project]
    conditions      = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}

resource "google_project_iam_binding" {
  fact "grant" {
    for_each        = self.members
    kind            = "identity"
    effect          = "allow"
    scope           = "project"
    principals      = [each.value]
    principal_kinds = [contains(["allUsers", "allAuthenticatedUsers"], each.value) ? "anyone" : { user = "user", group = "group", serviceAccount = "service", domain = "account" }[split(":", each.value)[0]]]
    actions         = [self.role]
    resources       = [self.project]
    conditions      = [for c in self.condition : { operator = "expression", key = default(c.title, ""), values = [c.expression] }]
  }
}
