package policy_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
)

const (
	prohibition = `fail contains lib.at(s, "public", "is public") if {
	some s in input.store
	s.public == true
}

pass contains s.id if {
	some s in input.store
	s.private_only == true
}

skip contains s.id if {
	some s in input.store
	s.role == "log"
}

open contains lib.at(s, "name", "has a name nobody knows") if {
	some s in input.store
	s.name == "?"
}`
	duty = `met contains lib.related(lib.at(s, "name", "is watched"), [c.id]) if {
	some s in input.store
	some c in watchers[s.name]
}

missing contains lib.at(s, "kind", "is not watched") if some s in input.store

watchers[name] contains c if {
	some c in input.alarm
	c.enabled == true
	name := c.cloud
}

watchers[name] contains c if {
	some c in input.alarm
	c.enabled == true
	some name in c.watches
}`
)

// judge returns "address verdict message [waits]" for every finding, in order.
func judge(t *testing.T, set *policy.Set, in policy.Input) []string {
	t.Helper()
	in.Terms, in.Regions = terms(), regions()
	findings, err := set.Judge(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, 0, len(findings))
	for _, f := range findings {
		line := fmt.Sprintf("%s: %s", f.Verdict, f.Message)
		if len(f.Waits) > 0 {
			waits := make([]string, len(f.Waits))
			for i, w := range f.Waits {
				waits[i] = w.Sentence()
			}
			line += " [" + strings.Join(waits, ", ") + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

func unread(modules ...string) []policy.Unread {
	all := make([]policy.Unread, 0, len(modules))
	for _, module := range modules {
		all = append(all, policy.Unread{Root: ".", Why: resource.Why{Cause: resource.NotInstalled, Subject: module}})
	}
	return all
}

func TestProhibitionVerdicts(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "public, private_only, role, name", prohibition))
	tests := []struct {
		name   string
		fields map[string]fact.Field
		want   []string
	}{
		{"fails", map[string]fact.Field{"public": known(true)}, []string{"fail: x.a is public"}},
		{"passes", map[string]fact.Field{"public": known(false)}, []string{"pass: Stores are sound"}},
		{"null passes", nil, []string{"pass: Stores are sound"}},
		{"skipped", map[string]fact.Field{"public": known(true), "role": known("log")}, []string{}},
		{
			"unknown is open", map[string]fact.Field{"public": unknown("var.p"), "role": unknown("var.r")},
			[]string{"open: x.a cannot be judged: public and role are unknown (var.p has no value and 1 more) " +
				"[var.p has no value; give it with --var-file or --var, var.r has no value; give it with --var-file or --var]"},
		},
		{"fails though a field is unknown", map[string]fact.Field{"public": known(true), "role": unknown("var.r")}, []string{"fail: x.a is public"}},
		{"passes though a field is unknown", map[string]fact.Field{"private_only": known(true), "role": unknown("var.r")}, []string{"pass: Stores are sound"}},
		{"open by the rule", map[string]fact.Field{"name": known("?")}, []string{"open: x.a has a name nobody knows"}},
		{"a field that is not read does not matter", map[string]fact.Field{"kind": unknown("var.k")}, []string{"pass: Stores are sound"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judge(t, set, policy.Input{Estate: estate(store("a", test.fields))})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDutyVerdicts(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "name, alarm.enabled, alarm.watches", duty))
	a := store("a", map[string]fact.Field{"name": known("db", 4)})
	watches := func(enabled fact.Field) *fact.Fact {
		return concept("alarm", "w", map[string]fact.Field{"enabled": enabled, "watches": known([]any{"db"})})
	}
	perhaps := watches(known(true))
	perhaps.Maybe = &resource.Why{Cause: resource.NoValue, Subject: "var.alarms"}
	elsewhere := watches(unknown("var.on"))
	elsewhere.Cloud = "azure"
	partial := concept("alarm", "w", map[string]fact.Field{
		"enabled": known(true), "watches": {Value: []any{"db"}, Why: []resource.Why{{Cause: resource.NoValue, Subject: "var.more"}}},
	})
	nameless := store("a", map[string]fact.Field{"name": unknown("var.name")})
	tests := []struct {
		name  string
		facts []*fact.Fact
		in    policy.Input
		want  []string
	}{
		{"met", []*fact.Fact{a, watches(known(true))}, policy.Input{}, []string{"pass: x.a is watched"}},
		{"met by what is known of a list", []*fact.Fact{a, partial}, policy.Input{}, []string{"pass: x.a is watched"}},
		{"met whatever went unread", []*fact.Fact{a, watches(known(true))}, policy.Input{Incomplete: unread("module.m")}, []string{"pass: x.a is watched"}},
		{"no evidence", []*fact.Fact{a}, policy.Input{}, []string{"fail: x.a is not watched"}},
		{"evidence that does not hold", []*fact.Fact{a, watches(known(false))}, policy.Input{}, []string{"fail: x.a is not watched"}},
		{"evidence that cannot be read", []*fact.Fact{a, watches(unknown("var.on"))}, policy.Input{}, []string{
			"open: x.a is not watched, as far as can be seen: enabled of x.w is unknown (var.on has no value) " +
				"[var.on has no value; give it with --var-file or --var]",
		}},
		{"evidence of another cloud", []*fact.Fact{a, elsewhere}, policy.Input{}, []string{"fail: x.a is not watched"}},
		{"own field unknown", []*fact.Fact{nameless}, policy.Input{}, []string{
			"open: x.a cannot be judged: name is unknown (var.name has no value) [var.name has no value; give it with --var-file or --var]",
		}},
		{"part unread", []*fact.Fact{a}, policy.Input{Incomplete: unread("module.m", "module.l")}, []string{
			"open: x.a is not watched, as far as can be seen: part of the configuration was not read (module.l is not installed and 1 more) " +
				"[module.l is not installed; run terraform init, module.m is not installed; run terraform init]",
		}},
		{"evidence that may not exist", []*fact.Fact{a, perhaps}, policy.Input{}, []string{
			"open: x.a cannot be judged: it hangs on whether x.w exists [var.alarms has no value; give it with --var-file or --var]",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.in.Estate = estate(test.facts...)
			if diff := cmp.Diff(test.want, judge(t, set, test.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// absent: open says that evidence may live in another repository, where this one has nothing of the kind.
func TestAbsentOpen(t *testing.T) {
	text := ruleText("access_control.a", "store", "name, alarm.enabled, alarm.watches", duty)
	set := load(t, strings.Replace(text, "#   tier", "#   absent: open\n#   tier", 1))
	a := store("a", nil)
	other := concept("alarm", "w", map[string]fact.Field{"enabled": known(false)})
	open := []string{"open: x.a is not watched, as far as can be seen: nothing read here declares any alarm [nothing read here declares any alarm]"}
	if diff := cmp.Diff(open, judge(t, set, policy.Input{Estate: estate(a)})); diff != "" {
		t.Errorf("without evidence (-want +got):\n%s", diff)
	}
	fails := []string{"fail: x.a is not watched"}
	if diff := cmp.Diff(fails, judge(t, set, policy.Input{Estate: estate(a, other)})); diff != "" {
		t.Errorf("with other evidence (-want +got):\n%s", diff)
	}
	other.Cloud = "google"
	if diff := cmp.Diff(open, judge(t, set, policy.Input{Estate: estate(a, other)})); diff != "" {
		t.Errorf("with evidence of another cloud (-want +got):\n%s", diff)
	}
}

// A fault that another fact causes, and that fact may not exist: open. One that the fact has by itself stays a fault.
func TestProhibitionThatHangsOnMaybe(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "public, grant.on", `fail contains lib.at(s, "", "is open to all") if {
	some s in input.store
	some g in input.grant
	g.on == s.id
}

fail contains lib.at(s, "public", "is public") if {
	some s in input.store
	s.public == true
}`))
	grant := concept("grant", "g", map[string]fact.Field{"on": known("store/a")})
	grant.Maybe = &resource.Why{Cause: resource.NoValue, Subject: "var.open"}
	a, b := store("a", nil), store("b", map[string]fact.Field{"public": known(true)})
	b.Maybe = &resource.Why{Cause: resource.NoValue, Subject: "var.b"}
	want := []string{
		"open: x.a cannot be judged: it hangs on whether x.g exists [var.open has no value; give it with --var-file or --var]",
		"fail: x.b is public",
	}
	if diff := cmp.Diff(want, judge(t, set, policy.Input{Estate: estate(grant, a, b)})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSeveralConcepts(t *testing.T) {
	set := load(t, ruleText("access_control.a", "[store, vault]", "public", `fail contains lib.at(x, "public", "is public") if {
	some x in input.store
	x.public == true
}

fail contains lib.at(x, "public", "is public") if {
	some x in input.vault
	x.public == true
}`))
	facts := []*fact.Fact{
		store("a", map[string]fact.Field{"public": known(true)}),
		concept("vault", "v", map[string]fact.Field{"public": unknown("var.p")}),
		concept("key", "k", nil),
	}
	want := []string{
		"fail: x.a is public",
		"open: x.v cannot be judged: public is unknown (var.p has no value) [var.p has no value; give it with --var-file or --var]",
	}
	if diff := cmp.Diff(want, judge(t, set, policy.Input{Estate: estate(facts...)})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A rule that cannot be evaluated is an error, never a pass; the findings of the others stand.
func TestEvaluationErrors(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"unknown fact":     {`fail contains "store/z" if some s in input.store`, `there is no fact "store/z"`},
		"other concept":    {`fail contains v.id if some v in input.vault`, "is a vault, but the rule is about store"},
		"unknown field":    {`fail contains lib.at(s, "nam", "x") if some s in input.store`, `has no field "nam"`},
		"unknown related":  {`fail contains lib.related(lib.at(s, "", "x"), ["?"]) if some s in input.store`, `lib.related: there is no fact "?"`},
		"related no list":  {`fail contains lib.related(lib.at(s, "", "x"), s) if some s in input.store`, "takes a list of fact ids"},
		"on unknown fact":  {`fail contains lib.on(lib.at(s, "", "x"), {"id": "?"}, "name", 0) if some s in input.store`, `lib.on: there is no fact "?"`},
		"on unknown field": {`fail contains lib.on(lib.at(s, "", "x"), s, "nam", 0) if some s in input.store`, `lib.on: concept store has no field "nam"`},
		"on no number":     {`fail contains lib.on(lib.at(s, "", "x"), s, "name", -1) if some s in input.store`, "lib.on takes a fact, a field and the number of an element, not -1"},
		"raised severity":  {`fail contains lib.severity(lib.at(s, "", "x"), "critical") if some s in input.store`, "raises the severity"},
		"unknown severity": {`fail contains lib.severity(lib.at(s, "", "x"), "awful") if some s in input.store`, `severity "awful"`},
		"no element":       {`fail contains 7 if some s in input.store`, "7 is neither"},
		"nameless element": {`fail contains {"field": "name"} if some s in input.store`, "names no fact"},
		"unknown key":      {`fail contains {"id": s.id, "colour": "red"} if some s in input.store`, "an element has no"},
		"conflict":         {"fail contains x(s) if some s in input.store\n\nx(s) := s.id\n\nx(s) := s.address if s.id", "conflict"},
		"built-in": {`fail contains s.id if {
	some s in input.store
	to_number("seven") > 3
}`, "to_number"},
	}
	facts := []*fact.Fact{store("a", nil), concept("vault", "v", nil)}
	other := ruleText("access_control.other", "vault", "", `fail contains v.id if some v in input.vault`)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := load(t, ruleText("encryption_at_rest.a", "store", "", test.body), other)
			findings, err := set.Judge(context.Background(), policy.Input{Estate: estate(facts...)})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "encryption-at-rest/a") {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if len(findings) != 1 || findings[0].Rule != "access-control/other" {
				t.Errorf("findings of the other rule: %+v", findings)
			}
		})
	}
}

// A built-in that is called on null is undefined: what is not set matches nothing.
func TestNullOperandIsUndefined(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "name, tags", `fail contains s.id if {
	some s in input.store
	startswith(s.name, "tmp")
}

fail contains s.id if {
	some s in input.store
	s.tags.phi == "no"
}`))
	want := []string{"pass: Stores are sound"}
	if diff := cmp.Diff(want, judge(t, set, policy.Input{Estate: estate(store("a", nil))})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSameFindingsEveryTime(t *testing.T) {
	set, err := policy.Load(policy.Options{FS: manyRules(t, 12), Concepts: concepts(t)})
	if err != nil {
		t.Fatal(err)
	}
	in := policy.Input{Estate: generatedEstate(300), Terms: terms(), Regions: regions()}
	first, err := set.Judge(context.Background(), in)
	if err != nil || len(first) == 0 {
		t.Fatal(len(first), err)
	}
	if !slices.IsSortedFunc(first, func(a, b finding.Finding) int { return finding.Compare(&a, &b) }) {
		t.Error("not in the order of finding.Sort")
	}
	checked, err := policy.Load(policy.Options{FS: manyRules(t, 12), Concepts: concepts(t), CheckTypes: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []*policy.Set{set, checked} {
		again, err := set.Judge(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	}
}
