package load

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// OpenTofu lets variables and locals choose the source of a module. Which one a root calls is worked out when it is evaluated; which
// ones may be called must be known before, to tell roots from modules: a source becomes a pattern in which "*" stands for
// what is not literal.

// maxLocals bounds how many locals lead from a source to what is written.
const maxLocals = 8

// pattern is the text of a source, "*" in the place of what cannot be told without values; "" where nothing can.
func (m *Module) pattern(source hcl.Expression) string {
	return m.patternOf(source, 0)
}

// patternOf is pattern after so many locals and templates, each of which may lead to another one.
func (m *Module) patternOf(source hcl.Expression, depth int) string {
	if source == nil || depth > maxLocals {
		return ""
	}
	if v, ok, _ := literal(source, cty.String); ok && !strings.Contains(v.AsString(), "${") {
		return v.AsString()
	} else if ok { // JSON, whose strings are templates
		if parsed, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), source.Range().Filename, hcl.InitialPos); !diags.HasErrors() {
			return m.patternOf(parsed, depth+1)
		}
	}
	switch e := source.(type) {
	case *hclsyntax.TemplateWrapExpr:
		return m.patternOf(e.Wrapped, depth)
	case *hclsyntax.ParenthesesExpr:
		return m.patternOf(e.Expression, depth)
	case *hclsyntax.TemplateExpr:
		var text strings.Builder
		for _, part := range e.Parts {
			if written := m.patternOf(part, depth+1); written != "" {
				text.WriteString(written)
			} else {
				text.WriteString("*")
			}
		}
		return text.String()
	case *hclsyntax.ScopeTraversalExpr:
		if local := m.Locals[secondName(e.Traversal)]; e.Traversal.RootName() == "local" && local != nil {
			return m.patternOf(local.Expr, depth+1)
		}
	}
	return ""
}

func secondName(traversal hcl.Traversal) string {
	if len(traversal) != 2 {
		return ""
	}
	step, _ := traversal[1].(hcl.TraverseAttr)
	return step.Name
}

// matching are the parsed directories that a pattern may mean; a pattern without a "*" means itself.
func (t *Tree) matching(pattern string) []string {
	if !strings.Contains(pattern, "*") {
		return []string{pattern}
	}
	var dirs []string
	for dir := range t.modules {
		if ok, err := path.Match(pattern, dir); ok && err == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
