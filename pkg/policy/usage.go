package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// describeFacts adds to definitions what tells facts apart, from the modules as parsed: a rule's own, or, without a rule, those of lib.
func describeFacts(defined []*definition, r *rule, parsed []*ast.Module) {
	byName, own, found := definitions{}, map[string]bool{}, map[string]*telling{}
	byName.add(defined)
	for _, module := range parsed {
		for _, rule := range module.Rules {
			own[headName(rule)] = true
		}
	}
	for _, module := range parsed {
		scope := ownNames{own, module.Package.Path.String() + "."}
		look := &lookout{ownNames: scope}
		for _, rule := range module.Rules {
			d := byName[scope.prefix+headName(rule)]
			if d == nil || !d.function && (r == nil || !slices.Contains(heads, headName(rule))) {
				continue
			}
			if found[d.name] == nil {
				found[d.name] = &telling{ownNames: scope}
			}
			if d.function {
				found[d.name].function(rule)
				look.arguments(d, rule)
			} else {
				found[d.name].head(r, rule)
				look.subject(d, r, rule)
			}
		}
	}
	for name, t := range found {
		byName[name].words, byName[name].tables = sortedUnique(t.words), sortedUnique(t.tables)
	}
}

// ownNames are the names that the rules of a module use without saying whose they are.
type ownNames struct {
	own    map[string]bool // what the module and those beside it define
	prefix string          // of its names in full
}

// lookout finds what becomes of a fact in the rules of a module. What tells facts apart there is another question about the same text, which
// other parts of it answer: see telling.
type lookout struct {
	ownNames
	usage usage
}

// subject looks at what a head does with the fact that it judges.
func (l *lookout) subject(d *definition, r *rule, head *ast.Rule) {
	l.usage = usage{whole: true}
	if subject, ok := r.subjectOf(head); ok { // else what it looks the facts up in may tell more of them than it reads itself
		l.usage.whole = false
		l.in(head, subject)
	}
	d.facts = append(d.facts, l.usage)
}

// arguments looks at what a function does with each of its arguments.
func (l *lookout) arguments(d *definition, rule *ast.Rule) {
	for part := rule; part != nil; part = part.Else {
		for i, arg := range part.Head.Args {
			if i == len(d.facts) {
				d.facts = append(d.facts, usage{})
			}
			l.usage = d.facts[i]
			if parameter, ok := arg.Value.(ast.Var); ok {
				l.in(part.Body, parameter)
				if part.Head.Value != nil {
					l.in(part.Head.Value, parameter)
				}
			} else {
				l.usage.whole = true
			}
			d.facts[i] = l.usage
		}
	}
}

// in looks through a rule for a variable that holds a fact.
func (l *lookout) in(node any, fact ast.Var) {
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
			if isCall {
				l.call(terms, fact, visitor)
			}
			return isCall
		case ast.Call:
			l.call(x, fact, visitor)
			return true
		case ast.Ref:
			return readsField(x, fact, visitor)
		case ast.Var:
			l.usage.whole = l.usage.whole || x == fact
		}
		return false
	})
	visitor.Walk(node)
}

// readsField reports whether a reference is to a field of the fact by its name, which is no use of the whole.
func readsField(ref ast.Ref, fact ast.Var, visitor *ast.GenericVisitor) bool {
	if ref[0].Value.Compare(fact) != 0 || len(ref) < 2 || constant(ref[1]) == "" {
		return false
	}
	for _, term := range ref[2:] {
		visitor.Walk(term)
	}
	return true
}

// call looks at the arguments of a call: a function may be given the fact if it, too, reads fields by name. A built-in function may do
// anything with it.
func (l *lookout) call(terms []*ast.Term, fact ast.Var, visitor *ast.GenericVisitor) {
	for i, arg := range terms[1:] {
		if arg.Value.Compare(fact) != 0 {
			visitor.Walk(arg)
			continue
		}
		operator, ok := terms[0].Value.(ast.Ref)
		if ok && operator.String() == "object.get" && i == 0 && constant(terms[2]) != "" {
			continue
		}
		name := ""
		if ok {
			name = l.function(operator)
		}
		if name == "" {
			l.usage.whole = true
		} else {
			l.usage.given = append(l.usage.given, argument{name, i})
		}
	}
}

// function is the name in full of the function that an operator calls; "" where that is a built-in one.
func (n ownNames) function(operator ast.Ref) string {
	if name, ok := libName(operator); ok {
		return libPackage.String() + "." + name
	}
	if name, ok := operator[0].Value.(ast.Var); ok && len(operator) == 1 && n.own[string(name)] {
		return n.prefix + string(name)
	}
	return ""
}
