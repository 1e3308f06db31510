package fact

import (
	"slices"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// blank is an expression whose value is remembered for the instances that write nothing of what it reads: it is the same for
// all of them, and most instances write little of what a catalogue entry asks for.
type blank struct {
	hclsyntax.Expression
	memo *memo
}

type memo struct {
	reads []hcl.Traversal
	held  atomic.Pointer[remembered]
}

// remembered is the value for reads of certain types.
type remembered struct {
	types []blankRead
	value cty.Value
	diags hcl.Diagnostics
}

func remember(e hclsyntax.Expression, reads []hcl.Traversal) hclsyntax.Expression {
	return blank{e, &memo{reads: reads}}
}

// Value evaluates the expression, or remembers.
func (b blank) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	var room [8]blankRead
	types, ok := b.memo.unwritten(ctx, room[:0])
	if !ok {
		return b.Expression.Value(ctx)
	}
	if held := b.memo.held.Load(); held != nil && slices.EqualFunc(held.types, types, blankRead.equals) {
		return held.value, held.diags
	}
	v, diags := b.Expression.Value(ctx)
	if _, marks := v.UnmarkDeep(); len(marks) == 0 && (diags.HasErrors() && isAbsent(diags) || len(diags) == 0 && v.IsWhollyKnown()) {
		b.memo.held.Store(&remembered{slices.Clone(types), v, withoutContext(diags)})
	}
	return v, diags
}

// withoutContext lets go of the instance that diagnostics are of: what is remembered lives as long as the catalogue.
func withoutContext(diags hcl.Diagnostics) hcl.Diagnostics {
	kept := make(hcl.Diagnostics, 0, len(diags))
	for _, d := range diags {
		bare := *d
		bare.EvalContext = nil
		kept = append(kept, &bare)
	}
	return kept
}

// blankRead is what a traversal of something unwritten comes to: a null or an empty list of a type, or nothing at all.
type blankRead struct {
	t cty.Type
	// left is true for an attribute that is left to the provider, which only settling makes null.
	left bool
}

func (b blankRead) equals(other blankRead) bool { return b.left == other.left && b.t.Equals(other.t) }

// unwritten are the types of what the expression reads, false where the configuration writes some of it.
func (m *memo) unwritten(ctx *hcl.EvalContext, types []blankRead) ([]blankRead, bool) {
	for _, path := range m.reads {
		found, ok := unwritten(path, ctx)
		if !ok {
			return nil, false
		}
		types = append(types, found)
	}
	return types, true
}

func unwritten(path hcl.Traversal, ctx *hcl.EvalContext) (blankRead, bool) {
	v := lookup(ctx, path.RootName())
	for _, step := range path[1:] {
		if v == cty.NilVal || v.IsMarked() {
			return blankRead{}, false
		}
		next, ok := take(v, step)
		if !ok {
			return blankRead{}, nothingThere(v, step)
		}
		v = next
	}
	if v == cty.NilVal {
		return blankRead{}, false
	}
	left := v.IsMarked()
	if left {
		v = settleValue(v, ctx)
	}
	if v.IsMarked() || !v.IsKnown() || !v.IsNull() && !isEmpty(v) {
		return blankRead{}, false
	}
	return blankRead{v.Type(), left}, true
}

func isEmpty(v cty.Value) bool { return isList(v) && v.LengthInt() == 0 }
