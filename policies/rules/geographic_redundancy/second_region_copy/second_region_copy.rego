# METADATA
# scope: package
# title: Every backup plan keeps a copy in a second region
# description: When a region fails, by fire, flood or a mistake of the provider's, only a copy elsewhere brings the practice back.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(C)
#   description: 45 CFR 164.308(a)(7)(ii)(C)
# custom:
#   severity: high
#   tier: obligation
#   about: schedule
#   reads:
#   - enabled
#   - plan
#   - region
#   - vault
#   - vault_redundancy
#   - cluster.region
#   - copy.account
#   - copy.enabled
#   - copy.from
#   - copy.from_region
#   - copy.kind
#   - copy.plan
#   - copy.region
#   - copy.to
#   - copy.to_account
#   - copy.to_region
#   - protection.account
#   - protection.plan
#   - protection.region
#   - protection.store
#   - protection.vault
#   - selection.account
#   - selection.conditions
#   - selection.everything
#   - selection.except
#   - selection.plan
#   - selection.region
#   - selection.stores
#   - selection.tags_any
#   - store.account
#   - store.arn_resource
#   - store.backup_redundancy
#   - store.parent
#   - store.plannable
#   - store.region
#   - store.tags
#   - vault.account
#   - vault.isolated
#   - vault.redundancy
#   - vault.region
#   - vault.source
#   remedy:
#     any: Copy the recovery points to a vault in another permitted region, or keep them in storage that spans two.
#     aws_backup_plan: |
#       rule {
#         copy_action {
#           destination_vault_arn = aws_backup_vault.west.arn
#           lifecycle {
#             delete_after = 35
#           }
#         }
#       }
#
#       resource "aws_backup_vault" "west" {
#         region = "us-west-2"   # another region than that of the original; before version 6 of the provider: provider = aws.west
#         name   = "west"
#       }
#     aws_dlm_lifecycle_policy: |
#       policy_details {
#         schedule {
#           cross_region_copy_rule {
#             target    = "us-west-2"   # another region than that of the original
#             encrypted = true
#             retain_rule {
#               interval      = 35
#               interval_unit = "DAYS"
#             }
#           }
#         }
#       }
#     azurerm_backup_policy_file_share, azurerm_backup_policy_vm: |
#       resource "azurerm_recovery_services_vault" "backups" {
#         name                         = "backups"
#         resource_group_name          = azurerm_resource_group.backups.name
#         location                     = azurerm_resource_group.backups.location
#         sku                          = "Standard"
#         storage_mode_type            = "GeoRedundant"
#         cross_region_restore_enabled = true
#       }
#     azurerm_data_protection_backup_policy_blob_storage, azurerm_data_protection_backup_policy_data_lake_storage, azurerm_data_protection_backup_policy_kubernetes_cluster, azurerm_data_protection_backup_policy_mysql_flexible_server, azurerm_data_protection_backup_policy_postgresql, azurerm_data_protection_backup_policy_postgresql_flexible_server: |
#       resource "azurerm_data_protection_backup_vault" "backups" {
#         name                         = "backups"
#         resource_group_name          = azurerm_resource_group.backups.name
#         location                     = azurerm_resource_group.backups.location
#         datastore_type               = "VaultStore"
#         redundancy                   = "GeoRedundant"
#         cross_region_restore_enabled = true
#       }
#     google_backup_dr_backup_plan: |
#       backup_vault = google_backup_dr_backup_vault.us.id   # a vault with location = "us", or in another region
#     google_compute_resource_policy: |
#       snapshot_schedule_policy {
#         snapshot_properties {
#           storage_locations = ["us"]
#         }
#       }
#     google_gke_backup_backup_plan: |
#       location = "us-west1"   # another region than that of the cluster
#     google_netapp_backup_policy: |
#       resource "google_netapp_backup_vault" "west" {
#         name              = "west"
#         location          = "us-central1"
#         backup_vault_type = "CROSS_REGION"
#         backup_region     = "us-west1"   # another region than that of the original
#       }
#     google_spanner_backup_schedule: |
#       # backups are where the instance is
#       resource "google_spanner_instance" "records" {
#         display_name = "records"
#         config       = "nam6"
#         num_nodes    = 1
#       }
#     google_firestore_backup_schedule: |
#       # backups are where the database is
#       resource "google_firestore_database" "records" {
#         name        = "records"
#         type        = "FIRESTORE_NATIVE"
#         location_id = "nam5"
#       }
#     aws_organizations_policy: |
#       content = jsonencode({
#         plans = { daily = { rules = { daily = { copy_actions = {
#           "arn:aws:backup:us-west-2:$account:backup-vault:copies" = {
#             target_backup_vault_arn = { "@@assign" = "arn:aws:backup:us-west-2:$account:backup-vault:copies" }
#           }
#         } } } } }
#       })
#     mongodbatlas_cloud_backup_schedule: |
#       copy_settings {
#         cloud_provider = "AWS"
#         region_name    = "US_WEST_2"
#         frequencies    = ["DAILY"]
#       }
#     polaris_sla_domain: |
#       archival {
#         archival_location_id = polaris_aws_archival_location.west.id
#       }
package rules.geographic_redundancy.second_region_copy

import data.lib

# Copies are written in the plan itself, and what a vault spans in the vault: a plan that was read shows all there is.
fail contains element(schedule) if {
	some schedule in input.schedule
	schedule.plan in used
	schedule.plan in ((lonely - accompanied) - perhaps_accompanied)
}

open contains lib.at(schedule, "plan", message) if {
	some schedule in input.schedule
	schedule.plan in used
	schedule.plan in (perhaps_accompanied - accompanied)
	message := sprintf("%s; whether another plan copies the same stores to another one cannot be told", [alone(schedule)])
}

# A plan beside one that copies the same stores to a second region is there for the days between.
pass contains schedule.id if {
	some schedule in input.schedule
	schedule.plan in accompanied
}

accompanied contains schedule.plan if {
	some schedule in input.schedule
	schedule.plan in lonely
	good := reached_beside(schedule)
	lib.selected_alike(schedule.plan, good, set())
	count(lib.left_alone(schedule.plan, good, set())) == 0
}

perhaps_accompanied contains schedule.plan if {
	some schedule in input.schedule
	schedule.plan in lonely
	good := perhaps_beside(schedule)
	lib.selected_alike(schedule.plan, good, set())
	count(lib.left_alone(schedule.plan, good, set())) == 0
}

perhaps_accompanied contains schedule.plan if {
	some schedule in input.schedule
	schedule.plan in lonely
	good := perhaps_beside(schedule)
	count(good) > 0
	count(({schedule.plan} | good) & lib.selected_vaguely) > 0
	count(lib.left_alone(schedule.plan, good, set())) == 0
}

# reached_beside are the plans of the same root and cloud that reach a second region.
reached_beside(schedule) := object.get(reached_in, [[schedule.root, schedule.cloud]], set())

reached_in[[schedule.root, schedule.cloud]] contains schedule.plan if {
	some schedule in input.schedule
	schedule.enabled == true
	schedule.plan in reached
}

# perhaps_beside are these and the plans of which it cannot be told.
perhaps_beside(schedule) := object.get(perhaps_in, [[schedule.root, schedule.cloud]], set())

perhaps_in[[schedule.root, schedule.cloud]] contains schedule.plan if {
	some schedule in input.schedule
	perhaps_on(schedule)
	schedule.plan in (reached | unclear)
}

perhaps_on(schedule) if schedule.enabled == true

perhaps_on(schedule) if "enabled" in schedule.unknown

# On Azure the vault decides.
element(schedule) := lib.related(lib.at(schedule, "plan", alone(schedule)), [vault.id]) if {
	schedule.cloud == "azure"
	vault := input.facts[schedule.vault]
	vault.concept == "vault"
} else := lib.at(schedule, "plan", alone(schedule))

open contains lib.at(schedule, doubted(schedule), message) if {
	some schedule in input.schedule
	schedule.plan in used
	schedule.plan in unclear
	message := sprintf("%s, as far as can be seen: where its copies or its vault are is not known", [alone(schedule)])
}

# What the schedule itself leaves unknown; else it is where a copy or another rule of the plan goes.
doubted(schedule) := "vault" if {
	"vault" in schedule.unknown
} else := "vault_redundancy" if {
	"vault_redundancy" in schedule.unknown
} else := "region" if {
	"region" in schedule.unknown
} else := "plan"

open contains lib.at(schedule, "plan", message) if {
	some schedule in input.schedule
	schedule.plan in unsettled
	schedule.plan in unused
	schedule.id in perhaps_used
	message := sprintf("%s, if it is used: to which plan a selection belongs is not known", [alone(schedule)])
}

alone(schedule) := sprintf("keeps its recovery points in %s alone", [lib.region_text(schedule.region, schedule.cloud)]) if {
	is_string(schedule.region)
} else := sprintf("keeps its recovery points in %s alone", [lib.region_text(vault.region, schedule.cloud)]) if {
	vault := input.facts[schedule.vault]
	is_string(vault.region)
} else := "keeps its recovery points in one region"

# The plans whose recovery points reach a second region, surely do not, and may.
reached := lib.far_plans | geo_plans

lonely := (plans - reached) - unclear

unclear := ((doubtful_copies | doubtful_rules) | doubtful_stores) - reached

unsettled := lonely | unclear

unused := plans - used

# One rule of a plan that reaches a second region is enough: the copy may be the weekly one.
geo_plans contains schedule.plan if {
	some schedule in input.schedule
	schedule.vault_redundancy == "geo"
}

geo_plans contains schedule.plan if {
	some schedule in input.schedule
	is_string(schedule.region)
	vault := input.facts[schedule.vault]
	vault.concept == "vault"
	is_string(vault.region)
	lib.canonical(vault.region) != lib.canonical(schedule.region)
}

# Backups without a vault that they are in lie where their stores do: in all regions of Spanner and Firestore.
geo_plans contains plan if {
	some plan in with_their_stores
	every id in stores_of[plan] {
		spread(id)
	}
}

without_vaults := {schedule.plan | some schedule in input.schedule; schedule.vault == null}

with_their_stores := without_vaults & {plan | some plan, _ in stores_of}

stores_of[protection.plan] contains protection.store if some protection in input.protection

spread(id) if input.facts[id].backup_redundancy == "geo"

spread(id) if input.facts[input.facts[id].parent].backup_redundancy == "geo"

# And those in vaults that copy to another region by themselves, which the protection names.
geo_plans contains protection.plan if {
	some protection in input.protection
	input.facts[protection.vault].redundancy == "geo"
}

# A plan for one cluster that is in another region.
geo_plans contains protection.plan if {
	some protection in input.protection
	lib.canonical(clusters[protection.vault]) != lib.canonical(input.facts[protection.vault].region)
}

clusters := {vault.id: region |
	some vault in input.vault
	region := input.facts[vault.source].region
	is_string(region)
}

# Of a cluster that is not declared here its name tells where it is, or nothing.
doubtful_rules contains protection.plan if {
	some protection in input.protection
	some vault_id in [protection.vault]
	vault_id in apart
}

apart contains vault.id if {
	some vault in input.vault
	"source" in vault.unknown
}

apart contains vault.id if {
	some vault in input.vault
	is_string(vault.source)
	vault.redundancy == null
	not vault.id in placed
}

placed contains id if some id, _ in clusters

doubtful_stores contains protection.plan if {
	some protection in input.protection
	protection.plan in with_their_stores
	some id in {protection.store, input.facts[protection.store].parent}
	"backup_redundancy" in input.facts[id].unknown
}

doubtful_stores contains protection.plan if {
	some protection in input.protection
	protection.plan in with_their_stores
	"parent" in input.facts[protection.store].unknown
}

doubtful_stores contains protection.plan if {
	some protection in input.protection
	"store" in protection.unknown
	protection.plan in without_vaults
}

doubtful_copies contains copy.plan if {
	some copy in input.copy
	some field in ["enabled", "region", "to_region"]
	field in copy.unknown
}

doubtful_rules contains schedule.plan if {
	some schedule in input.schedule
	some field in ["vault", "vault_redundancy"]
	field in schedule.unknown
}

# On Google a plan may have its vault in another region than its own.
doubtful_rules contains schedule.plan if {
	some schedule in input.schedule
	schedule.cloud == "google"
	vault := input.facts[schedule.vault]
	vault.concept == "vault"
	some fact in [schedule, vault]
	"region" in fact.unknown
}

doubtful_rules contains protection.plan if {
	some protection in input.protection
	"vault" in protection.unknown
}

doubtful_rules contains protection.plan if {
	some protection in input.protection
	"redundancy" in input.facts[protection.vault].unknown
}

plans contains schedule.plan if some schedule in input.schedule

# One finding for a plan: its first rule stands for the others.
skip contains schedule.id if {
	some schedule in input.schedule
	schedule.id in followers
}

followers contains id if {
	some ids in rules_of
	some id in ids
	id != min(ids)
}

rules_of[schedule.plan] contains schedule.id if some schedule in input.schedule

# And so for a vault on Azure, whose redundancy is written once for all its policies.
followers contains id if {
	some ids in lonely_in_vault
	some id in ids
	id != min(ids)
}

lonely_in_vault[schedule.vault] contains schedule.id if {
	some schedule in input.schedule
	schedule.cloud == "azure"
	schedule.enabled == true
	schedule.plan in used
	schedule.plan in lonely
	input.facts[schedule.vault].concept == "vault"
}

# A copy that stays in the region is found by itself, and a plan that nothing uses by the lack of a selection.
skip contains schedule.id if {
	some schedule in input.schedule
	schedule.plan in lib.near_plans
}

skip contains schedule.id if {
	some schedule in input.schedule
	schedule.plan in unused
	not schedule.id in perhaps_used
}

used contains selection.plan if some selection in input.selection

used contains protection.plan if some protection in input.protection

perhaps_used contains schedule.id if {
	some schedule in input.schedule
	some root in {schedule.root, lib.elsewhere}
	root in unsure
}

# unsure are the roots to whose plans a selection may belong of which it is not known.
unsure contains root if {
	some selection in input.selection
	"plan" in selection.unknown
	some root in lib.reach(selection, "plan")
}

unsure contains root if {
	some protection in input.protection
	"plan" in protection.unknown
	some root in lib.reach(protection, "plan")
}

# Whatever its own rule, a plan with a second region is settled.
pass contains schedule.id if {
	some schedule in input.schedule
	schedule.plan in reached
}

skip contains schedule.id if {
	some schedule in input.schedule
	schedule.enabled == false
}
