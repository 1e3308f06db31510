package check

import (
	"cmp"
	"maps"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/waive"
)

// tracer finds out where values come from: the lines of locals, variables, variable files, arguments of module calls and outputs that an
// expression refers to, by its syntax alone.
type tracer struct {
	tree  *load.Tree
	roots map[string]*load.Root
	// given are the places that give values to the variables of roots, in any environment.
	given map[[2]string][]hcl.Range
	// blocks are the resources of the modules that were asked about, in the order of their files and lines.
	blocks map[*load.Module][]*load.Resource
}

// newTracer notes the values of all environments, and leaves the tree with those of the last.
func newTracer(tree *load.Tree, opts Options) (*tracer, error) {
	t := &tracer{tree: tree, roots: map[string]*load.Root{}, given: map[[2]string][]hcl.Range{}, blocks: map[*load.Module][]*load.Resource{}}
	t.note()
	for _, e := range opts.Environments {
		if err := tree.Give(slices.Concat(e.Settings, opts.Settings), e.Workspace); err != nil {
			return nil, err
		}
		t.note()
	}
	return t, nil
}

func (t *tracer) note() {
	for _, root := range t.tree.Roots {
		t.roots[root.Module.Dir] = root
		for name, value := range root.Values {
			key := [2]string{root.Module.Dir, name}
			t.given[key] = append(t.given[key], value.Range)
		}
	}
}

// deepest bounds how many module calls are followed.
const deepest = 50

// frame is a module as one chain of calls reaches it.
type frame struct {
	root   *load.Root
	module *load.Module
	// call is what calls it in the module of caller; nil for a root.
	call   *load.Call
	caller *frame
	key    string
}

// callee is the module that a call leads to; nil where that was not read.
func (t *tracer) callee(f *frame, name string) *frame {
	call := f.module.Calls[name]
	if call == nil {
		return nil
	}
	key := strings.TrimPrefix(f.key+"."+name, ".")
	if strings.Count(key, ".") >= deepest { // a module may call itself
		return nil
	}
	dir, ok := t.tree.CallDir(f.root, f.module, key, call.Source)
	if !ok || call.Source == "" {
		return nil
	}
	module := t.tree.Module(dir)
	if module == nil {
		return nil
	}
	return &frame{root: f.root, module: module, call: call, caller: f, key: key}
}

// origins are the places that the value of a finding comes from, beside its own.
func (t *tracer) origins(f *finding.Finding) []finding.Place {
	root := t.roots[f.Root]
	if root == nil || f.Place.File == "" {
		return nil
	}
	at := &frame{root: root, module: root.Module}
	for _, name := range waive.Calls(f.Address) {
		if at = t.callee(at, name); at == nil {
			return nil
		}
	}
	if at.module.Dir != path.Dir(f.Place.File) {
		return nil // it stands in the block of something else
	}
	if r := t.blockAt(at.module, f.Place); r != nil {
		return t.ofBlock(at, r, f.Place)
	}
	return nil
}

// blockAt is the resource whose block holds a place, the last of those that do; nil where none does. In JSON many stand on one line.
func (t *tracer) blockAt(m *load.Module, p finding.Place) *load.Resource {
	blocks, known := t.blocks[m]
	if !known {
		blocks = slices.SortedFunc(maps.Values(m.Resources), func(a, b *load.Resource) int {
			return cmp.Or(strings.Compare(a.BodyRange.Filename, b.BodyRange.Filename), cmp.Compare(a.BodyRange.Start.Byte, b.BodyRange.Start.Byte))
		})
		t.blocks[m] = blocks
	}
	behind, _ := slices.BinarySearchFunc(blocks, p, func(r *load.Resource, p finding.Place) int {
		begins := blockOf(r)
		return cmp.Or(strings.Compare(begins.File, p.File), cmp.Compare(begins.Line, p.Line), cmp.Compare(begins.Column, p.Column), -1)
	})
	if behind == 0 || !overlap(blockOf(blocks[behind-1]), p) {
		return nil
	}
	return blocks[behind-1]
}

// blockOf is all of a block, the header included.
func blockOf(r *load.Resource) finding.Place {
	whole := placeOf(r.BodyRange)
	if header := placeOf(r.DeclRange); header.File == whole.File && comparePositions(header.Line, header.Column, whole.Line, whole.Column) < 0 {
		whole.Line, whole.Column = header.Line, header.Column
	}
	return whole
}

// overlap tells whether two places have something in common. A place without an end of its own takes in its line to the end.
func overlap(a, b finding.Place) bool {
	before := func(a, b finding.Place) bool {
		line, column := max(a.Line, a.EndLine), cmp.Or(a.EndColumn, math.MaxInt)
		return comparePositions(line, column, b.Line, b.Column) <= 0
	}
	return a.File == b.File && !before(a, b) && !before(b, a)
}

func comparePositions(line, column, otherLine, otherColumn int) int {
	return cmp.Or(cmp.Compare(line, otherLine), cmp.Compare(column, otherColumn))
}

// ofBlock traces what stands at a place of a block, and how often the block is there.
func (t *tracer) ofBlock(at *frame, r *load.Resource, p finding.Place) []finding.Place {
	w := &trace{tracer: t, seen: map[*frame]map[hcl.Range]bool{}, frames: map[string]*frame{}}
	for _, expr := range []hcl.Expression{r.Count, r.ForEach, r.Enabled} {
		w.expression(at, expr, r.Count, r.ForEach)
	}
	for _, expr := range bodyExpressions(r.Config) {
		if overlap(placeOf(expr.Range()), p) {
			w.expression(at, expr, r.Count, r.ForEach)
		}
	}
	return w.found
}

// bodyExpressions are those of the attributes of a body, blocks within included.
func bodyExpressions(body hcl.Body) []hcl.Expression {
	var out []hcl.Expression
	attributes, _ := body.JustAttributes() // the diagnostics are about blocks, which follow
	for _, a := range attributes {
		out = append(out, a.Expr)
	}
	if native, ok := body.(*hclsyntax.Body); ok {
		for _, block := range native.Blocks {
			out = append(out, bodyExpressions(block.Body)...)
		}
	}
	return out
}

// trace is the tracing of one finding.
type trace struct {
	*tracer
	found  []finding.Place
	seen   map[*frame]map[hcl.Range]bool
	frames map[string]*frame // callees, by root and key, so that each is seen once
}

// expression follows what an expression refers to. each are the expressions that its count and each come from.
func (w *trace) expression(at *frame, expr hcl.Expression, each ...hcl.Expression) {
	if expr == nil || w.seen[at][expr.Range()] {
		return
	}
	if w.seen[at] == nil {
		w.seen[at] = map[hcl.Range]bool{}
	}
	w.seen[at][expr.Range()] = true
	for _, reference := range expr.Variables() {
		names := attributeNames(reference)
		switch {
		case len(names) == 0:
		case names[0] == "each" || names[0] == "count":
			for _, e := range each {
				w.expression(at, e, each...)
			}
		case len(names) < 2:
		case names[0] == "local":
			w.attribute(at, at.module.Locals[names[1]])
		case names[0] == "var":
			w.variable(at, names[1])
		case names[0] == "module":
			w.output(at, names)
		default:
			w.resource(at, names)
		}
	}
}

// attributeNames are the names of a reference, keys left out: module, vault, arn for module.vault["a"].arn.
func attributeNames(reference hcl.Traversal) []string {
	var names []string
	for _, step := range reference {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			names = append(names, step.Name)
		case hcl.TraverseAttr:
			names = append(names, step.Name)
		}
	}
	return names
}

func (w *trace) attribute(at *frame, a *hcl.Attribute) {
	if a != nil {
		w.found = append(w.found, placeOf(a.Range))
		w.expression(at, a.Expr)
	}
}

// variable is given by the caller, by files and flags, or by its default.
func (w *trace) variable(at *frame, name string) {
	v := at.module.Variables[name]
	if v == nil {
		return
	}
	w.found = append(w.found, placeOf(v.DeclRange))
	if at.caller != nil {
		if argument := at.call.Arguments[name]; argument != nil {
			w.found = append(w.found, placeOf(argument.Range))
			w.expression(at.caller, argument.Expr, at.call.Count, at.call.ForEach)
			return
		}
	} else if given := w.given[[2]string{at.root.Module.Dir, name}]; len(given) > 0 {
		for _, r := range given {
			w.found = append(w.found, placeOf(r))
		}
		return
	}
	if v.Default != nil {
		w.found = append(w.found, placeOf(v.Default.Range()))
	}
}

func (w *trace) output(at *frame, names []string) {
	key := strings.TrimPrefix(at.key+"."+names[1], ".")
	callee, known := w.frames[key]
	if !known {
		callee = w.callee(at, names[1])
		w.frames[key] = callee
	}
	if callee == nil || len(names) < 3 || callee.module.Outputs[names[2]] == nil {
		return
	}
	value := callee.module.Outputs[names[2]].Value
	if value != nil {
		w.found = append(w.found, placeOf(value.Range()))
		w.expression(callee, value)
	}
}

// resource is an attribute that another block writes.
func (w *trace) resource(at *frame, names []string) {
	switch {
	case names[0] == "resource" && len(names) > 2:
		names = names[1:]
	case names[0] == "data" && len(names) > 2:
		names = append([]string{names[0] + "." + names[1]}, names[2:]...)
	}
	r := at.module.Resources[names[0]+"."+names[1]]
	if r == nil || len(names) < 3 {
		return
	}
	attributes, _ := r.Config.JustAttributes() // blocks are no attributes
	if a := attributes[names[2]]; a != nil {
		w.found = append(w.found, placeOf(a.Range))
		w.expression(at, a.Expr, r.Count, r.ForEach)
	}
}
