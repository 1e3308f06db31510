package lib

# Accounts of AWS, and projects of Google and what is above them, whose setting or policy refuses public access to all of their buckets,
# whatever a bucket itself says.
accounts_refusing_public_access contains setting.account if {
	some setting in input.setting
	setting.name == "s3-public-access-block"
	setting.on == true
}

# accounts_maybe_refusing are those of which it cannot be known.
accounts_maybe_refusing contains setting.account if {
	some setting in input.setting
	setting.name == "s3-public-access-block"
	"on" in setting.unknown
}

# public_access_refused holds for a bucket whose account refuses it.
default public_access_refused(_) := false

public_access_refused(store) if store.account in accounts_refusing_public_access

public_access_refused(store) if {
	store.cloud == "google"
	some account in accounts_refusing_public_access
	above_projects(account)
}

# public_access_perhaps_refused holds where that cannot be told.
default public_access_perhaps_refused(_) := false

public_access_perhaps_refused(store) if store.account in accounts_maybe_refusing

public_access_perhaps_refused(store) if {
	store.cloud == "google"
	some account in accounts_maybe_refusing
	above_projects(account)
}

# The project of a bucket, or that of a policy, may be any.
public_access_perhaps_refused(store) if {
	store.cloud == "google"
	project_id(store.account)
	count(vague_refusers) > 0
}

public_access_perhaps_refused(store) if {
	store.cloud == "google"
	any_project(store.account)
	count(project_refusers | vague_refusers) > 0
}

project_refusers contains setting.account if {
	some setting in input.setting
	perhaps_refusing(setting)
	project_id(setting.account)
}

vague_refusers contains setting.id if {
	some setting in input.setting
	perhaps_refusing(setting)
	"account" in setting.unknown
}

vague_refusers contains setting.id if {
	some setting in input.setting
	perhaps_refusing(setting)
	any_project(setting.account)
}

perhaps_refusing(setting) if {
	setting.cloud == "google"
	setting.name == "s3-public-access-block"
	setting.on == true
}

perhaps_refusing(setting) if {
	setting.cloud == "google"
	setting.name == "s3-public-access-block"
	"on" in setting.unknown
}
