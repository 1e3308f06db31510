package fact

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// neverHours is the gap of a schedule that comes to an end: a cron with a last year, or one that never fires. A hundred years.
const neverHours = 100 * 365 * 24

// gapHours is the longest time between two firings of a schedule, in hours. It reads AWS's cron(minutes hours day-of-month
// month day-of-week year) and rate(n unit), and the five fields of Unix, as Kubernetes writes them too: CRON_TZ=Etc/UTC 0 2 * * *, @every 6h.
func gapHours(s string) (float64, error) {
	s = strings.TrimSpace(s)
	switch name, inner, ok := call(s); {
	case ok && name == "rate":
		return rate(inner)
	case ok && name == "at":
		return neverHours, nil
	case ok && name == "cron":
		if len(strings.Fields(inner)) != 6 {
			return 0, fmt.Errorf("%q has %d fields, cron() has six", s, len(strings.Fields(inner)))
		}
		return cronGap(inner)
	case ok:
		return 0, fmt.Errorf("%q is neither cron() nor rate()", s)
	}
	if rest, ok := strings.CutPrefix(s, "@every "); ok {
		n, err := days(rest)
		return n * 24, err
	}
	if zone, rest, ok := strings.Cut(s, " "); ok && strings.HasPrefix(zone, "CRON_TZ=") {
		s = rest
	}
	if macro, ok := macros[s]; ok {
		s = macro
	}
	return cronGap(s)
}

var macros = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *",
	"@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// call splits "name(inner)".
func call(s string) (name, inner string, ok bool) {
	name, rest, ok := strings.Cut(s, "(")
	if !ok || !strings.HasSuffix(rest, ")") {
		return "", "", false
	}
	return strings.TrimSpace(name), strings.TrimSuffix(rest, ")"), true
}

func rate(s string) (float64, error) {
	fields := strings.Fields(s)
	if len(fields) != 2 {
		return 0, fmt.Errorf("rate(%s): a rate is a number and a unit", s)
	}
	n, err := strconv.Atoi(fields[0])
	if err != nil || n < 1 {
		return 0, fmt.Errorf("rate(%s): %q is not a positive number", s, fields[0])
	}
	switch strings.TrimSuffix(fields[1], "s") {
	case "minute":
		return float64(n) / 60, nil
	case "hour":
		return float64(n), nil
	case "day":
		return float64(n) * 24, nil
	}
	return 0, fmt.Errorf("rate(%s): %q is not minutes, hours or days", s, fields[1])
}

// cron is a parsed expression: the minutes of a day and a test of days.
type cron struct {
	minutes []int // of the day, sorted
	months  []bool
	years   []bool // by year - firstYear; nil for every year
	day     func(t time.Time) bool
}

const firstYear, lastYear = 1970, 2199

var (
	monthNames = []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
	dayNames   = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
)

// gaps remembers what cronGap found: the schedules of a large estate are few, and its plans many.
var gaps sync.Map

func cronGap(s string) (float64, error) {
	if gap, ok := gaps.Load(s); ok {
		hours, _ := gap.(float64)
		return hours, nil
	}
	hours, err := measureGap(s)
	if err == nil {
		gaps.Store(s, hours)
	}
	return hours, err
}

// measureGap walks the days of a window that holds every pattern of the calendar but the leap years that centuries skip, and
// measures the longest pause. Within a day the minutes are the same on every day that fires.
func measureGap(s string) (float64, error) {
	c, err := parseCron(s)
	if err != nil {
		return 0, err
	}
	if c.years != nil && slices.Contains(c.years[2100-firstYear:], false) {
		return neverHours, nil // the schedule ends
	}
	longest, last := 0, -1
	for i := 1; i < len(c.minutes); i++ {
		longest = max(longest, c.minutes[i]-c.minutes[i-1])
	}
	fired := 0
	t := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(-24 * time.Hour)
	for n := range 29 * 366 { // the calendar repeats every 28 years
		t = t.Add(24 * time.Hour)
		if !c.months[t.Month()] || c.years != nil && !c.years[t.Year()-firstYear] || !c.day(t) {
			continue
		}
		if last >= 0 {
			longest = max(longest, (n-last)*24*60+c.minutes[0]-c.minutes[len(c.minutes)-1])
		}
		last = n
		fired++
	}
	if fired < 2 {
		return neverHours, nil
	}
	return float64(longest) / 60, nil
}

// parseCron reads six fields as AWS writes them, five as Unix does. The error says which field is mistaken.
func parseCron(s string) (*cron, error) {
	fields := strings.Fields(strings.ToUpper(s))
	aws := len(fields) == 6
	if !aws && len(fields) != 5 {
		return nil, fmt.Errorf("%q is not a cron expression: it has %d fields", s, len(fields))
	}
	minutes, err := cronSet(fields[0], 0, 59, nil)
	if err != nil {
		return nil, fmt.Errorf("minutes of %q: %w", s, err)
	}
	hours, err := cronSet(fields[1], 0, 23, nil)
	if err != nil {
		return nil, fmt.Errorf("hours of %q: %w", s, err)
	}
	c := &cron{}
	for h := range 24 {
		for m := range 60 {
			if hours[h] && minutes[m] {
				c.minutes = append(c.minutes, h*60+m)
			}
		}
	}
	if c.months, err = cronSet(fields[3], 1, 12, monthNames); err != nil {
		return nil, fmt.Errorf("months of %q: %w", s, err)
	}
	if c.day, err = cronDays(fields[2], fields[4], aws); err != nil {
		return nil, fmt.Errorf("days of %q: %w", s, err)
	}
	if aws && fields[5] != "*" {
		if c.years, err = cronYears(fields[5]); err != nil {
			return nil, fmt.Errorf("years of %q: %w", s, err)
		}
	}
	return c, nil
}

func cronYears(s string) ([]bool, error) {
	set, err := cronSet(s, firstYear, lastYear, nil)
	if err != nil {
		return nil, err
	}
	return set[firstYear:], nil
}

// cronSet reads lists, ranges, steps and names of one field into a set indexed by value. The first name stands for least.
func cronSet(s string, least, most int, names []string) ([]bool, error) {
	set := make([]bool, most+1)
	for item := range strings.SplitSeq(s, ",") {
		from, to, step, err := cronRange(item, least, most, names)
		if err != nil {
			return nil, err
		}
		if to < from { // FRI-MON
			to += most - least + 1
		}
		for n := from; n <= to; n += step {
			set[least+(n-least)%(most-least+1)] = true
		}
	}
	return set, nil
}

// cronRange reads "*", "5", "1-5", "*/15", "5/15", "MON-FRI". A range may wrap around: to is then less than from.
func cronRange(item string, least, most int, names []string) (from, to, step int, err error) {
	body, stepText, stepped := strings.Cut(item, "/")
	step = 1
	if stepped {
		if step, err = strconv.Atoi(stepText); err != nil || step < 1 {
			return 0, 0, 0, fmt.Errorf("%q is not a step", stepText)
		}
	}
	if body == "*" {
		return least, most, step, nil
	}
	first, second, ranged := strings.Cut(body, "-")
	if from, err = cronValue(first, least, most, names); err != nil {
		return 0, 0, 0, err
	}
	switch {
	case ranged:
		if to, err = cronValue(second, least, most, names); err != nil {
			return 0, 0, 0, err
		}
	case stepped:
		to = most
	default:
		to = from
	}
	return from, to, step, nil
}

func cronValue(s string, least, most int, names []string) (int, error) {
	if i := slices.Index(names, s); i >= 0 {
		return least + i, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%q is not a number from %d to %d", s, least, most)
	}
	return n, nil
}
