package evaluate

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
)

// maxDepth bounds how deep modules call each other.
const maxDepth = 64

// child is a module call with the module instances it makes.
type child struct {
	term
	rep    repetition
	scopes []*scope
	// absent is set where the module cannot be entered.
	absent *resource.Why
}

// child works out a call that the module declares, the first time it is asked for. It reports false where the call
// waits for itself.
func (s *scope) child(name string) (*child, bool) {
	c, ok := s.children[name]
	if !ok {
		if s.children == nil {
			s.children = map[string]*child{}
		}
		c = &child{term: term{name: s.prefix("module." + name), place: s.module.Calls[name].DeclRange}}
		s.children[name] = c
	}
	return c, s.run.settle(&c.term, func() { s.enter(c, s.module.Calls[name]) })
}

// enter makes the module instances of a call, or says why there are none: what is absent is unread, and makes the run incomplete.
func (s *scope) enter(c *child, call *load.Call) {
	r := s.run
	key := call.Name
	if s.key != "" {
		key = s.key + "." + call.Name
	}
	source, why := s.callSource(call)
	if why != nil {
		c.absent = why
		r.unread = append(r.unread, Unread{
			Root: r.root.Module.Dir, What: c.name, Why: *why, Reason: fmt.Sprintf("its source waits for %s: %s", why.Subject, why.Cause),
		})
		return
	}
	dir, ok := r.tree.CallDir(r.root, s.module, key, source)
	var module *load.Module
	if ok {
		module = r.tree.Module(dir)
	}
	absent := func(cause resource.Cause, reason string) {
		c.absent = &resource.Why{Cause: cause, Subject: c.name, Place: place(call.DeclRange)}
		r.unseen(*c.absent, reason)
	}
	var fault string
	switch {
	case module == nil && load.Local(source):
		absent(resource.Failed, fmt.Sprintf("there are no Terraform files in %q", source))
		return
	case module == nil:
		absent(resource.NotInstalled, fmt.Sprintf("the module %q is not installed; run terraform init", source))
		return
	case s.within(module):
		fault = "it is called from within itself"
	case s.depth >= maxDepth:
		fault = fmt.Sprintf("modules call each other more than %d deep", maxDepth)
	case r.left <= 0:
		fault = fmt.Sprintf("the root module has more than %d instances", maxTotal)
	default:
		s.populate(c, call, module, key)
		return
	}
	r.fault(call.DeclRange, "Module not entered", fmt.Sprintf("The module %s cannot be entered: %s.", dir, fault))
	absent(resource.Failed, fault)
}

// callSource is the source address of a call, which OpenTofu works out before anything else; or why it cannot be known.
func (s *scope) callSource(call *load.Call) (string, *resource.Why) {
	if call.Source != "" || call.SourceExpr == nil {
		return call.Source, nil
	}
	marked := s.eval(call.SourceExpr, nil)
	v, _ := marked.UnmarkDeep()
	failed := resource.Why{Cause: resource.Failed, Subject: s.prefix("module." + call.Name), Place: place(call.DeclRange)}
	if !v.IsKnown() {
		return "", reason(marked, failed)
	}
	v, err := convert.Convert(v, cty.String)
	if err != nil || v.IsNull() {
		s.run.fault(call.SourceExpr.Range(), "Invalid module source", "The source of a module must be a string.")
		return "", &failed
	}
	return v.AsString(), nil
}

// within reports whether the module is one of those that lead here.
func (s *scope) within(module *load.Module) bool {
	for at := s; at != nil; at = at.parent {
		if at.module == module {
			return true
		}
	}
	return false
}

// populate makes the module instances of a call.
func (s *scope) populate(c *child, call *load.Call, module *load.Module, key string) {
	r := s.run
	r.entered[module.Dir] = true
	for _, name := range sorted(call.Arguments) {
		if _, ok := module.Variables[name]; !ok {
			r.fault(call.Arguments[name].NameRange, "Unsupported argument",
				fmt.Sprintf("The module that %s calls has no variable %q.", c.name, name))
		}
	}
	c.rep = s.expand(call.Count, call.ForEach, call.Enabled, subject{c.name, call.DeclRange})
	calls := append(slices.Clip(s.calls), place(call.DeclRange))
	maybe := s.maybe
	if c.rep.maybe != nil {
		maybe = c.rep.maybe
	}
	for i := range c.rep.size {
		c.scopes = append(c.scopes, &scope{
			run: r, module: module, address: c.name + c.rep.instanceKey(i), key: key, depth: s.depth + 1,
			parent: s, call: call, inputs: c.rep.names(i), calls: calls, maybe: maybe,
		})
	}
}
