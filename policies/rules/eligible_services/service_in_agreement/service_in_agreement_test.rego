package rules.eligible_services.service_in_agreement_test

import data.rules.eligible_services.service_in_agreement as rule

heads(fields) := found if {
	found := {
		"fail": {[element.message, object.get(element, "severity", "high")] | some element in rule.fail}, "skip": rule.skip,
		"open": {element.message | some element in rule.open},
	} with input as {
		"service": [object.union({"id": "s", "cloud": "aws", "vendor": "AWS", "holds": "stores", "service": "Amazon S3"}, fields)],
		"terms": {"services": {"aws": ["amazon s3", "Amazon RDS"]}},
	}
}

test_named if heads({}) == {"fail": set(), "skip": set(), "open": set()}

test_not_named if {
	heads({"service": "Amazon EFS"}).fail == {["keeps data in Amazon EFS, which the agreement with AWS does not cover (amazon s3, Amazon RDS)", "high"]}
	heads({"service": "Amazon SNS", "holds": "transits"}).fail == {["sends data through Amazon SNS, which the agreement with AWS does not cover (amazon s3, Amazon RDS)", "medium"]}
}

test_a_similar_name_is_open if {
	heads({"service": "Amazon RDS Custom"}) == {"fail": set(), "skip": set(), "open": {"uses Amazon RDS Custom; the agreement names Amazon RDS: is that the same service?"}}
}

test_agreements_that_name_none_are_skipped if heads({"cloud": "azure"}) == {"fail": set(), "skip": {"s"}, "open": set()}

test_added_since_is_skipped if {
	rule.skip == {"s"} with input as {
		"service": [{"id": "s", "cloud": "aws", "holds": "stores", "service": "Amazon EFS"}], "today": "2026-11-01",
		"terms": {
			"services": {"aws": ["Amazon S3"]},
			"service_changes": {"aws": [{"service": "Amazon EFS", "covered": true, "reason": "r", "date": "2026-10-01"}]},
		},
	}
}
