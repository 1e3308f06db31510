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
	reads []route
	held  atomic.Pointer[remembered]
}

// remembered is the value for reads of certain types.
type remembered struct {
	types []blankRead
	value marked
	diags hcl.Diagnostics
}

func remember(e hclsyntax.Expression, reads []route) hclsyntax.Expression {
	return blank{e, &memo{reads: reads}}
}

// Value evaluates the expression, or remembers.
func (b blank) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return evalIn(b, ctx) }

func (b blank) eval(s *scope) (marked, hcl.Diagnostics) {
	var room [8]blankRead
	types, ok := b.memo.unwritten(s, room[:0])
	if !ok {
		return s.eval(b.Expression)
	}
	if held := b.memo.held.Load(); held != nil && slices.EqualFunc(held.types, types, blankRead.equals) {
		return held.value, held.diags
	}
	m, diags := s.eval(b.Expression)
	if len(m.deep()) == 0 && (diags.HasErrors() && isAbsent(diags) || len(diags) == 0 && m.bare.IsWhollyKnown()) {
		b.memo.held.Store(&remembered{slices.Clone(types), m, withoutContext(diags)})
	}
	return m, diags
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
func (m *memo) unwritten(s *scope, types []blankRead) ([]blankRead, bool) {
	for _, p := range m.reads {
		found, ok := s.reach(p).unwritten(p)
		if !ok {
			return nil, false
		}
		types = append(types, found)
	}
	return types, true
}

// unwritten tells what the end of a path is where nothing is written there.
func (r reached) unwritten(p route) (blankRead, bool) {
	v := r.at.bare
	switch {
	case r.taken == 0 || len(r.at.marks) > 0:
		return blankRead{}, false
	case r.taken < len(p.Traversal):
		return blankRead{}, nothingIn(v, p.Traversal[r.taken])
	}
	return blankRead{v.Type(), r.left}, v.IsKnown() && (v.IsNull() || isEmpty(v))
}

func isEmpty(v cty.Value) bool { return isList(v) && v.LengthInt() == 0 }
