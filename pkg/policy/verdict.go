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

// settle gives the verdict for one fact, as docs/writing-rules.md §3 lays down. The rule was asked about the fact with the id asked,
// which it cannot tell from this one.
func (r *rule) settle(f *fact.Fact, asked string, out outcome, hidden *doubts) ruling {
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

func (r *rule) settleDuty(f *fact.Fact, asked string, out outcome, hidden *doubts) ruling {
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
	case len(hidden.unread) > 0:
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
