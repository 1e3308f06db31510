package fact

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// effectiveRegion is where the instance lives: where its provider is sent to, if that is elsewhere.
func (i *instance) effectiveRegion() marked {
	switch {
	case i.away != nil:
		return apart(i.away.region())
	case i.resource.Region == cty.NilVal:
		return unmarked(cty.NullVal(cty.String))
	}
	return apart(i.resource.Region)
}

// instanceVariables are the names that every expression may read.
var instanceVariables = []string{"self", "provider", "release", "region", "address", "vendor", "hosts"}

// variable is what one of the names stands for that every expression may read.
func (i *instance) variable(name string) (marked, bool) {
	switch name {
	case "self":
		return unmarked(i.self()), true
	case "provider":
		return apart(i.build.provider(i.resource)), true
	case "release":
		return unmarked(release(i.resource.Provider)), true
	case "region":
		return i.where, true
	case "address":
		return unmarked(cty.StringVal(i.resource.Address)), true
	case "vendor":
		if i.away == nil {
			return unmarked(cty.NullVal(cty.DynamicPseudoType)), true
		}
		return apart(i.away.value), true
	case "hosts":
		return unmarked(i.build.hosts), true
	}
	return marked{}, false
}

// attribute is one of the resource.
func (i *instance) attribute(name string) (marked, bool) {
	for _, known := range i.attributes {
		if known.name == name {
			return known.value, true
		}
	}
	v, ok := i.resource.Value(name)
	if !ok {
		return marked{}, false
	}
	m := apart(v)
	if known := m.bare.Type().IsPrimitiveType() && m.bare.IsKnown(); !known {
		m = apart(i.own(v))
	}
	if _, isText := m.text(); !isText || m.bare.AsString() == "" {
		if other, changed := emptyAsNull(m.value(), name, i.kind.schema); changed {
			m = apart(other)
		}
	}
	if m.bare.Type() == cty.String && i.ignores(name) {
		m = m.with(cty.NewValueMarks(resource.Given{By: resource.AtFirst}))
	}
	i.attributes = append(i.attributes, variable{name, m})
	return m, true
}

// self is the instance with the attributes that the entries read: it has many more.
func (i *instance) self() cty.Value {
	values := map[string]cty.Value{}
	for _, e := range i.kind.entries {
		for _, name := range e.reads {
			if m, ok := i.attribute(name); ok {
				values[name] = m.value()
			}
		}
	}
	return cty.ObjectVal(values)
}

// ignores reports whether Terraform leaves an attribute as it is once the resource is made.
func (i *instance) ignores(name string) bool {
	return len(i.resource.IgnoreChanges) > 0 && (slices.Contains(i.resource.IgnoreChanges, name) || slices.Contains(i.resource.IgnoreChanges, "all"))
}

// provider is the provider block that serves r. Where none is written, every setting of the provider's own schema is null.
func (b *build) provider(r *resource.Resource) cty.Value {
	v := orEmpty(r.Provider.Values)
	schemas := b.catalogue.schemas
	if schemas == nil || v.IsMarked() || !v.RawEquals(cty.EmptyObjectVal) {
		return v
	}
	if fitted, ok := b.unwritten[r.Provider.Source]; ok {
		return fitted
	}
	if block := schemas.Provider(r.Provider.Source); block != nil {
		v = schema.Fit(v, block, nil)
	}
	b.unwritten[r.Provider.Source] = v
	return v
}

func orEmpty(v cty.Value) cty.Value {
	if v == cty.NilVal {
		return cty.EmptyObjectVal
	}
	return v
}
