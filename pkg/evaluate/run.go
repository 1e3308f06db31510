package evaluate

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/tffunc"
)

// maxChain bounds how many terms may wait for each other, so that no configuration exhausts the stack.
const maxChain = 50_000

// run is the evaluation of one root, or of a share of it. It belongs to one goroutine.
type run struct {
	tree      *load.Tree
	root      *load.Root
	opts      Options
	functions map[string]function.Function
	bare      *hcl.EvalContext

	resources []*resource.Resource
	diags     hcl.Diagnostics
	told      map[string]bool
	unread    []Unread
	// entered are the directories of the modules that were.
	entered map[string]bool
	// waiting are the terms under way, each waiting for the next.
	waiting []*term
	// left is how many more instances this root may have.
	left int
	// blocks is how many the dynamic blocks of the instance under way have made.
	blocks int
	// ordered tells that what came out hangs on the order in which terms were asked for.
	ordered bool

	// What is worked out once per piece of syntax, however often its module is called.
	natives  map[hcl.Expression]hclsyntax.Expression
	needed   map[hclsyntax.Expression]*needs
	contents map[any]*content
	spoken   map[*load.Module][]string
}

func newRun(tree *load.Tree, root *load.Root, opts Options) *run {
	r := &run{
		tree: tree, root: root, opts: opts, left: maxTotal,
		told:     map[string]bool{},
		entered:  map[string]bool{root.Module.Dir: true},
		natives:  map[hcl.Expression]hclsyntax.Expression{},
		needed:   map[hclsyntax.Expression]*needs{},
		contents: map[any]*content{},
		spoken:   map[*load.Module][]string{},
	}
	r.functions = tffunc.Table(tffunc.Host{ReadFile: tree.ReadFile, Files: tree.Files, Dir: root.Module.Dir, Base: tree.Base})
	r.bare = &hcl.EvalContext{Functions: r.functions}
	return r
}

// all evaluates everything below the root module.
func (r *run) all() {
	root := &scope{run: r, module: r.root.Module}
	r.walk(root)
	if root.module.Backend != nil {
		r.resources = append(r.resources, root.backend(root.module.Backend))
	}
}

// walk evaluates every term of a module instance and of those below it, in the order of their names.
func (r *run) walk(s *scope) {
	for _, name := range sorted(s.module.Variables) {
		s.variable(name)
	}
	for _, name := range sorted(s.module.Locals) {
		s.local(name)
	}
	for _, key := range sorted(s.module.Resources) {
		s.block(key)
	}
	for _, ref := range sorted(s.module.Providers) {
		s.configured(ref)
	}
	for _, name := range sorted(s.module.Outputs) {
		s.output(name)
	}
	for _, name := range sorted(s.module.Calls) {
		r.walkCall(s, name)
	}
}

// walkCall evaluates the module instances of a call.
func (r *run) walkCall(s *scope, name string) {
	c, _ := s.child(name)
	for _, instance := range c.scopes {
		r.walk(instance)
	}
}

// term is one thing that has a value, worked out once.
type term struct {
	name  string
	place hcl.Range
	state state
	// cyclic is set while the term is under way and found to wait for itself.
	cyclic bool
	value  cty.Value
	// size is the measure of the value.
	size int
}

type state uint8

const (
	untouched state = iota
	underWay
	done
)

// value gives the value of a term, working it out the first time.
func (r *run) value(t *term, work func() cty.Value) cty.Value {
	if !r.settle(t, func() { t.value = work() }) {
		return r.failure(t.name, t.place)
	}
	return t.value
}

// settle does the work of a term the first time it is asked for. It reports false where the term cannot have a value: it
// waits for itself, or too many others wait for it.
func (r *run) settle(t *term, work func()) bool {
	switch {
	case t.state == done:
		return true
	case t.state == underWay:
		r.cycle(t)
		return false
	case len(r.waiting) >= maxChain:
		r.fault(t.place, "Chain of references too long",
			fmt.Sprintf("More than %d values wait for %s, each referring to the next.", maxChain, t.name))
		return false
	}
	t.state = underWay
	r.waiting = append(r.waiting, t)
	work()
	r.waiting = r.waiting[:len(r.waiting)-1]
	t.state = done
	if t.value == cty.NilVal {
		return true
	}
	if t.cyclic {
		t.value = r.failure(t.name, t.place)
	}
	if t.size = measure(t.value); t.size > maxSize {
		t.value, t.size = r.tooLarge(t.name, t.place), 1
	}
	return true
}

// tooLarge is what stands for a value that is too large to be worked out.
func (r *run) tooLarge(name string, at hcl.Range) cty.Value {
	r.fault(at, "Value too large",
		fmt.Sprintf("The value of %s is larger than %d MiB, too deep, or takes too many steps; it is taken for unknown.", name, maxSize>>20))
	return cty.DynamicVal.Mark(resource.Why{Cause: resource.TooMany, Subject: name, Place: place(at)})
}

// cycle reports that t waits for itself, through every term that was asked for since.
func (r *run) cycle(t *term) {
	first := len(r.waiting) - 1
	for first > 0 && r.waiting[first] != t {
		first--
	}
	const most = 20
	var list []string
	for i, member := range r.waiting[first:] {
		member.cyclic = true
		if i < most {
			list = append(list, fmt.Sprintf("%s (%s:%d)", member.name, member.place.Filename, member.place.Start.Line))
		}
	}
	if more := len(r.waiting) - first - most; more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	r.fault(t.place, "Cycle", "These refer to each other in a circle: "+strings.Join(list, ", ")+".")
}

// now is the name of the term under way, the subject of what fails.
func (r *run) now() string {
	if len(r.waiting) == 0 {
		return ""
	}
	return r.waiting[len(r.waiting)-1].name
}

// failure is the value of what cannot be evaluated.
func (r *run) failure(subject string, at hcl.Range) cty.Value {
	return cty.DynamicVal.Mark(resource.Why{Cause: resource.Failed, Subject: subject, Place: place(at)})
}

// fault tells of a mistake in the configuration, once.
func (r *run) fault(at hcl.Range, summary, detail string) {
	r.report(hcl.Diagnostics{{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: at.Ptr()}})
}

// report keeps diagnostics, each once and without the values they were found with.
func (r *run) report(diags hcl.Diagnostics) {
	for _, d := range diags {
		d.Expression, d.EvalContext = nil, nil
		if key := diagnosticKey(d); !r.told[key] {
			r.told[key] = true
			r.diags = append(r.diags, d)
		}
	}
}

func (r *run) unseen(why resource.Why, reason string) {
	r.unread = append(r.unread, Unread{Root: r.root.Module.Dir, Why: why, Reason: reason})
}

// place converts a range of the parser.
func place(r hcl.Range) resource.Range {
	return resource.Range{
		File: r.Filename, Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column,
	}
}
