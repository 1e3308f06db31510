package rules.encryption_in_transit.transfer_encrypted_test

import data.rules.encryption_in_transit.transfer_encrypted as rule

transfers := [
	{"id": "ftp", "protocol": "FTP", "encrypted": false},
	{"id": "sftp", "protocol": "SFTP", "encrypted": true},
	{"id": "asked", "unknown": ["encrypted"]},
	{"id": "elsewhere", "encrypted": null},
]

test_fails_in_the_clear if {
	{element.id | some element in rule.fail} == {"ftp"} with input.transfer as transfers
}

test_skips_what_others_decide if {
	rule.skip == {"elsewhere"} with input.transfer as transfers
}
