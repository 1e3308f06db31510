package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/tffunc"
)

// names are what an expression may refer to beyond its module: each, count, iterators of dynamic blocks.
type names map[string]cty.Value

// with are these names and another.
func (n names) with(name string, value cty.Value) names {
	more := make(names, len(n)+1)
	maps.Copy(more, n)
	more[name] = value
	return more
}

// eval evaluates an expression. It always gives a value: what fails is unknown and reported.
func (s *scope) eval(expr hcl.Expression, extra names) cty.Value {
	r := s.run
	e := r.native(expr)
	if v, ok := s.quick(e, extra); ok {
		return v
	}
	n := r.needs(e)
	ctx, size := s.context(n, extra)
	if size > maxSize {
		return r.tooLarge(r.now(), e.Range())
	}
	n.budget.Reset()
	v, diags := n.expr.Value(ctx)
	if n.budget.Spent() {
		return r.tooLarge(r.now(), e.Range())
	}
	if diags.HasErrors() {
		why := resource.Why{Cause: resource.Failed, Subject: r.now()}
		if s.unsupported(n, diags) {
			why.Cause = resource.OtherRelease
		}
		n.budget.Reset()
		v = salvage(n.expr, ctx, why)
		r.report(diags)
	}
	return tffunc.Spelled(s.account(v, ctx), e, ctx)
}

// salvage evaluates an expression that is in error and keeps the elements of lists and objects that are not. What is lost is unknown
// as why says.
func salvage(e hclsyntax.Expression, ctx *hcl.EvalContext, why resource.Why) cty.Value {
	v, diags := e.Value(ctx)
	if !diags.HasErrors() {
		return v
	}
	why.Place = place(e.Range())
	failed := cty.DynamicVal.Mark(fault(diags, why))
	switch e := e.(type) {
	case *hclsyntax.TupleConsExpr:
		elements := make([]cty.Value, len(e.Exprs))
		for i, element := range e.Exprs {
			elements[i] = salvage(element, ctx, why)
		}
		return cty.TupleVal(elements)
	case *hclsyntax.ObjectConsExpr:
		fields := make(map[string]cty.Value, len(e.Items))
		for _, item := range e.Items {
			key, diags := item.KeyExpr.Value(ctx)
			if diags.HasErrors() || key.IsMarked() || !key.IsKnown() || key.IsNull() || key.Type() != cty.String {
				return failed
			}
			fields[key.AsString()] = salvage(item.ValueExpr, ctx, why)
		}
		return cty.ObjectVal(fields)
	}
	return failed
}

// fault is why an expression has no value: a function refused, or else as the given reason says.
func fault(diags hcl.Diagnostics, otherwise resource.Why) resource.Why {
	for _, d := range diags {
		extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
		if !ok {
			continue
		}
		var refused *tffunc.RefusedError
		if errors.As(extra.FunctionCallError(), &refused) {
			return resource.Why{Cause: refused.Cause, Subject: cmp.Or(refused.Subject, otherwise.Subject), Place: otherwise.Place}
		}
	}
	return otherwise
}

// account gives every unknown in a result a reason. HCL itself drops marks in a few places (a for expression over a value
// of unknown type, an unknown final argument "..."): such an unknown gets the marks of all unknowns the expression read.
func (s *scope) account(v cty.Value, ctx *hcl.EvalContext) cty.Value {
	if v.IsWhollyKnown() || explained(v) {
		return v
	}
	marks := cty.ValueMarks{}
	for _, name := range sorted(ctx.Variables) {
		unknownMarks(marks, ctx.Variables[name])
	}
	if len(marks) == 0 {
		marks[resource.Why{Cause: resource.Computed, Subject: s.run.now()}] = struct{}{}
	}
	return explain(v, resource.WithoutSymbols(marks))
}

// context holds the values that an expression needs, and nothing else. The size is that of the values of variables and
// locals in it, by which the size of the result is bounded before it is made.
func (s *scope) context(n *needs, extra names) (*hcl.EvalContext, int) {
	r := s.run
	r.report(n.faults)
	if len(n.roots) == 0 && n.stubs == nil {
		return r.bare, 0
	}
	ctx := &hcl.EvalContext{Functions: r.functions}
	if n.stubs != nil {
		ctx = ctx.NewChild()
		ctx.Functions = n.stubs
	}
	ctx.Variables = make(map[string]cty.Value, len(n.roots))
	size := s.plainRoots(ctx, n)
	s.blockRoots(ctx, n, extra)
	for root, at := range n.roots {
		v, ok := extra[root]
		switch {
		case ok:
			ctx.Variables[root] = v
		case root == "each" || root == "count" || root == "self":
			r.fault(at, "Invalid reference", fmt.Sprintf("%q has no meaning here: %s.", root, meaning[root]))
			ctx.Variables[root] = r.failure(root, at)
		}
	}
	return ctx, size
}

var meaning = map[string]string{
	"each":  "the block has no for_each",
	"count": "the block has no count",
	"self":  "only provisioners, connections and conditions know it",
}

// plainRoots fills in var, local, path and terraform.
func (s *scope) plainRoots(ctx *hcl.EvalContext, n *needs) int {
	size := 0
	fill := func(root string, list []name, value func(name) (cty.Value, int)) {
		if len(list) == 0 {
			return
		}
		object := make(map[string]cty.Value, len(list))
		for _, n := range list {
			v, measured := value(n)
			object[n.name] = v
			size += measured
		}
		ctx.Variables[root] = cty.ObjectVal(object)
	}
	fill("var", n.variables, func(n name) (cty.Value, int) {
		if _, ok := s.module.Variables[n.name]; !ok {
			return s.undeclared("var."+n.name, "variable", n.place), 1
		}
		v := s.variable(n.name)
		return v, s.variables[n.name].size
	})
	fill("local", n.locals, func(n name) (cty.Value, int) {
		if _, ok := s.module.Locals[n.name]; !ok {
			return s.undeclared("local."+n.name, "local value", n.place), 1
		}
		v := s.local(n.name)
		return v, s.locals[n.name].size
	})
	fill("path", n.paths, func(n name) (cty.Value, int) { return s.path(n), 1 })
	fill("terraform", n.terraforms, func(n name) (cty.Value, int) { return s.terraform(n), 1 })
	return size
}

func (s *scope) undeclared(subject, kind string, at hcl.Range) cty.Value {
	s.run.fault(at, "Reference to undeclared "+kind, fmt.Sprintf("Nothing in %s declares %s.", s.module.Dir, subject))
	return s.run.failure(subject, at)
}

// blockRoots fills in modules, resources and data sources.
func (s *scope) blockRoots(ctx *hcl.EvalContext, n *needs, extra names) {
	if len(n.modules) > 0 {
		object := make(map[string]cty.Value, len(n.modules))
		for _, u := range n.modules {
			object[u.key] = s.moduleValue(u)
		}
		ctx.Variables["module"] = cty.ObjectVal(object)
	}
	types := map[string]map[string]map[string]cty.Value{} // root, type, name; the type is "" where the root is the type
	for _, u := range n.blocks {
		if _, ok := extra[u.root]; ok {
			continue
		}
		typ, label := u.labels()
		if label == "" {
			s.run.fault(u.place, "Invalid reference", fmt.Sprintf("%q must be followed by the name of what is declared.", u.root))
			ctx.Variables[u.root] = s.run.failure(u.root, u.place)
			continue
		}
		if types[u.root] == nil {
			types[u.root] = map[string]map[string]cty.Value{}
		}
		if types[u.root][typ] == nil {
			types[u.root][typ] = map[string]cty.Value{}
		}
		types[u.root][typ][label] = s.blockValue(u)
	}
	for root, byType := range types {
		if _, failed := ctx.Variables[root]; failed {
			continue
		}
		if byName, ok := byType[""]; ok {
			ctx.Variables[root] = cty.ObjectVal(byName)
			continue
		}
		object := make(map[string]cty.Value, len(byType))
		for typ, byName := range byType {
			object[typ] = cty.ObjectVal(byName)
		}
		ctx.Variables[root] = cty.ObjectVal(object)
	}
}
