package schema_test

import (
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

func at(line int, v cty.Value) cty.Value {
	return v.Mark(resource.AtPlace(resource.Range{File: "main.tf", Line: line, Column: 1, EndLine: line, EndColumn: 9}))
}

func computed(b *schema.Block, address string) func(string) cty.Value {
	return func(name string) cty.Value {
		return b.Unknown(name).Mark(resource.Ref{Address: address, Attribute: name})
	}
}

// BenchmarkFit fits 10,000 instances, half of them of a type with about 90 attributes.
func BenchmarkFit(b *testing.B) {
	set, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		b.Fatal(err)
	}
	db, bucket := set.Resource("aws", "aws_db_instance"), set.Resource("aws", "aws_s3_bucket")
	instance := cty.ObjectVal(map[string]cty.Value{
		"identifier":              at(2, cty.StringVal("clinic")),
		"storage_encrypted":       at(3, cty.StringVal("true")),
		"backup_retention_period": at(4, cty.NumberIntVal(30)),
		"vpc_security_group_ids":  at(5, cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.StringVal("b")})),
		"tags":                    at(6, cty.ObjectVal(map[string]cty.Value{"phi": cty.True})),
	})
	store := cty.ObjectVal(map[string]cty.Value{
		"bucket":     at(2, cty.StringVal("clinic")),
		"versioning": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"enabled": at(3, cty.True)})}),
	})
	b.ReportAllocs()
	for b.Loop() {
		for i := range 5000 {
			address := fmt.Sprintf("aws_db_instance.i[%d]", i)
			schema.Fit(instance, db, computed(db, address))
			schema.Fit(store, bucket, computed(bucket, address))
		}
	}
}

// BenchmarkOpen is what a run pays for the schemas of one type in each of three clouds.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		set, err := schema.Open(policies.FS, "schemas")
		if err != nil {
			b.Fatal(err)
		}
		if set.Resource("aws", "aws_db_instance") == nil || set.Resource("google", "google_container_cluster") == nil ||
			set.Resource("azurerm", "azurerm_kubernetes_cluster") == nil {
			b.Fatal("a type is missing")
		}
	}
}
