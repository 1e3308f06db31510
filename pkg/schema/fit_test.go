package schema_test

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// vault is a schema with one of everything.
func vault() *schema.Block {
	rule := &schema.Block{
		Attributes: map[string]schema.Attribute{
			"days":   {Type: cty.Number, Optional: true},
			"target": {Type: cty.String, Optional: true, Computed: true},
		},
		Blocks: map[string]schema.Nested{"copy": {Nesting: "set", Block: &schema.Block{
			Attributes: map[string]schema.Attribute{"to": {Type: cty.String, Required: true}},
		}}},
	}
	return &schema.Block{
		Attributes: map[string]schema.Attribute{
			"name":   {Type: cty.String, Required: true},
			"days":   {Type: cty.Number, Optional: true},
			"locked": {Type: cty.Bool, Optional: true},
			"arn":    {Type: cty.String, Computed: true},
			"key":    {Type: cty.String, Optional: true, Computed: true},
			"groups": {Type: cty.Set(cty.String), Optional: true},
			"tags":   {Type: cty.Map(cty.String), Optional: true},
			"ports":  {Type: cty.Set(cty.Object(map[string]cty.Type{"from": cty.Number, "cidr": cty.Set(cty.String)})), Optional: true},
			"any":    {Type: cty.DynamicPseudoType, Optional: true},
		},
		Blocks: map[string]schema.Nested{
			"rule":     {Nesting: "list", Block: rule},
			"timeouts": {Nesting: "single", Block: &schema.Block{Attributes: map[string]schema.Attribute{"create": {Type: cty.String}}}},
			"zone":     {Nesting: "map", Block: &schema.Block{Attributes: map[string]schema.Attribute{"id": {Type: cty.String}}}},
		},
	}
}

func object(pairs ...any) cty.Value {
	attributes := map[string]cty.Value{}
	for i := 0; i < len(pairs); i += 2 {
		attributes[pairs[i].(string)] = pairs[i+1].(cty.Value)
	}
	return cty.ObjectVal(attributes)
}

func ref(name string) cty.Value {
	return cty.DynamicVal.Mark(resource.Ref{Address: "vault.v", Attribute: name})
}

func TestFit(t *testing.T) {
	mine := resource.AtPlace(resource.Range{File: "main.tf", Line: 3, Column: 1, EndLine: 3, EndColumn: 9})
	str, num := cty.StringVal, cty.NumberIntVal
	unknownString := cty.UnknownVal(cty.String)
	fullRule := func(days, target cty.Value, copies ...cty.Value) cty.Value {
		return object("days", days, "target", target, "copy", cty.TupleVal(copies))
	}
	ruleRef := unknownString.Mark(resource.Ref{Address: "vault.v", Attribute: "rule"})
	failed := func(ty cty.Type, subject string, marks ...any) cty.Value {
		v := cty.UnknownVal(ty)
		why := resource.Why{Cause: resource.Failed, Subject: subject}
		for _, m := range marks {
			if at, ok := m.(resource.At); ok {
				why.Place = *at.Range
			}
			v = v.Mark(m)
		}
		return v.Mark(why)
	}
	port := cty.Object(map[string]cty.Type{"from": cty.Number, "cidr": cty.List(cty.String)})

	tests := []struct {
		name      string
		attribute string
		in, want  cty.Value
	}{
		{"absent attribute", "days", cty.NilVal, cty.NullVal(cty.Number)},
		{"absent set", "groups", cty.NilVal, cty.NullVal(cty.List(cty.String))},
		{"absent computed", "arn", cty.NilVal, unknownString.Mark(resource.Ref{Address: "vault.v", Attribute: "arn"})},
		{"absent optional computed", "key", cty.NilVal, unknownString.Mark(resource.Ref{Address: "vault.v", Attribute: "key"})},
		{"null optional computed keeps its place", "key", cty.NullVal(cty.DynamicPseudoType).Mark(mine),
			unknownString.Mark(resource.Ref{Address: "vault.v", Attribute: "key"}).Mark(mine)},
		{"null keeps its place", "days", cty.NullVal(cty.DynamicPseudoType).Mark(mine), cty.NullVal(cty.Number).Mark(mine)},
		{"same type", "days", num(3).Mark(mine), num(3).Mark(mine)},
		{"string to bool", "locked", str("true").Mark(mine), cty.True.Mark(mine)},
		{"string to number", "days", str("30").Mark(mine), num(30).Mark(mine)},
		{"number to string", "name", num(7).Mark(mine), str("7").Mark(mine)},
		{"not a number", "days", str("30d").Mark(mine), failed(cty.Number, "days: a number is required", mine)},
		{"not a string", "name", cty.EmptyObjectVal.Mark(mine), failed(cty.String, "name: a string is required", mine)},
		{"unknown of no type", "days", cty.DynamicVal.Mark(mine), cty.UnknownVal(cty.Number).Mark(mine)},
		{"unknown of another type stays not null", "days", unknownString.RefineNotNull().Mark(mine),
			cty.UnknownVal(cty.Number).RefineNotNull().Mark(mine)},
		{"refinement kept", "name", unknownString.Refine().NotNull().StringPrefix("arn:").NewValue().Mark(mine),
			unknownString.Refine().NotNull().StringPrefix("arn:").NewValue().Mark(mine)},
		{"set keeps order and marks of elements", "groups", cty.TupleVal([]cty.Value{str("b").Mark(mine), num(1), unknownString}).Mark("whole"),
			cty.ListVal([]cty.Value{str("b").Mark(mine), str("1"), unknownString}).Mark("whole")},
		{"a real set", "groups", cty.SetVal([]cty.Value{str("b"), str("a")}).Mark(mine), cty.ListVal([]cty.Value{str("a"), str("b")}).Mark(mine)},
		{"element of the wrong type", "groups", cty.TupleVal([]cty.Value{str("a"), cty.EmptyTupleVal.Mark(mine)}),
			cty.ListVal([]cty.Value{str("a"), failed(cty.String, "groups: a string is required", mine)})},
		{"empty list", "groups", cty.EmptyTupleVal.Mark(mine), cty.ListValEmpty(cty.String).Mark(mine)},
		{"string for a list", "groups", str("a").Mark(mine), failed(cty.List(cty.String), "groups: a list of string is required", mine)},
		{"unknown list", "groups", cty.DynamicVal.Mark(mine), cty.UnknownVal(cty.List(cty.String)).Mark(mine)},
		{"map", "tags", object("a", num(1), "b", cty.DynamicVal.Mark(mine)),
			cty.MapVal(map[string]cty.Value{"a": str("1"), "b": unknownString.Mark(mine)})},
		{"empty map", "tags", cty.EmptyObjectVal, cty.MapValEmpty(cty.String)},
		{"objects are padded", "ports", cty.TupleVal([]cty.Value{object("from", str("1").Mark(mine)), cty.DynamicVal}),
			cty.TupleVal([]cty.Value{object("from", num(1).Mark(mine), "cidr", cty.NullVal(cty.List(cty.String))), cty.UnknownVal(port)})},
		{"lone object for a list of objects", "ports", object("from", num(1), "cidr", cty.EmptyTupleVal),
			cty.TupleVal([]cty.Value{object("from", num(1), "cidr", cty.ListValEmpty(cty.String))})},
		{"dynamic", "any", object("x", cty.True.Mark(mine)), object("x", cty.True.Mark(mine))},
		{"not in the schema", "newer", str("x").Mark(mine), str("x").Mark(mine)},

		{"absent block", "rule", cty.NilVal, cty.EmptyTupleVal},
		{"null block", "rule", cty.NullVal(cty.DynamicPseudoType).Mark(mine), cty.EmptyTupleVal.Mark(mine)},
		{"unknown block", "rule", cty.DynamicVal.Mark(mine), cty.DynamicVal.Mark(mine)},
		{"blocks", "rule", cty.TupleVal([]cty.Value{object("days", str("1").Mark(mine), "copy", object("to", num(5))), cty.DynamicVal}).Mark("whole"),
			cty.TupleVal([]cty.Value{fullRule(num(1).Mark(mine), ruleRef, object("to", str("5"))), cty.DynamicVal}).Mark("whole")},
		{"lone block", "rule", object("days", num(1)).Mark(mine),
			cty.TupleVal([]cty.Value{fullRule(num(1), ruleRef)}).Mark(mine)},
		{"no block", "rule", str("x").Mark(mine), failed(cty.DynamicPseudoType, "rule: a block is required", mine)},
		{"no block inside", "rule", cty.TupleVal([]cty.Value{cty.True}),
			cty.TupleVal([]cty.Value{failed(cty.DynamicPseudoType, "rule: a block is required")})},
		{"single absent", "timeouts", cty.NilVal, cty.NullVal(cty.DynamicPseudoType)},
		{"single as tuple", "timeouts", cty.TupleVal([]cty.Value{object("create", num(5))}), object("create", str("5"))},
		{"single as object", "timeouts", object("create", str("5m")).Mark(mine), object("create", str("5m")).Mark(mine)},
		{"single twice", "timeouts", cty.TupleVal([]cty.Value{cty.EmptyObjectVal, cty.EmptyObjectVal}).Mark(mine),
			failed(cty.DynamicPseudoType, "timeouts: no more than one block is allowed", mine)},
		{"map absent", "zone", cty.NilVal, cty.EmptyObjectVal},
		{"map", "zone", object("a", object("id", num(1))), object("a", object("id", str("1")))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := cty.EmptyObjectVal
			if tt.in != cty.NilVal {
				in = object(tt.attribute, tt.in)
			}
			fitted := schema.Fit(in.Mark("outer"), vault(), ref)
			if !fitted.HasMark("outer") {
				t.Error("the mark of the whole object is lost")
			}
			fitted, _ = fitted.Unmark()
			if got := fitted.GetAttr(tt.attribute); !got.RawEquals(tt.want) {
				t.Errorf("got  %#v\nwant %#v", got, tt.want)
			}
		})
	}
}

func TestFitWhole(t *testing.T) {
	for name, v := range map[string]cty.Value{
		"unknown": cty.DynamicVal.Mark("m"),
		"null":    cty.NullVal(cty.DynamicPseudoType).Mark("m"),
	} {
		if got := schema.Fit(v, vault(), nil); !got.RawEquals(v) {
			t.Errorf("%s: got %#v", name, got)
		}
	}
	if got := schema.Fit(cty.True.Mark("m"), vault(), nil); got.IsKnown() || !got.HasMark("m") {
		t.Errorf("a bool for a resource: got %#v", got)
	}
	if got := schema.Fit(cty.EmptyObjectVal, vault(), nil).GetAttr("arn"); !got.RawEquals(cty.NullVal(cty.String)) {
		t.Errorf("without computed: got %#v", got)
	}
	asMap := schema.Fit(cty.MapVal(map[string]cty.Value{"locked": cty.StringVal("true")}), vault(), nil)
	if got := asMap.GetAttr("locked"); !got.RawEquals(cty.True) {
		t.Errorf("a map for an object: got %#v", got)
	}
}

func TestFitSharesNothing(t *testing.T) {
	b := vault()
	first := schema.Fit(object("name", cty.StringVal("a")), b, ref)
	second := schema.Fit(object("days", cty.NumberIntVal(1)), b, ref)
	if !second.GetAttr("name").IsNull() || !first.GetAttr("days").IsNull() {
		t.Error("one instance shows in the other")
	}
}

func TestUnknown(t *testing.T) {
	b := vault()
	if got := b.Unknown("groups"); !got.RawEquals(cty.UnknownVal(cty.List(cty.String))) {
		t.Errorf("got %#v", got)
	}
	if got := b.Unknown("rule"); !got.RawEquals(cty.DynamicVal) {
		t.Errorf("got %#v", got)
	}
}

// FuzzFitString checks that no text panics and that text never becomes a null.
func FuzzFitString(f *testing.F) {
	for _, s := range []string{"", "true", "1e999999", "0x1", "é", strings.Repeat("9", 400)} {
		f.Add(s)
	}
	b := vault()
	f.Fuzz(func(t *testing.T, s string) {
		v := cty.StringVal(s).Mark("m")
		fitted := schema.Fit(object("name", v, "days", v, "locked", v, "groups", v, "rule", v), b, nil)
		for _, name := range []string{"name", "days", "locked", "groups", "rule"} {
			if got := fitted.GetAttr(name); !got.HasMark("m") || got.IsNull() {
				t.Errorf("%s: got %#v", name, got)
			}
		}
	})
}
