# METADATA
# scope: package
# title: Keys are in hardware security modules
# description: Key material in software can be copied by whoever reads the memory of a server; a hardware security module does not give it out.
# related_resources:
# - ref: agreement:keys.hsm
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)
#   description: 45 CFR 164.312(a)(2)(iv)
# custom:
#   severity: medium
#   tier: obligation
#   about: key
#   reads: [manager, protection, purpose]
#   remedy:
#     any: Make a new key in a hardware security module and encrypt by it; the protection of a key cannot be changed.
#     azurerm_key_vault_key: |
#       key_type = "RSA-HSM"   # in a premium key vault, or a key of a managed HSM
#     google_kms_crypto_key: |
#       version_template {
#         algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
#         protection_level = "HSM"
#       }
package rules.key_management.key_in_hsm

import data.lib

fail contains lib.at(key, "protection", "is kept in software; the agreement asks for hardware security modules") if {
	some key in input.key
	key.protection == "software"
}

open contains lib.at(key, "protection", "is kept outside of the cloud; whether in hardware security modules cannot be told") if {
	some key in input.key
	key.protection == "external"
}

# Only where the agreement asks for it.
skip contains key.id if {
	some key in input.key
	input.terms.hsm == false
}

skip contains key.id if {
	some key in input.key
	key.manager == "provider"
}

# Keys that encrypt no records.
skip contains key.id if {
	some key in input.key
	key.purpose in {"sign", "mac"}
}
