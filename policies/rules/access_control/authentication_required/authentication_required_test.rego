package rules.access_control.authentication_required_test

import data.rules.access_control.authentication_required as rule

stores := [{"id": "asks", "authenticated": true}, {"id": "silent", "authenticated": false}, {"id": "always", "authenticated": null}, {"id": "unknown"}]

test_fail if {
	{element.id | some element in rule.fail} == {"silent"} with input.store as stores
}

test_skip if {
	rule.skip == {"always"} with input.store as stores
}
