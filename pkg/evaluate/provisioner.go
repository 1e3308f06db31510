package evaluate

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/tffunc"
)

// provisionerKey is the key of the provisioners of a block among what the run has read.
type provisionerKey struct{ owner any }

var provisionerSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "provisioner", LabelNames: []string{"type"}}}}

// provisioners are the provisioner blocks of a body, read once: what they run, and neither when nor how they connect.
func (r *run) provisioners(owner any, body hcl.Body) []nested {
	if native, ok := body.(*hclsyntax.Body); ok &&
		!slices.ContainsFunc(native.Blocks, func(b *hclsyntax.Block) bool { return b.Type == "provisioner" }) {
		return nil
	}
	key := provisionerKey{owner}
	c, ok := r.contents[key]
	if !ok {
		c = &content{}
		found, _, _ := body.PartialContent(provisionerSchema) // faults in the header are those of the configuration itself
		for _, block := range found.Blocks {
			inside := r.read(block.Body, nil, false)
			inside.attributes = slices.DeleteFunc(inside.attributes, func(a attribute) bool { return a.name == "when" || a.name == "on_failure" })
			inside.blocks = nil
			c.blocks = append(c.blocks, nested{typ: block.Type, at: resource.AtPlace(place(block.DefRange)), body: inside})
		}
		r.contents[key] = c
	}
	return c.blocks
}

// provision gives an instance what its provisioners say, as blocks of it: they alone know it as self.
func (b *block) provision(r *resource.Resource, extra names) {
	s := b.scope
	found := s.run.provisioners(b.decl, b.decl.Config)
	if len(found) == 0 {
		return
	}
	known := extra.with("self", b.self(r, found))
	blocks := make([]cty.Value, 0, len(found))
	for _, n := range found {
		blocks = append(blocks, cty.ObjectVal(s.commands(n.body, known)).Mark(n.at))
	}
	r.Written["provisioner"] = cty.TupleVal(blocks)
}

// commands are the attributes of a provisioner. Of what is unknown in part they keep what is written around that, as it is one script.
func (s *scope) commands(c *content, extra names) map[string]cty.Value {
	values := s.object(c, nil, extra)
	for _, a := range c.attributes {
		if v := values[a.name]; !v.IsWhollyKnown() {
			ctx, _ := s.context(s.run.needs(a.expr), extra)
			if text, ok := tffunc.Spell(a.expr, ctx); ok {
				values[a.name] = v.Mark(&resource.Spelled{Text: text})
			}
		}
	}
	return values
}

// self is an instance as its own provisioners see it: what it writes, and unknowns for all else that anybody reads.
func (b *block) self(r *resource.Resource, provisioners []nested) cty.Value {
	heard := speech{}
	for _, n := range provisioners {
		for _, a := range n.body.attributes {
			b.scope.run.report(hclsyntax.Walk(a.expr, heard))
		}
	}
	fields := make(map[string]cty.Value, len(r.Written))
	for name, v := range r.Written {
		fields[name] = b.scope.eased(v, bodiesOf(b.content.blocks, name), resource.Ref{Address: r.Address, Attribute: name})
	}
	for name := range heard {
		if _, written := fields[name]; !written {
			fields[name] = cty.DynamicVal.Mark(resource.Ref{Address: r.Address, Attribute: name})
		}
	}
	return cty.ObjectVal(fields)
}
