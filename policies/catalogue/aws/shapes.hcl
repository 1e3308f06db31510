# What the entries of AWS share: one statement of a policy document, as statements() gives it.

# A statement that names its principals: a resource policy, a trust policy.
shape "statement" "grant" {
  actions         = each.value.actions
  conditions      = each.value.conditions
  effect          = each.value.effect
  not_actions     = each.value.not_actions
  not_principals  = each.value.not_principals
  not_resources   = each.value.not_resources
  principal_kinds = each.value.principal_kinds
  principals      = each.value.principals
  principals_from = each.value.principals_from
  resources       = each.value.resources
  sid             = each.value.sid
}

# A statement of a policy that is attached to its principals.
shape "permission" "grant" {
  actions       = each.value.actions
  conditions    = each.value.conditions
  effect        = each.value.effect
  not_actions   = each.value.not_actions
  not_resources = each.value.not_resources
  resources     = each.value.resources
  sid           = each.value.sid
}
