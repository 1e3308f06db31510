package fact

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// account is that of a provider configuration.
type account struct {
	// name is its number, or the symbol.
	name string
	// symbol stands for it, in its root, where nothing pins the configuration to one.
	symbol string
	// identity is what symbols of its settings carry.
	identity string
}

// symbolic are the addresses, by root, of the data sources that say nothing but what the configuration is applied with.
func symbolic(resources []*resource.Resource) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, r := range resources {
		if r.Mode != resource.Data {
			continue
		}
		for _, v := range r.Written {
			for symbol := range cty.ValueMarksOfType[resource.Symbol](v) {
				if symbol.HasGaps() {
					continue
				}
				if found[r.Root] == nil {
					found[r.Root] = map[string]bool{}
				}
				found[r.Root][r.Address] = true
			}
		}
	}
	return found
}

// own makes known what is unknown in a value but for the account that the resource itself is made in, and the partition of that: the
// account is written as the field account is. What it was read from is no resource, so that references to it go.
func (i *instance) own(v cty.Value) cty.Value {
	if !speaksOfProvider(v) {
		return v
	}
	plain, marks := v.Unmark()
	switch {
	case plain.IsKnown() && (plain.IsNull() || !plain.CanIterateElements() || plain.IsWhollyKnown() && !plain.ContainsMarked()):
		return v
	case plain.IsKnown():
		return i.ownElements(plain).WithMarks(marks)
	case plain.Type() != cty.String:
		return v
	}
	if symbol, ok := resource.SymbolOf(v); ok {
		if text, ok := symbol.Render(i.ownName); ok {
			known := cty.StringVal(text).WithMarks(i.unread(marks))
			if symbol.IsName() {
				known = known.Mark(resource.Given{By: resource.ByCaller})
			}
			return known
		}
	}
	for mark := range marks {
		if m, ok := mark.(*resource.Encoded); ok {
			delete(marks, mark)
			marks[&resource.Encoded{Value: i.own(m.Value), Prefix: m.Prefix}] = struct{}{}
			return plain.WithMarks(marks)
		}
	}
	return v
}

// speaksOfProvider reports whether something in a value is unknown but for what the configuration is applied with: few values are, and
// to make all others anew takes time.
func speaksOfProvider(v cty.Value) bool {
	for mark := range cty.ValueMarksOfType[any](v) {
		switch m := mark.(type) {
		case resource.Symbol:
			if !m.HasGaps() {
				return true
			}
		case *resource.Encoded:
			if speaksOfProvider(m.Value) {
				return true
			}
		}
	}
	t := v.Type()
	if t.IsPrimitiveType() {
		return false
	}
	bare, _ := v.Unmark()
	if bare.IsNull() || !bare.IsKnown() || !bare.CanIterateElements() {
		return false
	}
	for e := range resource.Elements(bare) {
		if speaksOfProvider(e) {
			return true
		}
	}
	return false
}

func (i *instance) ownElements(v cty.Value) cty.Value {
	t := v.Type()
	switch {
	case t.IsObjectType():
		elements := v.AsValueMap()
		for name, e := range elements {
			elements[name] = i.own(e)
		}
		return cty.ObjectVal(elements)
	case t.IsMapType() && v.LengthInt() > 0:
		elements := v.AsValueMap()
		for name, e := range elements {
			elements[name] = i.own(e)
		}
		return cty.MapVal(elements)
	case t.IsTupleType() || t.IsListType() && v.LengthInt() > 0:
		elements := v.AsValueSlice()
		for n, e := range elements {
			elements[n] = i.own(e)
		}
		if t.IsListType() {
			return cty.ListVal(elements)
		}
		return cty.TupleVal(elements)
	}
	return v
}

// ownName is how a setting is written that the resource's own provider configuration decides.
func (i *instance) ownName(setting, identity string) (string, bool) {
	if setting == resource.Partition {
		return partitionOf(identity), true
	}
	of := i.build.accounts[[2]string{i.resource.Root, i.resource.Provider.Config}]
	return of.write(setting), identity == of.identity && setting != "region"
}

// anyName is how a setting is written that any provider configuration of the root decides.
func (i *instance) anyName(setting, identity string) (string, bool) {
	if setting == resource.Partition {
		return partitionOf(identity), true
	}
	found := ""
	for key, of := range i.build.accounts {
		if key[0] == i.resource.Root && of.identity == identity {
			found = of.write(setting)
		}
	}
	return found, found != "" || setting == "region"
}

// partitionOf is a partition as it stands in ARNs, where neither an address nor the name of an account may end a part.
func partitionOf(what string) string {
	return "{partition of " + strings.NewReplacer("/", "|", ":", "|").Replace(what) + "}"
}

// write is a setting as it stands in texts: one part of a path, however deep the root lies whose symbol the account is.
func (a account) write(setting string) string {
	if setting == "account" {
		return a.name
	}
	return "{" + setting + " of " + strings.ReplaceAll(a.name, "/", "|") + "}"
}

// unread are marks without the references to data sources that say nothing but what the configuration is applied with, and without
// reasons to be unknown.
func (i *instance) unread(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		switch m := mark.(type) {
		case resource.Symbol, resource.Why:
			continue
		case resource.Ref:
			if i.isSymbolic(m.Address) {
				continue
			}
		}
		kept[mark] = struct{}{}
	}
	return kept
}

// isSymbolic holds for the data sources that say nothing but what the configuration is applied with.
func (i *instance) isSymbolic(address string) bool {
	return i.build.symbolic[i.resource.Root][address]
}
