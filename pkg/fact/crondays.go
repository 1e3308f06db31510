package fact

import (
	"fmt"
	"strings"
	"time"
)

// cronDays makes the test of a day out of day-of-month and day-of-week. AWS counts weekdays from 1 for Sunday and leaves one
// of the two fields open with "?"; Unix counts from 0 and fires on either where both are restricted.
func cronDays(ofMonth, ofWeek string, aws bool) (func(time.Time) bool, error) {
	if aws && (ofMonth == "?") == (ofWeek == "?") {
		return nil, fmt.Errorf(`one of day-of-month and day-of-week must be "?"`)
	}
	if !aws && strings.ContainsAny(ofMonth+ofWeek, "?#LW") && ofWeek != "WED" {
		return nil, fmt.Errorf("%q and %q: only AWS knows ?, L, W and #", ofMonth, ofWeek)
	}
	month, err := monthDays(ofMonth)
	if err != nil {
		return nil, err
	}
	week, err := weekDays(ofWeek, aws)
	if err != nil {
		return nil, err
	}
	either := !aws && !strings.HasPrefix(ofMonth, "*") && !strings.HasPrefix(ofWeek, "*")
	return func(t time.Time) bool {
		if either {
			return month(t) || week(t)
		}
		return month(t) && week(t)
	}, nil
}

func always(time.Time) bool { return true }

// lastDay is the number of days in the month of t.
func lastDay(t time.Time) int { return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// monthDays reads a day-of-month field: sets, "L" for the last day, "LW" for the last weekday, "15W" for the weekday nearest
// to the 15th.
func monthDays(s string) (func(time.Time) bool, error) {
	if s == "?" || s == "*" {
		return always, nil
	}
	var tests []func(time.Time) bool
	for item := range strings.SplitSeq(s, ",") {
		switch {
		case item == "L":
			tests = append(tests, func(t time.Time) bool { return t.Day() == lastDay(t) })
		case item == "LW":
			tests = append(tests, func(t time.Time) bool { return t.Day() == nearestWeekday(t, lastDay(t)) })
		case strings.HasSuffix(item, "W"):
			day, err := cronValue(strings.TrimSuffix(item, "W"), 1, 31, nil)
			if err != nil {
				return nil, err
			}
			tests = append(tests, func(t time.Time) bool { return day <= lastDay(t) && t.Day() == nearestWeekday(t, day) })
		default:
			set, err := cronSet(item, 1, 31, nil)
			if err != nil {
				return nil, err
			}
			tests = append(tests, func(t time.Time) bool { return set[t.Day()] })
		}
	}
	return anyOf(tests), nil
}

// nearestWeekday is the working day nearest to a day, in the same month as t.
func nearestWeekday(t time.Time, day int) int {
	switch time.Date(t.Year(), t.Month(), day, 0, 0, 0, 0, time.UTC).Weekday() {
	case time.Saturday:
		if day == 1 {
			return 3
		}
		return day - 1
	case time.Sunday:
		if day == lastDay(t) {
			return day - 2
		}
		return day + 1
	default:
		return day
	}
}

// weekDays reads a day-of-week field: sets, "6L" for the last of that weekday in the month, "6#3" for the third.
func weekDays(s string, aws bool) (func(time.Time) bool, error) {
	if s == "?" || s == "*" {
		return always, nil
	}
	least, most := 0, 7
	if aws {
		least, most = 1, 7
	}
	weekday := func(n int) time.Weekday { return time.Weekday((n - least) % 7) }
	var tests []func(time.Time) bool
	for item := range strings.SplitSeq(s, ",") {
		test, err := weekDay(item, least, most, weekday)
		if err != nil {
			return nil, err
		}
		tests = append(tests, test)
	}
	return anyOf(tests), nil
}

func weekDay(item string, least, most int, weekday func(int) time.Weekday) (func(time.Time) bool, error) {
	if item == "L" {
		item = "SAT"
	}
	if name, nth, ok := strings.Cut(item, "#"); ok {
		day, err := cronValue(name, least, most, dayNames)
		if err != nil {
			return nil, err
		}
		n, err := cronValue(nth, 1, 5, nil)
		if err != nil {
			return nil, err
		}
		return func(t time.Time) bool { return t.Weekday() == weekday(day) && (t.Day()-1)/7+1 == n }, nil
	}
	if name, ok := strings.CutSuffix(item, "L"); ok {
		day, err := cronValue(name, least, most, dayNames)
		if err != nil {
			return nil, err
		}
		return func(t time.Time) bool { return t.Weekday() == weekday(day) && t.Day()+7 > lastDay(t) }, nil
	}
	set, err := cronSet(item, least, most, dayNames)
	if err != nil {
		return nil, err
	}
	var fires [7]bool
	for n, ok := range set {
		if ok {
			fires[weekday(n)] = true
		}
	}
	return func(t time.Time) bool { return fires[t.Weekday()] }, nil
}

func anyOf(tests []func(time.Time) bool) func(time.Time) bool {
	if len(tests) == 1 {
		return tests[0]
	}
	return func(t time.Time) bool {
		for _, test := range tests {
			if test(t) {
				return true
			}
		}
		return false
	}
}
