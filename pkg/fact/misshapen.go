package fact

import (
	"iter"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// misshapen names the first field of what a document says, in their order, that holds lists or objects where there should be text. What
// is made of it goes to rules as it stands, and those compare texts.
func misshapen(made cty.Value) string {
	bare, _ := made.Unmark()
	if !bare.IsKnown() {
		return ""
	}
	for it := bare.ElementIterator(); it.Next(); {
		key, value := it.Element()
		name := key.AsString()
		var fits bool
		switch name {
		case "conditions", "conditions_from":
			fits = conditionsFit(value)
		case "effect", "from", "key", "member", "operator", "role", "sid":
			fits = shallow(value, 0)
		default:
			fits = shallow(value, 1)
		}
		if !fits {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	return ""
}

func conditionsFit(v cty.Value) bool {
	if shallow(v, 0) {
		return true
	}
	list, _ := v.Unmark()
	return misshapenAmong(resource.Elements(list)) == ""
}

// misshapenAmong is misshapen for the first of several that has such a field.
func misshapenAmong(all iter.Seq[cty.Value]) string {
	for made := range all {
		if name := misshapen(made); name != "" {
			return name
		}
	}
	return ""
}

// shallow reports whether a value holds collections within each other to this depth at most.
func shallow(v cty.Value, deep int) bool {
	bare, _ := v.Unmark()
	if !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() {
		return true
	}
	if deep == 0 {
		return false
	}
	for element := range resource.Elements(bare) {
		if !shallow(element, deep-1) {
			return false
		}
	}
	return true
}
