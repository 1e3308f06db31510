package lib

# What deny policies of Google's take back, which come before every role: from whom, where, and whether that is known well enough.

# denied_on_google holds where deny policies take back from the members of a grant every permission that these roles destroy backups by,
# or from everyone who is no person. Whoever may act as others, or give himself any role, gains nothing then.
denied_on_google(grant, actions) if {
	count(google_denials) > 0
	permissions := permissions_in_question(actions)
	count(permissions) > 0
	every permission in permissions {
		google_denies(grant, permission)
	}
}

denied_on_google(grant, actions) if {
	count(google_denials) > 0
	every permission in (permissions_in_question(actions) - google_becoming) | deletions_in_use {
		some denial in google_denials
		takes_back(denial, permission)
		holds_where(denial, grant)
		everyone_denied(denial)
		people_alone_spared(denial)
	}
}

# permissions_in_question are those of the roles that destroy backups of a kind that the configuration makes, or any where it makes none
# of theirs.
permissions_in_question(actions) := {permission |
	some permission in permissions_of(actions)
	permission in (deletions_in_use | google_becoming)
} | objects_of_owners(actions) if {
	count(permissions_of(actions) & (deletions_in_use | google_becoming)) > 0
} else := permissions_of(actions)

permissions_of(actions) := {permission |
	some action in actions
	some permission in google_permissions_of(action)
}

# Owners and editors of a project are owners of its buckets.
objects_of_owners(actions) := {"storage.objects.delete" |
	count(bucket_backups) > 0
	some action in actions
	lower(action) in {"roles/owner", "roles/editor"}
}

deletions_in_use := all_deletions if {
	count(services_in_use) == 0
} else := {permission |
	some permission in all_deletions
	split(permission, ".")[0] in services_in_use
}

all_deletions := (google_permissions - google_becoming) | {"storage.objects.delete" | count(bucket_backups) > 0}

services_in_use contains {
	"cloud-sql": "cloudsql", "alloydb": "alloydb", "spanner": "spanner", "bigtable": "bigtable", "firestore": "datastore", "filestore": "file",
	"netapp-volumes": "netapp", "persistent-disk": "compute", "compute-engine": "compute",
}[store.service] if {
	some store in input.store
	store.cloud == "google"
}

services_in_use contains service if {
	some vault in input.vault
	some kind, service in {"google_backup_dr_": "backupdr", "google_gke_backup_": "gkebackup", "google_netapp_": "netapp"}
	startswith(vault.type, kind)
}

services_in_use contains "storage" if count(bucket_backups) > 0

# google_denies holds where a deny policy takes a permission, in lower case, from all members of a grant.
google_denies(grant, permission) if {
	some denial in google_denials
	takes_back(denial, permission)
	holds_where(denial, grant)
	denies_members(denial, grant)
	spares_none(denial, grant)
}

google_denials contains grant if {
	some grant in input.grant
	grant.cloud == "google"
	grant.effect == "deny"
}

# takes_back holds for a deny policy that surely speaks of a permission, whatever the resource is tagged with.
takes_back(denial, permission) if {
	unconditional(denial)
	not "not_actions" in denial.unknown
	some pattern in denial.actions
	action_matches(pattern, permission)
	not excepted(denial, permission)
}

everyone_denied(denial) if "anyone" in denial.principal_kinds

denies_members(denial, _) if everyone_denied(denial)

# All service accounts of an organisation.
denies_members(denial, grant) if {
	some denied in denial.principals
	regex.match(`^principalSet://cloudresourcemanager\.googleapis\.com/organizations/[^/]+/type/ServiceAccount$`, denied)
	count(grant.principal_kinds) > 0
	every kind in grant.principal_kinds {
		kind == "service"
	}
}

denies_members(denial, grant) if {
	members_known(grant)
	every member in grant.principals {
		named_among(member, denial.principals)
	}
}

denies_members(denial, grant) if {
	not members_known(grant)
	accounts_of_run(denial, grant, "principals")
}

members_known(grant) if {
	not "principals" in grant.unknown
	count(grant.principals) > 0
}

# named_among holds for a member, such as serviceAccount:app@clinic.iam.gserviceaccount.com, that deny policies write as a principal.
named_among(member, principals) if {
	some principal in principals
	endswith(principal, regex.replace(member, `^[a-zA-Z]+:`, "/"))
}

# accounts_of_run holds where the accounts of a grant, made by this run, are among those that a deny policy names.
accounts_of_run(denial, grant, field) if {
	denial.root == grant.root
	count(bearers(grant)) > 0
	every address in bearers(grant) {
		address in denial.refs[field]
	}
}

# A policy of the organisation holds in all of its projects, that of a folder in those below, as far as its root tells, and that of a
# project there alone. A role that is given further up reaches what lies beside.
holds_where(denial, _) if denial.scope == "organization"

holds_where(denial, grant) if {
	denial.scope == "folder"
	denial.root == grant.root
	grant.scope in {"project", "resource"}
}

holds_where(denial, grant) if {
	denial.scope == "folder"
	grant.scope == "folder"
	some folder in denial.resources
	some granted in grant.resources
	folder == trim_prefix(granted, "folders/")
}

holds_where(denial, grant) if {
	denial.scope == "project"
	grant.scope == "project"
	some project in denial.resources
	project in grant.resources
}

holds_where(denial, grant) if {
	denial.scope == "project"
	grant.scope in {"project", "resource"}
	some project in denial.resources
	project == grant.account
}

# spares_none holds where none of the members of a grant is among the exceptions of a deny policy.
spares_none(denial, grant) if {
	not "not_principals" in denial.unknown
	every exception in denial_exceptions(denial) {
		another(exception, grant)
	}
}

denial_exceptions(denial) := denial.not_principals if is_array(denial.not_principals)

denial_exceptions(denial) := [] if denial.not_principals == null

# people_alone_spared holds where no exception is a service account, which somebody could act as.
people_alone_spared(denial) if {
	not "not_principals" in denial.unknown
	every exception in denial_exceptions(denial) {
		people(exception)
	}
}

# People are no workloads.
people(exception) if regex.match(`^principal(Set)?://goog/(group|subject|cloudIdentityCustomerId)/`, exception)

people(exception) if regex.match(`^principal(Set)?://iam\.googleapis\.com/locations/global/workforcePools/`, exception)

another(exception, _) if people(exception)

another(exception, grant) if {
	startswith(exception, "principal://iam.googleapis.com/projects/-/serviceAccounts/")
	members_known(grant)
	every member in grant.principals {
		not named_among(member, [exception])
	}
}

# perhaps_denied_on_google holds where deny policies of the same root may take back all that the roles of a grant destroy backups by, which
# is not known well enough.
perhaps_denied_on_google(grant, actions) if {
	count(google_denials) > 0
	permissions := permissions_in_question(actions)
	count(permissions) > 0
	every permission in permissions {
		google_perhaps_denies(grant, permission)
	}
}

perhaps_denied_on_google(grant, actions) if {
	count(google_denials) > 0
	every permission in (permissions_in_question(actions) - google_becoming) | deletions_in_use {
		some denial in google_denials
		denial.root == grant.root
		perhaps_takes_back(denial, permission)
		perhaps_holds(denial, grant)
		perhaps_everyone_denied(denial)
		perhaps_people_alone_spared(denial)
	}
}

perhaps_everyone_denied(denial) if everyone_denied(denial)

perhaps_everyone_denied(denial) if "principal_kinds" in denial.unknown

perhaps_people_alone_spared(denial) if people_alone_spared(denial)

perhaps_people_alone_spared(denial) if {
	"not_principals" in denial.unknown
	every exception in object.get(denial, "not_principals", []) {
		people(exception)
	}
}

google_perhaps_denies(grant, permission) if {
	some denial in google_denials
	denial.root == grant.root
	perhaps_takes_back(denial, permission)
	perhaps_holds(denial, grant)
	perhaps_denies_members(denial, grant)
	spares(denial, grant) == false
}

perhaps_takes_back(denial, _) if "actions" in denial.unknown

perhaps_takes_back(denial, permission) if {
	some pattern in denial.actions
	action_matches(pattern, permission)
	not excepted(denial, permission)
}

perhaps_holds(denial, grant) if holds_where(denial, grant)

perhaps_holds(denial, _) if "scope" in denial.unknown

perhaps_holds(denial, grant) if {
	"resources" in denial.unknown
	level[grant.scope] <= level[denial.scope]
}

perhaps_holds(denial, grant) if {
	"resources" in grant.unknown
	level[grant.scope] <= level[denial.scope]
}

# A project that one of them writes by its number, or whose id is not known.
perhaps_holds(denial, grant) if {
	denial.scope == "project"
	grant.scope in {"project", "resource"}
	some project in array.concat([grant.account], denial.resources)
	any_project(project)
}

level := {"resource": 0, "project": 0, "folder": 1, "organization": 2}

perhaps_denies_members(denial, grant) if denies_members(denial, grant)

perhaps_denies_members(denial, _) if "principals" in denial.unknown

perhaps_denies_members(denial, grant) if {
	"principals" in grant.unknown
	some denied in denial.principals
	contains(denied, "/serviceAccounts/")
}

perhaps_denies_members(denial, _) if {
	some denied in denial.principals
	contains(denied, "/type/ServiceAccount")
}

# spares holds for a deny policy that surely leaves out the members of a grant.
default spares(_, _) := false

spares(denial, grant) if {
	members_known(grant)
	every member in grant.principals {
		named_among(member, denial_exceptions(denial))
	}
}

spares(denial, grant) if {
	not members_known(grant)
	accounts_of_run(denial, grant, "not_principals")
}

spares(denial, _) if "principalSet://goog/public:all" in denial.not_principals
