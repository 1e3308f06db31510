package policy

import (
	"encoding/binary"
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"
)

// unwirer reads what a writer wrote. After a mistake it reads zeros; the mistake is told at the end.
type unwirer struct {
	in    string
	texts []string
	// What is made of a text is made once.
	strings []*ast.Term
	vars    []ast.Value
	place   *ast.Location // the last one
	room    *[]ast.Term
	err     error
}

var errDamaged = errors.New("the compiled rules are damaged")

// unwire reads the texts. The unwirer stands at what follows them.
func unwire(in string) *unwirer {
	u := &unwirer{in: in, room: new([]ast.Term)}
	count := u.number()
	u.texts = make([]string, 0, min(count, len(in)))
	for range count {
		length := u.number()
		if length > len(u.in) {
			u.fail()
			break
		}
		u.texts = append(u.texts, u.in[:length])
		u.in = u.in[length:]
	}
	u.strings, u.vars = make([]*ast.Term, len(u.texts)), make([]ast.Value, len(u.texts))
	return u
}

// at is the same unwirer before something else that it has the texts of. They share what they make: one of them reads at a time.
func (u *unwirer) at(in string) *unwirer {
	return &unwirer{in: in, texts: u.texts, strings: u.strings, vars: u.vars, room: u.room, err: u.err}
}

func (u *unwirer) fail() { u.in, u.err = "", errDamaged }

// end is the mistake that was made, if any: to leave something unread is one.
func (u *unwirer) end() error {
	if u.in != "" {
		u.fail()
	}
	return u.err
}

func (u *unwirer) number() int {
	n, length := uint64(0), 0
	for ; length < len(u.in) && length < binary.MaxVarintLen32; length++ {
		b := u.in[length]
		n |= uint64(b&0x7f) << (7 * length)
		if b < 0x80 {
			u.in = u.in[length+1:]
			return int(n)
		}
	}
	u.fail()
	return 0
}

func (u *unwirer) flag() bool { return u.number() != 0 }

func (u *unwirer) textNumber() int {
	n := u.number()
	if n >= len(u.texts) {
		u.fail()
		return -1
	}
	return n
}

func (u *unwirer) text() string {
	if n := u.textNumber(); n >= 0 {
		return u.texts[n]
	}
	return ""
}

// size is how many elements follow, each of which takes a byte at least.
func (u *unwirer) size() int {
	n := u.number()
	if n > len(u.in) {
		u.fail()
		return 0
	}
	return n
}

func (u *unwirer) list() []string {
	n := u.size()
	if n == 0 {
		return nil
	}
	texts := make([]string, n)
	for i := range texts {
		texts[i] = u.text()
	}
	return texts
}

func (u *unwirer) terms() []*ast.Term {
	n := u.size()
	if n == 0 {
		return nil
	}
	terms := make([]*ast.Term, n)
	for i := range terms {
		terms[i] = u.term()
	}
	return terms
}

// roomSize is for how many terms room is made at a time.
const roomSize = 128

func (u *unwirer) newTerm(value ast.Value) *ast.Term {
	if len(*u.room) == 0 {
		*u.room = make([]ast.Term, roomSize)
	}
	term := &(*u.room)[0]
	*u.room = (*u.room)[1:]
	term.Value = value
	return term
}

func (u *unwirer) term() *ast.Term {
	switch kind := u.number(); kind {
	case kindNone:
		return nil
	case kindNull:
		return nullTerm
	case kindFalse, kindTrue:
		return ast.InternedTerm(kind == kindTrue)
	case kindNumber:
		return u.newTerm(ast.Number(u.text()))
	case kindString:
		return u.stringTerm()
	case kindVar:
		return u.newTerm(u.variable())
	case kindRef:
		return u.newTerm(ast.Ref(u.terms()))
	case kindCall:
		return u.newTerm(ast.Call(u.terms()))
	default:
		return u.collection(kind)
	}
}

func (u *unwirer) collection(kind int) *ast.Term {
	switch kind {
	case kindArray:
		return ast.ArrayTerm(u.terms()...)
	case kindSet:
		return ast.SetTerm(u.terms()...)
	case kindObject:
		pairs := make([][2]*ast.Term, u.size())
		for i := range pairs {
			pairs[i] = [2]*ast.Term{u.term(), u.term()}
		}
		return ast.ObjectTerm(pairs...)
	case kindArrayComprehension:
		return u.newTerm(&ast.ArrayComprehension{Term: u.term(), Body: u.body()})
	case kindSetComprehension:
		return u.newTerm(&ast.SetComprehension{Term: u.term(), Body: u.body()})
	case kindObjectComprehension:
		return u.newTerm(&ast.ObjectComprehension{Key: u.term(), Value: u.term(), Body: u.body()})
	}
	u.fail()
	return nullTerm
}

func (u *unwirer) stringTerm() *ast.Term {
	n := u.textNumber()
	if n < 0 {
		return nullTerm
	}
	if u.strings[n] == nil {
		u.strings[n] = ast.StringTerm(u.texts[n])
	}
	return u.strings[n]
}

func (u *unwirer) variable() ast.Value {
	n := u.textNumber()
	if n < 0 {
		return ast.Null{}
	}
	if u.vars[n] == nil {
		u.vars[n] = ast.Var(u.texts[n])
	}
	return u.vars[n]
}

func (u *unwirer) body() ast.Body {
	exprs := make([]ast.Expr, u.size())
	body := make(ast.Body, len(exprs))
	for i := range exprs {
		expr := &exprs[i]
		body[i] = expr
		expr.Index, expr.Location, expr.Negated, expr.Generated = i, u.location(), u.flag(), u.flag()
		switch u.number() {
		case kindTerm:
			expr.Terms = u.term()
		case kindTerms:
			expr.Terms = u.terms()
		case kindEvery:
			expr.Terms = &ast.Every{Key: u.term(), Value: u.term(), Domain: u.term(), Body: u.body(), Location: expr.Location}
		}
	}
	return body
}

func (u *unwirer) location() *ast.Location {
	row := u.number()
	if row == 0 {
		return nil
	}
	file := u.text()
	if u.place == nil || u.place.Row != row || u.place.File != file {
		u.place = &ast.Location{File: file, Row: row}
	}
	return u.place
}

func (u *unwirer) rule(module *ast.Module) *ast.Rule {
	rule := &ast.Rule{Module: module, Head: &ast.Head{}}
	rule.Default, rule.Location = u.flag(), u.location()
	rule.Head.Location = rule.Location
	rule.Head.Name, rule.Head.Assign = ast.Var(u.text()), u.flag()
	rule.Head.Reference, rule.Head.Args = u.terms(), u.terms()
	rule.Head.Key, rule.Head.Value = u.term(), u.term()
	rule.Body = u.body()
	if u.flag() {
		rule.Else = u.rule(module)
	}
	return rule
}
