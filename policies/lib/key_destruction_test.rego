package lib_test

import data.lib

test_every_key if {
	lib.every_key("*")
	lib.every_key("arn:aws:kms:us-east-1:111122223333:key/*")
	lib.every_key("arn:aws:kms:*:*:*")
	lib.every_key("arn:aws-us-gov:kms:*:111122223333:key/*")
	not lib.every_key("arn:aws:kms:us-east-1:111122223333:key/1234")
	not lib.every_key("arn:aws:s3:::*")
	not lib.every_key("arn:aws:kms:us-east-1:111122223333:alias/*")
}

test_key_destroyers if {
	of := lib.key_destroyers({"actions": ["kms:Sched*", "KMS:*", "kms:Decrypt", "s3:*", "*"], "unknown": []})
	of == {"kms:Sched*", "KMS:*"}
	lib.key_destroyers({"actions": ["Owner"], "on_concept": "key"}) == {"Owner"}
	lib.key_destroyers({"actions": ["Contributor", "*"], "on_concept": "key_container"}) == {"Contributor", "*"}
	lib.key_destroyers({"actions": ["Owner"], "on_concept": null}) == set()
	lib.key_destroyers({"actions": null, "not_actions": ["iam:*"]}) == set()
}

test_administers_keys if {
	statement_of := {"not_actions": null, "unknown": []}
	lib.administers_keys(object.union(statement_of, {"actions": ["kms:Enable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]}))
	not lib.administers_keys(object.union(statement_of, {"actions": ["kms:*"]}))
	not lib.administers_keys(object.union(statement_of, {"actions": ["kms:ScheduleKeyDeletion"]}))
	not lib.administers_keys({"actions": ["kms:Enable*", "kms:Put*"], "not_actions": null, "unknown": ["actions"]})
}

test_key_administrator if {
	lib.key_administrator("KeyAdministrators")
	lib.key_administrator("break-glass")
	lib.key_administrator("arn:aws:iam::111122223333:role/terraform")
	lib.key_administrator("aws_iam_role.key_owner")
	not lib.key_administrator("app")
	not lib.key_administrator("records-reader")
}

test_key_holders if {
	named := {"cloud": "aws", "principals": ["app", "kms-admin"], "refs": {}, "unknown": []}
	lib.key_holders(named) == {"app"}
	both := object.union(named, {"refs": {"principals": ["aws_iam_role.app", "aws_iam_role.kms_admin"]}})
	lib.key_holders(both) == {"app"}
	unnamed := {"cloud": "aws", "principals": [], "refs": {"principals": ["aws_iam_role.app", "data.aws_caller_identity.x"]}, "unknown": ["principals"]}
	lib.key_holders(unnamed) == {"aws_iam_role.app"}
}
