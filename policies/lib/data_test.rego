package lib_test

import data.lib

test_declared_elsewhere if {
	lib.declared_elsewhere({"mode": "data"})
	not lib.declared_here({"mode": "data"})
	lib.declared_here({"mode": "managed"})
	not lib.declared_elsewhere({"mode": "managed"})
}
