package agreement

import (
	"fmt"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/yamlfile"
)

// MaxSize is the size in bytes beyond which a file is not an agreement.
const MaxSize = yamlfile.MaxSize

// Read reads an agreement; file is its name in places. With any problem the terms must not be used: they are the
// defaults. Every problem has the place of the mistake. Names tell which vendors are meant.
func Read(file string, data []byte, names Names) (Terms, []finding.Problem) {
	terms := Defaults()
	places, problems := yamlfile.Read(file, "the agreement", data, document(names), &terms,
		checkRetention, checkDates, checkAccounts, checkChanges, checkClasses)
	if len(problems) > 0 {
		return Defaults(), problems
	}
	for i := range terms.Vendors {
		terms.Vendors[i].Cloud = names.cloud(terms.Vendors[i].Name)
	}
	terms.places, terms.names = places, names
	return terms, nil
}

func checkRetention(r *yamlfile.Reader, t *Terms) {
	if t.RetentionMaxDays == 0 || t.RetentionMaxDays >= t.RetentionMinDays {
		return
	}
	origin := "states"
	if r.Place("retention.minimum_days") == (finding.Place{}) {
		origin = "has by default"
	}
	r.Refuse("retention.maximum_days", "retention.maximum_days is %d, less than the %d that retention.minimum_days %s",
		t.RetentionMaxDays, t.RetentionMinDays, origin)
}

// checkDates refuses agreements that end, or were reviewed, before they were signed.
func checkDates(r *yamlfile.Reader, t *Terms) {
	for i, v := range t.Vendors {
		path := fmt.Sprintf("vendors[%d]", i)
		notBefore(r, path, "expires", v.Expires, v.Signed)
		notBefore(r, path, "reviewed", v.Reviewed, v.Signed)
		for j, s := range v.Subcontractors {
			notBefore(r, fmt.Sprintf("%s.subcontractors[%d]", path, j), "expires", s.Expires, s.Signed)
		}
	}
}

// notBefore compares two dates; their words sort after all digits.
func notBefore(r *yamlfile.Reader, path, name, date, signed string) {
	if date != "" && date != None && signed != "" && signed != None && date < signed {
		r.Refuse(path+"."+name, "%s.%s is %s, before it was signed on %s", path, name, date, signed)
	}
}

// checkChanges refuses a change of covered services that does not say what, why and since when.
func checkChanges(r *yamlfile.Reader, t *Terms) {
	for i, v := range t.Vendors {
		for j := range v.ServiceChanges {
			path := fmt.Sprintf("vendors[%d].service_changes[%d]", i, j)
			for _, name := range []string{"covered", "reason", "date"} {
				if r.Place(path+"."+name) == (finding.Place{}) {
					r.Refuse(path, "%s has no %s", path, name)
				}
			}
		}
	}
}

// checkAccounts refuses an id that is under two agreements.
func checkAccounts(r *yamlfile.Reader, t *Terms) {
	first := map[string]string{}
	under := func(path string, accounts []string, whose string) {
		for i, account := range accounts {
			if other, seen := first[account]; seen {
				r.Refuse(fmt.Sprintf("%s.accounts[%d]", path, i), "%s.accounts names %s, which is %s's already", path, account, other)
				continue
			}
			first[account] = whose
		}
	}
	for i, v := range t.Vendors {
		path := fmt.Sprintf("vendors[%d]", i)
		under(path, v.Accounts, v.Name)
		for j, s := range v.Subcontractors {
			under(fmt.Sprintf("%s.subcontractors[%d]", path, j), s.Accounts, s.Name)
		}
	}
}

// checkClasses refuses classes that no store can be told to have, that two of them share, or for which less is agreed than for all.
func checkClasses(r *yamlfile.Reader, t *Terms) {
	first := map[[2]string]string{}
	for i, c := range t.Classes {
		path := fmt.Sprintf("data_classes[%d]", i)
		tag := [2]string{c.TagKey, c.TagValue}
		switch {
		case c.TagKey == "" || c.TagValue == "":
			r.Refuse(path, "%s needs the key and the value of the tag that its stores carry", path)
		case first[tag] != "":
			r.Refuse(path+".tag", "%s.tag is that of %s already", path, first[tag])
		}
		first[tag] = c.Name
		if c.RPOHours > t.RPOHours {
			r.Refuse(path+".rpo_hours", "%s.rpo_hours is %v, more than the %v that holds for all data: a class can only be stricter", path, c.RPOHours, t.RPOHours)
		}
		if t.RTOHours > 0 && c.RTOHours > t.RTOHours {
			r.Refuse(path+".rto_hours", "%s.rto_hours is %v, more than the %v that holds for all data: a class can only be stricter", path, c.RTOHours, t.RTOHours)
		}
		checkClassRetention(r, t, path, c.RetentionMinDays)
	}
}

func checkClassRetention(r *yamlfile.Reader, t *Terms, path string, days int) {
	switch {
	case days == 0:
	case days < t.RetentionMinDays:
		r.Refuse(path+".retention_minimum_days", "%s.retention_minimum_days is %d, less than the %d that holds for all data: a class can only be stricter",
			path, days, t.RetentionMinDays)
	case t.RetentionMaxDays > 0 && days > t.RetentionMaxDays:
		r.Refuse(path+".retention_minimum_days", "%s.retention_minimum_days is %d, more than the %d of retention.maximum_days",
			path, days, t.RetentionMaxDays)
	}
}
