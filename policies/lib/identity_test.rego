package lib_test

import data.lib

test_refers if {
	lib.refers("aws_iam_user.owner", {"aws_iam_user"})
	lib.refers("module.staff[0].aws_iam_user.owner[\"a\"]", {"aws_iam_user"})
	lib.refers("data.google_service_account.app", {"google_service_account"})
	not lib.refers("aws_iam_user_policy.owner", {"aws_iam_user"})
}

test_from_data if {
	lib.from_data("data.aws_caller_identity.current")
	lib.from_data("module.a.data.aws_caller_identity.current")
	not lib.from_data("aws_iam_role.data_import")
}

test_origins_leave_documents_out if {
	addresses := ["data.aws_iam_policy_document.p", "data.aws_partition.current", "module.a.data.aws_iam_policy_document.p", "aws_iam_role.a"]
	lib.origins(addresses) == {"aws_iam_role.a"}
}

test_service_account_project if {
	lib.service_account_project("serviceAccount:app@clinic-prod.iam.gserviceaccount.com") == "clinic-prod"
	not lib.service_account_project("serviceAccount:service-1@gcp-sa-backupdr.iam.gserviceaccount.com")
	not lib.service_account_project("serviceAccount:1-compute@developer.gserviceaccount.com")
	not lib.service_account_project("user:a@clinic.example")
}

test_mfa if {
	lib.mfa({"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]})
	lib.mfa({"operator": "NumericLessThan", "key": "aws:MultiFactorAuthAge", "values": ["3600"]})
	not lib.mfa({"operator": "BoolIfExists", "key": "aws:MultiFactorAuthPresent", "values": ["true"]})
	not lib.mfa({"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["false"]})
	not lib.mfa({"operator": "Bool", "key": "aws:SecureTransport", "values": ["true"]})
}

test_no_mfa if {
	lib.no_mfa({"operator": "BoolIfExists", "key": "aws:MultiFactorAuthPresent", "values": ["false"]})
	not lib.no_mfa({"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]})
}

test_identity_addresses if {
	lib.identity_addresses({"address": "a.b", "refs": {}}) == {"a.b"}
	lib.identity_addresses({"address": "a.b", "refs": {"principals": ["c.d"]}}) == {"a.b", "c.d"}
}
