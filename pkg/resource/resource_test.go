package resource_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// TestAllMarks holds AllMarks against cty's own UnmarkDeep.
func TestAllMarks(t *testing.T) {
	a, b, c := cty.StringVal("a").Mark("a"), cty.UnknownVal(cty.String).Mark("b"), cty.NullVal(cty.Bool).Mark("c")
	long := make([]cty.Value, 40)
	for i := range long {
		long[i] = cty.NumberIntVal(int64(i)).Mark(i)
	}
	for name, v := range map[string]cty.Value{
		"plain":   cty.True,
		"scalar":  a,
		"unknown": cty.DynamicVal.Mark("u"),
		"object":  cty.ObjectVal(map[string]cty.Value{"a": a, "in": cty.ObjectVal(map[string]cty.Value{"b": b}).Mark("in")}),
		"tuple":   cty.TupleVal([]cty.Value{a, c, cty.EmptyTupleVal.Mark("e")}).Mark("whole"),
		"long":    cty.TupleVal(long),
		"list":    cty.ListVal([]cty.Value{a, b}),
		"map":     cty.MapVal(map[string]cty.Value{"x": a, "y": b}),
		"set":     cty.SetVal([]cty.Value{a, cty.StringVal("z")}),
	} {
		if _, want := v.UnmarkDeep(); !resource.AllMarks(v).Equal(want) {
			t.Errorf("%s: got %#v, want %#v", name, resource.AllMarks(v), want)
		}
	}
}

// rest is a schema of two attributes.
type rest struct{}

func (rest) Names() []string { return []string{"arn", "name"} }

func (rest) Value(r *resource.Resource, name string) (cty.Value, bool) {
	if name != "arn" && name != "name" {
		return cty.NilVal, false
	}
	return cty.UnknownVal(cty.String).Mark(resource.Ref{Address: r.Address, Attribute: name}), true
}

func TestValue(t *testing.T) {
	r := &resource.Resource{
		Address: "x.y", Written: map[string]cty.Value{"name": cty.StringVal("n"), "newer": cty.True}, Rest: rest{},
	}
	arn := cty.UnknownVal(cty.String).Mark(resource.Ref{Address: "x.y", Attribute: "arn"})
	for name, want := range map[string]cty.Value{"name": cty.StringVal("n"), "newer": cty.True, "arn": arn} {
		if got, ok := r.Value(name); !ok || !got.RawEquals(want) {
			t.Errorf("%s: got %#v, want %#v", name, got, want)
		}
	}
	if got, ok := r.Value("other"); ok {
		t.Errorf("other: got %#v", got)
	}
	want := cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal("n"), "newer": cty.True, "arn": arn})
	if got := r.All(); !got.RawEquals(want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
	if got := (&resource.Resource{}).All(); !got.RawEquals(cty.EmptyObjectVal) {
		t.Errorf("nothing known: got %#v", got)
	}
}
