package plan_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/plan"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

func mustRead(t *testing.T, name, data string) *plan.Document {
	t.Helper()
	schemas, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		t.Fatal(err)
	}
	d, err := plan.Read(name, []byte(data), plan.Options{Schemas: schemas})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func find(t *testing.T, d *plan.Document, address string) *resource.Resource {
	t.Helper()
	for _, r := range d.Resources() {
		if r.Address == address {
			return r
		}
	}
	t.Fatalf("no %s", address)
	return nil
}

func attribute(t *testing.T, r *resource.Resource, name string) cty.Value {
	t.Helper()
	v, ok := r.Value(name)
	if !ok {
		t.Fatalf("%s has no %s", r.Address, name)
	}
	return v
}

// told says what is known of a value: its text, or what it waits for.
func told(v cty.Value) string {
	v, marks := v.Unmark()
	var all []string
	for mark := range marks {
		switch m := mark.(type) {
		case resource.Ref:
			all = append(all, "ref "+m.Address+"."+m.Attribute)
		case resource.Why:
			all = append(all, string(m.Cause)+" "+m.Subject)
		case resource.Sensitive:
			all = append(all, "sensitive")
		}
	}
	slices.Sort(all)
	text := "unknown"
	switch {
	case !v.IsKnown():
	case v.IsNull():
		text = "null"
	case v.Type() == cty.String:
		text = v.AsString()
	default:
		text = v.GoString()
	}
	return strings.TrimSpace(text + " " + strings.Join(all, ", "))
}

// The plan is one that Terraform 1.11 has written, for the one resource type that needs no provider.
func TestReferences(t *testing.T) {
	d := mustRead(t, "plan.json", file(t, "builtin.plan.json"))
	if d.Kind != plan.Plan || len(d.Resources()) != 12 {
		t.Fatalf("%s with %d resources", d.Kind, len(d.Resources()))
	}
	for _, test := range []struct{ address, want string }{
		{"terraform_data.k", "kéy"},
		{`terraform_data.use["a"]`, `unknown ref terraform_data.many["a"].`},
		{`terraform_data.use["b"]`, `unknown ref terraform_data.many["b"].`},
	} {
		if got := told(attribute(t, find(t, d, test.address), "input")); got != test.want {
			t.Errorf("%s: %s, want %s", test.address, got, test.want)
		}
	}
	many, _ := attribute(t, find(t, d, `terraform_data.many["a"]`), "input").Unmark()
	for name, want := range map[string]string{
		"sec": "s3cr3t sensitive", "id": "unknown not told by the plan local.k, ref terraform_data.k.id",
	} {
		if got := told(many.GetAttr(name)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	within, _ := attribute(t, find(t, d, `module.m["b"].terraform_data.x[1]`), "input").Unmark()
	if got := told(within.Index(cty.Zero)); got != `unknown ref terraform_data.k.id, ref terraform_data.many["a"].id` {
		t.Errorf("an argument of a module: %s", got)
	}
	out, _ := attribute(t, find(t, d, "terraform_data.out"), "input").Unmark()
	want := `unknown ref module.m["a"].terraform_data.x[0].id, ref module.m["b"].terraform_data.x[0].id`
	if got := told(out.Index(cty.Zero)); got != want {
		t.Errorf("outputs of a module: %s, want %s", got, want)
	}
}

// The same configuration after it was applied, as terraform show tells it and as Terraform keeps it.
func TestStates(t *testing.T) {
	shown, kept := mustRead(t, "s.json", file(t, "builtin.state.json")), mustRead(t, "s.tfstate", file(t, "builtin.tfstate"))
	for _, d := range []*plan.Document{shown, kept} {
		if d.Kind != plan.State || len(d.Resources()) != 12 {
			t.Fatalf("%s: %s with %d resources", d.Name, d.Kind, len(d.Resources()))
		}
		for _, r := range d.Resources() {
			if v, _ := r.All().UnmarkDeep(); !v.IsWhollyKnown() {
				t.Errorf("%s: %s is not known", d.Name, r.Address)
			}
		}
		many := attribute(t, find(t, d, `terraform_data.many["a"]`), "input")
		_, marks := many.UnmarkDeep()
		if !slices.Contains(keys(marks), any(resource.Sensitive{})) {
			t.Errorf("%s: no value is sensitive", d.Name)
		}
		if got := told(attribute(t, find(t, d, `terraform_data.use["a"]`), "input")); !strings.Contains(got, `ref terraform_data.many["a"].id`) {
			t.Errorf("%s: %s does not refer to what it was made after", d.Name, got)
		}
	}
	for i, r := range shown.Resources() {
		a, _ := r.All().UnmarkDeep()
		b, _ := kept.Resources()[i].All().UnmarkDeep()
		if !a.RawEquals(b) {
			t.Errorf("%s: %#v in one, %#v in the other", r.Address, a, b)
		}
	}
}

func keys(marks cty.ValueMarks) []any {
	out := make([]any, 0, len(marks))
	for mark := range marks {
		out = append(out, mark)
	}
	return out
}

func change(address, rest string) string {
	_, name, _ := strings.Cut(address, ".")
	return fmt.Sprintf(`{"address":%q,"mode":"managed","type":"aws_kms_key","name":%q,`+
		`"provider_name":"registry.terraform.io/hashicorp/aws",%s}`, address, name, rest)
}

// What is judged is what exists once the plan is applied.
func TestActions(t *testing.T) {
	after := func(actions string) string {
		return `"change":{"actions":` + actions + `,"before":null,"after":{"description":"x"},"after_unknown":{"arn":true},"after_sensitive":{}}`
	}
	gone := func(actions string) string {
		return `"change":{"actions":` + actions + `,"before":{},"after":null,"after_unknown":{},"after_sensitive":false}`
	}
	changes := []string{
		change("aws_kms_key.created", after(`["create"]`)), change("aws_kms_key.kept", after(`["no-op"]`)),
		change("aws_kms_key.changed", after(`["update"]`)), change("aws_kms_key.replaced", after(`["delete","create"]`)),
		change("aws_kms_key.renewed", after(`["create","delete"]`)), change("aws_kms_key.deleted", gone(`["delete"]`)),
		change("aws_kms_key.forgotten", gone(`["forget"]`)),
		change("aws_kms_key.kept", `"deposed":"00000001",`+gone(`["delete"]`)),
		change("aws_kms_key.here", `"previous_address":"aws_kms_key.there",`+after(`["no-op"]`)),
		change("aws_kms_key.imported", `"change":{"actions":["no-op"],"importing":{"id":"k"},"after":{"description":"x"},"after_unknown":{},"after_sensitive":{}}`),
	}
	prior := make([]string, 0, 4)
	for _, name := range []string{"kept", "deleted", "there", "untargeted"} {
		prior = append(prior, change("aws_kms_key."+name, `"values":{"description":"old"},"sensitive_values":{}`))
	}
	d := mustRead(t, "plan.json", fmt.Sprintf(`{"format_version":"1.2","complete":false,"resource_changes":[%s],
		"deferred_changes":[{"reason":"resource_config_unknown","resource_change":%s}],
		"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[%s]}}}}`,
		strings.Join(changes, ","), change("aws_kms_key.later", after(`["create"]`)), strings.Join(prior, ",")))
	got := make([]string, 0, len(d.Resources()))
	for _, r := range d.Resources() {
		got = append(got, strings.TrimPrefix(r.Address, "aws_kms_key."))
		if (r.Maybe != nil) != (r.Name == "later") {
			t.Errorf("%s: may not exist: %v", r.Address, r.Maybe)
		}
	}
	want := []string{"changed", "created", "here", "imported", "kept", "later", "renewed", "replaced", "untargeted"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(d.Notes) != 2 || !strings.Contains(d.Notes[0], "forgotten") || !strings.Contains(d.Notes[1], "not complete") {
		t.Errorf("notes: %q", d.Notes)
	}
}

const small = `{
  "format_version": "1.2",
  "resource_changes": [
    {
      "address": "aws_kms_key.k",
      "mode": "managed",
      "type": "aws_kms_key",
      "name": "k",
      "change": {
        "actions": ["create"],
        "after": {
          "description": "é",
          "enable_key_rotation": false
        },
        "after_unknown": {},
        "after_sensitive": {}
      }
    }
  ]
}`

func TestPlaces(t *testing.T) {
	units := utf16.Encode([]rune("\ufeff" + strings.ReplaceAll(small, "\n", "\r\n")))
	wide := make([]byte, 0, 2*len(units))
	for _, u := range units {
		wide = append(wide, byte(u), byte(u>>8))
	}
	line := strings.Join(strings.Fields(small), "")
	column := strings.Index(line, `"enable_key_rotation"`) // one character is of two bytes
	for name, test := range map[string]struct {
		data string
		want resource.Range
	}{
		"indented":        {small, resource.Range{Line: 13, Column: 11, EndLine: 13, EndColumn: 39}},
		"of Windows":      {string(wide), resource.Range{Line: 13, Column: 11, EndLine: 13, EndColumn: 39}},
		"in a line":       {line, resource.Range{Line: 1, Column: column, EndLine: 1, EndColumn: column + 27}},
		"behind megabyte": {`{"x":"` + strings.Repeat("é", 1<<20) + `",` + line[1:], resource.Range{Line: 1, Column: column + 1<<20 + 7, EndLine: 1, EndColumn: column + 1<<20 + 34}},
	} {
		d := mustRead(t, "plan.json", test.data)
		r := find(t, d, "aws_kms_key.k")
		test.want.File = "plan.json"
		at := slices.Collect(cty.ValueMarksOfType[resource.At](attribute(t, r, "enable_key_rotation")))
		if len(at) != 1 || *at[0].Range != test.want {
			t.Errorf("%s: %v, want %v", name, at, test.want)
		}
		if !r.Body.Contains(r.Place) || !r.Body.Contains(test.want) {
			t.Errorf("%s: %v lies outside of %v", name, test.want, r.Body)
		}
	}
}

// A plan holds secrets in the clear: a line is shown where it is of a place, holds one value, and that one is no secret.
func TestLines(t *testing.T) {
	data := strings.NewReplacer(`"description": "é"`, `"description": "hush"`, `"after_sensitive": {}`, `"after_sensitive": {"description": true}`).Replace(small)
	d := mustRead(t, "plan.json", data)
	got := string(d.Lines([]resource.Range{{Line: 5, EndLine: 5}, {Line: 12, EndLine: 13}}))
	want := make([]string, strings.Count(small, "\n")+1)
	want[4], want[12] = `      "address": "aws_kms_key.k",`, `          "enable_key_rotation": false`
	if diff := cmp.Diff(strings.Join(want, "\n")+"\n", got); diff != "" {
		t.Error(diff)
	}
	line := strings.ReplaceAll(data, "\n", "")
	if got := mustRead(t, "plan.json", line).Lines([]resource.Range{{Line: 1, EndLine: 1}}); string(got) != "\n" {
		t.Errorf("a plan in one line is shown: %s", got)
	}
}

func TestFaults(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 300)
	for name, test := range map[string]struct{ data, want string }{
		"nothing":           {"", "read f:1:1: the JSON ends in the middle"},
		"cut off":           {small[:200], "the JSON ends in the middle: the file is cut off"},
		"no JSON":           {"{\n  \"a\": tru\n}", "read f:2:11: it is not JSON"},
		"deep":              {deep, "nest more than 200 deep"},
		"a list":            {"[]", "neither a plan nor a state"},
		"another object":    {`{"name": "clinic"}`, "neither a plan nor a state"},
		"schemas":           {`{"format_version":"1.0","provider_schemas":{}}`, "neither a plan nor a state"},
		"of the future":     {`{"format_version":"2.0","planned_values":{}}`, `read f:1:19: the plan has format version "2.0"`},
		"without a version": {`{"format_version":7,"planned_values":{}}`, "the plan has format version 7"},
		"saved plan":        {"PK\x03\x04rest", "terraform show -json f > plan.json"},
		"log":               {`{"@level":"info","type":"version"}` + "\n" + `{"@level":"info"}`, "the log of terraform plan -json"},
		"old state":         {`{"version":3,"serial":1,"modules":[]}`, "the state has version 3"},
		"wrong type":        {`{"format_version":"1.2","resource_changes":{}}`, "read f:1:44: resource_changes must be a list"},
		"wrong state":       {`{"version":4,"serial":1,"resources":{}}`, "resources must be a list"},
	} {
		_, err := plan.Read("f", []byte(test.data), plan.Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

// No value of the wrong type ends in more than an error.
func TestMutilated(t *testing.T) {
	for _, name := range []string{"builtin.plan.json", "builtin.state.json", "builtin.tfstate"} {
		whole := file(t, name)
		for i := 0; i < len(whole); i++ {
			if !strings.HasPrefix(whole[i:], `": `) || i%3 != 0 {
				continue
			}
			start := i + 3
			end := start + strings.IndexAny(whole[start:], ",\n")
			if open := whole[start]; open == '{' || open == '[' {
				continue
			}
			for _, other := range []string{`null`, `[[]]`, `{"references":["a.b.c"]}`, `"x"`, `-1e99999`, `true`} {
				read(t, []byte(whole[:start]+other+whole[end:]))
			}
		}
	}
}

// With its source, a plan gives the values and the source the places.
func TestJoin(t *testing.T) {
	d := mustRead(t, "plan.json", `{"format_version":"1.2","resource_changes":[`+
		change(`aws_kms_key.k[0]`, `"index":0,"change":{"actions":["create"],"after":{"description":"planned","is_enabled":true},"after_unknown":{"arn":true},"after_sensitive":{}}`)+","+
		change(`aws_kms_key.extra`, `"change":{"actions":["create"],"after":{},"after_unknown":{},"after_sensitive":{}}`)+
		`],"configuration":{"root_module":{"resources":[
		{"address":"aws_kms_key.k","count_expression":{"references":["var.n"]}},{"address":"aws_kms_key.none","count_expression":{}},
		{"address":"aws_kms_key.later"}]}}}`)
	at := resource.AtPlace(resource.Range{File: "main.tf", Line: 3, Column: 3, EndLine: 3, EndColumn: 9})
	source := func(address string) *resource.Resource {
		return &resource.Resource{Address: address, Mode: resource.Managed, Type: "aws_kms_key", Root: "live", Place: resource.Range{File: "main.tf", Line: 1},
			Maybe: &resource.Why{Cause: resource.NoValue, Subject: "var.n"}, Region: cty.StringVal("us-east-1"),
			Written: map[string]cty.Value{
				"description": cty.UnknownVal(cty.String).Mark(at).Mark(resource.Why{Cause: resource.NoValue, Subject: "var.d"}),
				"policy":      cty.UnknownVal(cty.String).Mark(at).Mark(resource.Ref{Address: "aws_kms_key.k[*]", Attribute: "arn"}),
			}}
	}
	joined := d.Join("live", []*resource.Resource{source("aws_kms_key.k[*]"), source("aws_kms_key.none[*]"), source("aws_kms_key.later"), source("aws_kms_key.new")})
	if diff := cmp.Diff([]string{"aws_kms_key.extra"}, joined.PlanOnly); diff != "" {
		t.Error("only in the plan:", diff)
	}
	if diff := cmp.Diff([]string{"aws_kms_key.later", "aws_kms_key.new"}, joined.SourceOnly); diff != "" {
		t.Error("only in the source:", diff)
	}
	k := joined.Resources[1]
	if k.Address != "aws_kms_key.k[0]" || k.Maybe != nil || k.Root != "live" || k.Place.File != "main.tf" {
		t.Errorf("%+v", k)
	}
	if v := attribute(t, k, "description"); told(v) != "planned" || !v.HasMark(at) {
		t.Errorf("description: %#v", v)
	}
}

// BenchmarkRead reads a plan of 10,000 resources.
func BenchmarkRead(b *testing.B) {
	changes := make([]string, 0, 10_000)
	attributes := strings.Repeat(`"a%[1]d":"some value of an attribute",`, 60)
	for i := range 10_000 {
		changes = append(changes, fmt.Sprintf(`{"address":"aws_db_instance.i[%[1]d]","mode":"managed","type":"aws_db_instance","name":"i","index":%[1]d,`+
			`"change":{"actions":["create"],"before":null,"after":{`+attributes+`"storage_encrypted":true},`+
			`"after_unknown":{"arn":true,"id":true,"kms_key_id":true},"after_sensitive":{"password":true}}}`, i))
	}
	data := []byte(`{"format_version":"1.2","resource_changes":[` + strings.Join(changes, ",\n") + `]}`)
	schemas, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := plan.Read("plan.json", data, plan.Options{Schemas: schemas}); err != nil {
			b.Fatal(err)
		}
	}
}
