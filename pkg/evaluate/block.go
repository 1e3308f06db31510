package evaluate

import (
	"fmt"
	"math"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// object evaluates a body: arguments marked with their places, each nested block type a tuple of objects that are marked
// with the places of their headers. A block type for which a dynamic block goes over something unknown is unknown as a
// whole, its static blocks too: a tuple cannot say "and perhaps more", and whoever took the static ones for all would be
// wrong.
func (s *scope) object(c *content, b *schema.Block, extra names) map[string]cty.Value {
	values := make(map[string]cty.Value, len(c.attributes)+len(c.blocks))
	for _, a := range c.attributes {
		if values[a.name] = a.literal; a.literal == cty.NilVal {
			v := s.finite(a, s.eval(a.expr, extra))
			values[a.name] = elementPlaces(a.expr, v).Mark(a.at)
		}
	}
	if len(c.blocks) == 0 {
		return values
	}
	made := map[string]*blocks{}
	for _, n := range c.blocks {
		list := made[n.typ]
		if list == nil {
			list = &blocks{}
			made[n.typ] = list
		}
		if n.dynamic == nil {
			list.add(n.labels, cty.ObjectVal(s.object(n.body, inner(b, n.typ), extra)).Mark(n.at))
			continue
		}
		s.dynamic(list, n, inner(b, n.typ), extra)
	}
	for typ, list := range made {
		values[typ] = list.value(b != nil && b.Blocks[typ].Nesting == "map")
	}
	return values
}

// finite is the value of an argument, unknown where it holds a number that no provider takes: x / 0 is infinite, and expressions may
// go on with that, but no plan holds it.
func (s *scope) finite(a attribute, v cty.Value) cty.Value {
	if !boundless(v) {
		return v
	}
	s.run.fault(a.expr.Range(), "Number too large", fmt.Sprintf("The value of %s holds a number that is infinite, or larger than any "+
		"provider takes; it is taken for unknown.", a.name))
	return cty.DynamicVal.Mark(resource.Why{Cause: resource.Failed, Subject: s.run.now(), Place: *a.at.Range})
}

// boundless reports whether a value holds a number beyond those of floating point.
func boundless(v cty.Value) bool {
	if t := v.Type(); t == cty.String || t == cty.Bool {
		return false
	}
	v, _ = v.Unmark()
	switch t := v.Type(); {
	case !v.IsKnown() || v.IsNull():
		return false
	case t == cty.Number:
		n, _ := v.AsBigFloat().Float64()
		return math.IsInf(n, 0)
	case t.IsCollectionType() && (t.ElementType() == cty.String || t.ElementType() == cty.Bool) || !v.CanIterateElements():
		return false
	}
	for element := range resource.Elements(v) {
		if boundless(element) {
			return true
		}
	}
	return false
}

// blocks are the blocks of one type, made so far.
type blocks struct {
	labels  []string
	objects []cty.Value
	unknown []cty.ValueMarks
}

func (l *blocks) add(labels []string, object cty.Value) {
	label := ""
	if len(labels) > 0 {
		label = labels[0]
	}
	l.labels = append(l.labels, label)
	l.objects = append(l.objects, object)
}

func (l *blocks) value(labelled bool) cty.Value {
	switch {
	case len(l.unknown) > 0:
		return cty.DynamicVal.WithMarks(l.unknown...)
	case labelled:
		byLabel := map[string]cty.Value{}
		for i, object := range l.objects {
			byLabel[l.labels[i]] = object
		}
		return cty.ObjectVal(byLabel)
	}
	return cty.TupleVal(l.objects)
}

// dynamic adds the blocks that a dynamic block makes.
func (s *scope) dynamic(list *blocks, n nested, b *schema.Block, extra names) {
	r := s.run
	marked := s.eval(n.dynamic.forEach, extra)
	v, outer := marked.Unmark()
	subject := fmt.Sprintf("%s, dynamic %q", r.now(), n.typ)
	unknown := func(why resource.Why) {
		_, marks := marked.UnmarkDeep()
		marks = without(cty.DynamicVal.WithMarks(marks), isAt).Marks()
		list.unknown = append(list.unknown, marks, cty.NewValueMarks(why, n.at))
	}
	failed := resource.Why{Cause: resource.Failed, Subject: subject, Place: *n.at.Range}
	switch {
	case !v.IsKnown() || v.Type().IsSetType() && !v.IsWhollyKnown():
		unknown(*reason(marked, resource.Why{Cause: resource.Computed, Subject: subject}))
		return
	case v.IsNull() || !v.CanIterateElements():
		r.fault(n.dynamic.forEach.Range(), "Invalid dynamic for_each value",
			fmt.Sprintf("A collection is needed to make %q blocks, not %s.", n.typ, kindOf(v)))
		unknown(failed)
		return
	}
	if said, reason := r.tooMany(v.LengthInt(), n.typ); said != "" {
		r.fault(n.dynamic.place, "Too many blocks", said)
		why := resource.Why{Cause: resource.TooMany, Subject: subject, Place: *n.at.Range}
		r.unseen(why, reason)
		unknown(why)
		return
	}
	r.blocks += v.LengthInt()
	kept := resource.Secrets(outer)
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if v.Type().IsSetType() {
			key = element
		}
		inside := extra.with(n.dynamic.iterator, cty.ObjectVal(map[string]cty.Value{"key": key, "value": element.WithMarks(kept)}))
		list.add(s.labels(n, inside), cty.ObjectVal(s.object(n.body, b, inside)).Mark(n.at))
	}
}

// tooMany tells of a dynamic block that makes too many blocks, by itself or with those that it stands within; "" where it does not.
func (r *run) tooMany(blocks int, typ string) (said, reason string) {
	most := r.opts.MaxInstances
	switch {
	case blocks > most:
		return fmt.Sprintf("The dynamic block makes %d %q blocks, more than %d.", blocks, typ, most), fmt.Sprintf("it has %d %q blocks", blocks, typ)
	case r.blocks+blocks > most:
		return fmt.Sprintf("The dynamic blocks within each other make more than %d blocks.", most), fmt.Sprintf("there are more than %d blocks", most)
	}
	return "", ""
}

func kindOf(v cty.Value) string {
	if v.IsNull() {
		return "null"
	}
	return v.Type().FriendlyName()
}

// labels evaluates the labels of a dynamic block.
func (s *scope) labels(n nested, extra names) []string {
	if n.dynamic.labels == nil {
		return nil
	}
	v, _ := s.eval(n.dynamic.labels, extra).UnmarkDeep()
	if !v.IsWhollyKnown() || v.IsNull() || !v.CanIterateElements() {
		return nil
	}
	var labels []string
	for it := v.ElementIterator(); it.Next(); {
		if _, label := it.Element(); label.Type() == cty.String && !label.IsNull() {
			labels = append(labels, label.AsString())
		}
	}
	return labels
}

// elementPlaces marks the elements of a list or an object that is written out with their own places, so that a finding about one
// element points at it.
func elementPlaces(expr hclsyntax.Expression, v cty.Value) cty.Value {
	if v.IsMarked() || !v.IsKnown() || v.IsNull() {
		return v
	}
	switch e := expr.(type) {
	case *hclsyntax.TupleConsExpr:
		if len(e.Exprs) == 0 || !v.Type().IsTupleType() || v.LengthInt() != len(e.Exprs) {
			return v
		}
		elements := v.AsValueSlice()
		for i, inner := range e.Exprs {
			elements[i] = elementPlaces(inner, elements[i]).Mark(resource.AtPlace(place(inner.Range())))
		}
		return cty.TupleVal(elements)
	case *hclsyntax.ObjectConsExpr:
		if len(e.Items) == 0 || !v.Type().IsObjectType() {
			return v
		}
		elements := v.AsValueMap()
		for _, item := range e.Items {
			name, ok := literalKey(item.KeyExpr)
			element, exists := elements[name]
			if !ok || !exists {
				continue
			}
			at := place(item.KeyExpr.Range())
			end := place(item.ValueExpr.Range())
			at.EndLine, at.EndColumn = end.EndLine, end.EndColumn
			elements[name] = elementPlaces(item.ValueExpr, element).Mark(resource.AtPlace(at))
		}
		return cty.ObjectVal(elements)
	}
	return v
}

// literalKey gives the key of an item where it is written out.
func literalKey(key hclsyntax.Expression) (string, bool) {
	v, diags := key.Value(nil)
	if diags.HasErrors() || v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
