package lib_test

import data.lib

test_service_change if {
	change := {"service": "Amazon EFS", "covered": true, "reason": "r", "date": "2026-10-01"}
	terms := {"service_changes": {"aws": [change]}}
	lib.service_change("aws", "amazon EFS") == change with input as {"terms": terms, "today": "2026-10-01"}
	not lib.service_change("aws", "amazon EFS") with input as {"terms": terms, "today": "2026-09-30"}
	not lib.service_change("aws", "Amazon S3") with input as {"terms": terms, "today": "2026-10-01"}
	not lib.service_change("azure", "Amazon EFS") with input as {"terms": terms, "today": "2026-10-01"}
}
