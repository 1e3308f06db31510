package fact

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// bindings reads the bindings of a Google policy document that is written as JSON: a tuple of objects, one for each member, with the member,
// its role and the conditions in the form of the concept grant. It is empty where the document comes from a resource or data source,
// whose own grants tell.
func bindings(args []cty.Value) (cty.Value, error) {
	plain, marks := args[0].UnmarkDeep()
	if s, known := asString(args[0]); known && strings.TrimSpace(s) == "" || plain.IsNull() || !plain.IsKnown() && refersOnly(marks) {
		return cty.EmptyTupleVal.WithMarks(marks), nil
	}
	document, err := decodeJSON(args)
	if err != nil {
		return cty.DynamicVal, err
	}
	bare, outer := document.Unmark()
	switch {
	case !bare.IsKnown():
		return cty.DynamicVal.WithMarks(outer), nil
	case !isObject(bare):
		return failed("Invalid policy", "a policy document is a JSON object", marks), nil
	}
	list, inner := member(bare, "bindings").Unmark()
	if !list.IsKnown() {
		return cty.DynamicVal.WithMarks(outer, inner), nil
	}
	var all []cty.Value
	for _, binding := range elements(list) {
		one, within := binding.Unmark()
		switch {
		case !one.IsKnown():
			all = append(all, cty.DynamicVal.WithMarks(within))
		case !isObject(one):
			return failed("Invalid policy", "a binding is a JSON object", marks), nil
		default:
			members := membersOf(one, within)
			if name := misshapenAmong(slices.Values(members)); name != "" {
				return failed("Invalid policy", name+" of a binding must be text", marks), nil
			}
			all = append(all, members...)
		}
	}
	return cty.TupleVal(all).WithMarks(outer, inner), nil
}

// refersOnly holds for the marks of an unknown that is an attribute of something, and no text with unknown parts.
func refersOnly(marks cty.ValueMarks) bool {
	refers := false
	for mark := range marks {
		switch mark.(type) {
		case resource.Ref:
			refers = true
		case *resource.Encoded:
			return false
		}
	}
	return refers
}

// membersOf is a binding for each of its members, or for one who is unknown.
func membersOf(binding cty.Value, marks cty.ValueMarks) []cty.Value {
	conditions := cty.EmptyTupleVal
	if condition, held := member(binding, "condition").Unmark(); !condition.IsKnown() {
		conditions = cty.DynamicVal.WithMarks(held)
	} else if isObject(condition) {
		expression := member(condition, "expression")
		conditions = cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"operator": cty.StringVal("expression"), "key": member(condition, "title"), "values": cty.TupleVal([]cty.Value{expression}),
		})}).WithMarks(held)
	}
	members := member(binding, "members")
	list, _ := members.Unmark()
	names := []cty.Value{members}
	if list.IsKnown() {
		names = elements(members)
	}
	all := make([]cty.Value, 0, len(names))
	for _, name := range names {
		all = append(all, cty.ObjectVal(map[string]cty.Value{
			"member": name, "role": member(binding, "role"), "conditions": conditions,
		}).WithMarks(marks))
	}
	return all
}
