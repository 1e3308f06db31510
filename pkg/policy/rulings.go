package policy

import (
	"github.com/baalint/baalint/pkg/cores"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// rulings are what one rule says of the facts that it is about. They take a sixth of the memory of the findings that are made of them, so
// that these are made when all rules have been asked, and the terms of the facts are let go.
type rulings struct {
	*assembler
	hidden *hiding
	all    []ruled
}

// ruled is a fact that a rule gives a verdict on.
type ruled struct {
	*fact.Fact
	ruling
}

// count is how many findings they make: one of a fact, or one of each field that fails.
func (r *rulings) count() int {
	if r == nil {
		return 0
	}
	count := len(r.all)
	for _, of := range r.all {
		for i := 1; i < len(of.elements) && of.verdict == finding.Fail; i++ {
			if of.elements[i].field != of.elements[i-1].field { // as byField
				count++
			}
		}
	}
	return count
}

// findings are made of the rulings of all rules, in the order of finding.Sort.
func findings(all []*rulings) []finding.Finding {
	starts, count := make([]int, len(all)), 0
	for i, r := range all {
		starts[i] = count
		count += r.count()
	}
	found := make([]finding.Finding, count)
	cores.Each(len(all), func(i int, _ *struct{}) { all[i].assembleAll(found[starts[i]:starts[i]]) })
	finding.Sort(found)
	return found
}

// assembleAll appends the findings of all rulings.
func (r *rulings) assembleAll(findings []finding.Finding) []finding.Finding {
	if r == nil {
		return findings
	}
	for _, of := range r.all {
		findings = r.assemble(findings, of.Fact, of.ruling, r.hidden.of(of.Fact))
	}
	return findings
}
