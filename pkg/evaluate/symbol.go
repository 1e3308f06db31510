package evaluate

import (
	"maps"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// Symbols say which attributes of data sources repeat what the provider configuration that reads them decides.
type Symbols struct {
	// Attributes are settings by type and attribute: "region" is the effective region of the data source's instance, "account" the
	// account that the configuration is pinned to, any other an attribute of the provider block. Text around a setting in braces is
	// text: "/subscriptions/{subscription_id}".
	Attributes map[string]map[string]string `json:"attributes"`
	// ByRegion are further settings, whose values are those of the longest prefix of the effective region.
	ByRegion map[string]map[string]string `json:"by_region"`
}

// synthesize fills in what data sources say without a cloud: documents they render, settings of the provider they
// repeat.
func (b *block) synthesize(r *resource.Resource) {
	filled := b.settings(r)
	if b.decl.Type == policyDocumentType {
		filled = b.scope.run.policyDocument(cty.ObjectVal(r.Written), b.decl.DeclRange)
	}
	if len(filled) == 0 {
		return
	}
	maps.Copy(r.Written, filled)
}

// settings are the attributes that repeat settings of the provider. A data source that asks for another thing than the provider's own
// repeats what it writes, where that says all, else nothing.
func (b *block) settings(r *resource.Resource) map[string]cty.Value {
	table := b.scope.run.opts.Symbols.Attributes[b.decl.Type]
	if len(table) == 0 {
		return nil
	}
	asked := map[string]cty.Value{}
	for _, a := range b.content.attributes {
		setting, ok := table[a.name]
		if !ok {
			return nil
		}
		asked[setting] = without(r.Written[a.name], isAt)
	}
	filled := map[string]cty.Value{}
	for name, spelled := range table {
		before, setting, after := cutSetting(spelled)
		v, ok := asked[setting]
		switch {
		case b.content.writes(name) || len(asked) > 0 && !ok:
			continue
		case !ok || absent(v):
			v = b.setting(r, name, setting)
		}
		v = surround(before, v, after)
		if !v.IsKnown() {
			v = v.Mark(resource.Ref{Address: r.Address, Attribute: name, Configured: configured(v, r.Address)})
		}
		filled[name] = v
	}
	return filled
}

// repeats reports whether an attribute of the instance says what its provider configuration says. Where that is known, nothing was read
// from the data source.
func (i *instance) repeats(attribute string) bool {
	_, ok := i.block.scope.run.opts.Symbols.Attributes[i.Type][attribute]
	return ok && i.Mode == resource.Data
}

// cutSetting takes a setting out of the text around it.
func cutSetting(spelled string) (before, setting, after string) {
	before, rest, found := strings.Cut(spelled, "{")
	if !found {
		return "", spelled, ""
	}
	setting, after, _ = strings.Cut(rest, "}")
	return before, setting, after
}

// surround puts text around a value.
func surround(before string, v cty.Value, after string) cty.Value {
	plain, marks := v.Unmark()
	if before+after == "" || plain.Type() != cty.String {
		return v
	}
	if plain.IsKnown() {
		return cty.StringVal(before + plain.AsString() + after).WithMarks(marks)
	}
	text := cty.UnknownVal(cty.String).Refine().NotNull().StringPrefix(before).NewValue().WithMarks(resource.WithoutSymbols(marks))
	if symbol, ok := resource.SymbolOf(v); ok {
		return text.Mark(resource.Symbol{Text: before + symbol.Text + after})
	}
	return text
}

// setting is what the provider configuration decides: known, or unknown with a symbol that all data sources share which repeat it.
func (b *block) setting(r *resource.Resource, attribute, setting string) cty.Value {
	v := b.scope.run.opts.Symbols.known(r, setting)
	if absent(v) {
		v = cty.UnknownVal(cty.String).Mark(resource.Ref{Address: r.Address, Attribute: attribute})
		if b.schema != nil {
			if provided, ok := b.schema.Provided(attribute); ok {
				v = provided.WithSameMarks(v)
			}
		}
	}
	if plain, _ := v.Unmark(); plain.IsKnown() || plain.Type() != cty.String {
		return v
	}
	return resource.WithoutSymbol(v).Mark(resource.SymbolFor(setting, r.Provider.Identity(setting)))
}

// known is what the configuration says of a setting; null where it says nothing, and the cloud decides.
func (s Symbols) known(r *resource.Resource, setting string) cty.Value {
	region := without(r.Region, isAt)
	plain, marks := region.Unmark()
	switch byRegion, values := s.ByRegion[setting], r.Provider.Values; {
	case setting == "region":
		return region
	case setting == "account":
		if id := r.Provider.PinnedAccount(); id != "" {
			return cty.StringVal(id)
		}
	case byRegion != nil && plain.IsKnown() && !plain.IsNull():
		return cty.StringVal(longestPrefix(byRegion, plain.AsString())).WithMarks(marks)
	case values.Type().HasAttribute(setting):
		return without(values.GetAttr(setting), isAt)
	}
	return cty.NullVal(cty.String)
}

// longestPrefix is the value of the longest key that a text begins with.
func longestPrefix(values map[string]string, text string) string {
	for end := len(text); end >= 0; end-- {
		if value, ok := values[text[:end]]; ok {
			return value
		}
	}
	return ""
}
