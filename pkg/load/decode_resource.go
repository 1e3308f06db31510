package load

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

var (
	resourceSchema = &hcl.BodySchema{
		Attributes: attributes("count", "for_each", "provider").Attributes,
		Blocks:     []hcl.BlockHeaderSchema{{Type: "lifecycle"}},
	}
	lifecycleSchema = attributes("enabled", "ignore_changes", "prevent_destroy")
)

func (d *decoder) resource(block *hcl.Block) {
	content, _ := d.content(block.Body, resourceSchema)
	found := content.Attributes
	r := &Resource{
		Kind:      block.Type,
		Type:      block.Labels[0],
		Name:      block.Labels[1],
		Count:     expression(found["count"]),
		ForEach:   expression(found["for_each"]),
		Config:    block.Body,
		DeclRange: block.DefRange,
		BodyRange: whole(block),
		written:   written{},
	}
	if attribute := found["provider"]; attribute != nil {
		r.Provider = d.providerRef(attribute.Expr)
	}
	for _, lifecycle := range content.Blocks {
		d.lifecycle(r, lifecycle.Body)
	}
	key := r.Type + "." + r.Name
	if r.Kind != "resource" {
		key = r.Kind + "." + key
	}
	declare(d, d.m.Resources, key, "resource", r, func(r *Resource) hcl.Range { return r.DeclRange }, mergeResource)
}

func (d *decoder) lifecycle(r *Resource, body hcl.Body) {
	content, _ := d.content(body, lifecycleSchema)
	r.Enabled = expression(content.Attributes["enabled"])
	if attribute := content.Attributes["ignore_changes"]; attribute != nil {
		r.written["ignore_changes"] = true
		r.IgnoreChanges = d.ignored(attribute.Expr)
	}
	if attribute := content.Attributes["prevent_destroy"]; attribute != nil {
		r.written["prevent_destroy"] = true
		r.PreventDestroy = d.flag(attribute, false)
	}
}

// ignored reads "all", or a list of references to attributes of the resource, bare or quoted.
func (d *decoder) ignored(expr hcl.Expression) []string {
	if keyName(expr) == "all" {
		return []string{"all"}
	}
	entries, diags := hcl.ExprList(expr)
	d.add(diags)
	var ignored []string
	for _, entry := range entries {
		traversal, diags := hcl.RelTraversalForExpr(entry)
		if quoted, ok, _ := literal(entry, cty.String); diags.HasErrors() && ok {
			if quoted.AsString() == "*" { // as Terraform 0.11 wrote all
				return []string{"all"}
			}
			traversal, diags = hclsyntax.ParseTraversalAbs([]byte(quoted.AsString()), entry.Range().Filename, entry.Range().Start)
		}
		d.add(diags)
		if name := firstName(traversal); name != "" {
			ignored = append(ignored, name)
		}
	}
	slices.Sort(ignored)
	return slices.Compact(ignored)
}

// firstName is the attribute that a reference begins with.
func firstName(traversal hcl.Traversal) string {
	if len(traversal) == 0 {
		return ""
	}
	switch step := traversal[0].(type) {
	case hcl.TraverseRoot:
		return step.Name
	case hcl.TraverseAttr:
		return step.Name
	}
	return ""
}

func names(found hcl.Attributes) written {
	set := written{}
	for name := range found {
		set[name] = true
	}
	return set
}

// inOrder gives attributes in the order in which they are written.
func inOrder(found hcl.Attributes) []*hcl.Attribute {
	return slices.SortedFunc(maps.Values(found), func(a, b *hcl.Attribute) int {
		return cmp.Or(cmp.Compare(a.NameRange.Start.Byte, b.NameRange.Start.Byte), cmp.Compare(a.Name, b.Name))
	})
}
