package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// wholes finds where rules use a fact as a whole: compare it, look it up in a table, hand it to a built-in function. Facts that
// are equal in all that is read of them by name may then differ after all.
type wholes struct {
	own, lib map[string][]*ast.Rule
	seen     map[string]bool // functions by parameter
}

// usesWhole reports whether a head of the rule, or a function that it calls, uses the fact that it judges otherwise than by the names
// of its fields, or comes by it otherwise than by going through all that the rule is about.
func (r *rule) usesWhole(lib *library) bool {
	w := &wholes{own: byName(r.module.Rules), lib: lib.helpers, seen: map[string]bool{}}
	for _, name := range heads {
		for _, head := range w.own[name] {
			at := r.subjectAt(head)
			if at < 0 {
				return true // what it looks the facts up in may tell more of them than it reads itself
			}
			subject, ok := memberOf(head.Body[at])[1].Value.(ast.Var)
			if !ok || w.in(head, subject, w.own) {
				return true
			}
		}
	}
	return false
}

// in looks through a rule for a variable that holds a fact. helpers are the functions that it calls by their bare names.
func (w *wholes) in(node any, fact ast.Var, helpers map[string][]*ast.Rule) bool {
	found := false
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Args: // the parameters of the function itself
			return true
		case *ast.SomeDecl:
			member := memberOf(&ast.Expr{Terms: x})
			if member == nil || member[1].Value.Compare(fact) != 0 {
				return false
			}
			visitor.Walk(member[2])
			return true
		case *ast.Expr:
			terms, isCall := x.Terms.([]*ast.Term)
			if isCall && w.call(terms, fact, helpers, visitor) {
				found = true
			}
			return isCall
		case ast.Call:
			if w.call(x, fact, helpers, visitor) {
				found = true
			}
			return true
		case ast.Ref:
			return w.field(x, fact, visitor)
		case ast.Var:
			found = found || x == fact
		}
		return found
	})
	visitor.Walk(node)
	return found
}

// field reports whether a reference is to a field of the fact by its name, which is no use of the whole.
func (w *wholes) field(ref ast.Ref, fact ast.Var, visitor *ast.GenericVisitor) bool {
	if ref[0].Value.Compare(fact) != 0 || len(ref) < 2 || constant(ref[1]) == "" {
		return false
	}
	for _, term := range ref[2:] {
		visitor.Walk(term)
	}
	return true
}

// call looks at the arguments of a call: a function may be given the fact if it, too, reads fields by name.
func (w *wholes) call(terms []*ast.Term, fact ast.Var, helpers map[string][]*ast.Rule, visitor *ast.GenericVisitor) bool {
	for i, arg := range terms[1:] {
		if arg.Value.Compare(fact) != 0 {
			visitor.Walk(arg)
			continue
		}
		operator, ok := terms[0].Value.(ast.Ref)
		switch {
		case !ok:
			return true
		case operator.String() == "object.get" && i == 0 && constant(terms[2]) != "":
		case w.function(operator, i, helpers):
			return true
		}
	}
	return false
}

// function looks through the bodies of a function for what becomes of one argument. A built-in function may do anything with it;
// what lib.at does with the id of a fact tells nothing of it.
func (w *wholes) function(operator ast.Ref, argument int, helpers map[string][]*ast.Rule) bool {
	name, isLib := libName(operator)
	if isLib {
		helpers = w.lib
	} else if len(operator) == 1 {
		name = string(operator[0].Value.(ast.Var))
	}
	rules := helpers[name]
	if len(rules) == 0 {
		return true
	}
	key := fmt.Sprintf("%t %s %d", isLib, name, argument)
	if w.seen[key] || isLib && name == "at" {
		return false
	}
	w.seen[key] = true
	for _, rule := range rules {
		for part := rule; part != nil; part = part.Else {
			parameter, ok := part.Head.Args[argument].Value.(ast.Var)
			if !ok || w.in(part.Body, parameter, helpers) || part.Head.Value != nil && w.in(part.Head.Value, parameter, helpers) {
				return true
			}
		}
	}
	return false
}
