package lib

# Accounts of AWS, and projects of Google, whose setting or policy refuses public access to all of their buckets, whatever a bucket itself says.
accounts_refusing_public_access contains setting.account if {
	some setting in input.setting
	setting.name == "s3-public-access-block"
	setting.on == true
}

# accounts_maybe_refusing are those of which it cannot be known.
accounts_maybe_refusing contains setting.account if {
	some setting in input.setting
	setting.name == "s3-public-access-block"
	"on" in setting.unknown
}
