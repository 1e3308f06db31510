package lib

# Who can destroy backups, on each cloud: delete recovery points, or take off what keeps others from deleting them.

# backup_destroying says for actions of AWS what they act on: the service and the beginning of the last part of the ARN.
# Snapshots that AWS Backup made obey its own actions alone; the others are those that databases and disks make by themselves.
backup_destroying := {
	"backup:DeleteRecoveryPoint": [
		["backup", "recovery-point:"], ["ec2", "snapshot/"], ["rds", "snapshot:"], ["rds", "cluster-snapshot:"],
		["s3", "bucket"], ["dynamodb", "table/"], ["elasticfilesystem", "file-system/"],
	],
	"backup:UpdateRecoveryPointLifecycle": [["backup", "recovery-point:"]],
	"backup:DeleteBackupVaultAccessPolicy": [["backup", "backup-vault:"]],
	"backup:DeleteBackupVaultLockConfiguration": [["backup", "backup-vault:"]],
	"backup:PutBackupVaultAccessPolicy": [["backup", "backup-vault:"]],
	"rds:DeleteDBSnapshot": [["rds", "snapshot:"]],
	"rds:DeleteDBClusterSnapshot": [["rds", "cluster-snapshot:"]],
	"rds:DeleteDBInstanceAutomatedBackup": [["rds", "auto-backup:"]],
	"ec2:DeleteSnapshot": [["ec2", "snapshot/"]],
	"dynamodb:DeleteBackup": [["dynamodb", "table/"]],
}

# vault_actions come to nothing where every vault has a compliance lock.
vault_actions := {action | some action, _ in backup_destroying; startswith(action, "backup:")}

backup_destroying_roles := {
	"azure": {"owner", "contributor", "backup contributor"} | azure_becoming,
	"google": {role | some role, _ in google_destroying},
	"backblaze": {"deletefiles"},
}

# What roles of the configuration's own allow, on Azure with wildcards.
backup_destroying_permissions := {
	"azure": {
		"microsoft.recoveryservices/vaults/delete",
		"microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems/delete",
		"microsoft.dataprotection/backupvaults/delete",
		"microsoft.dataprotection/backupvaults/backupinstances/delete",
		"microsoft.netapp/netappaccounts/backupvaults/backups/delete",
		"microsoft.sql/locations/longtermretentionservers/longtermretentiondatabases/longtermretentionbackups/delete",
		"microsoft.authorization/roleassignments/write",
	},
	"google": google_permissions,
}

# azure_becoming let their bearer give itself any role.
azure_becoming := {"user access administrator", "role based access control administrator"}

# azure_account_roles let their bearer delete what is in a storage account.
azure_account_roles := {
	"storage account contributor", "storage account key operator service role", "storage blob data contributor", "storage blob data owner",
}

# covered_destruction are the actions or roles by which a statement could destroy backups, whatever resources it is about.
covered_destruction(grant) := {action |
	some pattern in grant.actions
	some action in destroyed_by[[grant.cloud, pattern]]
	not left_out(grant, pattern, object.get(backup_destroying_permissions, grant.cloud, set()))
} | {action |
	grant.cloud == "aws"
	count(grant.not_actions) > 0
	some action in actions_in_question
	grant_covers(grant, action)
}

# destroyed_by says what is destroyed by every action or role that is written anywhere: few are, in many statements.
destroyed_by[[cloud, pattern]] contains action if {
	some [cloud, pattern] in written
	cloud == "aws"
	some action in actions_in_question
	action_matches(pattern, action)
}

destroyed_by[[cloud, role]] contains role if {
	some [cloud, role] in written
	destroying_role(role, cloud)
}

written contains [grant.cloud, pattern] if {
	some grant in input.grant
	some pattern in grant.actions
}

actions_in_question contains action if some action, _ in backup_destroying

actions_in_question contains "s3:DeleteObjectVersion" if count(bucket_backups) > 0

destroying_role(role, cloud) if lower(role) in backup_destroying_roles[cloud]

destroying_role(pattern, cloud) if {
	some permission in backup_destroying_permissions[cloud]
	pattern_matches(lower(pattern), permission)
}

destroying_role(role, "azure") if {
	lower(role) in azure_account_roles
	count(bucket_backups) > 0
}

# left_out holds where the role of a grant takes off again all that one of its wildcards allows of some permissions.
left_out(grant, pattern, permissions) if {
	exceptions := input.facts[grant.role].leaves_out
	count(exceptions) > 0
	every permission in {permission | some permission in permissions; action_matches(pattern, permission)} {
		some exception in exceptions
		action_matches(exception, permission)
	}
}

# vague_grants give a role of which it is not known what it takes off again.
vague_grants contains grant.id if {
	some grant in input.grant
	"leaves_out" in input.facts[grant.role].unknown
}

destroying_role(role, "google") if {
	lower(role) in google_bucket_roles
	count(bucket_backups) > 0
}

# bucket_backups are the object stores that hold backups and that no lock guards from everyone.
bucket_backups contains store.id if {
	some store in input.store
	store.kind == "object"
	store.role == "backup"
	store.lock_mode in {"none", "governance"}
}

bucket_names contains store.name if {
	some store in input.store
	store.id in bucket_backups
	is_string(store.name)
}

roots_with_bucket_backups contains store.root if {
	some store in input.store
	store.id in bucket_backups
}

bucket_addresses contains [store.root, store.address] if {
	some store in input.store
	store.id in bucket_backups
}

# reached_destruction are the actions or roles by which a statement can destroy backups, given what it is about.
reached_destruction(grant) := {action |
	some action in covered_destruction(grant)
	reaches_backups(grant, action)
	not beyond_reach(action)
}

beyond_reach(action) if {
	action in vault_actions
	vaults_locked_for_good
}

vaults_locked_for_good if {
	count(aws_vaults) > 0
	every vault in input.vault {
		locked_for_good(vault)
	}
}

# perhaps_beyond_reach are the actions that come to nothing if the locks that are not known are for good.
perhaps_beyond_reach := vault_actions if {
	count(aws_vaults & maybe_locked_vaults) > 0
	every vault in input.vault {
		perhaps_locked_for_good(vault)
	}
} else := set()

perhaps_locked_for_good(vault) if locked_for_good(vault)

perhaps_locked_for_good(vault) if vault.id in maybe_locked_vaults

aws_vaults contains vault.id if {
	some vault in input.vault
	vault.cloud == "aws"
}

locked_for_good(vault) if vault.lock_mode == "compliance"

locked_for_good(vault) if vault.cloud in {"azure", "google"}

reaches_backups(grant, action) if {
	grant.cloud == "aws"
	some pattern in grant.resources
	takes_in(pattern, action)
}

reaches_backups(grant, action) if {
	grant.cloud == "aws"
	count(grant.not_resources) > 0
	not "not_resources" in grant.unknown
	every pattern in grant.not_resources {
		not takes_in(pattern, action)
	}
}

reaches_backups(grant, action) if {
	action in vault_actions
	not action in {"backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"}
	some address in grant.refs.resources
	[grant.root, address] in vault_addresses
}

reaches_backups(grant, "s3:DeleteObjectVersion") if {
	some address in grant.refs.resources
	[grant.root, address] in bucket_addresses
}

vault_addresses contains [vault.root, vault.address] if some vault in input.vault

# takes_in holds where a pattern of resources takes in some of what an action acts on.
takes_in("*", _)

takes_in(pattern, action) if {
	some [service, kind] in backup_destroying[action]
	parts := split(pattern, ":")
	pattern_matches(parts[2], service)
	named(concat(":", array.slice(parts, 5, count(parts))), kind)
}

takes_in(pattern, "s3:DeleteObjectVersion") if {
	parts := split(pattern, ":")
	pattern_matches(parts[2], "s3")
	bucket_named(split(parts[5], "/")[0])
}

# bucket_named holds for the name of a bucket that holds backups, or for a pattern of such names.
bucket_named(name) if name in bucket_names

bucket_named(pattern) if {
	regex.match(`[*?]`, pattern)
	some name in bucket_names
	pattern_matches(pattern, name)
}

named(pattern, kind) if startswith(pattern, kind)

named(pattern, kind) if pattern_matches(pattern, sprintf("%sx", [kind]))

reaches_backups(grant, _) if {
	grant.cloud == "google"
	grant.scope in {"project", "folder", "organization"}
}

# A role on a bucket that holds backups, or on a plan that keeps them.
reaches_backups(grant, role) if {
	grant.cloud == "google"
	lower(role) in google_bucket_roles
	grant.on in bucket_backups
}

reaches_backups(grant, role) if {
	grant.cloud == "google"
	startswith(lower(role), "roles/gkebackup.")
	grant.on_concept == "vault"
}

# A key of B2, on one bucket or on all.
reaches_backups(grant, _) if {
	grant.cloud == "backblaze"
	grant.on in b2_backups(grant)
}

reaches_backups(grant, _) if {
	grant.cloud == "backblaze"
	grant.scope == "subscription"
	count(b2_backups(grant)) > 0
}

# b2_backups are the buckets whose files a key with the right to delete can delete: a governance lock asks for another right.
b2_backups(grant) := {id |
	some id in bucket_backups
	input.facts[id].cloud == "backblaze"
	input.facts[id].lock_mode in ({"none"} | {"governance" | "bypassGovernance" in grant.actions})
}

reaches_backups(grant, role) if {
	grant.cloud == "azure"
	reaches_on_azure(grant, role)
}

# narrowed_destruction holds where a condition keeps a statement from destroying backups at will: it asks for a second factor,
# or allows only what its bearer made, only whom it names, or only services in between.
narrowed_destruction(grant) if {
	some condition in grant.conditions
	mfa(condition)
}

narrowed_destruction(grant) if {
	some condition in grant.conditions
	lower(condition.operator) in binding_operators
	regex.match(`^([a-z0-9]+:resourcetag/.+|aws:principal(tag/.+|arn)|aws:calledvia(first|last)?|aws:userid)$`, lower(condition.key))
}

narrowed_destruction(grant) if {
	some condition in grant.conditions
	lower(condition.key) == "aws:viaawsservice"
	"true" in condition.values
}

narrowed_destruction(grant) if left_out_on_google(grant)

# spares_backups holds for a statement that lets nobody destroy backups, whatever else of it cannot be known.
spares_backups(grant) if {
	known_actions(grant)
	count(covered_destruction(grant)) == 0
}

spares_backups(grant) if {
	known_actions(grant)
	count(reached_destruction(grant)) == 0
	known_extent(grant)
}

spares_backups(grant) if {
	not "principals" in grant.unknown
	grant.principals == null
}

spares_backups(grant) if {
	not "principals" in grant.unknown
	count(grant.principals) == 0
}

known_actions(grant) if {
	not "actions" in grant.unknown
	not "not_actions" in grant.unknown
}

# known_extent holds where it is known what a statement is about: as written, or by the resources that it refers to.
known_extent(grant) if {
	grant.cloud == "aws"
	not "resources" in grant.unknown
	not "not_resources" in grant.unknown
}

known_extent(grant) if {
	grant.cloud == "aws"
	addresses := origins(grant.refs.resources)
	count(addresses) > 0
	every address in addresses {
		startswith(resource_type(address), "aws_")
	}
}

known_extent(grant) if {
	grant.cloud in {"azure", "backblaze", "google"}
	not "scope" in grant.unknown
	not "on" in grant.unknown
	not perhaps_on_group_of_vault(grant)
}
