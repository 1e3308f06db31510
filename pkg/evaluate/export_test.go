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

// InShares evaluates a tree as Resources does large ones, each root in so many shares. It is false where the order of the terms of a root
// matters, which is then evaluated in one run.
func InShares(tree *load.Tree, opts Options, shares int) (*Result, bool) {
	return each(tree, opts, func(root *load.Root, opts Options) *run { return shared(tree, root, opts, shares) })
}

// InOne evaluates a tree as Resources does small ones.
func InOne(tree *load.Tree, opts Options) *Result {
	result, _ := each(tree, opts, func(root *load.Root, opts Options) *run { return evaluated(tree, root, opts, 1) })
	return result
}

func each(tree *load.Tree, opts Options, evaluate func(*load.Root, Options) *run) (*Result, bool) {
	if opts.MaxInstances == 0 {
		opts.MaxInstances = DefaultMaxInstances
	}
	runs := make([]*run, len(tree.Roots))
	for i, root := range tree.Roots {
		if runs[i] = evaluate(root, opts); runs[i] == nil {
			return nil, false
		}
	}
	return merge(runs), true
}
