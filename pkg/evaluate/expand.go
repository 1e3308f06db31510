package evaluate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/baalint/baalint/pkg/resource"
)

// repetition is the outcome of count, for_each or enabled: single is of size 0 where it is not enabled.
type repetition struct {
	kind kind
	// keys are those of for_each, in order; size the number of instances.
	keys []string
	size int
	// values are the elements that for_each goes over, by position.
	values []cty.Value
	// maybe is set where the keys cannot be known; then there is one instance that stands for all.
	maybe *resource.Why
	// element is what each.value may be in that one instance.
	element cty.Value
}

type kind uint8

const (
	single kind = iota
	counted
	mapped
)

// subject says whose repetition is worked out, for messages.
type subject struct {
	address string
	place   hcl.Range
}

// expand works out count, for_each and lifecycle.enabled. None of them sees anything but the module.
func (s *scope) expand(count, forEach, enabled hcl.Expression, of subject) repetition {
	rep := repetition{kind: single, size: 1}
	switch {
	case enabled != nil && (count != nil || forEach != nil):
		s.run.fault(of.place, "Both enabled and a repetition", fmt.Sprintf("%s may have only one of count, for_each and enabled.", of.address))
		rep = unknownRepetition(single, resource.Why{Cause: resource.Failed, Subject: of.address, Place: place(of.place)}, cty.NilVal)
	case enabled != nil:
		rep = s.enabled(enabled, of)
	case count != nil && forEach != nil:
		s.run.fault(forEach.Range(), "Both count and for_each", fmt.Sprintf("%s may have only one of them.", of.address))
		rep = s.forEach(forEach, of)
	case count != nil:
		rep = s.count(count, of)
	case forEach != nil:
		rep = s.forEach(forEach, of)
	}
	return s.capped(rep, of)
}

// capped keeps the number of instances within bounds.
func (s *scope) capped(rep repetition, of subject) repetition {
	r := s.run
	limit, which := r.opts.MaxInstances, "one block"
	if r.left < limit {
		limit, which = r.left, "one root module"
	}
	if rep.size <= limit || rep.kind == single || rep.maybe != nil {
		r.left -= min(rep.size, r.left)
		return rep
	}
	r.fault(of.place, "Too many instances",
		fmt.Sprintf("%s has %d instances, more than the %d that are left for %s. They are judged as one.", of.address, rep.size, limit, which))
	why := resource.Why{Cause: resource.TooMany, Subject: of.address, Place: place(of.place)}
	r.unseen(why, fmt.Sprintf("it has %d instances", rep.size))
	return unknownRepetition(rep.kind, why, cty.DynamicVal.Mark(why))
}

func unknownRepetition(k kind, why resource.Why, element cty.Value) repetition {
	return repetition{kind: k, size: 1, maybe: &why, element: element}
}

// enabled is none or one; where it cannot be known, one that may not exist.
func (s *scope) enabled(expr hcl.Expression, of subject) repetition {
	marked := s.eval(expr, nil)
	v, _ := marked.UnmarkDeep()
	if !v.IsKnown() {
		why := reason(marked, resource.Why{Cause: resource.Computed, Subject: of.address})
		return unknownRepetition(single, *why, cty.NilVal)
	}
	v, err := convert.Convert(v, cty.Bool)
	switch {
	case err != nil || v.IsNull():
		s.run.fault(expr.Range(), "Invalid enabled argument", fmt.Sprintf("lifecycle.enabled of %s must be true or false.", of.address))
		return unknownRepetition(single, resource.Why{Cause: resource.Failed, Subject: of.address, Place: place(expr.Range())}, cty.NilVal)
	case v.True():
		return repetition{kind: single, size: 1}
	}
	return repetition{kind: single}
}

func (s *scope) count(expr hcl.Expression, of subject) repetition {
	marked := s.eval(expr, nil)
	v, _ := marked.UnmarkDeep()
	if !v.IsKnown() {
		why := reason(marked, resource.Why{Cause: resource.Computed, Subject: of.address})
		return unknownRepetition(counted, *why, cty.NilVal)
	}
	var number int
	v, err := convert.Convert(v, cty.Number)
	if err == nil && !v.IsNull() {
		err = gocty.FromCtyValue(v, &number)
	}
	if err != nil || v.IsNull() || number < 0 {
		s.run.fault(expr.Range(), "Invalid count argument", fmt.Sprintf("The count of %s must be a whole number, zero or more.", of.address))
		return unknownRepetition(counted, resource.Why{Cause: resource.Failed, Subject: of.address, Place: place(expr.Range())}, cty.NilVal)
	}
	return repetition{kind: counted, size: number}
}

// forEach works out the instances of a for_each. What is not known, or is a mistake, has one instance that stands for any; of more than
// Options.MaxInstances only the number is given.
func (s *scope) forEach(expr hcl.Expression, of subject) repetition {
	if b := s.chained(expr); b != nil {
		return unknownRepetition(mapped, *b.rep.maybe, b.instances[0].object(&use{whole: true}))
	}
	marked := s.eval(expr, nil)
	v, marks := marked.Unmark()
	t := v.Type()
	fail := func(detail string) repetition {
		s.run.fault(expr.Range(), "Invalid for_each argument", fmt.Sprintf("The for_each of %s %s.", of.address, detail))
		why := resource.Why{Cause: resource.Failed, Subject: of.address, Place: place(expr.Range())}
		return unknownRepetition(mapped, why, cty.DynamicVal.Mark(why))
	}
	switch {
	case v.IsNull():
		return fail("is null")
	case t != cty.DynamicPseudoType && !t.IsMapType() && !t.IsObjectType() && !t.IsSetType():
		return fail("must be a map or a set of strings, not " + t.FriendlyName())
	case !v.IsKnown() || t.IsSetType() && !v.IsWhollyKnown():
		why := reason(marked, resource.Why{Cause: resource.Computed, Subject: of.address})
		return unknownRepetition(mapped, *why, elementOf(t).WithMarks(resource.Secrets(marks)).Mark(*why))
	}
	rep := repetition{kind: mapped, size: v.LengthInt()}
	if rep.size > s.run.opts.MaxInstances {
		return rep
	}
	kept := resource.Secrets(marks)
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if key.Type() != cty.String || key.IsNull() {
			return fail("must hold strings, none of them null")
		}
		rep.keys = append(rep.keys, key.AsString())
		rep.values = append(rep.values, element.WithMarks(kept))
	}
	return rep
}

// chained finds the block of which a for_each takes every instance, where those are not known: for_each = aws_backup_plan.p.
// Then each.value is the instance that stands for all of them, with its references.
func (s *scope) chained(expr hcl.Expression) *block {
	e, ok := s.run.native(expr).(*hclsyntax.ScopeTraversalExpr)
	if !ok || e.Traversal.IsRelative() {
		return nil
	}
	typ, steps := e.Traversal.RootName(), e.Traversal[1:]
	if typ == "resource" && len(steps) > 0 { // resource.aws_backup_plan.p
		typ, _ = attributeAt(steps, 0)
		steps = steps[1:]
	}
	if len(steps) != 1 {
		return nil
	}
	name, _ := attributeAt(steps, 0)
	key := typ + "." + name
	if decl := s.module.Resources[key]; decl == nil || decl.ForEach == nil {
		return nil
	}
	b, ok := s.block(key)
	if !ok || b.rep.kind != mapped || b.rep.maybe == nil {
		return nil
	}
	return b
}

// elementOf is what can be known of the elements of an unknown collection.
func elementOf(t cty.Type) cty.Value {
	if t.IsCollectionType() {
		return cty.UnknownVal(t.ElementType())
	}
	return cty.DynamicVal
}

// instanceKey writes the key of instance i as in an address.
func (rep *repetition) instanceKey(i int) string {
	switch {
	case rep.kind == single:
		return ""
	case rep.maybe != nil:
		return "[*]"
	case rep.kind == counted:
		return "[" + strconv.Itoa(i) + "]"
	case rep.kind == mapped:
		return "[" + quote(rep.keys[i]) + "]"
	}
	return ""
}

var (
	escapeTemplates = strings.NewReplacer("${", "$${", "%{", "%%{")
	escapeText      = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
)

// has reports whether there is an instance by a name.
func (rep *repetition) has(name string) bool {
	_, found := slices.BinarySearch(rep.keys, name)
	return found
}

// quote writes a string as HCL does.
func quote(s string) string { return `"` + escapeText.Replace(escapeTemplates.Replace(s)) + `"` }

// names are what instance i sees as count and each.
func (rep *repetition) names(i int) names {
	switch {
	case rep.kind == single:
		return nil
	case rep.kind == counted && rep.maybe != nil:
		index := cty.UnknownVal(cty.Number).RefineNotNull().Mark(*rep.maybe)
		return names{"count": cty.ObjectVal(map[string]cty.Value{"index": index})}
	case rep.kind == counted:
		return names{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})}
	case rep.maybe != nil:
		key := cty.UnknownVal(cty.String).RefineNotNull().Mark(*rep.maybe)
		return names{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": rep.element})}
	}
	return names{"each": cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(rep.keys[i]), "value": rep.values[i]})}
}
