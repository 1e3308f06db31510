package fact

import (
	"bytes"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

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
	at  hcl.Pos
	end int
	// parse gives the entries of each type that the block names.
	parse func() (map[string][]*entry, error)
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
	s.parse = sync.OnceValues(func() (map[string][]*entry, error) { return c.parse(f, f.source[s.at.Byte:s.end], s.at) })
	for name := range typesOf(label) {
		key := typeKey(kind, name)
		c.types[key] = append(c.types[key], s)
	}
	return nil
}

// typesOf are the types that the label of a block names: one, or several with commas between.
func typesOf(label string) iter.Seq[string] { return strings.SplitSeq(label, ", ") }

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
		parsed, err := s.parse()
		if err != nil {
			return nil, err
		}
		all = append(all, parsed[key]...)
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
		entries := make([]entry, len(body.Blocks))
		for n, b := range body.Blocks {
			entries[n] = entry{kind: b.Type, cloud: f.cloud, order: b.DefRange.Start.Byte, place: b.DefRange, mode: block.Type, within: within}
			if err := c.parseEntry(&entries[n], b); err != nil {
				return nil, err
			}
		}
		for name := range typesOf(block.Labels[0]) {
			key := typeKey(block.Type, name)
			all[key] = append(all[key], entriesOf(name, entries)...)
		}
	}
	return all, nil
}

// entriesOf are the entries of a block as those of one of the types that it names.
func entriesOf(resourceType string, entries []entry) []*entry {
	own := make([]*entry, len(entries))
	for n, e := range entries {
		e.resourceType = resourceType
		own[n] = &e
	}
	return own
}
