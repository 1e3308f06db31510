package evaluate

import (
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
)

// scope is one instance of a module: what its expressions see. Its terms come into being when they are asked for.
type scope struct {
	run    *run
	module *load.Module
	// address is "" for the root, module.db["eu"] below it; key the names of the calls alone: "db.keys".
	address, key string
	depth        int
	// parent, call and inputs are where the arguments come from: call stands in parent, inputs are its each and count.
	parent *scope
	call   *load.Call
	inputs names
	calls  []resource.Range
	// maybe says why the module instance may not exist.
	maybe *resource.Why

	variables, locals, outputs map[string]*term
	blocks                     map[string]*block
	children                   map[string]*child
	providers                  map[string]*provider
	// repeated are the provider configurations with for_each.
	repeated map[string]*repetition
}

// prefix makes a name of this module the address within the root.
func (s *scope) prefix(name string) string {
	if s.address == "" {
		return name
	}
	return s.address + "." + name
}

// get finds a term, or makes it.
func (s *scope) get(terms *map[string]*term, name, full string, at hcl.Range) *term {
	if t, ok := (*terms)[name]; ok {
		return t
	}
	if *terms == nil {
		*terms = map[string]*term{}
	}
	t := &term{name: s.prefix(full), place: at}
	(*terms)[name] = t
	return t
}

// local gives the value of a local that the module declares.
func (s *scope) local(name string) cty.Value {
	attribute := s.module.Locals[name]
	t := s.get(&s.locals, name, "local."+name, attribute.Range)
	return s.run.value(t, func() cty.Value { return s.eval(attribute.Expr, nil) })
}

// output gives the value of an output that the module declares.
func (s *scope) output(name string) cty.Value {
	output := s.module.Outputs[name]
	t := s.get(&s.outputs, name, "output."+name, output.DeclRange)
	return s.run.value(t, func() cty.Value {
		if output.Value == nil {
			return s.run.failure(t.name, output.DeclRange)
		}
		return secret(s.eval(output.Value, nil), output.Sensitive, output.Ephemeral)
	})
}

func secret(v cty.Value, sensitive, ephemeral bool) cty.Value {
	if sensitive {
		v = v.Mark(resource.Sensitive{})
	}
	if ephemeral {
		v = v.Mark(resource.Ephemeral{})
	}
	return v
}

// path gives path.module and its kin as Terraform does when it runs in the directory of the root module. The working
// directory itself is ".": where the configuration lies on this machine is nobody's business.
func (s *scope) path(n name) cty.Value {
	switch n.name {
	case "root", "cwd":
		return cty.StringVal(".")
	case "module":
		relative, err := filepath.Rel(filepath.FromSlash(s.run.root.Module.Dir), filepath.FromSlash(s.module.Dir))
		if err != nil {
			relative = s.module.Dir
		}
		return cty.StringVal(filepath.ToSlash(relative))
	}
	return s.undeclared("path."+n.name, "path", n.place)
}

func (s *scope) terraform(n name) cty.Value {
	switch n.name {
	case "workspace":
		return cty.StringVal(s.run.root.Workspace)
	case "applying":
		why := resource.Why{Cause: resource.ApplyTime, Subject: "terraform.applying"}
		return cty.UnknownVal(cty.Bool).RefineNotNull().Mark(resource.Ephemeral{}).Mark(why)
	}
	return s.undeclared("terraform."+n.name, "attribute", n.place)
}
