package fact_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/resource"
)

// conditional is a service that conditions decide.
type conditional []fact.Condition

func (conditional) Cloud(string) string                 { return "" }
func (conditional) Settings(_, _ string) []string       { return nil }
func (conditional) Endpoint(string) (fact.Vendor, bool) { return fact.Vendor{}, false }

func (conditional) Remote(string) (fact.Vendor, bool) { return fact.Vendor{}, false }

func (c conditional) Service(_, _ string) (fact.Service, bool) {
	return fact.Service{Cloud: "aws", Name: "Amazon Test", Eligible: "yes", Holds: "stores", Note: "listed", Conditions: c}, true
}

func TestConditions(t *testing.T) {
	why := resource.Why{Cause: resource.NoValue, Subject: "var.kind"}
	unknown := cty.UnknownVal(cty.String).Mark(why)
	block := func(values ...cty.Value) map[string]cty.Value {
		blocks := make([]cty.Value, len(values))
		for i, v := range values {
			blocks[i] = cty.ObjectVal(map[string]cty.Value{"kind": v})
		}
		return map[string]cty.Value{"block": cty.TupleVal(blocks)}
	}
	kind := func(v cty.Value) map[string]cty.Value { return map[string]cty.Value{"kind": v} }
	is := func(operator, eligible string, values ...string) fact.Condition {
		return fact.Condition{Attribute: []string{"kind"}, Operator: operator, Values: values, Eligible: eligible, Note: operator}
	}
	inBlock := is("equals", "no", "a", "b")
	inBlock.Attribute = []string{"block", "kind"}
	s, null := cty.StringVal, cty.NullVal(cty.String)
	for _, test := range []struct {
		name       string
		conditions conditional
		values     map[string]cty.Value
		want, note any // nil is unknown
	}{
		{"equals", conditional{is("equals", "no", "a", "b")}, kind(s("b")), "no", "equals"},
		{"equals another", conditional{is("equals", "no", "a")}, kind(s("c")), "yes", "listed"},
		{"equals, not set", conditional{is("equals", "no", "a")}, kind(null), "yes", "listed"},
		{"equals a bool", conditional{is("equals", "no", "true")}, kind(cty.True), "no", "equals"},
		{"equals, unknown", conditional{is("equals", "no", "a")}, kind(unknown), nil, nil},
		{"or unset", conditional{is("equals_or_unset", "no", "a")}, kind(null), "no", "equals_or_unset"},
		{"or unset, no such attribute", conditional{is("equals_or_unset", "no", "a")}, nil, "no", "equals_or_unset"},
		{"or unset, set", conditional{is("equals_or_unset", "no", "a")}, kind(s("b")), "yes", "listed"},
		{"not equals", conditional{is("not_equals", "no", "a")}, kind(s("b")), "no", "not_equals"},
		{"not equals, equal", conditional{is("not_equals", "no", "a")}, kind(s("a")), "yes", "listed"},
		{"not equals, not set", conditional{is("not_equals", "no", "a")}, kind(null), "no", "not_equals"},
		{"contains", conditional{is("contains", "no", "/crowd/")}, kind(s("x/crowd/y")), "no", "contains"},
		{"contains, of a list", conditional{is("contains", "no", "VOICE")}, kind(cty.ListVal([]cty.Value{s("SMS"), s("VOICE")})), "no", "contains"},
		{"contains, known in part", conditional{is("contains", "no", "VOICE")}, kind(cty.ListVal([]cty.Value{unknown, s("VOICE")})), "no", "contains"},
		{"contains, unknown part", conditional{is("contains", "no", "VOICE")}, kind(cty.ListVal([]cty.Value{unknown, s("SMS")})), nil, nil},
		{"starts with", conditional{is("starts_with", "no", "Glo")}, kind(s("Global")), "no", "starts_with"},
		{"present", conditional{is("present", "no")}, kind(unknown), "no", "present"},
		{"not present", conditional{is("present", "no")}, kind(null), "yes", "listed"},
		{"in one of the blocks", conditional{inBlock}, block(s("c"), s("b")), "no", "equals"},
		{"in none of the blocks", conditional{inBlock}, block(s("c"), null), "yes", "listed"},
		{"in blocks that are unknown", conditional{inBlock},
			map[string]cty.Value{"block": cty.DynamicVal.Mark(why)}, nil, nil},
		{"the first decides", conditional{is("equals", "conditional", "a"), is("present", "no")}, kind(s("a")), "conditional", "equals"},
		{"unknown, the same either way", conditional{is("equals", "no", "a"), is("present", "no")}, kind(unknown), "no", nil},
		{"unknown, another way", conditional{is("equals", "no", "a"), is("not_equals", "conditional", "b")}, kind(unknown), nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := serviceFact(t, test.conditions, test.values)
			for name, want := range map[string]any{"eligible": test.want, "note": test.note} {
				got := f.Field(name)
				if got.Known != (want != nil) || got.Value != want {
					t.Errorf("%s is %v, known: %v; want %v", name, got.Value, got.Known, want)
				}
				if diff := cmp.Diff([]resource.Why{why}, got.Why); !got.Known && diff != "" {
					t.Errorf("%s waits for\n%s", name, diff)
				}
			}
		})
	}
}

func TestConditionPlace(t *testing.T) {
	at := resource.Range{File: "main.tf", Line: 3, Column: 3, EndLine: 3, EndColumn: 9}
	condition := fact.Condition{Attribute: []string{"kind"}, Operator: "equals", Values: []string{"a"}, Eligible: "no", Note: "n"}
	values := map[string]cty.Value{"kind": cty.StringVal("a").Mark(resource.AtPlace(at)).Mark(resource.Sensitive{})}
	field := serviceFact(t, conditional{condition}, values).Field("eligible")
	if diff := cmp.Diff([]resource.Range{at}, field.At); diff != "" || !field.Sensitive {
		t.Errorf("sensitive: %v, at:\n%s", field.Sensitive, diff)
	}
}

func serviceFact(t *testing.T, eligibility fact.Eligibility, values map[string]cty.Value) *fact.Fact {
	t.Helper()
	catalogue, err := fact.Load(os.DirFS(policies))
	if err != nil {
		t.Fatal(err)
	}
	body := resource.Range{File: "main.tf", Line: 1, Column: 1, EndLine: 9, EndColumn: 2}
	estate, err := catalogue.Facts([]*resource.Resource{{
		Address: "aws_nothing.x", Mode: resource.Managed, Type: "aws_nothing", Name: "x", Root: ".", Written: values, Place: body, Body: body,
		Region: cty.NullVal(cty.String),
	}}, eligibility)
	if err != nil {
		t.Fatal(err)
	}
	f := estate.Get("service/aws_nothing.x")
	if f == nil {
		t.Fatal("no fact")
	}
	return f
}
