# Azure role-based access control.

resource "azurerm_role_assignment" {
  # principal_type tells a person's account from a workload's; without it the principal is some identity.
  fact "grant" {
    kind            = "identity"
    effect          = "allow"
    principals      = [self.principal_id]
    principal_kinds = [{ User = "user", Group = "group", ServicePrincipal = "service" }[default(self.principal_type, "ServicePrincipal")]]
    actions         = [default(self.role_definition_name, self.role_definition_id)]
    resources       = [self.scope]
    on              = self.scope
  }
}
