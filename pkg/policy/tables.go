package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The tables of a rule are the sets and the partial objects that it, or the lib it needs, looks things up in: coverage[store.id].
// Asked for one key, OPA goes through all facts to find that one; asked for the whole, it goes through them once and keeps the
// result. A query therefore begins with the whole of every table, so that ten times the facts cost ten times the time. What is only
// gone through from end to end is no table: OPA keeps it by itself, if it is ever asked for.

// tables finds the tables of the rules that one compiler has compiled.
type tables struct {
	graph *ast.Graph
	names map[*ast.Rule]string
	rules map[string][]*ast.Rule
	refs  map[string]ast.Ref
	asked map[string]bool // for one key
}

func newTables(compiler *ast.Compiler) *tables {
	t := &tables{
		graph: compiler.Graph, names: map[*ast.Rule]string{}, rules: map[string][]*ast.Rule{}, refs: map[string]ast.Ref{},
		asked: map[string]bool{},
	}
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
	for _, module := range compiler.Modules {
		for _, rule := range module.Rules {
			t.addAsked(rule)
		}
	}
	return t
}

// addAsked notes what a rule looks up by a key that may be known: all but a variable that stands nowhere else.
func (t *tables) addAsked(rule *ast.Rule) {
	uses := map[ast.Var]int{}
	var lookups []ast.Ref
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Var:
			uses[x]++
		case ast.Ref:
			if len(x) > 1 && x[0].Equal(ast.DefaultRootDocument) {
				lookups = append(lookups, x)
			}
		}
		return false
	}).Walk(rule)
	for _, ref := range lookups {
		table, key := t.split(ref)
		if key == nil {
			continue
		}
		if v, ok := key.Value.(ast.Var); !ok || uses[v] > 1 {
			t.asked[table] = true
		}
	}
}

// split finds the name of the rule that a reference begins with, and the key after it; nil where it asks for the whole.
func (t *tables) split(ref ast.Ref) (string, *ast.Term) {
	for i := len(libPackage) + 1; i < len(ref) && i <= len(rulesPackage)+3; i++ {
		if name := ref[:i].String(); t.rules[name] != nil {
			return name, ref[i]
		}
	}
	return "", nil
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
		if !head && t.asked[name] && slices.ContainsFunc(t.rules[name], isTable) {
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

// makeQueries asks for the tables of a compiled rule, then for its heads: for skip first, by itself, where the others need not look
// at what is skipped.
func (r *rule) makeQueries(t *tables) {
	asked := r.heads
	if r.narrow && slices.Contains(r.heads, headSkip) {
		asked = slices.DeleteFunc(slices.Clone(r.heads), func(head string) bool { return head == headSkip })
		r.skipQuery = t.query(r, []string{headSkip})
	}
	r.query = t.query(r, asked)
}

func (t *tables) query(r *rule, names []string) ast.Body {
	heads := make([]ast.Ref, len(names))
	for i, name := range names {
		heads[i] = r.module.Package.Path.Append(ast.StringTerm(name))
	}
	tables := t.of(heads)
	query := make(ast.Body, 0, len(tables)+len(heads))
	for i, table := range tables {
		query = append(query, ast.Equality.Expr(ast.NewTerm(table), ast.VarTerm(fmt.Sprintf("table%d", i))))
	}
	for i, head := range heads {
		query = append(query, ast.Equality.Expr(ast.NewTerm(head), ast.VarTerm(names[i])))
	}
	for i := range query {
		query[i].Index = i
	}
	return query
}
