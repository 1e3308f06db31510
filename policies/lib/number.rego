package lib

# null sorts below every number in Rego, so that a plain x < y holds where x is not set. These hold for numbers only.

below(x, limit) if {
	is_number(x)
	is_number(limit)
	x < limit
}

above(x, limit) if {
	is_number(x)
	is_number(limit)
	x > limit
}

at_least(x, limit) if {
	is_number(x)
	is_number(limit)
	x >= limit
}

at_most(x, limit) if {
	is_number(x)
	is_number(limit)
	x <= limit
}

# days writes a number of days for people: "1 day", "30 days", and less than a day in hours.
days(1) := "1 day"

days(n) := sprintf("%v days", [n]) if {
	is_number(n)
	n != 1
	not part_of_a_day(n)
}

days(n) := hours(round(n * 24)) if part_of_a_day(n)

part_of_a_day(n) if {
	n > 0
	n < 1
}

# hours writes a number of hours for people: "1 hour", "24 hours".
hours(1) := "1 hour"

hours(n) := sprintf("%v hours", [n]) if {
	is_number(n)
	n != 1
}
