package lib_test

import data.lib

test_what_is_made_in_a_root_means_nothing_elsewhere if {
	lib.reach({"root": "a", "refs": {"from": ["aws_s3_bucket.b"]}}, "from") == {"a"}
	lib.reach({"root": "a", "refs": {"from": ["data.aws_s3_bucket.b", "aws_s3_bucket.b"]}}, "from") == {"a"}
}

test_what_is_given_to_a_root_may_mean_anything if {
	lib.reach({"root": "a", "refs": {}}, "from") == {"a", lib.elsewhere}
	lib.reach({"root": "a", "refs": {"from": ["data.terraform_remote_state.b"]}}, "from") == {"a", lib.elsewhere}
}
