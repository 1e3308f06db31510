package plan

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// provider is a provider configuration.
type provider struct {
	resource.Provider
	region cty.Value
	// plainly are the settings without what the provider adds to every resource, for those that show it themselves.
	plainly cty.Value
	// module is the address of the module that it stands in.
	module      string
	expressions *node
}

func (d *Document) readProviders(n *node) {
	d.providers = map[string]*provider{}
	for _, p := range n.fields() {
		one := &provider{module: p.member("module_address").str(), expressions: p.member("expressions")}
		one.Name, one.Alias = p.member("name").str(), p.member("alias").str()
		if local, alias, ok := strings.Cut(one.Name, "."); ok { // handed down by a call: the name has the alias in it
			one.Name, one.Alias = local, alias
		}
		one.Source = one.Name
		if full := p.member("full_name").str(); full != "" {
			one.Source = path.Base(full)
		}
		one.Release = p.member("version_constraint").str()
		d.providers[p.name] = one
	}
	for _, one := range d.providers {
		d.configure(one)
	}
}

// providerOf finds the configuration that serves an instance.
func (d *Document) providerOf(i *instance) *provider {
	if i.configured != "" {
		return d.unwritten(i.source, i.configured)
	}
	m := d.root.within(i.module)
	if m == nil || m.blocks[i.block()] == nil {
		return d.unwritten(i.source, "provider."+i.source)
	}
	key := m.blocks[i.block()].provider
	if _, local, ok := strings.Cut(key, ":"); ok {
		key = local
	}
	written := m.blocks[i.block()].provider
	if p := d.providers[written]; p != nil && (p.expressions != nil || p.Alias != "" || p.module == "") {
		return p
	}
	// Older versions of Terraform name a configuration of the module itself where the module inherits that of its caller.
	for m = m.parent; m != nil; m = m.parent {
		at := key
		if m.parent != nil {
			at = m.path() + ":" + key
		}
		if p := d.providers[at]; p != nil && (p.expressions != nil || m.parent == nil) {
			return p
		}
	}
	return d.unwritten(i.source, "provider."+key)
}

// unwritten is a configuration of which the document says nothing but its address.
func (d *Document) unwritten(source, config string) *provider {
	p := &provider{}
	p.Source, p.Name, p.Config, p.Values, p.plainly = source, source, config, cty.EmptyObjectVal, cty.EmptyObjectVal
	if _, alias, ok := strings.Cut(config, "provider."+source+"."); ok {
		p.Alias = alias
	}
	p.region = d.settleRegion(p, cty.NullVal(cty.String))
	return p
}

// configure reads the settings of a provider block.
func (d *Document) configure(p *provider) {
	name := "provider." + p.Name
	if p.Alias != "" {
		name += "." + p.Alias
	}
	p.Config = prefixed(p.module, name)
	in := d.root.within(p.module)
	p.Values = cty.ObjectVal(d.settings(p.expressions, p.schema(d.schemas), in, p.Config))
	if b := p.schema(d.schemas); b != nil {
		p.Values = schema.OfOtherRelease(schema.Fit(p.Values, b, nil))
	}
	p.plainly = p.Values
	if values := p.Values.AsValueMap(); values != nil {
		for _, m := range merged {
			delete(values, m.settings)
		}
		p.plainly = cty.ObjectVal(values)
		if b := p.schema(d.schemas); b != nil {
			p.plainly = schema.OfOtherRelease(schema.Fit(p.plainly, b, nil))
		}
	}
	region := cty.NullVal(cty.String)
	if p.Values.Type().HasAttribute("region") {
		region = p.Values.GetAttr("region")
	}
	p.region = d.settleRegion(p, region)
}

func (p *provider) schema(set *schema.Set) *schema.Block {
	if set == nil {
		return nil
	}
	return set.Provider(p.Source)
}

// settings reads the arguments and blocks of a provider block, or of a block in it.
func (d *Document) settings(expressions *node, b *schema.Block, in *module, subject string) map[string]cty.Value {
	out := map[string]cty.Value{}
	for _, e := range expressions.fields() {
		var inner *schema.Block
		if b != nil {
			inner = b.Blocks[e.name].Block
		}
		switch {
		case inner != nil && e.first == '[':
			var blocks []cty.Value
			for i := range e.list() {
				blocks = append(blocks, cty.ObjectVal(d.settings(&e.children[i], inner, in, subject)))
			}
			out[e.name] = cty.TupleVal(blocks)
		case inner != nil:
			out[e.name] = cty.TupleVal([]cty.Value{cty.ObjectVal(d.settings(&e, inner, in, subject))})
		case e.first == '{':
			out[e.name] = d.setting(&e, in, subject)
			if b != nil && e.member("references") != nil {
				out[e.name] = likely(e.name, out[e.name], b.Attributes[e.name].Type, subject)
			}
		}
	}
	delete(out, "version")
	return out
}

// setting is the value of an expression where the plan tells it: a constant, or a variable by itself.
func (d *Document) setting(expression *node, in *module, subject string) cty.Value {
	if v, ok := d.constant(expression, in); ok {
		return v
	}
	why := resource.Why{Cause: resource.NotInPlan, Subject: subject}
	if all := references(expression); len(all) > 0 {
		why.Subject = all[0]
		if in != nil {
			why.Subject = prefixed(in.path(), all[0])
		}
	}
	return cty.DynamicVal.Mark(why)
}

// likely is the value of a setting that refers to one variable and nothing else. Whether it is that variable, a plan does not tell: a
// list may be made of it, and so may a text that says more.
func likely(name string, v cty.Value, want cty.Type, subject string) cty.Value {
	if v.IsMarked() || !v.IsKnown() || v.IsNull() || want == cty.NilType {
		return v
	}
	have := v.Type()
	arn := strings.HasSuffix(name, "arn") && have == cty.String && !strings.HasPrefix(v.AsString(), "arn:")
	switch {
	case (want.IsListType() || want.IsSetType()) && have.IsPrimitiveType():
		return cty.TupleVal([]cty.Value{v})
	case arn, want.IsPrimitiveType() != have.IsPrimitiveType():
		return cty.DynamicVal.Mark(resource.Why{Cause: resource.NotInPlan, Subject: subject})
	}
	return v
}

// constant follows an expression that is a constant or a variable to its value.
func (d *Document) constant(expression *node, in *module) (cty.Value, bool) {
	var rest []string
	for range maxHops {
		if constant := expression.member("constant_value"); constant != nil {
			return plain(d.text, constant.within(rest))
		}
		all := references(expression)
		if len(all) != 1 || in == nil {
			return cty.NilVal, false
		}
		at := steps(all[0])
		if at[0] != "var" || len(at) < 2 {
			return cty.NilVal, false
		}
		name := at[1]
		rest = append(at[2:], rest...)
		if in.call == nil {
			return d.variable(name, rest)
		}
		expression = in.call.expressions.member(name)
		if expression == nil {
			return plain(d.text, in.variables[name].within(rest))
		}
		in = in.parent
	}
	return cty.NilVal, false
}

// variable is the value of a variable of the root module, or a part of it.
func (d *Document) variable(name string, rest []string) (cty.Value, bool) {
	v, ok := d.Variables[name]
	if !ok {
		return plain(d.text, d.root.variables[name].within(rest))
	}
	for _, s := range rest {
		key := strings.Trim(s, `[]"`)
		t := v.Type()
		switch {
		case v.IsNull():
			return cty.NilVal, false
		case t.IsObjectType() && t.HasAttribute(key):
			v = v.GetAttr(key)
		case t.IsTupleType() && number(key) < t.Length():
			v = v.Index(cty.NumberIntVal(int64(number(key))))
		default:
			return cty.NilVal, false
		}
	}
	return v, true
}

// within goes down the steps of a reference.
func (n *node) within(rest []string) *node {
	for _, s := range rest {
		key := strings.Trim(s, "[]")
		switch {
		case n == nil:
			return nil
		case n.first == '[':
			n = n.element(number(key))
		default:
			n = n.member(strings.Trim(key, `"`))
		}
	}
	return n
}

// regional is how regions are called, by all clouds: us-east-1, europe-west4, us-gov-west-1. What a region is made of may be a
// variable too (a country), and a plan does not tell which.
var regional = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-?[0-9]+$`)

// settleRegion is the region of a configuration: as it is set, null for a provider that has no regions, else unknown. Providers take ""
// for a region that is not set.
func (d *Document) settleRegion(p *provider, set cty.Value) cty.Value {
	plain, _ := set.Unmark()
	if b := p.schema(d.schemas); (plain.IsNull() || plain.RawEquals(cty.StringVal(""))) && b != nil {
		if _, ok := b.Attributes["region"]; ok {
			return cty.UnknownVal(cty.String).RefineNotNull().Mark(resource.Why{Cause: resource.FromEnv, Subject: p.Config})
		}
	}
	if plain.IsKnown() && !plain.IsNull() && p.expressions.member("region").member("references") != nil &&
		(plain.Type() != cty.String || !regional.MatchString(plain.AsString())) {
		return cty.UnknownVal(cty.String).RefineNotNull().Mark(resource.Why{Cause: resource.NotInPlan, Subject: p.Config})
	}
	return set
}

// arn gives the region and the account that an ARN among the values names.
func (t *text) arn(i *instance) (region, account string) {
	parts := bytes.SplitN([]byte(t.str(t.get(i.values, "arn"))), []byte(":"), 6)
	if len(parts) != 6 || string(parts[0]) != "arn" {
		return "", ""
	}
	return string(parts[3]), string(parts[4])
}
