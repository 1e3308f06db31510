package plan

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// plain reads a constant; false for a value that is not there.
func plain(t *text, n *node) (cty.Value, bool) {
	if n == nil {
		return cty.NilVal, false
	}
	r := reader{text: t}
	return r.value(slot{after: n}), true
}

// reader reads the values of one instance.
type reader struct {
	document *Document
	text     *text
	instance *instance
	schema   *schema.Block
	// where is the place in the configuration that the block's references are followed from; in is nil where there is none.
	where where
	// secrets are the regions of sensitive values.
	secrets []resource.Range
}

// slot is a value in the document, with what is said of it elsewhere.
type slot struct {
	// after is the value; unknown and sensitive are true, or shaped like it with true at what is unknown or sensitive. Each may be nil.
	after, unknown, sensitive *node
	// written are the expressions that may have given it.
	written []*node
	// top is the attribute or block of the resource that it is part of.
	top string
	// want is the type of the attribute, cty.NilType where nobody knows it.
	want cty.Type
	// computed is set where the provider may have chosen the value.
	computed bool
}

// inner is a part of a slot.
func (s slot) member(name string) slot {
	s.after, s.unknown, s.sensitive = s.after.member(name), s.unknown.under(s.unknown.member(name)), s.sensitive.under(s.sensitive.member(name))
	s.want = cty.NilType
	return s
}

func (s slot) element(i int) slot {
	s.after, s.unknown, s.sensitive = s.after.element(i), s.unknown.under(s.unknown.element(i)), s.sensitive.under(s.sensitive.element(i))
	if s.want != cty.NilType && s.want.IsCollectionType() {
		s.want = s.want.ElementType()
	} else {
		s.want = cty.NilType
	}
	return s
}

// under is what holds for a part: true holds for all parts.
func (n *node) under(part *node) *node {
	if n.holds() {
		return n
	}
	return part
}

// block reads the members of a block. At the top, unwritten attributes that the provider may choose are left to it: reading a
// configuration gives them no value either.
func (r *reader) block(s slot, b *schema.Block, top bool) map[string]cty.Value {
	out := map[string]cty.Value{}
	read := func(name string, m *node) {
		if _, done := out[name]; done {
			return
		}
		part := s.member(name)
		part.written = r.writtenAs(s.written, name)
		if top {
			part.top = name
		}
		if nested, ok := nestedBlock(b, name); ok {
			part.computed = nested.Computed
			if v, ok := r.nested(part, nested, top); ok {
				out[name] = r.located(v, m)
			}
			return
		}
		part.computed = true
		if b != nil {
			a := b.Attributes[name]
			part.computed, part.want = a.Computed, a.Type
			if top && a.Computed && a.Optional && r.chosen(name, part) {
				out[name] = r.own(name)
				return
			}
		}
		out[name] = r.value(part)
		if !top || r.where.in == nil || len(part.written) > 0 { // what is not written stands nowhere
			out[name] = r.located(out[name], m)
		}
	}
	for i := range s.after.fields() {
		read(s.after.children[i].name, &s.after.children[i])
	}
	for i := range s.unknown.fields() {
		read(s.unknown.children[i].name, &s.unknown.children[i])
	}
	return out
}

func nestedBlock(b *schema.Block, name string) (schema.Nested, bool) {
	if b == nil {
		return schema.Nested{}, false
	}
	n, ok := b.Blocks[name]
	return n, ok
}

// located marks a value with the member that it is the value of.
func (r *reader) located(v cty.Value, m *node) cty.Value {
	if plain, _ := v.Unmark(); r.instance == nil || plain.IsNull() && plain.IsKnown() {
		return v
	}
	return v.Mark(resource.AtPlace(r.text.place(m.key, m.end)))
}

// chosen reports whether the provider has chosen a value: the configuration is known, and writes none.
func (r *reader) chosen(name string, s slot) bool {
	return r.where.in != nil && r.instance.mode == resource.Managed && len(s.written) == 0 && !s.after.null() && !identity[name]
}

// own is the value of an attribute that the provider chooses, as it is before it is known.
func (r *reader) own(name string) cty.Value {
	v := cty.DynamicVal
	if provided, ok := r.schema.Provided(name); ok {
		v = provided
	}
	return v.Mark(resource.Ref{Address: r.instance.address, Attribute: name})
}

// writtenAs are the expressions for a member of what others write.
func (r *reader) writtenAs(written []*node, name string) []*node {
	var out []*node
	for _, e := range written {
		if m := e.member(name); m != nil {
			out = append(out, m)
		}
	}
	return out
}

// nested reads the blocks of a type; false where the provider has added them.
func (r *reader) nested(s slot, n schema.Nested, top bool) (cty.Value, bool) {
	if top && n.Computed && r.chosen(s.top, s) {
		return cty.NilVal, false
	}
	if s.unknown.holds() {
		return r.unknown(s), true
	}
	var written []*node
	for _, e := range s.written {
		if e.first == '[' {
			for i := range e.children {
				written = append(written, &e.children[i])
			}
			continue
		}
		written = append(written, e)
	}
	s.written = written
	switch {
	case n.Nesting == "map" && s.after.first == '{':
		out := map[string]cty.Value{}
		for _, m := range s.after.children {
			out[m.name] = r.one(s.member(m.name), n.Block)
		}
		return cty.ObjectVal(out), true
	case s.after != nil && s.after.first == '{':
		return r.one(s, n.Block), true
	}
	var out []cty.Value
	for i := range max(len(s.after.list()), len(s.unknown.list())) {
		element := s.element(i)
		element.written = r.candidates(written, element.after, n, i)
		out = append(out, r.one(element, n.Block))
	}
	return cty.TupleVal(out), true
}

// one reads one block. It is told of at its opening bracket.
func (r *reader) one(s slot, b *schema.Block) cty.Value {
	if s.unknown.holds() {
		return r.unknown(s)
	}
	v := cty.ObjectVal(r.block(s, b, false))
	if s.after != nil {
		v = v.Mark(resource.AtPlace(r.text.place(s.after.start, s.after.start+1)))
	}
	return v
}

// candidates are the written blocks that block i may come from. Sets have no order, and a dynamic block is not shown: those whose
// constants differ are left out.
func (r *reader) candidates(written []*node, after *node, n schema.Nested, i int) []*node {
	var out []*node
	for at, e := range written {
		if n.Nesting == "list" && at > i {
			break // a block stands no later than it is written
		}
		if r.agrees(e, after) {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return written
	}
	return out
}

// agrees reports whether the constants of a written block are those of a block.
func (r *reader) agrees(written, after *node) bool {
	for _, e := range written.fields() {
		constant, have := e.member("constant_value"), after.member(e.name)
		if constant == nil || constant.first == '{' || constant.first == '[' {
			continue
		}
		if have == nil || have.text != constant.text || have.first != '"' && r.text.raw(have.span) != r.text.raw(constant.span) {
			return false
		}
	}
	return true
}

// value reads an attribute, or a part of one.
func (r *reader) value(s slot) cty.Value {
	v := r.bare(s)
	if !s.sensitive.holds() || r.instance == nil {
		return v
	}
	if s.after != nil {
		r.secrets = append(r.secrets, r.text.place(s.after.start, s.after.end))
	}
	return v.Mark(resource.Sensitive{})
}

func (r *reader) bare(s slot) cty.Value {
	switch {
	case s.unknown.holds():
		return r.unknown(s)
	case s.after.null() && s.unknown != nil && (s.unknown.first == '{' && len(s.unknown.children) > 0 || s.unknown.first == '['):
		return r.container(s, s.unknown)
	case s.after.null():
		return cty.NullVal(cty.DynamicPseudoType)
	}
	switch s.after.first {
	case '{', '[':
		return r.container(s, s.after)
	case '"':
		return r.referring(s, cty.StringVal(s.after.text))
	case 't', 'f':
		return cty.BoolVal(s.after.first == 't')
	}
	return r.number(s)
}

// number reads a number. What no computer counts to is no number of a configuration, and costs hours to print.
func (r *reader) number(s slot) cty.Value {
	raw := r.text.raw(s.after.span)
	_, err := strconv.ParseFloat(raw, 64)
	v, parsed := cty.ParseNumberVal(raw)
	const longest = 64
	if err != nil || parsed != nil || len(raw) > longest {
		return cty.DynamicVal.Mark(resource.Why{Cause: resource.Failed, Subject: s.top + ": a number out of bounds"})
	}
	return v
}

// container reads an object or a list; shape says which.
func (r *reader) container(s slot, shape *node) cty.Value {
	if shape.first == '{' {
		if r.instance != nil && r.instance.wrapped && (s.want == cty.NilType || s.want == cty.DynamicPseudoType) &&
			len(shape.children) == 2 && shape.member("value") != nil && shape.member("type") != nil {
			return r.value(s.member("value"))
		}
		out := map[string]cty.Value{}
		for _, fields := range [][]node{s.after.fields(), s.unknown.fields()} {
			for i := range fields {
				if _, done := out[fields[i].name]; !done {
					out[fields[i].name] = r.value(s.within(fields[i].name))
				}
			}
		}
		return cty.ObjectVal(out)
	}
	out := make([]cty.Value, max(len(s.after.list()), len(s.unknown.list())))
	for i := range out {
		out[i] = r.value(s.element(i))
		if e := s.after.element(i); e != nil && r.instance != nil {
			out[i] = out[i].Mark(resource.AtPlace(r.text.place(e.start, e.end)))
		}
	}
	return cty.TupleVal(out)
}

// within is a member of an attribute's value, whose type follows from the attribute's.
func (s slot) within(name string) slot {
	want := cty.NilType
	switch {
	case s.want == cty.NilType:
	case s.want.IsMapType():
		want = s.want.ElementType()
	case s.want.IsObjectType() && s.want.HasAttribute(name):
		want = s.want.AttributeType(name)
	}
	s = s.member(name)
	s.want = want
	return s
}
