// Package plan reads what Terraform says of itself: the JSON of a plan or a state. It gives the same resource instances that
// package evaluate makes of a configuration.
//
// A plan is a file that a person names: what is wrong with it as a whole is an error, and there is nothing to judge.
package plan

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// Kind is what a file holds.
type Kind string

// The kinds of files.
const (
	Plan  Kind = "plan"
	State Kind = "state"
)

// Document is what one file says.
type Document struct {
	// Name is the file's, as in the places of the resources. It is the Root of each of them.
	Name string
	Kind Kind
	// Variables are the values of the root module's variables; empty for a state.
	Variables map[string]cty.Value
	// Notes are worth knowing, Gaps keep the document from telling the whole.
	Notes, Gaps []string

	text      *text
	schemas   *schema.Set
	root      *module
	providers map[string]*provider
	instances []*instance
	byAddress map[string]*instance
	byBlock   map[blockKey][]*instance
	// byIdentity finds the instances of a state by their ids and names.
	byIdentity map[string][]identified
	// modules are the instances of a module call, by the address of the call.
	modules map[string][]string
	// dropped are the addresses that the plan removes.
	dropped map[string]bool
	// secrets are the regions of sensitive values, all of them once made is true.
	secrets []resource.Range
	made    bool
}

// blockKey is a resource block in one module instance: "module.db[0]", "data.aws_region.here".
type blockKey struct{ module, block string }

// Options say how to read.
type Options struct {
	// Schemas are those that values are fitted to; types without one keep what is written.
	Schemas *schema.Set
}

// Recognise reports whether a file is no configuration, but may be a plan or a state, by its name and how it begins.
func Recognise(name string, head []byte) bool {
	for _, configuration := range []string{".tf", ".tf.json", ".tofu", ".tofu.json", ".tfvars", ".tfvars.json"} {
		if strings.HasSuffix(name, configuration) {
			return false
		}
	}
	for _, start := range []string{"PK\x03\x04", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	for _, suffix := range []string{".json", ".tfstate", ".tfplan"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("{"))
}

// Read reads a plan or a state. The error says what the file is instead, or where it is faulty.
func Read(name string, data []byte, opts Options) (*Document, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, fmt.Errorf("read %s: this is a saved plan as terraform plan -out writes it; give its JSON: terraform show -json %s > plan.json", name, name)
	}
	if strings.Contains(string(data[:min(len(data), 200)]), `"@level"`) {
		return nil, fmt.Errorf("read %s: this is the log of terraform plan -json; give the plan itself: terraform plan -out=plan.bin, "+
			"then terraform show -json plan.bin > plan.json", name)
	}
	t, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	d := &Document{
		Name: name, text: t, schemas: opts.Schemas, Variables: map[string]cty.Value{}, byAddress: map[string]*instance{},
		byBlock: map[blockKey][]*instance{}, modules: map[string][]string{}, dropped: map[string]bool{},
	}
	if err := d.read(); err != nil {
		return nil, err
	}
	d.arrange()
	return d, nil
}

// read finds out what the document is and gathers its instances.
func (d *Document) read() error {
	top := map[string]span{}
	d.text.members(d.text.value(0), func(m member) { top[m.name] = m.value })
	format, says := top["format_version"], func(name string) bool { return top[name].ok() }
	switch {
	case format.ok() && (says("planned_values") || says("resource_changes") || says("configuration")):
		d.Kind = Plan
	case format.ok() && !says("provider_schemas") && (says("values") || len(top) <= 2):
		d.Kind = State
	case says("version") && (says("lineage") || says("serial")):
		d.Kind = State
		return d.readRawState(top)
	default:
		return d.neither()
	}
	if err := cmp.Or(d.version(format), d.shape(top)); err != nil {
		return err
	}
	d.gather(top)
	return nil
}

// gather takes the instances of what terraform show writes.
func (d *Document) gather(top map[string]span) {
	if d.Kind == Plan {
		d.readPlan(top)
		return
	}
	d.readModule(d.text.get(top["values"], "root_module"), "", d.keep)
}

func (d *Document) neither() error {
	return fmt.Errorf("read %s: it is neither a plan nor a state of Terraform as terraform show -json writes them", d.Name)
}

// version refuses formats that are not known: their words may mean something else.
func (d *Document) version(format span) error {
	version := d.text.str(format)
	if major, _, _ := strings.Cut(version, "."); major == "0" || major == "1" {
		return nil
	}
	return d.text.fault(format.start, fmt.Sprintf("the %s has format version %s; versions 0 and 1 can be read", d.Kind, d.text.raw(format)))
}

// shape checks that the parts that everything rests on are of the right types.
func (d *Document) shape(top map[string]span) error {
	for _, part := range []struct {
		name  string
		first byte
		kind  string
	}{
		{"resource_changes", '[', "a list"}, {"planned_values", '{', "an object"}, {"prior_state", '{', "an object"},
		{"configuration", '{', "an object"}, {"values", '{', "an object"}, {"variables", '{', "an object"}, {"resources", '[', "a list"},
	} {
		if s := top[part.name]; s.ok() && !d.text.is(s, part.first) && !d.text.is(s, 'n') {
			return d.text.fault(s.start, fmt.Sprintf("%s must be %s", part.name, part.kind))
		}
	}
	return nil
}

// Forget lets go of everything but what Lines and OneLine need, once the resources are made.
func (d *Document) Forget() {
	d.findSecrets()
	*d = Document{Name: d.Name, Kind: d.Kind, Notes: d.Notes, Gaps: d.Gaps, text: d.text, secrets: d.secrets, made: d.made}
}

// OneLine reports whether the file is not indented: places in it tell people little.
func (d *Document) OneLine() bool { return len(d.text.lines.starts) <= 2 }

// Lines gives the file with nothing in it but the lines of some places, so that they can be shown: a plan holds secrets in the clear.
// A line is left out where a sensitive value stands on it, or more than one value.
func (d *Document) Lines(places []resource.Range) []byte {
	d.findSecrets()
	wanted := map[int]bool{}
	for _, p := range places {
		const most = 4
		for line := p.Line; line <= min(p.EndLine, p.Line+most) && p.Line > 0; line++ {
			wanted[line] = true
		}
	}
	for _, secret := range d.secrets {
		for line := secret.Line; line <= secret.EndLine; line++ {
			delete(wanted, line)
		}
	}
	var out bytes.Buffer
	for i, start := range d.text.lines.starts {
		end := len(d.text.data)
		if i+1 < len(d.text.lines.starts) {
			end = d.text.lines.starts[i+1] - 1
		}
		if line := d.text.data[start:end]; wanted[i+1] && single(line) {
			out.Write(line)
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// findSecrets makes the resources where nobody has: that finds the places of their sensitive values.
func (d *Document) findSecrets() {
	if !d.made {
		d.Resources()
	}
}

// single reports whether a line holds one member or one element, as in indented JSON.
func single(line []byte) bool {
	const longest = 2000
	if len(line) > longest {
		return false
	}
	colons, commas := 0, 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"':
			i = closingQuote(line, i)
		case ':':
			colons++
		case ',':
			commas++
		}
	}
	return colons <= 1 && commas <= 1
}

// Counted lists addresses for a note: the first few, and how many there are.
func Counted(addresses []string) string {
	const most = 5
	if len(addresses) <= most {
		return strings.Join(addresses, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(addresses[:most], ", "), len(addresses)-most)
}
