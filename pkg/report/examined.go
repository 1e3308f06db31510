package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// examined finds what a report has examined.
type examined struct {
	facts map[string][]*finding.Fact // by id; several where environments differ
	rules map[string]finding.Rule
	// fields are those that facts of a concept may have.
	fields map[string][]string
}

func examine(r *finding.Report) *examined {
	x := &examined{facts: map[string][]*finding.Fact{}, rules: rulesByID(r)}
	if r.Evidence != nil {
		x.fields = r.Evidence.Fields
		for i := range r.Evidence.Facts {
			f := &r.Evidence.Facts[i]
			x.facts[f.ID] = append(x.facts[f.ID], f)
		}
	}
	return x
}

// fact is what a finding is about, as it is in the first environment in which the finding holds; nil where nothing is known of it.
func (x *examined) fact(f *finding.Finding) *finding.Fact {
	all := x.facts[f.Fact]
	for _, fact := range all {
		if len(f.Environments) == 0 || slices.Contains(fact.Environments, f.Environments[0]) {
			return fact
		}
	}
	return nil
}

// seen is what the rule of a finding read of the fact itself. What is not set is among it, without a value.
func (x *examined) seen(f *finding.Finding) []finding.Field {
	fact := x.fact(f)
	if fact == nil {
		return nil
	}
	var seen []finding.Field
	for _, name := range x.rules[f.Rule].Reads {
		if strings.Contains(name, ".") {
			continue // a field of another concept
		}
		field, ok := fact.Field(name)
		if !ok {
			field.Name = name
		}
		if ok || slices.Contains(x.fields[fact.Concept], name) {
			seen = append(seen, field)
		}
	}
	return seen
}

// sentenceOf is the same for findings that say the same.
func sentenceOf(f *finding.Finding) string {
	waiver := ""
	if f.Waived() {
		waiver = justification(f.Waiver)
	}
	same := strings.Join([]string{f.Rule, string(f.Verdict), string(f.Severity), f.Type, predicate(f), holdsIn(f), waiting(f), waiver}, "\x01")
	if f.Change != "" || f.Untouched {
		same += "\x01" + string(f.Change) + "\x01" + strconv.FormatBool(f.Untouched)
	}
	return same
}

// alikeness is the same for findings that say the same of facts of which the same was seen.
func (x *examined) alikeness(f *finding.Finding) string {
	return sentenceOf(f) + "\x02" + inWords(x.seen(f))
}

// valueOf is the value of a field in words.
func valueOf(f finding.Field) string {
	switch {
	case f.Unknown && f.Value != "":
		return f.Value + " and what is unknown"
	case f.Unknown:
		return "unknown"
	case f.Value == "":
		return "not set"
	}
	return f.Value
}

// inWords joins what was seen: encrypted = true; key = aws_kms_key.main.
func inWords(seen []finding.Field) string {
	parts := make([]string, len(seen))
	for i, field := range seen {
		parts[i] = field.Name + " = " + valueOf(field)
	}
	return strings.Join(parts, "; ")
}
