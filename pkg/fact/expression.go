package fact

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/resource"
)

// expression is a compiled attribute of a catalogue entry. Constants, plain traversals and default() of those, nearly all
// of a catalogue, are evaluated without HCL's machinery.
type expression struct {
	hcl  hcl.Expression
	kind expressionKind
	// ready is the expression rewritten for evaluation, which waits until an instance asks for it. Nil where kind says more.
	ready func() hclsyntax.Expression
	// reads are the traversals of the expression.
	reads []route
	// constant is the value of a constant; path the traversal.
	constant cty.Value
	path     route
	// first and fallback are the arguments of default().
	first, fallback *expression
	// readsText is set where a function reads text of the configuration, whose shape the entry cannot vouch for.
	readsText bool
}

type expressionKind int

const (
	general expressionKind = iota
	constant
	traversal
	defaulted
)

// textFunctions decode text that a person wrote; what they yield may have any shape.
var textFunctions = map[string]bool{"bindings": true, "jsondecode": true, "statements": true, "yamldecode": true}

func compile(expr hcl.Expression, each bool) (*expression, error) {
	node, ok := expr.(hclsyntax.Expression)
	if !ok {
		return nil, at(expr.Range(), "not a native expression")
	}
	e := &expression{hcl: node, reads: routesOf(node.Variables())}
	if err := e.checkNames(node, each); err != nil {
		return nil, err
	}
	return e.classify(node, each)
}

func (e *expression) classify(node hclsyntax.Expression, each bool) (*expression, error) {
	switch n := node.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		e.kind, e.path = traversal, e.reads[0]
		return e, nil
	case *hclsyntax.FunctionCallExpr:
		if n.Name == "default" && len(n.Args) == 2 && !n.ExpandFinal {
			return e.compileDefault(n, each)
		}
	}
	e.ready = sync.OnceValue(func() hclsyntax.Expression { return e.prepare(node) })
	if len(e.reads) == 0 && !e.readsText {
		v, diags := e.ready().Value(rootContext)
		if diags.HasErrors() {
			return nil, firstError(diags)
		}
		if v.IsWhollyKnown() && !v.ContainsMarked() { // unknown("the server's choice") is none, though it reads nothing
			e.kind, e.constant = constant, v
		}
	}
	return e, nil
}

// prepare rewrites the syntax tree of an expression.
func (e *expression) prepare(node hclsyntax.Expression) hclsyntax.Expression {
	q := newQuickener(node)
	soften(node)
	node = q.quicken(settle(node))
	if _, remembers := node.(blank); !remembers && len(e.reads) > 0 {
		return remember(node, e.reads)
	}
	return node
}

func (e *expression) compileDefault(call *hclsyntax.FunctionCallExpr, each bool) (*expression, error) {
	var err error
	e.kind = defaulted
	if e.first, err = compile(call.Args[0], each); err != nil {
		return nil, err
	}
	e.fallback, err = compile(call.Args[1], each)
	return e, err
}

// checkNames reports functions and variables that the language does not have.
func (e *expression) checkNames(node hclsyntax.Expression, each bool) error {
	var found error
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok {
			if _, known := functions[call.Name]; !known && found == nil {
				found = at(call.NameRange, "unknown function %q", call.Name)
			}
			e.readsText = e.readsText || textFunctions[call.Name]
		}
		return nil
	})
	for _, t := range e.reads {
		switch root := t.RootName(); root {
		case "self":
			if _, ok := selfAttribute(t.Traversal); !ok && found == nil {
				found = at(t.SourceRange(), "self must be followed by an attribute")
			}
		case "provider", "release", "region", "address", "vendor", "hosts":
		case "each":
			if !each && found == nil {
				found = at(t.SourceRange(), "each is only known in a block with for_each")
			}
		default:
			if found == nil {
				found = at(t.SourceRange(), "unknown name %q: an expression sees self, each, provider, release, region, address, vendor and hosts", root)
			}
		}
	}
	return found
}

// fits reports a constant that cannot be a value of the field.
func (e *expression) fits(spec *Spec) error {
	constants := []*expression{e}
	if e.kind == defaulted {
		constants = []*expression{e.first, e.fallback}
	}
	for _, c := range constants {
		if c.kind != constant || c.constant.IsNull() {
			continue
		}
		if err := fitsType(c.constant, spec); err != nil {
			return err
		}
	}
	return nil
}

func fitsType(v cty.Value, spec *Spec) error {
	v, _ = v.UnmarkDeep()
	listed := v.Type().IsTupleType() || v.Type().IsListType() || v.Type().IsSetType()
	switch {
	case spec.Type == typeMap:
		if !v.Type().IsObjectType() && !v.Type().IsMapType() {
			return fmt.Errorf("needs a map")
		}
		return nil
	case spec.IsList():
		if !listed {
			return fmt.Errorf("needs a list")
		}
		return nil
	case listed:
		return fmt.Errorf("needs a %s, not a list", spec.Type)
	}
	if spec.ctyType() != v.Type() && (spec.ctyType() == cty.String || v.Type() == cty.String) {
		return fmt.Errorf("needs a %s, not a %s", spec.Type, v.Type().FriendlyName())
	}
	if _, err := convert.Convert(v, spec.ctyType()); err != nil {
		return fmt.Errorf("needs a %s: %w", spec.Type, err)
	}
	return nil
}

// fixed is the field that a constant always makes, alone or as the fallback of default(); nil for all else.
func (e *expression) fixed(spec *Spec) *Field {
	c := e
	if e.kind == defaulted {
		c = e.fallback
	}
	if c.kind != constant || spec.IsList() || spec.IsReference() || spec.Type == typeMap {
		return nil
	}
	v, err := convert.Convert(c.constant, spec.ctyType())
	if err != nil {
		return nil // fits has reported it, or the value will
	}
	return &Field{Known: true, Value: plain(v)}
}

// isFixed reports whether the expression takes its constant for this instance, with no mark to keep.
func (e *expression) isFixed(s *scope) bool {
	if e.kind == constant {
		return true
	}
	if e.kind != defaulted || e.first.kind != traversal {
		return false
	}
	m, _, err := s.walk(e.first.path)
	return err == nil && len(m.marks) == 0 && m.bare.IsNull()
}

// value evaluates the expression. Where it reads something that the configuration does not write ([0] of an absent
// block, an attribute of null), the value is null and absent is true; the null carries the marks of the innermost
// block that is written.
func (e *expression) value(s *scope) (m marked, absent bool, err error) {
	switch e.kind {
	case constant:
		return unmarked(e.constant), false, nil
	case traversal:
		return s.walk(e.path)
	case defaulted:
		return e.defaultValue(s)
	case general:
	}
	return s.evaluate(e.ready(), e.reads, e.readsText)
}

func (e *expression) defaultValue(s *scope) (marked, bool, error) {
	m, _, err := e.first.value(s)
	if err != nil || !m.replaceable(s) {
		return m, false, err
	}
	fallback, absent, err := e.fallback.value(s)
	if err != nil {
		return fallback, false, err
	}
	return fallback.with(placesOf(m.marks)), absent, nil
}

// replaceable reports whether default() puts its second argument in the place of a value: where it is null, and where nothing is
// written and the provider would choose. Never where the configuration says something that is unknown here.
func (m marked) replaceable(s *scope) bool {
	switch {
	case m.bare.IsNull():
		return true
	case m.bare.IsKnown():
		return false
	}
	return leftToProvider(m.marks, s.address())
}

// evaluate evaluates an expression that is more than a traversal.
func (s *scope) evaluate(expr hclsyntax.Expression, reads []route, readsText bool) (marked, bool, error) {
	m, diags := s.eval(expr)
	switch {
	case !diags.HasErrors():
		if !m.bare.IsKnown() && !m.waits() {
			m = m.with(s.marksRead(reads, isUnknown))
		}
		return s.orNull(m), false, nil
	case isAbsent(diags):
		marks := s.marksRead(reads, func(_ marked, absent bool) bool { return absent })
		return marked{bare: cty.NullVal(cty.DynamicPseudoType), marks: marks}, true, nil
	case readsText:
		marks := s.marksRead(reads, func(marked, bool) bool { return true })
		return apart(failed("Text of an unexpected shape", firstError(diags).Error(), marks)), false, nil
	}
	return unmarked(cty.DynamicVal), false, firstError(diags)
}

// waits reports whether an unknown value says what it waits for.
func (m marked) waits() bool {
	for mark := range m.marks {
		switch mark.(type) {
		case resource.Ref, resource.Why, problem:
			return true
		}
	}
	return false
}

// marksRead are the marks of what those paths lead to that keep chooses. HCL forgets them where it gives up: in a for over an
// unknown of no type, and in every error.
func (s *scope) marksRead(reads []route, keep func(m marked, absent bool) bool) cty.ValueMarks {
	var all cty.ValueMarks
	for _, p := range reads {
		if m, absent, err := s.walk(p); err == nil && keep(m, absent) { // there is an error for the variable of a for
			all = union(all, m.deep())
		}
	}
	return all
}

func isUnknown(m marked, _ bool) bool { return !m.bare.IsKnown() }

// outOfRange are the ends of HCL's details for an index that is not there.
var outOfRange = []string{
	".", ": the collection has no elements.", ": the given index is greater than or equal to the length of the collection.",
}

// isAbsent reports whether every error is about something the configuration does not write. The summaries are HCL's own;
// a test pins them.
func isAbsent(diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		switch d.Summary {
		case "Attempt to get attribute from null value", "Attempt to index null value", "Missing map element", "Splat of null value":
		case "Invalid template interpolation value":
			if !strings.HasPrefix(d.Detail, "The expression result is null.") {
				return false
			}
		case "Invalid index":
			if !slices.Contains(outOfRange, strings.TrimPrefix(d.Detail, "The given key does not identify an element in this collection value")) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// decodeClosure evaluates an argument that a function took unevaluated.
func decodeClosure(arg cty.Value) (marked, *scope, error) {
	closure := customdecode.ExpressionClosureFromVal(arg)
	s := scopeIn(closure.EvalContext)
	argument := closure.Expression
	if inner, ok := argument.(settled); ok {
		argument = inner.Expression
	}
	if t, ok := argument.(*hclsyntax.ScopeTraversalExpr); ok {
		m, _, err := s.walk(routeOf(t.Traversal))
		return m, s, err
	}
	expr, ok := closure.Expression.(hclsyntax.Expression)
	if !ok {
		return marked{}, s, at(closure.Expression.Range(), "not a native expression")
	}
	m, _, err := s.evaluate(expr, routesOf(expr.Variables()), false)
	return m, s, err
}
