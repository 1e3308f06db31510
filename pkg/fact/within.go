package fact

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// compileWithin compiles the condition that a block of the catalogue may begin with; nil where it has none.
func compileWithin(content *hcl.BodyContent) (*expression, error) {
	attr := content.Attributes["when"]
	if attr == nil {
		return nil, nil
	}
	return compile(attr.Expr, false)
}

// inBlock reports whether the condition of the block that an entry stands in holds, or cannot be known. It is asked once for the entries of
// a block, which follow one another.
func (i *instance) inBlock(e *entry) (bool, error) {
	if e.within == nil || e.within == i.within {
		return e.within == nil || i.inWithin, nil
	}
	v, _, err := e.within.value(i.scope)
	if err != nil {
		return false, i.wrap(err)
	}
	i.within, i.inWithin = e.within, !v.bare.IsKnown() || v.bare == cty.True
	return i.inWithin, nil
}
