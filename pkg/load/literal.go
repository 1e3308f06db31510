package load

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// literal evaluates an expression that may refer to nothing. The value is known, not null and of type t, or ok is false.
func literal(expr hcl.Expression, t cty.Type) (v cty.Value, ok bool, diags hcl.Diagnostics) {
	v, diags = expr.Value(nil)
	if diags.HasErrors() {
		return cty.NilVal, false, diags
	}
	v, _ = v.UnmarkDeep()
	v, err := convert.Convert(v, t)
	if err != nil || !v.IsKnown() || v.IsNull() {
		return cty.NilVal, false, hcl.Diagnostics{{
			Severity: hcl.DiagError,
			Summary:  "Unsuitable value",
			Detail:   "A literal " + t.FriendlyName() + " is required here.",
			Subject:  expr.Range().Ptr(),
		}}
	}
	return v, true, nil
}

// flag reads an argument that must be true or false as written; absent is the fallback.
func (d *decoder) flag(attribute *hcl.Attribute, fallback bool) bool {
	if attribute == nil {
		return fallback
	}
	v, ok, diags := literal(attribute.Expr, cty.Bool)
	d.add(diags)
	if !ok {
		return fallback
	}
	return v.True()
}

// text reads an argument that is a string as written, "" where it is anything else.
func text(attribute *hcl.Attribute) string {
	if attribute == nil {
		return ""
	}
	v, ok, _ := literal(attribute.Expr, cty.String)
	if !ok {
		return ""
	}
	return v.AsString()
}

// unquoted is the expression that a literal text holds, as Terraform 0.11 wrote references and as JSON does; any other as it is.
func unquoted(expr hcl.Expression) hcl.Expression {
	if v, ok, _ := literal(expr, cty.String); ok {
		parsed, diags := hclsyntax.ParseExpression([]byte(v.AsString()), expr.Range().Filename, expr.Range().Start)
		if !diags.HasErrors() {
			return parsed
		}
	}
	return expr
}

// reference is a reference that an expression consists of, nil where it is anything else.
func (d *decoder) reference(expr hcl.Expression) hcl.Traversal {
	traversal, diags := hcl.AbsTraversalForExpr(unquoted(expr))
	d.add(diags)
	if diags.HasErrors() {
		return nil
	}
	return traversal
}

// providerName reads the name of a provider configuration, aws or aws.dr, bare or quoted.
func (d *decoder) providerName(expr hcl.Expression) string {
	ref := d.providerRef(expr)
	if ref.Key != nil {
		d.fault(expr.Range(), "Invalid provider reference", "A provider is named as aws, or as aws.dr with an alias.")
		return ""
	}
	return ref.Name
}

// providerRef reads a reference to a provider configuration, aws, aws.dr or aws.by_region["us-east-1"], bare or quoted.
func (d *decoder) providerRef(expr hcl.Expression) ProviderRef {
	written := unquoted(expr)
	var key hcl.Expression
	if index, ok := written.(*hclsyntax.IndexExpr); ok {
		written, key = index.Collection, index.Key
	}
	if traversal, diags := hcl.AbsTraversalForExpr(written); !diags.HasErrors() {
		if last, ok := traversal[len(traversal)-1].(hcl.TraverseIndex); ok && key == nil {
			traversal, key = traversal[:len(traversal)-1], hcl.StaticExpr(last.Key, expr.Range())
		}
		if name, ok := dotted(traversal); ok {
			return ProviderRef{Name: name, Key: key}
		}
	}
	d.fault(expr.Range(), "Invalid provider reference", "A provider is named as aws, or as aws.dr with an alias.")
	return ProviderRef{}
}

// dotted writes a traversal of one or two names: "aws", "aws.dr".
func dotted(traversal hcl.Traversal) (string, bool) {
	if len(traversal) == 0 || len(traversal) > 2 || traversal.IsRelative() {
		return "", false
	}
	name := traversal.RootName()
	if len(traversal) == 1 {
		return name, true
	}
	alias, ok := traversal[1].(hcl.TraverseAttr)
	return name + "." + alias.Name, ok
}
