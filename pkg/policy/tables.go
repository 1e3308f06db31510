package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The tables of a rule are the sets and the partial objects that it, or the lib it needs, looks things up in: coverage[store.id].
// Asked for one key, OPA goes through all facts to find that one; asked for the whole, it goes through them once and keeps the
// result. A query therefore begins with the whole of every table, so that ten times the facts cost ten times the time.

// tables lists the tables that a compiled rule needs, those that others are made from first.
func (r *rule) tables() []ast.Ref {
	t := tableFinder{graph: r.compiler.Graph, rules: map[string][]*ast.Rule{}, seen: map[string]bool{}}
	for _, module := range r.compiler.Modules {
		for _, rule := range module.Rules {
			name := rule.Ref().GroundPrefix().String()
			t.rules[name] = append(t.rules[name], rule)
		}
	}
	for _, head := range r.heads {
		t.visit(r.headRef(head))
	}
	return slices.DeleteFunc(t.found, func(ref ast.Ref) bool {
		return slices.ContainsFunc(r.heads, func(head string) bool { return ref.Equal(r.headRef(head)) })
	})
}

func (r *rule) headRef(head string) ast.Ref {
	return r.module.Package.Path.Append(ast.StringTerm(head))
}

type tableFinder struct {
	graph *ast.Graph
	rules map[string][]*ast.Rule
	seen  map[string]bool
	found []ast.Ref
}

func (t *tableFinder) visit(ref ast.Ref) {
	name := ref.String()
	if t.seen[name] {
		return
	}
	t.seen[name] = true
	needed := map[string]ast.Ref{}
	for _, rule := range t.rules[name] {
		for ; rule != nil; rule = rule.Else {
			t.addNeeded(needed, rule)
		}
	}
	for _, other := range slices.Sorted(maps.Keys(needed)) {
		t.visit(needed[other])
	}
	if slices.ContainsFunc(t.rules[name], isTable) {
		t.found = append(t.found, ref)
	}
}

func (t *tableFinder) addNeeded(needed map[string]ast.Ref, rule *ast.Rule) {
	for dependency := range t.graph.Dependencies(rule) {
		if rule, ok := dependency.(*ast.Rule); ok {
			prefix := rule.Ref().GroundPrefix()
			needed[prefix.String()] = prefix
		}
	}
}

func isTable(rule *ast.Rule) bool {
	return rule.Head.RuleKind() == ast.MultiValue || len(rule.Ref()) > len(rule.Ref().GroundPrefix())
}

// makeQuery asks for the tables of a compiled rule, then for its heads.
func (r *rule) makeQuery() {
	for i, table := range r.tables() {
		r.query = append(r.query, ast.Equality.Expr(ast.NewTerm(table), ast.VarTerm(fmt.Sprintf("table%d", i))))
	}
	for _, head := range r.heads {
		r.query = append(r.query, ast.Equality.Expr(ast.NewTerm(r.headRef(head)), ast.VarTerm(head)))
	}
	for i := range r.query {
		r.query[i].Index = i
	}
}
