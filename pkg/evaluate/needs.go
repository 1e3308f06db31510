package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/baalint/baalint/pkg/tffunc"
)

// needs says what an expression refers to. It is worked out once per expression, from its syntax alone.
type needs struct {
	// expr is what to evaluate, within the budget.
	expr                                 hclsyntax.Expression
	budget                               *tffunc.Budget
	variables, locals, paths, terraforms []name
	modules, blocks                      []*use
	// roots are the first names of all references, so that each, count and iterators find theirs.
	roots map[string]hcl.Range
	// stubs stand for functions that are not in the table.
	stubs map[string]function.Function
	// faults are mistakes that show without evaluating.
	faults hcl.Diagnostics
}

// name is a reference by a single name: var.x, local.x.
type name struct {
	name  string
	place hcl.Range
}

// use is how an expression uses a block or a module call, all its references to it taken together.
type use struct {
	// root is the first name of the references, key the block as in load.Module.Resources or the name of the call.
	root, key string
	place     hcl.Range
	// attributes are those that are read, sorted; whole is set where something else might be, each where elements are gone
	// through: instances, or the attributes of a block that is there once.
	attributes  []string
	whole, each bool
	// guarded is set where a reference stands inside of try or can.
	guarded bool
	// indexed is set where every reference names one instance by a literal key and none stands inside of try or can: the
	// instance may then be taken to exist. The keys are in keys.
	indexed bool
	keys    []cty.Value
}

func (r *run) needs(expr hclsyntax.Expression) *needs {
	n, ok := r.needed[expr]
	if !ok {
		n = &needs{}
		n.expr, n.budget = tffunc.Readable(expr)
		w := walker{run: r, needs: n}
		w.walk(expr, anything, false)
		r.needed[expr] = n
	}
	return n
}

// reading lists the attributes that the surrounding expression reads from a value, or, with each, from its elements: none at
// all where names is empty, any of them where it is nil.
type reading struct {
	names []string
	each  bool
}

// anything is the reading of which nothing is known.
var anything reading

// walker collects the references of an expression.
type walker struct {
	run   *run
	needs *needs
	// bound are the names that for expressions around the current place bind.
	bound []string
}

// walk visits e, of whose value the surrounding expression reads after; guarded is set inside of try and can.
func (w *walker) walk(e hclsyntax.Expression, after reading, guarded bool) {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		w.reference(e, after, guarded)
	case *hclsyntax.RelativeTraversalExpr:
		w.walk(e.Source, firstAttribute(e.Traversal, after), guarded)
	case *hclsyntax.IndexExpr:
		w.walk(e.Collection, after.within(), guarded)
		w.walk(e.Key, anything, guarded)
	case *hclsyntax.SplatExpr:
		w.walk(e.Source, w.splat(e.Each, after), guarded)
		w.walk(e.Each, anything, guarded)
	case *hclsyntax.ParenthesesExpr:
		w.walk(e.Expression, after, guarded)
	case *hclsyntax.TemplateWrapExpr:
		w.walk(e.Wrapped, after, guarded)
	case *hclsyntax.ConditionalExpr:
		w.walk(e.Condition, anything, guarded)
		w.walk(e.TrueResult, after, guarded)
		w.walk(e.FalseResult, after, guarded)
	case *hclsyntax.FunctionCallExpr:
		w.call(e, after, guarded)
	case *hclsyntax.ForExpr:
		w.loop(e, guarded)
	default:
		w.plain(e, guarded)
	}
}

// plain visits the expressions that only put values together.
func (w *walker) plain(e hclsyntax.Expression, guarded bool) {
	switch e := e.(type) {
	case *hclsyntax.TupleConsExpr:
		for _, element := range e.Exprs {
			w.walk(element, anything, guarded)
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			w.walk(item.KeyExpr, anything, guarded)
			w.walk(item.ValueExpr, anything, guarded)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		if e.ForceNonLiteral || hcl.ExprAsKeyword(e.Wrapped) == "" {
			w.walk(e.Wrapped, anything, guarded)
		}
	case *hclsyntax.BinaryOpExpr:
		w.walk(e.LHS, anything, guarded)
		w.walk(e.RHS, anything, guarded)
	case *hclsyntax.UnaryOpExpr:
		w.walk(e.Val, anything, guarded)
	case *hclsyntax.TemplateExpr:
		for _, part := range e.Parts {
			w.walk(part, anything, guarded)
		}
	case *hclsyntax.TemplateJoinExpr:
		w.walk(e.Tuple, anything, guarded)
	}
}

// counting are the functions that look at the elements of their arguments no further than at their number and keys.
var counting = []string{"keys", "length"}

// handing are the functions whose result holds elements of their arguments, unchanged.
var handing = []string{
	"can", "coalesce", "coalescelist", "compact", "concat", "distinct", "element", "flatten", "merge", "nonsensitive", "one",
	"reverse", "sensitive", "slice", "tolist", "toset", "try", "values",
}

func (w *walker) call(e *hclsyntax.FunctionCallExpr, after reading, guarded bool) {
	if _, known := w.run.functions[e.Name]; !known {
		w.stub(e)
	}
	switch {
	case slices.Contains(counting, e.Name):
		after = reading{names: []string{}, each: true}
	case e.Name == "values":
		after.each = true
	case !slices.Contains(handing, e.Name):
		after = anything
	}
	guarded = guarded || e.Name == "try" || e.Name == "can"
	for _, argument := range e.Args {
		w.walk(argument, after, guarded)
	}
}

// splat gives the attributes that the part after [*] reads from each element.
func (w *walker) splat(each hclsyntax.Expression, after reading) reading {
	for {
		switch e := each.(type) {
		case *hclsyntax.AnonSymbolExpr:
			return after
		case *hclsyntax.RelativeTraversalExpr:
			after = firstAttribute(e.Traversal, after)
			each = e.Source
		case *hclsyntax.IndexExpr:
			each = e.Collection
		case *hclsyntax.SplatExpr:
			after = w.splat(e.Each, after)
			each = e.Source
		default:
			return anything
		}
	}
}

func (w *walker) loop(e *hclsyntax.ForExpr, guarded bool) {
	parts := []hclsyntax.Expression{e.ValExpr}
	for _, part := range []hclsyntax.Expression{e.KeyExpr, e.CondExpr} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	w.walk(e.CollExpr, reading{readFrom(e.ValVar, parts), true}, guarded)
	w.bound = append(w.bound, e.KeyVar, e.ValVar)
	for _, part := range parts {
		w.walk(part, anything, guarded)
	}
	w.bound = w.bound[:len(w.bound)-2]
}

// readFrom gives the attributes that expressions read from a name, nil where one of them uses it as a whole.
func readFrom(name string, parts []hclsyntax.Expression) []string {
	found := []string{}
	for _, part := range parts {
		for _, traversal := range part.Variables() {
			if traversal.RootName() != name {
				continue
			}
			read := firstAttribute(traversal[1:], anything)
			if read.names == nil {
				return nil
			}
			found = append(found, read.names...)
		}
	}
	return found
}

// firstAttribute is the first step of a traversal that is an attribute, steps into a collection before it skipped.
func firstAttribute(steps hcl.Traversal, after reading) reading {
	for _, step := range steps {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			return reading{names: []string{step.Name}}
		case hcl.TraverseIndex, hcl.TraverseSplat:
			after = after.within()
		}
	}
	return after
}

// within is what is read of a collection where r is read of an element of it.
func (r reading) within() reading {
	if r.each {
		return anything
	}
	return r
}

// reference sorts one traversal into the needs.
func (w *walker) reference(e *hclsyntax.ScopeTraversalExpr, after reading, guarded bool) {
	steps := e.Traversal
	root := steps.RootName()
	if slices.Contains(w.bound, root) {
		return
	}
	if w.needs.roots == nil {
		w.needs.roots = map[string]hcl.Range{}
	}
	if _, ok := w.needs.roots[root]; !ok {
		w.needs.roots[root] = e.SrcRange
	}
	second, ok := attributeAt(steps, 1)
	switch root {
	case "each", "count", "self":
		return
	case "var", "local", "path", "terraform":
		if !ok {
			w.invalid(e, fmt.Sprintf("%q must be followed by a dot and a name.", root))
			return
		}
		w.single(root, name{second, e.SrcRange})
	case "module":
		w.block(&use{root: root, key: second, place: e.SrcRange}, steps, 2, after, guarded)
	case "data", "ephemeral":
		third, _ := attributeAt(steps, 2)
		w.block(&use{root: root, key: root + "." + second + "." + third, place: e.SrcRange}, steps, 3, after, guarded)
	case "resource": // resource.aws_s3_bucket.b is another way to write aws_s3_bucket.b
		third, _ := attributeAt(steps, 2)
		w.block(&use{root: root, key: second + "." + third, place: e.SrcRange}, steps, 3, after, guarded)
	default:
		w.block(&use{root: root, key: root + "." + second, place: e.SrcRange}, steps, 2, after, guarded)
	}
}

func (w *walker) single(root string, n name) {
	into := map[string]*[]name{
		"var": &w.needs.variables, "local": &w.needs.locals, "path": &w.needs.paths, "terraform": &w.needs.terraforms,
	}[root]
	*into = append(*into, n)
}

func (w *walker) invalid(e hclsyntax.Expression, detail string) {
	w.needs.faults = append(w.needs.faults, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Invalid reference", Detail: detail, Subject: e.Range().Ptr(),
	})
}

// block adds a reference to a resource block or module call, whose name ends before step at.
func (w *walker) block(u *use, steps hcl.Traversal, at int, after reading, guarded bool) {
	list := &w.needs.blocks
	if u.root == "module" {
		list = &w.needs.modules
	}
	if i := slices.IndexFunc(*list, func(other *use) bool { return other.key == u.key && other.root == u.root }); i >= 0 {
		u = (*list)[i]
	} else {
		u.indexed = true
		*list = append(*list, u)
	}
	if len(steps) < at || strings.HasSuffix(u.key, ".") || u.key == "" {
		u.indexed = false // no name: an iterator perhaps, else told when it is looked up
		return
	}
	steps = steps[at:]
	read := firstAttribute(steps, after)
	u.whole = u.whole || read.names == nil
	u.each = u.each || read.each
	u.guarded = u.guarded || guarded
	for _, attribute := range read.names {
		if i, found := slices.BinarySearch(u.attributes, attribute); !found {
			u.attributes = slices.Insert(u.attributes, i, attribute)
		}
	}
	key, ok := keyAt(steps)
	u.indexed = u.indexed && ok && !guarded
	if ok {
		u.keys = append(u.keys, key)
	}
}

// all reports whether every attribute of an instance is read.
func (u *use) all(k kind) bool { return u.whole || u.each && k == single }

// labels are the type and the name of a block; the type is "" where the root of the reference is the type.
func (u *use) labels() (typ, label string) {
	rest := strings.TrimPrefix(u.key, u.root+".")
	switch u.root {
	case "data", "ephemeral", "resource":
		typ, label, _ = strings.Cut(rest, ".")
		return typ, label
	}
	return "", rest
}

func attributeAt(steps hcl.Traversal, i int) (string, bool) {
	if i >= len(steps) {
		return "", false
	}
	step, ok := steps[i].(hcl.TraverseAttr)
	return step.Name, ok
}

func keyAt(steps hcl.Traversal) (cty.Value, bool) {
	if len(steps) == 0 {
		return cty.NilVal, false
	}
	step, ok := steps[0].(hcl.TraverseIndex)
	return step.Key, ok
}
