package plan

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// instance is a resource instance as the document has it, before its values are read.
type instance struct {
	address, module string
	mode            resource.Mode
	typ, name       string
	// key is the instance's as in its address: `["eu"]`, "[0]", "".
	key string
	// source is the type of the provider; configured names its configuration where a state says so.
	source, configured string
	// object is all that is said of the instance; unknown and sensitive are like values, with true for what is unknown or sensitive.
	object, values, unknown, sensitive span
	// hidden are the attributes that a state names as sensitive.
	hidden []string
	// dependsOn are the blocks that a state says the instance was made after, by their addresses.
	dependsOn []string
	// wrapped is set where a value of dynamic type stands beside its type, as in a state file.
	wrapped bool
	maybe   *resource.Why
}

func (i *instance) block() string {
	if i.mode == resource.Data {
		return "data." + i.typ + "." + i.name
	}
	return i.typ + "." + i.name
}

// instance reads what plans and states say alike of a resource. It is nil where that is not enough to tell what it is.
func (d *Document) instance(object span, module string) *instance {
	t := d.text
	i := &instance{object: object, module: module, mode: resource.Managed}
	t.members(object, func(m member) {
		switch m.name {
		case "address":
			i.address = t.str(m.value)
		case "module_address":
			i.module = t.str(m.value)
		case "mode":
			i.mode = resource.Mode(t.str(m.value))
		case "type":
			i.typ = t.str(m.value)
		case "name":
			i.name = t.str(m.value)
		case "provider_name":
			i.source = path.Base(t.str(m.value))
		case "index":
			i.key = t.key(m.value)
		case "depends_on":
			i.dependsOn = t.strings(m.value)
		}
	})
	if i.typ == "" || i.name == "" || i.mode != resource.Managed && i.mode != resource.Data {
		return nil
	}
	i.settle()
	return i
}

func (t *text) strings(array span) []string {
	var out []string
	t.elements(array, func(s span) { out = append(out, t.str(s)) })
	return out
}

// settle fills in what can be told from the rest.
func (i *instance) settle() {
	if i.address == "" {
		i.address = prefixed(i.module, i.block()+i.key)
	}
	if i.source == "" || i.source == "." {
		i.source, _, _ = strings.Cut(i.typ, "_")
	}
}

func prefixed(module, name string) string {
	if module == "" {
		return name
	}
	return module + "." + name
}

// key writes an index as in an address.
func (t *text) key(s span) string {
	switch {
	case t.is(s, '"'):
		return "[" + quoted(t.str(s)) + "]"
	case !s.ok() || t.is(s, 'n'):
		return ""
	}
	return "[" + t.raw(s) + "]"
}

// quoted writes a string as HCL does.
func quoted(s string) string {
	return `"` + strings.NewReplacer(
		"${", "$${", "%{", "%%{", `\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}

// keep takes an instance into the document. The first of an address counts.
func (d *Document) keep(i *instance) {
	if i == nil || d.byAddress[i.address] != nil {
		return
	}
	d.byAddress[i.address] = i
	d.instances = append(d.instances, i)
}

// arrange sorts the instances and finds them by their blocks and modules.
func (d *Document) arrange() {
	slices.SortFunc(d.instances, func(a, b *instance) int { return natural(a.address, b.address) })
	seen := map[string]bool{}
	for _, i := range d.instances {
		key := blockKey{i.module, i.block()}
		d.byBlock[key] = append(d.byBlock[key], i)
		for module := i.module; module != "" && !seen[module]; {
			seen[module] = true
			parent, call := splitModule(module)
			name := prefixed(parent, call.static)
			d.modules[name] = append(d.modules[name], module)
			module = parent
		}
	}
	if d.Kind == State {
		d.identify()
	}
}

// identify finds the instances by what others call them: a state holds values, and not what they were read from.
func (d *Document) identify() {
	d.byIdentity = map[string][]identified{}
	for _, i := range d.instances {
		var names []string
		d.text.members(i.values, func(m member) {
			switch m.name {
			case "id", "arn", "key_id", "self_link", "name":
				if name := d.text.str(m.value); name != "" && !slices.Contains(names, name) {
					names = append(names, name)
					d.byIdentity[name] = append(d.byIdentity[name], identified{i, m.name})
				}
			}
		})
	}
}

// identified is an attribute by whose value an instance is called.
type identified struct {
	instance  *instance
	attribute string
}

// natural compares addresses so that [2] comes before [10].
func natural(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x > 0 && y > 0 {
			m, errM := strconv.ParseUint(a[:x], 10, 64)
			n, errN := strconv.ParseUint(b[:y], 10, 64)
			switch {
			case errM == nil && errN == nil && m < n:
				return -1
			case errM == nil && errN == nil && m > n:
				return 1
			case a[:x] != b[:y]:
				return strings.Compare(a[:x], b[:y])
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return strings.Compare(a[:1], b[:1])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// callPart is the last step of a module address: "module.db" and `["eu"]`.
type callPart struct{ name, static, key string }

// splitModule takes the last step off a module address.
func splitModule(address string) (parent string, call callPart) {
	all := steps(address)
	last := len(all) - 1
	if last >= 0 && strings.HasPrefix(all[last], "[") {
		call.key = all[last]
		last--
	}
	if last < 1 {
		return "", callPart{name: address, static: address}
	}
	call.name, call.static = all[last], "module."+all[last]
	return joined(all[:last-1]), call
}

// steps takes an address or a reference apart: names, and keys in brackets.
func steps(reference string) []string {
	var out []string
	start := 0
	cut := func(end int) {
		if end > start {
			out = append(out, reference[start:end])
		}
	}
	for i := 0; i < len(reference); i++ {
		switch reference[i] {
		case '.':
			cut(i)
			start = i + 1
		case '[':
			cut(i)
			start = i
			i = closingBracket(reference, i)
			cut(min(i+1, len(reference)))
			start = i + 1
		}
	}
	if start < len(reference) {
		cut(len(reference))
	}
	return out
}

func closingBracket(s string, i int) int {
	for quoted := false; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ']' && !quoted:
			return i
		}
	}
	return i
}

// joined is the opposite of steps.
func joined(all []string) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 && !strings.HasPrefix(s, "[") {
			b.WriteByte('.')
		}
		b.WriteString(s)
	}
	return b.String()
}

// note keeps something worth knowing.
func (d *Document) note(format string, args ...any) {
	d.Notes = append(d.Notes, fmt.Sprintf("%s: ", d.Name)+fmt.Sprintf(format, args...))
}

// keyless is an address without its instance keys.
func keyless(address string) string {
	if !strings.Contains(address, "[") {
		return address
	}
	return joined(slices.DeleteFunc(steps(address), func(s string) bool { return s[0] == '[' }))
}
