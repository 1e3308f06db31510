package policy

import (
	"context"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// step is one of the questions that a rule is asked, each about the facts for which the answer still matters.
type step struct {
	heads []string
	query ast.Body
}

// precedence is the order of the heads in which one settles what the next need not be asked: an open verdict of a prohibition comes before
// what would pass it after all, which most facts have no need of.
var (
	precedenceOfDuties       = []string{headSkip, headMet, headPass, headOpen, headMissing}
	precedenceOfProhibitions = []string{headSkip, headFail, headOpen, headPass}
)

// steps are the questions about so many facts: for few of them, what is skipped and then all the rest; for many, one head after the other.
func (r *rule) steps(facts int) []step {
	order := precedenceOfProhibitions
	if r.duty() {
		order = precedenceOfDuties
	}
	order = slices.DeleteFunc(slices.Clone(order), func(head string) bool { return !slices.Contains(r.heads, head) })
	var groups [][]string
	switch {
	case !r.narrow:
		groups = [][]string{r.heads}
	case facts >= fewFacts && !r.headsAskHeads():
		groups = slices.Collect(slices.Chunk(order, 1))
	case order[0] == headSkip:
		groups = [][]string{order[:1], order[1:]}
	default:
		groups = [][]string{order}
	}
	steps := make([]step, len(groups))
	for i, heads := range groups {
		steps[i] = step{heads, r.makeQuery(heads)}
	}
	return steps
}

// headsAskHeads reports whether a head asks another one about the fact that it judges. That it is not skipped is settled by then.
func (r *rule) headsAskHeads() bool {
	names := r.names(slices.DeleteFunc(slices.Clone(r.heads), func(head string) bool { return head == headSkip }))
	return slices.ContainsFunc(names, func(name string) bool {
		return r.all[name] != nil && slices.ContainsFunc(r.all[name].uses, func(used string) bool { return slices.Contains(names, used) })
	})
}

// answers are what a rule says of the facts that it is about.
type answers struct {
	doubtful
	rule  *rule
	facts []factTerm
	found outcome
	// asked are, by head and by the number of a fact, the number of the one that the head was asked about in its stead; -1 for none.
	asked map[string][]int
	// bare tells that what passes a fact gives nothing but its id, which says no more than a pass without it.
	bare bool
}

// answers asks a rule about facts, by the document that holds them all.
func (j *judgement) answers(ctx context.Context, r *rule, doc *document, facts []factTerm) (*answers, error) {
	a := &answers{doubtful: r.doubtful(j.docs.traits), rule: r, facts: facts, found: outcome{}, asked: map[string][]int{}, bare: r.passesBare()}
	err := j.evaluate(ctx, r, doc, func(ctx context.Context, e *evaluation) error {
		for _, s := range r.steps(len(facts)) {
			if err := a.ask(ctx, j, e, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return a, j.checkAll(r, a.found)
}

// ask takes one step.
func (a *answers) ask(ctx context.Context, j *judgement, e *evaluation, s step) error {
	instead, err := j.kinds(ctx, e, s.heads, a.facts, func(i int) bool {
		return slices.ContainsFunc(s.heads, func(head string) bool { return a.matters(head, i) })
	})
	if err != nil {
		return err
	}
	var judged []factTerm
	for i, first := range instead {
		if i == first {
			judged = append(judged, a.facts[i])
		}
	}
	for _, head := range s.heads {
		a.asked[head] = instead
	}
	if len(judged) == 0 {
		return nil
	}
	return e.ask(ctx, s.query, judged, a.found)
}

// of is what a head says of a fact.
func (a *answers) of(head string, i int) []element {
	asked := a.asked[head]
	if asked == nil || asked[i] < 0 {
		return nil
	}
	return a.found[head][a.facts[asked[i]].fact.ID]
}

// matters reports whether a head has a say in the verdict on a fact, after the heads that were asked before: see settle.
func (a *answers) matters(head string, i int) bool {
	told := func(heads ...string) bool {
		return slices.ContainsFunc(heads, func(head string) bool { return len(a.of(head, i)) > 0 })
	}
	switch {
	case told(headSkip):
		return false
	case head == headPass && a.bare && a.asked[headOpen] != nil && !told(headFail, headOpen):
		return len(a.unknownOwn(a.facts[i].fact)) > 0
	case head == headPass:
		return !told(headMet, headFail)
	case head == headOpen:
		return !told(headMet, headFail, headPass)
	case head == headMissing:
		return !told(headMet, headPass, headOpen)
	}
	return true
}

// passesBare reports whether what passes a fact can give nothing but its id.
func (r *rule) passesBare() bool {
	return !slices.ContainsFunc(r.all.closure(r.names([]string{headPass})), func(d *definition) bool { return d.name == atName })
}

// answer is what a rule says of one fact.
type answer struct {
	*answers
	fact int
}

func (a answer) of(head string) []element { return a.answers.of(head, a.fact) }
