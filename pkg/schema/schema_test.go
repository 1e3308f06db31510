package schema_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

func open(t *testing.T) *schema.Set {
	t.Helper()
	set, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEmbeddedSchemas(t *testing.T) {
	set := open(t)
	for _, provider := range []string{"aws", "azuread", "azurerm", "google", "google-beta"} {
		if err := set.Check(provider); err != nil {
			t.Error(err)
		}
		if set.Provider(provider) == nil {
			t.Errorf("%s has no provider block", provider)
		}
		header, ok := set.Header(provider)
		if !ok || header.Provider != provider || header.Version == "" || header.Source == "" {
			t.Errorf("%s: header %+v", provider, header)
		}
	}
	if err := set.Check("other"); err == nil {
		t.Error("a provider without schemas passes the check")
	}
}

func TestRelease(t *testing.T) {
	for version, want := range map[string]string{
		"6.66.0": "6.66.0", "4.73.0, with the types that only older releases have": "4.73.0", "7.45.0 over 6.50.0": "7.45.0",
		"2.x and 3.x": "2.x and 3.x", "5.x, with names of 4.x": "5.x", "of February 2026": "of February 2026",
	} {
		if got := (schema.Header{Version: version}).Release(); got != want {
			t.Errorf("the release of %q is %q, not %q", version, got, want)
		}
	}
}

// TestBetaHoldsGoogle keeps google-beta from falling behind: it has whatever a type of google has, and more.
func TestBetaHoldsGoogle(t *testing.T) {
	set := open(t)
	lines, err := policies.FS.ReadFile("schemas/google-beta.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for line := range strings.Lines(string(lines)) {
		words := strings.SplitN(line, " ", 3)
		if len(words) < 3 || words[0] != "resource" {
			continue
		}
		if google := set.Resource("google", words[1]); google != nil {
			compared++
			holds(t, words[1], set.Resource("google-beta", words[1]), google)
		}
	}
	if compared == 0 {
		t.Error("google-beta has no resource type of google's")
	}
}

func holds(t *testing.T, path string, beta, google *schema.Block) {
	t.Helper()
	for name := range google.Attributes {
		if _, ok := beta.Attributes[name]; !ok {
			t.Errorf("google-beta lacks %s.%s", path, name)
		}
	}
	for name, nested := range google.Blocks {
		if other, ok := beta.Blocks[name]; ok {
			holds(t, path+"."+name, other.Block, nested.Block)
		} else {
			t.Errorf("google-beta lacks %s.%s", path, name)
		}
	}
}

func TestLookup(t *testing.T) {
	set := open(t)
	tests := []struct {
		name  string
		block *schema.Block
		found bool
	}{
		{"resource", set.Resource("aws", "aws_db_instance"), true},
		{"resource that begins as others do", set.Resource("aws", "aws_db_snapshot"), true},
		{"first resource of the file", set.Resource("azuread", "azuread_access_package"), true},
		{"data", set.Data("aws", "aws_kms_alias"), true},
		{"another kind of the same name", set.Data("aws", "aws_backup_vault_lock_configuration"), false},
		{"last line", set.Resource("aws", "aws_xray_trace_segment_destination"), true},
		{"in google-beta alone", set.Data("google-beta", "google_api_gateway_api_iam_policy"), true},
		{"not in google", set.Data("google", "google_api_gateway_api_iam_policy"), false},
		{"the same in google", set.Data("google-beta", "google_client_config"), true},
		{"unknown type", set.Resource("aws", "aws_nothing"), false},
		{"a prefix of a type", set.Resource("aws", "aws_db_inst"), false},
		{"empty type", set.Resource("aws", ""), false},
		{"unknown provider", set.Resource("vault", "vault_mount"), false},
		{"provider outside of the folder", set.Resource("../aws", "x"), false},
	}
	for _, tt := range tests {
		if got := tt.block != nil; got != tt.found {
			t.Errorf("%s: found is %v", tt.name, got)
		}
	}
	got := set.Resource("aws", "aws_backup_vault").Attributes["kms_key_arn"]
	if !got.Optional || !got.Computed || got.Required || got.Type != cty.String {
		t.Errorf("kms_key_arn is %+v", got)
	}
	first, second := set.Resource("aws", "aws_backup_vault"), set.Resource("aws", "aws_backup_vault")
	if first != second {
		t.Error("a type is parsed twice")
	}
}

func TestConcurrentLookup(t *testing.T) {
	set := open(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, typ := range []string{"aws_kms_key", "aws_s3_bucket", "aws_db_instance"} {
				schema.Fit(cty.EmptyObjectVal, set.Resource("aws", typ), nil)
			}
		})
	}
	group.Wait()
}

const providersSchema = `{"format_version":"1.0","provider_schemas":{
  "registry.terraform.io/clinic/other":{"provider":{"version":0,"block":{}}},
  "registry.terraform.io/clinic/vaults":{
    "provider":{"version":0,"block":{"attributes":{"region":{"type":"string","optional":true}}}},
    "resource_schemas":{"vaults_vault":{"version":1,"block":{
      "attributes":{
        "name":{"type":"string","required":true},
        "arn":{"type":"string","computed":true},
        "key":{"type":"string","optional":true,"computed":true},
        "tags":{"type":["map","string"],"optional":true},
        "lock":{"nested_type":{"nesting_mode":"list","attributes":{"days":{"type":"number","required":true}}},"optional":true}},
      "block_types":{
        "rule":{"nesting_mode":"set","min_items":1,"block":{"attributes":{"days":{"type":"number","optional":true}}}},
        "timeouts":{"nesting_mode":"group","block":{}}}}}},
    "data_source_schemas":{"vaults_vault":{"version":0,"block":{"attributes":{"name":{"type":"string","required":true}}}}}}}}`

const vaultsFile = `{"provider":"vaults","version":"1.2.3"}
data vaults_vault {"attrs":{"name":["string","r"]}}
provider vaults {"attrs":{"region":["string","o"]}}
resource vaults_vault {"attrs":{"arn":["string","c"],"key":["string","oc"],"lock":[["list",["object",{"days":"number"}]],"o"],` +
	`"name":["string","r"],"tags":[["map","string"],"o"]},"blocks":{"rule":["set",{"attrs":{"days":["number","o"]}},"r"],"timeouts":["single",{},"o"]}}
`

func TestConvert(t *testing.T) {
	var out bytes.Buffer
	header := schema.Header{Provider: "vaults", Version: "1.2.3"}
	if err := schema.Convert(strings.NewReader(providersSchema), header, nil, &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(vaultsFile, out.String()); diff != "" {
		t.Error(diff)
	}

	set, err := schema.Open(fstest.MapFS{"s/vaults.jsonl": {Data: out.Bytes()}}, "s")
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Check("vaults"); err != nil {
		t.Error(err)
	}
	block := set.Resource("vaults", "vaults_vault")
	if block == nil || !block.Attributes["name"].Required || block.Blocks["rule"].Nesting != "set" || !block.Blocks["rule"].Required {
		t.Errorf("read back: %+v", block)
	}
	if set.Data("vaults", "vaults_vault") == nil || set.Provider("vaults") == nil {
		t.Error("the data source or the provider is not read back")
	}
}

func TestConvertWithBase(t *testing.T) {
	beta := strings.Replace(vaultsFile, `"name":["string","r"]}}`, `"name":["string","o"]}}`, 1)
	var out bytes.Buffer
	header := schema.Header{Provider: "vaults", Version: "1.2.3", Base: "ga"}
	if err := schema.Convert(strings.NewReader(providersSchema), header, strings.NewReader(beta), &out); err != nil {
		t.Fatal(err)
	}
	want := "{\"provider\":\"vaults\",\"version\":\"1.2.3\",\"base\":\"ga\"}\ndata vaults_vault {\"attrs\":{\"name\":[\"string\",\"r\"]}}\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	set, err := schema.Open(fstest.MapFS{"s/vaults.jsonl": {Data: out.Bytes()}, "s/ga.jsonl": {Data: []byte(beta)}}, "s")
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Data("vaults", "vaults_vault").Attributes["name"]; !got.Required {
		t.Error("the base hides what differs")
	}
	if set.Resource("vaults", "vaults_vault") == nil {
		t.Error("the base is not asked")
	}
}

func TestConvertErrors(t *testing.T) {
	for name, in := range map[string]string{
		"no JSON":         `{`,
		"no provider":     `{"provider_schemas":{}}`,
		"unknown type":    `{"provider_schemas":{"x/vaults":{"resource_schemas":{"r":{"block":{"attributes":{"a":{"type":"text"}}}}}}}}`,
		"no type":         `{"provider_schemas":{"x/vaults":{"resource_schemas":{"r":{"block":{"attributes":{"a":{}}}}}}}}`,
		"unknown nesting": `{"provider_schemas":{"x/vaults":{"resource_schemas":{"r":{"block":{"attributes":{"a":{"nested_type":{"nesting_mode":"heap"}}}}}}}}}`,
	} {
		if err := schema.Convert(strings.NewReader(in), schema.Header{Provider: "vaults"}, nil, &bytes.Buffer{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFaultyFiles(t *testing.T) {
	for name, content := range map[string]string{
		"empty":      "",
		"no header":  "resource r {}\n",
		"no body":    "{\"provider\":\"p\"}\nresource r\n",
		"no JSON":    "{\"provider\":\"p\"}\nresource r {\n",
		"no type":    "{\"provider\":\"p\"}\nresource r {\"attrs\":{\"a\":[\"text\",\"o\"]}}\n",
		"no tuple":   "{\"provider\":\"p\"}\nresource r {\"attrs\":{\"a\":[[\"tuple\",1],\"o\"]}}\n",
		"no nesting": "{\"provider\":\"p\"}\nresource r {\"blocks\":{\"a\":[\"heap\",{},\"o\"]}}\n",
	} {
		set, err := schema.Open(fstest.MapFS{"s/p.jsonl": {Data: []byte(content)}}, "s")
		if err != nil {
			t.Fatal(err)
		}
		if set.Resource("p", "r") != nil {
			t.Errorf("%s: a type is found", name)
		}
		if err := set.Check("p"); err == nil {
			t.Errorf("%s: passes the check", name)
		}
	}
	if _, err := schema.Open(fstest.MapFS{}, "missing"); err == nil {
		t.Error("a missing directory is opened")
	}
}

func TestUnsortedFile(t *testing.T) {
	set, err := schema.Open(fstest.MapFS{"s/p.jsonl": {Data: []byte("{}\nresource b {}\nresource a {}\n")}}, "s")
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Check("p"); err == nil {
		t.Error("lines out of order pass the check")
	}
}
