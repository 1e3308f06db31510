package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
)

// Which fields of which facts does a rule read? Verdicts depend on it: an unknown field that is read makes a verdict open.
// The answer follows facts through the rule by a small abstract interpretation: every variable, helper parameter and
// helper result has a shape, and shapes grow until nothing changes.

// reach tells whether a rule looks at more of the input than the facts it is about, and whether at raw resources.
func reach(module *ast.Module, about []string) (joins, raw bool) {
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if !ref.HasPrefix(ast.InputRootRef) {
			return false
		}
		name := ""
		if len(ref) > 1 {
			name = constant(ref[1])
		}
		switch {
		case name == "resources":
			raw = true
		case name != "terms" && name != "regions" && name != "today" && !slices.Contains(about, name):
			joins = true
		}
		return false
	})
	return joins, raw
}

// constant is the text of a constant string, "" for anything else.
func constant(term *ast.Term) string {
	text, _ := term.Value.(ast.String)
	return string(text)
}

// plainParts are the parts of a fact that are always known; reading them needs no mention.
var plainParts = []string{"id", "concept", "address", "type", "mode", "cloud", "root", "unknown", "refs"}

// shape is what is known of a term: facts of some concepts below depth collections, or the value of a field.
type shape struct {
	concepts map[string]bool // nil: no facts
	depth    int
	of       []string // the concepts that a reference may point to
	field    string   // the text of the reference to a field, where the term is one
}

func (s shape) isFact() bool { return len(s.concepts) > 0 && s.depth == 0 }

// deeper is the shape of a collection of such terms.
func (s shape) deeper(n int) shape { return shape{concepts: s.concepts, depth: s.depth + n, of: s.of} }

func merge(a, b shape) shape {
	if len(b.concepts) == 0 && len(b.of) == 0 {
		return a
	}
	merged := shape{concepts: map[string]bool{}, depth: max(a.depth, b.depth), of: sortedUnique(slices.Concat(a.of, b.of)), field: a.field}
	maps.Copy(merged.concepts, a.concepts)
	maps.Copy(merged.concepts, b.concepts)
	return merged
}

func (s shape) equal(other shape) bool {
	return s.depth == other.depth && maps.Equal(s.concepts, other.concepts) && slices.Equal(s.of, other.of)
}

// anything is the concept of a fact that was looked up by an id of which nothing is known.
const anything = "*"

type analysis struct {
	concepts map[string]*fact.Concept
	rules    map[string][]*ast.Rule // by name; helpers of lib as "lib.name"
	results  map[string]shape
	params   map[string][]shape
	reads    map[string]bool
	problems map[fault]bool
	changed  bool

	prefix  string // libPrefix inside helpers
	guarded map[string]bool
	negated bool
}

// libPrefix stands before the names of lib's helpers.
const libPrefix = "lib."

// analyse follows the facts through a rule's module and the helpers it calls.
func analyse(module *ast.Module, lib map[string]*ast.Module, concepts map[string]*fact.Concept) *analysis {
	a := &analysis{
		concepts: concepts, rules: map[string][]*ast.Rule{}, results: map[string]shape{}, params: map[string][]shape{},
		reads: map[string]bool{}, problems: map[fault]bool{}, changed: true,
	}
	for _, rule := range module.Rules {
		a.rules[headName(rule)] = append(a.rules[headName(rule)], rule)
	}
	for _, helpers := range lib {
		for _, rule := range helpers.Rules {
			name := libPrefix + headName(rule)
			a.rules[name] = append(a.rules[name], rule)
		}
	}
	for a.changed {
		a.changed, a.problems = false, map[fault]bool{}
		for _, name := range slices.Sorted(maps.Keys(a.rules)) {
			_, called := a.params[name]
			if strings.HasPrefix(name, libPrefix) && !called {
				continue
			}
			a.prefix = ""
			if strings.HasPrefix(name, libPrefix) {
				a.prefix = libPrefix
			}
			for _, rule := range a.rules[name] {
				a.rule(name, rule)
			}
		}
	}
	return a
}

func (a *analysis) rule(name string, rule *ast.Rule) {
	for ; rule != nil; rule = rule.Else {
		env := map[ast.Var]shape{}
		for i, arg := range rule.Head.Args {
			if v, ok := arg.Value.(ast.Var); ok && i < len(a.params[name]) {
				env[v] = a.params[name][i]
			}
		}
		a.body(rule.Body, env)
		result, depth := shape{}, 0
		if rule.Head.RuleKind() == ast.MultiValue {
			result, depth = a.term(rule.Head.Key, env), 1
		} else if rule.Head.Value != nil {
			result = a.term(rule.Head.Value, env)
		}
		for _, part := range rule.Head.Ref()[1:] {
			a.term(part, env)
			depth++
		}
		merged := merge(a.results[name], result.deeper(depth))
		if !merged.equal(a.results[name]) {
			a.results[name], a.changed = merged, true
		}
	}
}

// body visits the expressions twice: their order is free, so a variable may be used above the line that binds it.
func (a *analysis) body(body ast.Body, env map[ast.Var]shape) {
	outer := a.guarded
	a.guarded = maps.Clone(outer)
	if a.guarded == nil {
		a.guarded = map[string]bool{}
	}
	defer func() { a.guarded = outer }()
	problems := maps.Clone(a.problems)
	for _, expr := range body {
		a.expr(expr, env)
	}
	a.problems = problems // guards below and variables bound below count for what stands above
	for _, expr := range body {
		a.expr(expr, env)
	}
}

func (a *analysis) expr(expr *ast.Expr, env map[ast.Var]shape) {
	outer := a.negated
	a.negated = outer || expr.Negated
	defer func() { a.negated = outer }()
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		a.term(terms, env)
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			a.term(symbol, env)
		}
	case *ast.Every:
		inner := maps.Clone(env)
		a.member(terms.Key, terms.Value, a.term(terms.Domain, env), inner)
		a.body(terms.Body, inner)
	case []*ast.Term:
		a.call(terms, expr.Location, env)
	}
}

// member binds the variables of "some k, x in xs".
func (a *analysis) member(key, value *ast.Term, domain shape, env map[ast.Var]shape) {
	if key != nil {
		a.term(key, env)
	}
	a.bind(value, a.step(domain), env)
}

func (a *analysis) bind(term *ast.Term, to shape, env map[ast.Var]shape) {
	v, ok := term.Value.(ast.Var)
	if !ok {
		return
	}
	if known := env[v]; to.concepts[anything] && len(known.concepts) > 0 && !known.concepts[anything] {
		return // its concept was told by a comparison
	}
	env[v] = merge(to, env[v])
}

// step is the shape of a member of a collection; a list of references has references for members.
func (a *analysis) step(s shape) shape {
	if s.depth > 0 {
		return shape{concepts: s.concepts, depth: s.depth - 1, of: s.of}
	}
	return shape{of: s.of}
}

func (a *analysis) problem(at *ast.Location, format string, args ...any) {
	if a.prefix == "" {
		a.problems[fault{line: at.Row, text: fmt.Sprintf(format, args...)}] = true
	}
}

// checkReads holds the METADATA of a rule, and its use of negation, against what its body reads.
func (s *Set) checkReads(r *rule, lib map[string]*ast.Module) []error {
	a := analyse(r.module, lib, s.concepts)
	var problems []error
	inOrder := func(a, b fault) int { return cmp.Or(cmp.Compare(a.line, b.line), strings.Compare(a.text, b.text)) }
	for _, f := range slices.SortedFunc(maps.Keys(a.problems), inOrder) {
		problems = append(problems, &f)
	}
	touched := r.touched(a)
	if missing, extra := diffStrings(touched, r.Reads); len(missing)+len(extra) > 0 {
		problems = append(problems, inMetadata("custom.reads", "must list the fields that the rule reads: [%s]", strings.Join(touched, ", ")))
	}
	return problems
}

// touched lists what a rule reads, as METADATA writes it.
func (r *rule) touched(a *analysis) []string {
	fields := make([]string, 0, len(a.reads))
	for _, read := range slices.Sorted(maps.Keys(a.reads)) {
		concept, field, _ := strings.Cut(read, ".")
		if slices.Contains(r.about, concept) {
			read = field
		}
		fields = append(fields, read)
	}
	return sortedUnique(fields)
}
