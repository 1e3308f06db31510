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
	startswith(account, "organizations/")
}

public_access_refused(store) if {
	store.cloud == "google"
	store.root in roots_of_refusing_folders
}

roots_of_refusing_folders contains setting.root if {
	some setting in input.setting
	setting.name == "s3-public-access-block"
	setting.on == true
	startswith(setting.account, "folders/")
}

# public_access_perhaps_refused holds where that cannot be told.
default public_access_perhaps_refused(_) := false

public_access_perhaps_refused(store) if store.account in accounts_maybe_refusing

public_access_perhaps_refused(store) if {
	store.cloud == "google"
	some account in accounts_maybe_refusing
	above_projects(account)
}

# The folder may hold the project of a bucket in another root.
public_access_perhaps_refused(store) if {
	store.cloud == "google"
	count(roots_of_refusing_folders - {store.root}) > 0
}

# The project of a bucket, or that of a policy, may be any.
public_access_perhaps_refused(store) if {
	store.cloud == "google"
	store.root in roots_of_vague_refusers
}

public_access_perhaps_refused(store) if {
	store.cloud == "google"
	any_project(store.account)
	store.root in roots_of_refusing_projects
}

roots_of_refusing_projects contains setting.root if {
	some setting in input.setting
	perhaps_refusing(setting)
	project_id(setting.account)
}

roots_of_vague_refusers contains setting.root if {
	some setting in input.setting
	perhaps_refusing(setting)
	"account" in setting.unknown
}

roots_of_vague_refusers contains setting.root if {
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
