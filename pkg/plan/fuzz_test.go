package plan_test

import (
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/plan"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

// FuzzPlan reads anything as a plan, FuzzState as a state: nothing may panic, and what comes out has its place in the file.
func FuzzPlan(f *testing.F) {
	f.Add([]byte(`{"format_version":"1.2","resource_changes":[{"address":"a_b.c[0]","type":"a_b","name":"c","index":0,"mode":"managed",` +
		`"change":{"actions":["create"],"after":{"x":[1,null]},"after_unknown":{"x":[false,true],"y":true},"after_sensitive":{"x":true}}}]}`))
	f.Add([]byte(`{"format_version":"1.2","variables":{"r":{"value":"us-east-1"}},"resource_changes":[{"address":"module.m.aws_kms_key.k","module_address":"module.m",` +
		`"type":"aws_kms_key","name":"k","mode":"managed","change":{"actions":["create"],"after":{},"after_unknown":{"arn":true,"policy":true}}}],` +
		`"configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"region":{"references":["var.r"]}}}},"root_module":{"module_calls":{"m":` +
		`{"expressions":{"p":{"references":["module.m.o","module.m"]}},"module":{"outputs":{"o":{"expression":{"references":["var.p","each.value.x"]}}},` +
		`"resources":[{"address":"aws_kms_key.k","provider_config_key":"module.m:aws","expressions":{"policy":{"references":["var.p"]}},"for_each_expression":{}}]}}}}}}`))
	f.Fuzz(read)
}

// FuzzState is FuzzPlan for states.
func FuzzState(f *testing.F) {
	f.Add([]byte(`{"version":4,"serial":1,"resources":[{"mode":"managed","type":"a_b","name":"c","provider":"provider[\"x/y\"].z",` +
		`"instances":[{"index_key":"k","attributes":{"a":{"value":1,"type":"number"}},"sensitive_attributes":[[{"value":"a"}]]}]}]}`))
	f.Add([]byte(`{"format_version":"1.0","values":{"root_module":{"child_modules":[{"address":"module.m[\"a\"]","resources":[{"address":"module.m[\"a\"].aws_s3_bucket.b",` +
		`"mode":"managed","type":"aws_s3_bucket","name":"b","values":{"arn":"arn:aws:s3:::b","tags_all":{"a":"b"}},"depends_on":["module.m.aws_s3_bucket.b"]}]}]}}}`))
	f.Fuzz(read)
}

func read(t *testing.T, data []byte) {
	schemas, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		t.Fatal(err)
	}
	d, err := plan.Read("plan.json", data, plan.Options{Schemas: schemas})
	if err != nil {
		if !strings.HasPrefix(err.Error(), "read plan.json") {
			t.Errorf("an error without the file: %v", err)
		}
		return
	}
	seen := map[string]bool{}
	for _, r := range d.Resources() {
		if seen[r.Address] {
			t.Errorf("%s comes twice", r.Address)
		}
		seen[r.Address] = true
		if r.Place.File != "plan.json" || !r.Body.Contains(r.Place) {
			t.Errorf("%s stands at %v, outside of %v", r.Address, r.Place, r.Body)
		}
		if all := r.All(); !all.Type().IsObjectType() {
			t.Errorf("%s has the values %#v", r.Address, all)
		}
	}
	d.Blocks()
	d.Lines([]resource.Range{{Line: 1, EndLine: 3}})
	if joined := d.Join(".", d.Resources()); len(joined.PlanOnly)+len(joined.SourceOnly) > 0 {
		t.Errorf("joined with itself, something is left: %v %v", joined.PlanOnly, joined.SourceOnly)
	}
}
