package load

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

var (
	terraformSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "required_providers"}, {Type: "backend", LabelNames: []string{"type"}}, {Type: "cloud"}, {Type: "encryption"},
	}}
	variableSchema = attributes("type", "default", "description", "nullable", "sensitive", "ephemeral")
	outputSchema   = attributes("value", "sensitive", "ephemeral")
	providerSchema = attributes(ProviderMetaArguments...)
	callSchema     = &hcl.BodySchema{
		Attributes: attributes("source", "version", "count", "for_each", "providers", "depends_on").Attributes,
		Blocks:     []hcl.BlockHeaderSchema{{Type: "lifecycle"}},
	}
)

func (d *decoder) terraform(block *hcl.Block) {
	content, _ := d.content(block.Body, terraformSchema)
	for _, inner := range content.Blocks {
		switch inner.Type {
		case "required_providers":
			d.required(inner)
		case "encryption":
			d.encryption(inner)
		default:
			d.backend(inner)
		}
	}
}

func (d *decoder) required(block *hcl.Block) {
	entries, diags := block.Body.JustAttributes()
	d.add(diags)
	for _, entry := range inOrder(entries) {
		requirement := d.requirement(entry)
		// An entry of another file, or of an override, replaces an earlier one as a whole.
		if base, exists := d.m.Required[entry.Name]; exists && !d.merge {
			d.fault(entry.NameRange, "Declared twice", "The required provider %q is already declared at %s.", entry.Name, base.DeclRange)
			continue
		}
		d.m.Required[entry.Name] = requirement
	}
}

// requirement reads { source, version, configuration_aliases }, or the version alone.
func (d *decoder) requirement(entry *hcl.Attribute) *Requirement {
	requirement := &Requirement{DeclRange: entry.NameRange}
	pairs, diags := hcl.ExprMap(entry.Expr)
	if diags.HasErrors() {
		requirement.Version = text(entry)
		return requirement
	}
	for _, pair := range pairs {
		value := &hcl.Attribute{Expr: pair.Value}
		switch keyName(pair.Key) {
		case "source":
			requirement.Source = text(value)
		case "version":
			requirement.Version = text(value)
		case "configuration_aliases":
			aliases, diags := hcl.ExprList(pair.Value)
			d.add(diags)
			for _, alias := range aliases {
				if name := d.providerName(alias); name != "" {
					requirement.Aliases = append(requirement.Aliases, name)
				}
			}
		}
	}
	return requirement
}

// keyName is the text of an object's key, bare or quoted.
func keyName(expr hcl.Expression) string {
	if word := hcl.ExprAsKeyword(expr); word != "" {
		return word
	}
	return text(&hcl.Attribute{Expr: expr})
}

func (d *decoder) locals(block *hcl.Block) {
	found, diags := block.Body.JustAttributes()
	d.add(diags)
	for _, local := range inOrder(found) {
		declare(d, d.m.Locals, local.Name, "local value", local,
			func(a *hcl.Attribute) hcl.Range { return a.NameRange },
			func(base, over *hcl.Attribute) { *base = *over })
	}
}

func (d *decoder) provider(block *hcl.Block) {
	content, _ := d.content(block.Body, providerSchema)
	p := &ProviderBlock{
		Name: block.Labels[0], ForEach: expression(content.Attributes["for_each"]), Config: block.Body, DeclRange: block.DefRange,
		BodyRange: whole(block),
	}
	key := p.Name
	if attribute := content.Attributes["alias"]; attribute != nil {
		v, ok, diags := literal(attribute.Expr, cty.String)
		d.add(diags)
		if !ok {
			return
		}
		p.Alias = v.AsString()
		key += "." + p.Alias
	}
	if d.merge && p.Alias == "" && d.m.Providers[key] == nil {
		// A default configuration that is not written is an empty one, which the override changes.
		d.m.Providers[key] = p
		return
	}
	declare(d, d.m.Providers, key, "provider configuration", p,
		func(p *ProviderBlock) hcl.Range { return p.DeclRange },
		func(base, over *ProviderBlock) {
			base.ForEach = cmp.Or(over.ForEach, base.ForEach)
			base.Config = mergeBodies(base.Config, over.Config)
		})
}

func (d *decoder) variable(block *hcl.Block) {
	content, _ := d.content(block.Body, variableSchema)
	found := content.Attributes
	v := &Variable{Name: block.Labels[0], Type: cty.DynamicPseudoType, Description: text(found["description"]), DeclRange: block.DefRange, written: names(found)}
	if attribute := found["type"]; attribute != nil {
		v.Type, v.Defaults = d.constraint(attribute.Expr)
		v.TypeRange = attribute.Expr.Range()
	}
	if attribute := found["default"]; attribute != nil {
		v.Default = attribute.Expr
	}
	v.Untyped = found["type"] == nil
	v.Nullable = d.flag(found["nullable"], true)
	v.Sensitive = d.flag(found["sensitive"], false)
	v.Ephemeral = d.flag(found["ephemeral"], false)
	declare(d, d.m.Variables, v.Name, "variable", v, func(v *Variable) hcl.Range { return v.DeclRange }, mergeVariable)
}

// constraint reads a type constraint, those of old included: "string" in quotes, and list and map without a type of elements.
func (d *decoder) constraint(expr hcl.Expression) (cty.Type, *typeexpr.Defaults) {
	word := hcl.ExprAsKeyword(expr)
	if word == "" {
		if v, ok, _ := literal(expr, cty.String); ok {
			word = v.AsString()
		}
	}
	switch word {
	case "string":
		return cty.String, nil
	case "list":
		return cty.List(cty.DynamicPseudoType), nil
	case "map":
		return cty.Map(cty.DynamicPseudoType), nil
	}
	t, defaults, diags := typeexpr.TypeConstraintWithDefaults(expr)
	d.add(diags)
	if diags.HasErrors() {
		return cty.DynamicPseudoType, nil
	}
	return t, defaults
}

func (d *decoder) output(block *hcl.Block) {
	content, _ := d.content(block.Body, outputSchema)
	found := content.Attributes
	o := &Output{Name: block.Labels[0], DeclRange: block.DefRange, written: names(found)}
	if attribute := found["value"]; attribute != nil {
		o.Value = attribute.Expr
	} else if !d.merge {
		d.fault(block.DefRange, "Missing value", "The output %q has no value.", o.Name)
		o.Value = hcl.StaticExpr(cty.DynamicVal, block.DefRange)
	}
	o.Sensitive = d.flag(found["sensitive"], false)
	o.Ephemeral = d.flag(found["ephemeral"], false)
	declare(d, d.m.Outputs, o.Name, "output", o, func(o *Output) hcl.Range { return o.DeclRange }, mergeOutput)
}

// call declares a module call: what Terraform itself reads of it, and every other attribute as an argument. Blocks, but for lifecycle, are mistakes.
func (d *decoder) call(block *hcl.Block) {
	content, _ := d.content(block.Body, callSchema)
	found := content.Attributes
	c := &Call{
		Name:       block.Labels[0],
		Source:     sourceText(found["source"]),
		SourceExpr: expression(found["source"]),
		Version:    text(found["version"]),
		Count:      expression(found["count"]),
		ForEach:    expression(found["for_each"]),
		Arguments:  map[string]*hcl.Attribute{},
		DeclRange:  block.DefRange,
		BodyRange:  whole(block),
	}
	for _, lifecycle := range content.Blocks {
		inner, _ := d.content(lifecycle.Body, lifecycleSchema)
		c.Enabled = expression(inner.Attributes["enabled"])
	}
	if found["source"] == nil && !d.merge {
		d.fault(block.DefRange, "Missing source", "The module call %q has no source.", c.Name)
	}
	if attribute := found["providers"]; attribute != nil {
		c.Providers = d.providers(attribute.Expr)
	}
	if _, rest := d.content(withoutBlocks(block.Body, "lifecycle"), callSchema); rest != nil {
		// Nested blocks in a module call have no meaning; their diagnostic is kept beside the arguments.
		arguments, diags := rest.JustAttributes()
		d.add(diags)
		for name, argument := range arguments {
			c.Arguments[name] = argument
		}
	}
	declare(d, d.m.Calls, c.Name, "module call", c, func(c *Call) hcl.Range { return c.DeclRange }, mergeCall)
}

// sourceText is a source address as written, "" where it is a template.
func sourceText(attribute *hcl.Attribute) string {
	address := text(attribute)
	if strings.Contains(address, "${") { // JSON, where a string without a scope is what it says
		return ""
	}
	return address
}

// withoutBlocks is a body less its blocks of one type: the native syntax counts those that were read as blocks that are left.
func withoutBlocks(body hcl.Body, typ string) hcl.Body {
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return body
	}
	left := *native
	left.Blocks = slices.DeleteFunc(slices.Clone(native.Blocks), func(b *hclsyntax.Block) bool { return b.Type == typ })
	return &left
}

// providers reads the map of a module call from the child's provider names to the caller's.
func (d *decoder) providers(expr hcl.Expression) map[string]ProviderRef {
	pairs, diags := hcl.ExprMap(expr)
	d.add(diags)
	if diags.HasErrors() {
		return nil
	}
	providers := make(map[string]ProviderRef, len(pairs))
	for _, pair := range pairs {
		inner, outer := d.providerName(pair.Key), d.providerRef(pair.Value)
		if inner != "" && outer.Name != "" {
			providers[inner] = outer
		}
	}
	return providers
}

func expression(attribute *hcl.Attribute) hcl.Expression {
	if attribute == nil {
		return nil
	}
	return attribute.Expr
}
