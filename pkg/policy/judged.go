package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Of a large estate most facts are none of a rule's business (skip), or like another in all that it reads of them. The heads of
// baalint's own rules therefore go through input.judged, which holds one of each kind, where the rule says that they go through
// all facts that it is about. What the heads look things up in is made from all facts as ever.
const judgedKey = "judged"

// narrows reports whether some head can go through input.judged. None can where that would not be the same: in a module that asks its
// heads about other facts than the one judged. A user's own rules are left as they are, too.
func (r *rule) narrows() bool {
	return !asksHeads(r.module) && slices.ContainsFunc(r.module.Rules, func(head *ast.Rule) bool { return r.subjectAt(head) >= 0 })
}

// narrowed is the module with heads that go through input.judged.
func (r *rule) narrowed() *ast.Module {
	if !r.narrow {
		return r.module
	}
	module := *r.module
	module.Rules = slices.Clone(module.Rules)
	for i, head := range module.Rules {
		if at := r.subjectAt(head); at >= 0 {
			module.Rules[i] = judgedOnly(head, at)
		}
	}
	return &module
}

// asksHeads reports whether a rule that is no head mentions one.
func asksHeads(module *ast.Module) bool {
	return slices.ContainsFunc(module.Rules, func(rule *ast.Rule) bool {
		if slices.Contains(heads, headName(rule)) {
			return false
		}
		asks := false
		ast.WalkVars(rule, func(v ast.Var) bool {
			asks = asks || slices.Contains(heads, string(v))
			return asks
		})
		return asks
	})
}

// subjectAt finds the expression "some x in input.store" by which a head goes through the facts that it gives verdicts on; -1 where
// it goes through something else, or more than once.
func (r *rule) subjectAt(head *ast.Rule) int {
	if !slices.Contains(heads, headName(head)) || head.Head.Key == nil || r.mentions(head) != 1 {
		return -1
	}
	return slices.IndexFunc(head.Body, func(expr *ast.Expr) bool {
		member := memberOf(expr)
		if member == nil || r.concept(member[2]) == "" {
			return false
		}
		subject := false
		ast.WalkVars(head.Head.Key, func(v ast.Var) bool {
			subject = subject || v.Equal(member[1].Value)
			return subject
		})
		return subject
	})
}

// subjectOf is the variable that stands for the fact that a head gives a verdict on.
func (r *rule) subjectOf(head *ast.Rule) (ast.Var, bool) {
	at := r.subjectAt(head)
	if at < 0 {
		return "", false
	}
	subject, ok := memberOf(head.Body[at])[1].Value.(ast.Var)
	return subject, ok
}

// mentions counts how often a head looks at all facts that the rule is about.
func (r *rule) mentions(head *ast.Rule) int {
	count := 0
	ast.WalkTerms(head, func(term *ast.Term) bool {
		if r.concept(term) != "" {
			count++
		}
		return false
	})
	return count
}

// concept is what the rule is about, if a term is all its facts: input.store.
func (r *rule) concept(term *ast.Term) string {
	ref, ok := term.Value.(ast.Ref)
	if !ok || len(ref) < 2 || !ref.HasPrefix(ast.InputRootRef) || !slices.Contains(r.about, constant(ref[1])) {
		return ""
	}
	return constant(ref[1])
}

// memberOf is the call that "some x in xs" stands for: the operator, x and xs.
func memberOf(expr *ast.Expr) ast.Call {
	some, ok := expr.Terms.(*ast.SomeDecl)
	if !ok || len(some.Symbols) != 1 {
		return nil
	}
	if call, ok := some.Symbols[0].Value.(ast.Call); ok && len(call) == 3 {
		return call
	}
	return nil
}

// judgedOnly is a head with input.judged.store for input.store in one expression.
func judgedOnly(head *ast.Rule, at int) *ast.Rule {
	narrowed := *head
	narrowed.Body = slices.Clone(head.Body)
	narrowed.Body[at] = head.Body[at].Copy()
	ref := memberOf(narrowed.Body[at])[2].Value.(ast.Ref)
	memberOf(narrowed.Body[at])[2].Value = slices.Insert(ref, 1, ast.StringTerm(judgedKey))
	return &narrowed
}
