package evaluate

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/load"
)

// Expression evaluates an expression as if the first root module of a tree held it.
func Expression(tree *load.Tree, opts Options, src string) (cty.Value, hcl.Diagnostics) {
	expr, diags := hclsyntax.ParseExpression([]byte(src), "expression", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	if opts.MaxInstances == 0 {
		opts.MaxInstances = DefaultMaxInstances
	}
	root := tree.Roots[0]
	r := newRun(tree, root, opts)
	v := (&scope{run: r, module: root.Module}).eval(expr, nil)
	return v, r.diags
}
