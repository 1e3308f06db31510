package fact

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// placing are the settings of provider blocks that say where and how resources are made, not in whose account: a
// configuration for a second region that differs in nothing else works in the same account.
var placing = []string{"default_labels", "default_tags", "features", "ignore_tags", "location", "max_retries", "region", "zone"}

// accounts maps each provider configuration, by root and address, to its account: the one that it is pinned to; else a symbol, its
// own address or that of the first configuration of its root that has the same settings otherwise.
func accounts(resources []*resource.Resource) map[[2]string]string {
	configs := map[[2]string]*resource.Provider{}
	for _, r := range resources {
		if r.Provider.Config != "" {
			configs[[2]string{r.Root, r.Provider.Config}] = &r.Provider
		}
	}
	keys := make([][2]string, 0, len(configs))
	for key := range configs {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	first, out := map[[2]string]string{}, make(map[[2]string]string, len(keys))
	for _, key := range keys {
		symbol := key[1]
		if key[0] != "." && key[0] != "" {
			symbol = key[0] + ":" + symbol
		}
		if pinned := pinnedAccount(configs[key]); pinned != "" {
			out[key] = pinned
			continue
		}
		out[key] = symbol
		same, ok := credentials(configs[key])
		if !ok {
			continue
		}
		in := [2]string{key[0], same}
		if _, seen := first[in]; !seen {
			first[in] = symbol
		}
		out[key] = first[in]
	}
	return out
}

// pinnedAccount is the account that a configuration cannot but work in: the only one that it allows, that of the last role that it
// assumes, or its subscription. Empty where nothing says so.
func pinnedAccount(p *resource.Provider) string {
	values, _ := orEmpty(p.Values).UnmarkDeep()
	if allowed := elementsOf(values, "allowed_account_ids"); len(allowed) == 1 {
		if id, ok := asString(allowed[0]); ok {
			return id
		}
	}
	if roles := elementsOf(values, "assume_role"); len(roles) > 0 {
		if parts, ok := splitARN(stringOf(roles[len(roles)-1], "role_arn")); ok {
			return parts[4]
		}
	}
	return strings.ToLower(stringOf(values, "subscription_id"))
}

// attributeOf is an attribute of an object that is known and set.
func attributeOf(object cty.Value, name string) (cty.Value, bool) {
	if !object.IsKnown() || object.IsNull() || !object.Type().IsObjectType() || !object.Type().HasAttribute(name) {
		return cty.NilVal, false
	}
	v := object.GetAttr(name)
	return v, v.IsKnown() && !v.IsNull()
}

func elementsOf(object cty.Value, name string) []cty.Value {
	if v, ok := attributeOf(object, name); ok && isList(v) {
		return v.AsValueSlice()
	}
	return nil
}

func stringOf(object cty.Value, name string) string {
	v, ok := attributeOf(object, name)
	if !ok {
		return ""
	}
	s, _ := asString(v)
	return s
}

// credentials are the settings of a provider block that may choose an account, as text. False where one of them is not known:
// then nothing says that another configuration has the same.
func credentials(p *resource.Provider) (string, bool) {
	values := orEmpty(p.Values)
	values, _ = values.UnmarkDeep()
	if !values.IsKnown() || values.IsNull() || !values.Type().IsObjectType() {
		return "", false
	}
	var text strings.Builder
	text.WriteString(p.Source)
	for _, name := range sortedKeys(values.Type().AttributeTypes()) {
		v := values.GetAttr(name)
		if slices.Contains(placing, name) || isUnset(v) {
			continue
		}
		if !v.IsWhollyKnown() {
			return "", false
		}
		text.WriteString("\n" + name + "=" + v.GoString())
	}
	return text.String(), true
}

// isUnset reports whether nothing is written: a null, or no block.
func isUnset(v cty.Value) bool {
	return v.IsNull() || v.IsKnown() && v.CanIterateElements() && v.LengthInt() == 0
}
