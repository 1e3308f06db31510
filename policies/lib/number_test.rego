package lib_test

import data.lib

test_comparisons if {
	lib.below(1, 2)
	not lib.below(2, 2)
	lib.at_most(2, 2)
	not lib.at_most(3, 2)
	lib.above(3, 2)
	not lib.above(2, 2)
	lib.at_least(2, 2)
	not lib.at_least(1, 2)
}

test_nothing_compares_with_null if {
	not lib.below(null, 2)
	not lib.at_most(null, 2)
	not lib.above(2, null)
	not lib.at_least(2, null)
	not lib.below("1", 2)
}

test_units if {
	lib.days(1) == "1 day"
	lib.days(30) == "30 days"
	lib.days(8 / 24) == "8 hours"
	lib.hours(1) == "1 hour"
	lib.hours(0.5) == "0.5 hours"
}
