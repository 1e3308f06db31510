package rules.backup_frequency.whole_store_backed_up_test

import data.rules.backup_frequency.whole_store_backed_up as rule

test_parts_left_out if {
	protection := {"id": "p", "leaves_out": ["the disk at LUN 1", "the disk at LUN 3"], "unknown": []}
	found := rule.fail with input as {"protection": [protection]}
	found == {{"id": "p", "field": "leaves_out", "message": "leaves out the disk at LUN 1 and the disk at LUN 3"}}
}

test_whole if {
	count(rule.fail) == 0 with input as {"protection": [{"id": "p", "leaves_out": [], "unknown": []}]}
	count(rule.skip) == 0 with input as {"protection": [{"id": "p", "leaves_out": [], "unknown": []}]}
}

test_nothing_to_leave_out if {
	rule.skip == {"p"} with input as {"protection": [{"id": "p", "leaves_out": null, "unknown": []}]}
}

test_not_known if {
	protection := {"id": "p", "unknown": ["leaves_out"]}
	count(rule.fail | rule.skip) == 0 with input as {"protection": [protection]}
}
