package fact

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
)

// shape is what several entries write in the same words.
type shape struct {
	name string
	// entry holds the fields and, for parts, which fact they configure and when.
	*entry
	// like names the shape that this one builds on; nil where there is none.
	like *hcl.Attribute
}

// addShape notes where a shape is declared.
func (c *Catalogue) addShape(f *file, s *section, name string) error {
	key := f.cloud + "." + name
	if c.shapes[key] != nil {
		return fmt.Errorf("%s:%d: there is another shape %q", f.name, s.at.Line, name)
	}
	c.shapes[key] = sync.OnceValues(func() (*shape, error) {
		blocks, err := f.blocks(f.source[s.at.Byte:s.end], s.at)
		if err != nil {
			return nil, err
		}
		return c.parseShape(blocks[0])
	})
	return nil
}

func (c *Catalogue) parseShape(block *hcl.Block) (*shape, error) {
	s := &shape{name: block.Labels[0], entry: &entry{kind: "part", concept: c.byName[block.Labels[1]]}}
	if s.concept == nil {
		return nil, at(block.DefRange, "unknown concept %q", block.Labels[1])
	}
	if s.concept.Field("to") != nil {
		s.kind = "fact" // where a copy goes to
	}
	attrs, diags := block.Body.JustAttributes()
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	s.like = attrs["like"]
	delete(attrs, "like")
	for _, name := range sortedKeys(attrs) {
		if name == "for_each" {
			return nil, at(attrs[name].NameRange, "a shape has no for_each: the entry that is like it says what it is for")
		}
		if err := s.set(attrs[name]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// set is setAttribute for what may be like a fact as well as a part.
func (s *shape) set(attr *hcl.Attribute) error {
	if attr.Name != "cloud" {
		return s.setAttribute(attr, true)
	}
	var err error
	s.cloudOf, err = compile(attr.Expr, true)
	return err
}

// compileField compiles the attribute that fills a field of a concept.
func compileField(concept *Concept, attr *hcl.Attribute, each bool) (entryField, error) {
	expr, err := compile(attr.Expr, each)
	if err != nil {
		return entryField{}, err
	}
	spec := concept.Field(attr.Name)
	if spec == nil {
		return entryField{}, at(attr.NameRange, "unknown field %q of concept %s", attr.Name, concept.Name)
	}
	if err := expr.fits(spec); err != nil {
		return entryField{}, at(attr.Expr.Range(), "field %s.%s: %s", concept.Name, attr.Name, err)
	}
	return entryField{spec, expr, expr.fixed(spec)}, nil
}

// takeShapes gives an entry what the shape that like names says, but for what the entry writes itself; then what the shape says
// which that one is like, and so on.
func (c *Catalogue) takeShapes(e *entry, like *hcl.Attribute, each bool) error {
	var taken []*shape
	for like != nil {
		s, err := c.shapeOf(e, like)
		if err != nil {
			return err
		}
		if slices.Contains(taken, s) {
			return at(like.Expr.Range(), "shape %q is like itself", s.name)
		}
		if err := e.take(s, like, each); err != nil {
			return err
		}
		taken, like = append(taken, s), s.like
	}
	slices.SortFunc(e.fields, func(a, b entryField) int { return cmp.Compare(a.spec.Name, b.spec.Name) })
	return nil
}

// anyCloud is the folder whose own files say what holds of all clouds.
const anyCloud = "catalogue"

// shapeOf is the shape of the entry's concept that like names: one of its cloud, else one of all clouds.
func (c *Catalogue) shapeOf(e *entry, like *hcl.Attribute) (*shape, error) {
	v, diags := like.Expr.Value(nil)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	name, _ := asString(v)
	for _, cloud := range []string{e.cloud, anyCloud} {
		if parse := c.shapes[cloud+"."+name]; parse != nil {
			if s, err := parse(); err != nil || s.concept == e.concept {
				return s, err
			}
		}
	}
	return nil, at(like.Expr.Range(), "there is no shape %q of concept %s", name, e.concept.Name)
}

// take adds what a shape says and the entry does not.
func (e *entry) take(s *shape, like *hcl.Attribute, each bool) error {
	if s.of != nil && e.kind != "part" {
		return at(like.Expr.Range(), "shape %q says of what it is a part, which a fact is not", s.name)
	}
	if s.cloudOf != nil && e.kind != "fact" {
		return at(like.Expr.Range(), "shape %q says of which cloud it is, which a part does not", s.name)
	}
	for _, taken := range []struct{ own, shaped **expression }{{&e.of, &s.of}, {&e.when, &s.when}, {&e.cloudOf, &s.cloudOf}} {
		if *taken.own == nil && *taken.shaped != nil {
			*taken.own = *taken.shaped
			if err := s.fits(*taken.own, like, each); err != nil {
				return err
			}
		}
	}
	if e.to == nil {
		e.to = s.to
	}
	if e.rank == 0 {
		e.rank = s.rank
	}
	for _, f := range s.fields {
		if slices.ContainsFunc(e.fields, func(own entryField) bool { return own.spec == f.spec }) {
			continue
		}
		if err := s.fits(f.expr, like, each); err != nil {
			return err
		}
		e.fields = append(e.fields, f)
	}
	return nil
}

// fits errs where an expression of the shape reads each and the entry has no for_each.
func (s *shape) fits(expr *expression, like *hcl.Attribute, each bool) error {
	if !each && slices.ContainsFunc(expr.reads, func(p route) bool { return p.RootName() == "each" }) {
		return at(like.Expr.Range(), "shape %q reads each, which is only known in a block with for_each", s.name)
	}
	return nil
}
