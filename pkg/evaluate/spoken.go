package evaluate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/baalint/baalint/pkg/load"
)

// spoken are the names of all attributes that the module and its callers read from anything: a type without a schema is
// taken to have them.
func (s *scope) spoken() []string {
	found := speech{}
	for at := s; at != nil; at = at.parent {
		names, ok := s.run.spoken[at.module]
		if !ok {
			names = sorted(s.run.listen(at.module))
			s.run.spoken[at.module] = names
		}
		for _, name := range names {
			found[name] = true
		}
	}
	return sorted(found)
}

// speech collects the names of attributes from the syntax.
type speech map[string]bool

// Enter implements hclsyntax.Walker.
func (s speech) Enter(node hclsyntax.Node) hcl.Diagnostics {
	var steps hcl.Traversal
	switch e := node.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		steps = e.Traversal
	case *hclsyntax.RelativeTraversalExpr:
		steps = e.Traversal
	}
	for _, step := range steps {
		if attribute, ok := step.(hcl.TraverseAttr); ok {
			s[attribute.Name] = true
		}
	}
	return nil
}

// Exit implements hclsyntax.Walker.
func (s speech) Exit(hclsyntax.Node) hcl.Diagnostics { return nil }

func (r *run) listen(m *load.Module) speech {
	found := speech{}
	hear := func(expr hcl.Expression) {
		if expr != nil {
			r.report(hclsyntax.Walk(r.native(expr), found))
		}
	}
	hearBody := func(config hcl.Body) {
		if body, ok := config.(*hclsyntax.Body); ok {
			r.report(hclsyntax.Walk(body, found))
			return
		}
		for _, a := range r.read(config, nil, true).attributes {
			hear(a.expr)
		}
	}
	for _, decl := range m.Resources {
		hearBody(decl.Config)
	}
	for _, p := range m.Providers {
		hearBody(p.Config)
	}
	for _, a := range m.Locals {
		hear(a.Expr)
	}
	for _, o := range m.Outputs {
		hear(o.Value)
	}
	for _, c := range m.Calls {
		for _, a := range c.Arguments {
			hear(a.Expr)
		}
	}
	return found
}
