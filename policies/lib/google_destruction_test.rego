package lib_test

import data.lib

of_google(fields) := object.union(
	{
		"id": "g", "root": ".", "cloud": "google", "kind": "identity", "effect": "allow", "scope": "project", "resources": ["clinic"],
		"account": "clinic", "actions": ["roles/cloudsql.admin"], "not_actions": null, "principal_kinds": ["service"],
		"principals": ["serviceAccount:app@clinic.iam.gserviceaccount.com"], "conditions": [], "on": null, "unknown": [], "refs": {},
	},
	fields,
)

denial(fields) := of_google(object.union(
	{
		"id": "d", "effect": "deny", "principals": ["principalSet://goog/public:all"], "principal_kinds": ["anyone"],
		"not_principals": [], "actions": ["cloudsql.backupRuns.delete"], "not_actions": [],
	},
	fields,
))

denied(fields, grant) if lib.denied_on_google(of_google(grant), ["roles/cloudsql.admin"]) with input as {"grant": [denial(fields)]}

test_deny_policies if {
	denied({}, {})
	denied({"actions": ["cloudsql.backupRuns.*"]}, {})
	denied({"scope": "folder", "resources": ["1234"]}, {})
	denied({"not_principals": ["principalSet://goog/group/it@clinic.example"]}, {})
	denied({"not_principals": ["principal://iam.googleapis.com/projects/-/serviceAccounts/dba@clinic.iam.gserviceaccount.com"]}, {})
	denied({}, {"resources": [null]})
	not denied({"not_principals": ["principal://iam.googleapis.com/projects/-/serviceAccounts/app@clinic.iam.gserviceaccount.com"]}, {})
	not denied({"resources": ["elsewhere"]}, {})
	not denied({"actions": ["compute.snapshots.delete"]}, {})
	not denied({"not_actions": ["cloudsql.backupRuns.delete"]}, {})
	not denied({"conditions": [{"operator": "expression", "key": "", "values": ["x"]}]}, {})
	not denied({"principals": ["principal://goog/subject/a@b.example"], "principal_kinds": ["identity"]}, {})
	not lib.denied_on_google(of_google({}), ["roles/cloudsql.admin"]) with input as {"grant": []}
}

test_owners_need_every_permission_denied if {
	not lib.denied_on_google(of_google({}), ["roles/owner"]) with input as {"grant": [denial({})]}
	lib.denied_on_google(of_google({}), ["roles/owner"]) with input as {"grant": [denial({"actions": ["*"]})]}
}

test_a_deny_policy_that_is_not_known if {
	lib.perhaps_denied_on_google(of_google({})) with input as {"grant": [denial({"unknown": ["not_principals"]})]}
	not lib.perhaps_denied_on_google(of_google({})) with input as {"grant": [denial({})]}
	not denied({"unknown": ["not_principals"]}, {})
}

copies_bucket(name) := {"id": "b", "root": ".", "address": "google_storage_bucket.b", "kind": "object", "role": "backup", "lock_mode": "none", "name": name}

under(expression) := of_google({"actions": ["roles/storage.objectAdmin"], "conditions": [{"operator": "expression", "key": "", "values": [expression]}]})

left_out(expression) if {
	store := copies_bucket("clinic-copies")
	grant := under(expression)
	lib.left_out_on_google(grant) with input as {
		"grant": [grant], "store": [store], "facts": {"b": store}, "today": "2026-11-01",
	}
}

test_conditions_on_google if {
	left_out(`resource.name.startsWith("projects/_/buckets/clinic-uploads/")`)
	left_out(`request.time < timestamp("2026-01-31T00:00:00Z")`)
	not left_out(`request.time < timestamp("2027-01-31T00:00:00Z")`)
	not left_out(`resource.name.startsWith("projects/_/buckets/clinic-")`)
	not left_out(`!resource.name.startsWith("projects/_/buckets/clinic-uploads/")`)
	not left_out(`resource.name.startsWith("projects/_/buckets/clinic-uploads/") || true`)
	not left_out(`resource.type == "storage.googleapis.com/Object"`)
}

test_who_acts_as_others if {
	lib.becomes_another("roles/iam.serviceAccountTokenCreator")
	lib.becomes_another("iam.serviceAccounts.getAccessToken")
	not lib.becomes_another("roles/iam.serviceAccountUser")
	not lib.becomes_another("roles/owner")
	not lib.becomes_another("roles/cloudsql.admin")
}
