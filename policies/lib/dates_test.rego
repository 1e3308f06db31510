package lib_test

import data.lib

test_past_and_to_come if {
	lib.past("2026-10-31") with input.today as "2026-11-01"
	lib.to_come("2026-11-02") with input.today as "2026-11-01"
	not lib.past("2026-11-01") with input.today as "2026-11-01"
	not lib.to_come("2026-11-01") with input.today as "2026-11-01"
}

test_a_year_ends_on_its_day if {
	lib.within_year("2025-11-01") with input.today as "2026-11-01"
	lib.year_old("2025-10-31") with input.today as "2026-11-01"
	not lib.year_old("2025-11-01") with input.today as "2026-11-01"
	lib.within_year("2026-11-01") with input.today as "2026-11-01"
	not lib.within_year("2026-11-02") with input.today as "2026-11-01"
	lib.within_year("2024-02-29") with input.today as "2025-03-01"
	lib.year_old("2024-02-29") with input.today as "2025-03-02"
}

test_words_are_no_dates if {
	every word in ["none", "never", null] {
		not lib.past(word) with input.today as "2026-11-01"
		not lib.to_come(word) with input.today as "2026-11-01"
		not lib.year_old(word) with input.today as "2026-11-01"
		not lib.within_year(word) with input.today as "2026-11-01"
	}
}

test_months if {
	lib.months_old("2026-04-30", 6) with input.today as "2026-11-01"
	not lib.months_old("2026-05-01", 6) with input.today as "2026-11-01"
	not lib.months_old("none", 6) with input.today as "2026-11-01"
	lib.within_months("2026-05-01", 6) with input.today as "2026-11-01"
	not lib.within_months("2026-04-30", 6) with input.today as "2026-11-01"
	not lib.within_months("2026-11-02", 6) with input.today as "2026-11-01"
}

test_unsettled if {
	lib.unsettled(null) with input.today as "2026-11-01"
	lib.unsettled("2026-11-02") with input.today as "2026-11-01"
	not lib.unsettled("2026-11-01") with input.today as "2026-11-01"
	not lib.unsettled("none") with input.today as "2026-11-01"
}
