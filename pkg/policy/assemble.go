package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
)

// relatedLimit bounds the places listed for one finding: three say where to look, three hundred say nothing.
const relatedLimit = 3

// estateConcept is the concept of the one fact about everything.
const estateConcept = "estate"

// assembler turns the rulings of one rule into findings.
type assembler struct {
	doubtful
	byID     map[string]*fact.Fact
	rule     *rule
	withheld bool // a joined field that the rule reads is sensitive: its messages may print it
}

func newAssembler(j *judgement, r *rule) *assembler {
	a := &assembler{doubtful: r.doubtful(j.docs.traits), byID: j.byID, rule: r}
	for concept, names := range r.others {
		a.withheld = a.withheld || len(j.docs.traits.having(isSensitive, concept, names)) > 0
	}
	return a
}

func anySensitive(f *fact.Fact, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return f.Field(name).Sensitive })
}

// assemble appends the findings of one ruling: one for every field that fails, else one.
func (a *assembler) assemble(findings []finding.Finding, f *fact.Fact, settled ruling, hidden *doubts) []finding.Finding {
	switch settled.verdict {
	case finding.Fail:
		otherwise := fmt.Sprintf("does not meet %q", a.rule.Title)
		if a.rule.duty() {
			otherwise = a.unmet()
		}
		for _, elements := range byField(settled.elements) {
			message := a.message(f, elements, otherwise)
			findings = append(findings, a.finding(f, settled, elements, firstField(elements), message))
		}
	case finding.Pass:
		field := firstField(settled.elements)
		if field == "" {
			field = a.placedField(f)
		}
		message := a.rule.Title
		if len(settled.elements) > 0 && settled.elements[0].message != "" {
			message = a.message(f, settled.elements, "")
		}
		findings = append(findings, a.finding(f, settled, settled.elements, field, message))
	case finding.Open:
		findings = append(findings, a.open(f, settled, hidden))
	}
	return findings
}

// byField groups elements by their field, in its order; no elements are one group.
func byField(elements []element) [][]element {
	if len(elements) == 0 {
		return [][]element{nil}
	}
	var groups [][]element
	for i, e := range elements {
		if i == 0 || e.field != elements[i-1].field {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], e)
	}
	return groups
}

func firstField(elements []element) string {
	if named := fields(elements); len(named) > 0 {
		return named[0]
	}
	return ""
}

// fields are those that elements name.
func fields(elements []element) []string {
	var named []string
	for _, e := range elements {
		if e.field != "" {
			named = append(named, e.field)
		}
	}
	return named
}

// placedField is the first own field in reads that the configuration writes: what a pass without evidence rests on.
func (a *assembler) placedField(f *fact.Fact) string {
	for _, name := range a.rule.own {
		if _, ok := fieldPlace(f, name); ok {
			return name
		}
	}
	return ""
}

func (a *assembler) unmet() string { return fmt.Sprintf("shows nothing for %q", a.rule.Title) }

// message composes "<address> <message>". What a rule wrote is left out where it may hold a sensitive value.
func (a *assembler) message(f *fact.Fact, elements []element, otherwise string) string {
	var parts []string
	for _, e := range elements {
		if e.message != "" && !slices.Contains(parts, e.message) {
			parts = append(parts, e.message)
		}
	}
	text := strings.Join(parts, "; ")
	if text == "" {
		text = otherwise
	} else if a.withheld || anySensitive(f, a.rule.own) {
		text = fmt.Sprintf("is judged by a sensitive value, which is not shown (%s)", a.rule.Title)
	}
	return subject(f) + " " + text
}

// subject is what a message is about: the address of the fact, or everything that was read.
func subject(f *fact.Fact) string {
	if f.Concept == estateConcept {
		return "The configuration"
	}
	return f.Address
}

// open makes the finding of an open verdict: what it says, and what it waits for, follow from its cause.
func (a *assembler) open(f *fact.Fact, settled ruling, hidden *doubts) finding.Finding {
	field, elements := firstField(settled.elements), settled.elements
	waits := hidden.waitsFor(settled.cause)
	var message string
	unmet := a.message(f, elements, a.unmet()) + ", as far as can be seen: "
	switch settled.cause {
	case causeStated:
		waits = fieldWaits(f, fields(elements)...)
		message = a.message(f, elements, "cannot be judged")
	case causeOwn:
		unknown := a.unknownOwn(f)
		field, waits, elements = unknown[0], fieldWaits(f, unknown...), nil
		message = subject(f) + " cannot be judged: " + unknownText(unknown) + waitingText(waits)
	case causeOther:
		message = unmet + otherText(hidden.fields) + waitingText(waits)
	case causeUnread:
		message = unmet + "part of the configuration was not read" + waitingText(waits)
	case causeAbsent:
		evidence := strings.Join(slices.Sorted(maps.Keys(a.rule.others)), " or ")
		absent := wait(f.Root, resource.Why{Cause: resource.Elsewhere, Subject: evidence})
		absent.Text = "nothing read here declares any " + evidence
		waits = []finding.Wait{absent}
		message = unmet + absent.Text
	case causeMaybe:
		message = subject(f) + " cannot be judged: it hangs on whether " + addresses(hidden.maybes) + " exist"
		if len(hidden.maybes) == 1 {
			message += "s"
		}
	}
	result := a.finding(f, settled, elements, field, message)
	result.Waits = waits
	relateDoubts(&result, f, settled.cause, hidden)
	return result
}

// relateDoubts points at the facts that an open verdict hangs on.
func relateDoubts(result *finding.Finding, f *fact.Fact, why cause, hidden *doubts) {
	var facts []*fact.Fact
	if why == causeMaybe {
		facts = hidden.maybes
	}
	if why == causeOther {
		for _, u := range hidden.fields {
			facts = append(facts, u.fact)
		}
	}
	for _, other := range facts {
		related := finding.Related{Place: header(other), Message: other.Address}
		if len(result.Related) < relatedLimit && other != f && !slices.Contains(result.Related, related) {
			result.Related = append(result.Related, related)
		}
	}
}

// finding puts a finding where the field that it rests on is written, else on the head of the block; where the rule names a cause (lib.on), there, and
// the fact itself becomes a related place.
func (a *assembler) finding(f *fact.Fact, settled ruling, elements []element, field, message string) finding.Finding {
	result := finding.Finding{
		Rule: a.rule.ID, Verdict: settled.verdict, Severity: a.severity(elements),
		Fact: f.ID, Concept: f.Concept, Address: f.Address, Type: f.Type, Cloud: f.Cloud, Root: f.Root,
		Message: message, Force: a.rule.Force, Field: field, Value: valueText(f.Field(field)),
	}
	others := a.with(elements)
	place, ok := fieldPlace(f, field)
	switch {
	case ok:
		result.Place = place
	case f.Concept != "estate" || len(others) == 0:
		result.Place = header(f)
	default: // the estate has no block of its own: the finding stands on the block it concerns
		result.Place, others = header(others[0]), others[1:]
	}
	cause := f
	if on := firstSpot(elements); on.id != "" {
		cause = a.byID[on.id]
		result.Place = placeOf(cause, on)
		result.Related = append(result.Related, finding.Related{Place: header(f), Message: f.Address})
		others = slices.DeleteFunc(others, func(other *fact.Fact) bool { return other == cause && header(other) == result.Place })
	}
	if cause.Resource != nil {
		for _, call := range cause.Resource.Calls {
			result.Calls = append(result.Calls, finding.Place(call))
		}
	}
	for _, other := range others {
		result.Related = append(result.Related, finding.Related{Place: header(other), Message: other.Address})
	}
	return result
}

func firstSpot(elements []element) spot {
	for _, e := range elements {
		if e.on.id != "" {
			return e.on
		}
	}
	return spot{}
}

// placeOf is where a fact writes the element of a field, else the field, else where it begins.
func placeOf(f *fact.Fact, on spot) finding.Place {
	field := f.Field(on.field)
	if blocks := field.Blocks(); on.element < len(blocks) {
		return finding.Place(blocks[on.element])
	}
	if place, ok := fieldPlace(f, on.field); ok {
		return place
	}
	return header(f)
}

// severity is the rule's, or what every element lowers it to at least.
func (a *assembler) severity(elements []element) finding.Severity {
	worst := finding.Severity("")
	for _, e := range elements {
		if e.severity == "" {
			return a.rule.Severity
		}
		if e.severity.Rank() > worst.Rank() {
			worst = e.severity
		}
	}
	if worst == "" {
		return a.rule.Severity
	}
	return worst
}

// with lists the facts that lib.related names, once each.
func (a *assembler) with(elements []element) []*fact.Fact {
	var facts []*fact.Fact
	for _, e := range elements {
		for _, id := range e.with {
			if f := a.byID[id]; !slices.Contains(facts, f) {
				facts = append(facts, f)
			}
		}
	}
	return facts
}

func header(f *fact.Fact) finding.Place {
	return finding.Place(f.Place)
}

// fieldPlace is where the configuration, or the agreement, writes a field: the first of its places, most specific first, that
// stands in a block of the fact. Places elsewhere (a provider's region, a key's own block) would send the reader away from what
// is judged.
func fieldPlace(f *fact.Fact, name string) (finding.Place, bool) {
	field := f.Field(name)
	for _, at := range field.At {
		if f.Resource == nil || f.Resource.Body.Contains(at) || inPart(f, field, at) {
			return finding.Place(at), true
		}
	}
	return finding.Place{}, false
}

// inPart reports whether a place stands below the header of a part of the fact, and nearer to it than to the header of
// another block that had a say.
func inPart(f *fact.Fact, field fact.Field, at resource.Range) bool {
	var nearest resource.Range
	isPart := false
	consider := func(header resource.Range, part bool) {
		if header.File == at.File && !at.Less(header) && (nearest.File == "" || nearest.Less(header)) {
			nearest, isPart = header, part
		}
	}
	for _, part := range f.Parts {
		consider(part.Place, true)
	}
	consider(f.Place, false)
	for _, far := range field.Related() {
		consider(far.Place, false)
	}
	return isPart
}

// valueText renders a value for fingerprints: text as it is, the rest as JSON. Absent, unknown and sensitive values are "".
func valueText(field fact.Field) string {
	if !field.Known || field.Sensitive || field.Value == nil {
		return ""
	}
	switch value := field.Value.(type) {
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	text, err := json.Marshal(field.Value)
	if err != nil { // no field of a fact holds what JSON cannot
		return ""
	}
	return string(text)
}

func sortedUnique(texts []string) []string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return slices.Compact(texts)
}

func unknownText(fields []string) string {
	if len(fields) == 1 {
		return fields[0] + " is unknown"
	}
	last := len(fields) - 1
	return strings.Join(fields[:last], ", ") + " and " + fields[last] + " are unknown"
}

func otherText(unknown []unknownField) string {
	return fmt.Sprintf("%s of %s is unknown%s", unknown[0].field, unknown[0].fact.Address, more(len(unknown)-1))
}

func addresses(facts []*fact.Fact) string { return facts[0].Address + more(len(facts)-1) }

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}
