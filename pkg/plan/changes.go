package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// readPlan gathers what exists once the plan is applied: what the changes leave, and of the prior state what they do not speak of
// (data sources that were read, and what -target leaves out).
func (d *Document) readPlan(top map[string]span) {
	t := d.text
	t.members(top["variables"], func(m member) {
		if v, ok := plain(t, t.tree(t.get(m.value, "value"))); ok && !v.ContainsMarked() {
			d.Variables[m.name] = v
		}
	})
	d.readConfiguration(top["configuration"])
	forgotten := 0
	t.elements(top["resource_changes"], func(s span) { forgotten += d.readChange(s, nil) })
	t.elements(top["deferred_changes"], func(s span) {
		why := resource.Why{Cause: resource.Computed, Subject: "deferred: " + t.str(t.get(s, "reason"))}
		d.readChange(t.get(s, "resource_change"), &why)
	})
	if !top["resource_changes"].ok() {
		d.readModule(t.get(top["planned_values"], "root_module"), "", d.keep)
	}
	d.readModule(t.get(t.get(top["prior_state"], "values"), "root_module"), "", func(i *instance) {
		if i != nil && !d.dropped[i.address] {
			d.keep(i)
		}
	})
	if forgotten > 0 {
		d.note("%s forgotten by this plan, not destroyed: not judged", were(forgotten, "resource"))
	}
	if t.is(top["errored"], 't') {
		d.Gaps = append(d.Gaps, "the plan ended in an error: it does not tell all that would be built")
	}
	if t.is(top["complete"], 'f') && !t.is(top["errored"], 't') {
		d.note("the plan is not complete (-target, or changes put off): what it leaves out is judged as it stands")
	}
}

func were(n int, what string) string {
	if n == 1 {
		return fmt.Sprintf("1 %s is", what)
	}
	return fmt.Sprintf("%d %ss are", n, what)
}

// readChange takes what a change leaves behind, and counts what is forgotten: Terraform leaves it alone from then on.
func (d *Document) readChange(object span, maybe *resource.Why) (forgotten int) {
	t := d.text
	i := d.instance(object, "")
	if i == nil || t.get(object, "deposed").ok() { // deposed: what a replacement has left over, and nothing but a deletion
		return 0
	}
	if previous := t.str(t.get(object, "previous_address")); previous != "" {
		d.dropped[previous] = true
	}
	actions := d.readAfter(i, t.get(object, "change"))
	d.dropped[i.address] = true
	gone := !slices.Contains(actions, "create") && (slices.Contains(actions, "delete") || slices.Contains(actions, "forget"))
	if gone || !t.is(i.values, '{') && !t.is(i.unknown, '{') {
		if slices.Contains(actions, "forget") {
			return 1
		}
		return 0
	}
	if i.maybe = maybe; maybe != nil && t.is(t.get(object, "index_unknown"), 't') {
		i.key, i.address = "[*]", strings.TrimSuffix(i.address, i.key)+"[*]"
	}
	d.keep(i)
	return 0
}

// readAfter takes the values from a change, and gives its actions.
func (d *Document) readAfter(i *instance, change span) (actions []string) {
	d.text.members(change, func(m member) {
		switch m.name {
		case "actions":
			actions = d.text.strings(m.value)
		case "after":
			i.values = m.value
		case "after_unknown":
			i.unknown = m.value
		case "after_sensitive":
			i.sensitive = m.value
		}
	})
	return actions
}

// readModule gathers the instances of a module of planned values or of a state, and of those below it.
func (d *Document) readModule(module span, address string, keep func(*instance)) {
	t := d.text
	t.elements(t.get(module, "resources"), func(s span) {
		if t.get(s, "deposed_key").ok() {
			return
		}
		i := d.instance(s, address)
		if i == nil {
			return
		}
		i.values, i.sensitive = t.get(s, "values"), t.get(s, "sensitive_values")
		keep(i)
	})
	t.elements(t.get(module, "child_modules"), func(s span) {
		if child := t.str(t.get(s, "address")); child != "" {
			d.readModule(s, child, keep)
		}
	})
}
