package fact

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// statements reads the statements of an AWS policy document: a tuple of objects with the fields of the concept grant. Lists
// that a statement does not have are null, elements that are unknown stay so.
func statements(args []cty.Value) (cty.Value, error) {
	_, marks := unmark(args[0])
	if s, known := asString(args[0]); known && strings.TrimSpace(s) == "" {
		return cty.EmptyTupleVal.WithMarks(marks), nil // no policy
	}
	document, err := decodeJSON(args)
	if err != nil {
		return cty.DynamicVal, err
	}
	bare, outer := document.Unmark()
	switch {
	case bare.IsNull():
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(outer), nil
	case !bare.IsKnown():
		return cty.DynamicVal.WithMarks(outer), nil
	case !isObject(bare):
		return failed("Invalid policy", "a policy document is a JSON object", marks), nil
	}
	list, _ := member(bare, "Statement").Unmark()
	if !list.IsKnown() {
		return cty.DynamicVal.WithMarks(marks), nil
	}
	var all []cty.Value
	for _, statement := range elements(member(bare, "Statement")) {
		unmarked, _ := statement.Unmark()
		if unmarked.IsKnown() && !isObject(unmarked) {
			return failed("Invalid policy", "a statement is a JSON object", marks), nil
		}
		if unmarked.IsKnown() && neverHolds(member(unmarked, "Condition")) {
			continue
		}
		made := readStatement(statement)
		if name := misshapen(made); name != "" {
			return failed("Invalid policy", name+" of a statement must be text, or a list of texts", marks), nil
		}
		all = append(all, made.WithMarks(outer))
	}
	return cty.TupleVal(all).WithMarks(outer), nil
}

func readStatement(s cty.Value) cty.Value {
	bare, marks := s.Unmark()
	if !bare.IsKnown() {
		return cty.DynamicVal.WithMarks(marks)
	}
	principals, kinds, sources := readPrincipals(member(bare, "Principal"))
	notPrincipals, _, _ := readPrincipals(member(bare, "NotPrincipal"))
	conditions, bindings := readConditions(member(bare, "Condition"))
	return cty.ObjectVal(map[string]cty.Value{
		"sid":             member(bare, "Sid"),
		"effect":          lowerCase(member(bare, "Effect")),
		"principals":      principals,
		"principal_kinds": kinds,
		"principals_from": sources,
		"not_principals":  notPrincipals,
		"actions":         listOf(member(bare, "Action")),
		"not_actions":     listOf(member(bare, "NotAction")),
		"resources":       listOf(member(bare, "Resource")),
		"not_resources":   listOf(member(bare, "NotResource")),
		"conditions":      conditions,
		"conditions_from": bindings,
	}).WithMarks(marks)
}

// member finds a member of a JSON object; IAM does not mind the case of its keys. Null where there is none.
func member(object cty.Value, name string) cty.Value {
	object, marks := object.Unmark()
	if !hasMember(object, name) {
		if name = likeMember(object, name); name == "" {
			return cty.NullVal(cty.DynamicPseudoType)
		}
	}
	if object.Type().IsObjectType() {
		return object.GetAttr(name).WithMarks(marks)
	}
	return object.Index(cty.StringVal(name)).WithMarks(marks)
}

// likeMember is the first of the member names, in their order, that differ from a name in case alone, or "".
func likeMember(object cty.Value, name string) string {
	found := ""
	consider := func(key string) {
		if strings.EqualFold(key, name) && (found == "" || key < found) {
			found = key
		}
	}
	if object.Type().IsObjectType() {
		for key := range object.Type().AttributeTypes() {
			consider(key)
		}
		return found
	}
	for key := range object.AsValueMap() {
		consider(key)
	}
	return found
}

func hasMember(object cty.Value, name string) bool {
	if object.Type().IsObjectType() {
		return object.Type().HasAttribute(name)
	}
	return object.HasIndex(cty.StringVal(name)).True()
}

func isObject(v cty.Value) bool {
	return !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType())
}

func isList(v cty.Value) bool {
	return v.Type().IsTupleType() || v.Type().IsListType() || v.Type().IsSetType()
}

// elements are those of a list, or the value itself: IAM allows one for a list of one. A list's marks go to its elements.
func elements(v cty.Value) []cty.Value {
	bare, marks := v.Unmark()
	switch {
	case bare.IsNull():
		return nil
	case !bare.IsKnown() || !isList(bare):
		return []cty.Value{v}
	}
	var all []cty.Value
	for e := range resource.Elements(bare) {
		all = append(all, withMarks(e, marks))
	}
	return all
}

// listOf is a value as a tuple: null for null, unknown where its length is.
func listOf(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	switch {
	case bare.IsNull():
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks)
	case !bare.IsKnown() && bare.Type() != cty.String:
		return cty.DynamicVal.WithMarks(marks)
	}
	return cty.TupleVal(elements(v)).WithMarks(marks)
}

func lowerCase(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	if s, ok := asString(bare); ok {
		return cty.StringVal(strings.ToLower(s)).WithMarks(marks)
	}
	return v
}

// readPrincipals flattens a Principal to who it names, the kinds of those, unique and sorted, and where those that are unknown
// come from. A principal that is unknown, but surely not everyone, is of kind identity.
func readPrincipals(v cty.Value) (principals, kinds, sources cty.Value) {
	bare, marks := v.Unmark()
	null := cty.NullVal(cty.DynamicPseudoType).WithMarks(marks)
	switch {
	case bare.IsNull():
		return null, null, null
	case !bare.IsKnown():
		unknown := cty.DynamicVal.WithMarks(marks)
		return unknown, unknown, unknown
	}
	var all, found, from []cty.Value
	note := func(keyword string, who cty.Value) {
		all = append(all, who)
		if source, ok := principalSource(keyword, who); ok {
			from = append(from, source)
		}
		kind := principalKind(keyword, who)
		if !slices.ContainsFunc(found, kind.RawEquals) {
			found = append(found, kind)
		}
	}
	if !isObject(bare) {
		for _, who := range elements(v) {
			note("AWS", who)
		}
	} else {
		for it := bare.ElementIterator(); it.Next(); {
			key, who := it.Element()
			keyword, _ := asString(key)
			for _, who := range elements(who.WithMarks(marks)) {
				note(keyword, who)
			}
		}
	}
	slices.SortFunc(found, func(a, b cty.Value) int {
		x, _ := asString(a)
		y, _ := asString(b)
		return strings.Compare(x, y)
	})
	return cty.TupleVal(all).WithMarks(marks), cty.TupleVal(found).WithMarks(marks), cty.TupleVal(from)
}

// principalSource says where an unknown principal is read from: the addresses, joined by spaces, or nothing where it waits for
// something else as well. Services belong to no account.
func principalSource(keyword string, who cty.Value) (cty.Value, bool) {
	bare, marks := who.UnmarkDeep()
	if bare.IsWhollyKnown() || strings.EqualFold(keyword, "Service") {
		return cty.NilVal, false
	}
	m := splitMarks(marks)
	if len(m.whys) > 0 {
		return cty.StringVal(""), true
	}
	return cty.StringVal(strings.Join(m.addresses(""), " ")), true
}

func principalKind(keyword string, who cty.Value) cty.Value {
	bare, marks := who.Unmark()
	s, known := asString(bare)
	kind := "identity"
	switch {
	case known && s == "*":
		kind = "anyone"
	case strings.EqualFold(keyword, "Service"):
		kind = "service"
	case strings.EqualFold(keyword, "Federated"):
		kind = "federated"
	case !strings.EqualFold(keyword, "AWS"):
	case known:
		kind = awsPrincipalKind(s)
	case !specific(bare, marks):
		return cty.UnknownVal(cty.String).WithMarks(marks)
	}
	return cty.StringVal(kind).WithMarks(marks)
}

// specific reports whether an unknown principal is surely not "*": its beginning is known, or it was read from a resource.
func specific(v cty.Value, marks cty.ValueMarks) bool {
	if v.Type() == cty.String && v.Range().StringPrefix() != "" && v.Range().StringPrefix() != "*" {
		return true
	}
	m := splitMarks(marks)
	return len(m.refs) > 0 && len(m.whys) == 0
}

func awsPrincipalKind(s string) string {
	parts, ok := splitARN(s)
	if !ok {
		if len(s) == 12 && strings.Trim(s, "0123456789") == "" {
			return "account"
		}
		return "identity"
	}
	for _, kind := range []struct{ prefix, kind string }{
		{"root", "account"}, {"role/", "role"}, {"assumed-role/", "role"}, {"user/", "user"}, {"group/", "group"}, {"federated-user/", "federated"},
	} {
		if strings.HasPrefix(parts[5], kind.prefix) {
			return kind.kind
		}
	}
	return "identity"
}

// readConditions flattens a Condition to {operator, key, values}, in the order of the names.
func readConditions(v cty.Value) (conditions, from cty.Value) {
	bare, marks := v.Unmark()
	switch {
	case bare.IsNull():
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks), cty.EmptyTupleVal
	case !bare.IsKnown() || !isObject(bare):
		return cty.DynamicVal.WithMarks(marks), cty.EmptyTupleVal
	}
	var all, sources []cty.Value
	for it := bare.ElementIterator(); it.Next(); {
		operator, tests := it.Element()
		tests, testMarks := tests.Unmark()
		if tests.IsNull() || !tests.IsKnown() || !isObject(tests) {
			all = append(all, cty.DynamicVal.WithMarks(testMarks))
			continue
		}
		for keys := tests.ElementIterator(); keys.Next(); {
			key, values := keys.Element()
			if holds, decided := ofNoValues(operator, values); decided && holds {
				continue
			}
			all = append(all, cty.ObjectVal(map[string]cty.Value{
				"operator": operator, "key": key, "values": stringsOf(values),
			}).WithMarks(testMarks))
			if source, ok := conditionSource(values); ok {
				sources = append(sources, cty.ObjectVal(map[string]cty.Value{"operator": operator, "key": key, "from": source}))
			}
		}
	}
	return cty.TupleVal(all).WithMarks(marks), cty.TupleVal(sources)
}

// neverHolds reports whether one test of a Condition asks for one of no values, as a list does that is empty by default: its statement says nothing.
func neverHolds(condition cty.Value) bool {
	condition, _ = condition.Unmark()
	if condition.IsNull() || !condition.IsKnown() || !isObject(condition) {
		return false
	}
	for it := condition.ElementIterator(); it.Next(); {
		operator, tests := it.Element()
		tests, _ = tests.Unmark()
		if tests.IsNull() || !tests.IsKnown() || !isObject(tests) {
			continue
		}
		for keys := tests.ElementIterator(); keys.Next(); {
			_, values := keys.Element()
			if holds, decided := ofNoValues(operator, values); decided && !holds {
				return true
			}
		}
	}
	return false
}

// ofNoValues decides a test against an empty list: none of no values is met, and each of no values is missed.
func ofNoValues(operator, values cty.Value) (holds, decided bool) {
	list, _ := values.Unmark()
	name, known := asString(operator)
	if !known || list.IsNull() || !list.IsKnown() || !isList(list) || list.LengthInt() > 0 {
		return false, false
	}
	name = strings.ToLower(name)
	holds = strings.Contains(name, "not")
	switch set, _, quantified := strings.Cut(name, ":"); {
	case strings.HasSuffix(name, "ifexists") || name == "null":
		return false, false
	case quantified:
		return false, set == "foranyvalue" && !holds
	}
	return holds, true
}

// conditionSource gives the addresses, joined by spaces, that the one unknown value of a condition is read from: none where it waits for
// something else, or where there are several. False where all are known.
func conditionSource(values cty.Value) (cty.Value, bool) {
	if bare, _ := values.UnmarkDeep(); bare.IsWhollyKnown() {
		return cty.NilVal, false
	}
	list, _ := listOf(values).Unmark()
	if list.IsNull() || !list.IsKnown() || list.LengthInt() != 1 {
		return cty.StringVal(""), true
	}
	_, marks := list.Index(cty.NumberIntVal(0)).Unmark()
	m := splitMarks(marks)
	if len(m.whys) > 0 {
		return cty.StringVal(""), true
	}
	return cty.StringVal(strings.Join(m.addresses(""), " ")), true
}

// stringsOf is listOf with every element as a string: conditions compare with "true" and true alike.
func stringsOf(v cty.Value) cty.Value {
	list, marks := listOf(v).Unmark()
	if list.IsNull() || !list.IsKnown() {
		return list.WithMarks(marks)
	}
	var all []cty.Value
	for _, e := range list.AsValueSlice() {
		if s, err := convert.Convert(e, cty.String); err == nil {
			e = s
		}
		all = append(all, e)
	}
	return cty.TupleVal(all).WithMarks(marks)
}
