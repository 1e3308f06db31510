//go:build ignore

package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

type places struct {
	Format             string
	CountryGroups      map[string][]string `yaml:"country_groups"`
	AWS, Azure, Google cloud
	Vendors            map[string]cloud
}

type cloud struct {
	Source, Replication string
	AsOf                string `yaml:"as_of"`
	Regions             []region
	MultiRegions        []multi           `yaml:"multi_regions"`
	GlobalServices      map[string]string `yaml:"global_services"`
}

type region struct {
	Name, Display, Country, Partition, Geography, Cloud, Access, Note string
	Pair                                                              string
	PairLeavesCountry                                                 string `yaml:"pair_leaves_country"`
}

type multi struct {
	Name                string
	Services, Countries []string
	LeavesOneCountry    string `yaml:"leaves_one_country"`
	Regions             []string
	Note, Confidence    string
}

// regionsTable has a row for every region: cloud, name, countries, pair, regions of a multi-region. Names are in lower
// case without spaces; "+" among the countries says that there are others. A group of countries stands under the cloud "groups".
func regionsTable(file string) (string, error) {
	var p places
	if err := read(file, &p); err != nil {
		return "", err
	}
	rows := map[string]string{}
	for name, countries := range p.CountryGroups {
		rows["groups\t"+name] = row("groups", name, sorted(countries), "", "")
	}
	clouds := map[string]cloud{"aws": p.AWS, "azure": p.Azure, "google": p.Google}
	maps.Copy(clouds, p.Vendors)
	for name, c := range clouds {
		if c.Source == "" || c.AsOf == "" {
			return "", fmt.Errorf("%s: no source or no date", name)
		}
		if err := cloudRows(name, c, p.CountryGroups, rows); err != nil {
			return "", err
		}
	}
	return printed("cloud\tregion\tcountries\tpair\tregions", rows), nil
}

func cloudRows(name string, c cloud, groups map[string][]string, rows map[string]string) error {
	for _, r := range c.Regions {
		key := name + "\t" + plain(r.Name)
		if rows[key] != "" {
			return fmt.Errorf("%s: region %s is listed twice", name, r.Name)
		}
		rows[key] = row(key, cmp.Or(r.Country, "+"), plain(r.Pair), "")
	}
	merged := map[string]multi{}
	for _, m := range c.MultiRegions {
		for _, country := range slices.Clone(m.Countries) {
			if members, ok := groups[country]; ok {
				m.Countries = append(slices.DeleteFunc(m.Countries, func(c string) bool { return c == country }), members...)
			}
		}
		// "yes" with one country or none means that the list is not complete.
		if m.LeavesOneCountry == "yes" && len(m.Countries) < 2 {
			m.Countries = append(m.Countries, "+")
		}
		// Services of a cloud reuse names in another case; the name then stands for all of their places.
		same := merged[plain(m.Name)]
		same.Countries = append(same.Countries, m.Countries...)
		same.Regions = append(same.Regions, m.Regions...)
		merged[plain(m.Name)] = same
	}
	for multiName, m := range merged {
		key := name + "\t" + multiName
		if rows[key] != "" {
			return fmt.Errorf("%s: %s is a region and a multi-region", name, multiName)
		}
		rows[key] = row(key, sorted(m.Countries), "", sorted(m.Regions))
	}
	return nil
}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }
