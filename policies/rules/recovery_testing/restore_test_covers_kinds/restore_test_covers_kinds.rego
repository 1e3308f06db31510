# METADATA
# scope: package
# title: Restore tests take in every kind of store that plans back up
# description: That one kind of backup can be restored says nothing of another, whose role, key or network may be wrong.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(D)
#   description: 45 CFR 164.308(a)(7)(ii)(D)
# custom:
#   severity: medium
#   tier: obligation
#   about: restore_test
#   reads: [protection.plan, protection.store, schedule.enabled, schedule.plan, selection.account, selection.conditions, selection.everything, selection.except, selection.plan, selection.region, selection.stores, selection.tags_any, selects, store.account, store.arn_resource, store.parent, store.plannable, store.region, store.role, store.service, store.tags, types]
#   remedy:
#     any: Add a selection for each kind of store.
#     aws: |
#       resource "aws_backup_restore_testing_selection" "files" {
#         name                      = "files"
#         restore_testing_plan_name = aws_backup_restore_testing_plan.weekly.name
#         protected_resource_type   = "EFS"
#         protected_resource_arns   = ["*"]
#         iam_role_arn              = aws_iam_role.restore.arn
#       }
package rules.recovery_testing.restore_test_covers_kinds

import data.lib

# The first of several tests speaks for all.
fail contains lib.related(lib.at(test, "types", message), stores) if {
	some test in input.restore_test
	test.id == first
	count(untested) > 0
	not vague_types
	stores := {id | some ids in untested; some id in ids}
	message := sprintf("restores nothing of %s, which backup plans here keep", [concat(", ", sort({service | some service, _ in untested}))])
}

open contains lib.at(test, "types", "may not restore every kind of store that backup plans here keep") if {
	some test in input.restore_test
	test.id == first
	count(untested) > 0
	vague_types
}

open contains lib.related(lib.at(test, "types", message), stores) if {
	some test in input.restore_test
	test.id == first
	count(perhaps_untested) > 0
	stores := {id | some ids in perhaps_untested; some id in ids}
	message := sprintf("restores nothing of %s, which backup plans here may keep", [concat(", ", sort({service | some service, _ in perhaps_untested}))])
}

first := min({test.id | some test in input.restore_test; test.selects == true})

vague_types if {
	some test in input.restore_test
	some field in ["selects", "types"]
	field in test.unknown
}

# The services whose stores AWS Backup restores in tests, as it calls them.
restorable := {"aurora", "documentdb", "dynamodb", "ebs", "efs", "fsx", "neptune", "rds", "s3"}

tested contains lower(kind) if {
	some test in input.restore_test
	some kind in test.types
}

# A machine is restored with its volumes.
tested contains "ebs" if {
	some test in input.restore_test
	"EC2" in test.types
}

untested := {service: ids |
	some service in (restorable - tested)
	some stores in [stores_of[service]]
	ids := {id | some id, store in stores; lib.coverage(store) == 2}
	count(ids) > 0
}

perhaps_untested := {service: ids |
	some service in (restorable - tested)
	some stores in [stores_of[service]]
	ids := {id | some id, store in stores; lib.perhaps_covered(store)}
	count(ids) > 0
}

stores_of := {service: stores |
	some service in restorable
	stores := {store.id: store | some store in input.store; store.service == service; store.role == "primary"}
}

skip contains test.id if {
	some test in input.restore_test
	test.id != first
}

skip contains test.id if {
	some test in input.restore_test
	test.selects == false
}
