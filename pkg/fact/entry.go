package fact

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty/gocty"
)

// entry is one fact or part block of a resource type.
type entry struct {
	kind    string // "fact" or "part"
	concept *Concept
	cloud   string
	// order is that of the entries of a file.
	order             int
	of, when, forEach *expression
	within            *expression // the condition of its block, nil where it has none
	// cloudOf replaces the cloud; nil where the entry does not.
	cloudOf *expression
	to      []string
	// rank orders the parts of one fact: what is set by one of a higher rank stands.
	rank               int
	fields             []entryField
	place              hcl.Range
	resourceType, mode string
	// reads are the attributes of self that the expressions read.
	reads []string
}

type entryField struct {
	spec *Spec
	expr *expression
	// fixed is the field of a constant, or of the constant that default() falls back to; nil where there is none.
	fixed *Field
}

func (c *Catalogue) parseEntry(e *entry, block *hcl.Block) error {
	e.concept = c.byName[block.Labels[0]]
	if e.concept == nil {
		return at(block.DefRange, "unknown concept %q", block.Labels[0])
	}
	attrs, diags := block.Body.JustAttributes()
	if diags.HasErrors() {
		return firstError(diags)
	}
	_, each := attrs["for_each"]
	like := attrs["like"]
	delete(attrs, "like")
	for _, name := range sortedKeys(attrs) {
		if err := e.setAttribute(attrs[name], each && name != "for_each"); err != nil {
			return err
		}
	}
	if like != nil {
		if err := c.takeShapes(e, like, each); err != nil {
			return err
		}
	}
	if e.kind == "part" && e.of == nil {
		return at(block.DefRange, "a part needs of")
	}
	for _, expr := range e.expressions() {
		for _, path := range expr.reads {
			if name, ok := selfAttribute(path.Traversal); ok && !slices.Contains(e.reads, name) {
				e.reads = append(e.reads, name)
			}
		}
	}
	return nil
}

// selfAttribute is the attribute that a traversal reads from self: self.name or self["name"].
func selfAttribute(t hcl.Traversal) (string, bool) {
	if t.RootName() != "self" || len(t) < 2 {
		return "", false
	}
	switch step := t[1].(type) {
	case hcl.TraverseAttr:
		return step.Name, true
	case hcl.TraverseIndex:
		return asString(step.Key)
	}
	return "", false
}

func (e *entry) setAttribute(attr *hcl.Attribute, each bool) error {
	if attr.Name == "to" && e.kind == "part" {
		return e.setTo(attr)
	}
	if attr.Name == "rank" && e.kind == "part" {
		return e.setRank(attr)
	}
	var own **expression
	switch {
	case attr.Name == "for_each":
		own = &e.forEach
	case attr.Name == "when":
		own = &e.when
	case attr.Name == "cloud" && e.kind == "fact":
		own = &e.cloudOf
	case attr.Name == "of":
		own = &e.of
	default:
		field, err := compileField(e.concept, attr, each)
		e.fields = append(e.fields, field)
		return err
	}
	var err error
	*own, err = compile(attr.Expr, each)
	return err
}

func (e *entry) setTo(attr *hcl.Attribute) error {
	v, diags := attr.Expr.Value(nil)
	if diags.HasErrors() {
		return firstError(diags)
	}
	if !v.Type().IsTupleType() {
		return at(attr.Expr.Range(), "to is a list of resource types")
	}
	for _, t := range v.AsValueSlice() {
		s, ok := asString(t)
		if !ok {
			return at(attr.Expr.Range(), "to is a list of resource types")
		}
		e.to = append(e.to, s)
	}
	return nil
}

func (e *entry) setRank(attr *hcl.Attribute) error {
	v, diags := attr.Expr.Value(nil)
	if diags.HasErrors() {
		return firstError(diags)
	}
	if err := gocty.FromCtyValue(v, &e.rank); err != nil {
		return at(attr.Expr.Range(), "rank is a whole number")
	}
	return nil
}
