package fact

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// shapesFile holds what the entries of one cloud share, beside the files that describe its services.
const shapesFile = "shapes.hcl"

// shape is a set of fields that several entries write in the same words.
type shape struct {
	concept *Concept
	fields  []entryField
}

var shapesSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "shape", LabelNames: []string{"name", "concept"}}}}

func (c *Catalogue) parseShapes(fsys fs.FS, name string) (map[string]*shape, error) {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	parsed, diags := hclsyntax.ParseConfig(source, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	content, diags := parsed.Body.Content(shapesSchema)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	shapes := map[string]*shape{}
	for _, block := range content.Blocks {
		s := &shape{concept: c.byName[block.Labels[1]]}
		if s.concept == nil {
			return nil, at(block.DefRange, "unknown concept %q", block.Labels[1])
		}
		attrs, diags := block.Body.JustAttributes()
		if diags.HasErrors() {
			return nil, firstError(diags)
		}
		for _, name := range sortedKeys(attrs) {
			field, err := compileField(s.concept, attrs[name], true)
			if err != nil {
				return nil, err
			}
			s.fields = append(s.fields, field)
		}
		shapes[block.Labels[0]] = s
	}
	return shapes, nil
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

// addShape gives an entry the fields of the shape that like names, but for those that the entry writes itself.
func (c *Catalogue) addShape(e *entry, like *hcl.Attribute, each bool) error {
	v, diags := like.Expr.Value(nil)
	if diags.HasErrors() {
		return firstError(diags)
	}
	name, _ := asString(v)
	var s *shape
	if parse := c.shapes[e.cloud]; parse != nil {
		shapes, err := parse()
		if err != nil {
			return err
		}
		s = shapes[name]
	}
	if s == nil || s.concept != e.concept {
		return at(like.Expr.Range(), "there is no shape %q of concept %s", name, e.concept.Name)
	}
	for _, f := range s.fields {
		if slices.ContainsFunc(e.fields, func(own entryField) bool { return own.spec == f.spec }) {
			continue
		}
		if !each && slices.ContainsFunc(f.expr.reads, func(t hcl.Traversal) bool { return t.RootName() == "each" }) {
			return at(like.Expr.Range(), "shape %q reads each, which is only known in a block with for_each", name)
		}
		e.fields = append(e.fields, f)
	}
	slices.SortFunc(e.fields, func(a, b entryField) int { return cmp.Compare(a.spec.Name, b.spec.Name) })
	return nil
}
