package evaluate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/pkg/tffunc"
)

// maxIndex bounds the literal index by which a block with an unknown count is read.
const maxIndex = 1000

// blockValue is what references in an expression see of a resource block.
func (s *scope) blockValue(u *use) cty.Value {
	decl, ok := s.module.Resources[u.key]
	if !ok {
		kind := "resource"
		if u.root == "data" || u.root == "ephemeral" {
			kind = u.root + " source"
		}
		return s.undeclared(u.key, kind, u.place)
	}
	if decl.Kind == "ephemeral" {
		attribute := strings.Join(u.attributes, ",")
		return cty.DynamicVal.Mark(resource.Ephemeral{}).Mark(resource.Ref{Address: s.prefix(u.key), Attribute: attribute})
	}
	b, ok := s.block(u.key)
	if !ok {
		return s.run.failure(b.name, u.place)
	}
	if b.rep.kind == single {
		s.unkeyed(u, b.name)
		return b.rep.only(u, func(i int) cty.Value { return b.instances[i].object(u) })
	}
	memo := strings.Join(u.attributes, ",")
	if u.all(b.rep.kind) {
		memo = "*"
	}
	if b.rep.maybe != nil {
		return b.symbolic(u)
	}
	if v, ok := b.exposed[memo]; ok {
		return v
	}
	v := b.rep.collect(func(i int) cty.Value { return b.instances[i].object(u) })
	if b.exposed == nil {
		b.exposed = map[string]cty.Value{}
	}
	b.exposed[memo] = v
	return v
}

// only is the value of the one instance: null where it is not enabled. Where that cannot be known, an expression that reads
// attributes of it, outside of try and can, fails if it is not, so it is.
func (rep *repetition) only(u *use, value func(i int) cty.Value) cty.Value {
	switch {
	case rep.size == 0:
		return cty.NullVal(cty.DynamicPseudoType)
	case rep.maybe != nil && (u.all(rep.kind) || u.guarded):
		return dissolve(value(0), *rep.maybe)
	}
	return value(0)
}

// collect puts the values of all instances together: a tuple for count, an object for for_each.
func (rep *repetition) collect(value func(i int) cty.Value) cty.Value {
	if rep.kind == counted {
		elements := make([]cty.Value, rep.size)
		for i := range elements {
			elements[i] = value(i)
		}
		return cty.TupleVal(elements)
	}
	elements := make(map[string]cty.Value, rep.size)
	for i, key := range rep.keys {
		elements[key] = value(i)
	}
	return cty.ObjectVal(elements)
}

// symbolic is what references see of a block whose instances are not known. Where an expression names instances outright,
// outside of try and can, Terraform would fail if they did not exist, so they do, and the one that stands for all of
// them is given. In any other case the whole is unknown, with the references and the reason as marks.
func (b *block) symbolic(u *use) cty.Value {
	value := b.instances[0].object(u)
	if v, ok := b.rep.named(u, value); ok {
		return v
	}
	return dissolve(value, *b.rep.maybe, resource.Ref{Address: b.instances[0].Address, Configured: true})
}

// named gives value under each key by which an expression asks for it.
func (rep *repetition) named(u *use, value cty.Value) (cty.Value, bool) {
	if !u.indexed || len(u.keys) == 0 {
		return cty.NilVal, false
	}
	length, byKey := 0, map[string]cty.Value{}
	for _, key := range u.keys {
		switch {
		case rep.kind == mapped && key.Type() == cty.String:
			byKey[key.AsString()] = value
		case rep.kind == counted && key.Type() == cty.Number:
			index, accuracy := key.AsBigFloat().Int64()
			if accuracy != 0 || index < 0 || index >= maxIndex {
				return cty.NilVal, false
			}
			length = max(length, int(index)+1)
		default:
			return cty.NilVal, false
		}
	}
	if rep.kind == mapped {
		return cty.ObjectVal(byKey), true
	}
	elements := make([]cty.Value, length)
	for i := range elements {
		elements[i] = value
	}
	return cty.TupleVal(elements), true
}

// dissolve makes an unknown of a value and keeps what is marked on it: references that read it still show where they
// lead. Without any reference in it, whole is where it leads.
func dissolve(value cty.Value, why resource.Why, whole ...any) cty.Value {
	_, marks := value.UnmarkDeep()
	kept, refs := cty.ValueMarks{}, false
	for mark := range marks {
		switch mark.(type) {
		case *resource.Encoded, resource.Symbol:
			continue
		case resource.Ref:
			refs = true
		}
		kept[mark] = struct{}{}
	}
	if !refs {
		for _, mark := range whole {
			kept[mark] = struct{}{}
		}
	}
	return cty.DynamicVal.WithMarks(kept).Mark(why)
}

// object is the instance with the attributes that an expression reads, or all of them.
func (i *instance) object(u *use) cty.Value {
	attributes := u.attributes
	if u.all(i.block.rep.kind) {
		attributes = slices.AppendSeq(slices.Clone(attributes), maps.Keys(i.Written))
		if i.Rest != nil {
			attributes = append(attributes, i.Rest.Names()...)
		} else {
			attributes = append(attributes, i.block.scope.spoken()...)
		}
	}
	values := make(map[string]cty.Value, len(attributes))
	for _, name := range attributes {
		values[name] = i.expose(name)
	}
	return cty.ObjectVal(values)
}

// expose gives an attribute as other expressions see it: the place where it is written is its own, so that stays behind,
// and the reference says where it was read. An attribute that nobody knows is unknown: the schema may be of another
// version of the provider.
func (i *instance) expose(name string) cty.Value {
	if v, ok := i.exposed[name]; ok {
		return v
	}
	v := i.read(name)
	if i.exposed == nil {
		i.exposed = map[string]cty.Value{}
	}
	i.exposed[name] = v
	return v
}

func (i *instance) read(name string) cty.Value {
	ref := resource.Ref{Address: i.Address, Attribute: name}
	v, ok := i.Value(name)
	if !ok {
		return cty.DynamicVal.Mark(ref)
	}
	drop := isAt
	if i.derived(name) {
		drop = isAtOrRef
	}
	v = without(v, drop)
	if i.block.schema != nil {
		n, nested := i.block.schema.Blocks[name]
		if nested {
			v = filledIn(v, n, ref)
		}
	}
	if b := i.block; b.schema == nil || b.schema.Partial {
		v = b.scope.eased(v, bodiesOf(b.content.blocks, name), ref)
	}
	if absent(v) || v.IsKnown() && i.repeats(name) {
		return v
	}
	ref.Configured = configured(v, i.Address)
	// A JSON document that is known in part must stay readable: the reference goes onto the document itself.
	if document, ok := tffunc.Decoded(v); ok {
		plain, marks := v.Unmark()
		again := tffunc.Encode(document.Mark(ref), plain.Range().StringPrefix())
		return again.WithMarks(resource.Secrets(marks))
	}
	return v.Mark(ref)
}

// filledIn has unknowns for the nested blocks that nobody writes and that the provider fills in, at any depth.
func filledIn(v cty.Value, n schema.Nested, ref resource.Ref) cty.Value {
	plain, marks := v.Unmark()
	switch {
	case n.Computed && plain.RawEquals(cty.EmptyTupleVal):
		return cty.DynamicVal.WithMarks(marks).Mark(ref)
	case n.Nesting == "map" || !fillsIn(n.Block) || !plain.IsKnown() || plain.IsNull():
		return v
	case plain.Type().IsObjectType():
		fields := plain.AsValueMap()
		for name, inner := range n.Block.Blocks {
			if field, ok := fields[name]; ok {
				fields[name] = filledIn(field, inner, ref)
			}
		}
		return cty.ObjectVal(fields).WithMarks(marks)
	case plain.Type().IsTupleType():
		elements := plain.AsValueSlice()
		for i, e := range elements {
			elements[i] = filledIn(e, n, ref)
		}
		return cty.TupleVal(elements).WithMarks(marks)
	}
	return v
}

// fillsIn reports whether the provider fills in some block within a block.
func fillsIn(b *schema.Block) bool {
	if b == nil {
		return false
	}
	for _, n := range b.Blocks {
		if n.Computed || fillsIn(n.Block) {
			return true
		}
	}
	return false
}

// configured reports whether an attribute of the instance at address waits for nothing of the instance's own: it is known, or
// marked with what it waits for.
func configured(v cty.Value, address string) bool {
	if v.IsKnown() {
		return v.IsWhollyKnown()
	}
	for mark := range v.Marks() {
		switch m := mark.(type) {
		case resource.Why:
			return true
		case resource.Ref:
			if m.Address != address {
				return true
			}
		}
	}
	return false
}

// derived reports whether an attribute is computed from what it refers to, rather than equal to it. A bucket called
// "${aws_s3_bucket.main.id}-logs" is not the main bucket: whoever refers to its name must not be taken to refer to that.
func (i *instance) derived(name string) bool {
	for _, a := range i.block.content.attributes {
		if a.name == name {
			return i.block.scope.derives(a.expr, 0)
		}
	}
	return false
}

func (s *scope) derives(expr hclsyntax.Expression, depth int) bool {
	switch e := expr.(type) {
	case *hclsyntax.TemplateExpr, *hclsyntax.BinaryOpExpr, *hclsyntax.TemplateJoinExpr:
		return true
	case *hclsyntax.FunctionCallExpr:
		for _, name := range handing {
			if name == e.Name {
				return false
			}
		}
		return true
	case *hclsyntax.ParenthesesExpr:
		return s.derives(e.Expression, depth)
	case *hclsyntax.TemplateWrapExpr:
		return s.derives(e.Wrapped, depth)
	case *hclsyntax.ConditionalExpr:
		return s.derives(e.TrueResult, depth) || s.derives(e.FalseResult, depth)
	case *hclsyntax.ScopeTraversalExpr:
		name, _ := attributeAt(e.Traversal, 1)
		local, ok := s.module.Locals[name]
		const deepest = 8
		if e.Traversal.RootName() != "local" || len(e.Traversal) != 2 || !ok || depth > deepest {
			return false
		}
		return s.derives(s.run.native(local.Expr), depth+1)
	}
	return false
}

// moduleValue is what references in an expression see of a module call.
func (s *scope) moduleValue(u *use) cty.Value {
	if _, ok := s.module.Calls[u.key]; !ok {
		return s.undeclared("module."+u.key, "module", u.place)
	}
	c, ok := s.child(u.key)
	if !ok {
		return s.run.failure(c.name, u.place)
	}
	if c.absent != nil {
		return cty.DynamicVal.Mark(*c.absent)
	}
	if c.rep.kind == single {
		s.unkeyed(u, c.name)
		return c.rep.only(u, func(i int) cty.Value { return c.scopes[i].outputsOf(u, u.all(single)) })
	}
	all := u.all(c.rep.kind) || slices.ContainsFunc(u.attributes, c.rep.has) // module.many.eu is module.many["eu"]
	if c.rep.maybe != nil {
		value := c.scopes[0].outputsOf(u, all)
		if v, ok := c.rep.named(u, value); ok {
			return v
		}
		return dissolve(value, *c.rep.maybe)
	}
	return c.rep.collect(func(i int) cty.Value { return c.scopes[i].outputsOf(u, all) })
}

// outputsOf is the module instance with the outputs that an expression reads, or all of them. One that is not declared is not
// there for try and can, which step over it.
func (s *scope) outputsOf(u *use, all bool) cty.Value {
	outputs := u.attributes
	if all {
		outputs = sorted(s.module.Outputs)
	}
	values := make(map[string]cty.Value, len(outputs))
	for _, name := range outputs {
		switch _, ok := s.module.Outputs[name]; {
		case ok:
			values[name] = s.output(name)
		case !u.guarded:
			s.run.fault(u.place, "Reference to undeclared output", fmt.Sprintf("%s has no output %q.", s.address, name))
			values[name] = s.run.failure(s.address+"."+name, u.place)
		}
	}
	return cty.ObjectVal(values)
}

// unkeyed tells of a key where there is one instance, which has none.
func (s *scope) unkeyed(u *use, address string) {
	if len(u.keys) > 0 {
		s.run.fault(u.place, "Unexpected instance key", fmt.Sprintf("%s has neither count nor for_each, so it has no instances by key.", address))
	}
}
