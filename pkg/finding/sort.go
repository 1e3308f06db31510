package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Sort orders findings as every report prints them: worst severity first, then by file, line, column, rule and address.
// Fact, field, verdict and message settle what is left, so that equal input gives equal output.
func Sort(findings []Finding) {
	order := make([]*Finding, len(findings)) // findings are large: sort pointers and move each once
	for i := range findings {
		order[i] = &findings[i]
	}
	slices.SortStableFunc(order, Compare)
	sorted := make([]Finding, len(findings))
	for i, f := range order {
		sorted[i] = *f
	}
	copy(findings, sorted)
}

// Compare is the order of Sort.
func Compare(a, b *Finding) int {
	// The first comparisons settle most pairs: cmp.Or would make all of them.
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
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Address, b.Address),
		strings.Compare(a.Fact, b.Fact),
		strings.Compare(a.Field, b.Field),
		strings.Compare(string(a.Verdict), string(b.Verdict)),
		strings.Compare(a.Message, b.Message),
	)
}
