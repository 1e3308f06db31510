// Package doctor works out which inputs would settle most of the open verdicts of a report.
package doctor

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// Declaration is what the configuration says of the subject of a wait.
type Declaration struct {
	// Subject is what is to be given: the subject of the wait, or the data source that it is an attribute of.
	Subject           string
	Type, Description string
	Place             finding.Place
}

// Examine gives the shortest list of inputs that is found by taking, again and again, the one that settles most; declared looks
// up the subject of a wait. A verdict is settled by what it waits for, all of it: one that also waits for something that no
// input can give stays open.
func Examine(r *finding.Report, declared func(finding.Wait) Declaration) *finding.Diagnosis {
	d := &finding.Diagnosis{Inputs: []finding.Needed{}, Rest: []finding.Rest{}}
	c := &cover{byKey: map[key]*input{}, bySet: map[string]*group{}}
	rest := rests{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Verdict != finding.Open || !f.Due() {
			continue
		}
		d.Open++
		if !rest.take(f) {
			c.add(f.Waits, declared)
		}
	}
	c.prepare()
	for {
		next := c.next()
		if len(next) == 0 {
			break
		}
		for _, in := range next {
			d.Settled += c.choose(in)
			in.Together = d.Settled
			d.Inputs = append(d.Inputs, in.Needed)
		}
	}
	d.Rest = rest.list()
	return d
}

// rests gathers the verdicts that no input settles, by cause.
type rests map[string]*finding.Rest

// take counts a verdict that waits for something that cannot be given, or for nothing that has a name.
func (r rests) take(f *finding.Finding) bool {
	cause, subject := "", f.Rule
	given := func(w finding.Wait) bool { return w.Input != "" }
	if i := slices.IndexFunc(f.Waits, func(w finding.Wait) bool { return !given(w) }); i >= 0 {
		cause, subject = f.Waits[i].Cause, f.Waits[i].Subject
	} else if len(f.Waits) > 0 {
		return false
	}
	if r[cause] == nil {
		r[cause] = &finding.Rest{Cause: cause}
	}
	r[cause].Verdicts++
	r[cause].Subjects = append(r[cause].Subjects, subject)
	return true
}

func (r rests) list() []finding.Rest {
	list := make([]finding.Rest, 0, len(r))
	for _, rest := range r {
		slices.Sort(rest.Subjects)
		rest.Subjects = slices.Compact(rest.Subjects)
		list = append(list, *rest)
	}
	slices.SortFunc(list, func(a, b finding.Rest) int {
		return cmp.Or(cmp.Compare(b.Verdicts, a.Verdicts), strings.Compare(a.Cause, b.Cause))
	})
	return list
}

// key names an input.
type key struct {
	kind          finding.Input
	root, subject string
}

func (k key) compare(other key) int {
	return cmp.Or(
		cmp.Compare(slices.Index(order, k.kind), slices.Index(order, other.kind)),
		strings.Compare(k.root, other.root), strings.Compare(k.subject, other.subject),
	)
}

// order puts first what is easiest to give.
var order = []finding.Input{
	finding.InputRepair, finding.InputModule, finding.InputProvider, finding.InputVariable, finding.InputEnvironment, finding.InputAgreement, finding.InputData,
	finding.InputFunction,
}

// input is one input and the groups of verdicts that wait for it.
type input struct {
	finding.Needed
	key    key
	groups []*group
	chosen bool
	// last counts the verdicts that nothing but this input is missing for.
	last int
}

// group is a number of verdicts that wait for the same inputs.
type group struct {
	inputs   []*input
	verdicts int
	missing  int
}

// cover chooses inputs until every group has all of its own.
type cover struct {
	byKey  map[key]*input
	bySet  map[string]*group
	inputs []*input
	groups []*group
}

func (c *cover) add(waits []finding.Wait, declared func(finding.Wait) Declaration) {
	var inputs []*input
	for _, w := range waits {
		said := declared(w)
		k := key{w.Input, w.Root, said.Subject}
		in := c.byKey[k]
		if in == nil {
			in = &input{key: k, Needed: finding.Needed{
				Kind: w.Input, Subject: said.Subject, Root: w.Root, Type: said.Type, Description: said.Description,
				Text: strings.Replace(w.Text, w.Subject, said.Subject, 1), Help: w.Help, Place: said.Place,
			}}
			c.byKey[k] = in
		}
		if !slices.Contains(inputs, in) {
			inputs = append(inputs, in)
		}
	}
	slices.SortFunc(inputs, func(a, b *input) int { return a.key.compare(b.key) })
	var set strings.Builder
	for _, in := range inputs {
		set.WriteString(string(in.Kind) + "\x00" + in.Root + "\x00" + in.Subject + "\x01")
	}
	g := c.bySet[set.String()]
	if g == nil {
		g = &group{inputs: inputs, missing: len(inputs)}
		c.bySet[set.String()] = g
	}
	g.verdicts++
}

// prepare puts inputs and groups in order and counts what each input settles alone.
func (c *cover) prepare() {
	for _, set := range slices.Sorted(maps.Keys(c.bySet)) {
		g := c.bySet[set]
		c.groups = append(c.groups, g)
		for _, in := range g.inputs {
			in.groups = append(in.groups, g)
		}
		if g.missing == 1 {
			g.inputs[0].last += g.verdicts
		}
	}
	c.inputs = slices.SortedFunc(maps.Values(c.byKey), func(a, b *input) int { return a.key.compare(b.key) })
	for _, in := range c.inputs {
		in.Alone = in.last
	}
}

// next is the input that settles most verdicts, or, where none settles any by itself, the inputs that the fewest are missing of;
// nothing where all verdicts are settled.
func (c *cover) next() []*input {
	var best *input
	for _, in := range c.inputs {
		if !in.chosen && (best == nil || in.last > best.last) {
			best = in
		}
	}
	if best == nil || best.last > 0 {
		return slices.DeleteFunc([]*input{best}, func(in *input) bool { return in == nil })
	}
	var nearest *group
	for _, g := range c.groups {
		if g.missing > 0 && (nearest == nil || g.missing < nearest.missing || g.missing == nearest.missing && g.verdicts > nearest.verdicts) {
			nearest = g
		}
	}
	return slices.DeleteFunc(slices.Clone(nearest.inputs), func(in *input) bool { return in.chosen })
}

// choose gives an input and returns how many verdicts that settles.
func (c *cover) choose(in *input) int {
	in.chosen = true
	settled := 0
	for _, g := range in.groups {
		g.missing--
		switch g.missing {
		case 0:
			settled += g.verdicts
		case 1:
			i := slices.IndexFunc(g.inputs, func(in *input) bool { return !in.chosen })
			g.inputs[i].last += g.verdicts
		}
	}
	return settled
}
