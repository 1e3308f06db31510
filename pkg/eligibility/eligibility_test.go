package eligibility

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/baalint/baalint/policies"
	"github.com/google/go-cmp/cmp"
)

func TestService(t *testing.T) {
	table := open(t)
	for _, test := range []struct {
		name, provider, resourceType string
		want                         Service
		unknown                      bool
	}{
		{"exact", "aws", "aws_db_instance", Service{Cloud: "aws", Name: "Amazon RDS", Eligible: "yes", PHI: "stores"}, false},
		{"configuration of a store", "aws", "aws_db_parameter_group",
			Service{Cloud: "aws", Name: "Amazon RDS", Eligible: "yes", PHI: "none"}, false},
		{"prefix", "aws", "aws_accessanalyzer_analyzer",
			Service{Cloud: "aws", Name: "IAM Access Analyzer", Eligible: "no", PHI: "none"}, false},
		{"new type of a known prefix", "aws", "aws_accessanalyzer_newest",
			Service{Cloud: "aws", Name: "IAM Access Analyzer", Eligible: "no", PHI: "none"}, false},
		{"decided by attributes", "aws", "aws_directory_service_directory",
			Service{Cloud: "aws", Name: "AWS Directory Service", Eligible: "yes", PHI: "stores", Conditions: []Condition{{
				Attribute: []string{"type"}, Operator: "equals_or_unset", Values: []string{"SimpleAD"}, Eligible: "no",
				Note: "Simple AD is excluded; the attribute's default is SimpleAD.",
			}}}, false},
		{"azure", "azurerm", "azurerm_search_service", Service{Cloud: "azure", Name: "Azure AI Search", Eligible: "yes", PHI: "stores"}, false},
		{"google", "google", "google_storage_bucket", Service{Cloud: "google", Name: "Cloud Storage", Eligible: "yes", PHI: "stores"}, false},
		{"google-beta", "google-beta", "google_storage_bucket",
			Service{Cloud: "google", Name: "Cloud Storage", Eligible: "yes", PHI: "stores"}, false},
		{"a vendor's", "b2", "b2_bucket", Service{Cloud: "backblaze", Name: "B2 Cloud Storage", Eligible: "agreement", PHI: "stores"}, false},
		{"other provider", "random", "random_password", Service{}, true},
		{"unknown type", "aws", "aws_nothing_of_the_kind", Service{Cloud: "aws", Eligible: Unlisted}, false},
		{"nothing", "", "", Service{}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := table.Service(test.provider, test.resourceType)
			if diff := cmp.Diff(test.want, got); diff != "" || ok == test.unknown {
				t.Errorf("known: %v\n%s", ok, diff)
			}
		})
	}
}

func TestConditionsKeepTheirOrder(t *testing.T) {
	s, _ := open(t).Service("azurerm", "azurerm_cognitive_account")
	got := make([]string, len(s.Conditions))
	for i, c := range s.Conditions {
		got[i] = c.Eligible
	}
	if diff := cmp.Diff([]string{"no", "yes"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestEntry(t *testing.T) {
	want := Entry{
		Cloud: "aws", Name: "AWS Directory Service", Eligible: "conditional", Confidence: "listed", AsOf: "2026-05-22",
		Source: "HIPAA Eligible Services Reference", Note: "Excludes Simple AD.",
	}
	if diff := cmp.Diff(want, open(t).Entry("aws", "AWS Directory Service")); diff != "" {
		t.Error(diff)
	}
	if list, ok := open(t).List("google-beta"); !ok || list.Cloud != "google" || list.AsOf == "" {
		t.Errorf("google-beta: %+v", list)
	}
}

// resourceTypes are the types of resource-types/ and of the schemas: what releases of the providers have or had.
func resourceTypes(t *testing.T) map[string]string {
	t.Helper()
	providers := map[string]string{}
	for _, provider := range []string{"aws", "azapi", "azurerm", "google"} {
		for line := range strings.Lines(read(t, "resource-types/"+provider+".txt")) {
			if !strings.HasPrefix(line, "#") {
				providers[strings.Fields(line)[0]] = provider
			}
		}
	}
	for _, provider := range []string{"aws", "azurerm", "google", "google-beta"} {
		for line := range strings.Lines(read(t, "../schemas/"+provider+".jsonl")) {
			if name, ok := strings.CutPrefix(line, "resource "); ok {
				providers[strings.Fields(name)[0]] = provider
			}
		}
	}
	return providers
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../policies/eligibility", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Every resource type of the providers resolves to a service, and no row of types.tsv is left without a type.
func TestCoverage(t *testing.T) {
	table, providers := open(t), resourceTypes(t)
	for name, provider := range providers {
		s, ok := table.Service(provider, name)
		if !ok || s.Eligible == Unlisted {
			t.Errorf("no entry covers %s", name)
		}
		if s.PHI == "unclassified" {
			t.Errorf("%s: %s says nothing of what it holds", name, s.Name)
		}
	}
	if len(providers) < 4400 {
		t.Errorf("only %d types", len(providers))
	}
	names := slices.Sorted(maps.Keys(providers))
	for pattern, of := range table.types {
		if of.Eligible == "agreement" {
			continue // the types of vendors beside the three clouds are not listed
		}
		prefix, isPrefix := strings.CutSuffix(pattern, "*")
		i, found := slices.BinarySearch(names, prefix)
		if isPrefix && i < len(names) {
			found = strings.HasPrefix(names[i], prefix)
		}
		if !found {
			t.Errorf("no type is %s", pattern)
		}
	}
}

// Each row of a condition is about an attribute or block path of the type's schema.
func TestConditionsNameAttributes(t *testing.T) {
	table := open(t)
	for name, provider := range resourceTypes(t) {
		s, _ := table.Service(provider, name)
		if provider == "azapi" {
			continue // baalint has no schemas of it
		}
		for _, c := range s.Conditions {
			for _, part := range c.Attribute {
				if !strings.Contains(schemaOf(t, provider, name), `"`+part+`"`) {
					t.Errorf("%s has no %s", name, strings.Join(c.Attribute, "."))
				}
			}
		}
	}
}

func schemaOf(t *testing.T, provider, name string) string {
	t.Helper()
	for line := range strings.Lines(read(t, "../schemas/"+provider+".jsonl")) {
		if strings.HasPrefix(line, "resource "+name+" ") {
			return line
		}
	}
	t.Errorf("%s has no schema", name)
	return ""
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
	good := &fstest.MapFile{Data: []byte("a\tb\tc\td\te\tf\tg\th\n")}
	bad := &fstest.MapFile{Data: []byte("# comment\n\na\tb\n")}
	for name, fsys := range map[string]fstest.MapFS{
		"none":    {},
		"types":   tables(good, "types", bad),
		"lists":   tables(good, "lists", bad),
		"entries": tables(good, "services", bad),
		"regions": tables(good, "regions", bad),
		"half":    {"eligibility/types.tsv": good},
	} {
		if _, err := Open(fsys); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// tables are all tables, one of them another.
func tables(all *fstest.MapFile, name string, other *fstest.MapFile) fstest.MapFS {
	out := fstest.MapFS{}
	for _, table := range []string{"types", "conditions", "services", "lists", "regions", "vendors", "hosts", "endpoints"} {
		out["eligibility/"+table+".tsv"] = all
	}
	out["eligibility/"+name+".tsv"] = other
	return out
}

func TestGoodTables(t *testing.T) {
	good := &fstest.MapFile{Data: []byte("a\tb\tc\td\te\tf\tg\th\n")}
	if _, err := Open(tables(good, "types", good)); err != nil {
		t.Error(err)
	}
}

// The tables say what the YAML files say.
func TestTablesAreFresh(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command("go", "run", "generate.go", "places.go", "-to", dir)
	cmd.Dir = "../../policies/eligibility"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{"types.tsv", "conditions.tsv", "services.tsv", "lists.tsv", "regions.tsv", "vendors.tsv", "hosts.tsv", "endpoints.tsv"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(cmd.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(got) {
			t.Errorf("%s is stale: run go run generate.go places.go in policies/eligibility", name)
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
