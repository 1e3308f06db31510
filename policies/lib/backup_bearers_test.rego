package lib_test

import data.lib

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
	actions := lib.not_taken_back(allowing({}), "aws_iam_role.a", {"backup:DeleteRecoveryPoint", "ec2:DeleteSnapshot"}) with input as facts(deny, [], [])
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

test_names_prove_nothing if {
	member := {"cloud": "google", "root": ".", "principals": ["serviceAccount:terraform@p.iam.gserviceaccount.com"], "principal_kinds": ["service"], "refs": {}}
	not lib.workload_member(member) with input.vault as []
	not lib.entrusted(member) with input.vault as []
	unnamed := {"cloud": "google", "root": ".", "principals": [], "principal_kinds": ["service"], "refs": {"principals": ["google_service_account.backup"]}}
	not lib.workload_member(unnamed) with input.vault as []
}

test_destruction_severity if {
	lib.destruction_severity({"ec2:DeleteSnapshot"}) == "medium"
	lib.destruction_severity({"ec2:DeleteSnapshot", "backup:DeleteRecoveryPoint"}) == "high"
	lib.destruction_severity({"roles/editor"}) == "high"
}

test_members_of_groups if {
	grant := {"cloud": "azure", "root": ".", "principals": [], "principal_kinds": ["group"], "refs": {"principals": ["azuread_group.apps"]}, "unknown": []}
	group := {"root": ".", "address": "azuread_group.apps", "member_kinds": ["service"]}
	lib.workload_member(grant) with input as {"group": [group], "vault": []}
	not lib.workload_member(grant) with input as {"group": [object.union(group, {"member_kinds": ["identity"]})], "vault": []}
}
