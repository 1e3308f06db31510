package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

// object is a JSON object.
type object = map[string]any

// planner writes the plan that Terraform would make of a root module whose resources do not exist yet, in the form of terraform show
// -json. Values are those of our own evaluation; the configuration is written from the source as Terraform writes it: no locals, no
// dynamic blocks, references as flat lists.
type planner struct {
	tree      *load.Tree
	root      *load.Root
	schemas   *schema.Set
	providers object
}

// planOf gives the plan of the only root module in a directory, and the resources that may exist as far as the source tells.
func planOf(tb testing.TB, opts Options) object {
	tb.Helper()
	tree, err := load.Load(load.Options{Base: opts.Base, Dirs: opts.Dirs, Settings: opts.Settings})
	if err != nil {
		tb.Fatal(err)
	}
	schemas, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		tb.Fatal(err)
	}
	symbols, err := readSymbols()
	if err != nil {
		tb.Fatal(err)
	}
	evaluated := evaluate.Resources(tree, evaluate.Options{Schemas: schemas, Symbols: symbols})
	p := &planner{tree: tree, root: tree.Roots[0], schemas: schemas, providers: object{}}
	changes, read := []any{}, []any{}
	for _, r := range evaluated.Resources {
		if r.Root != p.root.Module.Dir {
			continue
		}
		after, unknown, sensitive := planned(tagged(r))
		one := p.head(r)
		if r.Mode == resource.Data && !strings.Contains(fmt.Sprint(unknown), "json:true") {
			maps.Copy(after.(object), object{"account_id": "123456789012"})
			one["values"], one["sensitive_values"] = after, sensitive
			read = append(read, one)
			continue
		}
		action := "create"
		if r.Mode == resource.Data {
			action = "read"
		}
		one["change"] = object{
			"actions": []string{action}, "before": nil, "after": after, "after_unknown": unknown,
			"before_sensitive": false, "after_sensitive": sensitive,
		}
		changes = append(changes, one)
	}
	configuration := p.module(p.root.Module, "", "", nil)
	return object{
		"format_version": "1.2", "terraform_version": "1.11.4", "variables": p.variables(), "resource_changes": changes,
		"prior_state": object{"format_version": "1.0", "terraform_version": "1.11.4", "values": object{
			"root_module": object{"resources": slices.DeleteFunc(slices.Clone(read), inModule), "child_modules": childModules(read)},
		}},
		"configuration": object{"provider_config": p.providers, "root_module": configuration},
		"complete":      true, "errored": false,
	}
}

func inModule(r any) bool { return r.(object)["module_address"] != nil }

// childModules gathers resources by their modules. Nesting is of no matter to a reader of states.
func childModules(all []any) []any {
	byModule := map[string][]any{}
	for _, r := range all {
		if inModule(r) {
			module := r.(object)["module_address"].(string)
			byModule[module] = append(byModule[module], r)
		}
	}
	out := make([]any, 0, len(byModule))
	for module, resources := range byModule {
		out = append(out, object{"address": module, "resources": resources})
	}
	slices.SortFunc(out, func(a, b any) int {
		return strings.Compare(a.(object)["address"].(string), b.(object)["address"].(string))
	})
	return out
}

func (p *planner) head(r *resource.Resource) object {
	one := object{
		"address": r.Address, "mode": r.Mode, "type": r.Type, "name": r.Name,
		"provider_name": "registry.terraform.io/hashicorp/" + r.Provider.Source,
	}
	if r.Module != "" {
		one["module_address"] = r.Module
	}
	if open := strings.LastIndex(r.Address, "["); open > strings.LastIndex(r.Address, "."+r.Name) && strings.HasSuffix(r.Address, "]") {
		var index any
		if json.Unmarshal([]byte(r.Address[open+1:len(r.Address)-1]), &index) == nil {
			one["index"] = index
		}
	}
	return one
}

// tagged are the values of a resource with its tags_all, which a plan knows where the tags are known.
func tagged(r *resource.Resource) cty.Value {
	v := r.All()
	if !v.Type().HasAttribute("tags_all") || !v.GetAttr("tags").IsWhollyKnown() {
		return v
	}
	all := map[string]cty.Value{}
	add := func(tags cty.Value) {
		if tags, _ = tags.UnmarkDeep(); tags.IsWhollyKnown() && !tags.IsNull() {
			maps.Copy(all, tags.AsValueMap())
		}
	}
	settings, _ := r.Provider.Values.UnmarkDeep()
	if settings.Type().HasAttribute("default_tags") && settings.GetAttr("default_tags").LengthInt() > 0 {
		add(settings.GetAttr("default_tags").Index(cty.Zero).GetAttr("tags"))
	}
	add(v.GetAttr("tags"))
	values := v.AsValueMap()
	values["tags_all"] = cty.ObjectVal(all)
	return cty.ObjectVal(values)
}

// planned gives the three forms of a value in a plan: without what is unknown, and where it is unknown or sensitive.
func planned(v cty.Value) (after, unknown, sensitive any) {
	v, hidden := unmark(v)
	switch ty := v.Type(); {
	case !v.IsKnown():
		return nil, true, hidden
	case v.IsNull():
		return nil, false, hidden
	case isSequence(ty):
		afters, unknowns, sensitives := []any{}, []any{}, []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			a, u, s := planned(e)
			afters, unknowns, sensitives = append(afters, a), append(unknowns, u), append(sensitives, s)
		}
		if hidden {
			return afters, unknowns, true
		}
		return afters, unknowns, sensitives
	case ty.IsMapType() || ty.IsObjectType():
		afters, unknowns, sensitives := object{}, object{}, object{}
		for it := v.ElementIterator(); it.Next(); {
			key, e := it.Element()
			a, u, s := planned(e)
			if u != true {
				afters[key.AsString()] = a
			}
			if u != false {
				unknowns[key.AsString()] = u
			}
			if s != false {
				sensitives[key.AsString()] = s
			}
		}
		if hidden {
			return afters, unknowns, true
		}
		return afters, unknowns, sensitives
	}
	return constantOf(v), false, hidden
}

func constantOf(v cty.Value) json.RawMessage {
	v, _ = v.UnmarkDeep()
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		return json.RawMessage("null")
	}
	return text
}

func (p *planner) variables() object {
	out := object{}
	for name, decl := range p.root.Module.Variables {
		given, ok := p.root.Values[name]
		var v cty.Value
		switch {
		case ok && given.Raw != nil && decl.Type.IsPrimitiveType():
			v = cty.StringVal(*given.Raw)
		case ok && given.Raw != nil:
			expr, diags := hclsyntax.ParseExpression([]byte(*given.Raw), "", hcl.InitialPos)
			if diags.HasErrors() {
				continue
			}
			v, _ = expr.Value(nil)
		case ok:
			v, _ = given.Expr.Value(nil)
		case decl.Default != nil:
			v, _ = decl.Default.Value(nil)
		default:
			continue
		}
		out[name] = object{"value": constantOf(v)}
	}
	return out
}

// module writes a module of the configuration. handed maps its provider names to keys of provider_config.
func (p *planner) module(m *load.Module, address, key string, handed map[string]string) object {
	serves := p.serves(m, address, handed)
	resources := []any{}
	for _, name := range slices.Sorted(maps.Keys(m.Resources)) {
		r := m.Resources[name]
		if r.Kind == "ephemeral" {
			continue
		}
		local := r.Provider.Name
		if local == "" {
			local, _, _ = strings.Cut(r.Type, "_")
		}
		source := local
		if required := m.Required[strings.Split(local, ".")[0]]; required != nil && required.Source != "" {
			source = path.Base(required.Source)
		}
		mode, block := "managed", p.schemas.Resource(strings.Split(source, ".")[0], r.Type)
		if r.Kind == "data" {
			mode, block = "data", p.schemas.Data(strings.Split(source, ".")[0], r.Type)
		}
		one := object{
			"address": strings.TrimPrefix(name, "resource."), "mode": mode, "type": r.Type, "name": r.Name,
			"provider_config_key": serves(local), "expressions": expressions(r.Config, block, true),
		}
		repeats(one, r.Count, r.ForEach)
		resources = append(resources, one)
	}
	out := object{"resources": resources}
	outputs, variables, calls := object{}, object{}, object{}
	for name, o := range m.Outputs {
		outputs[name] = object{"expression": expression(o.Value)}
	}
	for name, v := range m.Variables {
		variables[name] = object{}
		if v.Default != nil {
			if given, diags := v.Default.Value(nil); !diags.HasErrors() {
				variables[name] = object{"default": constantOf(given)}
			}
		}
	}
	for name, call := range m.Calls {
		calls[name] = p.call(m, call, address, key, serves)
	}
	out["outputs"], out["variables"], out["module_calls"] = outputs, variables, calls
	return out
}

func (p *planner) call(m *load.Module, call *load.Call, address, key string, serves func(string) string) object {
	arguments := object{}
	for name, a := range call.Arguments {
		arguments[name] = expression(a.Expr)
	}
	one := object{"source": call.Source, "expressions": arguments}
	repeats(one, call.Count, call.ForEach)
	below, full := call.Name, "module."+call.Name
	if key != "" {
		below, full = key+"."+call.Name, address+"."+full
	}
	dir, ok := p.tree.CallDir(p.root, m, below, call.Source)
	if !ok || p.tree.Module(dir) == nil {
		return one
	}
	handed := map[string]string{}
	for child, parent := range call.Providers {
		handed[child] = serves(parent.Name)
	}
	child := p.tree.Module(dir)
	for _, r := range child.Resources {
		local, _, _ := strings.Cut(r.Type, "_")
		if _, ok := handed[local]; !ok {
			handed[local] = serves(local)
		}
	}
	for local := range child.Required {
		if _, ok := handed[local]; !ok {
			handed[local] = serves(local)
		}
	}
	one["module"] = p.module(child, full, below, handed)
	return one
}

// serves enters the provider blocks of a module and gives the key of the configuration that a local name means.
func (p *planner) serves(m *load.Module, address string, handed map[string]string) func(string) string {
	enter := func(name string, config any) string {
		local, alias, _ := strings.Cut(name, ".")
		source := local
		if required := m.Required[local]; required != nil && required.Source != "" {
			source = path.Base(required.Source)
		}
		key, one := name, object{"name": local, "full_name": "registry.terraform.io/hashicorp/" + source}
		if alias != "" {
			one["alias"] = alias
		}
		if address != "" {
			key, one["module_address"] = address+":"+name, address
		}
		if config != nil {
			one["expressions"] = config
		}
		p.providers[key] = one
		return key
	}
	own := map[string]string{}
	for name, b := range m.Providers {
		source := b.Name
		if required := m.Required[b.Name]; required != nil && required.Source != "" {
			source = path.Base(required.Source)
		}
		own[name] = enter(name, expressions(b.Config, p.schemas.Provider(source), true))
	}
	return func(name string) string {
		for _, known := range []map[string]string{own, handed} {
			if key, ok := known[name]; ok {
				return key
			}
		}
		return enter(name, nil)
	}
}
