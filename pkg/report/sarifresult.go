package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// messages is how many different messages of one rule and line a result spells out.
const messages = 5

func (s *sarifWriter) result(g *group) *sarif.Result {
	place := g.Place
	if place.File == "" || place.Line < 1 {
		place = s.fallback(g.Finding)
	}
	location := s.location(s.firstLine(place))
	location.WithLogicalLocations(logical(g))
	result := sarif.NewRuleResult(g.Rule).
		WithRuleIndex(s.index[g.Rule]).
		WithLevel(level(g.Severity)).
		WithMessage(sarif.NewTextMessage(plain(visible.Line(said(g))))).
		WithLocations([]*sarif.Location{location})
	if g.Verdict == finding.Open {
		result.WithLevel("note")
	}
	s.relate(result, g.Finding)
	bag := sarif.NewPropertyBag()
	if in := environments(g); len(in) > 0 {
		bag.Add("environments", in)
	}
	if instances := s.instances(g); len(instances) > 0 {
		bag.Add("instances", instances)
	}
	if len(bag.Properties) > 0 {
		result.AttachPropertyBag(bag)
	}
	if state := state(g); state != "" {
		result.WithBaselineState(state)
	}
	prints := map[string]any{fingerprintKey: s.fingerprint(g.Finding)}
	if hash := s.lineHash(place); hash != "" {
		prints["primaryLocationLineHash"] = hash
	}
	return result.WithPartialFingerPrints(prints)
}

// said is the message of a result. Its first sentence stands alone, since code scanning shows no more where space is short.
func said(g *group) string {
	var b strings.Builder
	if g.Verdict == finding.Open {
		b.WriteString("Could not tell: ")
	}
	b.WriteString(stop(sentence(g.Finding)))
	for _, wait := range g.Waits {
		b.WriteString(" " + stop(wait.Sentence()))
	}
	if in := environments(g); len(in) > 0 {
		b.WriteString(" Holds in " + strings.Join(in, ", ") + ".")
	}
	same := 0
	different := map[string]bool{predicate(g.Finding): true}
	var further []string
	for _, f := range g.others {
		p := predicate(f)
		switch {
		case p == predicate(g.Finding):
			same++
		case !different[p]:
			different[p] = true
			further = append(further, stop(sentence(f)))
		}
	}
	if same > 0 {
		b.WriteString(" And " + finding.Counted(same, "more instance") + ".")
	}
	for i, sentence := range further {
		if i == messages-1 && len(further) > messages {
			fmt.Fprintf(&b, " And %d more findings on this line.", len(further)-i)
			break
		}
		b.WriteString(" " + sentence)
	}
	return b.String()
}

// environments are those that any finding of a group holds in, sorted.
func environments(g *group) []string {
	all := slices.Clone(g.Environments)
	for _, f := range g.others {
		all = append(all, f.Environments...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// logical names the resources of a group by their full addresses.
func logical(g *group) []*sarif.LogicalLocation {
	out := []*sarif.LogicalLocation{}
	seen := map[string]bool{}
	add := func(f *finding.Finding) {
		if f.Address == "" || seen[f.Address] || len(out) == maxLocations {
			return
		}
		seen[f.Address] = true
		l := sarif.NewLogicalLocation().WithFullyQualifiedName(f.Address).WithKind("resource")
		if f.Address == estate {
			l.WithKind("module")
		}
		out = append(out, l)
	}
	add(g.Finding)
	for _, f := range g.others {
		add(f)
	}
	return out
}

// relate adds the other ends of joins and the module calls, with ids from 1.
func (s *sarifWriter) relate(result *sarif.Result, f *finding.Finding) {
	for _, r := range slices.Concat(f.Related, calledFrom(calls(f))) {
		location := s.location(r.Place)
		if location == nil {
			continue
		}
		if len(result.RelatedLocations) == maxLocations {
			return
		}
		location.WithId(len(result.RelatedLocations) + 1).WithDescriptionText(plain(visible.Line(r.Message)))
		result.AddRelatedLocation(location)
	}
}

// lineHash is the primaryLocationLineHash of a place, "" where the report does not hold its file.
func (s *sarifWriter) lineHash(p finding.Place) string {
	content, ok := s.report.Sources[p.File]
	if !ok {
		return ""
	}
	hashes, ok := s.hashes[p.File]
	if !ok {
		hashes = lineHashes(content)
		s.hashes[p.File] = hashes
	}
	if p.Line < 1 || p.Line > len(hashes) {
		return ""
	}
	return hashes[p.Line-1]
}
