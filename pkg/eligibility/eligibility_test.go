package eligibility

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/baalint/baalint/policies"
	"github.com/google/go-cmp/cmp"
)

func TestService(t *testing.T) {
	table := open(t)
	for _, test := range []struct {
		name, resourceType string
		want               Service
		unknown            bool
	}{
		{"exact", "aws_db_instance", Service{Cloud: "aws", Name: "Amazon RDS", Eligible: "yes", PHI: "stores"}, false},
		{"configuration of a store", "aws_db_parameter_group", Service{Cloud: "aws", Name: "Amazon RDS", Eligible: "yes", PHI: "none"}, false},
		{"prefix", "aws_accessanalyzer_analyzer", Service{Cloud: "aws", Name: "IAM Access Analyzer", Eligible: "no", PHI: "none"}, false},
		{"new type of a known prefix", "aws_accessanalyzer_newest", Service{Cloud: "aws", Name: "IAM Access Analyzer", Eligible: "no", PHI: "none"}, false},
		{"decided by attributes", "aws_directory_service_directory",
			Service{Cloud: "aws", Name: "AWS Directory Service", Eligible: "yes", PHI: "stores", Conditional: true}, false},
		{"azure", "azurerm_search_service", Service{Cloud: "azure", Name: "Azure AI Search", Eligible: "yes", PHI: "stores"}, false},
		{"google", "google_storage_bucket", Service{Cloud: "google", Name: "Cloud Storage", Eligible: "yes", PHI: "stores"}, false},
		{"other provider", "random_password", Service{}, true},
		{"unknown type", "aws_nothing_of_the_kind", Service{}, true},
		{"nothing", "", Service{}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := table.Service(test.resourceType)
			if diff := cmp.Diff(test.want, got); diff != "" || ok == test.unknown {
				t.Errorf("known: %v\n%s", ok, diff)
			}
		})
	}
}

func TestRegions(t *testing.T) {
	regions := open(t).Regions()
	for _, test := range []struct {
		cloud, region string
		want          map[string]any
	}{
		{"aws", "us-east-1", map[string]any{"country": "US", "countries": []any{"US"}, "complete": true}},
		{"azure", "southeastasia", map[string]any{"country": "SG", "countries": []any{"SG"}, "complete": true, "pair": "eastasia"}},
		{"google", "nam4", map[string]any{
			"country": "US", "countries": []any{"US"}, "complete": true, "members": []any{"us-central1", "us-east1"}}},
		{"google", "eur8", map[string]any{"countries": []any{"CH", "DE"}, "complete": true, "members": []any{"europe-west3", "europe-west6"}}},
		{"google", "asia", map[string]any{"countries": []any{}, "complete": false}},
		{"aws", "eu-isoe-west-1", map[string]any{"countries": []any{}, "complete": false}},
	} {
		if diff := cmp.Diff(test.want, regions[test.cloud].(map[string]any)[test.region]); diff != "" {
			t.Errorf("%s %s:\n%s", test.cloud, test.region, diff)
		}
	}
	if members := regions["groups"].(map[string]any)["EU"].([]any); len(members) != 27 {
		t.Errorf("EU has %d members", len(members))
	}
}

func TestNames(t *testing.T) {
	names := map[string]bool{}
	for _, name := range open(t).Names() {
		names[name] = true
	}
	for _, name := range []string{"us-east-1", "eastus2", "us-central1", "nam4"} {
		if !names[name] {
			t.Errorf("no %s", name)
		}
	}
	if names["EU"] || names["US"] {
		t.Error("country codes among the regions")
	}
}

func TestBadTables(t *testing.T) {
	good := &fstest.MapFile{Data: []byte("a\tb\tc\td\te\t\n")}
	bad := &fstest.MapFile{Data: []byte("# comment\n\na\tb\n")}
	for name, fsys := range map[string]fstest.MapFS{
		"none":    {},
		"types":   {"eligibility/types.tsv": bad, "eligibility/regions.tsv": good},
		"regions": {"eligibility/types.tsv": good, "eligibility/regions.tsv": bad},
		"half":    {"eligibility/types.tsv": good},
	} {
		if _, err := Open(fsys); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The tables say what the YAML files say.
func TestTablesAreFresh(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command("go", "run", "generate.go", "-to", dir)
	cmd.Dir = "../../policies/eligibility"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{"types.tsv", "regions.tsv"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(cmd.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(got) {
			t.Errorf("%s is stale: run go run generate.go in policies/eligibility", name)
		}
	}
}

func TestOpenIsFast(t *testing.T) {
	best := time.Hour
	for range 5 {
		began := time.Now()
		open(t)
		best = min(best, time.Since(began))
	}
	if best > 20*time.Millisecond { // measured at 0.7 ms; the bound only catches a change of kind
		t.Errorf("Open took %v", best)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(policies.FS); err != nil {
			b.Fatal(err)
		}
	}
}

func open(t *testing.T) *Table {
	t.Helper()
	table, err := Open(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return table
}
