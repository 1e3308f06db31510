package eligibility

import (
	"slices"
	"strings"
)

// groupCloud is the first column of rows that name a group of countries, and the key of the groups in Regions.
const groupCloud = "groups"

// hostsCloud is the key of the clouds that vendors have their places on, by vendor.
const hostsCloud = "hosts"

// Regions is the table of places as rules see it in input.regions: by cloud, then by the region's name in lower case and without
// spaces,
//
//	"aws": {"us-east-1": {"country": "US", "countries": ["US"], "complete": true}}
//	"azure": {"eastus": {…, "pair": "westus"}}
//	"google": {"nam4": {…, "members": ["us-central1", "us-east1"]}}
//	"groups": {"EU": ["AT", "BE", …]}
//	"hosts": {"mongodb-atlas": ["aws", "azure", "google"]}
//
// country is there only where a region lies in one country for certain. complete is false where it also lies in countries
// that the provider does not publish. The map is shared: callers must not change it.
func (t *Table) Regions() map[string]any { return t.regions }

// Names lists the names that an agreement may use for places beside country codes: the regions of every cloud, sorted.
func (t *Table) Names() []string {
	var names []string
	for cloud, regions := range t.regions {
		if cloud == groupCloud || cloud == hostsCloud {
			continue
		}
		for name := range regions.(map[string]any) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func readRegions(table []byte) (map[string]any, error) {
	regions := map[string]any{}
	for columns, err := range rows(table, 5) {
		if err != nil {
			return nil, err
		}
		cloud, name := columns[0], columns[1]
		of, ok := regions[cloud].(map[string]any)
		if !ok {
			of = map[string]any{}
			regions[cloud] = of
		}
		if cloud == groupCloud {
			of[name] = split(columns[2])
			continue
		}
		of[name] = region(columns[2], columns[3], columns[4])
	}
	return regions, nil
}

func region(countries, pair, members string) map[string]any {
	listed := split(countries)
	known := slices.DeleteFunc(slices.Clone(listed), func(c any) bool { return c == "+" })
	out := map[string]any{"countries": known, "complete": len(known) == len(listed)}
	if len(known) == 1 && len(listed) == 1 {
		out["country"] = known[0]
	}
	if pair != "" {
		out["pair"] = pair
	}
	if members != "" {
		out["members"] = split(members)
	}
	return out
}

func split(text string) []any {
	out := []any{}
	for part := range strings.SplitSeq(text, ",") {
		if part != "" {
			out = append(out, part)
		}
	}
	return out
}
