package evaluate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// quick evaluates the expressions that most attributes have, literals and plain references, without building a context for
// them. It reports false for everything else, and for whatever is in error: that is told in one place only.
func (s *scope) quick(e hclsyntax.Expression, extra names) (cty.Value, bool) {
	if e, ok := e.(*hclsyntax.ScopeTraversalExpr); ok {
		return s.quickReference(e.Traversal, extra)
	}
	return literal(e)
}

// literal is the value of an expression that is one, and false for any other.
func literal(e hclsyntax.Expression) (cty.Value, bool) {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val, true
	case *hclsyntax.TemplateExpr:
		if e.IsStringLiteral() {
			v, diags := e.Value(nil)
			return v, !diags.HasErrors()
		}
	}
	return cty.NilVal, false
}

func (s *scope) quickReference(steps hcl.Traversal, extra names) (cty.Value, bool) {
	root := steps.RootName()
	second, ok := attributeAt(steps, 1)
	if _, bound := extra[root]; bound || !ok {
		return cty.NilVal, false
	}
	switch root {
	case "var":
		if _, ok := s.module.Variables[second]; ok {
			return follow(s.variable(second), steps[2:])
		}
	case "local":
		if _, ok := s.module.Locals[second]; ok {
			return follow(s.local(second), steps[2:])
		}
	case "data":
		third, _ := attributeAt(steps, 2)
		return s.quickBlock("data."+second+"."+third, steps, 3)
	case "resource":
		third, _ := attributeAt(steps, 2)
		return s.quickBlock(second+"."+third, steps, 3)
	default:
		return s.quickBlock(root+"."+second, steps, 2)
	}
	return cty.NilVal, false
}

// quickBlock reads an attribute of a block that is there exactly once; its name is the step at.
func (s *scope) quickBlock(key string, steps hcl.Traversal, at int) (cty.Value, bool) {
	attribute, ok := attributeAt(steps, at)
	decl := s.module.Resources[key]
	if !ok || decl == nil || decl.Kind == "ephemeral" || decl.Count != nil || decl.ForEach != nil {
		return cty.NilVal, false
	}
	b, ok := s.block(key)
	if !ok {
		return cty.NilVal, false
	}
	return follow(b.instances[0].expose(attribute), steps[at+1:])
}

// follow takes the remaining steps of a reference.
func follow(v cty.Value, steps hcl.Traversal) (cty.Value, bool) {
	if len(steps) == 0 {
		return v, true
	}
	v, diags := steps.TraverseRel(v)
	return v, !diags.HasErrors() && (v.IsWhollyKnown() || explained(v))
}
