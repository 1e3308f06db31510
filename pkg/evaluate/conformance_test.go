package evaluate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
)

// example is an expression and what terraform console prints for it, "error" where it has no value.
type example struct{ expr, want string }

const failed = "error"

// TestExpressions compares every expression of the conformance suite with Terraform's answer.
func TestExpressions(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(conformanceDir, "expressions", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	fixture, err := txtar.ParseFile(filepath.Join(conformanceDir, "expressions", "fixture.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	opts := evaluate.Options{Schemas: builtinSchemas(t)}
	differs := deliberate(t)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			t.Parallel()
			examples := readExamples(t, name)
			if asked(t) {
				answers := askConsole(t, fixture, examples)
				if *update {
					writeExamples(t, name, answers)
				} else if diff := cmp.Diff(examples, answers, cmp.AllowUnexported(example{})); diff != "" {
					t.Errorf("terraform answers otherwise: -stored +now:\n%s", diff)
				}
				examples = answers
			}
			dir := unpack(t, fixture)
			tree := loadTree(t, dir, fixture, &opts)
			for _, e := range examples {
				got := failed
				if v, diags := evaluate.Expression(tree, opts, e.expr); !diags.HasErrors() {
					got = strings.ReplaceAll(notation(v, 0), dir, "/work")
				}
				switch different := got != e.want; {
				case different && !differs[e.expr]:
					t.Errorf("%s\n-terraform +baalint:\n%s", e.expr, cmp.Diff(e.want, got))
				case !different && differs[e.expr]:
					t.Errorf("%s: listed as a difference, but there is none", e.expr)
				}
			}
		})
	}
}

// TestConformanceCount holds that the suite covers every function of Terraform, and how many cases there are.
func TestConformanceCount(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(conformanceDir, "functions.json"))
	if err != nil {
		t.Fatal(err)
	}
	var functions []string
	if err := json.Unmarshal(src, &functions); err != nil {
		t.Fatal(err)
	}
	if asked(t) {
		current := askFunctions(t)
		if diff := cmp.Diff(functions, current); diff != "" {
			t.Errorf("terraform offers others: -stored +now:\n%s", diff)
		}
	}
	files, err := filepath.Glob(filepath.Join(conformanceDir, "expressions", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	answered, refused, unknown := map[string]int{}, map[string]int{}, map[string]int{}
	expressions := 0
	for _, name := range files {
		for _, e := range readExamples(t, name) {
			expressions++
			for _, called := range calledFunctions(e.expr) {
				answered[called]++
				if e.want == failed {
					refused[called]++
				}
				if strings.Contains(e.expr, "local.unknown") {
					unknown[called]++
				}
			}
		}
	}
	for _, name := range functions {
		if strings.Contains(name, "::") || name == "plantimestamp" { // which the console does not know
			continue
		}
		if answered[name] < 4 || refused[name] == 0 && !never[name] || unknown[name] == 0 && !nullary[name] {
			t.Errorf("%s: %d examples, %d errors, %d with unknown arguments", name, answered[name], refused[name], unknown[name])
		}
	}
	configurations, err := filepath.Glob(filepath.Join(conformanceDir, "configurations", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if expressions < 2400 || len(configurations) < 60 {
		t.Errorf("%d expressions and %d configurations, want at least 2400 and 60", expressions, len(configurations))
	}
}

// never are the functions that no argument puts in error, nullary those that take none.
var (
	never   = map[string]bool{"can": true}
	nullary = map[string]bool{"timestamp": true, "uuid": true}
)

func calledFunctions(src string) []string {
	expr, diags := hclsyntax.ParseExpression([]byte(src), "expression", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	var names []string
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, ok := node.(*hclsyntax.FunctionCallExpr); ok {
			names = append(names, strings.TrimPrefix(call.Name, "core::"))
		}
		return nil
	})
	slices.Sort(names)
	return slices.Compact(names)
}

func readExamples(t *testing.T, name string) []example {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	for line := range strings.Lines(string(src)) {
		if expr, ok := strings.CutPrefix(line, "> "); ok {
			out = append(out, example{expr: strings.TrimRight(expr, "\n")})
		} else if len(out) > 0 {
			out[len(out)-1].want += line
		}
	}
	for i := range out {
		out[i].want = strings.TrimRight(out[i].want, "\n")
	}
	return out
}

func writeExamples(t *testing.T, name string, examples []example) {
	t.Helper()
	var b bytes.Buffer
	for _, e := range examples {
		fmt.Fprintf(&b, "> %s\n%s\n\n", e.expr, e.want)
	}
	if err := os.WriteFile(name, bytes.TrimSuffix(b.Bytes(), []byte("\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// console is a Terraform that answers expressions.
type console struct {
	terraform
	t *testing.T
}

// askConsole gives Terraform's answers. Its console prints one result a process, so the expressions that have a value are asked
// together, as the elements of a tuple; and those that have none inside of can, each by itself only where that does not
// help.
func askConsole(t *testing.T, fixture *txtar.Archive, examples []example) []example {
	t.Helper()
	c := console{terraform{dir: unpack(t, fixture)}, t}
	answers := slices.Clone(examples)
	var values, errs []*example
	for i := range answers {
		if answers[i].want == failed {
			errs = append(errs, &answers[i])
		} else {
			values = append(values, &answers[i])
		}
	}
	for chunk := range slices.Chunk(values, 100) {
		c.values(chunk)
	}
	for chunk := range slices.Chunk(errs, 100) {
		c.errors(chunk)
	}
	return answers
}

func (c *console) ask(expr string) (string, bool) {
	out, err := c.run(c.t.Context(), expr+"\n", "console", "-plan", "-no-color")
	var refused *failure
	switch {
	case errors.As(err, &refused) && !bytes.Contains(refused.stderr, []byte("state lock")):
		return failed, false
	case err != nil:
		c.t.Fatalf("%s: %v", expr, err)
	}
	return strings.TrimRight(strings.ReplaceAll(string(out), c.dir, "/work"), "\n"), true
}

func (c *console) values(chunk []*example) {
	if len(chunk) == 1 {
		chunk[0].want, _ = c.ask(chunk[0].expr)
		return
	}
	if out, ok := c.ask(tuple(chunk, "%s")); ok {
		elements := elementsOf(out)
		if len(elements) != len(chunk) {
			c.t.Fatalf("%d answers to %d questions:\n%s", len(elements), len(chunk), out)
		}
		for i, e := range chunk {
			e.want = elements[i]
		}
		return
	}
	c.values(chunk[:len(chunk)/2])
	c.values(chunk[len(chunk)/2:])
}

func (c *console) errors(chunk []*example) {
	if len(chunk) == 1 {
		chunk[0].want, _ = c.ask(chunk[0].expr)
		return
	}
	if out, ok := c.ask(tuple(chunk, "can(%s)")); ok {
		for i, can := range elementsOf(out) {
			if can != "false" {
				c.errors(chunk[i : i+1])
			}
		}
		return
	}
	c.errors(chunk[:len(chunk)/2])
	c.errors(chunk[len(chunk)/2:])
}

// tuple writes expressions as the elements of one, each after its number.
func tuple(examples []*example, format string) string {
	var b strings.Builder
	for i, e := range examples {
		fmt.Fprintf(&b, "%s, "+format+", ", numbered(i), e.expr)
	}
	return "[" + b.String() + "]"
}

func numbered(i int) string { return fmt.Sprintf("\"@@ %d @@\"", i) }

// elementsOf takes the notation of a tuple apart again. An element is indented, and a text of several lines in it is
// written as an indented heredoc.
func elementsOf(out string) []string {
	var elements []string
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\n]"), "\n") {
		line = strings.TrimPrefix(line, "  ")
		switch last := len(elements) - 1; {
		case line == numbered(len(elements))+",":
			elements = append(elements, "")
		case last >= 0:
			elements[last] += line + "\n"
		}
	}
	for i, element := range elements {
		element = strings.TrimSuffix(element, ",\n")
		if rest, ok := strings.CutPrefix(element, "<<-EOT\n"); ok {
			element = "<<EOT\n" + rest
		}
		elements[i] = element
	}
	return elements
}

func askFunctions(t *testing.T) []string {
	t.Helper()
	out, err := (&terraform{dir: t.TempDir()}).run(t.Context(), "", "metadata", "functions", "-json")
	if err != nil {
		t.Fatal(err)
	}
	var is struct {
		Functions map[string]any `json:"function_signatures"`
	}
	if err := json.Unmarshal(out, &is); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(is.Functions))
}
