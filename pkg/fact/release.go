package fact

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// release is what since() asks: the provider and the releases of it that may serve, "azurerm ~> 4.20".
func release(p resource.Provider) cty.Value {
	return cty.StringVal(p.Source + " " + p.Release)
}

// since(release, "4.0") tells whether a provider is of that release or a later one; unknown where the constraints allow others too.
func since(args []cty.Value) (cty.Value, error) {
	provider, least, below, err := allowed(args)
	switch {
	case err != nil:
		return cty.NilVal, err
	case least:
		return cty.True, nil
	case below:
		return cty.False, nil
	}
	return cty.UnknownVal(cty.Bool).Mark(resource.Why{Cause: resource.Unpinned, Subject: "a default of " + provider}), nil
}

// lacks(release, "4.16") tells whether a provider is surely older than that release.
func lacks(args []cty.Value) (cty.Value, error) {
	_, _, below, err := allowed(args)
	return cty.BoolVal(below), err
}

// allowed tells of a release and a version whether all that is allowed is at least of that version, and whether all is below it.
func allowed(args []cty.Value) (provider string, least, below bool, err error) {
	of, ok := asString(args[0])
	boundary, known := asString(args[1])
	wanted, numbers := version(boundary)
	if !ok || !known || !numbers {
		return "", false, false, fmt.Errorf("release and a version such as %q are asked for", "4.0")
	}
	provider, constraints, _ := strings.Cut(of, " ")
	for constraint := range strings.SplitSeq(constraints, ",") {
		from, to := bounds(strings.TrimSpace(constraint))
		least = least || from != nil && compare(from, wanted) >= 0
		below = below || to != nil && compare(to, wanted) <= 0
	}
	return provider, least, below, nil
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
