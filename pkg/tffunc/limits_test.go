package tffunc

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// TestBounds asks for results that no machine should make.
func TestBounds(t *testing.T) {
	bomb := "a0: &a0 [x, x]\n"
	for i := 1; i < 40; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	ctx := fixtureScope(t)
	ctx.Variables["bomb"] = cty.StringVal(bomb)
	ctx.Variables["deep"] = cty.StringVal(strings.Repeat("[", 100_000))
	ctx.Variables["compact"] = cty.StringVal(strings.Repeat("- ", 100_000) + "x")
	ctx.Variables["long"] = cty.StringVal(strings.Repeat("a\n", 1<<20))
	many := make([]cty.Value, 2000)
	for i := range many {
		many[i] = cty.NumberIntVal(int64(i))
	}
	ctx.Variables["many"] = cty.ListVal(many)
	ctx.Variables["loops"] = cty.StringVal(strings.Repeat("%{for a in many}", 6) + "x" + strings.Repeat("%{endfor}", 6))
	for _, src := range []string{
		`format("%999999999d", 1)`, `format("%.999999999f", 1)`, `formatlist("%99999d", many)`, `setproduct(many, many)`,
		`join(long, many)`, `replace(long, "a", long)`, `replace(long, "/a/", long)`, `indent(100000, long)`, `tostring(1e100000)`,
		`tonumber("1e100000")`, `jsondecode("[1e100000]")`, `yamldecode("a: 1e100000")`, `jsonencode(1e100000)`, `jsonencode([1e-100000])`, `yamlencode([1e100000])`, `format("%d", 1e100000)`,
		`yamldecode(bomb)`, `jsondecode(deep)`, `yamldecode(compact)`, `templatestring(loops, { many = many })`,
	} {
		start := time.Now()
		_, err := evaluate(ctx, src)
		var diags hcl.Diagnostics
		if !errors.As(err, &diags) || refusal(diags) == nil || !strings.Contains(err.Error(), "limit") && !strings.Contains(err.Error(), "digits") {
			t.Errorf("%s: got error %.200v, want one that names the limit", src, err)
		}
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s took %v", src, d)
		}
	}
}

// TestRefusals shows that try and can do not step over what Terraform would have read.
func TestRefusals(t *testing.T) {
	ctx := fixtureScope(t)
	_, err := evaluate(ctx, `file("../../etc/passwd")`)
	if err == nil || !strings.Contains(err.Error(), "outside of the scanned tree") {
		t.Errorf("got error %v", err)
	}
	for _, src := range []string{
		`try(file("/etc/passwd"), "none")`, `can(file("~/key"))`, `try(upper(file("../x")), "none")`, `try(fileset("..", "*"), [])`,
	} {
		got, err := evaluate(ctx, src)
		if err != nil || got.IsKnown() || why(got).Cause != resource.Unreadable {
			t.Errorf("%s: got %#v, %v, want an unknown that could not be read", src, got, err)
		}
	}
	if got, err := evaluate(ctx, `try(file("missing"), "none")`); err != nil || !got.RawEquals(cty.StringVal("none")) {
		t.Errorf("a missing file: got %#v, %v", got, err)
	}
}

func why(v cty.Value) resource.Why {
	for mark := range v.Marks() {
		if w, ok := mark.(resource.Why); ok {
			return w
		}
	}
	return resource.Why{}
}

// TestApplyTime shows what unknowns wait for.
func TestApplyTime(t *testing.T) {
	for _, name := range []string{"timestamp", "plantimestamp", "uuid"} {
		got, err := evaluate(fixtureScope(t), name+"()")
		if want := (resource.Why{Cause: resource.ApplyTime, Subject: name + "()"}); err != nil || got.IsKnown() || why(got) != want {
			t.Errorf("%s: got %#v, %v", name, got, err)
		}
	}
}

// TestEncoded follows a JSON document that is known in part.
func TestEncoded(t *testing.T) {
	ctx := fixtureScope(t)
	ctx.Variables["arn"] = cty.UnknownVal(cty.String).RefineNotNull().Mark(ref)
	ctx.Variables["maybe"] = cty.UnknownVal(cty.Bool)
	doc := `jsonencode({ Statement = [{ Effect = "Deny", Resource = tolist([arn, "b"]) }] })`
	for src, want := range map[string]string{
		`jsondecode(` + doc + `).Statement[0].Effect`:                                         `"Deny"`,
		`jsondecode(` + doc + `).Statement[0].Resource[1]`:                                    `"b"`,
		`jsondecode("${` + doc + `}").Statement[0].Effect`:                                    `"Deny"`,
		`jsondecode(sensitive(` + doc + `)).Statement[0].Effect`:                              `(sensitive value)`,
		`jsondecode(try(` + doc + `, "")).Statement[0].Effect`:                                `"Deny"`,
		`jsondecode(coalesce(` + doc + `, "{}")).Statement[0].Effect`:                         `"Deny"`,
		`jsondecode("x${` + doc + `}")`:                                                       `(known after apply)`,
		`jsondecode("${` + doc + `}x")`:                                                       `(known after apply)`,
		`jsondecode(upper(` + doc + `))`:                                                      `(known after apply)`,
		`jsondecode(maybe ? ` + doc + ` : "{}")`:                                              `(known after apply)`,
		`jsondecode(maybe ? ` + doc + ` : jsonencode({ a = arn }))`:                           `(known after apply)`,
		`jsondecode(format("%s%s", ` + doc + `, "x"))`:                                        `(known after apply)`,
		`jsondecode(templatefile("wrap.tftpl", { value = ` + doc + ` })).Statement[0].Effect`: `"Deny"`,
		`jsondecode(jsonencode(arn))`:                                                         `(known after apply)`,
		`flatten([[{ a = arn, b = 1 }], []])[0].b`:                                            `1`,
	} {
		got, err := evaluate(ctx, src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
		} else if s := brief(got); s != want {
			t.Errorf("%s: got %s, want %s", src, s, want)
		}
	}
	if got, err := evaluate(ctx, `jsondecode(`+doc+`).Statement[0].Resource[0]`); err != nil || !got.HasMark(ref) {
		t.Errorf("the reference inside: got %#v, %v", got, err)
	}
}

// brief writes a value in few words.
func brief(v cty.Value) string {
	plain, _ := v.Unmark()
	switch {
	case v.HasMark(resource.Sensitive{}):
		return "(sensitive value)"
	case !plain.IsKnown():
		return "(known after apply)"
	case plain.Type() == cty.String:
		return strconv.Quote(plain.AsString())
	}
	return plain.AsBigFloat().String()
}

// TestMarksStayPut shows that marks do not spread over the elements beside them.
func TestMarksStayPut(t *testing.T) {
	ctx := fixtureScope(t)
	ctx.Variables["arn"] = cty.UnknownVal(cty.String).RefineNotNull().Mark(ref)
	ctx.Variables["name"] = cty.StringVal("n").Mark(ref)
	for _, src := range []string{
		`tomap({ a = name, b = "b" })["b"]`, `tolist([name, "b"])[1]`, `distinct(["b", name])[0]`, `compact([name, "b"])[1]`, `sort([name, "b"])[0]`,
		`formatlist("%s/*", [arn, "b"])[1]`, `lookup({ a = arn, b = "b" }, "b", "")`, `merge({ a = arn }, { b = "b" }).b`, `coalesce("b", arn)`,
		`try("b", arn)`, `concat([arn], ["b"])[1]`, `reverse(["b", arn])[1]`, `flatten([[arn], ["b"]])[1]`,
	} {
		if got, err := evaluate(ctx, src); err != nil || carries(got) || !got.IsKnown() {
			t.Errorf("%s: got %#v, %v, want a known value without the mark", src, got, err)
		}
	}
	for _, src := range []string{
		`try(arn, null)`, `coalesce(arn, "b")`, `formatlist("%s/*", [arn, "b"])[0]`, `lookup({ a = arn }, "a")`, `tomap({ a = name, b = "b" })["a"]`,
	} {
		if got, err := evaluate(ctx, src); err != nil || !carries(got) {
			t.Errorf("%s: got %#v, %v, want the mark", src, got, err)
		}
	}
}

// hugeNumber is a number with an exponent, which HCL writes out in digits before any function sees it.
var hugeNumber = regexp.MustCompile(`[0-9.][eE][+-]?[0-9]`)

func FuzzExpression(f *testing.F) {
	for name, args := range calls {
		f.Add(name + "(" + strings.Join(args, ", ") + ")")
	}
	for _, src := range []string{
		`"{\"a\": \"${x}\", \"b\": [${x}, 1, \"${jsonencode({ c = x })}\"]}"`, `"%{ if x == null }{\"a\": 1}%{ else }[${x}]%{ endif }"`,
		`"[%{ for y in [x, 1] }\"${y}\", %{ endfor }${jsonencode([x])}]"`, `"{\"${x}\": {\"\\u0041\": ${x}}}"`, `x == "" ? [x] : true ? [1] : "a"`,
		`jsondecode(replace("{\"a\": \"_B_\"}", "_B_", x)).a`, `trimspace("\n {\"a\": ${x}}")`, `!can(jsondecode("[${x}]")[0]) && x != null`,
	} {
		f.Add(src)
	}
	ctx := fixtureScope(f)
	ctx.Variables["x"] = cty.UnknownVal(cty.String).Mark(ref)
	f.Fuzz(func(t *testing.T, src string) {
		if strings.Count(src, "for") > 1 || hugeNumber.MatchString(src) {
			t.Skip("nested loops and huge numbers are HCL's own to bound")
		}
		expr, diags := hclsyntax.ParseExpression([]byte(src), "fuzz", hcl.InitialPos)
		if diags.HasErrors() {
			t.Skip()
		}
		want, diags := expr.Value(ctx)
		for _, d := range diags {
			if extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok && panicked(extra.FunctionCallError()) {
				t.Errorf("%s: %v", src, extra.FunctionCallError())
			}
		}
		readable, _ := Readable(expr)
		got, again := readable.Value(ctx)
		if diags.HasErrors() != again.HasErrors() && (diags.HasErrors() || want.IsWhollyKnown()) {
			t.Fatalf("%s: %v, readable %v", src, diags, again)
		}
		want, _ = want.UnmarkDeep()
		if got, _ = got.UnmarkDeep(); !diags.HasErrors() && want.IsWhollyKnown() && !got.RawEquals(want) {
			t.Errorf("%s: %#v, readable %#v", src, want, got)
		}
	})
}

func BenchmarkTable(b *testing.B) {
	Table(Host{})
	b.ReportAllocs()
	for b.Loop() {
		Table(Host{})
	}
}

func TestMayBeEndless(t *testing.T) {
	long := regexp.MustCompile(`[0-9.][eE][+-]?[0-9]{4}`)
	for _, text := range []string{
		"", "e1000", "1e1000", "x = 1E+9999", "1.e-1234", ".e1234", "1e123", "1e-12", "1e", "1e+", "1ee1234", "ae1234", "12e12e12345", "1e12x4", "1e 1234",
	} {
		if got, want := MayBeEndless([]byte(text)), long.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
