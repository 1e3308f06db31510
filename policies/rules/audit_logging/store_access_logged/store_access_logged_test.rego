package rules.audit_logging.store_access_logged_test

import data.rules.audit_logging.store_access_logged as rule

bucket := {"id": "b", "cloud": "aws", "kind": "object", "name": "records", "role": "primary", "logged": false}

trail(events) := {"enabled": true, "data_events": events, "unknown": []}

verdicts(store, trails) := result if {
	result := {
		"fail": {element.id | some element in rule.fail},
		"pass": rule.pass,
		"open": {element.id | some element in rule.open},
	} with input as {"store": [store], "trail": trails}
}

failing := {"fail": {"b"}, "pass": set(), "open": set()}

passing := {"fail": set(), "pass": {"b"}, "open": set()}

test_fails_without_a_log if {
	verdicts(bucket, []) == failing
	verdicts(object.union(bucket, {"kind": "database"}), [trail(["arn:aws:s3"])]) == failing
}

test_data_events_will_do if {
	verdicts(bucket, [trail(["arn:aws:s3"])]) == passing
	verdicts(bucket, [trail(["AWS::S3::Object"])]) == passing
	verdicts(bucket, [trail(["AWS::S3::Object", "arn:aws:s3:::records/"])]) == passing
	verdicts(bucket, [trail(["AWS::S3::Object", "arn:aws:s3:::images/"])]) == failing
	verdicts(bucket, [trail(["AWS::DynamoDB::Table"])]) == failing
	verdicts(bucket, [object.union(trail(["arn:aws:s3"]), {"enabled": false})]) == failing
}

audit(account, service) := object.union(trail([service]), {"cloud": "google", "account": account})

test_data_events_of_a_project if {
	clinic := object.union(bucket, {"cloud": "google", "account": "clinic"})
	verdicts(clinic, [audit("clinic", "storage.googleapis.com")]) == passing
	verdicts(clinic, [audit("organizations/1", "allServices")]) == passing
	verdicts(clinic, [audit("clinic", "cloudsql.googleapis.com")]) == failing
	verdicts(clinic, [audit("imaging", "storage.googleapis.com")]) == failing
	verdicts(clinic, [audit("provider.google", "storage.googleapis.com")]).open == {"b"}
	verdicts(object.union(clinic, {"account": "provider.google"}), [audit("clinic", "storage.googleapis.com")]).open == {"b"}
}

test_data_events_that_cannot_be_known_leave_it_open if {
	verdicts(bucket, [{"cloud": "aws", "enabled": true, "data_events": [], "unknown": ["data_events"]}]) == {"fail": set(), "pass": set(), "open": {"b"}}
	verdicts(bucket, [{"cloud": "google", "account": "a", "enabled": true, "data_events": [], "unknown": ["data_events"]}]) == failing
}

test_a_name_that_is_not_known_matters_where_trails_name_buckets if {
	nameless := object.union(object.remove(bucket, ["name"]), {"unknown": ["name"]})
	verdicts(nameless, []) == failing
	verdicts(nameless, [trail(["AWS::S3::Object"])]) == passing
	verdicts(nameless, [trail(["arn:aws:s3:::images/"])]) == {"fail": set(), "pass": set(), "open": {"b"}}
	verdicts(object.union(nameless, {"logged": true}), [trail(["arn:aws:s3:::images/"])]) == {"fail": set(), "pass": set(), "open": set()}
}

test_skips if {
	rule.skip == {"log", "none"} with input.store as [
		object.union(bucket, {"id": "log", "role": "log"}),
		object.union(bucket, {"id": "none", "logged": null}),
		bucket,
	]
}

test_key_containers if {
	containers := [{"id": "silent", "logged": false}, {"id": "heard", "logged": true}, {"id": "other", "logged": null}]
	{element.id | some element in rule.fail} == {"silent"} with input.key_container as containers
	rule.skip == {"other"} with input.key_container as containers
}

test_databases_that_log_by_themselves if {
	server := {"id": "b", "cloud": "azure", "kind": "database", "name": "s", "role": "server", "logged": false}
	audited([server, database("d", true), database("e", true)]) == {"fail": set(), "pass": {"b"}}
	audited([server, database("d", true), database("e", null)]) == {"fail": {"b"}, "pass": set()}
	audited([server]) == {"fail": {"b"}, "pass": set()}
}

audited(stores) := result if {
	result := {
		"fail": {element.id | some element in rule.fail},
		"pass": rule.pass,
	} with input as {"store": stores, "trail": []}
}

database(id, logged) := {"id": id, "cloud": "azure", "kind": "database", "parent": "b", "role": "primary", "logged": logged}
