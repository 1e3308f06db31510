// Package eligibility reads two tables: which service a Terraform resource type belongs to and whether the provider's BAA
// covers it, and which countries a region lies in. policies/eligibility/README.md names the sources and their dates.
package eligibility

import (
	"fmt"
	"io/fs"
	"iter"
	"strings"
)

// Service is what is known of the service that a resource type belongs to.
type Service struct {
	// Cloud is aws, azure or google.
	Cloud string
	// Name is the provider's name for the service: Amazon RDS.
	Name string
	// Eligible says whether the provider's BAA covers the service: yes, no or conditional.
	Eligible string
	// PHI says what this resource type does with content: stores, transits, or none for types that only configure.
	PHI string
	// Conditional is true where attributes of the resource decide; Eligible then holds where none of them does.
	Conditional bool
}

// Table answers for resource types and regions. It is safe for concurrent use.
type Table struct {
	types   map[string]Service
	regions map[string]any
}

// Open reads eligibility/types.tsv and eligibility/regions.tsv of the policies tree.
func Open(fsys fs.FS) (*Table, error) {
	t := &Table{types: make(map[string]Service, 2048)}
	types, err := fs.ReadFile(fsys, "eligibility/types.tsv")
	if err != nil {
		return nil, fmt.Errorf("read eligible services: %w", err)
	}
	for columns, err := range rows(types, 6) {
		if err != nil {
			return nil, fmt.Errorf("read eligible services: %w", err)
		}
		t.types[columns[0]] = Service{
			Cloud: columns[1], Name: columns[2], Eligible: columns[3], PHI: columns[4], Conditional: columns[5] != "",
		}
	}
	regions, err := fs.ReadFile(fsys, "eligibility/regions.tsv")
	if err != nil {
		return nil, fmt.Errorf("read regions: %w", err)
	}
	if t.regions, err = readRegions(regions); err != nil {
		return nil, fmt.Errorf("read regions: %w", err)
	}
	return t, nil
}

// Service finds the service of a resource type: an exact name wins, then the longest prefix. It is false for a type that
// no entry covers, of which nothing is known.
func (t *Table) Service(resourceType string) (Service, bool) {
	if s, ok := t.types[resourceType]; ok {
		return s, true
	}
	for end := len(resourceType); end > 0; end-- {
		if s, ok := t.types[resourceType[:end]+"*"]; ok {
			return s, true
		}
	}
	return Service{}, false
}

const mostColumns = 6

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
