package policy

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Compiled rules are kept as bytes: each text once, in front, and then the syntax tree, which names texts by their numbers. unwire.go reads
// what wire.go writes.

// Kinds of terms.
const (
	kindNone = iota
	kindNull
	kindFalse
	kindTrue
	kindNumber
	kindString
	kindVar
	kindRef
	kindCall
	kindArray
	kindSet
	kindObject
	kindArrayComprehension
	kindSetComprehension
	kindObjectComprehension
)

// Kinds of expressions.
const (
	kindTerm = iota
	kindTerms
	kindEvery
)

// writer writes a syntax tree. What it cannot write is an error, told at the end.
type writer struct {
	out     []byte
	texts   []string
	numbers map[string]int
	err     error
}

func newWriter() *writer { return &writer{numbers: map[string]int{}} }

// bytes are the texts and what was written.
func (w *writer) bytes() ([]byte, error) {
	head := binary.AppendUvarint(nil, uint64(len(w.texts)))
	for _, text := range w.texts {
		head = append(binary.AppendUvarint(head, uint64(len(text))), text...)
	}
	return append(head, w.out...), w.err
}

func (w *writer) number(n int) { w.out = binary.AppendUvarint(w.out, uint64(n)) }

func (w *writer) flag(b bool) {
	n := 0
	if b {
		n = 1
	}
	w.number(n)
}

func (w *writer) text(s string) {
	n, ok := w.numbers[s]
	if !ok {
		n = len(w.texts)
		w.numbers[s] = n
		w.texts = append(w.texts, s)
	}
	w.number(n)
}

func (w *writer) list(texts []string) {
	w.number(len(texts))
	for _, text := range texts {
		w.text(text)
	}
}

func (w *writer) terms(terms []*ast.Term) {
	w.number(len(terms))
	for _, term := range terms {
		w.term(term)
	}
}

func (w *writer) term(term *ast.Term) {
	if term == nil {
		w.number(kindNone)
		return
	}
	switch value := term.Value.(type) {
	case ast.Null:
		w.number(kindNull)
	case ast.Boolean:
		w.number(kindFalse)
		if value {
			w.out[len(w.out)-1] = kindTrue
		}
	case ast.Number:
		w.number(kindNumber)
		w.text(string(value))
	case ast.String:
		w.number(kindString)
		w.text(string(value))
	case ast.Var:
		w.number(kindVar)
		w.text(string(value))
	case ast.Ref:
		w.number(kindRef)
		w.terms(value)
	case ast.Call:
		w.number(kindCall)
		w.terms(value)
	default:
		w.collection(term)
	}
}

func (w *writer) collection(term *ast.Term) {
	switch value := term.Value.(type) {
	case *ast.Array:
		w.number(kindArray)
		w.number(value.Len())
		value.Foreach(w.term)
	case ast.Set:
		w.number(kindSet)
		w.number(value.Len())
		value.Foreach(w.term)
	case ast.Object:
		w.number(kindObject)
		w.number(value.Len())
		value.Foreach(func(key, member *ast.Term) {
			w.term(key)
			w.term(member)
		})
	case *ast.ArrayComprehension:
		w.number(kindArrayComprehension)
		w.term(value.Term)
		w.body(value.Body)
	case *ast.SetComprehension:
		w.number(kindSetComprehension)
		w.term(value.Term)
		w.body(value.Body)
	case *ast.ObjectComprehension:
		w.number(kindObjectComprehension)
		w.term(value.Key)
		w.term(value.Value)
		w.body(value.Body)
	default:
		w.err = errors.Join(w.err, fmt.Errorf("%v: terms of type %T are not written", term.Location, term.Value))
	}
}

func (w *writer) body(body ast.Body) {
	w.number(len(body))
	for i, expr := range body {
		if len(expr.With) > 0 || expr.Index != i {
			w.err = errors.Join(w.err, fmt.Errorf("%v: this expression is not written", expr.Location))
		}
		w.place(expr.Location)
		w.flag(expr.Negated)
		w.flag(expr.Generated)
		switch terms := expr.Terms.(type) {
		case *ast.Term:
			w.number(kindTerm)
			w.term(terms)
		case []*ast.Term:
			w.number(kindTerms)
			w.terms(terms)
		case *ast.Every:
			w.number(kindEvery)
			w.term(terms.Key)
			w.term(terms.Value)
			w.term(terms.Domain)
			w.body(terms.Body)
		default:
			w.err = errors.Join(w.err, fmt.Errorf("%v: expressions of type %T are not written", expr.Location, terms))
		}
	}
}

// place writes a line and its file; there is no line 0.
func (w *writer) place(at *ast.Location) {
	if at == nil {
		w.number(0)
		return
	}
	w.number(at.Row)
	w.text(at.File)
}

func (w *writer) rule(rule *ast.Rule) {
	w.flag(rule.Default)
	w.place(rule.Location)
	w.text(string(rule.Head.Name))
	w.flag(rule.Head.Assign)
	w.terms(rule.Head.Reference)
	w.terms(rule.Head.Args)
	w.term(rule.Head.Key)
	w.term(rule.Head.Value)
	w.body(rule.Body)
	w.flag(rule.Else != nil)
	if rule.Else != nil {
		w.rule(rule.Else)
	}
}
