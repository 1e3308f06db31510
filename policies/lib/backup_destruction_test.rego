package lib_test

import data.lib

allowing(fields) := object.union(
	{
		"id": "g", "cloud": "aws", "root": ".", "address": "aws_iam_role_policy.p", "kind": "identity", "effect": "allow",
		"actions": null, "not_actions": null, "resources": ["*"], "not_resources": null, "conditions": null,
		"principals": ["app"], "principal_kinds": ["role"], "unknown": [], "refs": {},
	},
	fields,
)

facts(grant, vaults, stores) := {"vault": vaults, "store": stores, "grant": [grant], "facts": {store.id: store | some store in stores}}

reached(fields) := result if {
	result := lib.reached_destruction(allowing(fields)) with input as facts(allowing(fields), [], [])
}

test_actions_by_wildcard if {
	reached({"actions": ["backup:DeleteRecovery*"]}) == {"backup:DeleteRecoveryPoint"}
	reached({"actions": ["rds:Describe*", "backup:StartBackupJob"]}) == set()
	"ec2:DeleteSnapshot" in reached({"actions": ["*"]})
	"ec2:DeleteSnapshot" in reached({"not_actions": ["iam:*"]})
	not "backup:DeleteRecoveryPoint" in reached({"not_actions": ["backup:*"]})
}

test_resources_narrow if {
	reached({"actions": ["ec2:*"], "resources": ["arn:aws:ec2:*:*:instance/*"]}) == set()
	reached({"actions": ["ec2:*"], "resources": ["arn:aws:ec2:*:*:*"]}) == {"ec2:DeleteSnapshot"}
	reached({"actions": ["ec2:*"], "resources": ["arn:aws:ec2:us-east-1::snapshot/snap-1"]}) == {"ec2:DeleteSnapshot"}
	reached({"actions": ["*"], "resources": ["arn:aws:s3:::records/*"]}) == set()
	reached({"actions": ["backup:*"], "resources": ["arn:aws:backup:us-east-1:1:backup-plan:x"]}) == set()
	reached({"actions": ["ec2:*"], "resources": null, "not_resources": ["arn:aws:ec2:*:*:snapshot/*"]}) == set()
	reached({"actions": ["ec2:*"], "resources": null, "not_resources": ["arn:aws:ec2:*:*:volume/*"]}) == {"ec2:DeleteSnapshot"}
}

vault := {"id": "v", "cloud": "aws", "root": ".", "address": "aws_backup_vault.v", "lock_mode": "none", "refs": {}}

test_vaults_by_reference if {
	grant := allowing({"actions": ["backup:*"], "resources": [], "unknown": ["resources"], "refs": {"resources": ["aws_backup_vault.v"]}})
	lib.reached_destruction(grant) == {
		"backup:DeleteBackupVaultAccessPolicy", "backup:DeleteBackupVaultLockConfiguration", "backup:PutBackupVaultAccessPolicy",
	} with input as facts(grant, [vault], [])
}

test_compliance_locks_hold if {
	grant := allowing({"actions": ["backup:*"]})
	locked := object.union(vault, {"lock_mode": "compliance"})
	lib.reached_destruction(grant) == set() with input as facts(grant, [locked], [])
	count(lib.reached_destruction(grant)) > 0 with input as facts(grant, [locked, vault], [])
	count(lib.reached_destruction(grant)) > 0 with input as facts(grant, [locked, object.remove(vault, ["lock_mode"])], [])
	count(lib.reached_destruction(grant)) > 0 with input as facts(grant, [], [])
}

bucket := {"id": "store/b", "concept": "store", "kind": "object", "role": "backup", "name": "copies", "lock_mode": "none", "address": "aws_s3_bucket.b", "root": "."}

versions(fields, store) := result if {
	result := lib.reached_destruction(allowing(object.union({"actions": ["s3:*"]}, fields))) with input as facts(allowing({"actions": ["s3:*"]}), [], [store])
}

test_buckets_that_hold_backups if {
	versions({}, bucket) == {"s3:DeleteObjectVersion"}
	versions({"resources": ["arn:aws:s3:::copies/*"]}, bucket) == {"s3:DeleteObjectVersion"}
	versions({"resources": ["arn:aws:s3:::records/*"]}, bucket) == set()
	versions({"resources": [], "refs": {"resources": ["aws_s3_bucket.b"]}}, bucket) == {"s3:DeleteObjectVersion"}
	versions({}, object.union(bucket, {"role": "primary"})) == set()
	versions({}, object.union(bucket, {"lock_mode": "compliance"})) == set()
}

azure(fields) := object.union(
	allowing({"cloud": "azure", "address": "azurerm_role_assignment.a", "on": null, "on_concept": null, "scope": "resource"}),
	fields,
)

recovery := {"id": "v", "cloud": "azure", "root": ".", "address": "azurerm_recovery_services_vault.v", "group": "Backup", "lock_mode": "none", "refs": {"group": ["azurerm_resource_group.b"]}}

given_on(fields) := result if {
	result := lib.reached_destruction(azure(fields)) with input as facts(azure(fields), [recovery], [])
}

test_custom_roles if {
	given_on({"actions": ["Microsoft.RecoveryServices/*"], "scope": "subscription"}) == {"Microsoft.RecoveryServices/*"}
	given_on({"actions": ["Microsoft.RecoveryServices/*/read"], "scope": "subscription"}) == set()
	google := {"cloud": "google", "scope": "project", "actions": ["compute.snapshots.delete", "compute.disks.get"]}
	reached(google) == {"compute.snapshots.delete"}
	reached(object.union(google, {"scope": "resource"})) == set()
}

narrowing(operator, key) := allowing({"conditions": [{"operator": operator, "key": key, "values": ["true"]}]})

test_narrowed_destruction if {
	lib.narrowed_destruction(narrowing("Bool", "aws:MultiFactorAuthPresent"))
	lib.narrowed_destruction(narrowing("StringLike", "ec2:ResourceTag/owner"))
	lib.narrowed_destruction(narrowing("ForAnyValue:StringEquals", "aws:CalledVia"))
	lib.narrowed_destruction(narrowing("Bool", "aws:ViaAWSService"))
	not lib.narrowed_destruction(narrowing("StringNotEquals", "ec2:ResourceTag/owner"))
	not lib.narrowed_destruction(narrowing("StringEqualsIfExists", "ec2:ResourceTag/owner"))
	not lib.narrowed_destruction(narrowing("StringEquals", "aws:RequestedRegion"))
	not lib.narrowed_destruction(narrowing("Bool", "aws:SecureTransport"))
}

spared(fields) if lib.spares_backups(allowing(fields)) with input as facts(allowing(fields), [], [])

test_spares_backups if {
	spared({"actions": ["s3:GetObject"], "unknown": ["resources", "principals"]})
	spared({"actions": ["backup:*"], "principals": null})
	spared({"actions": ["s3:*", "ec2:*"], "resources": [], "unknown": ["resources"], "refs": {"resources": ["aws_s3_bucket.b"]}})
	not spared({"actions": ["ec2:*"], "resources": [], "unknown": ["resources"]})
	not spared({"actions": ["ec2:*"], "resources": [], "unknown": ["resources"], "refs": {"resources": ["data.aws_region.r"]}})
	not spared({"actions": [], "unknown": ["actions"]})
	not spared({"actions": ["backup:*"], "principals": [], "unknown": ["principals"]})
}

on_azure(fields) := object.union(allowing({"cloud": "azure", "scope": "subscription", "on": "s", "on_concept": null, "actions": ["*"], "role": "r"}), fields)

reached_on_azure(fields, leaves_out) := result if {
	result := lib.reached_destruction(on_azure(fields)) with input as {
		"grant": [on_azure(fields)], "vault": [], "store": [], "facts": {"r": {"leaves_out": leaves_out, "unknown": []}},
	}
}

test_roles_leave_out if {
	reached_on_azure({}, []) == {"*"}
	reached_on_azure({}, ["Microsoft.RecoveryServices/vaults/backupPolicies/read"]) == {"*"}
	reached_on_azure({}, ["*/delete"]) == {"*"}
	reached_on_azure({}, ["*/delete", "Microsoft.Authorization/*/Write"]) == set()
	reached_on_azure({"actions": ["Microsoft.RecoveryServices/*"]}, ["*/delete"]) == set()
	reached_on_azure({"role": "Owner", "actions": ["Owner"]}, []) == {"Owner"}
}

test_roles_on_accounts_that_hold_backups if {
	copies := object.union(bucket, {"address": "azurerm_storage_account.b"})
	grant := on_azure({"scope": "resource", "on": "store/b", "on_concept": "store", "role": "x", "actions": ["Storage Blob Data Contributor"]})
	count(lib.reached_destruction(grant)) == 1 with input as facts(grant, [], [copies])
	count(lib.reached_destruction(grant)) == 0 with input as facts(grant, [], [object.union(copies, {"role": "primary"})])
	elsewhere := object.union(grant, {"on": "store/other"})
	count(lib.reached_destruction(elsewhere)) == 0 with input as facts(elsewhere, [], [copies])
	above := object.union(grant, {"scope": "subscription", "on": "s", "on_concept": null})
	count(lib.reached_destruction(above)) == 1 with input as facts(above, [], [copies])
	count(lib.reached_destruction(above)) == 0 with input as facts(above, [], [object.union(copies, {"root": "other"})])
}
