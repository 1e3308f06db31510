package lib

# Who bears the rights by which backups can be destroyed: code that an intruder may take over, or people and services that are
# meant to have them. backup_destruction.rego says which rights those are.

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
person(address) if refers(address, {"aws_iam_user", "aws_iam_group"})

# not_taken_back are the actions that stay with an identity; undefined where none does.
not_taken_back(grant, address, actions) := left if {
	left := actions - taken_from(grant.root, address)
	count(left) > 0
}

taken_from(root, address) := taken_back[[root, address]]

taken_from(root, address) := set() if not taken_back[[root, address]]

# destruction_severity is lower where nothing but snapshots that stores make by themselves is in reach.
destruction_severity(actions) := "medium" if count(grave(actions)) == 0

destruction_severity(actions) := "high" if count(grave(actions)) > 0

grave(actions) := {action |
	some action in (actions - own_snapshots)
	not becomes_another(action)
}

own_snapshots := {
	"rds:DeleteDBSnapshot", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBInstanceAutomatedBackup", "ec2:DeleteSnapshot",
	"dynamodb:DeleteBackup", "roles/cloudsql.admin", "roles/compute.admin", "roles/compute.storageAdmin",
	"cloudsql.backupRuns.delete", "compute.snapshots.delete", "roles/alloydb.admin", "alloydb.backups.delete", "roles/spanner.admin",
	"roles/spanner.backupAdmin", "spanner.backups.delete", "roles/bigtable.admin", "bigtable.backups.delete", "roles/datastore.owner",
	"datastore.backups.delete", "roles/file.editor", "file.backups.delete", "roles/netapp.admin", "netapp.backups.delete",
}

# workload_member holds where what a role of Azure or Google is given to is a workload, and none of the cloud's own; or a key of B2.
workload_member(grant) if {
	grant.cloud in {"azure", "backblaze", "google"}
	"service" in grant.principal_kinds
	not cloud_service(grant)
	not builds_or_backs_up(grant)
}

workload_member(grant) if {
	some address in grant.refs.principals
	[grant.root, address] in groups_of_workloads
	not builds_or_backs_up(grant)
}

groups_of_workloads contains [group.root, group.address] if {
	some group in input.group
	"service" in group.member_kinds
}

# perhaps_group_of_workloads holds where the members of a group are not all known.
perhaps_group_of_workloads(grant) if {
	some address in grant.refs.principals
	[grant.root, address] in vague_groups
}

vague_groups contains [group.root, group.address] if {
	some group in input.group
	"member_kinds" in group.unknown
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
	regex.match(`(?i)admin|break[-_. ]?glass|terraform|tofu|atlantis|deploy|provision|backup|(^|[-_.:/"])(ci|cd|cicd|iac|int[-_]?test|integration[-_]?tests?)([-_.@/"]|$)`, name)
}

cloud_service(grant) if {
	some address in grant.refs.principals
	[grant.root, address] in vault_addresses
}

cloud_service(grant) if "agent" in grant.principal_kinds

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
	not perhaps_group_of_workloads(grant)
	count(grant.principal_kinds) > 0
	every kind in grant.principal_kinds {
		kind in {"user", "group"}
	}
}

entrusted(grant) if cloud_service(grant)

# Whoever runs Terraform.
entrusted(grant) if {
	some address in grant.refs.principals
	refers(address, {"azurerm_client_config"})
}
