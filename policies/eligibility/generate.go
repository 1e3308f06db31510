//go:build ignore

// The generator prints the tables that baalint embeds from the YAML files that people keep.
//
//	go run generate.go places.go            in this folder
//	go run generate.go places.go -to DIR    writes the tables elsewhere
package main

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

func main() {
	log.SetFlags(0)
	to := flag.String("to", ".", "write the tables to this directory")
	flag.Parse()
	tables, err := allTables()
	if err != nil {
		log.Fatal(err)
	}
	for name, table := range tables {
		if err := os.WriteFile(filepath.Join(*to, name), []byte(table), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// allTables are the tables by the names of their files.
func allTables() (map[string]string, error) {
	var vendors vendorList
	if err := read("vendors.yaml", &vendors); err != nil {
		return nil, err
	}
	tables, err := serviceTables(vendors, "aws.yaml", "azure.yaml", "google.yaml")
	if err != nil {
		return nil, err
	}
	if tables["regions.tsv"], err = regionsTable("regions.yaml"); err != nil {
		return nil, err
	}
	if tables["vendors.tsv"], err = vendorsTable(vendors); err != nil {
		return nil, err
	}
	if tables["hosts.tsv"], err = hostsTable(vendors); err != nil {
		return nil, err
	}
	tables["endpoints.tsv"] = endpointsTable(vendors)
	return tables, nil
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

// tables are the rows of each table, by their first columns.
type tables struct {
	cloud                              string
	types, conditions, services, lists map[string]string
}

// serviceTables makes
//
//	types.tsv       a row for every pattern of resource types. What an entry lists as resources but not as data_resources
//	                configures a service and holds nothing
//	conditions.tsv  the tests on attributes, in their order; where none holds, eligible of types.tsv does
//	services.tsv    where an entry comes from, and what is to be said of it
//	lists.tsv       the vendors' lists, one row for each provider that they are about
func serviceTables(vendors vendorList, files ...string) (map[string]string, error) {
	t := &tables{types: map[string]string{}, conditions: map[string]string{}, services: map[string]string{}, lists: map[string]string{}}
	for _, file := range files {
		t.cloud = strings.TrimSuffix(file, ".yaml")
		var l list
		if err := read(file, &l); err != nil {
			return nil, err
		}
		for _, provider := range l.Providers {
			t.addList(provider, l.List["as_of"], l.List["title"], l.List["url"])
		}
		for _, s := range l.Services {
			if err := check(s); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if err := t.add(s); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file, s.Service, err)
			}
		}
	}
	if err := t.addVendors(vendors); err != nil {
		return nil, fmt.Errorf("vendors.yaml: %w", err)
	}
	return map[string]string{
		"types.tsv":      printed("type or prefix*\tcloud\tservice\teligible\tphi", t.types),
		"conditions.tsv": printed("type\tnumber\tattribute\toperator\tvalues\teligible\tnote", t.conditions),
		"services.tsv":   printed("cloud\tservice\teligible\tconfidence\tas of\tsource\tnote", t.services),
		"lists.tsv":      printed("provider\tcloud\tas of\ttitle\turl", t.lists),
	}, nil
}

// vendorList is vendors.yaml.
type vendorList struct {
	Format    string
	AsOf      string `yaml:"as_of"`
	Vendors   []vendor
	Local     []string
	Endpoints []struct {
		Provider string
		Settings map[string][]string
	}
}

type vendor struct {
	Key, Name, Position, Role string
	Also, Providers, Places   []string
	Remotes                   []string
	Consumer, Encrypts        bool
	EncryptsSource            string `yaml:"encrypts_source"`
	EndpointService           string `yaml:"endpoint_service"`
	Hosts                     []struct{ Host, Region string }
	Services                  []struct {
		Service, PHI  string
		Resources     []string
		DataResources []string `yaml:"data_resources"`
	}
}

// addVendors adds the resource types of vendors, whose services the practice's own agreement alone covers.
func (t *tables) addVendors(l vendorList) error {
	for _, v := range l.Vendors {
		t.cloud = v.Key
		for _, provider := range v.Providers {
			t.addList(provider, "", "", "")
		}
		for _, s := range v.Services {
			entry := service{Service: s.Service, Eligible: "agreement", PHI: s.PHI, Resources: s.Resources, DataResources: s.DataResources}
			if err := t.add(entry); err != nil {
				return fmt.Errorf("%s: %s: %w", v.Key, s.Service, err)
			}
		}
	}
	return nil
}

// addList adds the list for a provider.
func (t *tables) addList(provider, asOf, title, url string) {
	name := provider[strings.LastIndex(provider, "/")+1:]
	t.lists[name] = row(name, t.cloud, asOf, title, url)
}

// vendorsTable has a row for every vendor, those behind the clouds among them.
func vendorsTable(l vendorList) (string, error) {
	rows := map[string]string{}
	for _, v := range l.Vendors {
		if rows[v.Key] != "" || v.Name == "" {
			return "", fmt.Errorf("vendor %s is listed twice, or has no name", v.Key)
		}
		var flags []string
		for name, on := range map[string]bool{"consumer": v.Consumer, "encrypts": v.Encrypts} {
			if on {
				flags = append(flags, name)
			}
		}
		rows[v.Key] = row(v.Key, v.Name, strings.Join(v.Also, ","), v.Role, sorted(flags), strings.Join(v.Places, ","), v.EndpointService, strings.Join(v.Remotes, ","))
	}
	return printed("vendor\tname\talso called\trole of its stores\tflags\tplaces of\tservice of its endpoints\twords of backup tools", rows), nil
}

// hostsTable has a row for every host that shows whose an endpoint is.
func hostsTable(l vendorList) (string, error) {
	rows := map[string]string{}
	add := func(host, key, region string) error {
		if rows[host] != "" {
			return fmt.Errorf("host %s is listed twice", host)
		}
		rows[host] = row(host, key, region)
		return nil
	}
	for _, v := range l.Vendors {
		for _, h := range v.Hosts {
			if err := add(h.Host, v.Key, h.Region); err != nil {
				return "", err
			}
		}
	}
	for _, host := range l.Local {
		if err := add(host, "local", ""); err != nil {
			return "", err
		}
	}
	return printed("host\tvendor\tregion", rows), nil
}

// endpointsTable says which settings of a provider send its resources elsewhere.
func endpointsTable(l vendorList) string {
	rows := map[string]string{}
	for _, e := range l.Endpoints {
		for prefix, settings := range e.Settings {
			rows[e.Provider+"\t"+prefix] = row(e.Provider, prefix, strings.Join(settings, ","))
		}
	}
	return printed("provider\tbeginning of the type\tsettings", rows)
}

func row(columns ...string) string { return strings.Join(columns, "\t") }

var operators = []string{"equals", "equals_or_unset", "not_equals", "contains", "starts_with", "present"}

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
	for _, c := range s.Conditions {
		if !slices.Contains(operators, c.Operator) || (c.Operator == "present") != (len(c.Values) == 0) {
			return fmt.Errorf("%s: operator %q with %d values", s.Service, c.Operator, len(c.Values))
		}
	}
	return nil
}

func (t *tables) add(s service) error {
	tested := map[string]int{}
	for _, c := range s.Conditions {
		tested[c.Resource]++
		number := strconv.Itoa(tested[c.Resource])
		t.conditions[c.Resource+number] = row(c.Resource, number, c.Attribute, c.Operator, strings.Join(c.Values, ","), c.Eligible, c.Note)
	}
	patterns := slices.Clone(s.Resources)
	for _, name := range slices.Concat(s.DataResources, slices.Sorted(maps.Keys(tested))) {
		if !slices.Contains(patterns, name) {
			patterns = append(patterns, name)
		}
	}
	for _, pattern := range patterns {
		phi, eligible := s.PHI, s.Eligible
		if len(s.DataResources) > 0 && !slices.Contains(s.DataResources, pattern) {
			phi = "none"
		}
		if tested[pattern] > 0 {
			eligible = s.Otherwise
		}
		if t.types[pattern] != "" {
			return fmt.Errorf("%s is listed twice", pattern)
		}
		t.types[pattern] = row(pattern, t.cloud, s.Service, eligible, phi)
	}
	key := t.cloud + "\t" + s.Service
	if t.services[key] != "" {
		return errors.New("the service is listed twice")
	}
	t.services[key] = row(key, s.Eligible, s.Confidence, s.AsOf, s.Source, cmp.Or(s.Note, s.Reason))
	return nil
}

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
