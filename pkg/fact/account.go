package fact

import (
	"cmp"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// accounts maps each provider configuration, by root and address, to its account: the one that it is pinned to; else a symbol, its
// own address or that of the first configuration of its root that has the same settings otherwise.
func accounts(resources []*resource.Resource) map[[2]string]account {
	configs := map[[2]string]*resource.Provider{}
	for _, r := range resources {
		if r.Provider.Config != "" && r.Mode != resource.Configuration { // one that serves nothing counts for nobody
			configs[[2]string{r.Root, r.Provider.Config}] = &r.Provider
		}
	}
	keys := make([][2]string, 0, len(configs))
	for key := range configs {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	first, out := map[[2]string]string{}, make(map[[2]string]account, len(keys))
	for _, key := range keys {
		symbol := key[1]
		if key[0] != "." && key[0] != "" {
			symbol = key[0] + "/" + symbol
		}
		same := configs[key].Identity("account")
		in := [2]string{key[0], same}
		if _, seen := first[in]; !seen {
			first[in] = symbol
		}
		out[key] = account{cmp.Or(configs[key].PinnedAccount(), first[in]), first[in], same}
	}
	return out
}

// effectiveAccount is that of the provider configuration; of a resource that names a project itself, which a provider may know too, that
// project, and the symbol of the configuration where it cannot be known.
func (i *instance) effectiveAccount() Field {
	of := i.build.accounts[[2]string{i.resource.Root, i.resource.Provider.Config}]
	if of.name == "" {
		return Field{Known: true}
	}
	provider, _ := i.build.provider(i.resource).Unmark()
	if !provider.Type().IsObjectType() || !provider.Type().HasAttribute("project") {
		return said(of.name)
	}
	own, ok := i.attribute("project")
	if !ok || own.bare.IsNull() || leftToProvider(own.marks, i.resource.Address) {
		return said(of.name)
	}
	project, ok := own.text()
	if !ok || splitMarks(own.marks).sensitive || strings.HasPrefix(project, "{") { // a brace: what the provider is applied with
		return said(of.symbol)
	}
	return Field{Known: true, Value: strings.TrimPrefix(project, "projects/"), At: i.places(splitMarks(own.marks).at)}
}
