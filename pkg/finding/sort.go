package finding

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// Sort orders findings as every report prints them: worst severity first, then by file, line, column, rule and address.
// Fact, field, verdict and message settle what is left, so that equal input gives equal output.
func Sort(findings []Finding) {
	order := ranks(findings) // findings are large: sort their numbers and move each once
	slices.SortFunc(order, func(a, b rank) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		if c := Compare(&findings[a.at], &findings[b.at]); c != 0 {
			return c
		}
		return cmp.Compare(a.at, b.at)
	})
	for i := range order {
		if order[i].at == i {
			continue
		}
		first, to := findings[i], i
		for order[to].at != i { // what is moved makes room for the next
			from := order[to].at
			findings[to], order[to].at = findings[from], to
			to = from
		}
		findings[to], order[to].at = first, to
	}
}

// rank is the place of a finding in an order.
type rank struct {
	key uint64 // severity, file and line: most findings differ in these
	at  int    // its number
}

func ranks(findings []Finding) []rank {
	files := map[string]uint64{}
	for i := range findings {
		files[findings[i].Place.File] = 0
	}
	for i, name := range slices.Sorted(maps.Keys(files)) {
		files[name] = uint64(i)
	}
	order := make([]rank, len(findings))
	for i := range findings {
		f := &findings[i]
		line := uint64(min(max(f.Place.Line, 0), math.MaxUint32))
		order[i] = rank{uint64(Critical.Rank()-f.Severity.Rank())<<61 | files[f.Place.File]<<32 | line, i}
	}
	return order
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
	if c := cmp.Compare(a.Place.Column, b.Place.Column); c != 0 {
		return c
	}
	if c := strings.Compare(a.Rule, b.Rule); c != 0 {
		return c
	}
	return cmp.Or(
		strings.Compare(a.Address, b.Address),
		strings.Compare(a.Fact, b.Fact),
		strings.Compare(a.Field, b.Field),
		strings.Compare(string(a.Verdict), string(b.Verdict)),
		strings.Compare(a.Message, b.Message),
	)
}
