package lib_test

import data.lib

agreed := {"accounts": ["111122223333", "Clinic", "o-1"]}

test_accounts_stated if {
	lib.accounts_stated("aws") with input.terms as {"account_clouds": ["aws"]}
	not lib.accounts_stated("google") with input.terms as {"account_clouds": ["aws"]}
}

test_foreign_account if {
	lib.foreign_account("444455556666", "provider.aws") with input.terms as agreed
	not lib.foreign_account("111122223333", "provider.aws") with input.terms as agreed
	not lib.foreign_account("444455556666", "444455556666") with input.terms as agreed
	not lib.foreign_account("clinic", "provider.google") with input.terms as agreed
}

test_permitted_accounts if lib.permitted_accounts == "111122223333, Clinic, o-1" with input.terms as agreed

amazon(fields) := object.union({"cloud": "aws", "principals": [], "principal_kinds": [], "conditions": [], "resources": null}, fields)

test_accounts_of_principals if {
	lib.granted_accounts(amazon({"principals": [
		"arn:aws:iam::111122223333:role/a", "444455556666", "logs.amazonaws.com", "AROAEXAMPLE",
	]})) == {"111122223333", "444455556666"}
}

test_accounts_of_conditions if {
	everyone := {"principals": ["*"], "conditions": [
		{"operator": "StringEquals", "key": "kms:CallerAccount", "values": ["111122223333"]},
		{"operator": "StringEquals", "key": "kms:ViaService", "values": ["444455556666"]},
		{"operator": "StringNotEquals", "key": "aws:PrincipalAccount", "values": ["777788889999"]},
	]}
	lib.granted_accounts(amazon(everyone)) == {"111122223333"}
	lib.granted_accounts(amazon(object.union(everyone, {"principals": ["arn:aws:iam::111122223333:root"]}))) == {"111122223333"}
}

test_projects_of_members if {
	vendor := {
		"cloud": "google", "principals": ["serviceAccount:a@vendor.iam.gserviceaccount.com", "group:it@clinic.example"],
		"resources": ["clinic"],
	}
	lib.granted_accounts(vendor) == {"vendor"}
	lib.granted_accounts(object.union(vendor, {"resources": ["vendor"]})) == set()
}

test_projects_that_may_connect if {
	consumers := {"cloud": "google", "principals": ["project:vendor", "project:123456789012", "project:clinic", "projectOwner:clinic"], "resources": ["clinic"]}
	lib.granted_accounts(consumers) == {"vendor", "123456789012"}
	lib.project_number("123456789012")
	not lib.project_number("vendor")
}

test_named_principals if {
	lib.named_principals({"principal_kinds": ["role", "service"], "unknown": ["conditions"]})
	lib.named_principals({"principal_kinds": ["anyone"], "unknown": []})
	not lib.named_principals({"principal_kinds": ["anyone"], "unknown": ["conditions"]})
	not lib.named_principals({"principal_kinds": ["role"], "unknown": ["principals"]})
}

test_own_principals if {
	lib.own_principals({"unknown": ["principals"], "principals_from": null, "refs": {"principals": ["aws_iam_role.a", "data.aws_caller_identity.c"]}})
	lib.own_principals({"unknown": ["principals"], "principals_from": null, "refs": {"principals": ["data.aws_iam_policy_document.d", "aws_iam_role.a"]}})
	not lib.own_principals({"unknown": ["principals"], "principals_from": null, "refs": {}})
	not lib.own_principals({"unknown": ["principals"], "principals_from": null, "refs": {"principals": ["data.aws_iam_policy_document.d"]}})
	not lib.own_principals({"unknown": ["principals"], "principals_from": null, "refs": {"principals": ["data.terraform_remote_state.s"]}})
	not lib.own_principals({"unknown": ["principals", "principal_kinds"], "principals_from": null, "refs": {"principals": ["aws_iam_role.a"]}})
}

from(sources) := {"unknown": ["principals"], "principals_from": sources, "refs": {"principals": ["data.aws_caller_identity.c"]}}

test_own_principals_one_by_one if {
	lib.own_principals(from(["data.aws_caller_identity.c data.aws_partition.p", "aws_iam_role.a"]))
	lib.own_principals(from([]))
	not lib.own_principals(from(["data.aws_caller_identity.c", "data.aws_partition.p"]))
	not lib.own_principals(from(["data.aws_caller_identity.c", ""]))
}

test_services_of_the_cloud_are_nobody_foreign if {
	lib.own_principals({"principal_kinds": ["agent"], "unknown": ["principals"], "principals_from": [], "refs": {"principals": ["data.terraform_remote_state.s"]}})
	not lib.own_principals({"principal_kinds": ["agent", "service"], "unknown": ["principals"], "principals_from": null, "refs": {"principals": ["data.terraform_remote_state.s"]}})
	not lib.own_principals({"principal_kinds": [], "unknown": ["principals"], "principals_from": null, "refs": {}})
}
