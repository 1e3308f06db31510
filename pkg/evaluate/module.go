package evaluate

import (
	"fmt"
	"slices"

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

func (s *scope) enter(c *child, call *load.Call) {
	r := s.run
	key := call.Name
	if s.key != "" {
		key = s.key + "." + call.Name
	}
	dir, ok := r.tree.CallDir(r.root, s.module, key, call)
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
	case module == nil && call.Local():
		absent(resource.Failed, fmt.Sprintf("there are no Terraform files in %q", call.Source))
		return
	case module == nil:
		absent(resource.NotInstalled, fmt.Sprintf("the module %q is not installed; run terraform init", call.Source))
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
	c.rep = s.expand(call.Count, call.ForEach, subject{c.name, call.DeclRange})
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
