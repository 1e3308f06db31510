package policy

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
)

// Unread is a part of the configuration of a root that was not seen.
type Unread struct {
	Root string
	Why  resource.Why
}

// doubts are the things that may hide the evidence for a duty; they are the same for all facts of one root and cloud.
type doubts struct {
	fields []unknownField
	unread []Unread
	absent bool
	// maybes are the facts that verdicts may hang on, by not being sure to exist.
	maybes []*fact.Fact
	// waits are what they wait for, by why a verdict is open, once it was asked for.
	waits map[cause][]finding.Wait
}

type unknownField struct {
	fact  *fact.Fact
	field string
}

// where is the part of the estate that a fact stands in, as far as doubts are concerned. The estate itself stands everywhere.
type where struct {
	everywhere  bool
	root, cloud string
}

// hiding finds the doubts of one rule, once for each part of the estate.
type hiding struct {
	rule    *rule
	in      Input
	unknown []unknownField
	// outside tells which of them may bind facts of another root.
	outside []bool
	maybes  []*fact.Fact
	stands  map[where]bool // where the facts stand that could be evidence
	found   map[where]*doubts
}

func (r *rule) hiding(in Input, concepts map[string]*fact.Concept, t traits) *hiding {
	h := &hiding{rule: r, in: in, stands: map[where]bool{}, found: map[where]*doubts{}}
	doubted := map[string][]string{}
	for concept, names := range r.others {
		doubted[concept] = t.having(isUnknown, concept, names)
	}
	for _, f := range in.Estate.Facts {
		names, read := doubted[f.Concept]
		if read {
			h.stands[where{root: f.Root, cloud: f.Cloud}] = true
		}
		if r.joins && f.Maybe != nil && !slices.Contains(r.about, f.Concept) && (read || len(r.others) == 0) {
			h.maybes = append(h.maybes, f)
		}
		if !r.duty() {
			continue
		}
		for _, name := range names {
			if !f.Field(name).Known && !slices.Contains(r.weighs, f.Concept+"."+name) {
				h.unknown = append(h.unknown, unknownField{f, name})
				h.outside = append(h.outside, r.bindsOutside(concepts[f.Concept], f, name))
			}
		}
	}
	return h
}

// bindsOutside reports whether an unknown field may make a fact the evidence for facts of another root: what it waits for may name
// or describe things of that root, as nothing of its own root can, and the fact selects what it is evidence for, or has not
// settled yet for what. An alarm that watches its own region says nothing of other roots, whatever else of it is unknown.
func (r *rule) bindsOutside(concept *fact.Concept, f *fact.Fact, name string) bool {
	return fromOutside(f.Field(name), concept.Field(name)) && slices.ContainsFunc(concept.Fields, func(spec *fact.Spec) bool {
		if !slices.ContainsFunc(spec.Of, func(concept string) bool { return slices.Contains(r.about, concept) }) {
			return false
		}
		binding := f.Field(spec.Name)
		return spec.IsList() || !binding.Known && fromOutside(binding, spec)
	})
}

// fromOutside reports whether a value waits for something that the configuration of its root does not make. A reference to a
// resource of the root means that resource, whatever else it waits for; the elements of a list come from here and there.
func fromOutside(field fact.Field, spec *fact.Spec) bool {
	if spec != nil && spec.IsReference() && !spec.IsList() && slices.ContainsFunc(field.Refs, isManaged) {
		return false
	}
	return slices.ContainsFunc(field.Why, func(why resource.Why) bool {
		return why.Cause == resource.NoValue || why.Cause == resource.DataSource || why.Cause == resource.Provided
	})
}

// isManaged reports whether an address is that of a resource, and not of a data source.
func isManaged(address string) bool {
	return !strings.HasPrefix(address, "data.") && !strings.Contains(address, ".data.")
}

// of gives the doubts that concern a fact. Evidence stands in the same root, but for the estate, and but for what values from
// outside may bind. A cloud with regions of its own holds no evidence for another one; for facts of no cloud, and of clouds
// without regions, any fact may be evidence.
func (h *hiding) of(f *fact.Fact) *doubts {
	at := where{root: f.Root, cloud: f.Cloud}
	if h.in.Regions[at.cloud] == nil {
		at.cloud = ""
	}
	if f.Concept == estateConcept {
		at = where{everywhere: true}
	}
	d := h.found[at]
	if d == nil {
		d = h.gather(at)
		h.found[at] = d
	}
	return d
}

func (h *hiding) gather(at where) *doubts {
	d := &doubts{absent: h.rule.absentOpen}
	for i, u := range h.unknown {
		if (at.near(u.fact.Root) || h.outside[i]) && !h.foreign(at, u.fact.Cloud) {
			d.fields = append(d.fields, u)
		}
	}
	for _, u := range h.in.Incomplete {
		if at.near(u.Root) {
			d.unread = append(d.unread, u)
		}
	}
	for evidence := range h.stands {
		d.absent = d.absent && (!at.near(evidence.root) || h.foreign(at, evidence.cloud))
	}
	d.maybes = slices.DeleteFunc(slices.Clone(h.maybes), func(f *fact.Fact) bool { return !at.near(f.Root) || h.foreign(at, f.Cloud) })
	if len(d.maybes) == 0 {
		d.maybes = h.maybes // a name may lead to another root
	}
	return d
}

func (w where) near(root string) bool { return w.everywhere || w.root == root }

func (h *hiding) foreign(at where, cloud string) bool {
	return at.cloud != "" && cloud != at.cloud && h.in.Regions[cloud] != nil
}

// waitsFor is what a verdict waits for that is open by a cause.
func (d *doubts) waitsFor(why cause) []finding.Wait {
	if waits, ok := d.waits[why]; ok {
		return waits
	}
	var waits []finding.Wait
	switch why {
	case causeOther:
		for _, u := range d.fields {
			waits = append(waits, fieldWaits(u.fact, u.field)...)
		}
	case causeUnread:
		for _, u := range d.unread {
			waits = append(waits, wait(u.Root, u.Why))
		}
	case causeMaybe:
		for _, f := range d.maybes {
			waits = append(waits, wait(f.Root, *f.Maybe))
		}
	case causeStated, causeOwn, causeAbsent:
	}
	if d.waits == nil {
		d.waits = map[cause][]finding.Wait{}
	}
	d.waits[why] = sortWaits(waits)
	return d.waits[why]
}

// fieldWaits is what fields of a fact wait for.
func fieldWaits(f *fact.Fact, names ...string) []finding.Wait {
	var waits []finding.Wait
	for _, name := range names {
		for _, why := range f.Field(name).Why {
			waits = append(waits, wait(f.Root, why))
		}
	}
	return sortWaits(waits)
}
