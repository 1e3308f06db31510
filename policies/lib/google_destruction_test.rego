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
