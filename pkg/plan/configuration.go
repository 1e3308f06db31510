package plan

import (
	"strings"
)

// module is a module as the configuration of a plan shows it: what expressions refer to, not what they do with it.
type module struct {
	parent *module
	// call is what calls the module; nil for the root.
	call      *call
	blocks    map[string]*block
	calls     map[string]*call
	outputs   map[string]*node
	variables map[string]*node
}

// block is a resource block, call a module block.
type block struct {
	// provider is the key of the configuration in provider_config.
	provider                    string
	expressions, count, forEach *node
}

type call struct {
	name                        string
	module                      *module
	expressions, count, forEach *node
}

func (d *Document) readConfiguration(configuration span) {
	top := d.text.tree(configuration)
	d.root = readModule(top.member("root_module"), nil, nil)
	d.readProviders(top.member("provider_config"))
}

func readModule(n *node, parent *module, by *call) *module {
	m := &module{
		parent: parent, call: by, blocks: map[string]*block{}, calls: map[string]*call{},
		outputs: map[string]*node{}, variables: map[string]*node{},
	}
	for _, r := range n.member("resources").list() {
		m.blocks[r.member("address").str()] = &block{
			provider: r.member("provider_config_key").str(), expressions: r.member("expressions"),
			count: r.member("count_expression"), forEach: r.member("for_each_expression"),
		}
	}
	for _, o := range n.member("outputs").fields() {
		m.outputs[o.name] = o.member("expression")
	}
	for _, v := range n.member("variables").fields() {
		m.variables[v.name] = v.member("default")
	}
	for _, c := range n.member("module_calls").fields() {
		one := &call{
			name: c.name, expressions: c.member("expressions"), count: c.member("count_expression"), forEach: c.member("for_each_expression"),
		}
		one.module = readModule(c.member("module"), m, one)
		m.calls[c.name] = one
	}
	return m
}

// within finds the module of a module instance; nil where the configuration has none.
func (m *module) within(address string) *module {
	for at := steps(address); m != nil && len(at) > 1; {
		c := m.calls[at[1]]
		if c == nil {
			return nil
		}
		m, at = c.module, at[2:]
		if len(at) > 0 && strings.HasPrefix(at[0], "[") {
			at = at[1:]
		}
	}
	return m
}

// path is the static address of a module: module.db.module.keys.
func (m *module) path() string {
	if m.parent == nil {
		return ""
	}
	return prefixed(m.parent.path(), "module."+m.call.name)
}

// references are what an expression refers to, in the longest form of each: the list also has every shorter one behind it.
func references(expression *node) []string {
	var out []string
	for _, r := range expression.member("references").list() {
		reference := r.str()
		if last := len(out) - 1; reference == "" || last >= 0 && shorter(reference, out[last]) {
			continue
		}
		out = append(out, reference)
	}
	return out
}

// shorter reports whether a reference is the beginning of another.
func shorter(reference, other string) bool {
	rest, ok := strings.CutPrefix(other, reference)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// where is the place that a reference is followed from: a block or a call in a module instance.
type where struct {
	// module is the address of the module instance.
	module string
	in     *module
	// key is that of the instance whose expression it is, and forEach what it goes over.
	key     string
	forEach *node
}

// outward is the place of the call that made the module instance.
func (w where) outward() where {
	parent, last := splitModule(w.module)
	return where{module: parent, in: w.in.parent, key: last.key, forEach: w.in.call.forEach}
}

// target is what a reference leads to: an attribute of some instances, or something that a plan does not tell.
type target struct {
	// address is that of the instance, or of the block where several may be meant.
	address, attribute string
	instances          []*instance
	// untold is a local value, or an output that the plan does not have.
	untold string
}
