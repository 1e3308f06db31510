package lib

# Which alarms notice what happens to a vault: those about this one vault, and those about all of its region or account.

# watchers are the alarms that notice an event of a vault: backup-failed, backup-deleted and so on.
watchers(vault, event) := ({id |
	some id in alarms_of_vaults[[vault.id, event]]
} | {id |
	some id in alarms_of_regions[[vault.cloud, vault.account, alarm_place(vault), event]]
}) | {id |
	some account in watching_accounts(vault)
	some id in alarms_of_accounts[[vault.cloud, account, event]]
}

# watchers_apart are the alarms for such an event in other projects of Google's, or in what may be another one, that are not shown to
# monitor that of the vault.
watchers_apart(vault, event) := alarms_of_roots[[vault.root, "google", event]] if {
	vault.cloud == "google"
	count(watchers(vault, event)) == 0
} else := set()

# project_text says where a vault of Google's is.
project_text(vault) := sprintf("the project %s", [vault.account]) if {
	project_id(vault.account)
} else := "a project that is not known"

# watching_accounts are that of a vault, and the projects whose scope of metrics takes it in.
watching_accounts(vault) := {vault.account} | {scope | some scope in scopes_of[vault.account]}

scopes_of[project] contains scope if {
	some setting in input.setting
	startswith(setting.name, "monitored-project:")
	[scope, project] := split(trim_prefix(setting.name, "monitored-project:"), "/")
}

# perhaps_watchers are those of which it cannot be told, since nobody knows the region of the vault, or theirs.
perhaps_watchers(vault, event) := alarms_of_roots[[vault.root, vault.cloud, event]] if {
	alarm_place(vault) == "?"
} else := alarms_adrift[[vault.root, vault.cloud, event]]

# alarm_place is the region; what one provider configuration builds shares a region even where nobody knows it.
alarm_place(fact) := fact.region if {
	is_string(fact.region)
} else := "?" if "region" in fact.unknown

alarms_of_vaults[[alarm.vault, event]] contains alarm.id if {
	some alarm in input.alarm
	works(alarm)
	is_string(alarm.vault)
	some event in alarm.watches
}

alarms_of_regions[[alarm.cloud, alarm.account, alarm_place(alarm), event]] contains alarm.id if {
	some alarm in input.alarm
	works(alarm)
	alarm.vault == null
	some event in alarm.watches
}

# Alarms of Azure and Google know no regions, and on AWS those are without one that watch the log of a trail.
alarms_of_accounts[[alarm.cloud, alarm.account, event]] contains alarm.id if {
	some alarm in input.alarm
	works(alarm)
	alarm.vault == null
	everywhere(alarm)
	some event in alarm.watches
}

everywhere(alarm) if alarm.cloud in {"azure", "google"}

everywhere(alarm) if alarm.region == null

alarms_of_roots[[alarm.root, alarm.cloud, event]] contains alarm.id if {
	some alarm in input.alarm
	works(alarm)
	alarm.vault == null
	some event in alarm.watches
}

alarms_adrift[[alarm.root, alarm.cloud, event]] contains alarm.id if {
	some alarm in input.alarm
	works(alarm)
	alarm.vault == null
	alarm_place(alarm) == "?"
	some event in alarm.watches
}

# works holds for an alarm that is on. What only counts, and is given to no alarm, sends nothing: not even nowhere.
works(alarm) if {
	alarm.enabled == true
	is_boolean(alarm.sends)
}
