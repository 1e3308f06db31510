package fact

import (
	"slices"

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
		if pinned := configs[key].PinnedAccount(); pinned != "" {
			out[key] = account{pinned, same}
			continue
		}
		in := [2]string{key[0], same}
		if _, seen := first[in]; !seen {
			first[in] = symbol
		}
		out[key] = account{first[in], same}
	}
	return out
}
