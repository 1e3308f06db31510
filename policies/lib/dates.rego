package lib

# The dates of the agreement, year-month-day, held against input.today, the day of the judgement. Their words (none, never) and null
# are no dates: nothing here holds for them.

is_date(text) if {
	is_string(text)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, text)
}

# past and to_come leave out today.
past(date) if {
	is_date(date)
	date < input.today
}

to_come(date) if {
	is_date(date)
	date > input.today
}

# year_old holds for a day of more than a year ago, within_year for one of the year that ends today.
year_old(date) if months_old(date, 12)

# months_old holds for a day of more than so many months ago.
months_old(date, months) if {
	is_date(date)
	time.add_date(day(date), 0, months, 0) < day(input.today)
}

# unsettled holds for a date that is not stated, or still to come.
unsettled(date) if date == null

unsettled(date) if to_come(date)

within_year(date) if within_months(date, 12)

# within_months holds for a day of the months that end today.
within_months(date, months) if {
	is_date(date)
	date <= input.today
	not months_old(date, months)
}

day(date) := time.parse_ns("2006-01-02", date)
