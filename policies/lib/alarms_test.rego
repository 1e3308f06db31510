package lib_test

import data.lib

watched_vault := {"id": "v", "root": ".", "cloud": "aws", "account": "a", "region": "us-east-1", "unknown": []}

alarm_of(fields) := object.union(
	{
		"id": "n", "root": ".", "cloud": "aws", "account": "a", "region": "us-east-1", "vault": null, "enabled": true, "sends": true,
		"watches": ["backup-deleted"], "unknown": [],
	},
	fields,
)

watched(vault, fields) if count(lib.watchers(vault, "backup-deleted")) > 0 with input.alarm as [alarm_of(fields)]

test_watchers if {
	watched(watched_vault, {})
	watched(watched_vault, {"sends": false})
	not watched(watched_vault, {"watches": ["backup-failed"]})
	not watched(watched_vault, {"region": "us-west-2"})
	not watched(watched_vault, {"account": "b"})
	watched(watched_vault, {"vault": "v", "region": "us-west-2"})
	not watched(watched_vault, {"vault": "w"})
}

test_alarms_without_a_region_watch_all_of_them if {
	watched(watched_vault, {"region": null})
	watched(object.union(watched_vault, {"cloud": "azure"}), {"cloud": "azure", "region": "westus"})
	not watched(watched_vault, {"cloud": "azure"})
}

test_alarms_that_do_not_work if {
	not watched(watched_vault, {"enabled": false})
	not watched(watched_vault, {"sends": null})
}

test_alarms_in_unknown_regions if {
	lost := object.remove(alarm_of({"unknown": ["region"]}), ["region"])
	lib.perhaps_watchers(watched_vault, "backup-deleted") == {"n"} with input.alarm as [lost]
	nowhere := object.remove(object.union(watched_vault, {"unknown": ["region"]}), ["region"])
	lib.perhaps_watchers(nowhere, "backup-deleted") == {"n"} with input.alarm as [alarm_of({"account": "b"})]
	count(lib.watchers(nowhere, "backup-deleted")) == 1 with input.alarm as [lost]
}

in_project(project, settings) := found if {
	vault := object.union(watched_vault, {"cloud": "google", "account": "records"})
	alarm := alarm_of({"cloud": "google", "account": project})
	found := [lib.watchers(vault, "backup-deleted"), lib.watchers_apart(vault, "backup-deleted")] with input.alarm as [alarm]
		with input.setting as settings
}

test_alarms_of_other_projects if {
	in_project("records", []) == [{"n"}, set()]
	in_project("provider.google", []) == [set(), {"n"}]
	in_project("operations", []) == [set(), {"n"}]
	in_project("operations", [{"name": "monitored-project:operations/records"}]) == [{"n"}, set()]
}
