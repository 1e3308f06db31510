package schema

import (
	"maps"
	"slices"
	"sync"

	"github.com/zclconf/go-cty/cty"
)

// plan is what Fit works out once per block: the object of an instance whose configuration is empty.
type plan struct {
	absent   map[string]cty.Value
	types    map[string]cty.Type // Fitted of every attribute's type
	computed []string
	provided map[string]cty.Value // what the provider gives each computed attribute, before it is known
	// scratch holds copies of absent to work in: cty copies what it makes an object of.
	scratch sync.Pool
}

// borrow gives a copy of absent, giveBack takes it again after the named attributes were changed.
func (p *plan) borrow() map[string]cty.Value {
	if m, ok := p.scratch.Get().(*map[string]cty.Value); ok {
		return *m
	}
	return maps.Clone(p.absent)
}

func (p *plan) giveBack(m map[string]cty.Value, changed map[string]cty.Value) {
	restore := func(name string) {
		if v, ok := p.absent[name]; ok {
			m[name] = v
		} else {
			delete(m, name)
		}
	}
	for name := range changed {
		restore(name)
	}
	for _, name := range p.computed {
		restore(name)
	}
	p.scratch.Put(&m)
}

func (b *Block) prepare() *plan {
	b.once.Do(func() {
		p := &b.plan
		p.absent = make(map[string]cty.Value, len(b.Attributes)+len(b.Blocks))
		p.types = make(map[string]cty.Type, len(b.Attributes))
		p.provided = map[string]cty.Value{}
		for name, nested := range b.Blocks {
			p.absent[name] = nested.none()
		}
		for name, attribute := range b.Attributes {
			p.types[name] = Fitted(attribute.Type)
			p.absent[name] = cty.NullVal(p.types[name])
			if attribute.Computed {
				p.computed = append(p.computed, name)
				p.provided[name] = attribute.provided(name)
			}
		}
		slices.Sort(p.computed)
	})
	return &b.plan
}

// Unknown is the unknown value of an attribute's fitted type, and cty.DynamicVal for any other name. A computed function
// that marks it spares Fit the work of typing a marked value anew.
func (b *Block) Unknown(attribute string) cty.Value {
	if t, ok := b.prepare().types[attribute]; ok {
		return cty.UnknownVal(t)
	}
	return cty.DynamicVal
}

// Absent is the value of an attribute, or of the nested blocks of one type, that is not written: null or no block. It is false
// for a name that the schema does not have. See Provided for what the provider fills in.
func (b *Block) Absent(name string) (cty.Value, bool) {
	v, ok := b.prepare().absent[name]
	return v, ok
}

// Names lists the attributes and the nested block types, in no order.
func (b *Block) Names() []string { return slices.Collect(maps.Keys(b.prepare().absent)) }

// Provided is the unknown value that the provider will give a computed attribute, false for any other name. An optional
// attribute may be left null; what the provider alone sets, and every id, has a value.
func (b *Block) Provided(attribute string) (cty.Value, bool) {
	v, ok := b.prepare().provided[attribute]
	return v, ok
}

func (a Attribute) provided(name string) cty.Value {
	v := cty.UnknownVal(Fitted(a.Type))
	if a.Type == cty.DynamicPseudoType || a.Optional && name != "id" {
		return v
	}
	return v.RefineNotNull()
}

// none is the value of a nested block that is not written.
func (n Nested) none() cty.Value {
	switch n.Nesting {
	case "single":
		return cty.NullVal(cty.DynamicPseudoType)
	case "map":
		return cty.EmptyObjectVal
	}
	return cty.EmptyTupleVal
}
