# METADATA
# scope: package
# title: Alarms about backups are not silenced for good
# description: A rule that was meant for one night of maintenance keeps every later failure from being told, and nobody sees that it does.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(1)(ii)(D)
#   description: 45 CFR 164.308(a)(1)(ii)(D)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(6)(ii)
#   description: 45 CFR 164.308(a)(6)(ii)
# custom:
#   severity: high
#   tier: obligation
#   about: silence
#   reads: [enabled, ends, group, scope, vault, vault.group]
#   weighs: [group, vault.group]
#   remedy:
#     any: Let the silence end, or keep the alarms about backups out of it. AWS and Google Cloud have no such rule in Terraform.
#     azure: |
#       schedule {
#         effective_from  = "2026-11-07T22:00:00"
#         effective_until = "2026-11-08T04:00:00"
#       }
package rules.monitoring_alerting.alarm_not_silenced

import data.lib

fail contains lib.related(lib.at(silence, "ends", message), [silence.vault]) if {
	some silence in input.silence
	lasting(silence)
	vault := input.facts[silence.vault]
	vault.concept == "vault"
	message := sprintf("silences the alerts of %s without an end", [vault.address])
}

fail contains lib.at(silence, "ends", "silences the alerts of a backup vault without an end") if {
	some silence in input.silence
	lasting(silence)
	is_string(silence.vault)
	startswith(silence.vault, "/")
}

fail contains lib.at(silence, "ends", "silences the alerts of backups in the whole subscription without an end") if {
	some silence in input.silence
	lasting(silence)
	silence.scope == "subscription"
}

fail contains lib.at(silence, "ends", "silences the alerts of a resource group with backup vaults in it without an end") if {
	some silence in input.silence
	lasting(silence)
	silence.scope == "group"
	silence.id in with_vaults
}

lasting(silence) if {
	silence.enabled == true
	silence.ends == false
}

with_vaults contains silence.id if {
	some silence in input.silence
	lib.vaults_in[[silence.root, lower(silence.group)]]
}

with_vaults contains silence.id if {
	some silence in input.silence
	some address in silence.refs.group
	lib.vaults_in[[silence.root, address]]
}

# About a resource that is no vault, or a group without one.
skip contains silence.id if {
	some silence in input.silence
	silence.scope == "resource"
	silence.vault == null
}

skip contains silence.id if {
	some silence in input.silence
	silence.scope == "group"
	not silence.id in with_vaults
}

pass contains silence.id if {
	some silence in input.silence
	silence.ends == true
}

pass contains silence.id if {
	some silence in input.silence
	silence.enabled == false
}
