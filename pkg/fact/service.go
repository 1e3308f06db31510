package fact

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// Eligibility says which services the providers' own agreements cover.
type Eligibility interface {
	// Service returns the service that a resource type of a provider (aws, google-beta) belongs to; false where the type neither
	// holds nor carries data.
	Service(provider, resourceType string) (Service, bool)
	// Cloud is that of a provider's own services, "" where no list is known.
	Cloud(provider string) string
	// Settings lists the settings of the provider block that say where resources of a type are sent, endpoints.s3: the first that
	// is set counts.
	Settings(provider, resourceType string) []string
	// Endpoint tells whose an endpoint is, a URL or a host; false where no vendor is known to have it.
	Endpoint(endpoint string) (Vendor, bool)
	// Remote tells whom a word of backup tools means, as rclone's types of remotes are: b2, drive. It is in lower case.
	Remote(word string) (Vendor, bool)
}

// Service is what the eligibility tables say of a resource type. The fields of the concept service have the same names.
type Service struct {
	// Cloud is aws, azure, google or another vendor's; Vendor what people call it; Name the provider's name for the service, "" for a
	// type that the tables do not know.
	Cloud, Vendor, Name string
	// Consumer is true for services to single persons.
	Consumer bool
	// Eligible is yes, no, conditional, agreement or unlisted; Holds is stores, transits or "" for a type that the tables do not know.
	Eligible, Holds string
	// Note is a sentence about its being covered, or "".
	Note string
	// Conditions are tests on the resource, of which the first that holds decides Eligible and Note.
	Conditions []Condition
}

// Condition is a test on an attribute of a resource.
type Condition struct {
	// Attribute is the path of an attribute; of a repeated block any may hold.
	Attribute []string
	// Operator is equals, equals_or_unset, not_equals (also of what is not set), contains (of a string or a list), starts_with or
	// present; Values are its alternatives.
	Operator string
	Values   []string
	// Eligible is yes, no or conditional, Note a sentence that says why.
	Eligible, Note string
}

func serviceOf(r *resource.Resource, eligibility Eligibility) (Service, bool) {
	if eligibility == nil || r.Mode != resource.Managed {
		return Service{}, false
	}
	return eligibility.Service(r.Provider.Source, r.Type)
}

// serviceFact is the service fact of a resource whose type holds or carries data.
func (i *instance) serviceFact(s Service, concept *Concept) *Fact {
	r := i.resource
	f := &Fact{
		Concept: "service", Address: r.Address, Type: r.Type, Cloud: s.Cloud, Root: r.Root, Resource: r, Place: r.Place,
		Maybe: r.Maybe, concept: concept,
	}
	eligible, note := said(s.Eligible), said(s.Note)
	if len(s.Conditions) > 0 {
		eligible, note = i.decide(s)
	}
	all := [...]NamedField{
		{"eligible", eligible}, {"service", said(s.Name)}, {"holds", said(s.Holds)}, {"note", note}, {"vendor", said(s.Vendor)},
		{"consumer", Field{Known: true, Value: s.Consumer}}, {"region", i.region}, {"account", i.account},
	}
	f.Fields = make(Fields, 0, len(all))
	for _, one := range all {
		if !one.Known || one.Value != nil || one.Name == "region" || one.Name == "account" {
			f.Fields = append(f.Fields, one)
		}
	}
	i.yielded["service"]++
	f.order = i.yielded["service"]
	f.ID = factID(f, f.order)
	return f
}

// said is a known field; "" is not set.
func said(s string) Field {
	if s == "" {
		return Field{Known: true}
	}
	return Field{Known: true, Value: s}
}

// decide finds the first condition that holds, and what it says of eligible and of the note. A condition that cannot be told leaves
// them unknown, unless whatever it is the answer is the same.
func (i *instance) decide(s Service) (eligible, note Field) {
	decided := Condition{Eligible: s.Eligible, Note: s.Note}
	var doubtful []Condition
	var all marks
	for _, c := range s.Conditions {
		holds, m := c.holds(i.resource)
		if holds == no {
			continue
		}
		all.add(m)
		if holds == yes {
			decided = c
			break
		}
		doubtful = append(doubtful, c)
	}
	eligible, note = said(decided.Eligible), said(decided.Note)
	eligible.At, eligible.Refs, eligible.Sensitive = i.places(all.at), all.addresses(i.resource.Address), all.sensitive
	if slices.ContainsFunc(doubtful, func(c Condition) bool { return c.Eligible != decided.Eligible }) {
		eligible.Known, eligible.Value, eligible.Why = false, nil, all.waits(i.resource.Address)
	}
	if len(doubtful) > 0 {
		note = Field{Why: all.waits(i.resource.Address)}
	}
	return eligible, note
}

// add takes over the marks of another value.
func (m *marks) add(other marks) {
	m.at, m.refs = append(m.at, other.at...), append(m.refs, other.refs...)
	m.whys, m.sensitive = append(m.whys, other.whys...), m.sensitive || other.sensitive
}

// answer is what a test comes to.
type answer int

const (
	no answer = iota
	yes
	untold
)

// holds tells whether a resource meets a condition, and with which marks.
func (c Condition) holds(r *resource.Resource) (answer, marks) {
	attribute, _ := r.Value(c.Attribute[0])
	found, m := attributes(attribute, c.Attribute[1:])
	result := no
	for _, v := range found {
		bare, all := unmark(v)
		m.add(splitMarks(all))
		result = either(result, c.matches(bare))
	}
	if len(found) == 0 && (c.Operator == "equals_or_unset" || c.Operator == "not_equals") {
		result = yes
	}
	return result, m
}

// either is yes where either is, else untold where either is.
func either(a, b answer) answer {
	if a == yes || b == yes {
		return yes
	}
	return max(a, b)
}

// matches tests one value that is not null.
func (c Condition) matches(v cty.Value) answer {
	switch {
	case c.Operator == "present":
		return yes
	case !v.IsKnown():
		return untold
	}
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		return no
	}
	if slices.ContainsFunc(c.Values, func(value string) bool { return c.compare(s.AsString(), value) }) != (c.Operator == "not_equals") {
		return yes
	}
	return no
}

func (c Condition) compare(got, value string) bool {
	switch c.Operator {
	case "contains":
		return strings.Contains(got, value)
	case "starts_with":
		return strings.HasPrefix(got, value)
	}
	return got == value
}

// attributes lists the values at a path that are not null, those of every element where blocks or lists are in the way. An
// unknown on the way stands for what may lie below it.
func attributes(v cty.Value, path []string) ([]cty.Value, marks) {
	bare, all := v.Unmark()
	ty := bare.Type()
	switch {
	case v == cty.NilVal || bare.IsNull():
		return nil, marks{}
	case bare.IsKnown() && (ty.IsTupleType() || ty.IsListType() || ty.IsSetType()):
		var found []cty.Value
		m := splitMarks(all)
		for it := bare.ElementIterator(); it.Next(); {
			_, element := it.Element()
			below, more := attributes(element, path)
			found = append(found, below...)
			m.add(more)
		}
		return found, m
	case len(path) == 0 || !bare.IsKnown():
		return []cty.Value{v}, marks{}
	case !ty.IsObjectType() || !ty.HasAttribute(path[0]):
		return nil, marks{}
	}
	return attributes(bare.GetAttr(path[0]), path[1:])
}
