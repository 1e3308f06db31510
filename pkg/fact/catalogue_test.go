package fact_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

var update = flag.Bool("update", false, "rewrite the expected facts")

const policies = "../../policies"

func schemas(t testing.TB) *schema.Set {
	t.Helper()
	set, err := schema.Open(os.DirFS(policies), "schemas")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestCatalogue reads the Terraform of every archive beside a catalogue file and compares the facts.
func TestCatalogue(t *testing.T) {
	catalogue, err := fact.Load(os.DirFS(policies))
	if err != nil {
		t.Fatal(err)
	}
	set := schemas(t)
	for _, pattern := range []string{"/catalogue/*/*.txtar", "/catalogue/*/*/*.txtar"} {
		names, err := filepath.Glob(policies + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			t.Run(filepath.Base(filepath.Dir(name))+"/"+filepath.Base(name), func(t *testing.T) { golden(t, name, catalogue, set) })
		}
	}
}

// TestInterpreter does the same for the archives of testdata, each with a small catalogue of its own. Where it has no
// concepts.hcl the real one serves.
func TestInterpreter(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	set := schemas(t)
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			catalogue, err := fact.Load(catalogueOf(t, archive))
			if err != nil {
				t.Fatal(err)
			}
			catalogue.UseSchemas(set)
			golden(t, name, catalogue, set)
		})
	}
}

// catalogueOf is the catalogue that an archive brings along.
func catalogueOf(t *testing.T, archive *txtar.Archive) fs.FS {
	t.Helper()
	concepts, err := os.ReadFile(policies + "/catalogue/concepts.hcl")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"catalogue/concepts.hcl": {Data: concepts}}
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "catalogue/") {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

// golden holds the facts of an archive's Terraform against its last file, facts.json.
func golden(t *testing.T, name string, catalogue *fact.Catalogue, set *schema.Set) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var want []byte
	dir, rest := t.TempDir(), archive.Files[:0:0]
	for _, f := range archive.Files {
		if f.Name == "facts.json" {
			want = f.Data
			continue
		}
		rest = append(rest, f)
		if strings.HasPrefix(f.Name, "catalogue/") {
			continue
		}
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	table, err := eligibility.Open(os.DirFS(policies))
	if err != nil {
		t.Fatal(err)
	}
	estate, err := catalogue.Facts(resources(t, dir, set), testEligibility{table})
	if err != nil {
		t.Fatal(err)
	}
	got := render(t, estate)
	if *update {
		archive.Files = slices.Concat(rest, []txtar.File{{Name: "facts.json", Data: got}})
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("facts differ (-want +got; -update rewrites):\n%s", diff)
	}
}

// The files of the catalogue are laid out as those of Terraform; -update does it.
func TestCatalogueFormat(t *testing.T) {
	err := filepath.WalkDir(policies+"/catalogue", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".hcl" {
			return err
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		formatted := hclwrite.Format(source)
		switch {
		case bytes.Equal(source, formatted):
			return nil
		case *update:
			return os.WriteFile(name, formatted, 0o600)
		}
		t.Errorf("%s is laid out otherwise:\n%s", name, cmp.Diff(strings.Split(string(source), "\n"), strings.Split(string(formatted), "\n")))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// testEligibility knows one made-up type, and the vendors of a run.
type testEligibility struct{ *eligibility.Table }

func (e testEligibility) Cloud(provider string) string {
	list, _ := e.List(provider)
	return list.Cloud
}

func (e testEligibility) Remote(word string) (fact.Vendor, bool) {
	key, ok := e.Table.Remote(word)
	v, _ := e.Vendor(key)
	return fact.Vendor{Cloud: key, Name: v.Name, Service: v.Service, Consumer: v.Consumer, Eligible: "agreement"}, ok
}

func (e testEligibility) Endpoint(endpoint string) (fact.Vendor, bool) {
	key, region, ok := e.Table.Endpoint(endpoint)
	v, _ := e.Vendor(key)
	return fact.Vendor{
		Cloud: key, Name: v.Name, Service: v.Service, Region: region, Eligible: "agreement", Role: v.Role, Consumer: v.Consumer, Encrypts: v.Encrypts,
		Local: key == eligibility.LocalKey,
	}, ok
}

func (testEligibility) Service(_, resourceType string) (fact.Service, bool) {
	return fact.Service{Cloud: "aws", Name: "Amazon Test", Eligible: "no", Holds: "stores"}, resourceType == "aws_test"
}

func resources(t testing.TB, dir string, set *schema.Set) []*resource.Resource {
	t.Helper()
	tree, err := load.Load(load.Options{Base: dir, Dirs: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	result := evaluate.Resources(tree, evaluate.Options{Schemas: set, Symbols: symbols(t)})
	for _, d := range result.Diagnostics {
		t.Errorf("%s", d)
	}
	for _, m := range tree.Modules() {
		for _, d := range m.Diagnostics {
			t.Errorf("%s", d)
		}
	}
	return result.Resources
}

// symbols are those of the table that a run reads.
func symbols(t testing.TB) (table evaluate.Symbols) {
	t.Helper()
	data, err := os.ReadFile("../../policies/symbols.json")
	if err == nil {
		err = json.Unmarshal(data, &table)
	}
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// render prints facts for people: one line a field, with its value, what it waits for, where it came from and where it stands.
func render(t *testing.T, estate *fact.Estate) []byte {
	t.Helper()
	out := map[string]any{}
	facts := map[string]any{}
	for _, f := range estate.Facts {
		facts[f.ID] = renderFact(f)
	}
	out["facts"] = facts
	orphans, problems := make([]string, 0, len(estate.Orphans)), make([]string, 0, len(estate.Problems))
	for _, o := range estate.Orphans {
		orphans = append(orphans, fmt.Sprintf("%s of %s %q", o.Address, o.Concept, o.Of))
	}
	for _, p := range estate.Problems {
		problems = append(problems, fmt.Sprintf("%s: %s: %s (%s)", place(p.Place), p.Summary, p.Detail, p.Address))
	}
	if len(orphans) > 0 {
		out["orphans"] = orphans
	}
	if len(problems) > 0 {
		out["problems"] = problems
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func renderFact(f *fact.Fact) map[string]any {
	out := map[string]any{}
	for _, name := range f.Names() {
		field := f.Field(name)
		var b strings.Builder
		b.WriteString(strings.ReplaceAll(field.Text(), `"`, "'"))
		if !field.Known {
			whys := make([]string, 0, len(field.Why))
			for _, why := range field.Why {
				whys = append(whys, fmt.Sprintf("%s: %s", why.Subject, why.Cause))
			}
			fmt.Fprintf(&b, " ? %s", strings.Join(whys, "; "))
		}
		if len(field.Refs) > 0 {
			fmt.Fprintf(&b, " <- %s", strings.Join(field.Refs, ", "))
		}
		for _, at := range field.At {
			fmt.Fprintf(&b, " @%s", place(at))
		}
		for _, far := range field.Related() {
			fmt.Fprintf(&b, " ~%s %s", far.Address, place(far.Place))
		}
		out[name] = strings.TrimSpace(b.String())
	}
	if f.Maybe != nil {
		out["#maybe"] = fmt.Sprintf("%s: %s", f.Maybe.Subject, f.Maybe.Cause)
	}
	out["#place"] = place(f.Place)
	parts := make([]string, 0, len(f.Parts))
	for _, p := range f.Parts {
		parts = append(parts, p.Address+" "+place(p.Place))
	}
	if len(parts) > 0 {
		out["#parts"] = parts
	}
	return out
}

// place is "line", after the file's name where that is not main.tf.
func place(r resource.Range) string {
	return strings.TrimPrefix(fmt.Sprintf("%s:%d", r.File, r.Line), "main.tf:")
}

// TestNames holds the attribute names of the catalogue against the providers' schemas.
func TestNames(t *testing.T) {
	catalogue, err := fact.Load(os.DirFS(policies))
	if err != nil {
		t.Fatal(err)
	}
	providers := map[string][]string{
		"aws": {"aws", "terraform"}, "azure": {"azapi", "azuread", "azurerm", "terraform"}, "google": {"google", "google-beta", "terraform"},
		"terraform": {"terraform"}, "backblaze": {"b2"}, "cloudflare-r2": {"cloudflare"}, "digitalocean": {"digitalocean"}, "linode": {"linode"}, "google-drive": {"gdrive"}, "mongodb-atlas": {"mongodbatlas"}, "cockroach": {"cockroach"}, "confluent": {"confluent"}, "snowflake": {"snowflake"}, "rubrik": {"polaris"}, "cohesity": {"cohesity"}, "velero": {"helm", "kubernetes", "kubectl"},
	}
	if err := catalogue.Check(providers); err != nil {
		t.Error(err)
	}
}
