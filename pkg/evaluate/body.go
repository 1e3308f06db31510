package evaluate

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// content is a body taken apart, once for all the instances of its block.
type content struct {
	// attributes and blocks are in the order of the file.
	attributes []attribute
	blocks     []nested
}

type attribute struct {
	name string
	expr hclsyntax.Expression
	at   resource.At
	// literal is the marked value of what is the same for all instances; else cty.NilVal.
	literal cty.Value
}

// nested is a block inside of a body, or a dynamic block that makes several.
type nested struct {
	typ    string
	labels []string
	// at is the header of the block.
	at   resource.At
	body *content
	// dynamic is nil for a block that is written out.
	dynamic *dynamic
}

type dynamic struct {
	forEach  hcl.Expression
	labels   hcl.Expression
	iterator string
	place    hcl.Range
}

// writes reports whether an attribute is written in the body.
func (c *content) writes(name string) bool {
	return slices.ContainsFunc(c.attributes, func(a attribute) bool { return a.name == name })
}

// content reads the body of a block; owner identifies it. The schema may be nil; the JSON syntax needs it to tell blocks
// from arguments.
func (r *run) content(owner any, body hcl.Body, b *schema.Block) *content {
	c, ok := r.contents[owner]
	if !ok {
		c = r.read(body, b, true)
		r.contents[owner] = c
	}
	return c
}

// read takes a body apart. At the top, what belongs to Terraform is left out.
func (r *run) read(body hcl.Body, b *schema.Block, top bool) *content {
	c := &content{}
	if syntax, ok := body.(*hclsyntax.Body); ok {
		r.readNative(c, syntax, b, top)
	} else if body != nil {
		r.readSchema(c, body, b, top)
	}
	slices.SortStableFunc(c.attributes, func(a, b attribute) int {
		switch {
		case a.at.Less(*b.at.Range):
			return -1
		case b.at.Less(*a.at.Range):
			return 1
		}
		return cmp.Compare(a.name, b.name)
	})
	return c
}

func (r *run) readNative(c *content, body *hclsyntax.Body, b *schema.Block, top bool) {
	for name, a := range body.Attributes {
		r.addAttribute(c, &hcl.Attribute{Name: name, Expr: a.Expr, Range: a.SrcRange}, top)
	}
	for _, block := range body.Blocks {
		header := hcl.RangeBetween(block.TypeRange, block.TypeRange)
		if n := len(block.LabelRanges); n > 0 {
			header = hcl.RangeBetween(header, block.LabelRanges[n-1])
		}
		r.addBlock(c, &hcl.Block{Type: block.Type, Labels: block.Labels, Body: block.Body, DefRange: header}, b, top)
	}
}

// readSchema reads a body that is not of the native syntax.
func (r *run) readSchema(c *content, body hcl.Body, b *schema.Block, top bool) {
	want := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "dynamic", LabelNames: []string{"type"}}}}
	if b != nil {
		for _, name := range sorted(b.Attributes) {
			want.Attributes = append(want.Attributes, hcl.AttributeSchema{Name: name})
		}
		for _, name := range sorted(b.Blocks) {
			header := hcl.BlockHeaderSchema{Type: name}
			if b.Blocks[name].Nesting == "map" {
				header.LabelNames = []string{"key"}
			}
			want.Blocks = append(want.Blocks, header)
		}
	}
	if top {
		for _, name := range load.MetaBlocks {
			want.Blocks = append(want.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: metaLabels[name]})
		}
	}
	found, rest, diags := body.PartialContent(want)
	r.report(diags)
	if found == nil {
		return
	}
	for _, name := range sorted(found.Attributes) {
		r.addAttribute(c, found.Attributes[name], top)
	}
	sharing := map[hcl.Range]int{}
	for _, block := range found.Blocks {
		sharing[block.TypeRange]++
	}
	for _, block := range found.Blocks {
		block.DefRange = block.TypeRange
		if sharing[block.TypeRange] > 1 {
			block.DefRange = firstProperty(block)
		}
		r.addBlock(c, block, b, top)
	}
	if rest == nil {
		return
	}
	// What the schema does not know may be an argument of another version of the provider.
	others, _ := rest.JustAttributes()
	for _, name := range sorted(others) {
		r.addAttribute(c, others[name], top)
	}
}

// firstProperty is the place of a block that is one of several in an array of the JSON syntax: they share their name, and the
// syntax keeps no other place of their beginning.
func firstProperty(block *hcl.Block) hcl.Range {
	properties, _ := block.Body.JustAttributes()
	first := block.Body.MissingItemRange()
	for _, property := range properties {
		if property.NameRange.Start.Byte < first.Start.Byte {
			first = property.NameRange
		}
	}
	return first
}

// metaLabels are the labels of meta-blocks.
var metaLabels = map[string][]string{"provisioner": {"type"}}

func (r *run) addAttribute(c *content, a *hcl.Attribute, top bool) {
	if top && slices.Contains(load.MetaArguments, a.Name) {
		return
	}
	added := attribute{name: a.Name, expr: r.native(a.Expr), at: resource.AtPlace(place(a.Range))}
	if v, ok := literal(added.expr); ok && !boundless(v) {
		added.literal = v.Mark(added.at)
	}
	c.attributes = append(c.attributes, added)
}

func (r *run) addBlock(c *content, block *hcl.Block, b *schema.Block, top bool) {
	if top && slices.Contains(load.MetaBlocks, block.Type) {
		return
	}
	if block.Type == "dynamic" && len(block.Labels) == 1 {
		r.addDynamic(c, block, b)
		return
	}
	c.blocks = append(c.blocks, nested{
		typ: block.Type, labels: block.Labels, at: resource.AtPlace(place(block.DefRange)),
		body: r.read(block.Body, inner(b, block.Type), false),
	})
}

// inner is the schema of a nested block type, nil where there is none.
func inner(b *schema.Block, typ string) *schema.Block {
	if b == nil {
		return nil
	}
	return b.Blocks[typ].Block
}

var dynamicSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "for_each", Required: true}, {Name: "iterator"}, {Name: "labels"}},
	Blocks:     []hcl.BlockHeaderSchema{{Type: "content"}},
}

func (r *run) addDynamic(c *content, block *hcl.Block, b *schema.Block) {
	found, diags := block.Body.Content(dynamicSchema)
	r.report(diags)
	typ := block.Labels[0]
	d := &dynamic{iterator: typ, place: block.DefRange}
	if found == nil || found.Attributes["for_each"] == nil {
		return
	}
	d.forEach = found.Attributes["for_each"].Expr
	if a := found.Attributes["labels"]; a != nil {
		d.labels = a.Expr
	}
	if a := found.Attributes["iterator"]; a != nil {
		if keyword := hcl.ExprAsKeyword(a.Expr); keyword != "" {
			d.iterator = keyword
		}
	}
	n := nested{typ: typ, at: resource.AtPlace(place(block.DefRange)), body: &content{}, dynamic: d}
	if len(found.Blocks) > 0 {
		n.body = r.read(found.Blocks[0].Body, inner(b, typ), false)
	}
	c.blocks = append(c.blocks, n)
}
