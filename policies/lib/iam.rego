package lib

# Who may do what. A grant is a fact of the concept grant; docs/writing-rules.md says what a fact holds.

# action_matches holds where a pattern of a policy (backup:Delete*, *, s3:Get?bject) covers an action, ignoring case.
action_matches(pattern, action) if pattern_matches(lower(pattern), lower(action))

# pattern_matches compares as IAM does: * is any run of characters, ? any single one, nothing else is special.
pattern_matches(pattern, text) if pattern == text

pattern_matches(pattern, text) if {
	regex.match(`[*?]`, pattern)
	regex.match(pattern_regex(pattern), text)
}

pattern_regex(pattern) := concat("", ["^", replace(replace(quoted, "*", ".*"), "?", "."), "$"]) if {
	quoted := regex.replace(pattern, `[.+^${}()|\[\]\\]`, `\$0`)
}

# grant_covers holds where the actions of the statement, whatever its effect, take in this action. Actions left out
# by not_actions are not covered; where not_actions cannot be known, nothing is.
grant_covers(grant, action) if {
	some pattern in grant.actions
	action_matches(pattern, action)
}

grant_covers(grant, action) if {
	count(grant.not_actions) > 0
	not "not_actions" in grant.unknown
	not excepted(grant, action)
}

excepted(grant, action) if {
	some pattern in grant.not_actions
	action_matches(pattern, action)
}

# grant_allows holds for an allowing statement that covers the action.
grant_allows(grant, action) if {
	grant.effect == "allow"
	grant_covers(grant, action)
}

# grant_denies holds for a denying statement that covers the action and leaves nobody out: no condition.
grant_denies(grant, action) if {
	grant.effect == "deny"
	unconditional(grant)
	grant_covers(grant, action)
}

# anyone holds where the statement names everyone, conditions aside.
anyone(grant) if "*" in grant.principals

anyone(grant) if "anyone" in grant.principal_kinds

anyone(grant) if count(grant.not_principals) > 0

unconditional(grant) if {
	not "conditions" in grant.unknown
	no_conditions(grant)
}

no_conditions(grant) if grant.conditions == null

no_conditions(grant) if count(grant.conditions) == 0

# public_principal holds where an allowing statement lets everyone in: everyone is named, and no condition binds it to
# known accounts, organisations, networks or resources. Conditions that cannot be known leave it undefined.
# False rather than undefined: OPA keeps what it has worked out.
default public_principal(_) := false

public_principal(grant) if {
	grant.effect == "allow"
	anyone(grant)
	not "conditions" in grant.unknown
	not bound(grant)
}

# bound holds where a condition limits who may use the statement.
bound(grant) if {
	some condition in grant.conditions
	binding(condition)
}

# So does one that compares with a resource of this configuration, such as a topic, of which only apply knows the ARN.
bound(grant) if {
	some condition in grant.conditions_from
	lower(condition.operator) in binding_operators
	lower(condition.key) in binding_keys
	own_account(split(condition.from, " "))
}

# And so does one that compares with nothing but what is listed, whatever that will be.
bound(grant) if {
	some condition in grant.conditions_from
	lower(condition.operator) in exact_operators
	lower(condition.key) in binding_keys
}

exact_operators := {"stringequals", "stringequalsignorecase", "foranyvalue:stringequals"}

# binding_operators compare with listed values. Operators ending in IfExists let callers without the key pass, and
# ForAllValues lets callers with an empty list pass: neither binds.
binding_operators := {
	"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress",
	"foranyvalue:stringequals", "foranyvalue:stringlike", "foranyvalue:arnequals", "foranyvalue:arnlike",
}

binding_keys := {
	"aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:sourceaccount",
	"aws:sourcearn", "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceip", "aws:userid",
	"kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
}

# binding holds for a condition {operator, key, values} whose every value stays within known hands.
binding(condition) if {
	lower(condition.operator) in binding_operators
	lower(condition.key) in binding_keys
	count(condition.values) > 0
	every value in condition.values {
		narrow(value)
	}
}

# File systems that let clients in through their mount targets alone are reached from their own networks.
binding(condition) if {
	lower(condition.operator) == "bool"
	lower(condition.key) == "elasticfilesystem:accessedviamounttarget"
	condition.values == ["true"]
}

# narrow holds for a value without a wildcard in the part that names the account, organisation, network or bucket.
narrow(value) if {
	is_string(value)
	not regex.match(ip_address, value)
	owner := owner_part(value)
	owner != ""
	not regex.match(`[*?]`, owner)
}

# A network is one that S3 would not call public: /8 or smaller, /32 or smaller of version 6.
narrow(address) if {
	regex.match(ip_address, address)
	not contains(address, "/")
}

narrow(network) if {
	regex.match(ip_address, network)
	not contains(network, ":")
	to_number(split(network, "/")[1]) >= 8
}

narrow(network) if {
	regex.match(ip_address, network)
	contains(network, ":")
	to_number(split(network, "/")[1]) >= 32
}

ip_address := `^[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*(/\d+)?$`

# owner_part is what of a value names its owner: the account of an ARN, else the whole resource of an ARN without account
# (a bucket); of a path or a user id the part before the first separator.
owner_part(value) := account if {
	parts := split(value, ":")
	parts[0] == "arn"
	account := parts[4]
	account != ""
}

owner_part(value) := parts[5] if {
	parts := split(value, ":")
	parts[0] == "arn"
	parts[4] == ""
}

owner_part(value) := regex.replace(value, `[/:].*$`, "") if not startswith(value, "arn:")

# account_of is the 12-digit account of an ARN, or of a bare account id.
account_of(value) := account if {
	parts := split(value, ":")
	parts[0] == "arn"
	account := parts[4]
	regex.match(`^\d{12}$`, account)
}

account_of(value) := value if regex.match(`^\d{12}$`, value)
