package policy

import "github.com/open-policy-agent/opa/v1/ast"

// libPackage is the package of the helpers that rules share.
var libPackage = ast.MustParseRef("data.lib")

// pruneLib drops the helpers that none of the modules needs, directly or through other helpers: compiling all of them costs
// more than compiling a rule. It returns the modules of lib that are left.
func pruneLib(lib, modules map[string]*ast.Module) map[string]*ast.Module {
	defined := map[string][]*ast.Rule{}
	for _, module := range lib {
		for _, rule := range module.Rules {
			name := headName(rule)
			defined[name] = append(defined[name], rule)
		}
	}
	needed := map[string]bool{}
	var need func(name string)
	need = func(name string) {
		if defined[name] == nil || needed[name] {
			return
		}
		needed[name] = true
		for _, rule := range defined[name] {
			ast.WalkRefs(rule, func(ref ast.Ref) bool {
				if head, ok := ref[0].Value.(ast.Var); ok {
					need(string(head))
				}
				return false
			})
			ast.WalkVars(rule, func(v ast.Var) bool {
				need(string(v))
				return false
			})
		}
	}
	for _, module := range modules {
		ast.WalkRefs(module, func(ref ast.Ref) bool {
			if name, ok := libName(ref); ok {
				need(name)
			}
			return false
		})
	}
	kept := map[string]*ast.Module{}
	for name, module := range lib {
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
