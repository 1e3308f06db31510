package lib_test

import data.lib

test_declared_elsewhere if {
	elsewhere := ["data.aws_s3_bucket.a", "module.m.data.aws_s3_bucket.a", `module.m["a.b"].data.aws_s3_bucket.a[0]`]
	here := ["aws_s3_bucket.a", "module.data.aws_s3_bucket.a", `module.data["x"].aws_s3_bucket.data[0]`]
	every address in elsewhere {
		lib.declared_elsewhere({"address": address})
		not lib.declared_here({"address": address})
	}
	every address in here {
		lib.declared_here({"address": address})
		not lib.declared_elsewhere({"address": address})
	}
}
