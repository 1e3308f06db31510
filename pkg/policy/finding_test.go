package policy_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
)

func TestFinding(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "kept_days, name, public", `fail contains element if {
	some s in input.store
	s.public == true
	some v in input.vault
	element := lib.severity(lib.related(lib.at(s, "kept_days", sprintf("keeps %v days", [s.kept_days])), [v.id]), "low")
}

fail contains lib.at(s, "name", "has a bad name") if {
	some s in input.store
	s.name == "bad"
}

fail contains lib.at(s, "name", "has an ugly name") if {
	some s in input.store
	s.name == "bad"
}`))
	inside, elsewhere := resource.Range{File: "a.tf", Line: 5, Column: 3, EndLine: 5, EndColumn: 20}, line(99)
	a := store("a", map[string]fact.Field{
		"public":    known(true),
		"kept_days": {Known: true, Value: 7.0, At: []resource.Range{elsewhere, inside}},
		"name":      {Known: true, Value: "bad", At: []resource.Range{elsewhere}},
	})
	v := concept("vault", "v", nil)
	findings, err := set.Judge(context.Background(), policy.Input{Estate: estate(a, v)})
	if err != nil {
		t.Fatal(err)
	}
	header := finding.Place{File: "a.tf", Line: 1, Column: 1, EndLine: 1, EndColumn: 20}
	base := finding.Finding{
		Rule: "access-control/a", Verdict: finding.Fail, Fact: "store/a", Concept: "store", Address: "x.a", Type: "x", Cloud: "aws",
		Root: ".", Calls: []finding.Place{{File: "main.tf", Line: 3, Column: 1, EndLine: 3, EndColumn: 9}},
	}
	name, days := base, base
	name.Severity, name.Field, name.Value, name.Place = finding.High, "name", "bad", header
	name.Message = "x.a has a bad name; has an ugly name"
	days.Severity, days.Field, days.Value, days.Place = finding.Low, "kept_days", "7", finding.Place(inside)
	days.Message = "x.a keeps 7 days"
	days.Related = []finding.Related{{Place: finding.Place{File: "v.tf", Line: 1, Column: 1, EndLine: 1, EndColumn: 20}, Message: "x.v"}}
	if diff := cmp.Diff([]finding.Finding{name, days}, findings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A field that another resource configures stands in that resource's block.
func TestPlaceInPart(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "public", strings.Replace(sound, "s.id", `lib.at(s, "public", "is public")`, 1)))
	part := resource.Range{File: "b.tf", Line: 20, Column: 1, EndLine: 20, EndColumn: 9}
	at := resource.Range{File: "b.tf", Line: 22, Column: 3, EndLine: 22, EndColumn: 9}
	a := store("a", map[string]fact.Field{"public": {Known: true, Value: true, At: []resource.Range{at}}})
	a.Parts = []fact.Related{{Address: "x.part", Place: part}}
	findings, err := set.Judge(context.Background(), policy.Input{Estate: estate(a)})
	if err != nil || len(findings) != 1 || findings[0].Place != finding.Place(at) {
		t.Errorf("%+v %v", findings, err)
	}
}

// What another fact is the cause of stands where that says it, and points back to the fact that it is about.
func TestPlaceOnCause(t *testing.T) {
	block := line(30)
	block.File = "v.tf"
	at := resource.Range{File: "v.tf", Line: 4, Column: 3, EndLine: 4, EndColumn: 9}
	v := concept("vault", "v", map[string]fact.Field{
		"name": {Known: true, Value: "v", At: []resource.Range{at}}, "lock_mode": fact.Field{Known: true, Value: "none"}.WithBlocks([]resource.Range{line(9), block}),
	})
	v.Resource = &resource.Resource{Body: resource.Range{File: "v.tf", Line: 1, Column: 1, EndLine: 40, EndColumn: 1}}
	for where, want := range map[string]finding.Place{
		`"name", 0`: finding.Place(at), `"lock_mode", 1`: finding.Place(block), `"lock_mode", 2`: finding.Place(v.Place), `"redundancy", 0`: finding.Place(v.Place),
	} {
		set := load(t, ruleText("access_control.a", "store", "public, vault.name", `fail contains lib.on(lib.related(lib.at(s, "public", "is public"), [v.id]), v, `+where+`) if {
	some s in input.store
	s.public == true
	some v in input.vault
	v.name == "v"
}`))
		findings, err := set.Judge(context.Background(), policy.Input{Estate: estate(store("a", map[string]fact.Field{"public": known(true)}), v)})
		if err != nil || len(findings) != 1 || findings[0].Place != want || len(findings[0].Calls) != 0 || findings[0].Related[0].Message != "x.a" {
			t.Errorf("on %s: %+v %v", where, findings, err)
		}
	}
}

// The estate has no block: a finding about it stands on the block it concerns.
func TestPlaceOfEstate(t *testing.T) {
	set := load(t, ruleText("access_control.a", "estate", "vault.name", `fail contains lib.related(lib.at(e, "", "has an odd vault"), [v.id]) if {
	some e in input.estate
	some v in input.vault
	v.name == "odd"
}`))
	whole := &fact.Fact{ID: "estate/estate", Concept: "estate", Address: "estate", Root: "."}
	odd := concept("vault", "odd", map[string]fact.Field{"name": known("odd")})
	findings, err := set.Judge(context.Background(), policy.Input{Estate: estate(whole, odd)})
	if err != nil || len(findings) != 1 || findings[0].Place.File != "odd.tf" || len(findings[0].Related) != 0 {
		t.Errorf("%+v %v", findings, err)
	}
}

// Sensitive values are judged but never printed, not even by a rule that puts them into its message.
func TestSensitive(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "kind, name, vault.name", `fail contains lib.at(s, "name", sprintf("is named %s", [s.name])) if {
	some s in input.store
	s.kind == "own"
}

fail contains lib.at(s, "kind", sprintf("goes to %s", [v.name])) if {
	some s in input.store
	s.kind == "joined"
	some v in input.vault
}`))
	secret := fact.Field{Known: true, Value: "hunter2", Sensitive: true}
	own := store("a", map[string]fact.Field{"kind": known("own"), "name": secret})
	joined := store("b", map[string]fact.Field{"kind": known("joined")})
	plain := store("c", map[string]fact.Field{"kind": known("own"), "name": known("records")})
	findings, err := set.Judge(context.Background(), policy.Input{
		Estate: estate(own, joined, plain, concept("vault", "v", map[string]fact.Field{"name": secret})),
	})
	if err != nil || len(findings) != 3 {
		t.Fatalf("%+v %v", findings, err)
	}
	if text := fmt.Sprintf("%+v", findings); strings.Contains(text, "hunter2") {
		t.Error(text)
	}
	findings, err = set.Judge(context.Background(), policy.Input{Estate: estate(own, plain)})
	if err != nil || findings[1].Message != "x.c is named records" || findings[1].Value != "records" {
		t.Errorf("%+v %v", findings, err)
	}
}
