# METADATA
# scope: package
# title: No password or key is written in the configuration
# description: Whoever may read the code, or an old version of it, can open the store, and a password that is written into files is seldom changed.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(5)(ii)(D)
#   description: 45 CFR 164.308(a)(5)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(d)
#   description: 45 CFR 164.312(d)
# custom:
#   severity: high
#   tier: obligation
#   about: secret
#   reads: [name, written]
#   remedy:
#     any: Take the text out, change the secret, and let the configuration refer to where it is kept, or make it up.
#     aws: |
#       manage_master_user_password = true   # or password_wo, with an ephemeral resource that reads Secrets Manager
#     azure: |
#       administrator_password_wo         = ephemeral.azurerm_key_vault_secret.database.value
#       administrator_password_wo_version = 1
#     google: |
#       password_wo         = ephemeral.google_secret_manager_secret_version.database.secret_data
#       password_wo_version = 1
package rules.access_control.secret_not_written

import data.lib

fail contains lib.at(secret, "written", message) if {
	some secret in input.secret
	secret.written == "configuration"
	message := sprintf("has its %s written in the configuration", [secret.name])
}

open contains lib.at(secret, "written", message) if {
	some secret in input.secret
	secret.written == "at first"
	message := sprintf("has its first %s written in the configuration, which ignores later ones: whether it was ever changed cannot be told", [secret.name])
}

open contains lib.at(secret, "written", message) if {
	some secret in input.secret
	secret.written == "variables"
	message := sprintf("takes its %s from a file of variables: whether that is kept with the configuration cannot be told", [secret.name])
}
