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

// tables lists the tables that heads need, those that others are made from first.
func (d definitions) tables(heads []string, asked map[string]bool) []*definition {
	return slices.DeleteFunc(d.closure(heads), func(of *definition) bool {
		return !of.table || !asked[of.name] || slices.Contains(heads, of.name)
	})
}

// makeQuery asks for the tables of a compiled rule that heads need, then for those heads.
func (r *rule) makeQuery(heads []string) ast.Body {
	tables := r.all.tables(r.names(heads), r.looked)
	query := make(ast.Body, 0, len(tables)+len(heads))
	for i, table := range tables {
		query = append(query, table.bound(fmt.Sprintf("table%d", i)))
	}
	for _, head := range heads {
		query = append(query, ast.Equality.Expr(ast.NewTerm(r.path.Append(ast.StringTerm(head))), ast.VarTerm(head)))
	}
	for i := range query {
		query[i].Index = i
	}
	return query
}

// names are the names in full of some of the rule's heads.
func (r *rule) names(heads []string) []string {
	names := make([]string, len(heads))
	for i, head := range heads {
		names[i] = r.path.String() + "." + head
	}
	return names
}
