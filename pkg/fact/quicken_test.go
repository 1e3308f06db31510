package fact

import (
	"fmt"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// samples are values of every kind that a configuration or a text of it may hold.
func samples() []cty.Value {
	at := resource.AtPlace(resource.Range{File: "main.tf", Line: 3, Column: 3, EndLine: 3, EndColumn: 9})
	ref := resource.Ref{Address: "x.own", Attribute: "a"}
	why := resource.Why{Cause: resource.NoValue, Subject: "var.x"}
	object := cty.ObjectVal(map[string]cty.Value{"a": cty.StringVal("x").Mark(at), "b": cty.NullVal(cty.Number), "c": cty.DynamicVal.Mark(why)})
	bare := []cty.Value{
		cty.NullVal(cty.DynamicPseudoType), cty.NullVal(cty.String), cty.NullVal(cty.List(cty.String)), cty.NullVal(cty.EmptyObject),
		cty.DynamicVal, cty.UnknownVal(cty.String), cty.UnknownVal(cty.Number), cty.UnknownVal(cty.Bool).RefineNotNull(),
		cty.UnknownVal(cty.String).Refine().NotNull().StringPrefix("arn:aws:s3:::a").NewValue(), cty.UnknownVal(cty.List(cty.String)),
		cty.UnknownVal(cty.EmptyObject), cty.UnknownVal(cty.Map(cty.Bool)), cty.StringVal(""), cty.StringVal("7"), cty.StringVal("true"),
		cty.StringVal("arn:aws:iam::111122223333:role/x"), cty.StringVal(`{"Statement":[{"Effect":"Deny","Principal":"*"},7]}`),
		cty.StringVal(`{"Statement":{"Action":["a",null,{}],"Principal":{"AWS":{}},"Condition":{"Bool":[]}}}`), cty.StringVal("(["),
		cty.True, cty.False, cty.Zero, cty.NumberFloatVal(-1.5), cty.NumberIntVal(7),
		cty.EmptyTupleVal, cty.TupleVal([]cty.Value{cty.StringVal("a").Mark(at), cty.NullVal(cty.String), cty.DynamicVal}),
		cty.TupleVal([]cty.Value{cty.True, cty.False.Mark(at)}), cty.TupleVal([]cty.Value{cty.EmptyTupleVal, object}),
		cty.TupleVal([]cty.Value{cty.DynamicVal.Mark(several{}), cty.Zero}), cty.ListValEmpty(cty.String), cty.ListVal([]cty.Value{cty.StringVal("a")}),
		cty.SetVal([]cty.Value{cty.Zero}), cty.EmptyObjectVal, object, cty.MapVal(map[string]cty.Value{"a": cty.StringVal("b").Mark(at)}),
	}
	all := bare
	for _, v := range bare {
		all = append(all, v.Mark(at), v.Mark(ref).Mark(why), v.Mark(resource.Sensitive{}))
	}
	return all
}

// TestNatives: natives are called without cty, which turns the panics of functions into errors.
func TestNatives(*testing.T) {
	all := samples()
	for _, n := range natives {
		for i, x := range all {
			if n.takes(1) {
				_, _ = n.call([]cty.Value{x})
			}
			for j := i % 11; j < len(all) && n.takes(2); j += 11 {
				_, _ = n.call([]cty.Value{x, all[j]})
			}
		}
	}
}

// TestQuicken holds quickened expressions against HCL's own evaluation of the same, for pairs of samples.
func TestQuicken(t *testing.T) {
	sources := []string{
		"self.x == self.y", "self.x != self.y", "self.x == null", `self.x == "7"`, "self.x > self.y", "self.x <= 7", "self.x && self.y",
		"self.x || self.y", "!self.x", "-self.x", "!(self.x == self.y) && self.y", "[for e in self.x : !e if !self.y]", "self.x + self.y", `"${self.x}-${self.y}"`, `"a-${default(self.x, "b")}"`, "default(self.x, self.y)",
		"default(default(self.x, self.y), 1)", "default(self.x.a, self.y)", "default(self.x[0].a, {})", "length(default(self.x, []))",
		"min(self.x...)", "concat([self.x], self.y)", "any([for e in self.x : e == self.y])", "all([for e in self.x : e])", "any([for e in self.x : e if self.y && e == 1])", "any([self.x, self.y])",
		"[for e in self.x : e if self.y]",
		"[for k, e in self.x : k if e]", "[for e in self.x : default(e.a, 1) if e.b > 0]", "{ for k, e in self.x : k => e }",
		"[for e in [1, 2] : default(self.x, self.y)]", `[for e in ["a", "b"] : startswith("${self.x}", e)]`, "self.x ? self.y : null",
		"is_set(self.x) ? null : default(self.y, false)", "is_set(self.x) ? null : self.y == self.x ? self.x : self.y",
		"self.x ? null : self.y ? 1 : 2", "self.x == self.y ? 1 : (self.x ? null : self.y)", "merge(self.x, {}, self.y)", "merge({}, self.x)", "merge(self.x, self.y)",
		"self.x[*]", "self.x[*].a", "length(self.x[*].b)", "{ for e in default(self.x, []) : e => self.y }", "[self.x, [self.y]]", "(self.x)", "{ a = 1, x = 2 }[self.x]", "flatten(self.x[*].a)", `[self.x, {}, "a", lower(self.y)]`,
		`contains(["a", "7"], self.x)`, "each.value.a == self.y", "unknown(self.x)", "literal(self.x)", "statements(self.x)",
		"length(statements(self.x)) + length(statements(self.x))", "self.x[0].a", "arn(self.x, \"region\")",
		`regex("^[at]", self.x)`, `regex("^(arn:[^:]*)?(:iam)?.*[x7]$", self.x)`, `regex("^(arn:[^:]*)?(:iam)?.*[x7]$", self.x)[1] == self.y`,
		`regex("(?P<n>a)", self.x)`, `regex(self.y, self.x)`, `any([for e in self.x : e && e.a])`, `all([for e in self.x : default(e.a, e)])`,
	}
	all := samples()
	for _, source := range sources {
		t.Run(source, func(t *testing.T) {
			plain, quick := parsed(t, source), parsed(t, source)
			soften(plain)
			q, reads := newQuickener(quick), routesOf(quick.Variables())
			soften(quick)
			plain = settle(plain)
			quick = remember(q.quicken(settle(quick)), reads)
			for n, x := range all {
				for m := n % 23; m < len(all); m += 23 {
					y := all[m]
					want, wantDiags := plain.Value(sampleScope(x, y, all[(n+7)%len(all)]).context())
					found, gotDiags := sampleScope(x, y, all[(n+7)%len(all)]).eval(quick)
					got := found.value()
					if wantDiags.HasErrors() != gotDiags.HasErrors() || wantDiags.HasErrors() && isAbsent(wantDiags) != isAbsent(gotDiags) {
						t.Fatalf("x = %#v, y = %#v: got %v, want %v", x, y, gotDiags, wantDiags)
					}
					if !wantDiags.HasErrors() && !got.RawEquals(want) {
						t.Fatalf("x = %#v, y = %#v: got %#v, want %#v", x, y, got, want)
					}
				}
			}
		})
	}
}

// TestNegation: beside what is unknown for another reason, the negation of an unknown waits for what that unknown waits for.
func TestNegation(t *testing.T) {
	x, y := resource.Why{Cause: resource.NoValue, Subject: "var.x"}, resource.Why{Cause: resource.NoValue, Subject: "var.y"}
	s := sampleScope(cty.UnknownVal(cty.Bool).Mark(x), cty.UnknownVal(cty.Number).Mark(y), cty.True)
	for _, source := range []string{
		"self.y > 1 && !self.x", "!self.x && self.y > 1", "!(self.x || false) || self.y > 1", "!self.x ? self.y : 0", "-(self.x ? 1 : 2) + self.y",
		"[for e in [self.y] : e if !self.x][0]", "!self.x ? !(self.y > 1) : false",
	} {
		e, err := compile(parsed(t, source), false)
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := e.value(s)
		v := m.value()
		if _, marks := v.UnmarkDeep(); err != nil || !v.HasMark(x) || !v.HasMark(y) {
			t.Errorf("%s: got %v, %v", source, marks, err)
		}
	}
}

// TestNestedChoice: what is left to the provider is null in a conditional within an expression, as it is in one that is all of it.
func TestNestedChoice(t *testing.T) {
	left := cty.UnknownVal(cty.String).Mark(resource.Ref{Address: "x.own", Attribute: "x"})
	s := sampleScope(left, cty.True, cty.True)
	s.instance.kind.schema = &schema.Block{Attributes: map[string]schema.Attribute{"x": {Type: cty.String, Optional: true, Computed: true}}}
	for _, source := range []string{
		`lower(self.x)`, `self.y ? lower(self.x) : "a"`, `lower(self.y ? self.x : "a")`, `"a-${self.y ? self.x : "b"}"`, `[lower(self.y ? self.x : "a")][0]`,
	} {
		e, err := compile(parsed(t, source), false)
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := e.value(s)
		if err != nil || !m.bare.IsNull() {
			t.Errorf("%s: got %#v, %v, want null", source, m.value(), err)
		}
	}
}

func parsed(t *testing.T, source string) hclsyntax.Expression {
	t.Helper()
	e, diags := hclsyntax.ParseExpression([]byte(source), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return e
}

func sampleScope(x, y, each cty.Value) *scope {
	r := &resource.Resource{Address: "x.own", Written: map[string]cty.Value{"x": x, "y": y}}
	i := &instance{build: &build{catalogue: &Catalogue{}, hosts: cty.EmptyObjectVal}, resource: r, kind: &kind{entries: []*entry{{reads: []string{"x", "y"}}}}}
	i.scope = &scope{instance: i}
	return i.scope.each(cty.StringVal("k"), apart(each))
}

// TestBlank: what is remembered where nothing is written is told by type, and never where something is.
func TestBlank(t *testing.T) {
	at := resource.AtPlace(resource.Range{File: "main.tf", Line: 3})
	quick := parsed(t, `length(default(self.x, [1])) > 0 && self.y == null`)
	reads := routesOf(quick.Variables())
	q := newQuickener(quick)
	soften(quick)
	e := remember(q.quicken(quick), reads)
	null := cty.NullVal(cty.String)
	for n, test := range []struct {
		x, y, want cty.Value
	}{
		{null, null, cty.True},
		{cty.EmptyTupleVal, null, cty.False},
		{null, null, cty.True},
		{null, cty.StringVal("a").Mark(at), cty.False.Mark(at)},
		{null.Mark(at), null, cty.True.Mark(at)},
		{cty.NullVal(cty.Number), null, cty.True},
	} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			for range 2 {
				m, diags := sampleScope(test.x, test.y, null).eval(e)
				if got := m.value(); diags.HasErrors() || !got.RawEquals(test.want) {
					t.Errorf("got %#v %v, want %#v", got, diags, test.want)
				}
			}
		})
	}
}

// TestBlankLetsGo: a diagnostic of HCL holds its context, and with it the instance and the whole build.
func TestBlankLetsGo(t *testing.T) {
	quick := parsed(t, "lower(self.x[0])")
	reads := routesOf(quick.Variables())
	q := newQuickener(quick)
	soften(quick)
	e := remember(q.quicken(quick), reads)
	if _, diags := sampleScope(cty.EmptyTupleVal, cty.True, cty.True).eval(e); !isAbsent(diags) || !diags.HasErrors() {
		t.Fatal(diags)
	}
	_, diags := sampleScope(cty.EmptyTupleVal, cty.True, cty.True).eval(e)
	if !diags.HasErrors() {
		t.Fatal("the absence is not remembered")
	}
	for _, d := range diags {
		if d.EvalContext != nil {
			t.Error("what is remembered holds the instance")
		}
	}
}
