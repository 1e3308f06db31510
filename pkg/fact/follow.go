package fact

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// followed is a field that is being filled; it tells a circle from a chain.
type followed struct {
	fact  *Fact
	field string
}

// follow fills the fields that repeat a field of the fact that a reference points to. A field followed may follow in turn.
func (e *Estate) follow() {
	follow := map[*Concept][]*Spec{}
	for _, c := range e.Concepts {
		follow[c] = slices.DeleteFunc(slices.Clone(c.Fields), func(s *Spec) bool { return s.Follow == "" })
	}
	begun := map[followed]bool{}
	for _, f := range e.Facts {
		for _, spec := range follow[f.concept] {
			fill(f, spec, begun)
		}
	}
}

// fill fills a field once, or again where nothing that it follows can have changed.
func fill(f *Fact, spec *Spec, begun map[followed]bool) {
	through, target, _ := strings.Cut(spec.Follow, ".")
	ref := f.Field(through)
	if len(ref.targets()) > 0 {
		key := followed{f, spec.Name}
		if begun[key] {
			return
		}
		begun[key] = true
		to := ref.targets()[0]
		if next := to.concept.Field(target); next != nil && next.Follow != "" {
			fill(to, next, begun)
		}
	}
	if field, set := followField(spec, f.Field(spec.Name), ref, target); set {
		f.Set(spec.Name, field)
	}
}

// followField is the value of a followed field. What the far end says goes first; where it says nothing that is known, what
// the entry itself wrote stands.
func followField(spec *Spec, own, ref Field, target string) (Field, bool) {
	if len(ref.targets()) > 0 {
		to := ref.targets()[0]
		far := to.Field(target)
		if !far.Known && own.Known && own.Value != nil {
			return own, false
		}
		return Field{
			Known: far.Known, Value: far.Value, Why: far.Why, Sensitive: far.Sensitive, At: ref.At,
			Refs: mergeStrings([]string{to.Address}, far.Refs), rare: &rare{targets: far.targets(), related: farEnd(to, far)},
		}, true
	}
	switch {
	case own.Known && own.Value != nil || !own.Known:
		return own, false
	case !ref.Known:
		return Field{Why: ref.Why, At: ref.At, Refs: ref.Refs}, true
	case ref.Value == nil:
		if spec.Absent == nil {
			return own, false
		}
		return Field{Known: true, Value: *spec.Absent, At: ref.At}, true
	}
	literal, _ := ref.Value.(string)
	if spec.asAbsent(literal) {
		return Field{Known: true, Value: *spec.Absent, At: ref.At}, true
	}
	if ref.Sensitive {
		literal = sensitiveText
	}
	why := resource.Why{Cause: resource.Elsewhere, Subject: literal}
	if slices.Contains(ref.Refs, literal) { // a resource that yields no such fact
		why = whyRef(resource.Ref{Address: literal})
	}
	return Field{Why: []resource.Why{why}, At: ref.At, Refs: ref.Refs}, true
}

// asAbsent reports whether a reference names what the provider has for those who name nothing.
func (s *Spec) asAbsent(literal string) bool {
	return slices.ContainsFunc(s.AsAbsent, func(begin string) bool {
		return strings.HasPrefix(literal, begin) || strings.Contains(literal, ":"+begin)
	})
}

// farEnd is where a followed value stands.
func farEnd(to *Fact, far Field) []Related {
	if len(far.At) > 0 {
		return []Related{{to.Address, far.At[0]}}
	}
	return []Related{{to.Address, to.Place}}
}

// rootCloud is a cloud in a root: references stay within their cloud.
type rootCloud struct{ root, cloud string }

// pointedBy settles the fields that say whether some reference points at a fact. A fact that none surely points at is
// unknown while a reference of its root and cloud is.
func (e *Estate) pointedBy() {
	for _, c := range e.Concepts {
		for _, spec := range c.Fields {
			if len(spec.PointedBy) > 0 {
				e.settlePointedBy(c, spec)
			}
		}
	}
}

// settlePointedBy is pointedBy for one field of a concept.
func (e *Estate) settlePointedBy(c *Concept, spec *Spec) {
	pointed := map[*Fact]bool{}
	unknown := map[rootCloud][]resource.Why{}
	for _, by := range spec.PointedBy {
		concept, field, _ := strings.Cut(by, ".")
		for _, f := range e.ByConcept[concept] {
			ref := f.Fields.get(field)
			if ref == nil {
				continue
			}
			for _, target := range ref.targets() {
				pointed[target] = true
			}
			if !ref.Known {
				key := rootCloud{f.Root, f.Cloud}
				unknown[key] = append(unknown[key], ref.Why...)
			}
		}
	}
	for key, whys := range unknown {
		unknown[key] = mergeWhy(nil, whys)
	}
	for _, f := range e.ByConcept[c.Name] {
		switch whys := unknown[rootCloud{f.Root, f.Cloud}]; {
		case pointed[f]:
			f.Set(spec.Name, Field{Known: true, Value: true})
		case len(whys) > 0:
			f.Set(spec.Name, Field{Why: slices.Clone(whys)})
		default:
			f.Set(spec.Name, Field{Known: true, Value: false})
		}
	}
}
