package rules.encryption_at_rest.state_encrypted_test

import data.rules.encryption_at_rest.state_encrypted as rule

test_unencrypted if {
	found := rule.fail with input.state as [{"id": "s", "name": "local", "encrypted": false, "unknown": []}]
	found == {{"id": "s", "field": "encrypted", "message": "keeps the state unencrypted in the backend local"}}
}

test_encrypted if count(rule.fail) == 0 with input.state as [{"id": "s", "name": "s3", "encrypted": true, "unknown": []}]

test_unknown if count(rule.fail) == 0 with input.state as [{"id": "s", "name": "http", "unknown": ["encrypted"]}]
