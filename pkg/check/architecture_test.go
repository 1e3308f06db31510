package check

import (
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "github.com/baalint/baalint/"
	house  = "../.." // the root of the repository, from here
)

// The packages import what the table of docs/architecture.md lets them.
func TestArchitecture(t *testing.T) {
	table := architecture(t)
	imports := imports(t)
	for pkg := range table {
		if imports[pkg] == nil {
			t.Errorf("docs/architecture.md has a row for %s, which has no Go files", pkg)
		}
	}
	for pkg, imported := range imports {
		never, ok := table[pkg]
		if !ok {
			t.Errorf("docs/architecture.md has no row for %s", pkg)
			continue
		}
		for _, path := range imported {
			if broken := forbids(never, path); broken != "" {
				t.Errorf("%s imports %s, against %q in docs/architecture.md", pkg, path, broken)
			}
		}
	}
}

// architecture reads the table: package to what it never imports, phrase by phrase.
func architecture(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(house, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 5 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		pkg := strings.Trim(strings.TrimSpace(cells[1]), "`")
		never := strings.TrimSpace(cells[3])
		if before, after, ok := strings.Cut(never, " but "); ok {
			// "but" takes all that follows it as exceptions.
			table[pkg] = append(phrases(before), "but "+after)
			continue
		}
		table[pkg] = phrases(never)
	}
	if len(table) < 10 {
		t.Fatalf("docs/architecture.md: %d rows found", len(table))
	}
	return table
}

func phrases(text string) []string {
	out := strings.Split(strings.TrimSuffix(text, ","), ",")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// libraries are the words of the table for code that is not ours.
var libraries = map[string]string{
	"OPA": "github.com/open-policy-agent/", "cobra": "github.com/spf13/", "hcl": "github.com/hashicorp/hcl/",
	"the HCL parser": "github.com/hashicorp/hcl/", "os": "os",
}

// forbids returns the phrase that forbids an import, or "".
func forbids(never []string, imported string) string {
	own, ours := strings.CutPrefix(imported, module)
	name := path.Base(own)
	excepted := slices.ContainsFunc(never, func(phrase string) bool {
		return strings.HasPrefix(phrase, "but ") && strings.Contains(phrase, "`"+name+"`")
	})
	for _, phrase := range never {
		library, isLibrary := libraries[phrase]
		switch {
		case strings.HasPrefix(phrase, "but "), phrase == "any provider's name":
		case isLibrary:
			if imported == library || strings.HasSuffix(library, "/") && strings.HasPrefix(imported, library) {
				return phrase
			}
		case phrase == "anything":
			if strings.Contains(imported, ".") {
				return phrase
			}
		case phrase == "the rest", phrase == "anything of ours":
			if ours && !excepted {
				return phrase
			}
		case ours && (name == phrase || own == phrase):
			return phrase
		}
	}
	return ""
}

// Every word of the table is one that forbids reads.
func TestArchitectureWords(t *testing.T) {
	all := imports(t)
	words := []string{"anything", "anything of ours", "the rest", "any provider's name"}
	words = slices.AppendSeq(words, maps.Keys(libraries))
	for pkg := range all {
		words = append(words, path.Base(pkg))
	}
	for pkg, never := range architecture(t) {
		for _, phrase := range never {
			if !strings.HasPrefix(phrase, "but ") && !slices.Contains(words, phrase) {
				t.Errorf("docs/architecture.md, %s: %q means nothing to this test", pkg, phrase)
			}
		}
	}
}

// The files by which docs/architecture.md walks through a package are there.
func TestArchitectureFiles(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(house, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	heading, file := regexp.MustCompile("^## .*: `(pkg/[a-z]+)`$"), regexp.MustCompile("`([a-z]+\\.go)`")
	pkg, found := "", map[string]int{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "## ") {
			pkg = ""
			if m := heading.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				pkg = m[1]
			}
		}
		for _, m := range file.FindAllStringSubmatch(line, -1) {
			if pkg == "" {
				continue
			}
			found[pkg]++
			if _, err := os.Stat(filepath.Join(house, pkg, m[1])); err != nil {
				t.Errorf("docs/architecture.md: there is no %s in %s", m[1], pkg)
			}
		}
	}
	if len(found) < 3 {
		t.Errorf("docs/architecture.md walks through %v", found)
	}
}

// imports are the imports of each package, tests and packages for tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	goFiles(t, func(name string, source []byte) {
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pkg := filepath.ToSlash(filepath.Dir(name))
		if slices.Contains(strings.Split(string(source), "\n"), "//go:build ignore") || testPackage(pkg) {
			return
		}
		if found[pkg] == nil {
			found[pkg] = []string{}
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			found[pkg] = append(found[pkg], path)
		}
	})
	return found
}

// testPackage is true for packages that only tests import; no binary holds them.
func testPackage(pkg string) bool {
	return strings.HasPrefix(pkg, "pkg/report/") || strings.Contains(pkg, "internal/")
}

// goFiles calls visit for every Go file that is no test, by its name from the root of the repository.
func goFiles(t *testing.T, visit func(name string, source []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(house), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(filepath.Join(house, name))
		if err == nil {
			visit(name, source)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What a resource type means is data under policies/. Terraform itself knows one type by name, and one file here does.
func TestNoProviderNames(t *testing.T) {
	const exception = "pkg/evaluate/policydocument.go"
	name := regexp.MustCompile(`\b(aws|azurerm|azuread|google)_[a-z0-9]`)
	goFiles(t, func(file string, source []byte) {
		if file == exception {
			return
		}
		set := token.NewFileSet()
		var scan scanner.Scanner
		scan.Init(set.AddFile(file, -1, len(source)), source, nil, 0)
		for {
			pos, kind, literal := scan.Scan()
			if kind == token.EOF {
				return
			}
			if kind == token.STRING && name.MatchString(literal) {
				t.Errorf("%s names the resource type in %s", set.Position(pos), literal)
			}
		}
	})
}

func TestForbids(t *testing.T) {
	for _, test := range []struct {
		never    []string
		imported string
		want     string
	}{
		{[]string{"evaluate", "OPA"}, module + "pkg/evaluate", "evaluate"},
		{[]string{"evaluate", "OPA"}, module + "pkg/load", ""},
		{[]string{"evaluate", "OPA"}, "github.com/open-policy-agent/opa/v1/ast", "OPA"},
		{[]string{"the rest", "but `finding`"}, module + "pkg/finding", ""},
		{[]string{"the rest", "but `finding`"}, module + "pkg/report", "the rest"},
		{[]string{"the rest", "but `finding`"}, "github.com/goccy/go-yaml/ast", ""},
		{[]string{"the rest", "the HCL parser"}, "github.com/hashicorp/hcl/v2", "the HCL parser"},
		{[]string{"anything"}, "strings", ""},
		{[]string{"anything"}, "golang.org/x/text", "anything"},
		{[]string{"os"}, "os", "os"},
		{[]string{"os"}, "os/signal", ""},
	} {
		if got := forbids(test.never, test.imported); got != test.want {
			t.Errorf("%v, import of %s: %q, want %q", test.never, test.imported, got, test.want)
		}
	}
}
