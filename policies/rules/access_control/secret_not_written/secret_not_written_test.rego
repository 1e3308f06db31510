package rules.access_control.secret_not_written_test

import data.rules.access_control.secret_not_written as rule

verdicts(written) := result if {
	result := [count(rule.fail), count(rule.open)] with input as {"secret": [{"id": "s", "name": "password", "written": written}]}
}

test_written if verdicts("configuration") == [1, 0]

test_changed_perhaps if {
	verdicts("at first") == [0, 1]
	verdicts("variables") == [0, 1]
}

test_kept_elsewhere if verdicts("elsewhere") == [0, 0]

test_no_secret if verdicts(null) == [0, 0]
