package policy_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// ruleText is a rule with METADATA around a body.
func ruleText(pkg, about, reads, body string) string {
	if strings.Contains(body, "lib.") {
		body = "import data.lib\n\n" + body
	}
	return fmt.Sprintf(`# METADATA
# scope: package
# title: Stores are sound
# description: Unsound stores lose records.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# custom:
#   severity: high
#   tier: obligation
#   about: %s
#   reads: [%s]
#   remedy:
#     any: Mend them.
package rules.%s

%s
`, about, reads, pkg, body)
}

const element = `package lib

at(fact, field, message) := {"id": fact.id, "field": field, "message": message}

related(element, ids) := object.union(element, {"related": ids})

on(element, fact, field, n) := object.union(element, {"on": {"id": fact.id, "field": field, "element": n}})

severity(element, level) := object.union(element, {"severity": level})
`

const obligations = `
- {slug: encryption-at-rest, title: T, demand: D., judged: terraform, citations: [{text: agreement term, url: ""}]}
- {slug: access-control, title: T, demand: D., judged: terraform, citations: [{text: agreement term, url: ""}]}
`

func tree(rules ...string) fstest.MapFS {
	files := fstest.MapFS{
		"obligations.yaml": {Data: []byte(obligations)},
		"lib/element.rego": {Data: []byte(element)},
	}
	for i, text := range rules {
		files[fmt.Sprintf("rules/r%d.rego", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func load(t *testing.T, rules ...string) *policy.Set {
	t.Helper()
	set, err := policy.Load(policy.Options{FS: tree(rules...), Concepts: concepts(t), CheckTypes: true})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestLoadRules(t *testing.T) {
	set, err := policy.Load(policy.Options{FS: policies.FS, Concepts: concepts(t), Hardening: true})
	if err != nil {
		t.Fatal(err)
	}
	rules := set.Rules()
	for i, r := range rules {
		if i > 0 && rules[i-1].ID >= r.ID {
			t.Errorf("%s after %s", r.ID, rules[i-1].ID)
		}
		if r.ID != r.Obligation+"/"+r.Name {
			t.Errorf("%s: obligation %s, name %s", r.ID, r.Obligation, r.Name)
		}
		if r.ID == "encryption-at-rest/store-encrypted" {
			if r.Severity != finding.High || r.Tier != finding.TierObligation || r.About != "store" || r.Remedy["aws_db_instance"] == "" {
				t.Errorf("%+v", r)
			}
			want := []finding.Citation{{
				Text: "45 CFR 164.312(a)(2)(iv)",
				URL:  "https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(iv)",
			}}
			if diff := cmp.Diff(want, r.Citations); diff != "" {
				t.Errorf("citations (-want +got):\n%s", diff)
			}
		}
	}
	if got := len(set.Obligations()); got != 18 {
		t.Errorf("%d obligations", got)
	}
}

func TestHardening(t *testing.T) {
	basic := ruleText("access_control.a", "store", "public", "fail contains s.id if {\n\tsome s in input.store\n\ts.public\n}")
	extra := strings.Replace(strings.ReplaceAll(basic, "control.a", "control.b"), "tier: obligation", "tier: hardening", 1)
	for hardening, want := range map[bool]int{false: 1, true: 2} {
		set, err := policy.Load(policy.Options{FS: tree(basic, extra), Concepts: concepts(t), Hardening: hardening})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(set.Rules()); got != want {
			t.Errorf("hardening %t: %d rules, want %d", hardening, got, want)
		}
	}
}

// A rule of a profile is loaded where its profile is named, cites what the profile rests on, and belongs to no obligation.
func TestProfiles(t *testing.T) {
	proposed := ruleText("draft_2030.b", "store", "public", sound)
	proposed = strings.Replace(proposed, "tier: obligation", "profile: draft-2030", 1)
	proposed = strings.Replace(proposed, "https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)", "https://example.org/draft", 1)
	proposed = strings.Replace(proposed, "45 CFR 164.312(b)", "45 CFR 164.312(b) (draft)", 1)
	load := func(text string, names ...string) (*policy.Set, error) {
		files := tree(ruleText("access_control.a", "store", "public", sound), text)
		files["profiles.yaml"] = &fstest.MapFile{Data: []byte(
			"- {name: draft-2030, title: Draft, force: a draft, cited: draft, demand: More., source: 'https://example.org/draft'}\n")}
		return policy.Load(policy.Options{FS: files, Concepts: concepts(t), Profiles: names, CheckTypes: true})
	}
	off, err := load(proposed)
	if err != nil || len(off.Rules()) != 1 || len(off.Profiles()) != 0 {
		t.Errorf("off: %v, %v", off, err)
	}
	on, err := load(proposed, "draft-2030")
	if err != nil {
		t.Fatal(err)
	}
	r := on.Rules()[1]
	got := []string{r.ID, r.Name, r.Obligation, r.Profile, string(r.Tier), on.Profiles()[0].Force}
	if diff := cmp.Diff([]string{"draft-2030/b", "b", "", "draft-2030", "profile", "a draft"}, got); diff != "" {
		t.Error(diff)
	}
	for name, test := range map[string]struct{ text, profile, want string }{
		"no such profile":  {proposed, "draft-2031", `there is no profile "draft-2031"; there is draft-2030`},
		"other folder":     {strings.Replace(proposed, "profile: draft-2030", "profile: draft-2031", 1), "", "is not the folder"},
		"unknown folder":   {strings.NewReplacer("draft-2030", "draft-2031", "draft_2030", "draft_2031").Replace(proposed), "", `no profile "draft-2031"`},
		"cited as the law": {strings.Replace(proposed, " (draft)", "", 1), "", `write "45 CFR <paragraph> (draft)" with the ref https://example.org/draft`},
		"tier and profile": {strings.Replace(proposed, "#   profile", "#   tier: hardening\n#   profile", 1), "", "profile in place of tier"},
		"the law as draft": {strings.Replace(ruleText("access_control.b", "store", "public", sound), "164.312(b)\n# c", "164.312(b) (draft)\n# c", 1), "", "citation"},
	} {
		t.Run(name, func(t *testing.T) {
			var names []string
			if test.profile != "" {
				names = []string{test.profile}
			}
			if _, err := load(test.text, names...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

const sound = "fail contains s.id if {\n\tsome s in input.store\n\ts.public\n}"

func TestLoadErrors(t *testing.T) {
	good := ruleText("access_control.a", "store", "public", sound)
	tests := map[string]struct{ text, want string }{
		"syntax":              {strings.Replace(good, "contains", "contain", 1), "rules/r0.rego:"},
		"mistyped field":      {strings.Replace(good, "s.public", "s.publik", 1), "rules/r0.rego:19: rego_type_error: undefined ref"},
		"mistyped concept":    {strings.Replace(good, "input.store", "input.stores", 1), "rego_type_error"},
		"unused variable":     {strings.Replace(good, "s.public", "x := s.public", 1), "x unused"},
		"network":             {strings.Replace(good, "s.public", `http.send({"url": s.name})`, 1), "undefined function http.send"},
		"clock":               {strings.Replace(good, "s.public", "time.now_ns() > 0", 1), "undefined function time.now_ns"},
		"environment":         {strings.Replace(good, "s.public", "opa.runtime().env", 1), "undefined function opa.runtime"},
		"fail and met":        {good + "\nmet contains s.id if some s in input.store\n", "rules/r0.rego:15: a rule defines exactly one of fail and met"},
		"no head":             {strings.Replace(good, "fail contains", "found contains", 1), "exactly one of fail and met"},
		"missing without met": {good + "\nmissing contains s.id if some s in input.store\n", "only a duty"},
		"complete head":       {strings.Replace(good, "fail contains s.id if {", "fail := s.id if {", 1), "rules/r0.rego:17: fail must be a set"},
		"no metadata":         {"package rules.access_control.a\n\n" + sound, "rules/r0.rego:1: no METADATA"},
		"bad severity":        {strings.Replace(good, "severity: high", "severity: awful", 1), `rules/r0.rego:9: METADATA custom.severity: "awful" is none of`},
		"bad tier":            {strings.Replace(good, "tier: obligation", "tier: extra", 1), `rules/r0.rego:10: METADATA custom.tier: "extra" is neither`},
		"unknown key":         {strings.Replace(good, "#   tier", "#   colour: red\n#   tier", 1), "rules/r0.rego:10: METADATA custom.colour: "},
		"missing key":         {strings.Replace(good, "#   tier: obligation\n", "", 1), "rules/r0.rego:8: METADATA custom.tier: "},
		"reads twice":         {strings.Replace(good, "[public]", "[public, public]", 1), "rules/r0.rego:12: METADATA custom.reads: public is not a name, or is there twice"},
		"citation":            {strings.Replace(good, "p-164.312(b)", "p-164.312(c)", 1), `rules/r0.rego:7: citation "45 CFR 164.312(b)": its ref is https://`},
		"citation text":       {strings.Replace(good, "45 CFR 164.312(b)", "HIPAA", 1), `rules/r0.rego:7: citation "HIPAA"`},
		"package":             {strings.Replace(good, "package rules.access_control.a", "package rules.a", 1), "package must be"},
		"absent on fail":      {strings.Replace(good, "#   tier", "#   absent: open\n#   tier", 1), "rules/r0.rego:10: METADATA custom.absent: is for duties"},
		"remedy of a cloud":   {strings.Replace(good, "any: Mend", "azur: Mend", 1), `rules/r0.rego:14: METADATA custom.remedy.azur: "azur" is neither a resource type nor one of`},
		"remedy twice":        {strings.Replace(good, "any: Mend them.", "aws_x, aws_y: One.\n#     aws_y: Two.", 1), "rules/r0.rego:15: METADATA custom.remedy.aws_y: aws_y is there twice"},
		"remedy of nothing":   {strings.Replace(good, "any: Mend them.", "any:", 1), "rules/r0.rego:14: METADATA custom.remedy.any: must be text"},
		"absent":              {strings.Replace(good, "#   tier", "#   absent: fail\n#   tier", 1), `rules/r0.rego:10: METADATA custom.absent: fail is not "open"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := policy.Load(policy.Options{FS: tree(test.text), Concepts: concepts(t), CheckTypes: true})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	twice := []string{good, strings.Replace(good, "access_control.a", "encryption_at_rest.a", 1)}
	if _, err := policy.Load(policy.Options{FS: tree(twice...), Concepts: concepts(t)}); err == nil ||
		!strings.Contains(err.Error(), "same name") {
		t.Errorf("two rules of one name: %v", err)
	}
}

func TestUserPolicies(t *testing.T) {
	good := ruleText("access_control.own", "store", "public", sound)
	helper := "package clinic\n\nwide(s) if s.public\n"
	tests := map[string]struct {
		files []string
		want  string
	}{
		"good":               {[]string{good}, ""},
		"helper package":     {[]string{good, helper}, ""},
		"unknown obligation": {[]string{strings.Replace(good, "access_control", "house_rules", 1)}, `clinic/r0.rego:15: there is no obligation "house-rules"`},
		"wrong reads":        {[]string{strings.Replace(good, "[public]", "[name]", 1)}, "clinic/r0.rego:12: METADATA custom.reads: must list the fields that the rule reads: [public]"},
		"mistyped field":     {[]string{strings.Replace(good, "s.public", "s.publik", 1)}, "clinic/r0.rego:19: rego_type_error"},
		"negated field":      {[]string{strings.Replace(good, "s.public", "not s.public", 1)}, "clinic/r0.rego:19: s.public: a field of a fact under not"},
		"null comparison":    {[]string{ruleText("access_control.own", "store", "kept_days", strings.Replace(sound, "s.public", "s.kept_days < 3", 1))}, "this comparison holds for null"},
		"not equal":          {[]string{ruleText("access_control.own", "store", "kind", strings.Replace(sound, "s.public", `s.kind != "table"`, 1))}, "this comparison holds for null"},
		"lib":                {[]string{"package lib\n\nat(_, _, _) := {}\n"}, "package lib is baalint's own"},
		"same package":       {[]string{strings.Replace(good, "control.own", "control.a", 1)}, "same name"},
		"no rule":            {[]string{helper}, "compile policies in clinic: there is no rule: "},
		"remedy of a type":   {[]string{strings.Replace(good, "any: M", "any: M.\n#     aws_s3_bucket, aws_db_instance: M", 1)}, ""},
		"remedy of no type":  {[]string{strings.Replace(good, "any: M", "aws_s3_bukket: M", 1)}, "clinic/r0.rego:14: METADATA custom.remedy: the catalogue does not know the type aws_s3_bukket"},
		"remedy of a part":   {[]string{strings.Replace(good, "any: M", "aws_s3_bucket_versioning: M", 1)}, "clinic/r0.rego:14: METADATA custom.remedy: aws_s3_bucket_versioning yields no store"},
		"concept":            {[]string{strings.Replace(good, "about: store", "about: shop", 1)}, `clinic/r0.rego:11: METADATA custom.about: there is no concept "shop"`},
	}
	builtin := ruleText("access_control.a", "store", "public", sound)
	yields := sync.OnceValues(func() ([]fact.Yield, error) {
		catalogue, err := fact.Load(policies.FS)
		if err != nil {
			return nil, err
		}
		return catalogue.Yields()
	})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := fstest.MapFS{}
			for i, text := range test.files {
				dir[fmt.Sprintf("r%d.rego", i)] = &fstest.MapFile{Data: []byte(text)}
			}
			_, err := policy.Load(policy.Options{
				FS: tree(builtin), Concepts: concepts(t), Yields: yields, Extra: []policy.Dir{{Name: "clinic", FS: dir}},
			})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestUserPoliciesSeeRawResources(t *testing.T) {
	text := ruleText("access_control.raw", "estate", "", `fail contains lib.at(estate, "", "has a jump host") if {
	some estate in input.estate
	some r in input.resources
	r.type == "x_instance"
}`)
	set, err := policy.Load(policy.Options{
		FS: tree(ruleText("access_control.a", "store", "public", sound)), Concepts: concepts(t),
		Extra: []policy.Dir{{Name: "clinic", FS: fstest.MapFS{"raw.rego": {Data: []byte(text)}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	findings, err := set.Judge(context.Background(), policy.Input{
		Estate: estate(&fact.Fact{ID: "estate/estate", Concept: "estate", Address: "estate", Place: line(7)}),
		Raw:    func() []any { return []any{map[string]any{"type": "x_instance", "values": map[string]any{"n": 1.5}}} },
	})
	if err != nil || len(findings) != 1 || findings[0].Message != "The configuration has a jump host" || findings[0].Place.Line != 7 {
		t.Errorf("%+v %v", findings, err)
	}
}

func TestCancelledEvaluationIsAnError(t *testing.T) {
	text := ruleText("access_control.slow", "store", "", `fail contains s.id if {
	some s in input.store
	some a in numbers.range(1, 100000)
	some b in numbers.range(1, 100000)
	a * b < 0
}`)
	set := load(t, text)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := set.Judge(ctx, policy.Input{Estate: estate(store("a", nil))})
	if err == nil || !strings.Contains(err.Error(), "access-control/slow") || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("a cancelled evaluation: %v", err)
	}
}

// A rule of the user's own that does not end is an error in time, and costs the other rules nothing.
func TestDeadline(t *testing.T) {
	slow := ruleText("access_control.slow", "store", "", `fail contains lib.at(s, "", "is slow") if {
	some s in input.store
	some a in numbers.range(1, 100000)
	some b in numbers.range(1, 100000)
	a * b < 0
}`)
	set, err := policy.Load(policy.Options{
		FS: tree(ruleText("access_control.a", "store", "public", sound)), Concepts: concepts(t), Deadline: 50 * time.Millisecond,
		Extra: []policy.Dir{{Name: "own", FS: fstest.MapFS{"slow.rego": {Data: []byte(slow)}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	findings, err := set.Judge(t.Context(), policy.Input{Estate: estate(store("a", map[string]fact.Field{"public": known(true)}))})
	if err == nil || !strings.Contains(err.Error(), "evaluate rule access-control/slow: it took more than 50ms") {
		t.Errorf("a rule without end: %v", err)
	}
	if len(findings) != 1 || findings[0].Verdict != finding.Fail {
		t.Errorf("findings of the other rule: %+v", findings)
	}
}

func estate(facts ...*fact.Fact) *fact.Estate { return &fact.Estate{Facts: facts} }

func line(n int) resource.Range {
	return resource.Range{File: "main.tf", Line: n, Column: 1, EndLine: n, EndColumn: 9}
}

// store is a store whose block spans the lines 1 to 10 of its own file.
func store(name string, fields map[string]fact.Field) *fact.Fact {
	return concept("store", name, fields)
}

func concept(kind, name string, fields map[string]fact.Field) *fact.Fact {
	header := resource.Range{File: name + ".tf", Line: 1, Column: 1, EndLine: 1, EndColumn: 20}
	body := header
	body.EndLine = 10
	return &fact.Fact{
		ID: kind + "/" + name, Concept: kind, Address: "x." + name, Type: "x", Cloud: "aws", Root: ".", Fields: fact.FieldsOf(fields),
		Resource: &resource.Resource{Address: "x." + name, Place: header, Body: body, Calls: []resource.Range{line(3)}}, Place: header,
	}
}

func known(value any, lines ...int) fact.Field {
	field := fact.Field{Known: true, Value: value}
	for _, n := range lines {
		field.At = append(field.At, line(n))
	}
	return field
}

func unknown(subject string) fact.Field {
	return fact.Field{Why: []resource.Why{{Cause: resource.NoValue, Subject: subject}}}
}
