# METADATA
# scope: package
# title: AWS Backup is not turned off for what plans select
# description: With its service turned off in the region a store is left out of the plan without a word, whatever the plan selects.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# custom:
#   severity: high
#   tier: obligation
#   about: setting
#   reads: [account, name, on, protection.plan, protection.store, region, schedule.enabled, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, store.account, store.arn_resource, store.parent, store.plannable, store.region, store.service, store.tags]
#   remedy:
#     any: Turn the service on for AWS Backup, in every region with stores.
#     aws_backup_region_settings: |
#       resource_type_opt_in_preference = {
#         RDS = true
#         S3  = true
#       }
package rules.backup_frequency.service_opted_in

import data.lib

fail contains lib.related(lib.at(setting, "on", message), ids) if {
	some setting in opt_ins
	setting.on == false
	ids := relying[[service(setting), setting.account, setting.region]]
	message := sprintf("turns AWS Backup off for %s, which plans here select", [trim_prefix(setting.name, prefix)])
}

open contains lib.related(lib.at(setting, "on", message), ids) if {
	some setting in opt_ins
	setting.on == false
	ids := {store.id |
		some store in perhaps_relying[[service(setting), setting.account]]
		perhaps_in(store, setting)
	}
	count(ids) > 0
	message := sprintf("turns AWS Backup off for %s, which plans here may select", [trim_prefix(setting.name, prefix)])
}

prefix := "backup-opt-in:"

# AWS Backup's names for services are those of the stores, but for capitals and spaces.
service(setting) := replace(lower(trim_prefix(setting.name, prefix)), " ", "-")

opt_ins contains setting if {
	some setting in input.setting
	startswith(setting.name, prefix)
}

off contains service(setting) if {
	some setting in opt_ins
	setting.on == false
}

# Stores that plans select, by service and place.
relying[[store.service, store.account, store.region]] contains store.id if {
	some store in input.store
	store.service in off
	asks_first(store)
	perhaps_spared(store) == false
	lib.coverage(store) == 2
}

# Stores that plans may select, or select and may name, by service and account.
perhaps_relying[[store.service, store.account]] contains store if {
	some store in input.store
	store.service in off
	asks_first(store)
	perhaps_selected(store)
}

perhaps_selected(store) if lib.coverage(store) == 2

perhaps_selected(store) if lib.perhaps_covered(store)

# perhaps_in holds for a store that may be in the region of the setting.
perhaps_in(store, setting) if store.region == setting.region

perhaps_in(store, _) if "region" in store.unknown

# A store that a selection names itself is backed up all the same, except for clusters.
asks_first(store) if store.service in clusters

asks_first(store) if not store.id in named

# perhaps_spared holds for a store that a selection may name, so that it is asked for nothing.
perhaps_spared(store) := false if {
	store.service in clusters
} else := lib.perhaps_named(store)

clusters := {"aurora", "documentdb", "neptune"}

named contains id if {
	some selection in input.selection
	some id in selection.stores
}

skip contains setting.id if {
	some setting in input.setting
	not setting.id in {opt_in.id | some opt_in in opt_ins}
}
