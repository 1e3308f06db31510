package evaluate

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// block is a resource, data or ephemeral block in one module instance, with its own instances.
type block struct {
	term
	scope     *scope
	decl      *load.Resource
	schema    *schema.Block
	content   *content
	rep       repetition
	instances []*instance
	// exposed holds what references see of all instances together, by the attributes they read.
	exposed map[string]cty.Value
}

type instance struct {
	*resource.Resource
	block   *block
	exposed map[string]cty.Value
}

// block evaluates a block that the module declares, the first time it is asked for. It reports false where the block
// waits for itself.
func (s *scope) block(key string) (*block, bool) {
	b, ok := s.blocks[key]
	if !ok {
		decl := s.module.Resources[key]
		if s.blocks == nil {
			s.blocks = map[string]*block{}
		}
		b = &block{term: term{name: s.prefix(blockAddress(decl)), place: decl.DeclRange}, scope: s, decl: decl}
		s.blocks[key] = b
	}
	return b, s.run.settle(&b.term, b.evaluate)
}

func blockAddress(decl *load.Resource) string {
	address := decl.Type + "." + decl.Name
	if decl.Kind != "resource" {
		address = decl.Kind + "." + address
	}
	return address
}

func (b *block) evaluate() {
	if b.decl.Kind == "ephemeral" {
		return
	}
	s := b.scope
	b.rep = s.expand(b.decl.Count, b.decl.ForEach, b.decl.Enabled, subject{b.name, b.decl.DeclRange})
	b.schema = s.run.schemaOf(b.decl, s.sourceOf(b.decl))
	b.content = s.run.content(b.decl, b.decl.Config, b.schema)
	b.instances = make([]*instance, 0, b.rep.size)
	for i := range b.rep.size {
		r := b.resource(b.name+b.rep.instanceKey(i), s.providerOf(b.decl, b.rep.names(i)))
		b.evaluateInstance(r, b.rep.names(i))
		b.instances = append(b.instances, &instance{Resource: r, block: b})
		s.run.resources = append(s.run.resources, r)
	}
}

func (r *run) schemaOf(decl *load.Resource, source string) *schema.Block {
	switch {
	case r.opts.Schemas == nil:
		return nil
	case decl.Kind == "data":
		return r.opts.Schemas.Data(source, decl.Type)
	}
	return r.opts.Schemas.Resource(source, decl.Type)
}

// resource makes the instance that the other packages see, without its values.
func (b *block) resource(address string, by *provider) *resource.Resource {
	s := b.scope
	r := &resource.Resource{
		Address: address, Mode: resource.Managed, Type: b.decl.Type, Name: b.decl.Name,
		Module: s.address, Root: s.run.root.Module.Dir, Provider: by.Provider, Region: by.region,
		Place: place(b.decl.DeclRange), Body: place(b.decl.BodyRange), Calls: s.calls, Maybe: s.maybe,
		IgnoreChanges: b.decl.IgnoreChanges, PreventDestroy: b.decl.PreventDestroy,
	}
	if b.rep.maybe != nil {
		r.Maybe = b.rep.maybe
	}
	if b.decl.Kind == "data" {
		r.Mode = resource.Data
	}
	if b.schema != nil {
		r.Rest = unwritten{b.schema}
	}
	return r
}

// evaluateInstance works out the values of an instance.
func (b *block) evaluateInstance(r *resource.Resource, extra names) {
	s := b.scope
	outer := s.run.blocks // of the instance that asks for this one
	s.run.blocks = 0
	written := s.object(b.content, b.schema, extra)
	s.run.blocks = outer
	if own := ownRegion(written, b.schema); own != cty.NilVal {
		r.Region = own
	}
	r.Written = written
	if b.schema != nil {
		fit := schema.FitWritten(written, b.schema, func(attribute string) cty.Value { return unwritten{b.schema}.computed(r, attribute) })
		if !fit {
			s.run.misfits(written, b.decl.DeclRange, r.Provider)
		}
	}
	if b.decl.Kind == "data" {
		b.synthesize(r)
		return
	}
	b.provision(r, extra)
}

// ownRegion is where an instance says itself that it lives, NilVal where it does not. Providers take "" for what is not written,
// where they do not ask for it.
func ownRegion(written map[string]cty.Value, s *schema.Block) cty.Value {
	for _, name := range []string{"region", "location"} {
		v, ok := written[name]
		if !ok || absent(v) || isEmptyText(v) && s != nil && !s.Attributes[name].Required {
			continue
		}
		if plain, marks := v.Unmark(); plain.Type() == cty.DynamicPseudoType {
			return cty.UnknownVal(cty.String).WithMarks(marks)
		} else if plain.Type() == cty.String {
			return v
		}
	}
	return cty.NilVal
}

// unwritten is what a schema says of the attributes that an instance does not write. It holds on to no syntax: resources outlive
// that.
type unwritten struct{ *schema.Block }

// Value implements resource.Rest.
func (u unwritten) Value(r *resource.Resource, name string) (cty.Value, bool) {
	if _, ok := u.Provided(name); ok {
		return u.computed(r, name), true
	}
	return u.Absent(name)
}

// computed is the value of an attribute that is not written and that the provider fills in.
func (u unwritten) computed(r *resource.Resource, attribute string) cty.Value {
	ref := resource.Ref{Address: r.Address, Attribute: attribute}
	v, ok := u.Provided(attribute)
	if !ok {
		return cty.DynamicVal.Mark(ref) // a computed attribute inside of a nested block
	}
	if attribute == "region" && u.Attributes[attribute].Optional && r.Region.IsKnown() && !r.Region.IsNull() {
		return without(r.Region, isAt)
	}
	return v.Mark(ref)
}

// isEmptyText reports whether a value is known to be "".
func isEmptyText(v cty.Value) bool {
	plain, _ := v.Unmark()
	return plain.RawEquals(cty.StringVal(""))
}

// absent reports whether a value is known to be null.
func absent(v cty.Value) bool { return v.IsKnown() && v.IsNull() }
