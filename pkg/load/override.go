package load

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func mergeVariable(base, over *Variable) {
	if over.written["type"] {
		base.Type, base.Defaults, base.Untyped, base.TypeRange = over.Type, over.Defaults, false, over.TypeRange
	}
	if over.Default != nil {
		base.Default = over.Default
	}
	if over.written["nullable"] {
		base.Nullable = over.Nullable
	}
	if over.written["sensitive"] {
		base.Sensitive = over.Sensitive
	}
	if over.written["ephemeral"] {
		base.Ephemeral = over.Ephemeral
	}
}

func mergeOutput(base, over *Output) {
	if over.Value != nil {
		base.Value = over.Value
	}
	if over.written["sensitive"] {
		base.Sensitive = over.Sensitive
	}
	if over.written["ephemeral"] {
		base.Ephemeral = over.Ephemeral
	}
}

func mergeCall(base, over *Call) {
	if over.SourceExpr != nil {
		base.Source, base.SourceExpr = over.Source, over.SourceExpr
		base.Version = "" // belongs to the old source
	}
	if over.Version != "" {
		base.Version = over.Version
	}
	if over.Count != nil || over.ForEach != nil || over.Enabled != nil {
		base.Count, base.ForEach, base.Enabled = over.Count, over.ForEach, over.Enabled
	}
	if len(over.Providers) > 0 {
		base.Providers = over.Providers
	}
	maps.Copy(base.Arguments, over.Arguments)
}

func mergeResource(base, over *Resource) {
	if over.Count != nil || over.ForEach != nil || over.Enabled != nil {
		base.Count, base.ForEach, base.Enabled = over.Count, over.ForEach, over.Enabled
	}
	if over.Provider.Name != "" {
		base.Provider = over.Provider
	}
	if over.written["ignore_changes"] {
		base.IgnoreChanges = over.IgnoreChanges
	}
	if over.written["prevent_destroy"] {
		base.PreventDestroy = over.PreventDestroy
	}
	base.Config = mergeBodies(base.Config, over.Config)
}

// mergeBodies lays over on base: its attributes replace those of the same name, and its nested blocks of one type, static or
// dynamic, replace all blocks of that type.
func mergeBodies(base, over hcl.Body) hcl.Body {
	under, ok := base.(*hclsyntax.Body)
	upper, both := over.(*hclsyntax.Body)
	if !ok || !both {
		return &overlay{base: base, over: over}
	}
	merged := &hclsyntax.Body{Attributes: maps.Clone(under.Attributes), SrcRange: under.SrcRange, EndRange: under.EndRange}
	if merged.Attributes == nil {
		merged.Attributes = hclsyntax.Attributes{}
	}
	maps.Copy(merged.Attributes, upper.Attributes)
	replaced := map[string]bool{}
	for _, block := range upper.Blocks {
		replaced[blockName(block.Type, block.Labels)] = true
	}
	for _, block := range under.Blocks {
		if !replaced[blockName(block.Type, block.Labels)] {
			merged.Blocks = append(merged.Blocks, block)
		}
	}
	merged.Blocks = append(merged.Blocks, upper.Blocks...)
	return merged
}

// blockName is the type of the blocks that a block stands for: a dynamic block has it as its label.
func blockName(typ string, labels []string) string {
	if typ == "dynamic" && len(labels) == 1 {
		return labels[0]
	}
	return typ
}

// overlay is mergeBodies for bodies that are not both of the native syntax.
type overlay struct{ base, over hcl.Body }

func (o *overlay) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	base, diags := o.base.Content(optional(schema))
	over, more := o.over.Content(optional(schema))
	return merge(base, over), append(diags, more...)
}

func (o *overlay) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	base, baseRest, diags := o.base.PartialContent(optional(schema))
	over, overRest, more := o.over.PartialContent(optional(schema))
	return merge(base, over), &overlay{base: baseRest, over: overRest}, append(diags, more...)
}

func (o *overlay) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	base, diags := o.base.JustAttributes()
	over, more := o.over.JustAttributes()
	merged := hcl.Attributes{}
	maps.Copy(merged, base)
	maps.Copy(merged, over)
	return merged, append(diags, more...)
}

func (o *overlay) MissingItemRange() hcl.Range { return o.base.MissingItemRange() }

// optional makes every attribute of a schema optional: what one body lacks, the other may have.
func optional(schema *hcl.BodySchema) *hcl.BodySchema {
	loose := &hcl.BodySchema{Attributes: slices.Clone(schema.Attributes), Blocks: schema.Blocks}
	for i := range loose.Attributes {
		loose.Attributes[i].Required = false
	}
	return loose
}

func merge(base, over *hcl.BodyContent) *hcl.BodyContent {
	if base == nil {
		base = &hcl.BodyContent{}
	}
	if over == nil {
		over = &hcl.BodyContent{}
	}
	merged := &hcl.BodyContent{Attributes: hcl.Attributes{}, MissingItemRange: base.MissingItemRange}
	maps.Copy(merged.Attributes, base.Attributes)
	maps.Copy(merged.Attributes, over.Attributes)
	replaced := map[string]bool{}
	for _, block := range over.Blocks {
		replaced[blockName(block.Type, block.Labels)] = true
	}
	for _, block := range base.Blocks {
		if !replaced[blockName(block.Type, block.Labels)] {
			merged.Blocks = append(merged.Blocks, block)
		}
	}
	merged.Blocks = append(merged.Blocks, over.Blocks...)
	return merged
}
