package fact

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// shortcut is what a function says of the arguments that it is given most: known strings. It reports false for all others. cty's own
// functions look at arguments and types again and again, and compile a pattern three times for every call.
type shortcut func(args []marked) (marked, bool)

// shortcutOf finds the shortcut of a call whose constant arguments are evaluated; nil where there is none.
func shortcutOf(call *hclsyntax.FunctionCallExpr) shortcut {
	switch {
	case call.ExpandFinal:
		return nil
	case call.Name == "lower" && len(call.Args) == 1:
		return lowerShortly
	case call.Name == "contains" && len(call.Args) == 2:
		return containsShortly
	case call.Name == "merge":
		return mergeShortly
	case call.Name == "regex" && len(call.Args) == 2:
		if pattern, ok := call.Args[0].(given); ok {
			return regexShortly(pattern.value.bare)
		}
	}
	return nil
}

func lowerShortly(args []marked) (marked, bool) {
	s, ok := args[0].text()
	if !ok {
		return marked{}, false
	}
	return marked{bare: cty.StringVal(strings.ToLower(s)), marks: args[0].marks}, true
}

// containsShortly looks for a string among strings.
func containsShortly(args []marked) (marked, bool) {
	list, marks := args[0].bare, union(args[0].marks, args[1].marks)
	wanted, ok := args[1].text()
	if !ok || list.IsNull() || !list.IsKnown() || !list.Type().IsTupleType() || list.LengthInt() == 0 {
		return marked{}, false
	}
	found := false
	for e := range resource.Elements(list) {
		m := apart(e)
		s, ok := m.text()
		if !ok {
			return marked{}, false
		}
		found, marks = found || s == wanted, union(marks, m.marks)
	}
	return marked{bare: cty.BoolVal(found), marks: marks}, true
}

// mergeShortly puts objects together, and maps with objects.
func mergeShortly(args []marked) (marked, bool) {
	merged, objects := marked{bare: cty.EmptyObjectVal}, 0
	var members map[string]cty.Value
	for _, m := range args {
		switch t := m.bare.Type(); {
		case m.bare.IsNull() || !m.bare.IsKnown() || !t.IsObjectType() && !t.IsMapType():
			return marked{}, false
		case t.IsObjectType():
			objects++
		}
		merged.marks = union(merged.marks, m.marks)
		if m.bare.LengthInt() == 0 {
			continue
		}
		if members == nil {
			merged.bare, members = m.bare, m.bare.AsValueMap()
			continue
		}
		maps.Copy(members, m.bare.AsValueMap())
		merged.bare = cty.NilVal
	}
	if merged.bare == cty.NilVal || merged.bare.Type().IsMapType() {
		merged.bare = cty.ObjectVal(members)
	}
	return merged, objects > 0
}

// regexShortly compiles a pattern, which cty does twice for every text. What groups with names match is told by cty.
func regexShortly(pattern cty.Value) shortcut {
	text, _ := asString(pattern)
	compiled, err := regexp.Compile(text)
	if err != nil || slices.ContainsFunc(compiled.SubexpNames(), func(name string) bool { return name != "" }) {
		return nil
	}
	return func(args []marked) (marked, bool) {
		t := args[1].bare.Type()
		if !args[1].bare.IsKnown() && (t == cty.String || t == cty.DynamicPseudoType) {
			return marked{bare: cty.DynamicVal, marks: args[1].marks}, true
		}
		s, ok := args[1].text()
		if !ok {
			return marked{}, false
		}
		at := compiled.FindStringSubmatchIndex(s)
		switch {
		case at == nil:
			return marked{bare: cty.NullVal(cty.DynamicPseudoType), marks: args[1].marks}, true
		case compiled.NumSubexp() == 0:
			return marked{bare: cty.StringVal(s[at[0]:at[1]]), marks: args[1].marks}, true
		}
		return marked{bare: groups(s, at[2:]), marks: args[1].marks}, true
	}
}

// groups are what the groups of a pattern match of a text, null for those that have no part in it.
func groups(s string, at []int) cty.Value {
	matches := make([]cty.Value, len(at)/2)
	for n := range matches {
		matches[n] = cty.NullVal(cty.String)
		if from, to := at[2*n], at[2*n+1]; from >= 0 {
			matches[n] = cty.StringVal(s[from:to])
		}
	}
	return cty.TupleVal(matches)
}
