package fact

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// Catalogue says which facts a resource type yields. What it says of a type is parsed when the type is first in use.
type Catalogue struct {
	concepts []*Concept
	byName   map[string]*Concept
	files    []*file
	// shapes maps "aws.tagged" to the block that declares it, parsed when an entry first asks for it.
	shapes map[string]func() (*shape, error)
	// types maps "aws_s3_bucket", "data.aws_s3_bucket", "backend.s3" and "provider.aws" to the blocks that describe them.
	types   map[string][]*section
	schemas *schema.Set
}

// file is one catalogue file.
type file struct {
	name, cloud string
	source      []byte
	// parse parses all of it; a run parses sections.
	parse func() (map[string][]*entry, error)
}

// section is one block of a file, parsed on demand.
type section struct {
	at    hcl.Pos
	end   int
	parse func() ([]*entry, error)
}

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

// Load reads catalogue/concepts.hcl and finds the files under catalogue/<cloud>/. Errors carry the file and line. Where fsys has
// a folder schemas, as policies.FS has, the provider schemas are taken from there; see UseSchemas.
func Load(fsys fs.FS) (*Catalogue, error) {
	const concepts = "catalogue/concepts.hcl"
	source, err := fs.ReadFile(fsys, concepts)
	if err != nil {
		return nil, fmt.Errorf("read concepts: %w", err)
	}
	c := &Catalogue{byName: map[string]*Concept{}, types: map[string][]*section{}, shapes: map[string]func() (*shape, error){}}
	if c.concepts, err = parseConcepts(source, concepts); err != nil {
		return nil, fmt.Errorf("read concepts: %w", err)
	}
	for _, concept := range c.concepts {
		c.byName[concept.Name] = concept
	}
	err = fs.WalkDir(fsys, "catalogue", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".hcl" || name == concepts {
			return err
		}
		return c.add(fsys, name)
	})
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	if info, err := fs.Stat(fsys, "schemas"); err == nil && info.IsDir() {
		if c.schemas, err = schema.Open(fsys, "schemas"); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// UseSchemas lets the catalogue share the schemas that resources are fitted to, so that each is parsed once. They tell what the
// configuration leaves to the provider (null) from what the provider alone computes (unknown); without any, all of it is
// unknown.
func (c *Catalogue) UseSchemas(set *schema.Set) { c.schemas = set }

// Concepts returns the declarations, in the order of concepts.hcl.
func (c *Catalogue) Concepts() []*Concept { return c.concepts }

func (c *Catalogue) add(fsys fs.FS, name string) error {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	f := &file{name: name, source: source, cloud: path.Base(path.Dir(name))}
	f.parse = sync.OnceValues(func() (map[string][]*entry, error) { return c.parse(f, source, hcl.InitialPos) })
	c.files = append(c.files, f)
	last, pos := &section{}, hcl.InitialPos
	for line := range bytes.Lines(source) {
		if kind, label, ok := header(line); ok {
			last.end = pos.Byte
			last = &section{at: pos}
			if err := c.addSection(f, last, kind, label); err != nil {
				return err
			}
		}
		pos.Line, pos.Byte = pos.Line+1, pos.Byte+len(line)
	}
	last.end = pos.Byte
	return nil
}

// addSection notes which block stands at a section of a file.
func (c *Catalogue) addSection(f *file, s *section, kind, label string) error {
	if kind == "shape" {
		return c.addShape(f, s, label)
	}
	key := typeKey(kind, label)
	c.types[key] = append(c.types[key], s)
	s.parse = sync.OnceValues(func() ([]*entry, error) {
		parsed, err := c.parse(f, f.source[s.at.Byte:s.end], s.at)
		return parsed[key], err
	})
	return nil
}

// header reads `resource "type"`, `data "type"`, `backend "type"`, `provider "type"`, `elsewhere "type"` or `shape "name"` at the beginning of a line. It is
// only an index: what the line means is settled when it is parsed.
func header(line []byte) (kind, label string, ok bool) {
	var rest []byte
	for _, kind = range blockKinds {
		if rest, ok = bytes.CutPrefix(line, []byte(kind)); ok {
			break
		}
	}
	if !ok {
		return "", "", false
	}
	rest, ok = bytes.CutPrefix(bytes.TrimLeft(rest, " \t"), []byte(`"`))
	if !ok {
		return "", "", false
	}
	name, _, ok := bytes.Cut(rest, []byte(`"`))
	return kind, string(name), ok
}

// blockKinds are the kinds of blocks in a catalogue file.
var blockKinds = []string{"resource", "data", "backend", "provider", string(sentElsewhere), "shape"}

// sentElsewhere is the kind of blocks that speak of resources whose provider is sent to another vendor's endpoint: what holds of the
// provider's own service does not hold there, but for the types whose block is empty.
const sentElsewhere resource.Mode = "elsewhere"

// anyType is the type of entries that speak of the provisioners of resources, whatever their own type.
const anyType = "*"

// typeKey is what the entries of a type are kept under.
func typeKey(kind, name string) string {
	if kind == "resource" || kind == string(resource.Managed) {
		return name
	}
	return kind + "." + name
}

// Knows reports whether the catalogue says more of a resource type than which vendors its text names.
func (c *Catalogue) Knows(resourceType string) bool {
	entries, err := c.entries(resource.Managed, resourceType)
	return err == nil && slices.ContainsFunc(entries, func(e *entry) bool { return e.concept.Name != "service" })
}

// entries returns what the catalogue says of a resource type, in the order of the files.
func (c *Catalogue) entries(mode resource.Mode, resourceType string) ([]*entry, error) {
	key := typeKey(string(mode), resourceType)
	var all []*entry
	for _, s := range c.types[key] {
		entries, err := s.parse()
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	if mode == sentElsewhere && len(all) == 0 && c.types[key] != nil {
		return c.entries(resource.Managed, resourceType)
	}
	return all, nil
}

func (c *Catalogue) schema(r *resource.Resource) *schema.Block {
	switch {
	case c.schemas == nil:
		return nil
	case r.Mode == resource.Data:
		return c.schemas.Data(r.Provider.Source, r.Type)
	case r.Mode == resource.Configuration:
		return c.schemas.Provider(r.Type)
	}
	return c.schemas.Resource(r.Provider.Source, r.Type)
}

// ParseAll parses every file of the catalogue.
func (c *Catalogue) ParseAll() error {
	for _, name := range sortedKeys(c.shapes) {
		if _, err := c.shapes[name](); err != nil {
			return err
		}
	}
	for _, f := range c.files {
		if _, err := f.parse(); err != nil {
			return err
		}
	}
	return nil
}

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type"}}, {Type: "data", LabelNames: []string{"type"}}, {Type: "backend", LabelNames: []string{"type"}},
	{Type: "provider", LabelNames: []string{"type"}}, {Type: string(sentElsewhere), LabelNames: []string{"type"}},
	{Type: "shape", LabelNames: []string{"name", "concept"}},
}}

var resourceSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "when"}}, Blocks: []hcl.BlockHeaderSchema{
	{Type: "fact", LabelNames: []string{"concept"}}, {Type: "part", LabelNames: []string{"concept"}},
}}

// blocks are the blocks in what stands at a place of a file.
func (f *file) blocks(source []byte, at hcl.Pos) (hcl.Blocks, error) {
	parsed, diags := hclsyntax.ParseConfig(source, f.name, at)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	content, diags := parsed.Body.Content(fileSchema)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	return content.Blocks, nil
}

// parse parses the entries in what stands at a place of a file.
func (c *Catalogue) parse(f *file, source []byte, at hcl.Pos) (map[string][]*entry, error) {
	blocks, err := f.blocks(source, at)
	if err != nil {
		return nil, err
	}
	all := map[string][]*entry{}
	for _, block := range blocks {
		if block.Type == "shape" {
			continue
		}
		body, diags := block.Body.Content(resourceSchema)
		if diags.HasErrors() {
			return nil, firstError(diags)
		}
		within, err := compileWithin(body)
		if err != nil {
			return nil, err
		}
		key := typeKey(block.Type, block.Labels[0])
		all[key] = slices.Grow(all[key], len(body.Blocks))
		for _, b := range body.Blocks {
			e := &entry{
				kind: b.Type, cloud: f.cloud, order: b.DefRange.Start.Byte, place: b.DefRange, resourceType: block.Labels[0], mode: block.Type, within: within,
			}
			if err := c.parseEntry(e, b); err != nil {
				return nil, err
			}
			all[key] = append(all[key], e)
		}
	}
	return all, nil
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
	case attr.Name == "of" && e.kind == "part":
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
