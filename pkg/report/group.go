package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/finding"
)

// estate is the address of the fact that stands for the configuration as a whole.
const estate = "estate"

// group is a set of findings that are said together; the first speaks for the others.
type group struct {
	*finding.Finding
	// others are the further findings, by address.
	others []*finding.Finding
}

// predicate is a message apart from the address it is about.
func predicate(f *finding.Finding) string {
	if f.Address == "" {
		return f.Message
	}
	return strings.ReplaceAll(f.Message, f.Address, "\x00")
}

// holdsIn lists the environments of a finding; "" where the run has none.
func holdsIn(f *finding.Finding) string { return strings.Join(f.Environments, ", ") }

// sentence is the message of a finding with its address in it and no full stop: a message that does not name the address
// completes the sentence which the address begins. What is not law is said to be what it is.
func sentence(f *finding.Finding) string {
	message := strings.TrimRight(strings.TrimSpace(f.Message), ".")
	subject := f.Address
	if subject == estate {
		subject = "The configuration"
	}
	if f.Force != "" {
		message += " (" + f.Force + ")"
	}
	if subject == "" || strings.Contains(message, subject) {
		return message
	}
	if first, _ := utf8.DecodeRuneInString(message); unicode.IsUpper(first) {
		return subject + ": " + message
	}
	return subject + " " + message
}

// grouped gathers the findings of one verdict that are due by a key. Groups and their members come in the order of worse.
func grouped[K comparable](r *finding.Report, verdict finding.Verdict, key func(*finding.Finding) K) []*group {
	return gathered(r, due(verdict), key)
}

// gathered groups the findings that are wanted, as grouped does.
func gathered[K comparable](r *finding.Report, wanted func(*finding.Finding) bool, key func(*finding.Finding) K) []*group {
	sets := alike(ranked(r, wanted), key)
	groups := make([]*group, len(sets))
	for i, same := range sets {
		groups[i] = &group{same[0], same[1:]}
	}
	return groups
}

// chosen are the findings that are wanted, in the order of the report.
func chosen(r *finding.Report, wanted func(*finding.Finding) bool) []*finding.Finding {
	var out []*finding.Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; wanted(f) {
			out = append(out, f)
		}
	}
	return out
}

// ranked are the findings that are wanted, in the order of worse.
func ranked(r *finding.Report, wanted func(*finding.Finding) bool) []*finding.Finding {
	out := chosen(r, wanted)
	slices.SortStableFunc(out, worse)
	return out
}

// every wants every finding.
func every(*finding.Finding) bool { return true }

// due are the findings of one verdict that are due.
func due(verdict finding.Verdict) func(*finding.Finding) bool {
	return func(f *finding.Finding) bool { return f.Verdict == verdict && f.Due() }
}

// alike puts together what has the same key, in the order in which the keys and what has them come.
func alike[T any, K comparable](all []T, key func(T) K) [][]T {
	index := map[K]int{}
	var sets [][]T
	for _, one := range all {
		k := key(one)
		at, seen := index[k]
		if !seen {
			at = len(sets)
			index[k] = at
			sets = append(sets, nil)
		}
		sets[at] = append(sets[at], one)
	}
	return sets
}

// worse orders findings: most severe first, then path, line, rule and address.
func worse(a, b *finding.Finding) int {
	// Most differ in these: cmp.Or would compare all the rest too.
	if c := cmp.Compare(b.Severity.Rank(), a.Severity.Rank()); c != 0 {
		return c
	}
	if c := strings.Compare(a.Place.File, b.Place.File); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Place.Line, b.Place.Line); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.Place.Column, b.Place.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Address, b.Address),
		cmp.Compare(a.Fact, b.Fact),
		cmp.Compare(a.Message, b.Message),
	)
}

// moduleSteps lists the module calls in a resource address, outermost first: module.db["a.b"] and module.kms for
// module.db["a.b"].module.kms.aws_kms_key.main.
func moduleSteps(address string) []string {
	var steps []string
	for strings.HasPrefix(address, "module.") {
		end := stepEnd(address, len("module."))
		steps = append(steps, address[:end])
		address = strings.TrimPrefix(address[end:], ".")
	}
	return steps
}

// stepEnd finds the dot that ends a step of an address, from a position on: not one inside the quotes of an instance key.
func stepEnd(address string, from int) int {
	quoted := false
	for i := from; i < len(address); i++ {
		switch c := address[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			return i
		}
	}
	return len(address)
}

// calls lists the module calls that lead to a resource, innermost first; the message is the address of the call, in parentheses.
func calls(f *finding.Finding) []finding.Related {
	var out []finding.Related
	steps := moduleSteps(f.Address)
	for i := len(f.Calls) - 1; i >= 0; i-- {
		call := finding.Related{Place: f.Calls[i]}
		if i < len(steps) {
			call.Message = "(" + strings.Join(steps[:i+1], ".") + ")"
		}
		out = append(out, call)
	}
	return out
}

// citations joins citations: the rule's own, or the obligation's where it has none.
func citations(rule finding.Rule, o finding.Obligation) []finding.Citation {
	if len(rule.Citations) > 0 {
		return rule.Citations
	}
	return o.Citations
}

// sourceLines splits a file; a last line without a line break counts, what follows the last break does not.
func sourceLines(content []byte) []string {
	text := strings.TrimPrefix(string(content), "\ufeff")
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}
