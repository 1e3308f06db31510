package lib

# Who stands behind a grant, told by where its principals come from: names are often made by the provider, references are not.

# refers holds for an address of a resource or data source of one of these types, in any module.
refers(address, types) if {
	some part in split(address, ".")
	part in types
}

# from_data holds for the address of a data source.
from_data(address) if refers(address, {"data"})

# origins are the addresses among these that tell whom a value is about, without the documents that carry it there and the
# partition or region that an ARN is spelled with.
origins(addresses) := {address |
	some address in addresses
	not carries(address)
}

carries(address) if refers(address, {"aws_iam_policy_document", "google_iam_policy", "aws_partition", "aws_region"})

# service_account_project is the project of a member serviceAccount:<name>@<project>.iam.gserviceaccount.com; undefined for
# accounts that Google keeps for its own services (gcp-sa-…).
service_account_project(member) := project if {
	found := regex.find_all_string_submatch_n(`@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com$`, member, 1)
	project := found[0][1]
	not startswith(project, "gcp-sa-")
}

# mfa holds for a condition that lets callers in only after multi-factor authentication.
mfa(condition) if {
	lower(condition.key) == "aws:multifactorauthpresent"
	lower(condition.operator) == "bool"
	"true" in condition.values
}

mfa(condition) if {
	lower(condition.key) == "aws:multifactorauthage"
	lower(condition.operator) in {"numericlessthan", "numericlessthanequals"}
}

# no_mfa holds for a condition of a denying statement that is true for callers without multi-factor authentication.
no_mfa(condition) if {
	lower(condition.key) == "aws:multifactorauthpresent"
	lower(condition.operator) in {"bool", "boolifexists"}
	"false" in condition.values
}

# identity_addresses are the resources that a grant's principals come from, and its own, which may be the role itself.
identity_addresses(grant) := origins(object.get(grant.refs, "principals", [])) | {grant.address}
