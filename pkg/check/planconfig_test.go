package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/schema"
)

// The configuration in a plan.

func repeats(one object, count, forEach hcl.Expression) {
	if count != nil {
		one["count_expression"] = expression(count)
	}
	if forEach != nil {
		one["for_each_expression"] = expression(forEach)
	}
}

// expressions writes a body by its schema; dynamic blocks are not shown.
func expressions(body hcl.Body, b *schema.Block, top bool) object {
	syntax, ok := body.(*hclsyntax.Body)
	out := object{}
	if !ok {
		return out
	}
	for name, a := range syntax.Attributes {
		if !top || !slices.Contains(append(load.MetaArguments, "alias", "version"), name) {
			out[name] = expression(a.Expr)
		}
	}
	for _, block := range syntax.Blocks {
		if top && slices.Contains(load.MetaBlocks, block.Type) || b == nil {
			continue
		}
		nested, ok := b.Blocks[block.Type]
		if !ok {
			continue
		}
		inner := expressions(block.Body, nested.Block, false)
		if nested.Nesting == "single" {
			out[block.Type] = inner
			continue
		}
		list, _ := out[block.Type].([]any)
		out[block.Type] = append(list, inner)
	}
	return out
}

// expression writes a constant, or the references with every shorter form of each behind it.
func expression(e hcl.Expression) object {
	if v, diags := e.Value(nil); !diags.HasErrors() && v.IsWhollyKnown() {
		return object{"constant_value": constantOf(v)}
	}
	var all []string
	for _, traversal := range e.Variables() {
		all = append(all, forms(traversal)...)
	}
	if len(all) == 0 {
		return object{}
	}
	return object{"references": all}
}

// forms are a reference and what it begins with, down to the object that it belongs to.
func forms(traversal hcl.Traversal) []string {
	least := map[string]int{"data": 3, "module": 2, "path": 2, "terraform": 2, "each": 2, "count": 2, "local": 2, "var": 2}[traversal.RootName()]
	if least == 0 {
		least = 2
	}
	var steps []string
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			steps = append(steps, step.Name)
		case hcl.TraverseAttr:
			steps = append(steps, "."+step.Name)
		case hcl.TraverseIndex:
			if step.Key.Type() == cty.String {
				steps = append(steps, fmt.Sprintf("[%q]", step.Key.AsString()))
			} else {
				steps = append(steps, "["+step.Key.AsBigFloat().Text('f', -1)+"]")
			}
		}
	}
	if least > 2 && len(steps) < least {
		return nil
	}
	switch traversal.RootName() {
	case "path", "terraform", "count", "local":
		return []string{strings.Join(steps[:min(2, len(steps))], "")}
	}
	var out []string
	for n := len(steps); n >= min(least, len(steps)); n-- {
		out = append(out, strings.Join(steps[:n], ""))
	}
	return out
}
