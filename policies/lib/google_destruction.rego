package lib

# Who can destroy backups on Google: which roles give the permissions, which conditions leave backups out of reach, and what deny policies
# take back.

# google_destroying are the roles by which backups can be destroyed, with the permissions that do it. The last ones let their bearer act as
# every service account of a project, or give himself any role. Whoever may attach accounts to what he runs (serviceAccountUser) needs
# further rights for that.
google_destroying := {
	"roles/owner": google_permissions,
	"roles/editor": google_permissions,
	"roles/backupdr.admin": {"backupdr.backupvaults.delete", "backupdr.bvbackups.delete"},
	"roles/backupdr.backupvaultadmin": {"backupdr.backupvaults.delete", "backupdr.bvbackups.delete"},
	"roles/cloudsql.admin": {"cloudsql.backupruns.delete"},
	"roles/compute.admin": {"compute.snapshots.delete"},
	"roles/compute.storageadmin": {"compute.snapshots.delete"},
	"roles/gkebackup.admin": {"gkebackup.backups.delete"},
	"roles/gkebackup.backupadmin": {"gkebackup.backups.delete"},
	"roles/alloydb.admin": {"alloydb.backups.delete"},
	"roles/spanner.admin": {"spanner.backups.delete"},
	"roles/spanner.backupadmin": {"spanner.backups.delete"},
	"roles/bigtable.admin": {"bigtable.backups.delete"},
	"roles/datastore.owner": {"datastore.backups.delete"},
	"roles/file.editor": {"file.backups.delete"},
	"roles/netapp.admin": {"netapp.backups.delete"},
	"roles/iam.serviceaccounttokencreator": {"iam.serviceaccounts.getaccesstoken"},
	"roles/iam.serviceaccountkeyadmin": {"iam.serviceaccountkeys.create"},
	"roles/iam.serviceaccountadmin": {"iam.serviceaccounts.setiampolicy"},
	"roles/iam.securityadmin": {"resourcemanager.projects.setiampolicy"},
	"roles/resourcemanager.projectiamadmin": {"resourcemanager.projects.setiampolicy"},
}

google_permissions := {
	"alloydb.backups.delete", "backupdr.backupvaults.delete", "backupdr.bvbackups.delete", "bigtable.backups.delete",
	"cloudsql.backupruns.delete", "compute.snapshots.delete", "datastore.backups.delete", "file.backups.delete",
	"gkebackup.backups.delete", "netapp.backups.delete", "spanner.backups.delete",
} | google_becoming

google_becoming := {
	"iam.serviceaccounts.getaccesstoken", "iam.serviceaccountkeys.create",
	"iam.serviceaccounts.setiampolicy", "resourcemanager.projects.setiampolicy",
}

# google_bucket_roles let their bearer delete objects.
google_bucket_roles := {
	"roles/storage.admin", "roles/storage.objectadmin", "roles/storage.objectuser", "roles/storage.legacybucketowner",
	"roles/storage.legacybucketwriter", "storage.objects.delete",
}

# becomes_another holds for a role or permission that lets its bearer act as others rather than delete anything himself.
becomes_another(written) if google_destroying[lower(written)] & google_becoming == google_destroying[lower(written)]

becomes_another(written) if lower(written) in google_becoming

becomes_another(written) if lower(written) in azure_becoming

becomes_another(written) if startswith(lower(written), "microsoft.authorization/")

# google_permissions_of are the permissions that a role, or a permission of a role of the configuration's own, destroys backups by.
google_permissions_of(written) := google_destroying[lower(written)]

google_permissions_of(written) := {lower(written)} if lower(written) in google_permissions

google_permissions_of(written) := {"storage.objects.delete"} if lower(written) in google_bucket_roles

# left_out_on_google holds where the conditions of a grant keep it from backups: its time is over, or it is about buckets that hold none.
left_out_on_google(grant) if {
	grant.cloud == "google"
	some condition in grant.conditions
	some expression in condition.values
	until := regex.find_all_string_submatch_n(`^request\.time *< *timestamp\(["']([0-9]{4}-[0-9]{2}-[0-9]{2})`, expression, 1)[0][1]
	past(until)
}

left_out_on_google(grant) if {
	grant.cloud == "google"
	every action in reached_destruction(grant) {
		lower(action) in google_bucket_roles
	}
	bucket_names_known
	some condition in grant.conditions
	some expression in condition.values
	not regex.match(`\|\||!`, expression)
	named := regex.find_all_string_submatch_n(`resource\.name(?:\.startsWith\(| *== *)["']projects/_/buckets/([a-z0-9._-]+)`, expression, -1)
	count(named) > 0
	every name in named {
		beside_backups(name[1])
	}
}

bucket_names_known if {
	every id in bucket_backups {
		is_string(input.facts[id].name)
	}
}

beside_backups(prefix) if {
	every name in bucket_names {
		not startswith(name, prefix)
	}
}
