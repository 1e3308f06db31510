package lib

# Whose accounts the agreement permits, and whose a statement lets in. An account is a number on AWS, a project on Google, and on Azure a
# directory, where one administers another.

# accounts_stated holds where the agreement says which accounts of a cloud may hold records.
accounts_stated(cloud) if cloud in input.terms.account_clouds

agreed_accounts contains lower(account) if some account in input.terms.accounts

# permitted_accounts lists them as the agreement writes them, for messages.
permitted_accounts := concat(", ", input.terms.accounts)

# foreign_account holds for an account that is not the one given as one's own and that the agreement does not name.
foreign_account(account, own) if {
	account != own
	not lower(account) in agreed_accounts
}

# granted_accounts are the accounts that a statement lets in: those of its principals and, where it names everyone, those that
# its conditions bind it to.
granted_accounts(grant) := ((({account_of(principal) |
	grant.cloud == "aws"
	some principal in grant.principals
} | {account_of(value) |
	grant.cloud == "aws"
	anyone(grant)
	some condition in grant.conditions
	binding(condition)
	lower(condition.key) in account_keys
	some value in condition.values
}) | {project |
	grant.cloud == "google"
	some member in grant.principals
	project := service_account_project(member)
	not project in grant.resources
}) | {project |
	grant.cloud == "google"
	some member in grant.principals
	startswith(member, "project:")
	project := trim_prefix(member, "project:")
	not project in grant.resources
}) | granted_tenants(grant)

# project_id holds for the account of a fact of Google's that is the id of a project, rather than the symbol of a provider configuration.
project_id(account) if regex.match(`^([a-z0-9.-]+:)?[a-z][a-z0-9-]*$`, account)

# any_project holds for one that may be any project: the symbol, or a number.
any_project(account) if regex.match(`(^|[/.])provider\.|^[0-9]+$`, account)

# above_projects holds for a folder or an organisation.
above_projects(account) if regex.match(`^(folders|organizations)/`, account)

# project_number holds for a project of Google that is written by its number, of which nobody knows whose it is.
project_number(account) if regex.match(`^\d{10,13}$`, account)

# Of another directory, on Azure, by the directory's id.
granted_tenants(grant) := {tenant |
	grant.cloud == "azure"
	"account" in grant.principal_kinds
	some tenant in grant.principals
}

account_keys := {
	"aws:principalaccount", "aws:principalarn", "aws:sourceaccount", "aws:sourceowner", "kms:calleraccount",
	"s3:dataaccesspointaccount",
}

# elb_accounts are AWS's own accounts that write the access logs of load balancers, one a region:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html.
elb_accounts := {
	"127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648", "589379963580",
	"718504428378", "383597477331", "600734575887", "114774131450", "783225319266", "582318560864", "985666609251",
	"054676820928", "156460612806", "652711504416", "635631232127", "009996457667", "897822967062", "076674570225",
	"507241528517", "048591011584", "190560391635",
}

# named_principals holds where all whom a statement lets in are known.
named_principals(grant) if {
	not "principals" in grant.unknown
	not "principal_kinds" in grant.unknown
	every kind in grant.principal_kinds {
		kind in {"account", "role", "user", "group", "service", "agent", "federated", "identity"}
	}
}

named_principals(grant) if {
	not "principals" in grant.unknown
	not "conditions" in grant.unknown
}

# own_principals holds where the principals that are not known by name come from resources of this configuration or from the
# account that it is applied in.
own_principals(grant) if {
	not "principal_kinds" in grant.unknown
	grant.principals_from == null
	own_account(grant.refs.principals)
}

own_principals(grant) if {
	not "principal_kinds" in grant.unknown
	not "principals_from" in grant.unknown
	is_array(grant.principals_from)
	every addresses in grant.principals_from {
		own_account(split(addresses, " "))
	}
}

# What the cloud's own services do, they do for a project, whose owner asked them to.
own_principals(grant) if {
	not "principal_kinds" in grant.unknown
	count(grant.principal_kinds) > 0
	every kind in grant.principal_kinds {
		kind == "agent"
	}
}

# own_account holds where an account is read from a resource of this configuration or is the one that it is applied in.
own_account(addresses) if {
	found := origins(addresses)
	count(found) > 0
	every address in found {
		own_principal(address)
	}
}

own_principal(address) if {
	address != ""
	not from_data(address)
}

own_principal(address) if {
	refers(address, {
		"aws_caller_identity", "aws_iam_role", "aws_iam_user", "aws_iam_session_context", "aws_elb_service_account",
		"aws_canonical_user_id", "aws_redshift_service_account", "aws_cloudtrail_service_account",
		"google_service_account", "google_compute_default_service_account", "google_app_engine_default_service_account",
		"google_project",
	})
}
