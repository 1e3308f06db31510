package fact

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

const benchCatalogue = `
resource "aws_db" {
  fact "store" {
    kind          = "database"
    service       = "rds"
    role          = "primary"
    name          = self.name
    arn           = self.arn
    encrypted     = default(self.encrypted, false)
    key           = self.key
    public        = default(self.public, false)
    tls_required  = default(self.tls, false)
    min_tls       = "1.2"
    backups       = default(self.days, 0) > 0
    kept_days     = default(self.days, 0)
    point_in_time = default(self.days, 0) > 0
    delete_guard  = default(self.guard, false)
    lock_mode     = default(self.lock[0].mode, "none")
    lock_days     = self.lock[0].days
    keeps_backups = default(self.keep, false)
    logged        = default(self.logged, false)
    redundancy    = default(self.zones, 1) > 1 ? "zone" : "local"
    iam_auth      = default(self.iam, false)
    tags          = self.tags
  }
}
resource "aws_lock" {
  part "store" {
    of        = self.db
    to        = ["aws_db"]
    lock_mode = lower(self.mode)
    lock_days = default(self.days, self.years * 365)
  }
}
resource "aws_rules" {
  part "store" {
    of = self.db
    to = ["aws_db"]
    expires_days = min([
      for r in self.rule : r.expiration[0].days
      if r.status == "Enabled" && default(r.prefix, "") == "" && length(flatten(r.filter[*].tag)) == 0
    ]...)
    public_blocked = all([for r in self.rule : contains(["Enabled", "Disabled"], default(r.status, "")) && startswith(r.status, "E")])
  }
}
resource "aws_key" {
  fact "key" {
    name     = self.name
    arn      = self.arn
    manager  = "customer"
    rotation = default(self.rotation, false)
  }
}
`

// estateOf makes n resources: databases, each with a lock and rules, and a key for every ten.
func estateOf(t testing.TB, n int) (*Catalogue, []*resource.Resource) {
	t.Helper()
	concepts, err := os.ReadFile("../../policies/catalogue/concepts.hcl")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := Load(fstest.MapFS{
		"catalogue/concepts.hcl": {Data: concepts}, "catalogue/aws/x.hcl": {Data: []byte(benchCatalogue)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []*resource.Resource
	line := 0
	at := func(v cty.Value) cty.Value {
		line++
		return v.Mark(resource.AtPlace(resource.Range{File: "main.tf", Line: line, Column: 3, EndLine: line, EndColumn: 20}))
	}
	add := func(typ, name string, values map[string]cty.Value) {
		address := typ + "." + name
		values["arn"] = cty.UnknownVal(cty.String).RefineNotNull().Mark(resource.Ref{Address: address, Attribute: "arn"})
		all = append(all, &resource.Resource{
			Address: address, Mode: resource.Managed, Type: typ, Name: name, Root: ".", Region: at(cty.StringVal("us-east-1")),
			Provider: resource.Provider{Source: "aws", Config: "provider.aws", Values: cty.EmptyObjectVal}, Written: values,
		})
	}
	for i := 0; len(all) < n; i++ {
		name := fmt.Sprintf("r%05d", i)
		key := fmt.Sprintf("aws_key.k%05d", i/10)
		if i%10 == 0 {
			add("aws_key", key[len("aws_key."):], map[string]cty.Value{"name": at(cty.StringVal(key)), "rotation": at(cty.True)})
		}
		add("aws_db", name, map[string]cty.Value{
			"name": at(cty.StringVal(name)), "encrypted": at(cty.True), "public": cty.NullVal(cty.Bool), "tls": cty.NullVal(cty.Bool),
			"key": at(cty.UnknownVal(cty.String).RefineNotNull().Mark(resource.Ref{Address: key, Attribute: "arn"})), "days": at(cty.NumberIntVal(7)),
			"guard": at(cty.True), "lock": cty.EmptyTupleVal, "keep": cty.NullVal(cty.Bool), "logged": at(cty.False), "zones": at(cty.NumberIntVal(2)),
			"iam": cty.NullVal(cty.Bool), "tags": at(cty.MapVal(map[string]cty.Value{"a": cty.StringVal("b"), "c": cty.StringVal("d")})),
		})
		add("aws_lock", name, map[string]cty.Value{
			"db": at(cty.StringVal(name).Mark(resource.Ref{Address: "aws_db." + name, Attribute: "name"})), "mode": at(cty.StringVal("COMPLIANCE")),
			"days": at(cty.NumberIntVal(7)), "years": cty.NullVal(cty.Number),
		})
		rule := at(cty.ObjectVal(map[string]cty.Value{
			"status": at(cty.StringVal("Enabled")), "prefix": cty.NullVal(cty.String), "filter": cty.EmptyTupleVal,
			"expiration": cty.TupleVal([]cty.Value{at(cty.ObjectVal(map[string]cty.Value{"days": at(cty.NumberIntVal(90))}))}),
		}))
		add("aws_rules", name, map[string]cty.Value{
			"db":   at(cty.StringVal(name).Mark(resource.Ref{Address: "aws_db." + name, Attribute: "name"})),
			"rule": cty.TupleVal([]cty.Value{rule, rule}),
		})
	}
	return catalogue, all
}

func BenchmarkFacts(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			catalogue, resources := estateOf(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := catalogue.Facts(resources, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoad is what every run pays before it knows which types are in use.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(os.DirFS("../../policies")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseAll(b *testing.B) {
	for b.Loop() {
		catalogue, err := Load(os.DirFS("../../policies"))
		if err != nil {
			b.Fatal(err)
		}
		if err := catalogue.parseAll(); err != nil {
			b.Fatal(err)
		}
	}
}
