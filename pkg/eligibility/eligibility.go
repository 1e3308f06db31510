// Package eligibility reads the tables of policies/eligibility: which service a Terraform resource type belongs to, whether the
// provider's BAA covers it and from when that list is, and which countries a region lies in. The README there names the sources.
package eligibility

import (
	"fmt"
	"io/fs"
	"iter"
	"strings"
)

// Service is what is known of the service that a resource type belongs to.
type Service struct {
	// Cloud is aws, azure, google or the key of another vendor.
	Cloud string
	// Name is the provider's name for the service: Amazon RDS. It is "" for a type that no entry of the provider's list covers.
	Name string
	// Eligible says whether the provider's BAA covers the service: yes, no, conditional, agreement where nothing but the practice's
	// own agreement with the vendor tells or, for a type that no entry covers, unlisted.
	Eligible string
	// PHI says what this resource type does with content: stores, transits, or none for types that only configure. It is ""
	// for a type that no entry covers.
	PHI string
	// Conditions are tests on attributes of the resource, of which the first that holds decides; Eligible is for where none does.
	Conditions []Condition
}

// Unlisted is Eligible of a type that no entry covers.
const Unlisted = "unlisted"

// Condition is a test on an attribute of one resource.
type Condition struct {
	// Attribute is a path of attributes and blocks: human_loop_config.workteam_arn. Of a repeated block any may hold.
	Attribute []string
	// Operator is equals, equals_or_unset, not_equals (also of what is not set), contains, starts_with or present. contains is
	// about a part of a string or an element of a list.
	Operator string
	// Values are the alternatives; present has none.
	Values []string
	// Eligible is yes, no or conditional; Note says why in a sentence.
	Eligible, Note string
}

// List is a vendor's list of covered services, as one provider's resource types are held against it.
type List struct {
	// Cloud is aws, azure or google; AsOf the date of the list, as 2026-05-22; Title its name; URL where the vendor keeps it.
	Cloud, AsOf, Title, URL string
}

// Entry is what is said of one service.
type Entry struct {
	// Cloud and Name are those of Service; Eligible is yes, no or conditional.
	Cloud, Name, Eligible string
	// Confidence is listed where the vendor's page names the service, or is complete and leaves it out, and inferred elsewhere.
	Confidence string
	// AsOf is the date of the source, as 2026-05-22; Source its title.
	AsOf, Source string
	// Note is a sentence about its being covered, or "".
	Note string
}

// Table answers for resource types and regions. It is safe for concurrent use.
type Table struct {
	types   map[string]Service
	lists   map[string]List // by provider
	regions map[string]any
	entries map[[2]string]Entry // by cloud and name
	vendors map[string]Vendor
	// placesOf are the clouds that a vendor has its places on.
	placesOf map[string]any
	hosts    map[string][]host      // by their last label
	remotes  map[string]string      // vendors by the words of backup tools
	settings map[[2]string][]string // by provider and beginning of the type
}

// Open reads the tables of the policies tree.
func Open(fsys fs.FS) (*Table, error) {
	t := &Table{
		types: make(map[string]Service, 2048), lists: map[string]List{}, entries: make(map[[2]string]Entry, 1024),
		vendors: map[string]Vendor{}, placesOf: map[string]any{}, hosts: map[string][]host{}, remotes: map[string]string{}, settings: map[[2]string][]string{},
	}
	for _, table := range []struct {
		file    string
		columns int
		add     func(columns [mostColumns]string)
	}{{"types", 5, t.addType}, {"conditions", 7, t.addCondition}, {"lists", 5, t.addList}, {"services", 7, t.addEntry},
		{"vendors", 8, t.addVendor}, {"hosts", 3, t.addHost}, {"endpoints", 3, t.addEndpoints}} {
		if err := eachRow(fsys, table.file, table.columns, table.add); err != nil {
			return nil, err
		}
	}
	regions, err := fs.ReadFile(fsys, "eligibility/regions.tsv")
	if err != nil {
		return nil, fmt.Errorf("read regions: %w", err)
	}
	if t.regions, err = readRegions(regions); err != nil {
		return nil, fmt.Errorf("read regions: %w", err)
	}
	if len(t.placesOf) > 0 {
		t.regions[hostsCloud] = t.placesOf
	}
	return t, nil
}

func (t *Table) addType(columns [mostColumns]string) {
	t.types[columns[0]] = Service{Cloud: columns[1], Name: columns[2], Eligible: columns[3], PHI: columns[4]}
}

// addCondition appends to the conditions of a type, which stand in their order.
func (t *Table) addCondition(columns [mostColumns]string) {
	s := t.types[columns[0]]
	c := Condition{
		Attribute: strings.Split(columns[2], "."), Operator: columns[3], Values: list(columns[4]), Eligible: columns[5], Note: columns[6],
	}
	s.Conditions = append(s.Conditions, c)
	t.types[columns[0]] = s
}

func (t *Table) addList(columns [mostColumns]string) {
	t.lists[columns[0]] = List{Cloud: columns[1], AsOf: columns[2], Title: columns[3], URL: columns[4]}
}

func (t *Table) addEntry(columns [mostColumns]string) {
	t.entries[[2]string(columns[:2])] = Entry{
		Cloud: columns[0], Name: columns[1], Eligible: columns[2], Confidence: columns[3], AsOf: columns[4], Source: columns[5],
		Note: columns[6],
	}
}

// Service finds the service of a resource type of a provider (aws, google-beta): an exact name wins, then the longest prefix. It is
// false for the types of providers without a list. What a list does not know is Unlisted.
func (t *Table) Service(provider, resourceType string) (Service, bool) {
	list, ok := t.lists[provider]
	if !ok {
		return Service{}, false
	}
	if s, ok := t.types[resourceType]; ok {
		return s, true
	}
	for end := len(resourceType); end > 0; end-- {
		if s, ok := t.types[resourceType[:end]+"*"]; ok {
			return s, true
		}
	}
	return Service{Cloud: list.Cloud, Eligible: Unlisted}, true
}

// List is the list for a provider (aws, google-beta).
func (t *Table) List(provider string) (List, bool) {
	list, ok := t.lists[provider]
	return list, ok
}

// Entry is what is said of a service of a cloud; the zero Entry where nothing is.
func (t *Table) Entry(cloud, name string) Entry { return t.entries[[2]string{cloud, name}] }

// eachRow reads a table of the folder.
func eachRow(fsys fs.FS, name string, count int, do func(columns [mostColumns]string)) error {
	table, err := fs.ReadFile(fsys, "eligibility/"+name+".tsv")
	if err != nil {
		return fmt.Errorf("read eligible services: %w", err)
	}
	for columns, err := range rows(table, count) {
		if err != nil {
			return fmt.Errorf("read eligible services: %s.tsv: %w", name, err)
		}
		do(columns)
	}
	return nil
}

const mostColumns = 8

// rows yields the columns of each line of a table, of which there must be so many. Lines that begin with # are comments.
func rows(table []byte, count int) iter.Seq2[[mostColumns]string, error] {
	return func(yield func([mostColumns]string, error) bool) {
		number := 0
		for line := range strings.Lines(string(table)) {
			number++
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			var columns [mostColumns]string
			rest, found := line, true
			for i := range count {
				if !found {
					yield(columns, fmt.Errorf("line %d has fewer than %d columns", number, count))
					return
				}
				columns[i], rest, found = strings.Cut(rest, "\t")
			}
			if !yield(columns, nil) {
				return
			}
		}
	}
}
