package lib_test

import data.lib

test_tls if {
	lib.tls_at_least("1.2", "1.2")
	lib.tls_at_least("1.3", "1.2")
	not lib.tls_at_least("1.1", "1.2")
	lib.tls_below("1.1", "1.2")
	not lib.tls_below("1.2", "1.2")
}

test_unheard_of_versions_are_neither if {
	every version in ["3.0", null] {
		not lib.tls_at_least(version, "1.2")
		not lib.tls_below(version, "1.2")
	}
}
