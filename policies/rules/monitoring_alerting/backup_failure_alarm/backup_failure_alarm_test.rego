package rules.monitoring_alerting.backup_failure_alarm_test

import data.rules.monitoring_alerting.backup_failure_alarm as rule

vault := {"id": "v", "root": ".", "cloud": "aws", "account": "a", "region": "us-east-1", "alarm": false, "unknown": []}

alarm(fields) := object.union({"id": "n", "root": ".", "cloud": "aws", "account": "a", "region": "us-east-1", "vault": null, "enabled": true, "sends": true, "watches": ["backup-failed"], "unknown": []}, fields)

met(vault, alarms) if count(rule.met) > 0 with input as {"vault": [vault], "alarm": alarms}

test_a_setting_of_the_vault if {
	met(object.union(vault, {"alarm": true}), [])
	not met(vault, [])
}

test_alarms_of_the_region if {
	met(vault, [alarm({})])
	not met(vault, [alarm({"region": "us-west-2"})])
	not met(vault, [alarm({"account": "b"})])
	not met(vault, [alarm({"cloud": "google"})])
	met(object.union(vault, {"cloud": "google"}), [alarm({"cloud": "google", "region": "us-west1"})])
}

test_azure_decides_where_nothing_is_written if {
	unwritten := {"id": "v", "cloud": "azure", "account": "a", "region": "eastus", "refs": {}, "unknown": ["alarm"]}
	{element.field | some element in rule.open} == {"alarm"} with input as {"vault": [unwritten], "alarm": []}
	elsewhere := object.union(unwritten, {"refs": {"alarm": ["azurerm_x.y"]}})
	count(rule.open) == 0 with input as {"vault": [elsewhere], "alarm": []}
}

test_alarms_of_one_vault if {
	met(vault, [alarm({"vault": "v", "region": "us-west-2"})])
	not met(vault, [alarm({"vault": "w"})])
}

test_alarms_that_do_not_work if {
	not met(vault, [alarm({"enabled": false})])
	not met(vault, [alarm({"watches": ["copy-failed"]})])
	not met(vault, [object.remove(alarm({}), ["watches"])])
	not met(vault, [object.remove(alarm({}), ["vault"])])
	not met(object.remove(vault, ["region"]), [object.remove(alarm({}), ["region"])])
}

adrift(fields) := object.union(object.remove(alarm({"unknown": ["region"]}), ["region"]), fields)

test_an_alarm_in_an_unknown_region_may_watch_its_own_root if {
	count(rule.open) == 1 with input as {"vault": [vault], "alarm": [adrift({})]}
	count(rule.open) == 0 with input as {"vault": [vault], "alarm": [adrift({"root": "b"})]}
	nowhere := object.union(object.remove(vault, ["region"]), {"unknown": ["region"], "account": "b"})
	count(rule.open) == 1 with input as {"vault": [nowhere], "alarm": [alarm({})]}
	count(rule.open) == 0 with input as {"vault": [nowhere], "alarm": [alarm({"root": "b"})]}
}

test_says_what_is_missing if {
	{element.field | some element in rule.missing} == {"", "alarm"} with input.vault as [vault, {"id": "w", "alarm": null}, {"id": "x", "unknown": ["alarm"]}]
}
