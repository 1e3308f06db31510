package fact

import (
	"slices"
	"strings"
	"unique"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// route is a traversal. Two routes with the same key are the same.
type route struct {
	hcl.Traversal
	key unique.Handle[string]
}

func routeOf(t hcl.Traversal) route {
	var key strings.Builder
	key.WriteString(t.RootName())
	for _, step := range t[1:] {
		key.WriteByte('.')
		switch step := step.(type) {
		case hcl.TraverseAttr:
			key.WriteString(step.Name)
		case hcl.TraverseIndex:
			if text, err := convert.Convert(step.Key, cty.String); err == nil {
				key.WriteString(step.Key.Type().FriendlyName() + text.AsString())
			}
		}
	}
	return route{t, unique.Make(key.String())}
}

func routesOf(all []hcl.Traversal) []route {
	routes := make([]route, len(all))
	for n, t := range all {
		routes[n] = routeOf(t)
	}
	return routes
}

// reached is where a path leads.
type reached struct {
	// at is the value that it comes to, null where the provider would choose it. It is the last on the way where the path ends before its end.
	at marked
	// taken is how many steps were taken, 0 where nothing has the name that the path begins with.
	taken int
	// left is true where it had marks on the way, as what is left to the provider has until it is null.
	left bool
}

// reach follows a path. What it comes to is kept: entries ask for the same attributes again and again.
func (s *scope) reach(p route) reached {
	for s.outer != nil && !slices.ContainsFunc(s.vars, func(v variable) bool { return v.name == p.RootName() }) {
		s = s.outer
	}
	for n := range s.paths {
		if s.paths[n].key == p.key {
			return s.paths[n].reached
		}
	}
	r := s.follow(p)
	s.paths = append(s.paths, kept{p.key, r})
	return r
}

// kept is where a path leads.
type kept struct {
	key unique.Handle[string]
	reached
}

func (s *scope) follow(p route) reached {
	at, taken := s.begin(p)
	for ; taken > 0 && taken < len(p.Traversal); taken++ {
		next, ok := take(at, p.Traversal[taken])
		if !ok {
			return reached{at: at, taken: taken}
		}
		at = next
	}
	return reached{s.orNull(at), taken, len(at.marks) > 0}
}

// begin takes the first step of a path, or the first two: attributes of an instance are not put together to be taken apart again.
func (s *scope) begin(p route) (marked, int) {
	if name, ok := selfAttribute(p.Traversal); ok && s.outer == nil && s.instance != nil {
		if m, ok := s.instance.attribute(name); ok {
			return m, 2
		}
	}
	m, ok := s.lookup(p.RootName())
	if !ok {
		return m, 0
	}
	return m, 1
}

// walk evaluates a path step by step, so that the marks of what is written survive an absence further in.
func (s *scope) walk(p route) (m marked, absent bool, err error) {
	r := s.reach(p)
	switch {
	case r.taken == 0:
		return marked{bare: cty.DynamicVal}, false, at(p.SourceRange(), "unknown name %q", p.RootName())
	case r.taken == len(p.Traversal):
		return r.at, false, nil
	}
	if !nothingIn(r.at.bare, p.Traversal[r.taken]) {
		var diags hcl.Diagnostics
		switch step := p.Traversal[r.taken].(type) {
		case hcl.TraverseAttr:
			_, diags = hcl.GetAttr(r.at.value(), step.Name, &step.SrcRange)
		case hcl.TraverseIndex:
			_, diags = hcl.Index(r.at.value(), step.Key, &step.SrcRange)
		default:
			return marked{bare: cty.DynamicVal}, false, at(p.SourceRange(), "unsupported step in a traversal")
		}
		if !isAbsent(diags) {
			return marked{bare: cty.DynamicVal}, false, firstError(diags)
		}
	}
	return marked{bare: cty.NullVal(cty.DynamicPseudoType), marks: placesOf(r.at.marks)}, true, nil
}

// take is one step of a traversal, false where it leads nowhere.
func take(m marked, step hcl.Traverser) (marked, bool) {
	if nothingIn(m.bare, step) {
		return m, false
	}
	t := m.bare.Type()
	var v cty.Value
	var diags hcl.Diagnostics
	switch s := step.(type) {
	case hcl.TraverseAttr:
		if t.IsObjectType() && m.bare.IsKnown() && t.HasAttribute(s.Name) {
			return apart(m.bare.GetAttr(s.Name)).with(m.marks), true
		}
		v, diags = hcl.GetAttr(m.value(), s.Name, nil)
	case hcl.TraverseIndex:
		if t.IsTupleType() && m.bare.IsKnown() && isPosition(s.Key, m.bare.LengthInt()) {
			return apart(m.bare.Index(s.Key)).with(m.marks), true
		}
		v, diags = hcl.Index(m.value(), s.Key, nil)
	default:
		return m, false
	}
	if diags.HasErrors() {
		return m, false
	}
	return apart(v), true
}

// isPosition reports whether a key is that of an element of a list of so many.
func isPosition(key cty.Value, length int) bool {
	if key.Type() != cty.Number || key.IsMarked() || !key.IsKnown() || key.IsNull() {
		return false
	}
	n := key.AsBigFloat()
	position, _ := n.Int64()
	return n.IsInt() && position >= 0 && position < int64(length)
}

// nothingIn tells the commonest absences without HCL, which would put together a message that nobody reads: a null, and the
// first of no blocks.
func nothingIn(bare cty.Value, step hcl.Traverser) bool {
	if !bare.IsKnown() {
		return false
	}
	if bare.IsNull() {
		return true
	}
	index, ok := step.(hcl.TraverseIndex)
	return ok && bare.Type().IsTupleType() && bare.LengthInt() == 0 && index.Key.Type() == cty.Number
}

// nothing is what HCL says of such an absence.
var nothing = hcl.Diagnostics{{
	Severity: hcl.DiagError, Summary: "Attempt to get attribute from null value", Detail: "There is nothing to take an attribute from.",
}}
