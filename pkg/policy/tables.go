package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The tables of a rule are the sets and the partial objects that it, or the lib it needs, looks things up in: coverage[store.id].
// Asked for one key, OPA goes through all facts to find that one; asked for the whole, it goes through them once and keeps the
// result. A query therefore begins with the whole of every table, so that ten times the facts cost ten times the time.

// tables finds the tables of the rules that one compiler has compiled.
type tables struct {
	graph *ast.Graph
	names map[*ast.Rule]string
	rules map[string][]*ast.Rule
	refs  map[string]ast.Ref
}

func newTables(compiler *ast.Compiler) *tables {
	t := &tables{graph: compiler.Graph, names: map[*ast.Rule]string{}, rules: map[string][]*ast.Rule{}, refs: map[string]ast.Ref{}}
	for _, module := range compiler.Modules {
		for _, rule := range module.Rules {
			ref := rule.Ref().GroundPrefix()
			name := ref.String()
			t.rules[name], t.refs[name] = append(t.rules[name], rule), ref
			for part := rule; part != nil; part = part.Else {
				t.names[part] = name
			}
		}
	}
	return t
}

// of lists the tables that a rule needs, those that others are made from first.
func (t *tables) of(heads []ast.Ref) []ast.Ref {
	seen := map[string]bool{}
	var found []ast.Ref
	var visit func(name string, head bool)
	visit = func(name string, head bool) {
		if seen[name] {
			return
		}
		seen[name] = true
		for _, other := range t.uses(name) {
			visit(other, false)
		}
		if !head && slices.ContainsFunc(t.rules[name], isTable) {
			found = append(found, t.refs[name])
		}
	}
	for _, head := range heads {
		visit(head.String(), true)
	}
	return found
}

// uses lists by name what the rules of one name refer to, sorted.
func (t *tables) uses(name string) []string {
	var names []string
	for _, rule := range t.rules[name] {
		for part := rule; part != nil; part = part.Else {
			for used := range t.graph.Dependencies(part) {
				if rule, ok := used.(*ast.Rule); ok {
					names = append(names, t.names[rule])
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func isTable(rule *ast.Rule) bool {
	return rule.Head.RuleKind() == ast.MultiValue || len(rule.Ref()) > len(rule.Ref().GroundPrefix())
}

// makeQuery asks for the tables of a compiled rule, then for its heads.
func (r *rule) makeQuery(t *tables) {
	heads := make([]ast.Ref, len(r.heads))
	for i, head := range r.heads {
		heads[i] = r.module.Package.Path.Append(ast.StringTerm(head))
	}
	for i, table := range t.of(heads) {
		r.query = append(r.query, ast.Equality.Expr(ast.NewTerm(table), ast.VarTerm(fmt.Sprintf("table%d", i))))
	}
	for i, head := range heads {
		r.query = append(r.query, ast.Equality.Expr(ast.NewTerm(head), ast.VarTerm(r.heads[i])))
	}
	for i := range r.query {
		r.query[i].Index = i
	}
}
