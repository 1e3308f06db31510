package evaluate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/resource"
)

func oneFile(src string) *txtar.Archive {
	return &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(src)}}}
}

const bucket = "\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = local.last\n}\n"

// TestBounds feeds configurations that would exhaust the stack, the memory or the patience of a naive evaluator.
func TestBounds(t *testing.T) {
	tests := map[string]struct {
		src string
		// want is part of the rendered result.
		want string
	}{
		"chain of locals":         {chain(20_000), `bucket = "end"{@20004:3}`},
		"nested parentheses":      {"locals {\n  last = " + strings.Repeat("(", 900) + `"deep"` + strings.Repeat(")", 900) + "\n}" + bucket, `bucket = "deep"`},
		"long sum":                {"locals {\n  last = 1" + strings.Repeat(" + 1", 2000) + "\n}" + bucket, `bucket = "2001"`},
		"nested try":              {"locals {\n  last = " + strings.Repeat("try(", 200) + `"x"` + strings.Repeat(")", 200) + "\n}" + bucket, `bucket = "x"`},
		"nested conditions":       {"variable \"v\" {}\nlocals {\n  last = " + strings.Repeat("var.v ? \"a\" : (", 200) + `"x"` + strings.Repeat(")", 200) + "\n}" + bucket, `bucket = (string!){?var.v: variable without a value`},
		"doubled strings":         {doubling(`"${PREV}${PREV}"`), "Value too large"},
		"doubled lists":           {doubling("[PREV, PREV]"), "Value too large"},
		"doubled objects":         {doubling("{ a = PREV, b = PREV }"), "Value too large"},
		"hundred thousand":        {"locals {\n  last = \"x\"\n}\nresource \"aws_sns_topic\" \"t\" {\n  for_each = toset([for i in range(100000) : tostring(i)])\n  name = each.key\n}" + bucket, "aws_sns_topic.t[*]"},
		"hundred thousand counts": {"locals {\n  last = \"x\"\n}\nresource \"aws_sns_topic\" \"t\" {\n  count = 100000\n}" + bucket, "UNREAD . main.tf:4 aws_sns_topic.t: it has 100000 instances"},
		"loops within loops":      {loops("[for d in local.many : 1]"), "Value too large"},
		"loops of long strings":   {loops(`format("%9999999d", a)`), "Value too large"},
		"endless number":          {"locals {\n  last = \"x${1e99999999}\"\n}" + bucket, "a number of too many digits: expansion capped"},
		"endless product":         {doubling("PREV * PREV"), "Number too large"},
		"endless number as text":  {"variable \"n\" {\n  type    = string\n  default = 1e99999999\n}\nlocals {\n  last = var.n\n}" + bucket, "a number of too many digits: expansion capped"},
		"endless decoded number":  {"locals {\n  last = \"${jsondecode(\"{\\\"a\\\": 1e99999999}\").a}\"\n}" + bucket, "too many digits"},
		"doubled blocks":          {doubledBlocks(30), "make more than 20000 blocks"},
		"deep objects":            {deepObjects(3000), "The value of local.l1001 is larger than 8 MiB, too deep"},
		"cycle of a thousand":     {strings.Replace(chain(1000), `"end"`, "local.last", 1), "and 980 more"},
	}
	set := schemas(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := evaluate.Options{Schemas: set}
			start := time.Now()
			got := render(evaluate.Resources(extract(t, oneFile(test.src), &opts), opts))
			// Two seconds alone, nine beside the others under the race detector; without a bound it would be hours.
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %s", took)
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("%q is not in:\n%.3000s", test.want, got)
			}
			if !strings.Contains(got, "aws_s3_bucket.b ") {
				t.Errorf("the bucket is lost:\n%.3000s", got)
			}
		})
	}
}

// chain is a chain of n locals, each the value of the next.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("locals {\n  last = local.l1\n")
	for i := 1; i < n-1; i++ {
		fmt.Fprintf(&b, "  l%d = local.l%d\n", i, i+1)
	}
	fmt.Fprintf(&b, "  l%d = \"end\"\n}\n%s", n-1, strings.TrimPrefix(bucket, "\n"))
	return b.String()
}

// doubling is a chain of locals, each made of two of the one before.
func doubling(format string) string {
	var b strings.Builder
	b.WriteString("locals {\n  l0 = \"0123456789\"\n")
	for i := range 60 {
		fmt.Fprintf(&b, "  l%d = %s\n", i+1, strings.ReplaceAll(format, "PREV", fmt.Sprintf("local.l%d", i)))
	}
	b.WriteString("  last = length(jsonencode(local.l60)) > 0 ? \"x\" : \"y\"\n}" + bucket)
	return b.String()
}

// doubledBlocks is dynamic blocks within each other, each of which makes two.
func doubledBlocks(levels int) string {
	return "locals {\n  last = \"x\"\n}\nresource \"aws_backup_plan\" \"p\" {\n" +
		strings.Repeat("dynamic \"rule\" {\nfor_each = [1, 2]\ncontent {\n", levels) + strings.Repeat("}\n}\n", levels) + "}\n" + bucket
}

// deepObjects is a chain of locals, each an object around the one before.
func deepObjects(levels int) string {
	var b strings.Builder
	b.WriteString("locals {\n  l0 = 1\n")
	for i := range levels {
		fmt.Fprintf(&b, "  l%d = { a = local.l%d }\n", i+1, i)
	}
	return b.String() + "  last = \"x\"\n}\n" + bucket
}

// loops is three loops of a thousand within each other, around an expression.
func loops(inside string) string {
	return "locals {\n  many = range(1000)\n  last = length([for a in local.many : [for b in local.many : [for c in local.many : " +
		inside + "]]]) > 0 ? \"x\" : \"y\"\n}" + bucket
}

// TestModuleBounds counts module instances too: 64 levels of modules that each call two.
func TestModuleBounds(t *testing.T) {
	a := &txtar.Archive{}
	add := func(name, src string) { a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(src)}) }
	for i := range 70 {
		dir := fmt.Sprintf("m%d/main.tf", i)
		if i == 0 {
			dir = "main.tf"
		}
		up := "./"
		if i > 0 {
			up = "../"
		}
		add(dir, fmt.Sprintf("module \"a\" {\n  source = %[1]q\n}\nmodule \"b\" {\n  source = %[1]q\n}\n", fmt.Sprintf("%sm%d", up, i+1)))
	}
	add("m70/main.tf", "resource \"aws_sns_topic\" \"t\" {}\n")
	add("last.tf", "resource \"aws_s3_bucket\" \"b\" {}\n")
	opts := evaluate.Options{}
	result := evaluate.Resources(extract(t, a, &opts), opts)
	if len(result.Resources) != 1 || len(result.Unread) == 0 || !result.Diagnostics.HasErrors() {
		t.Errorf("%d resources, %d unread, %d diagnostics", len(result.Resources), len(result.Unread), len(result.Diagnostics))
	}
}

// TestDeterministic evaluates the same files many times: maps must not show.
func TestDeterministic(t *testing.T) {
	for _, name := range []string{"modules", "mistakes", "policy", "providers"} {
		a, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		opts := evaluate.Options{Schemas: schemas(t), Symbols: symbols(t)}
		tree := extract(t, a, &opts)
		want := render(evaluate.Resources(tree, opts))
		for range 20 {
			if got := render(evaluate.Resources(tree, opts)); got != want {
				t.Fatalf("%s: two runs differ:\n%s\n%s", name, want, got)
			}
		}
	}
}

// TestAtStays holds that no place of one resource shows on another: every At lies inside of the instance's own block, or, for
// regions, in a provider block.
func TestAtStays(t *testing.T) {
	for _, name := range []string{"references", "count", "foreach", "dynamic", "modules", "policy", "misc"} {
		a, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		opts := evaluate.Options{Schemas: schemas(t), Symbols: symbols(t)}
		for _, r := range evaluate.Resources(extract(t, a, &opts), opts).Resources {
			_, marks := r.All().UnmarkDeep()
			for mark := range marks {
				if encoded, ok := mark.(*resource.Encoded); ok {
					_, inner := encoded.Value.UnmarkDeep()
					for mark := range inner {
						if at, ok := mark.(resource.At); ok {
							t.Errorf("%s: %s has %v inside of a document", name, r.Address, at)
						}
					}
				}
				if at, ok := mark.(resource.At); ok && !r.Body.Contains(*at.Range) {
					t.Errorf("%s: %s has %v, its block is %v", name, r.Address, at, r.Body)
				}
			}
		}
	}
}
