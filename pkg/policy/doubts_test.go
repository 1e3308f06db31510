package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
)

const (
	selected = `met contains s.id if {
	some s in input.store
	some x in input.selection
	s.id in x.stores
}

met contains s.id if {
	some s in input.store
	some x in input.selection
	some tag in x.tags_any
	s.tags[tag.key] == tag.value
}`
	watched = `met contains v.id if {
	some v in input.vault
	some a in input.alarm
	a.enabled == true
	a.vault == v.id
}`
	recorded = `met contains e.id if {
	some e in input.estate
	some t in input.trail
	t.enabled == true
}`
)

// in puts a fact into a root.
func in(root string, f *fact.Fact) *fact.Fact {
	f.Root, f.ID = root, root+":"+f.ID
	return f
}

func because(cause resource.Cause, subject string) fact.Field {
	return fact.Field{Why: []resource.Why{{Cause: cause, Subject: subject}}}
}

func listBecause(cause resource.Cause, subject string) fact.Field {
	field := because(cause, subject)
	field.Value = []any{}
	return field
}

// What is not known, or not read, in root "b" opens a duty of root "a" only where it may be evidence there.
func TestDoubtsOfAnotherRoot(t *testing.T) {
	stores := load(t, ruleText("access_control.a", "store", "selection.stores, selection.tags_any, tags", selected))
	vaults := load(t, ruleText("access_control.a", "vault", "alarm.enabled, alarm.vault", watched))
	estates := load(t, ruleText("access_control.a", "estate", "trail.enabled", recorded))
	selection := func(root string, fields map[string]fact.Field) *fact.Fact {
		return in(root, concept("selection", "x", fields))
	}
	alarm := func(root string, fields map[string]fact.Field) *fact.Fact {
		return in(root, concept("alarm", "x", fields))
	}
	perhaps := func(root string) *fact.Fact {
		f := selection(root, map[string]fact.Field{"stores": known([]any{"a:store/s"})})
		f.Maybe = &resource.Why{Cause: resource.NoValue, Subject: "var.on_" + root}
		return f
	}
	whole := func() *fact.Fact {
		return &fact.Fact{ID: "estate/estate", Concept: "estate", Address: "estate", Root: "."}
	}
	const open, fail = "open", "fail"
	tests := []struct {
		name string
		set  *policy.Set
		of   *fact.Fact
		by   *fact.Fact
		also []policy.Unread
		want string
	}{
		{"same root, a variable", stores, nil, selection("a", map[string]fact.Field{"stores": listBecause(resource.NoValue, "var.arns")}), nil, open},
		{"same root, made here", stores, nil, selection("a", map[string]fact.Field{"stores": listBecause(resource.Computed, "x.b.arn")}), nil, open},
		{"a variable may name it", stores, nil, selection("b", map[string]fact.Field{"stores": listBecause(resource.NoValue, "var.arns")}), nil, open},
		{"a data source may name it", stores, nil, selection("b", map[string]fact.Field{"stores": listBecause(resource.DataSource, "data.x.b")}), nil, open},
		{"a variable may describe it", stores, nil, selection("b", map[string]fact.Field{"stores": known([]any{}), "tags_any": listBecause(resource.NoValue, "var.tags")}), nil, open},
		{"what the other root makes", stores, nil, selection("b", map[string]fact.Field{"stores": listBecause(resource.Computed, "x.b.arn")}), nil, fail},
		{"a mistake in the other root", stores, nil, selection("b", map[string]fact.Field{"stores": listBecause(resource.Failed, "local.arns")}), nil, fail},
		{"a module that the other root lacks", stores, nil, selection("b", map[string]fact.Field{"stores": listBecause(resource.NotInstalled, "module.m")}), nil, fail},
		{"an alarm of the other root", vaults, nil, alarm("b", map[string]fact.Field{"enabled": because(resource.NoValue, "var.on"), "vault": known(nil)}), nil, fail},
		{"an alarm that watches a vault given to the other root", vaults, nil, alarm("b", map[string]fact.Field{"enabled": known(true), "vault": because(resource.NoValue, "var.vault")}), nil, open},
		{"an alarm that watches a vault of the other root, perhaps", vaults, nil, alarm("b", map[string]fact.Field{"enabled": known(true), "vault": {
			Why: []resource.Why{{Cause: resource.NoValue, Subject: "var.n"}}, Refs: []string{"aws_backup_vault.b[*]"},
		}}), nil, fail},
		{"unread in the same root", stores, nil, nil, []policy.Unread{{Root: "a", Why: resource.Why{Cause: resource.Unreadable, Subject: "a/x.tf"}}}, open},
		{"unread in the other root", stores, nil, nil, []policy.Unread{{Root: "b", Why: resource.Why{Cause: resource.Unreadable, Subject: "b/x.tf"}}}, fail},
		{"the estate and what any root leaves unknown", estates, whole(), in("b", concept("trail", "x", map[string]fact.Field{"enabled": because(resource.NoValue, "var.on")})), nil, open},
		{"the estate and what went unread in any root", estates, whole(), nil, []policy.Unread{{Root: "b", Why: resource.Why{Cause: resource.NotInstalled, Subject: "module.m"}}}, open},
		{"what may exist in the same root", stores, nil, perhaps("a"), nil, open},
		{"what may exist in the other root, and names it", stores, nil, perhaps("b"), nil, open},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			facts := []*fact.Fact{test.of}
			switch {
			case test.of != nil:
			case test.set == vaults:
				facts[0] = in("a", concept("vault", "s", nil))
			default:
				facts[0] = in("a", store("s", map[string]fact.Field{"tags": known(map[string]any{"backup": "daily"})}))
			}
			if test.by != nil {
				facts = append(facts, test.by)
			}
			got := judge(t, test.set, policy.Input{Estate: estate(facts...), Incomplete: test.also})
			if len(got) != 1 || !strings.HasPrefix(got[0], test.want) {
				t.Errorf("got %q, want %s", got, test.want)
			}
		})
	}
}

// Evidence that may live in another repository may do so whatever other roots hold.
func TestAbsentOfTheSameRoot(t *testing.T) {
	text := ruleText("access_control.a", "vault", "alarm.enabled, alarm.vault", watched)
	set := load(t, strings.Replace(text, "#   tier", "#   absent: open\n#   tier", 1))
	vault := in("a", concept("vault", "v", nil))
	for root, want := range map[string]string{"a": "fail", "b": "open"} {
		other := in(root, concept("alarm", "x", map[string]fact.Field{"enabled": known(true), "vault": known("elsewhere")}))
		if got := judge(t, set, policy.Input{Estate: estate(vault, other)}); len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("an alarm in root %s: got %q, want %s", root, got, want)
		}
	}
}

// Of several facts that may not exist, those of the same root are named.
func TestMaybesOfTheSameRootAreNamed(t *testing.T) {
	set := load(t, ruleText("access_control.a", "store", "selection.stores, selection.tags_any, tags", selected))
	facts := make([]*fact.Fact, 0, 4)
	for _, root := range []string{"b", "a"} {
		x := in(root, concept("selection", "x", map[string]fact.Field{"stores": known([]any{root + ":store/s"})}))
		x.Maybe = &resource.Why{Cause: resource.NoValue, Subject: "var.on_" + root}
		facts = append(facts, x, in(root, store("s", nil)))
	}
	slices.SortFunc(facts, func(a, b *fact.Fact) int { return strings.Compare(a.ID, b.ID) })
	want := []string{
		"open: x.s cannot be judged: it hangs on whether x.x exists [var.on_a has no value; give it with --var-file or --var]",
		"open: x.s cannot be judged: it hangs on whether x.x exists [var.on_b has no value; give it with --var-file or --var]",
	}
	if diff := cmp.Diff(want, judge(t, set, policy.Input{Estate: estate(facts...)})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
