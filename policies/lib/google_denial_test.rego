package lib_test

import data.lib

denial(fields) := of_google(object.union(
	{
		"id": "d", "effect": "deny", "principals": ["principalSet://goog/public:all"], "principal_kinds": ["anyone"],
		"not_principals": [], "actions": ["cloudsql.backupRuns.delete"], "not_actions": [],
	},
	fields,
))

denied(fields, grant) if lib.denied_on_google(of_google(grant), ["roles/cloudsql.admin"]) with input as {"grant": [denial(fields)]}

perhaps(fields, grant) if lib.perhaps_denied_on_google(of_google(grant), ["roles/cloudsql.admin"]) with input as {"grant": [denial(fields)]}

account(name) := sprintf("principal://iam.googleapis.com/projects/-/serviceAccounts/%s@clinic.iam.gserviceaccount.com", [name])

all_accounts(of) := sprintf("principalSet://cloudresourcemanager.googleapis.com/%s/type/ServiceAccount", [of])

conditional := {"conditions": [{"operator": "expression", "key": "", "values": ["!resource.matchTag('clinic/scratch', 'true')"]}]}

test_denied_permissions if {
	denied({}, {})
	denied({"actions": ["cloudsql.backupRuns.*"]}, {})
	denied({"actions": ["cloudsql.*.*"]}, {})
	denied({"actions": ["cloudsql.*.delete"]}, {})
	not denied({"actions": ["cloudsql.*.update"]}, {})
	not denied({"actions": ["compute.snapshots.delete"]}, {})
	not denied({"not_actions": ["cloudsql.backupRuns.delete"]}, {})
	not denied({"not_actions": [], "unknown": ["not_actions"]}, {})
}

test_where_deny_policies_hold if {
	denied({}, {"resources": [null]})
	denied({}, {"scope": "resource", "resources": null})
	denied({"scope": "folder", "resources": ["1234"]}, {})
	denied({"scope": "organization", "resources": ["1234"]}, {"scope": "folder", "resources": ["folders/7"]})
	denied({"scope": "folder", "resources": ["7"]}, {"scope": "folder", "resources": ["folders/7"]})
	not denied({"resources": ["elsewhere"]}, {})
	not denied({"scope": "folder", "resources": ["1234"], "root": "elsewhere"}, {})
	not denied({"scope": "folder", "resources": ["8"]}, {"scope": "folder", "resources": ["folders/7"]})
}

# A role on an organisation reaches the projects beside that of the policy.
test_roles_from_further_up if {
	not denied({}, {"scope": "organization", "resources": ["1234"]})
	not denied({}, {"scope": "folder", "resources": ["folders/7"]})
	not denied({"scope": "folder", "resources": ["7"]}, {"scope": "organization", "resources": ["1234"]})
	not perhaps({"unknown": ["resources"]}, {"scope": "organization", "resources": ["1234"]})
}

test_whom_deny_policies_name if {
	denied({"principals": [account("app")], "principal_kinds": ["identity"]}, {})
	denied({"principals": [all_accounts("organizations/1")], "principal_kinds": ["identity"]}, {})
	not denied({"principals": [account("web-app")], "principal_kinds": ["identity"]}, {})
	not denied({"principals": ["principal://goog/subject/a@b.example"], "principal_kinds": ["identity"]}, {})
	not denied({"principals": [all_accounts("projects/1")], "principal_kinds": ["identity"]}, {})
	perhaps({"principals": [all_accounts("projects/1")], "principal_kinds": ["identity"]}, {})
	made := {"principals": [], "unknown": ["principals"], "refs": {"principals": ["google_service_account.app"]}}
	denied(object.union(made, {"principal_kinds": ["identity"]}), made)
	not denied(object.union(made, {"principal_kinds": ["identity"], "refs": {"principals": ["google_service_account.batch"]}}), made)
}

test_whom_deny_policies_leave_out if {
	denied({"not_principals": ["principalSet://goog/group/it@clinic.example"]}, {})
	denied({"not_principals": [account("dba")]}, {})
	not denied({"not_principals": [account("app")]}, {})
	not perhaps({"not_principals": [account("app")]}, {})
	not denied({"not_principals": [all_accounts("folders/1")]}, {})
	not denied({"not_principals": ["principalSet://goog/public:all"]}, {})
	made := {"principals": [], "unknown": ["principals"], "refs": {"principals": ["google_service_account.app"]}}
	not perhaps({"unknown": ["not_principals"], "refs": {"not_principals": ["google_service_account.app"]}}, made)
	perhaps({"unknown": ["not_principals"], "refs": {"not_principals": ["google_service_account.dba"]}}, made)
}

test_conditions_of_deny_policies if {
	not denied(conditional, {})
	perhaps(conditional, {})
	not perhaps(object.union(conditional, {"actions": ["compute.disks.delete"]}), {})
	not perhaps(object.union(conditional, {"resources": ["elsewhere"]}), {})
}

test_a_deny_policy_that_is_not_known if {
	perhaps({"unknown": ["not_principals"]}, {})
	perhaps({"unknown": ["resources"], "resources": []}, {})
	perhaps({"resources": ["123456789012"]}, {})
	not perhaps({"unknown": ["not_principals"], "root": "elsewhere"}, {})
	not denied({"unknown": ["not_principals"]}, {})
}

owner(grants, stores) if lib.denied_on_google(of_google({}), ["roles/owner"]) with input as {"grant": grants, "store": stores}

sql := {"cloud": "google", "service": "cloud-sql"}

disk := {"cloud": "google", "service": "persistent-disk"}

test_owners_need_every_permission_denied if {
	not owner([denial({})], [])
	owner([denial({"actions": ["*"]})], [])
	not owner([denial({})], [sql, disk])
}

# Whoever can become somebody else gains nothing where only people are left out.
test_owners_of_what_nobody_may_delete if {
	owner([denial({})], [sql])
	owner([denial({"not_principals": ["principalSet://goog/group/it@clinic.example"]})], [sql])
	not owner([denial({"not_principals": [account("dba")]})], [sql])
	not owner([denial({"principals": [account("app")], "principal_kinds": ["identity"]})], [sql])
	owner([denial({"actions": ["cloudsql.*.*", "compute.snapshots.*"]})], [sql, disk])
}
