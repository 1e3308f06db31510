package fact

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Yield is what the catalogue says of one concept in the entries of one resource type.
type Yield struct {
	// Type is the resource type, data sources as "data.aws_s3_bucket", state backends as "backend.s3", provider blocks as "provider.aws".
	Type    string
	Cloud   string
	Concept string
	// Own tells whether the type has facts of the concept itself, beside parts of those of other types.
	Own bool
	// Fields are those that a fact or part sets, or that follow from those it sets; sorted.
	Fields []string
	// To lists the types whose facts the parts may belong to, sorted.
	To []string
}

// Yields lists what every type yields, by type and then by concept. An error is a mistake of the catalogue.
func (c *Catalogue) Yields() ([]Yield, error) {
	type key struct{ typ, cloud, concept string }
	fields, to, own := map[key]map[string]bool{}, map[key][]string{}, map[key]bool{}
	for _, f := range c.files {
		parsed, err := f.parse()
		if err != nil {
			return nil, err
		}
		for typ, entries := range parsed {
			for _, e := range entries {
				k := key{typ, e.cloud, e.concept.Name}
				if fields[k] == nil {
					fields[k] = map[string]bool{}
				}
				maps.Copy(fields[k], e.sets())
				own[k] = own[k] || e.kind == "fact"
				to[k] = append(to[k], e.to...)
			}
		}
	}
	yields := make([]Yield, 0, len(fields))
	for k, set := range fields {
		slices.Sort(to[k])
		yields = append(yields, Yield{
			Type: k.typ, Cloud: k.cloud, Concept: k.concept, Own: own[k], Fields: slices.Sorted(maps.Keys(set)), To: slices.Compact(to[k]),
		})
	}
	slices.SortFunc(yields, func(a, b Yield) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Cloud, b.Cloud), cmp.Compare(a.Concept, b.Concept))
	})
	return yields, nil
}

// sets are the fields that an entry fills.
func (e *entry) sets() map[string]bool {
	set := map[string]bool{}
	for _, f := range e.fields {
		set[f.spec.Name] = true
	}
	for _, s := range e.concept.Fields {
		through, _, _ := strings.Cut(s.Follow, ".")
		if set[through] || e.kind == "fact" && (s.Absent != nil || len(s.PointedBy) > 0) {
			set[s.Name] = true
		}
	}
	return set
}
