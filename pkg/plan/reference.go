package plan

import (
	"slices"
	"strings"
)

// Bounds on following references through modules: how far, and how many of them for one expression.
const (
	maxHops  = 100
	maxSteps = 10_000
)

// walk follows the references of some expressions.
type walk struct {
	document *Document
	found    []target
	// seen are the references that were followed, with their places.
	seen map[string]bool
}

// targets follows all references of some expressions.
func (d *Document) targets(expressions []*node, w where) []target {
	k := walk{document: d, seen: map[string]bool{}}
	for _, e := range expressions {
		all := references(e)
		keyed := len(all) == 2 && (slices.Contains(all, "each.key") || slices.Contains(all, "count.index"))
		for _, reference := range all {
			k.follow(steps(reference), w, keyed, 0)
		}
	}
	return k.found
}

func (k *walk) untold(w where, at []string) {
	k.found = append(k.found, target{untold: prefixed(w.module, joined(at))})
}

// follow adds what a reference leads to. keyed is set where the instance key is all that is used beside it: then it means the
// instance of the same key.
func (k *walk) follow(at []string, w where, keyed bool, hops int) {
	if len(at) < 2 || w.in == nil || hops > maxHops || len(k.seen) > maxSteps {
		return
	}
	step := w.module + "\x00" + w.key + "\x00" + joined(at)
	if k.seen[step] {
		return
	}
	k.seen[step] = true
	switch at[0] {
	case "path", "terraform", "self", "count":
	case "local":
		k.untold(w, at[:2])
	case "var":
		k.variable(at, w, hops)
	case "each":
		k.element(at[1:], w, hops)
	case "module":
		k.output(at, w, keyed, hops)
	case "data":
		k.resource(joined(at[:min(3, len(at))]), at[min(3, len(at)):], w, keyed)
	default:
		k.resource(joined(at[:2]), at[2:], w, keyed)
	}
}

// through follows what an expression refers to; where that is one thing, rest is read from it.
func (k *walk) through(expression *node, rest []string, w where, hops int) {
	all := references(expression)
	for _, reference := range all {
		at := steps(reference)
		if len(all) == 1 {
			at = append(at, rest...)
		}
		k.follow(at, w, false, hops+1)
	}
}

// variable follows a variable to the argument of the call; those of the root are known.
func (k *walk) variable(at []string, w where, hops int) {
	if w.in.call != nil {
		k.through(w.in.call.expressions.member(at[1]), at[2:], w.outward(), hops)
	}
}

// element follows each.value: for_each = aws_kms_key.k goes over the instances of a block.
func (k *walk) element(rest []string, w where, hops int) {
	if rest[0] != "value" {
		return
	}
	rest = rest[1:]
	all := references(w.forEach)
	if len(all) == 1 && w.key != "" && k.document.byAddress[prefixed(w.module, all[0]+w.key)] != nil {
		k.follow(append(append(steps(all[0]), w.key), rest...), w, false, hops+1)
		return
	}
	outside := w
	outside.key, outside.forEach = "", nil
	k.through(w.forEach, rest, outside, hops)
}

// output follows an output of a module call.
func (k *walk) output(at []string, w where, keyed bool, hops int) {
	c, name, rest := w.in.calls[at[1]], prefixed(w.module, joined(at[:2])), at[2:]
	key, rest := keyOf(rest)
	if c == nil || len(rest) == 0 || c.module.outputs[rest[0]] == nil {
		k.untold(w, at)
		return
	}
	if key == "" && keyed && slices.Contains(k.document.modules[name], name+w.key) {
		key = w.key
	}
	instances := k.document.modules[name]
	if key != "" || len(instances) == 0 { // a module may have no resources of its own
		instances = []string{name + key}
	}
	for _, instance := range instances {
		k.through(c.module.outputs[rest[0]], rest[1:], where{module: instance, in: c.module}, hops)
	}
}

// keyOf takes a key off what follows the name of a block or a call.
func keyOf(rest []string) (key string, after []string) {
	if len(rest) > 0 && strings.HasPrefix(rest[0], "[") {
		return rest[0], rest[1:]
	}
	return "", rest
}

// resource adds the instances of a block that a reference means. Nothing can be read from what will not exist.
func (k *walk) resource(name string, rest []string, w where, keyed bool) {
	d := k.document
	t := target{address: prefixed(w.module, name), instances: d.byBlock[blockKey{w.module, name}]}
	key, rest := keyOf(rest)
	if key == "" && keyed && d.byAddress[t.address+w.key] != nil {
		key = w.key
	}
	if key != "" {
		t.instances = nil
		if one := d.byAddress[t.address+key]; one != nil {
			t.instances = []*instance{one}
		}
	}
	switch len(t.instances) {
	case 0:
		return
	case 1:
		t.address = t.instances[0].address
	}
	for _, step := range rest {
		if !strings.HasPrefix(step, "[") {
			t.attribute = step
			break
		}
	}
	k.found = append(k.found, t)
}
