package tffunc

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "ask `terraform console` for the expected results")

const conformanceDir = "testdata/conformance"

// example is an expression and what terraform console prints for it, "error" where it has no value.
type example struct{ expr, want string }

// TestConformance compares every expression under testdata/conformance with Terraform's own answer.
func TestConformance(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(conformanceDir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	fixture, err := txtar.ParseFile(filepath.Join(conformanceDir, "fixture.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	ctx := fixtureContext(t, fixture)
	deliberate := deliberateDifferences(t)
	total := 0
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			examples := readExamples(t, name)
			total += len(examples)
			if *update {
				askTerraform(t, fixture, examples)
				writeExamples(t, name, examples)
			}
			for _, e := range examples {
				got := console(ctx, e.expr)
				switch different := got != e.want; {
				case different && !deliberate[e.expr]:
					t.Errorf("%s\n%s", e.expr, cmp.Diff(e.want, got))
				case !different && deliberate[e.expr]:
					t.Errorf("%s: listed as a difference, but there is none", e.expr)
				}
			}
		})
	}
	if total < 350 {
		t.Errorf("%d examples, want at least 350", total)
	}
}

// deliberateDifferences reads the expressions in the README's list: "- `expression`: reason".
func deliberateDifferences(t *testing.T) map[string]bool {
	src, err := os.ReadFile(filepath.Join(conformanceDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(src)) {
		if rest, ok := strings.CutPrefix(line, "- `"); ok {
			expr, reason, ok := strings.Cut(rest, "`: ")
			if !ok || strings.TrimSpace(reason) == "" {
				t.Errorf("README.md: %q has no reason", strings.TrimSpace(line))
			}
			out[expr] = true
		}
	}
	return out
}

func readExamples(t *testing.T, name string) []example {
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
	var b bytes.Buffer
	for _, e := range examples {
		fmt.Fprintf(&b, "> %s\n%s\n\n", e.expr, e.want)
	}
	if err := os.WriteFile(name, bytes.TrimSuffix(b.Bytes(), []byte("\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// askTerraform fills in what Terraform answers. Its console stops at the first error, so every expression gets its own; it
// locks its directory, so every worker gets one.
func askTerraform(t *testing.T, fixture *txtar.Archive, examples []example) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatal("-update needs terraform on the PATH")
	}
	var wait sync.WaitGroup
	next := make(chan *example)
	for range 3 {
		dir := t.TempDir()
		unpack(t, fixture, dir)
		wait.Go(func() {
			for e := range next {
				cmd := exec.CommandContext(t.Context(), terraform, "console", "-no-color")
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
				cmd.Stdin = strings.NewReader(e.expr + "\n")
				out, err := cmd.Output()
				e.want = strings.TrimRight(strings.ReplaceAll(string(out), dir, "/work"), "\n")
				var failed *exec.ExitError
				switch {
				case errors.As(err, &failed) && !bytes.Contains(failed.Stderr, []byte("state lock")):
					e.want = "error"
				case err != nil:
					t.Errorf("%s: %v", e.expr, err)
				}
			}
		})
	}
	for i := range examples {
		next <- &examples[i]
	}
	close(next)
	wait.Wait()
}

func unpack(t *testing.T, archive *txtar.Archive, dir string) {
	for _, f := range archive.Files {
		target := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// fixtureContext is the scope of the examples: the functions over the fixture's files, and the locals of its main.tf.
func fixtureContext(t *testing.T, fixture *txtar.Archive) *hcl.EvalContext {
	ctx := &hcl.EvalContext{Functions: Table(memoryHost(fixture)), Variables: map[string]cty.Value{}}
	for _, f := range fixture.Files {
		if f.Name != "main.tf" {
			continue
		}
		file, diags := hclsyntax.ParseConfig(f.Data, f.Name, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		locals := map[string]cty.Value{}
		for name, attr := range file.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes {
			v, diags := attr.Expr.Value(nil)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			locals[name] = v
		}
		ctx.Variables["local"] = cty.ObjectVal(locals)
	}
	return ctx
}

// memoryHost serves the files of an archive as the tree under /work.
func memoryHost(archive *txtar.Archive) Host {
	inside := func(name string) error {
		if name != "/work" && !strings.HasPrefix(name, "/work/") {
			return fmt.Errorf("%s: %w", name, ErrOutside)
		}
		return nil
	}
	return Host{
		Dir: "/work",
		ReadFile: func(name string) ([]byte, error) {
			if err := inside(name); err != nil {
				return nil, err
			}
			for _, f := range archive.Files {
				full := path.Join("/work", f.Name)
				if full == name {
					return f.Data, nil
				}
				if strings.HasPrefix(full, name+"/") {
					return nil, errors.New("is a directory")
				}
			}
			return nil, fs.ErrNotExist
		},
		Files: func(dir string) ([]string, error) {
			if err := inside(dir); err != nil {
				return nil, err
			}
			var out []string
			for _, f := range archive.Files {
				if rest, ok := strings.CutPrefix(path.Join("/work", f.Name), dir+"/"); ok {
					out = append(out, rest)
				}
			}
			return out, nil
		},
	}
}

// console evaluates and prints as terraform console does.
func console(ctx *hcl.EvalContext, src string) string {
	expr, diags := hclsyntax.ParseExpression([]byte(src), "console", hcl.InitialPos)
	if diags.HasErrors() {
		return "error"
	}
	v, diags := expr.Value(ctx)
	if diags.HasErrors() {
		return "error"
	}
	return notation(v, 0)
}
