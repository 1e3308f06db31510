package rules.monitoring_alerting.alarm_delivered_test

import data.rules.monitoring_alerting.alarm_delivered as rule

channels := [
	{"id": "channel/t", "concept": "channel", "address": "aws_sns_topic.t", "subscribed": false, "unknown": []},
	{"id": "channel/u", "concept": "channel", "address": "aws_sns_topic.u", "subscribed": true, "unknown": []},
	{"id": "channel/d", "concept": "channel", "address": "data.aws_sns_topic.d", "unknown": ["subscribed"]},
]

verdicts(alarm) := result if {
	result := {
		"fail": {element.message | some element in rule.fail},
		"pass": count(rule.pass),
		"open": count(rule.open),
		"skip": count(rule.skip),
	} with input as document(alarm)
}

document(alarm) := {
	"alarm": [object.union({"id": "n", "enabled": true, "sends": true, "unknown": []}, alarm)],
	"channel": channels,
	"facts": {channel.id: channel | some channel in channels},
}

test_sent_nowhere if verdicts({"sends": false, "channels": []}).fail == {"is sent nowhere"}

test_what_may_be_about_something_else_is_not_judged if {
	open := {"fail": set(), "pass": 0, "open": 1, "skip": 0}
	verdicts({"sends": false, "channels": [], "watches": [], "unknown": ["watches"]}) == open
	verdicts({"channels": ["channel/t"], "watches": [], "unknown": ["watches"]}) == open
}

test_sent_where_nobody_receives if {
	verdicts({"channels": ["channel/t"]}).fail == {"is sent to aws_sns_topic.t, from which nobody receives"}
	verdicts({"channels": ["channel/t"], "unknown": ["channels"]}).fail == set()
}

test_one_receiver_is_enough if {
	verdicts({"channels": ["channel/t", "channel/u"]}) == {"fail": set(), "pass": 1, "open": 0, "skip": 0}
	verdicts({"channels": ["channel/t", "aws_lambda_function.f"]}) == {"fail": set(), "pass": 1, "open": 0, "skip": 0}
	verdicts({"channels": ["arn:aws:lambda:us-east-1:1:function:f"]}).pass == 1
}

test_topics_of_elsewhere_are_open if {
	verdicts({"channels": ["channel/d"]}) == {"fail": set(), "pass": 0, "open": 1, "skip": 0}
	verdicts({"channels": ["arn:aws:sns:us-east-1:1:t"]}) == {"fail": set(), "pass": 0, "open": 1, "skip": 0}
	verdicts({"channels": ["channel/t", "arn:aws:sns:us-east-1:1:t"]}).fail == set()
}

test_skips_alarms_that_are_off if verdicts({"enabled": false, "sends": false, "channels": []}).skip == 1
