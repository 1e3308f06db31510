package fact

import (
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// scope is what an expression sees: an instance, and the variables of the for_each and of the loops that it stands in. HCL's context
// of the same is made where HCL itself has to evaluate something.
type scope struct {
	// instance is nil where a constant is evaluated.
	instance *instance
	// outer is the scope around this one; nil for that of an instance.
	outer *scope
	vars  []variable
	// paths are where routes have led to that begin here.
	paths []kept
	hcl   *hcl.EvalContext
}

type variable struct {
	name  string
	value marked
}

// node is an expression that needs no context of HCL.
type node interface {
	hclsyntax.Expression
	eval(s *scope) (marked, hcl.Diagnostics)
}

// eval evaluates an expression in a scope.
func (s *scope) eval(e hclsyntax.Expression) (marked, hcl.Diagnostics) {
	if n, ok := e.(node); ok {
		return n.eval(s)
	}
	v, diags := e.Value(s.context())
	return apart(v), diags
}

// evalIn is the Value of a node, which HCL asks.
func evalIn(n node, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	m, diags := n.eval(scopeIn(ctx))
	return m.value(), diags
}

// scopeVariable holds the scope in every context of HCL that is made of one. No expression can name it.
const scopeVariable = "scope "

var scopeType = cty.Capsule("scope", reflect.TypeFor[scope]())

// rootContext holds the functions; the context of every scope is a child of it.
var rootContext = &hcl.EvalContext{Functions: functions}

// context is the scope as HCL sees it.
func (s *scope) context() *hcl.EvalContext {
	if s.hcl != nil {
		return s.hcl
	}
	around := rootContext
	if s.outer != nil {
		around = s.outer.context()
	}
	s.hcl = around.NewChild()
	s.hcl.Variables = map[string]cty.Value{scopeVariable: cty.CapsuleVal(scopeType, s)}
	for _, v := range s.vars {
		s.hcl.Variables[v.name] = v.value.value()
	}
	if s.outer == nil && s.instance != nil {
		for _, name := range instanceVariables {
			m, _ := s.instance.variable(name)
			s.hcl.Variables[name] = m.value()
		}
	}
	return s.hcl
}

// scopeIn is the scope of a context: the one it was made of, or one for the variables that HCL has added to that.
func scopeIn(ctx *hcl.EvalContext) *scope {
	added := &scope{hcl: ctx}
	for c := ctx; c != nil; c = c.Parent() {
		if carried, ok := c.Variables[scopeVariable]; ok {
			s, _ := carried.EncapsulatedValue().(*scope)
			if c == ctx {
				return s
			}
			added.instance, added.outer = s.instance, s
			return added
		}
		for name, v := range c.Variables {
			added.vars = append(added.vars, variable{name, apart(v)})
		}
	}
	return added
}

// within is a scope inside of another one, for as long as it is not left.
func (s *scope) within() *scope {
	inner := &scope{}
	if s.instance != nil {
		if n := len(s.instance.spare); n > 0 {
			inner, s.instance.spare = s.instance.spare[n-1], s.instance.spare[:n-1]
		}
	}
	inner.instance, inner.outer = s.instance, s
	return inner
}

// each is the scope of one element of a for_each.
func (s *scope) each(key cty.Value, value marked) *scope {
	inner := s.within()
	inner.set(variable{"each", unmarked(cty.ObjectVal(map[string]cty.Value{"key": key, "value": value.value()}))})
	return inner
}

// leave makes room for another scope.
func (s *scope) leave() {
	if s.instance != nil {
		s.set()
		s.instance.spare = append(s.instance.spare, s)
	}
}

// set gives the variables of a scope other values.
func (s *scope) set(vars ...variable) {
	s.vars, s.paths, s.hcl = append(s.vars[:0], vars...), s.paths[:0], nil
}

func (s *scope) lookup(name string) (marked, bool) {
	for _, v := range s.vars {
		if v.name == name {
			return v.value, true
		}
	}
	switch {
	case s.outer != nil:
		return s.outer.lookup(name)
	case s.instance != nil:
		return s.instance.variable(name)
	}
	return marked{}, false
}

// address is that of the instance.
func (s *scope) address() string {
	if s.instance == nil {
		return ""
	}
	return s.instance.resource.Address
}

// orNull is null for an unknown that is unknown only because the configuration does not write it: an attribute that the author may set
// and that the provider would choose otherwise. What the provider alone computes stays unknown.
func (s *scope) orNull(m marked) marked {
	i := s.instance
	if len(m.marks) == 0 || m.bare.IsKnown() || i == nil || i.kind.schema == nil || !leftToProvider(m.marks, i.resource.Address) {
		return m
	}
	if !i.optional(m.marks) {
		return m
	}
	return marked{bare: cty.NullVal(m.bare.Type()), marks: placesOf(m.marks)}
}
