package lib

# Schedules that run together: one on weekdays and one on Sundays leave less time between backups than either of them.

# weekly_minutes are the minutes of a week at which a cron() expression fires that is the same in every week; undefined for
# others and for what this does not read.
weekly_minutes(expression) := minutes if {
	fields := split(trim_suffix(trim_prefix(expression, "cron("), ")"), " ")
	count(fields) == 6
	fields[2] in {"*", "?"}
	fields[3] == "*"
	fields[5] == "*"
	days := weekdays(upper(fields[4]))
	hours_of_day := clock_values(fields[1], 23)
	minutes_of_hour := clock_values(fields[0], 59)
	minutes := {of_week |
		some day in days
		some hour in hours_of_day
		some minute in minutes_of_hour
		of_week := (((day * 24) + hour) * 60) + minute
	}
	count(minutes) > 0
}

# clock_values reads a list of numbers, or "*".
clock_values("*", most) := numbers.range(0, most)

clock_values(field, _) := {to_number(item) | some item in split(field, ",")} if regex.match(`^\d{1,2}(,\d{1,2})*$`, field)

# weekdays reads a list of days and ranges of days, by name or by AWS's number, into numbers from 0 for Sunday.
weekdays(field) := numbers.range(0, 6) if field in {"*", "?"}

weekdays(field) := union({weekday_range(item) | some item in items}) if {
	regex.match(`^(\d|[A-Z]{3})(-(\d|[A-Z]{3}))?(,(\d|[A-Z]{3})(-(\d|[A-Z]{3}))?)*$`, field)
	items := split(field, ",")
	every item in items {
		weekday_range(item)
	}
}

weekday_range(item) := {day} if day := weekday[item]

weekday_range(item) := {day |
	some number in numbers.range(first, last)
	day := number % 7
} if {
	ends := split(item, "-")
	count(ends) == 2
	first := weekday[ends[0]]
	last := after(first, weekday[ends[1]])
}

after(first, last) := last if last >= first

after(first, last) := last + 7 if last < first

weekday := {
	"SUN": 0, "MON": 1, "TUE": 2, "WED": 3, "THU": 4, "FRI": 5, "SAT": 6,
	"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
}

# weekly_gap is the longest time, in hours, between two of the minutes of a week.
weekly_gap(minutes) := max({gap |
	some i, minute in ordered
	gap := minutes_until(ordered, i, minute)
}) / 60 if {
	ordered := sort(minutes)
}

minutes_until(ordered, i, minute) := ordered[i + 1] - minute

minutes_until(ordered, i, minute) := (ordered[0] + ((7 * 24) * 60)) - minute if i == count(ordered) - 1
