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
	"azure": {"owner", "contributor", "backup contributor"},
	"google": {
		"roles/owner", "roles/editor", "roles/backupdr.admin", "roles/backupdr.backupvaultadmin", "roles/cloudsql.admin",
		"roles/compute.admin", "roles/compute.storageadmin",
	},
}

# What roles of the configuration's own allow, on Azure with wildcards.
backup_destroying_permissions := {
	"azure": {
		"microsoft.recoveryservices/vaults/delete",
		"microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems/delete",
		"microsoft.dataprotection/backupvaults/delete",
		"microsoft.dataprotection/backupvaults/backupinstances/delete",
	},
	"google": {
		"backupdr.backupvaults.delete", "backupdr.bvbackups.delete", "cloudsql.backupruns.delete", "compute.snapshots.delete",
	},
}

# covered_destruction are the actions or roles by which a statement could destroy backups, whatever resources it is about.
covered_destruction(grant) := ({action |
	grant.cloud == "aws"
	some action, _ in backup_destroying
	grant_covers(grant, action)
} | {"s3:DeleteObjectVersion" |
	grant.cloud == "aws"
	count(bucket_backups) > 0
	grant_covers(grant, "s3:DeleteObjectVersion")
}) | {role |
	some role in grant.actions
	destroying_role(role, grant.cloud)
}

destroying_role(role, cloud) if lower(role) in backup_destroying_roles[cloud]

destroying_role(pattern, cloud) if {
	some permission in backup_destroying_permissions[cloud]
	pattern_matches(lower(pattern), permission)
}

destroying_role("roles/storage.admin", "google") if count(bucket_backups) > 0

# bucket_backups are the object stores that hold backups and that no lock guards from everyone.
bucket_backups contains store.id if {
	some store in input.store
	store.kind == "object"
	store.role == "backup"
	store.lock_mode in {"none", "governance"}
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
	some vault in input.vault
	vault.cloud == "aws"
	every other in input.vault {
		locked_for_good(other)
	}
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
	some id in bucket_backups
	input.facts[id].address == address
	input.facts[id].root == grant.root
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
	some id in bucket_backups
	bucket := input.facts[id]
	is_string(bucket.name)
	parts := split(pattern, ":")
	pattern_matches(parts[2], "s3")
	named(concat(":", array.slice(parts, 5, count(parts))), sprintf("%s/", [bucket.name]))
}

named(pattern, kind) if startswith(pattern, kind)

named(pattern, kind) if pattern_matches(pattern, sprintf("%sx", [kind]))

reaches_backups(grant, _) if {
	grant.cloud == "google"
	grant.scope in {"project", "folder", "organization"}
}

# On Azure a role counts on a vault, on the resource group of a vault, and on a subscription or what is above it.
reaches_backups(grant, _) if {
	grant.cloud == "azure"
	grant.scope in {"subscription", "folder", "organization"}
}

reaches_backups(grant, _) if {
	grant.cloud == "azure"
	grant.on_concept == "vault"
}

reaches_backups(grant, _) if {
	grant.cloud == "azure"
	grant.scope == "group"
	[grant.root, grant.on] in vault_groups
}

reaches_backups(grant, _) if {
	grant.cloud == "azure"
	grant.scope == "group"
	[grant.root, lower(regex.replace(grant.on, `^.*/`, ""))] in vault_groups
}

# vault_groups are the resource groups that hold vaults, by the addresses that their names come from and by name.
vault_groups contains [vault.root, address] if {
	some vault in input.vault
	some address in vault.refs.group
}

vault_groups contains [vault.root, lower(vault.group)] if {
	some vault in input.vault
	is_string(vault.group)
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

# taken_back are the actions that other statements deny to an identity, at least while it shows no second factor.
taken_back[[grant.root, address]] contains action if {
	some grant in input.grant
	grant.kind == "identity"
	grant.effect == "deny"
	denies_at_will(grant)
	"*" in grant.resources
	some action in covered_destruction(grant)
	some address in identity_addresses(grant)
}

denies_at_will(grant) if unconditional(grant)

denies_at_will(grant) if {
	not "conditions" in grant.unknown
	count(grant.conditions) == 1
	no_mfa(grant.conditions[0])
}

# workload_services run the practice's own code. Services that act for AWS alone are not among them.
workload_services := {
	"ec2", "lambda", "edgelambda", "ecs-tasks", "pods.eks", "tasks.apprunner", "batch", "glue", "sagemaker", "states",
	"elasticmapreduce", "transfer", "elasticbeanstalk", "lightsail",
}

# trusted are the roles of this run whose bearers are known: what runs code as them, or "".
trusted[[grant.root, grant.address]] contains workload(grant) if {
	some grant in input.grant
	grant.kind == "trust"
	grant.effect == "allow"
	bearers_known(grant)
}

bearers_known(grant) if not "principals" in grant.unknown

bearers_known(grant) if {
	not "principal_kinds" in grant.unknown
	every kind in grant.principal_kinds {
		kind in {"account", "role", "user", "identity"}
	}
}

bearers_known(grant) if {
	addresses := origins(grant.refs.principals)
	count(addresses) > 0
	every address in addresses {
		resource_type(address) == "aws_iam_saml_provider"
	}
}

# workload names what runs as a role; "" for people and for services that run no code of the practice.
workload(grant) := concat(", ", sort([service | some service in grant.principals; runs_code(service)])) if {
	count({service | some service in grant.principals; runs_code(service)}) > 0
} else := "pods of a cluster" if {
	some condition in grant.conditions
	some value in condition.values
	startswith(value, "system:serviceaccount:")
} else := ""

runs_code(service) if {
	endswith(service, ".amazonaws.com")
	trim_suffix(service, ".amazonaws.com") in workload_services
}

# person holds for users and groups of AWS, who act without a second factor unless a condition asks for one.
person(address) if {
	some type in {"aws_iam_user", "aws_iam_group"}
	refers(address, type)
}

# not_taken_back are the actions that stay with an identity; undefined where none does.
not_taken_back(grant, address, actions) := left if {
	left := actions - taken_from(grant.root, address)
	count(left) > 0
}

taken_from(root, address) := taken_back[[root, address]]

taken_from(root, address) := set() if not taken_back[[root, address]]

# destruction_severity is lower where nothing but snapshots that stores make by themselves is in reach.
destruction_severity(actions) := "medium" if count(actions - own_snapshots) == 0

destruction_severity(actions) := "high" if count(actions - own_snapshots) > 0

own_snapshots := {
	"rds:DeleteDBSnapshot", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBInstanceAutomatedBackup", "ec2:DeleteSnapshot",
	"dynamodb:DeleteBackup", "roles/cloudsql.admin", "roles/compute.admin", "roles/compute.storageAdmin",
	"cloudsql.backupRuns.delete", "compute.snapshots.delete",
}

# workload_member holds where what a role of Azure or Google is given to is a workload, and none of the cloud's own.
workload_member(grant) if {
	grant.cloud in {"azure", "google"}
	"service" in grant.principal_kinds
	not cloud_service(grant)
	not builds_or_backs_up(grant)
}

# builds_or_backs_up holds for accounts whose names say that they build the estate or make its backups, which is no proof.
builds_or_backs_up(grant) if {
	some name in object.get(grant, "principals", [])
	says_so(name)
}

builds_or_backs_up(grant) if {
	some address in grant.refs.principals
	some label in split(address, ".")
	says_so(label)
}

says_so(name) if {
	regex.match(`(?i)admin|break[-_. ]?glass|terraform|tofu|atlantis|deploy|provision|pipeline|backup|(^|[-_.:])(ci|cd|cicd)([-_.@]|$)`, name)
}

cloud_service(grant) if {
	some address in grant.refs.principals
	[grant.root, address] in vault_addresses
}

cloud_service(grant) if {
	some address in grant.refs.principals
	some type in {"google_project_service_identity", "google_storage_project_service_account"}
	refers(address, type)
}

cloud_service(grant) if {
	grant.cloud == "google"
	some member in grant.principals
	regex.match(`@gcp-sa-|@cloudservices\.|@[a-z-]*system\.|:service-\d+@`, member)
}

# resource_type is the type in the address of a resource; undefined for a data source.
resource_type(address) := found[0][1] if {
	found := regex.find_all_string_submatch_n(`^(?:module\.[^.]+\.)*([a-z]\w*)\.[^.]+$`, address, 1)
	found[0][1] != "data"
}

# entrusted holds where those who can destroy backups are people or services that make them, as far as all are known.
entrusted(grant) if {
	grant.cloud == "aws"
	roles := {address | some address in identity_addresses(grant); spared_role(grant, address)}
	count(roles) > 0
	count(origins(object.get(grant.refs, "principals", []))) <= count(roles)
	count(grant.principals) <= count(roles)
}

spared_role(grant, address) if trusted[[grant.root, address]] == {""}

spared_role(grant, address) if count(reached_destruction(grant) - taken_from(grant.root, address)) == 0

entrusted(grant) if {
	grant.cloud in {"azure", "google"}
	not "principal_kinds" in grant.unknown
	count(grant.principal_kinds) > 0
	every kind in grant.principal_kinds {
		kind in {"user", "group"}
	}
}

entrusted(grant) if cloud_service(grant)

# Whoever runs Terraform.
entrusted(grant) if {
	some address in grant.refs.principals
	refers(address, "azurerm_client_config")
}

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
	grant.cloud in {"azure", "google"}
	not "scope" in grant.unknown
	not "on" in grant.unknown
}
