package evaluate

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// backendSource is the name under which the schemas of backends are found.
const backendSource = "terraform"

// backend makes the instance that stands for where the root keeps its state. Its attributes may also be given to terraform init:
// where a required one is not written, some are, and what else is not written is unknown. What the environment may give,
// computed by the schema, is never known to be absent; what the schema calls neither optional nor computed always is.
func (s *scope) backend(decl *load.Backend) *resource.Resource {
	r := s.run
	var b *schema.Block
	if r.opts.Schemas != nil {
		b = r.opts.Schemas.Resource(backendSource, decl.Type)
	}
	written := s.object(r.content(decl, decl.Config, b), b, nil)
	written["state_method"] = cty.NullVal(cty.String)
	if method := s.module.StateMethod; method != "" {
		written["state_method"] = cty.StringVal(method)
	}
	if b != nil {
		partial := lacksRequired(written, b)
		written = schema.Fit(cty.ObjectVal(written), b, nil).AsValueMap()
		r.misfits(written, decl.DeclRange, resource.Provider{Source: backendSource})
		for name, attribute := range b.Attributes {
			if absent(written[name]) && (partial && (attribute.Required || attribute.Optional) || attribute.Computed) {
				why := resource.Why{Cause: resource.AtInit, Subject: decl.Address() + "." + name, Place: place(decl.DeclRange)}
				written[name] = cty.UnknownVal(written[name].Type()).Mark(why)
			}
		}
	}
	region, ok := written["region"]
	if !ok {
		region = cty.NullVal(cty.String)
	}
	return &resource.Resource{
		Address: decl.Address(), Mode: resource.Backend, Type: decl.Type, Root: r.root.Module.Dir,
		Provider: resource.Provider{Source: backendSource, Name: backendSource, Values: cty.EmptyObjectVal},
		Written:  written, Region: region, Place: place(decl.DeclRange), Body: place(decl.BodyRange),
	}
}

func lacksRequired(written map[string]cty.Value, b *schema.Block) bool {
	for name, attribute := range b.Attributes {
		if v, ok := written[name]; attribute.Required && (!ok || absent(v)) {
			return true
		}
	}
	return false
}
