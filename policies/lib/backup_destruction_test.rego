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

facts(vaults, stores) := {"vault": vaults, "store": stores, "grant": [], "facts": {store.id: store | some store in stores}}

reached(fields) := result if {
	result := lib.reached_destruction(allowing(fields)) with input as facts([], [])
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
	} with input as facts([vault], [])
}

test_compliance_locks_hold if {
	grant := allowing({"actions": ["backup:*"]})
	locked := object.union(vault, {"lock_mode": "compliance"})
	lib.reached_destruction(grant) == set() with input as facts([locked], [])
	count(lib.reached_destruction(grant)) > 0 with input as facts([locked, vault], [])
	count(lib.reached_destruction(grant)) > 0 with input as facts([locked, object.remove(vault, ["lock_mode"])], [])
	count(lib.reached_destruction(grant)) > 0 with input as facts([], [])
}

bucket := {"id": "store/b", "concept": "store", "kind": "object", "role": "backup", "name": "copies", "lock_mode": "none", "address": "aws_s3_bucket.b", "root": "."}

versions(fields, store) := result if {
	result := lib.reached_destruction(allowing(object.union({"actions": ["s3:*"]}, fields))) with input as facts([], [store])
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
	result := lib.reached_destruction(azure(fields)) with input as facts([recovery], [])
}

test_scopes_of_azure if {
	given_on({"actions": ["Contributor"], "scope": "subscription"}) == {"Contributor"}
	given_on({"actions": ["Backup Contributor"], "on_concept": "vault"}) == {"Backup Contributor"}
	given_on({"actions": ["Owner"], "scope": "group", "on": "azurerm_resource_group.b"}) == {"Owner"}
	given_on({"actions": ["Owner"], "scope": "group", "on": "/subscriptions/1/resourceGroups/backup"}) == {"Owner"}
	given_on({"actions": ["Owner"], "scope": "group", "on": "azurerm_resource_group.app"}) == set()
	given_on({"actions": ["Owner"], "scope": "resource", "on_concept": "store"}) == set()
	given_on({"actions": ["Backup Operator"], "scope": "subscription"}) == set()
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

trust(address, fields) := object.union(
	{"kind": "trust", "effect": "allow", "root": ".", "address": address, "conditions": null, "unknown": [], "refs": {}},
	fields,
)

test_trusted if {
	grants := [
		trust("aws_iam_role.a", {"principals": ["ec2.amazonaws.com", "lambda.amazonaws.com"], "principal_kinds": ["service"]}),
		trust("aws_iam_role.b", {"principals": ["backup.amazonaws.com"], "principal_kinds": ["service"]}),
		trust("aws_iam_role.c", {"principals": [], "principal_kinds": ["service"], "unknown": ["principals"]}),
		trust("aws_iam_role.d", {"principals": [], "principal_kinds": ["identity"], "unknown": ["principals"]}),
		trust("aws_iam_role.e", {
			"principals": ["arn:aws:iam::1:oidc-provider/o"], "principal_kinds": ["federated"],
			"conditions": [{"operator": "StringEquals", "key": "o:sub", "values": ["system:serviceaccount:app:web"]}],
		}),
	]
	lib.trusted == {
		[".", "aws_iam_role.a"]: {"ec2.amazonaws.com, lambda.amazonaws.com"},
		[".", "aws_iam_role.b"]: {""},
		[".", "aws_iam_role.d"]: {""},
		[".", "aws_iam_role.e"]: {"pods of a cluster"},
	} with input.grant as grants
}

denying(fields) := object.union(allowing({"effect": "deny", "actions": ["backup:*"], "refs": {"principals": ["aws_iam_role.a"]}}), fields)

left(deny) := actions if {
	actions := lib.not_taken_back(allowing({}), "aws_iam_role.a", {"backup:DeleteRecoveryPoint", "ec2:DeleteSnapshot"}) with input as object.union(facts([], []), {"grant": [deny]})
}

test_what_is_denied_is_taken_back if {
	left(denying({})) == {"ec2:DeleteSnapshot"}
	not left(denying({"actions": ["*"]}))
	count(left(denying({"refs": {"principals": ["aws_iam_role.z"]}}))) == 2
	count(left(denying({"resources": ["arn:aws:backup:us-east-1:1:recovery-point:*"]}))) == 2
	count(left(denying({"conditions": [{"operator": "StringEquals", "key": "aws:RequestedRegion", "values": ["us-east-1"]}]}))) == 2
	count(left(denying({"conditions": [{"operator": "BoolIfExists", "key": "aws:MultiFactorAuthPresent", "values": ["false"]}]}))) == 1
}

test_workload_members if {
	lib.workload_member({"cloud": "google", "root": ".", "principals": ["serviceAccount:a@p.iam.gserviceaccount.com"], "principal_kinds": ["service"], "refs": {}}) with input.vault as []
	not lib.workload_member({"cloud": "google", "root": ".", "principals": ["serviceAccount:service-1@gcp-sa-x.iam.gserviceaccount.com"], "principal_kinds": ["service"], "refs": {}}) with input.vault as []
	not lib.workload_member({"cloud": "azure", "root": ".", "principals": [], "principal_kinds": ["service"], "refs": {"principals": ["azurerm_recovery_services_vault.v"]}}) with input.vault as [recovery]
	not lib.workload_member({"cloud": "azure", "root": ".", "principals": ["x"], "principal_kinds": ["identity"], "refs": {}}) with input.vault as []
	not lib.workload_member({"cloud": "azure", "root": ".", "principals": [], "refs": {}, "unknown": ["principal_kinds"]}) with input.vault as []
}

test_spares_backups if {
	lib.spares_backups(allowing({"actions": ["s3:GetObject"], "unknown": ["resources", "principals"]})) with input as facts([], [])
	lib.spares_backups(allowing({"actions": ["backup:*"], "principals": null})) with input as facts([], [])
	lib.spares_backups(allowing({"actions": ["s3:*", "ec2:*"], "resources": [], "unknown": ["resources"], "refs": {"resources": ["aws_s3_bucket.b"]}})) with input as facts([], [])
	not lib.spares_backups(allowing({"actions": ["ec2:*"], "resources": [], "unknown": ["resources"]})) with input as facts([], [])
	not lib.spares_backups(allowing({"actions": ["ec2:*"], "resources": [], "unknown": ["resources"], "refs": {"resources": ["data.aws_region.r"]}})) with input as facts([], [])
	not lib.spares_backups(allowing({"actions": [], "unknown": ["actions"]})) with input as facts([], [])
	not lib.spares_backups(allowing({"actions": ["backup:*"], "principals": [], "unknown": ["principals"]})) with input as facts([], [])
}
