package policy

import "github.com/open-policy-agent/opa/v1/ast"

// libPackage is the package of the helpers that rules share.
var libPackage = ast.MustParseRef("data.lib")

// library is the parsed lib. Compiling all of it costs more than compiling a rule, so that a group of rules is given only what
// it needs.
type library struct {
	modules map[string]*ast.Module
	helpers map[string][]*ast.Rule
	uses    map[string][]string // the helpers that a helper mentions
}

func newLibrary(modules map[string]*ast.Module) *library {
	l := &library{modules: modules, helpers: map[string][]*ast.Rule{}, uses: map[string][]string{}}
	for _, module := range modules {
		for _, rule := range module.Rules {
			name := headName(rule)
			l.helpers[name] = append(l.helpers[name], rule)
		}
	}
	for name, rules := range l.helpers {
		for _, rule := range rules {
			// A reference begins with a variable, too.
			ast.WalkVars(rule, func(v ast.Var) bool {
				if l.helpers[string(v)] != nil {
					l.uses[name] = append(l.uses[name], string(v))
				}
				return false
			})
		}
	}
	return l
}

// needs lists the helpers that a module needs, directly or through other helpers.
func (l *library) needs(module *ast.Module) map[string]bool {
	needed := map[string]bool{}
	var need func(name string)
	need = func(name string) {
		if l.helpers[name] == nil || needed[name] {
			return
		}
		needed[name] = true
		for _, other := range l.uses[name] {
			need(other)
		}
	}
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if name, ok := libName(ref); ok {
			need(name)
		}
		return false
	})
	return needed
}

// pruned are the modules of lib with no other helpers than those.
func (l *library) pruned(needed map[string]bool) map[string]*ast.Module {
	kept := map[string]*ast.Module{}
	for name, module := range l.modules {
		pruned := *module
		pruned.Rules = nil
		for _, rule := range module.Rules {
			if needed[headName(rule)] {
				pruned.Rules = append(pruned.Rules, rule)
			}
		}
		if len(pruned.Rules) > 0 {
			kept[name] = &pruned
		}
	}
	return kept
}

// libName is the helper that a reference lib.x or data.lib.x names.
func libName(ref ast.Ref) (string, bool) {
	if ref.HasPrefix(libPackage) {
		ref = ref[1:]
	} else if head, ok := ref[0].Value.(ast.Var); !ok || head != "lib" {
		return "", false
	}
	if len(ref) < 2 {
		return "", false
	}
	name, ok := ref[1].Value.(ast.String)
	return string(name), ok
}

func headName(rule *ast.Rule) string {
	if name, ok := rule.Head.Ref()[0].Value.(ast.Var); ok {
		return string(name)
	}
	return ""
}
