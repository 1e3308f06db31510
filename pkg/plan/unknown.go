package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// unknown is the value of what only apply knows, marked with what it waits for: the unknown attributes that its expression refers
// to, else the local values in it, of which a plan tells nothing, else the provider.
func (r *reader) unknown(s slot) cty.Value {
	v := cty.DynamicVal
	if s.want != cty.NilType && !s.want.HasDynamicTypes() {
		v = cty.UnknownVal(schema.Fitted(s.want))
	}
	causes, notNull := r.causes(s)
	switch {
	case len(causes) > 0:
		if notNull && v.Type() != cty.DynamicPseudoType {
			v = v.RefineNotNull()
		}
		return v.WithMarks(causes)
	case r.where.in != nil && (!s.computed || slices.ContainsFunc(s.written, silent)):
		return v.Mark(resource.Why{Cause: resource.NotInPlan, Subject: r.instance.address + "." + s.top})
	}
	if provided, ok := r.provided(s); ok {
		v = provided
	}
	return v.Mark(resource.Ref{Address: r.instance.address, Attribute: s.top})
}

// causes are the unknown attributes that an expression refers to, and what in it a plan does not tell of. notNull is set where
// there is nothing of the latter and each of the attributes will have a value.
func (r *reader) causes(s slot) (causes cty.ValueMarks, notNull bool) {
	causes, notNull = cty.ValueMarks{}, true
	for _, t := range r.targets(s) {
		switch {
		case t.untold != "":
			causes[resource.Why{Cause: resource.NotInPlan, Subject: t.untold}] = struct{}{}
			notNull = false
		case r.document.waits(t):
			causes[resource.Ref{Address: t.address, Attribute: t.attribute}] = struct{}{}
			notNull = notNull && r.document.surelySet(t)
		}
	}
	return causes, notNull
}

// silent reports whether an expression shows neither a value nor what it refers to: timestamp(), uuid().
func silent(e *node) bool {
	return e.first == '{' && len(e.children) == 0
}

// provided is the unknown of an attribute of the resource itself.
func (r *reader) provided(s slot) (cty.Value, bool) {
	if r.schema == nil {
		return cty.NilVal, false
	}
	v, ok := r.schema.Provided(s.top)
	return v, ok && s.want != cty.NilType && v.Type().Equals(schema.Fitted(s.want))
}

func (r *reader) targets(s slot) []target {
	if r.where.in == nil || len(s.written) == 0 {
		return nil
	}
	return r.document.targets(s.written, r.where)
}

// constant reports whether the configuration surely writes the value itself.
func (s slot) constant() bool {
	return len(s.written) > 0 && !slices.ContainsFunc(s.written, func(e *node) bool { return e.member("constant_value") == nil })
}

// referring marks a known text with the attributes of other resources that it repeats: those that its expression refers to, in a
// state those of the resources that it was made after.
func (r *reader) referring(s slot, v cty.Value) cty.Value {
	if r.instance != nil && !s.constant() {
		v = v.Mark(resource.Given{By: resource.ByPlan})
	}
	for _, t := range r.targets(s) {
		if t.attribute == "" || len(t.instances) != 1 {
			continue
		}
		from := r.text.str(r.text.get(t.instances[0].values, t.attribute))
		if from != "" && strings.Contains(s.after.text, from) {
			v = v.Mark(resource.Ref{Address: t.address, Attribute: t.attribute, Configured: true})
		}
	}
	if r.document == nil || len(r.instance.dependsOn) == 0 {
		return v
	}
	for _, other := range r.document.byIdentity[s.after.text] {
		if slices.Contains(r.instance.dependsOn, keyless(other.instance.address)) {
			v = v.Mark(resource.Ref{Address: other.instance.address, Attribute: other.attribute, Configured: true})
		}
	}
	return v
}

// waits reports whether what a reference leads to is unknown, or a part of it.
func (d *Document) waits(t target) bool {
	for _, i := range t.instances {
		unknown := i.unknown
		if t.attribute != "" {
			unknown = d.text.get(unknown, t.attribute)
		}
		if unknown.ok() && bytes.Contains(d.text.data[unknown.start:unknown.end], []byte("true")) {
			return true
		}
	}
	return false
}

// surelySet reports whether a reference leads to something that will have a value.
func (d *Document) surelySet(t target) bool {
	if t.attribute == "" || len(t.instances) == 0 {
		return false
	}
	b := d.schemaOf(t.instances[0])
	if b == nil {
		return false
	}
	v, ok := b.Provided(t.attribute)
	return ok && v.Type() != cty.DynamicPseudoType && v.Range().DefinitelyNotNull()
}

func (d *Document) schemaOf(i *instance) *schema.Block {
	switch {
	case d.schemas == nil:
		return nil
	case i.mode == resource.Data:
		return d.schemas.Data(i.source, i.typ)
	}
	return d.schemas.Resource(i.source, i.typ)
}
