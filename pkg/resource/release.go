package resource

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Releases tells of the constraints on a provider's releases, "~> 4.20, < 4.30", and of a version whether all that is allowed is of
// that version or later, and whether all is older. It is not ok where the version is none.
func Releases(constraints, boundary string) (least, below, ok bool) {
	wanted, ok := version(boundary)
	if !ok {
		return false, false, false
	}
	for constraint := range strings.SplitSeq(constraints, ",") {
		from, to := bounds(strings.TrimSpace(constraint))
		least = least || from != nil && compare(from, wanted) >= 0
		below = below || to != nil && compare(to, wanted) <= 0
	}
	return least, below, true
}

// Excludes reports whether constraints on a provider's releases surely rule out one of them.
func Excludes(constraints, release string) bool {
	wanted, ok := version(release)
	if !ok {
		return false
	}
	for constraint := range strings.SplitSeq(constraints, ",") {
		from, to := bounds(strings.TrimSpace(constraint))
		if from != nil && compare(from, wanted) > 0 || to != nil && compare(to, wanted) <= 0 {
			return true
		}
	}
	return false
}

// bounds are the least release that a constraint allows, and the least above all that it allows; nil for none.
func bounds(constraint string) (least, below []int) {
	at := strings.IndexFunc(constraint, func(r rune) bool { return r >= '0' && r <= '9' })
	if at < 0 {
		return nil, nil
	}
	v, ok := version(strings.TrimSpace(constraint[at:]))
	if !ok {
		return nil, nil
	}
	switch strings.TrimSpace(constraint[:at]) {
	case "", "=":
		return v, next(v, len(v)-1)
	case ">=", ">":
		return v, nil
	case "<":
		return nil, v
	case "<=":
		return nil, next(v, len(v)-1)
	case "~>":
		return v, next(v, max(len(v)-2, 0))
	}
	return nil, nil
}

// next is the release after all that are like v up to its part i.
func next(v []int, i int) []int {
	after := slices.Clone(v[:i+1])
	after[i]++
	return after
}

// compare orders releases: 4 is 4.0.0.
func compare(a, b []int) int {
	for i := range max(len(a), len(b)) {
		if order := cmp.Compare(numberAt(a, i), numberAt(b, i)); order != 0 {
			return order
		}
	}
	return 0
}

func numberAt(v []int, i int) int {
	if i < len(v) {
		return v[i]
	}
	return 0
}

// version reads 4.20.0, with as many parts as are written; what follows a hyphen does not count.
func version(text string) ([]int, bool) {
	text, _, _ = strings.Cut(strings.TrimPrefix(text, "v"), "-")
	var parts []int
	for piece := range strings.SplitSeq(text, ".") {
		n, err := strconv.Atoi(piece)
		if err != nil {
			return nil, false
		}
		parts = append(parts, n)
	}
	return parts, true
}
