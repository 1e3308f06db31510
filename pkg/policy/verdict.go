package policy

import (
	"slices"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// ruling is the verdict of a rule on one fact and what it rests on. An empty verdict: the rule does not apply.
type ruling struct {
	verdict  finding.Verdict
	elements []element
	cause    cause
}

// cause says why a ruling without elements of its own is open.
type cause int

const (
	causeStated cause = iota // the rule itself says so
	causeOwn                 // an own field is unknown
	causeOther               // a field of possible evidence is unknown
	causeUnread              // part of the configuration went unread
	causeAbsent              // nothing in the run could be the evidence, which may be elsewhere
	causeMaybe               // it hangs on a fact that may not exist
)

// doubts are the things that may hide the evidence for a duty; they are the same for all facts of one cloud.
type doubts struct {
	fields []unknownField
	unread bool
	absent bool
}

type unknownField struct {
	fact  *fact.Fact
	field string
}

// settle gives the verdict for one fact, as docs/writing-rules.md §3 lays down. The rule was asked about the fact with the id asked,
// which it cannot tell from this one.
func (r *rule) settle(f *fact.Fact, asked string, out outcome, hidden doubts) ruling {
	if len(out[headSkip][asked]) > 0 {
		return ruling{}
	}
	if r.duty() {
		return r.settleDuty(f, asked, out, hidden)
	}
	switch {
	case len(out[headFail][asked]) > 0:
		return ruling{finding.Fail, out[headFail][asked], causeStated}
	case len(out[headPass][asked]) > 0:
		return ruling{finding.Pass, out[headPass][asked], causeStated}
	case len(out[headOpen][asked]) > 0:
		return ruling{finding.Open, out[headOpen][asked], causeStated}
	case len(r.unknownOwn(f)) > 0:
		return ruling{finding.Open, nil, causeOwn}
	}
	return ruling{verdict: finding.Pass}
}

func (r *rule) settleDuty(f *fact.Fact, asked string, out outcome, hidden doubts) ruling {
	switch {
	case len(out[headMet][asked]) > 0:
		return ruling{finding.Pass, out[headMet][asked], causeStated}
	case len(out[headPass][asked]) > 0:
		return ruling{finding.Pass, out[headPass][asked], causeStated}
	case len(out[headOpen][asked]) > 0:
		return ruling{finding.Open, out[headOpen][asked], causeStated}
	case len(r.unknownOwn(f)) > 0:
		return ruling{finding.Open, out[headMissing][asked], causeOwn}
	case len(hidden.fields) > 0:
		return ruling{finding.Open, out[headMissing][asked], causeOther}
	case hidden.unread:
		return ruling{finding.Open, out[headMissing][asked], causeUnread}
	case hidden.absent:
		return ruling{finding.Open, out[headMissing][asked], causeAbsent}
	}
	return ruling{finding.Fail, out[headMissing][asked], causeStated}
}

// combine settles a fact whose verdict was reached twice: with and without the facts of other concepts that may not exist.
// What holds both ways is settled; a rule that applies in one case only passes if it passes there; the rest hangs on them.
func combine(with, without ruling) ruling {
	switch {
	case with.verdict == without.verdict:
		return with
	case with.verdict == "" && without.verdict == finding.Pass:
		return without
	case without.verdict == "" && with.verdict == finding.Pass:
		return with
	case with.verdict == finding.Open:
		return with
	case without.verdict == finding.Open:
		return without
	}
	elements := with.elements
	if with.verdict == finding.Pass || len(elements) == 0 {
		elements = without.elements
	}
	return ruling{finding.Open, elements, causeMaybe}
}

// unknownOwn lists the own fields in reads that cannot be known for this fact, without those that the rule weighs itself.
func (r *rule) unknownOwn(f *fact.Fact) []string {
	var unknown []string
	for _, name := range r.own {
		if field, ok := f.Fields[name]; ok && !field.Known && !slices.Contains(r.weighs, name) {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

// unknownOthers lists the fields of other concepts in reads that cannot be known, in the order of the facts.
func (r *rule) unknownOthers(estate *fact.Estate) []unknownField {
	if !r.duty() || len(r.others) == 0 {
		return nil
	}
	var unknown []unknownField
	for _, f := range estate.Facts {
		for _, name := range r.others[f.Concept] {
			if field, ok := f.Fields[name]; ok && !field.Known && !slices.Contains(r.weighs, f.Concept+"."+name) {
				unknown = append(unknown, unknownField{f, name})
			}
		}
	}
	return unknown
}

// maybes lists the facts of other concepts that may not exist, of the concepts that the rule reads as far as it says.
func (r *rule) maybes(estate *fact.Estate) []*fact.Fact {
	if !r.joins {
		return nil
	}
	var found []*fact.Fact
	for _, f := range estate.Facts {
		_, read := r.others[f.Concept]
		if f.Maybe != nil && !slices.Contains(r.about, f.Concept) && (read || len(r.others) == 0) {
			found = append(found, f)
		}
	}
	return found
}

// doubts gives what may hide evidence from the facts of each cloud: a cloud with regions of its own holds no evidence for
// another one. The key "" stands for facts of no cloud, and of clouds without regions, for which any fact may be evidence.
func (r *rule) doubts(in Input) map[string]doubts {
	unknown := r.unknownOthers(in.Estate)
	evidence := map[string]bool{}
	for _, f := range in.Estate.Facts {
		if _, ok := r.others[f.Concept]; ok {
			evidence[f.Cloud] = true
		}
	}
	unread := len(in.Incomplete) > 0
	all := map[string]doubts{"": {unknown, unread, r.absentOpen && len(evidence) == 0}}
	for cloud := range in.Regions {
		foreign := func(other string) bool { return other != cloud && in.Regions[other] != nil }
		fields := slices.DeleteFunc(slices.Clone(unknown), func(u unknownField) bool { return foreign(u.fact.Cloud) })
		absent := r.absentOpen
		for other := range evidence {
			absent = absent && foreign(other)
		}
		all[cloud] = doubts{fields, unread, absent}
	}
	return all
}
