//go:build ignore

// The generator prints types.tsv and regions.tsv, which baalint embeds, from the YAML files that people keep.
//
//	go run generate.go            in this folder
//	go run generate.go -to DIR    writes the tables elsewhere
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

func main() {
	log.SetFlags(0)
	to := flag.String("to", ".", "write the tables to this directory")
	flag.Parse()
	types, err := typesTable("aws.yaml", "azure.yaml", "google.yaml")
	if err != nil {
		log.Fatal(err)
	}
	regions, err := regionsTable("regions.yaml")
	if err != nil {
		log.Fatal(err)
	}
	for name, table := range map[string]string{"types.tsv": types, "regions.tsv": regions} {
		if err := os.WriteFile(filepath.Join(*to, name), []byte(table), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

type list struct {
	Format    string
	Providers []string
	List      map[string]string
	Services  []service
}

type service struct {
	Service, Eligible, PHI string
	Note, Reason           string
	Source                 string
	AsOf                   string `yaml:"as_of"`
	Confidence             string
	Resources              []string
	DataResources          []string `yaml:"data_resources"`
	Conditions             []condition
	Otherwise              string
}

type condition struct {
	Resource, Attribute, Operator string
	Values                        []string
	Eligible, Note                string
}

func read(file string, into any) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// typesTable has a row for every pattern of resource types: pattern, cloud, service, eligible, phi, "tests" where attributes
// decide. What an entry lists as resources but not as data_resources configures a service and holds nothing.
func typesTable(files ...string) (string, error) {
	rows := map[string]string{}
	cloud := ""
	add := func(pattern string, s service, eligible, phi, tests string) error {
		if rows[pattern] != "" {
			return fmt.Errorf("%s: %s is listed twice", s.Service, pattern)
		}
		rows[pattern] = strings.Join([]string{pattern, cloud, s.Service, eligible, phi, tests}, "\t")
		return nil
	}
	for _, file := range files {
		cloud = strings.TrimSuffix(file, ".yaml")
		var l list
		if err := read(file, &l); err != nil {
			return "", err
		}
		for _, s := range l.Services {
			if err := check(s); err != nil {
				return "", fmt.Errorf("%s: %w", file, err)
			}
			if err := serviceRows(s, add); err != nil {
				return "", fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	return printed("type or prefix*\tcloud\tservice\teligible\tphi\tdecided by attributes", rows), nil
}

func check(s service) error {
	switch {
	case s.Source == "" || s.AsOf == "":
		return fmt.Errorf("%s: no source or no date", s.Service)
	case !slices.Contains([]string{"yes", "no", "conditional"}, s.Eligible):
		return fmt.Errorf("%s: eligible: %q", s.Service, s.Eligible)
	case !slices.Contains([]string{"stores", "transits", "none", "unclassified"}, s.PHI):
		return fmt.Errorf("%s: phi: %q", s.Service, s.PHI)
	case len(s.Conditions) > 0 && s.Otherwise == "":
		return fmt.Errorf("%s: conditions without otherwise", s.Service)
	}
	return nil
}

func serviceRows(s service, add func(pattern string, s service, eligible, phi, tests string) error) error {
	tested := map[string]bool{}
	for _, c := range s.Conditions {
		tested[c.Resource] = true
	}
	patterns := slices.Clone(s.Resources)
	for _, name := range slices.Concat(s.DataResources, slices.Sorted(maps.Keys(tested))) {
		if !slices.Contains(patterns, name) {
			patterns = append(patterns, name)
		}
	}
	for _, pattern := range patterns {
		phi, eligible, tests := s.PHI, s.Eligible, ""
		if len(s.DataResources) > 0 && !slices.Contains(s.DataResources, pattern) {
			phi = "none"
		}
		if tested[pattern] {
			eligible, tests = s.Otherwise, "tests"
		}
		if err := add(pattern, s, eligible, phi, tests); err != nil {
			return err
		}
	}
	return nil
}

type places struct {
	Format             string
	CountryGroups      map[string][]string `yaml:"country_groups"`
	AWS, Azure, Google cloud
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
		rows["groups\t"+name] = strings.Join([]string{"groups", name, sorted(countries), "", ""}, "\t")
	}
	for name, c := range map[string]cloud{"aws": p.AWS, "azure": p.Azure, "google": p.Google} {
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
		country := r.Country
		if country == "" {
			country = "+"
		}
		rows[key] = strings.Join([]string{key, country, plain(r.Pair), ""}, "\t")
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
		rows[key] = strings.Join([]string{key, sorted(m.Countries), "", sorted(m.Regions)}, "\t")
	}
	return nil
}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

func sorted(texts []string) string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), ",")
}

func printed(header string, rows map[string]string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s (printed by generate.go)\n", header)
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		out.WriteString(rows[key] + "\n")
	}
	return out.String()
}
