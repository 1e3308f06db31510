package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/resource"
)

// documents builds the input documents of rules. Every fact becomes one term, which all documents share.
type documents struct {
	concepts map[string]*fact.Concept
	facts    []factTerm
	traits   traits
	rest     [][2]*ast.Term // terms, regions, today
	raw      *ast.Term
}

type factTerm struct {
	fact     *fact.Fact
	id, term *ast.Term
}

func newDocuments(in Input, concepts map[string]*fact.Concept, raw bool) (*documents, error) {
	docs := &documents{concepts: concepts, facts: make([]factTerm, len(in.Estate.Facts)), traits: traits{}}
	if err := docs.makeFacts(in.Estate.Facts); err != nil {
		return nil, err
	}
	for name, table := range map[string]map[string]any{"terms": in.Terms, "regions": in.Regions} {
		value, err := valueTerm(orEmpty(table))
		if err != nil {
			return nil, fmt.Errorf("input.%s: %w", name, err)
		}
		docs.rest = append(docs.rest, [2]*ast.Term{ast.StringTerm(name), value})
	}
	docs.rest = append(docs.rest, [2]*ast.Term{ast.StringTerm("today"), ast.StringTerm(in.Today)})
	if raw && in.Raw != nil {
		value, err := valueTerm(in.Raw())
		if err != nil {
			return nil, fmt.Errorf("input.resources: %w", err)
		}
		docs.raw = value
	}
	return docs, nil
}

// makeFacts makes the terms of the facts, the cores sharing the work.
func (d *documents) makeFacts(facts []*fact.Fact) error {
	parts := min(runtime.GOMAXPROCS(0), len(facts)/100+1)
	makers, errs := make([]*factMaker, parts), make([]error, parts)
	var wait sync.WaitGroup
	for part := range parts {
		wait.Add(1)
		go func() {
			defer wait.Done()
			maker := &factMaker{texts: map[string]*ast.Term{}, traits: traits{}}
			makers[part] = maker
			for i := part; i < len(facts) && errs[part] == nil; i += parts {
				f, id := facts[i], ast.StringTerm(facts[i].ID)
				term, err := maker.factTerm(f, id, d.concepts[f.Concept])
				if err != nil {
					errs[part] = fmt.Errorf("fact %s: %w", f.ID, err)
				}
				d.facts[i] = factTerm{f, id, term}
			}
		}()
	}
	wait.Wait()
	for _, maker := range makers {
		d.traits.merge(maker.traits)
	}
	return errors.Join(errs...)
}

// Document is the input of rules, raw resources included, as encoding/json has it.
func (s *Set) Document(in Input) (any, error) {
	docs, err := newDocuments(in, s.concepts, true)
	if err != nil {
		return nil, err
	}
	return ast.JSON(docs.document(nil).Value)
}

func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// document is the input with the facts that keep accepts; all of them where keep is nil.
func (d *documents) document(keep func(*fact.Fact) bool) *ast.Term {
	lists := make(map[string][]*ast.Term, len(d.concepts))
	byID := make([][2]*ast.Term, 0, len(d.facts))
	for _, f := range d.facts {
		if keep != nil && !keep(f.fact) {
			continue
		}
		lists[f.fact.Concept] = append(lists[f.fact.Concept], f.term)
		byID = append(byID, [2]*ast.Term{f.id, f.term})
	}
	pairs := slices.Clone(d.rest)
	for concept := range d.concepts {
		pairs = append(pairs, [2]*ast.Term{ast.StringTerm(concept), ast.ArrayTerm(lists[concept]...)})
	}
	pairs = append(pairs, [2]*ast.Term{ast.StringTerm("facts"), ast.ObjectTerm(byID...)})
	if d.raw != nil {
		pairs = append(pairs, [2]*ast.Term{ast.StringTerm("resources"), d.raw})
	}
	return ast.ObjectTerm(pairs...)
}

// judging is the input with those facts for the heads to go through.
func (d *document) judging(facts []factTerm) *ast.Term {
	lists := map[string][]*ast.Term{}
	for _, f := range facts {
		lists[f.fact.Concept] = append(lists[f.fact.Concept], f.term)
	}
	judged := make([][2]*ast.Term, 0, len(lists))
	for concept, terms := range lists {
		judged = append(judged, [2]*ast.Term{ast.StringTerm(concept), ast.ArrayTerm(terms...)})
	}
	whole := d.input.Value.(ast.Object)
	pairs := make([][2]*ast.Term, 0, whole.Len()+1)
	whole.Foreach(func(key, value *ast.Term) { pairs = append(pairs, [2]*ast.Term{key, value}) })
	return ast.ObjectTerm(append(pairs, [2]*ast.Term{ast.StringTerm(judgedKey), ast.ObjectTerm(judged...)})...)
}

// factMaker makes the terms of facts, one after the other.
type factMaker struct {
	// texts are terms that facts have in common: of the names of fields, of regions and services.
	texts  map[string]*ast.Term
	traits traits
	pairs  [][2]*ast.Term // room for the next
}

// mostTexts bounds texts: the names of resources are as many as the facts.
const mostTexts = 1 << 12

func (m *factMaker) term(text string) *ast.Term {
	term := m.texts[text]
	if term == nil {
		term = ast.StringTerm(text)
		if len(m.texts) < mostTexts {
			m.texts[text] = term
		}
	}
	return term
}

func (m *factMaker) valueTerm(value any) (*ast.Term, error) {
	if text, ok := value.(string); ok {
		return m.term(text), nil
	}
	return valueTerm(value)
}

// baseFields are the fields that a fact of any concept has, beside those that its concept declares.
var baseFields = []string{"region", "account", "tags"}

var (
	nullTerm    = ast.NullTerm()
	emptyArray  = ast.ArrayTerm()
	emptyObject = ast.ObjectTerm()
)

// factTerm is the fact as rules see it: a field that is not set is null; an unknown field is absent and listed in "unknown";
// a list known in part is there and listed too; of a map known in part the keys that are unknown are listed: "tags.Name".
func (m *factMaker) factTerm(f *fact.Fact, id *ast.Term, concept *fact.Concept) (*ast.Term, error) {
	pairs := m.pairs[:0]
	pairs = append(pairs, [2]*ast.Term{m.term("id"), id}, [2]*ast.Term{m.term("address"), ast.StringTerm(f.Address)})
	for _, own := range [...][2]string{{"concept", f.Concept}, {"type", f.Type}, {"mode", mode(f)}, {"cloud", f.Cloud}, {"root", f.Root}} {
		pairs = append(pairs, [2]*ast.Term{m.term(own[0]), m.term(own[1])})
	}
	for _, spec := range concept.Fields {
		if !f.IsSet(spec.Name) {
			pairs = append(pairs, [2]*ast.Term{m.term(spec.Name), nullTerm})
		}
	}
	for _, name := range baseFields {
		if !f.IsSet(name) {
			pairs = append(pairs, [2]*ast.Term{m.term(name), nullTerm})
		}
	}
	var unknown []string
	var refs [][2]*ast.Term
	for name, field := range f.Fields.All() {
		m.traits.note(f, name, field)
		unknown = append(unknown, unknownNames(name, field)...)
		if field.Known || field.Value != nil {
			value, err := m.valueTerm(field.Value)
			if err != nil {
				return nil, fmt.Errorf("field %s: %w", name, err)
			}
			pairs = append(pairs, [2]*ast.Term{m.term(name), value})
		}
		if len(field.Refs) > 0 {
			refs = append(refs, [2]*ast.Term{m.term(name), textTerms(field.Refs)})
		}
	}
	unknownTerm, refsTerm := emptyArray, emptyObject
	if len(unknown) > 0 {
		slices.Sort(unknown)
		unknownTerm = textTerms(unknown)
	}
	if len(refs) > 0 {
		refsTerm = ast.ObjectTerm(refs...)
	}
	pairs = append(pairs, [2]*ast.Term{m.term("unknown"), unknownTerm}, [2]*ast.Term{m.term("refs"), refsTerm})
	m.pairs = pairs
	return ast.ObjectTerm(pairs...), nil
}

// mode tells what a data source reads from what this configuration makes, the estate too.
func mode(f *fact.Fact) string {
	if f.Resource != nil && f.Resource.Mode == resource.Data {
		return string(resource.Data)
	}
	return string(resource.Managed)
}

// unknownNames are what a field adds to the list of what cannot be known.
func unknownNames(name string, field *fact.Field) []string {
	switch {
	case field.Known:
		return nil
	case len(field.Vague()) == 0:
		return []string{name}
	}
	names := make([]string, len(field.Vague()))
	for i, key := range field.Vague() {
		names[i] = name + "." + key
	}
	return names
}

func textTerms(texts []string) *ast.Term {
	terms := make([]*ast.Term, len(texts))
	for i, text := range texts {
		terms[i] = ast.StringTerm(text)
	}
	return ast.ArrayTerm(terms...)
}

// valueTerm turns a plain Go value into a term: the shapes of encoding/json, with ints and slices of strings besides.
func valueTerm(value any) (*ast.Term, error) {
	switch v := value.(type) {
	case nil:
		return nullTerm, nil
	case bool:
		return ast.InternedTerm(v), nil
	case string:
		return ast.StringTerm(v), nil
	case int:
		return ast.IntNumberTerm(v), nil
	case int64:
		return ast.NumberTerm(json.Number(strconv.FormatInt(v, 10))), nil
	case float64:
		return numberTerm(v)
	case json.Number:
		return ast.NumberTerm(v), nil
	case []string:
		return textTerms(v), nil
	case []any:
		return arrayTerm(v)
	case map[string]any:
		return objectTerm(v)
	}
	converted, err := ast.InterfaceToValue(value)
	if err != nil {
		return nil, err
	}
	return ast.NewTerm(converted), nil
}

func numberTerm(v float64) (*ast.Term, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("%v is no number", v)
	}
	switch whole := v == math.Trunc(v); {
	case whole && math.Abs(v) < 1<<31:
		return ast.InternedTerm(int(v)), nil
	case whole && math.Abs(v) < 1<<53:
		return ast.NumberTerm(json.Number(strconv.FormatInt(int64(v), 10))), nil
	}
	return ast.NumberTerm(json.Number(strconv.FormatFloat(v, 'g', -1, 64))), nil
}

func arrayTerm(values []any) (*ast.Term, error) {
	terms := make([]*ast.Term, len(values))
	for i, value := range values {
		var err error
		if terms[i], err = valueTerm(value); err != nil {
			return nil, err
		}
	}
	return ast.ArrayTerm(terms...), nil
}

func objectTerm(values map[string]any) (*ast.Term, error) {
	pairs := make([][2]*ast.Term, 0, len(values))
	for key, value := range values {
		term, err := valueTerm(value)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]*ast.Term{ast.StringTerm(key), term})
	}
	return ast.ObjectTerm(pairs...), nil
}
