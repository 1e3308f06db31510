package tffunc

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// No function hands on a symbol, in whatever it makes, but those whose result is the text that the symbol says.
func TestFunctionsKeepNoSymbol(t *testing.T) {
	ctx := fixtureScope(t)
	own := resource.SymbolFor("account", "a")
	keeping := map[string]bool{
		"chunklist": true, "coalesce": true, "coalescelist": true, "compact": true, "concat": true, "distinct": true, "element": true, "flatten": true,
		"format": true, "join": true, "lookup": true, "matchkeys": true, "merge": true, "nonsensitive": true, "one": true, "reverse": true,
		"sensitive": true, "slice": true, "tolist": true, "tomap": true, "tostring": true, "try": true, "values": true, "zipmap": true, "setproduct": true,
	}
	for name, args := range calls {
		for i := range args {
			x := replaced(kinds(t, ctx, name, i), own)
			child := ctx.NewChild()
			child.Variables = map[string]cty.Value{"x": x}
			with := append(append(append([]string{}, args[:i]...), "x"), args[i+1:]...)
			expr, diags := hclsyntax.ParseExpression([]byte(name+"("+strings.Join(with, ", ")+")"), "x", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			readable, _ := Readable(expr)
			v, diags := readable.Value(child)
			if diags.HasErrors() {
				continue // not a value that the function takes
			}
			for range cty.ValueMarksOfTypeDeep[resource.Symbol](v) {
				if !keeping[name] {
					t.Errorf("%s hands a symbol on: %#v", name, v)
				}
			}
		}
	}
}

// replaced has unknown strings with a symbol for all strings.
func replaced(v cty.Value, symbol resource.Symbol) cty.Value {
	t := v.Type()
	switch {
	case t == cty.String:
		return cty.UnknownVal(cty.String).RefineNotNull().Mark(symbol)
	case t.IsTupleType():
		elements := v.AsValueSlice()
		for i, e := range elements {
			elements[i] = replaced(e, symbol)
		}
		return cty.TupleVal(elements)
	case t.IsObjectType():
		elements := v.AsValueMap()
		for name, e := range elements {
			elements[name] = replaced(e, symbol)
		}
		return cty.ObjectVal(elements)
	}
	return v
}

// However deep templates and calls of what has a symbol stand within each other, each is evaluated once.
func TestNestedSymbols(t *testing.T) {
	own := resource.SymbolFor("account", "a")
	ctx := &hcl.EvalContext{Functions: Table(Host{})}
	innermost := &counted{Expression: &hclsyntax.LiteralValueExpr{Val: cty.UnknownVal(cty.String).RefineNotNull().Mark(own)}}
	prefix := &hclsyntax.LiteralValueExpr{Val: cty.StringVal("a")}
	const deep = 20
	var e hclsyntax.Expression = innermost
	for range deep {
		e = spelling(&hclsyntax.TemplateExpr{Parts: []hclsyntax.Expression{prefix, e}})
		e = call(&hclsyntax.FunctionCallExpr{Name: "tostring", Args: []hclsyntax.Expression{e}})
	}
	e = comparison(&hclsyntax.BinaryOpExpr{Op: hclsyntax.OpEqual, LHS: e, RHS: prefix})
	for evaluations := 1; evaluations <= 2; evaluations++ {
		if v, diags := e.Value(ctx); diags.HasErrors() || !v.RawEquals(cty.False) { // one "a" is shorter
			t.Fatalf("got %#v, %v", v, diags)
		}
		if innermost.times != evaluations {
			t.Fatalf("evaluated %d times instead of %d", innermost.times, evaluations)
		}
	}
}

// counted counts how often it is evaluated.
type counted struct {
	hclsyntax.Expression
	times int
}

func (c *counted) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	c.times++
	return c.Expression.Value(ctx)
}

// An ARN is known but for its partition, where that alone is unknown.
func TestPartition(t *testing.T) {
	waits := func(why string) cty.Value {
		return cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.NoValue, Subject: why})
	}
	ctx := &hcl.EvalContext{Functions: Table(Host{}), Variables: map[string]cty.Value{
		"partition": waits("var.partition"), "other": waits("var.other"), "nobody": cty.UnknownVal(cty.String),
	}}
	for text, want := range map[string]string{
		`"arn:${partition}:iam::aws:policy/x"`:                 "arn:{var.partition}:iam::aws:policy/x",
		`format("arn:%s:iam::aws:policy/x", partition)`:        "arn:{var.partition}:iam::aws:policy/x",
		`join(":", ["arn", partition, "iam", "", "aws", "x"])`: "arn:{var.partition}:iam::aws:x",
		`"arn:${partition}:iam::${other}:root"`:                "",
		`"arn:${partition}iam::aws:policy/x"`:                  "",
		`"arn:${partition}"`:                                   "",
		`"x:${partition}:iam"`:                                 "",
		`"arn:${nobody}:iam::aws:policy/x"`:                    "",
		`upper("arn:${partition}:iam::aws:policy/x")`:          "",
	} {
		v := evaluated(t, hclsyntax.ParseExpression, text, ctx)
		symbol, _ := resource.SymbolOf(v)
		got, _ := symbol.Render(func(setting, identity string) (string, bool) {
			return "{" + identity + "}", setting == resource.Partition
		})
		if got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

// What the first unknown part of a template begins with, the template begins with too.
func TestTemplateBegins(t *testing.T) {
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{
		"email": cty.UnknownVal(cty.String).Refine().NotNull().StringPrefix("service-").NewValue().Mark("kept"),
		"count": cty.UnknownVal(cty.Number).RefineNotNull(),
	}}
	for text, want := range map[string]string{
		"serviceAccount:${email}": "serviceAccount:service-", "serviceAccount:${email}@${email}": "serviceAccount:service-",
		"a-${count}${email}": "a-", "${email}": "service-", "${1}-${email}": "1-service-",
	} {
		v := evaluated(t, hclsyntax.ParseTemplate, text, ctx)
		plain, marks := v.Unmark()
		if _, kept := marks["kept"]; plain.Range().StringPrefix() != want || kept != strings.Contains(text, "email") {
			t.Errorf("%s is %#v, should begin with %q", text, v, want)
		}
	}
}

// Of a path or an ARN more is known than how it begins, however it is put together, and of what stands behind something unknown; of other texts
// it is not kept.
func TestOutline(t *testing.T) {
	id := cty.UnknownVal(cty.String).RefineNotNull()
	ctx := &hcl.EvalContext{Functions: Table(Host{}), Variables: map[string]cty.Value{
		"id": id, "own": id.Mark(resource.SymbolFor("account", "a")), "null": cty.NullVal(cty.String),
	}}
	for text, want := range map[string]string{
		`"${id}/a/b"`:                       "$/a/b",
		`"/x/${own}/${id}/b"`:               "/x/$/$/b",
		`"${"${id}/a"}/b"`:                  "$/a/b",
		`join("/", [id, "a", id])`:          "$/a/$",
		`format("%s/a/%s", id, "b")`:        "$/a/b",
		`coalesce(null, "${id}/a")`:         "$/a",
		`coalesce("${id}/a", "${id}/b")`:    "",
		`lower("${id}/a")`:                  "",
		`id == "x" ? "${id}/a" : "${id}/a"`: "",
		`id`:                                "",
		`"arn:${id}/a"`:                     "arn:$/a",
		`"${id}-logs"`:                      "$-logs",
		`"logs-${id}"`:                      "",
		`"${id}/${join("", [for n in range(1000) : "xyz"])}"`: "",
	} {
		v := evaluated(t, hclsyntax.ParseExpression, text, ctx)
		if got, _ := resource.OutlineOf(v); got.Outline() != want {
			t.Errorf("%s has the outline %q, should have %q", text, got.Outline(), want)
		}
	}
}

// evaluated is the value of an expression or a template.
func evaluated(
	t *testing.T, parse func([]byte, string, hcl.Pos) (hclsyntax.Expression, hcl.Diagnostics), text string, ctx *hcl.EvalContext,
) cty.Value {
	t.Helper()
	expr, diags := parse([]byte(text), "x", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	readable, _ := Readable(expr)
	v, diags := readable.Value(ctx)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return v
}
