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

// settle gives the verdict for one fact, as docs/writing-rules.md §3 lays down. Heads that cannot change it need not have been asked:
// see answers.matters.
func (r *rule) settle(f *fact.Fact, said answer, hidden *doubts) ruling {
	if len(said.of(headSkip)) > 0 {
		return ruling{}
	}
	if r.duty() {
		return r.settleDuty(f, said, hidden)
	}
	switch {
	case len(said.of(headFail)) > 0:
		return ruling{finding.Fail, said.of(headFail), causeStated}
	case len(said.of(headPass)) > 0:
		return ruling{finding.Pass, said.of(headPass), causeStated}
	case len(said.of(headOpen)) > 0:
		return ruling{finding.Open, said.of(headOpen), causeStated}
	case len(said.unknownOwn(f)) > 0:
		return ruling{finding.Open, nil, causeOwn}
	}
	return ruling{verdict: finding.Pass}
}

func (r *rule) settleDuty(f *fact.Fact, said answer, hidden *doubts) ruling {
	switch {
	case len(said.of(headMet)) > 0:
		return ruling{finding.Pass, said.of(headMet), causeStated}
	case len(said.of(headPass)) > 0:
		return ruling{finding.Pass, said.of(headPass), causeStated}
	case len(said.of(headOpen)) > 0:
		return ruling{finding.Open, said.of(headOpen), causeStated}
	case len(said.unknownOwn(f)) > 0:
		return ruling{finding.Open, said.of(headMissing), causeOwn}
	case len(hidden.fields) > 0:
		return ruling{finding.Open, said.of(headMissing), causeOther}
	case len(hidden.unread) > 0:
		return ruling{finding.Open, said.of(headMissing), causeUnread}
	case hidden.absent:
		return ruling{finding.Open, said.of(headMissing), causeAbsent}
	}
	return ruling{finding.Fail, said.of(headMissing), causeStated}
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

// doubtful are, by concept, the own fields in reads that cannot be known for some fact, without those that the rule weighs itself.
type doubtful map[string][]string

func (r *rule) doubtful(t traits) doubtful {
	own := slices.DeleteFunc(slices.Clone(r.own), func(name string) bool { return slices.Contains(r.weighs, name) })
	d := doubtful{}
	for _, concept := range r.about {
		d[concept] = t.having(isUnknown, concept, own)
	}
	return d
}

// unknownOwn lists those of this fact.
func (d doubtful) unknownOwn(f *fact.Fact) []string {
	var unknown []string
	for _, name := range d[f.Concept] {
		if !f.Field(name).Known {
			unknown = append(unknown, name)
		}
	}
	return unknown
}
