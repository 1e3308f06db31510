# METADATA
# scope: package
# title: Backups are restored inside the organisation
# description: A vault without bounds lets its backups be restored into anybody's organisation, where nothing of what the practice agreed holds.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(1)
#   description: 45 CFR 164.312(a)(1)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(4)
#   description: 45 CFR 164.308(a)(4)
# custom:
#   severity: high
#   tier: obligation
#   about: vault
#   reads: [unconfined]
#   remedy:
#     any: Confine the vault to the organisation or the project.
#     google: |
#       access_restriction = "WITHIN_ORGANIZATION"   # the default; or WITHIN_PROJECT
package rules.tenant_isolation.vault_confined

import data.lib

# Vaults of AWS and Azure know no such bounds: there it is rights alone that let others in.
fail contains lib.at(vault, "unconfined", "lets its backups be restored into other organisations") if {
	some vault in input.vault
	vault.unconfined == true
}

skip contains vault.id if {
	some vault in input.vault
	vault.unconfined == null
}
