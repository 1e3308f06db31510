package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// telling finds that by which the rules of one definition may tell facts apart.
type telling struct {
	ownNames
	// words are the strings in them, the names of the fields that they read of a fact among them, for house rules forbid to compute one. What
	// they read of anything else is the same for all facts that are equal in what leads to it.
	words []string
	// tables are the names of those in which they look up nothing but the id of a fact.
	tables []string
	facts  []ast.Var // what stands for a fact
}

// function looks through a rule of a function, any argument of which may be a fact.
func (t *telling) function(rule *ast.Rule) {
	for part := rule; part != nil; part = part.Else {
		t.facts = nil
		for _, arg := range part.Head.Args {
			if parameter, ok := arg.Value.(ast.Var); ok {
				t.facts = append(t.facts, parameter)
			}
			t.in(arg)
		}
		if part.Head.Value != nil {
			t.in(part.Head.Value)
		}
		t.in(part.Body)
	}
}

// head looks through a head of a rule: at what is in its body, and at what it emits beside an id.
func (t *telling) head(r *rule, head *ast.Rule) {
	t.facts = nil
	if subject, ok := r.subjectOf(head); ok {
		t.facts = []ast.Var{subject}
	}
	t.in(head.Body)
	if !isID(head.Head.Key) {
		t.in(head.Head.Key)
	}
}

// isID reports whether a term is x.id.
func isID(term *ast.Term) bool {
	ref, ok := term.Value.(ast.Ref)
	return ok && len(ref) == 2 && constant(ref[1]) == "id"
}

func (t *telling) in(node any) {
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			terms, isCall := x.Terms.([]*ast.Term)
			return isCall && t.member(terms)
		case ast.Call:
			return t.member(x)
		case ast.Ref:
			for _, term := range t.reference(x) {
				visitor.Walk(term)
			}
			return true
		case ast.String:
			t.words = append(t.words, string(x))
		}
		return false
	})
	visitor.Walk(node)
}

// member takes "x.id in table" for what it is.
func (t *telling) member(call []*ast.Term) bool {
	operator, ok := call[0].Value.(ast.Ref)
	if !ok || !operator.Equal(ast.Member.Ref()) || !t.isIDOfFact(call[1]) {
		return false
	}
	name := ""
	switch set := call[2].Value.(type) {
	case ast.Var:
		name = t.table(string(set))
	case ast.Ref:
		if lib, ok := libName(set); ok && len(set) == 2 {
			name = libPackage.String() + "." + lib
		}
	}
	return t.note(name)
}

// reference gives the parts of a reference in which there may be words: not in the key of table[x.id], nor the names of what it reads of
// something else than the fact.
func (t *telling) reference(ref ast.Ref) []*ast.Term {
	start, ok := ref[0].Value.(ast.Var)
	if !ok || slices.Contains(t.facts, start) {
		return ref
	}
	if lib, ok := libName(ref); ok && len(ref) > 2 && t.isIDOfFact(ref[2]) {
		t.note(libPackage.String() + "." + lib)
		return ref[3:]
	}
	if len(ref) > 1 && t.isIDOfFact(ref[1]) && t.note(t.table(string(start))) {
		return ref[2:]
	}
	return slices.DeleteFunc(slices.Clone(ref), func(part *ast.Term) bool { return constant(part) != "" })
}

// isIDOfFact reports whether a term is the id of a fact.
func (t *telling) isIDOfFact(term *ast.Term) bool {
	if !isID(term) {
		return false
	}
	start, ok := term.Value.(ast.Ref)[0].Value.(ast.Var)
	return ok && slices.Contains(t.facts, start)
}

// table is the name in full of a table of the rule's own; "" for what is none, and for heads: what those say is not settled yet.
func (t *telling) table(name string) string {
	if !t.own[name] || slices.Contains(heads, name) && name != headSkip {
		return ""
	}
	return t.prefix + name
}

// note notes a table, if it is one. What is skipped is settled when another head is asked: it tells nothing more.
func (t *telling) note(table string) bool {
	if table != "" && table != t.prefix+headSkip {
		t.tables = append(t.tables, table)
	}
	return table != ""
}
