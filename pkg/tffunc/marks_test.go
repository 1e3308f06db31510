package tffunc

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/tools/txtar"
)

var ref = resource.Ref{Address: "kms_key.k", Attribute: "arn"}

// calls holds, for every function, arguments that it accepts. Expressions are in HCL.
var calls = map[string][]string{
	"abs": {`1`}, "abspath": {`"hello.txt"`}, "alltrue": {`[true, true]`}, "anytrue": {`[false, true]`},
	"base64decode": {`"YQ=="`}, "base64encode": {`"a"`}, "base64gzip": {`"a"`}, "base64gunzip": {`"H4sIAAAAAAACA0sEAEO+t+gBAAAA"`}, "base64sha256": {`"a"`}, "base64sha512": {`"a"`},
	"basename": {`"a/b"`}, "bcrypt": {`"a"`, `4`}, "can": {`x`}, "ceil": {`1.5`}, "chomp": {`"a"`}, "chunklist": {`["a", "b"]`, `1`},
	"cidrcontains": {`"10.0.0.0/8"`, `"10.0.0.1"`}, "cidrhost": {`"10.0.0.0/8"`, `1`}, "cidrnetmask": {`"10.0.0.0/8"`}, "cidrsubnet": {`"10.0.0.0/8"`, `8`, `1`},
	"cidrsubnets": {`"10.0.0.0/8"`, `8`, `8`}, "coalesce": {`"a"`, `"b"`}, "coalescelist": {`["a"]`, `["b"]`}, "compact": {`["a", "b"]`},
	"concat": {`["a"]`, `["b"]`}, "contains": {`["a", "b"]`, `"a"`}, "csvdecode": {`"a\n1\n"`}, "dirname": {`"a/b"`},
	"distinct": {`["a", "b"]`}, "element": {`["a", "b"]`, `0`}, "endswith": {`"ab"`, `"b"`}, "ephemeralasnull": {`"a"`},
	"file": {`"hello.txt"`}, "filebase64": {`"hello.txt"`}, "filebase64sha256": {`"hello.txt"`}, "filebase64sha512": {`"hello.txt"`},
	"fileexists": {`"hello.txt"`}, "filemd5": {`"hello.txt"`}, "fileset": {`"conf"`, `"*"`}, "filesha1": {`"hello.txt"`},
	"filesha256": {`"hello.txt"`}, "filesha512": {`"hello.txt"`}, "flatten": {`[["a"], ["b"]]`}, "floor": {`1.5`},
	"format": {`"%s"`, `"a"`}, "formatdate": {`"YYYY"`, `"2018-01-02T23:12:01Z"`}, "formatlist": {`"%s"`, `["a", "b"]`}, "indent": {`1`, `"a"`},
	"index": {`["a", "b"]`, `"a"`}, "issensitive": {`"a"`}, "join": {`","`, `["a", "b"]`}, "jsondecode": {`"{}"`}, "jsonencode": {`{ a = "b" }`},
	"keys": {`{ a = "b" }`}, "length": {`["a"]`}, "log": {`8`, `2`}, "lookup": {`{ a = "b" }`, `"a"`, `"c"`}, "lower": {`"A"`},
	"matchkeys": {`["a", "b"]`, `["x", "y"]`, `["x", "y"]`}, "max": {`1`, `2`}, "md5": {`"a"`}, "merge": {`{ a = "b" }`, `{ c = "d" }`}, "min": {`1`, `2`},
	"nonsensitive": {`"a"`}, "one": {`["a"]`}, "parseint": {`"1"`, `10`}, "pathexpand": {`"a"`}, "plantimestamp": {}, "pow": {`2`, `3`},
	"range": {`1`, `3`}, "regex": {`"a"`, `"a"`}, "regexall": {`"a"`, `"a"`}, "replace": {`"a"`, `"a"`, `"b"`}, "reverse": {`["a", "b"]`},
	"rsadecrypt": {`trimspace(file("ciphertext.txt"))`, `file("pkcs1.pem")`}, "sensitive": {`"a"`}, "setintersection": {`["a"]`, `["a"]`},
	"setproduct": {`["a"]`, `["b"]`}, "setsubtract": {`["a"]`, `["b"]`}, "setunion": {`["a"]`, `["b"]`}, "sha1": {`"a"`}, "sha256": {`"a"`},
	"sha512": {`"a"`}, "signum": {`1`}, "slice": {`["a", "b"]`, `0`, `2`}, "sort": {`["b", "a"]`}, "split": {`","`, `"a,b"`},
	"startswith": {`"ab"`, `"a"`}, "strcontains": {`"ab"`, `"a"`}, "strrev": {`"ab"`}, "substr": {`"ab"`, `0`, `1`}, "sum": {`[1, 2]`},
	"templatefile": {`"hello.tftpl"`, `{ name = "a" }`}, "templatestring": {`local.hello`, `{ name = "a" }`},
	"textdecodebase64": {`"YQ=="`, `"utf-8"`}, "textencodebase64": {`"a"`, `"utf-8"`}, "timeadd": {`"2018-01-02T23:12:01Z"`, `"1h"`},
	"timecmp": {`"2018-01-02T23:12:01Z"`, `"2018-01-02T23:12:01Z"`}, "timestamp": {}, "title": {`"a"`}, "tobool": {`"true"`}, "tolist": {`["a"]`},
	"tomap": {`{ a = "b" }`}, "tonumber": {`"1"`}, "toset": {`["a"]`}, "tostring": {`"a"`}, "transpose": {`{ a = ["b"] }`}, "trim": {`"a"`, `"b"`},
	"trimprefix": {`"a"`, `"b"`}, "trimspace": {`"a"`}, "trimsuffix": {`"a"`, `"b"`}, "try": {`x`, `"b"`}, "upper": {`"a"`}, "urldecode": {`"a"`}, "urlencode": {`"a"`},
	"uuid": {}, "uuidv5": {`"dns"`, `"a"`}, "values": {`{ a = "b" }`}, "yamldecode": {`"a: b"`}, "yamlencode": {`{ a = "b" }`},
	"zipmap": {`["a", "b"]`, `["c", "d"]`},
}

// unused are arguments that the call in the table passes over, so their marks are not those of the result.
var unused = map[string]int{"coalesce": 1, "lookup": 2, "can": 0, "issensitive": 0}

// blind lists the functions whose results say nothing of the values inside their arguments, so marks inside stay there.
var blind = map[string]bool{"length": true, "can": true, "issensitive": true, "keys": true}

func fixtureScope(t testing.TB) *hcl.EvalContext {
	fixture, err := txtar.ParseFile("../../testdata/conformance/expressions/fixture.txtar")
	if err != nil {
		t.Fatal(err)
	}
	ctx := &hcl.EvalContext{Functions: Table(memoryHost(fixture)), Variables: map[string]cty.Value{}}
	ctx.Variables["local"] = cty.ObjectVal(map[string]cty.Value{"hello": cty.StringVal("Hello, ${name}!")})
	return ctx
}

func evaluate(ctx *hcl.EvalContext, src string) (cty.Value, error) {
	expr, diags := hclsyntax.ParseExpression([]byte(src), "x", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	v, diags := expr.Value(ctx)
	for _, d := range diags {
		if extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok {
			if panicked(extra.FunctionCallError()) {
				return cty.NilVal, fmt.Errorf("PANIC in %s: %w", src, extra.FunctionCallError())
			}
		}
	}
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

// panicked tells of a panic that cty turned into an error.
func panicked(err error) bool {
	var p function.PanicError
	return errors.As(err, &p)
}

// with calls a function with one argument replaced by the variable x.
func with(ctx *hcl.EvalContext, name string, i int, x cty.Value) (cty.Value, error) {
	child := ctx.NewChild()
	child.Variables = map[string]cty.Value{"x": x}
	args := slices.Clone(calls[name])
	if i < len(args) {
		args[i] = "x"
	}
	return evaluate(child, name+"("+strings.Join(args, ", ")+")")
}

// kinds are values of every kind that an argument can take the place of.
func kinds(t *testing.T, ctx *hcl.EvalContext, name string, i int) cty.Value {
	child := ctx.NewChild()
	child.Variables = map[string]cty.Value{"x": cty.StringVal("a")}
	v, err := evaluate(child, calls[name][i])
	if err != nil {
		t.Fatalf("%s: argument %d: %v", name, i, err)
	}
	return v
}

func carries(v cty.Value) bool {
	_, marks := v.UnmarkDeep()
	_, ok := marks[ref]
	return ok
}

// TestTableIsTerraforms compares the names with what `terraform metadata functions -json` lists, and OpenTofu's own.
func TestTableIsTerraforms(t *testing.T) {
	src, err := os.ReadFile("../../testdata/conformance/functions.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	if err := json.Unmarshal(src, &want); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, name := range want {
		known[name] = true
	}
	for name := range tofuFunctions() {
		known[name], known[namespace+name] = true, true
	}
	want = slices.Sorted(maps.Keys(known))
	got := slices.Sorted(maps.Keys(Table(Host{})))
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, name := range want {
		if _, ok := calls[name]; !ok && !strings.HasPrefix(name, namespace) {
			t.Errorf("no call of %s in the tests of marks", name)
		}
	}
}

// TestUnknownKeepsMarks gives every parameter of every function a marked unknown, typed and of unknown type.
func TestUnknownKeepsMarks(t *testing.T) {
	ctx := fixtureScope(t)
	for name, args := range calls {
		if _, err := with(ctx, name, len(args), cty.StringVal("a")); err != nil {
			t.Errorf("%s: the call in the table fails: %v", name, err)
		}
		for i := range args {
			ty := kinds(t, ctx, name, i).Type()
			for _, x := range []cty.Value{cty.UnknownVal(ty), cty.UnknownVal(ty).RefineNotNull(), cty.DynamicVal} {
				got, err := with(ctx, name, i, x.Mark(ref))
				if err != nil {
					t.Errorf("%s, argument %d, %#v: %v", name, i, x, err)
				} else if !got.IsWhollyKnown() && !carries(got) {
					t.Errorf("%s, argument %d, %#v: %#v lost the mark", name, i, x, got)
				}
			}
		}
	}
}

// TestElementsKeepMarks marks arguments and their elements, known and unknown.
func TestElementsKeepMarks(t *testing.T) {
	ctx := fixtureScope(t)
	for name, args := range calls {
		for i := range args {
			v := kinds(t, ctx, name, i)
			if got, err := with(ctx, name, i, v.Mark(ref)); err != nil {
				t.Errorf("%s, argument %d marked: %v", name, i, err)
			} else if j, ok := unused[name]; !carries(got) && (!ok || i != j) {
				t.Errorf("%s, argument %d marked: %#v lost the mark", name, i, got)
			}
			if !v.CanIterateElements() {
				continue
			}
			for _, unknown := range []bool{false, true} {
				for _, x := range shapes(v, unknown) {
					got, err := with(ctx, name, i, x)
					if err != nil {
						t.Errorf("%s, argument %d, %#v: %v", name, i, x, err)
					} else if !carries(got) && !blind[name] {
						t.Errorf("%s, argument %d, %#v: %#v lost the mark", name, i, x, got)
					}
				}
			}
		}
	}
}

// shapes are v with its first element marked, as a structure and as every collection that it converts to.
func shapes(v cty.Value, unknown bool) []cty.Value {
	first := true
	marked, err := cty.Transform(v, func(p cty.Path, v cty.Value) (cty.Value, error) {
		if len(p) == 0 || v.CanIterateElements() || !first {
			return v, nil
		}
		first = false
		if unknown {
			v = cty.UnknownVal(v.Type())
		}
		return v.Mark(ref), nil
	})
	if err != nil {
		return nil
	}
	out := []cty.Value{marked}
	for _, ty := range []cty.Type{cty.List(cty.DynamicPseudoType), cty.Map(cty.DynamicPseudoType)} {
		if c, err := convert.Convert(marked, ty); err == nil {
			out = append(out, c)
		}
	}
	return out
}

// odd are values that hardly any parameter expects.
func odd() []cty.Value {
	big := cty.MustParseNumberVal("1e1000")
	out := []cty.Value{
		cty.DynamicVal, cty.NullVal(cty.DynamicPseudoType), cty.NullVal(cty.String), cty.NullVal(cty.List(cty.String)),
		cty.EmptyTupleVal, cty.EmptyObjectVal, cty.ListValEmpty(cty.String), cty.MapValEmpty(cty.Bool), cty.SetValEmpty(cty.Number),
		cty.ListValEmpty(cty.DynamicPseudoType), cty.SetValEmpty(cty.DynamicPseudoType), cty.MapValEmpty(cty.DynamicPseudoType),
		cty.StringVal(""), cty.StringVal("\x00é/(["), cty.StringVal("%999999999d"), cty.StringVal("~"), cty.StringVal("~root/x"), cty.StringVal("-1"),
		cty.Zero, cty.NumberIntVal(-1), cty.NumberFloatVal(0.5), big, big.Negate(), cty.PositiveInfinity, cty.NegativeInfinity,
		cty.NumberIntVal(1 << 62), cty.True, cty.False,
		cty.TupleVal([]cty.Value{cty.NullVal(cty.DynamicPseudoType), cty.DynamicVal, cty.EmptyTupleVal}),
		cty.TupleVal([]cty.Value{cty.PositiveInfinity, cty.NegativeInfinity}), cty.TupleVal([]cty.Value{cty.NullVal(cty.Number)}),
		cty.ObjectVal(map[string]cty.Value{"a b": cty.NullVal(cty.String), "": cty.DynamicVal}),
		cty.ListVal([]cty.Value{cty.NullVal(cty.String), cty.UnknownVal(cty.String)}),
		cty.SetVal([]cty.Value{cty.StringVal("a"), cty.UnknownVal(cty.String)}),
		cty.MapVal(map[string]cty.Value{"a": cty.NullVal(cty.List(cty.String)), "b": cty.UnknownVal(cty.List(cty.String))}),
		cty.ListVal([]cty.Value{cty.EmptyTupleVal, cty.EmptyTupleVal}),
		cty.UnknownVal(cty.String).Refine().NotNull().StringPrefix("arn:").NewValue(),
		cty.UnknownVal(cty.List(cty.String)).Refine().NotNull().CollectionLengthLowerBound(2).NewValue(),
		cty.UnknownVal(cty.Set(cty.String)).Refine().NotNull().CollectionLengthUpperBound(2).NewValue(),
		cty.UnknownVal(cty.Number).Refine().NotNull().NumberRangeLowerBound(cty.Zero, true).NewValue(),
		cty.UnknownVal(cty.Tuple([]cty.Type{cty.String})), cty.UnknownVal(cty.Object(map[string]cty.Type{"a": cty.String})),
		cty.UnknownVal(cty.Map(cty.String)), cty.UnknownVal(cty.Bool),
	}
	all := make([]cty.Value, 0, 3*len(out))
	for _, v := range out {
		all = append(all, v, v.Mark(ref), cty.TupleVal([]cty.Value{v.Mark(ref)}))
	}
	return all
}

// TestNothingPanics gives every parameter of every function every odd value.
func TestNothingPanics(t *testing.T) {
	ctx := fixtureScope(t)
	values := odd()
	for name, args := range calls {
		for i := range len(args) + 1 {
			for _, x := range values {
				got, err := callWith(ctx, name, i, x)
				if err != nil && strings.Contains(err.Error(), "PANIC") {
					t.Errorf("argument %d, %#v: %.300s", i, x, err)
				} else if err == nil && !got.IsWhollyKnown() && x.IsMarked() && !x.IsKnown() && !carries(got) {
					t.Errorf("%s, argument %d, %#v: %#v lost the mark", name, i, x, got)
				}
			}
		}
	}
}

// callWith is with, and adds an argument where i is behind the last.
func callWith(ctx *hcl.EvalContext, name string, i int, x cty.Value) (cty.Value, error) {
	if i < len(calls[name]) {
		return with(ctx, name, i, x)
	}
	child := ctx.NewChild()
	child.Variables = map[string]cty.Value{"x": x, "y": cty.StringVal("y")}
	args := append(slices.Clone(calls[name]), "x")
	if name == "can" || name == "try" {
		args[0] = "y"
	}
	return evaluate(child, name+"("+strings.Join(args, ", ")+")")
}

// TestNoPanicInDirectCalls hands the same values to functions without HCL's conversions.
func TestNoPanicInDirectCalls(t *testing.T) {
	ctx := fixtureScope(t)
	for name, f := range ctx.Functions {
		if strings.HasPrefix(name, namespace) || usesClosures(f) {
			continue
		}
		for _, x := range odd() {
			for n := range 4 {
				args := slices.Repeat([]cty.Value{x}, n)
				if _, err := f.Call(args); panicked(err) {
					t.Errorf("%s with %d times %#v: %.300s", name, n, x, err)
				}
			}
		}
	}
}

func usesClosures(f function.Function) bool {
	params := f.Params()
	if p := f.VarParam(); p != nil {
		params = append(params, *p)
	}
	return slices.ContainsFunc(params, func(p function.Parameter) bool { return p.Type == customdecode.ExpressionClosureType })
}
