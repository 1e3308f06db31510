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
)

// expression is a compiled attribute of a catalogue entry. Constants, plain traversals and default() of those, nearly all
// of a catalogue, are evaluated without HCL's machinery.
type expression struct {
	hcl  hcl.Expression
	kind expressionKind
	// ready is the expression rewritten for evaluation, which waits until an instance asks for it. Nil where kind says more.
	ready func() hcl.Expression
	// reads are the traversals of the expression.
	reads []hcl.Traversal
	// constant is the value of a constant; path the traversal.
	constant cty.Value
	path     hcl.Traversal
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
	e := &expression{hcl: node, reads: node.Variables()}
	if err := e.checkNames(node, each); err != nil {
		return nil, err
	}
	return e.classify(node, each)
}

func (e *expression) classify(node hclsyntax.Expression, each bool) (*expression, error) {
	switch n := node.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		e.kind, e.path = traversal, n.Traversal
		return e, nil
	case *hclsyntax.FunctionCallExpr:
		if n.Name == "default" && len(n.Args) == 2 && !n.ExpandFinal {
			return e.compileDefault(n, each)
		}
	}
	e.ready = sync.OnceValue(func() hcl.Expression { return e.prepare(node) })
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
func (e *expression) prepare(node hclsyntax.Expression) hcl.Expression {
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
			if _, ok := selfAttribute(t); !ok && found == nil {
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
func (e *expression) isFixed(ctx *hcl.EvalContext) bool {
	if e.kind == constant {
		return true
	}
	if e.kind != defaulted || e.first.kind != traversal {
		return false
	}
	v, _, err := walk(e.first.path, ctx)
	return err == nil && !v.IsMarked() && v.IsNull()
}

// value evaluates the expression. Where it reads something that the configuration does not write ([0] of an absent
// block, an attribute of null), the value is null and absent is true; the null carries the marks of the innermost
// block that is written.
func (e *expression) value(ctx *hcl.EvalContext) (v cty.Value, absent bool, err error) {
	switch e.kind {
	case constant:
		return e.constant, false, nil
	case traversal:
		return walk(e.path, ctx)
	case defaulted:
		return e.defaultValue(ctx)
	case general:
	}
	return evaluate(e.ready(), e.reads, ctx, e.readsText)
}

func (e *expression) defaultValue(ctx *hcl.EvalContext) (cty.Value, bool, error) {
	v, _, err := e.first.value(ctx)
	if err != nil || !replaceable(v, ctx) {
		return v, false, err
	}
	fallback, absent, err := e.fallback.value(ctx)
	if err != nil {
		return fallback, false, err
	}
	return withMarks(fallback, placesOf(v)), absent, nil
}

// replaceable reports whether default() puts its second argument in the place of v: where v is null, and where nothing is
// written and the provider would choose. Never where the configuration says something that is unknown here.
func replaceable(v cty.Value, ctx *hcl.EvalContext) bool {
	bare, _ := v.Unmark()
	switch {
	case bare.IsNull():
		return true
	case bare.IsKnown():
		return false
	}
	return leftToProvider(v, addressIn(ctx))
}

// evaluate runs HCL on an expression that is more than a traversal.
func evaluate(expr hcl.Expression, reads []hcl.Traversal, ctx *hcl.EvalContext, readsText bool) (cty.Value, bool, error) {
	v, diags := expr.Value(ctx)
	switch {
	case !diags.HasErrors():
		if !v.IsKnown() && !waits(v) {
			v = v.WithMarks(readMarks(reads, ctx, func(read cty.Value, _ bool) bool { return !read.IsKnown() })...)
		}
		return settleValue(v, ctx), false, nil
	case isAbsent(diags):
		marks := readMarks(reads, ctx, func(_ cty.Value, absent bool) bool { return absent })
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks...), true, nil
	case readsText:
		marks := readMarks(reads, ctx, func(cty.Value, bool) bool { return true })
		return failed("Text of an unexpected shape", firstError(diags).Error(), marks...), false, nil
	}
	return cty.DynamicVal, false, firstError(diags)
}

// waits reports whether an unknown value says what it waits for.
func waits(v cty.Value) bool {
	m := splitMarks(v.Marks())
	return len(m.refs)+len(m.whys)+len(m.problems) > 0
}

// readMarks are the marks of those traversals that keep chooses. HCL forgets them where it gives up: in a for over an
// unknown of no type, and in every error.
func readMarks(reads []hcl.Traversal, ctx *hcl.EvalContext, keep func(v cty.Value, absent bool) bool) []cty.ValueMarks {
	var all []cty.ValueMarks
	for _, path := range reads {
		if lookup(ctx, path.RootName()) == cty.NilVal {
			continue // the variable of a for
		}
		if v, absent, err := walk(path, ctx); err == nil && keep(v, absent) {
			_, marks := v.UnmarkDeep()
			all = append(all, marks)
		}
	}
	return all
}

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

// rootContext holds the functions; every instance gets a child of it.
var rootContext = &hcl.EvalContext{Functions: functions}

// decodeClosure evaluates an argument that a function took unevaluated.
func decodeClosure(arg cty.Value) (cty.Value, *hcl.EvalContext, error) {
	closure := customdecode.ExpressionClosureFromVal(arg)
	argument := closure.Expression
	if s, ok := argument.(settled); ok {
		argument = s.Expression
	}
	if t, ok := argument.(*hclsyntax.ScopeTraversalExpr); ok {
		v, _, err := walk(t.Traversal, closure.EvalContext)
		return v, closure.EvalContext, err
	}
	v, _, err := evaluate(closure.Expression, closure.Expression.Variables(), closure.EvalContext, false)
	return v, closure.EvalContext, err
}
