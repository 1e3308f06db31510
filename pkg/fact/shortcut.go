package fact

import (
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// shortcut is what a function says of the arguments that it is given most: known strings. It reports false for all others. cty's own
// functions look at arguments and types again and again, and compile a pattern three times for every call.
type shortcut func(args []cty.Value) (cty.Value, bool)

// shortcutOf finds the shortcut of a call whose constant arguments are evaluated; nil where there is none.
func shortcutOf(call *hclsyntax.FunctionCallExpr) shortcut {
	switch {
	case call.ExpandFinal:
		return nil
	case call.Name == "lower" && len(call.Args) == 1:
		return lowerShortly
	case call.Name == "contains" && len(call.Args) == 2:
		return containsShortly
	case call.Name == "regex" && len(call.Args) == 2:
		if pattern, ok := call.Args[0].(given); ok {
			return regexShortly(pattern.value)
		}
	}
	return nil
}

func lowerShortly(args []cty.Value) (cty.Value, bool) {
	bare, marks := args[0].Unmark()
	s, ok := asString(bare)
	if !ok {
		return cty.NilVal, false
	}
	return withMarks(cty.StringVal(strings.ToLower(s)), marks), true
}

// containsShortly looks for a string among strings.
func containsShortly(args []cty.Value) (cty.Value, bool) {
	list, _ := args[0].Unmark()
	wanted, ok := asString(args[1])
	if !ok || list.IsNull() || !list.IsKnown() || !list.Type().IsTupleType() || list.LengthInt() == 0 {
		return cty.NilVal, false
	}
	found := false
	for e := range resource.Elements(list) {
		s, ok := asString(e)
		if !ok {
			return cty.NilVal, false
		}
		found = found || s == wanted
	}
	return cty.BoolVal(found).WithMarks(marksOf(args)...), true
}

// regexShortly compiles a pattern, and tells where it does not match. What its groups match is told by cty.
func regexShortly(pattern cty.Value) shortcut {
	text, _ := asString(pattern)
	compiled, err := regexp.Compile(text)
	if err != nil {
		return nil
	}
	return func(args []cty.Value) (cty.Value, bool) {
		bare, marks := args[1].Unmark()
		s, ok := asString(bare)
		if !ok {
			return cty.NilVal, false
		}
		at := compiled.FindStringIndex(s)
		switch {
		case at == nil:
			return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks), true
		case compiled.NumSubexp() == 0:
			return cty.StringVal(s[at[0]:at[1]]).WithMarks(marks), true
		}
		return cty.NilVal, false
	}
}
