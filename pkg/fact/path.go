package fact

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// leftToProvider reports whether v is an attribute of the instance at address that the configuration does not write: its
// only source is the instance itself.
func leftToProvider(v cty.Value, address string) bool {
	own := false
	for mark := range cty.ValueMarksOfType[any](v) {
		switch m := mark.(type) {
		case resource.Ref:
			if m.Address != address {
				return false
			}
			own = true
		case resource.Why:
			return false
		}
	}
	return own
}

// placesOf keeps the marks of a replaced value that say where it stands; what it waited for is settled.
func placesOf(v cty.Value) cty.ValueMarks {
	var kept cty.ValueMarks
	for mark := range cty.ValueMarksOfType[any](v) {
		switch mark.(type) {
		case resource.At, resource.Sensitive, resource.Ephemeral:
			if kept == nil {
				kept = cty.ValueMarks{}
			}
			kept[mark] = struct{}{}
		}
	}
	return kept
}

func addressIn(ctx *hcl.EvalContext) string {
	s, _ := asString(lookup(ctx, "address"))
	return s
}

func lookup(ctx *hcl.EvalContext, name string) cty.Value {
	for ; ctx != nil; ctx = ctx.Parent() {
		if v, ok := ctx.Variables[name]; ok {
			return v
		}
	}
	return cty.NilVal
}

// walk evaluates a traversal step by step, so that the marks of what is written survive an absence further in.
func walk(path hcl.Traversal, ctx *hcl.EvalContext) (cty.Value, bool, error) {
	v, taken := descendInto(path, ctx)
	if v == cty.NilVal {
		return cty.DynamicVal, false, at(path.SourceRange(), "unknown name %q", path.RootName())
	}
	if taken == len(path) {
		return settleValue(v, ctx), false, nil
	}
	if !nothingThere(v, path[taken]) {
		var diags hcl.Diagnostics
		switch s := path[taken].(type) {
		case hcl.TraverseAttr:
			_, diags = hcl.GetAttr(v, s.Name, &s.SrcRange)
		case hcl.TraverseIndex:
			_, diags = hcl.Index(v, s.Key, &s.SrcRange)
		default:
			return cty.DynamicVal, false, at(path.SourceRange(), "unsupported step in a traversal")
		}
		if !isAbsent(diags) {
			return cty.DynamicVal, false, firstError(diags)
		}
	}
	return cty.NullVal(cty.DynamicPseudoType).WithMarks(placesOf(v)), true, nil
}

// descendInto takes the steps of a traversal as far as they lead: the value that it comes to, and how many steps of the path
// that took. The value is cty.NilVal where the context does not know the root.
func descendInto(path hcl.Traversal, ctx *hcl.EvalContext) (v cty.Value, taken int) {
	v = lookup(ctx, path.RootName())
	if v == cty.NilVal {
		return v, 0
	}
	for n, step := range path[1:] {
		next, ok := take(v, step)
		if !ok {
			return v, n + 1
		}
		v = next
	}
	return v, len(path)
}

// take is one step of a traversal, false where it leads nowhere. An attribute of an object is taken without HCL, for which cty would copy
// the marks of the object again and again.
func take(v cty.Value, step hcl.Traverser) (cty.Value, bool) {
	bare, marks := v.Unmark()
	if nothingIn(bare, step) {
		return v, false
	}
	var diags hcl.Diagnostics
	switch s := step.(type) {
	case hcl.TraverseAttr:
		if t := bare.Type(); t.IsObjectType() && t.HasAttribute(s.Name) && bare.IsKnown() {
			return withMarks(bare.GetAttr(s.Name), marks), true
		}
		v, diags = hcl.GetAttr(v, s.Name, nil)
	case hcl.TraverseIndex:
		v, diags = hcl.Index(v, s.Key, nil)
	default:
		return v, false
	}
	return v, !diags.HasErrors()
}

// nothingThere tells the commonest absences without HCL, which would put together a message that nobody reads: a null, and the
// first of no blocks.
func nothingThere(v cty.Value, step hcl.Traverser) bool {
	bare, _ := v.Unmark()
	return nothingIn(bare, step)
}

// nothingIn is nothingThere of a value without marks.
func nothingIn(v cty.Value, step hcl.Traverser) bool {
	if !v.IsKnown() {
		return false
	}
	if v.IsNull() {
		return true
	}
	index, ok := step.(hcl.TraverseIndex)
	return ok && v.Type().IsTupleType() && v.LengthInt() == 0 && index.Key.Type() == cty.Number
}
