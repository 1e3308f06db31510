package load

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// fileSchema names the top-level blocks of Terraform. The last of them are not read: they build nothing.
var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "terraform"},
	{Type: "locals"},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	{Type: "moved"},
	{Type: "import"},
	{Type: "removed"},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "action", LabelNames: []string{"type", "name"}},
}}

// decoder fills a module, file by file.
type decoder struct {
	m *Module
	// merge is true while override files are read.
	merge bool
}

// decodeModule makes the module of a directory's files. unread is why the directory could not be listed, if it could not.
func decodeModule(dir string, files []*file, unread error) *Module {
	d := decoder{m: &Module{
		Dir:       dir,
		Variables: map[string]*Variable{},
		Locals:    map[string]*hcl.Attribute{},
		Outputs:   map[string]*Output{},
		Resources: map[string]*Resource{},
		Calls:     map[string]*Call{},
		Providers: map[string]*ProviderBlock{},
		Required:  map[string]*Requirement{},
	}}
	if unread != nil {
		f := unreadable(dir, unread)
		d.m.Diagnostics = f.diags
		d.m.Unread = []string{dir}
	}
	primary, overrides := parsedFiles(files)
	for _, f := range primary {
		d.file(f)
	}
	d.merge = true
	for _, f := range overrides {
		d.file(f)
	}
	return d.m
}

func (d *decoder) file(f *file) {
	d.m.Files = append(d.m.Files, f.name)
	d.add(f.diags)
	if f.body == nil {
		d.m.Unread = append(d.m.Unread, f.name)
		return
	}
	for _, block := range f.blocks {
		d.block(block)
	}
}

// validName is hclsyntax.ValidIdentifier, which scans a name as a whole text; nearly all names show at a glance what they are.
func validName(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '_' || c == '-'):
		default:
			return hclsyntax.ValidIdentifier(name)
		}
	}
	return name != ""
}

func (d *decoder) block(block *hcl.Block) {
	for i, label := range block.Labels {
		if !validName(label) {
			subject := block.DefRange
			if i < len(block.LabelRanges) {
				subject = block.LabelRanges[i]
			}
			d.fault(subject, "Invalid name", "%q is not a valid %s name: letters, digits, _ and - only, not beginning with a digit.", label, block.Type)
			return
		}
	}
	switch block.Type {
	case "terraform":
		d.terraform(block)
	case "locals":
		d.locals(block)
	case "provider":
		d.provider(block)
	case "variable":
		d.variable(block)
	case "output":
		d.output(block)
	case "module":
		d.call(block)
	case "resource", "data", "ephemeral":
		d.resource(block)
	}
}

func (d *decoder) add(diags hcl.Diagnostics) {
	d.m.Diagnostics = append(d.m.Diagnostics, diags...)
}

func (d *decoder) fault(subject hcl.Range, summary, detail string, args ...any) {
	d.m.Diagnostics = append(d.m.Diagnostics, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(detail, args...), Subject: &subject,
	})
}

// declare puts a new declaration into the module's map, or, from an override file, merges it into the one it overrides.
func declare[T any](d *decoder, into map[string]T, key, kind string, declared T, where func(T) hcl.Range, merge func(base, over T)) {
	base, exists := into[key]
	switch {
	case d.merge && exists:
		merge(base, declared)
	case d.merge:
		d.fault(where(declared), "Nothing to override", "An override file changes %s %q, which no other file of the module declares.", kind, key)
	case exists:
		d.fault(where(declared), "Declared twice", "%s %q is already declared at %s.", capital(kind), key, where(base))
	default:
		into[key] = declared
	}
}

func capital(word string) string {
	if word == "" {
		return ""
	}
	return string(word[0]-'a'+'A') + word[1:]
}

// content decodes the part of a body that a schema names; it is never nil.
func (d *decoder) content(body hcl.Body, schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body) {
	content, rest, diags := body.PartialContent(schema)
	d.add(diags)
	if content == nil {
		content = &hcl.BodyContent{}
	}
	return content, rest
}

func attributes(names ...string) *hcl.BodySchema {
	schema := &hcl.BodySchema{}
	for _, name := range names {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	return schema
}

// whole spans a block from its header to its end.
func whole(block *hcl.Block) hcl.Range {
	if body, ok := block.Body.(*hclsyntax.Body); ok {
		return hcl.RangeBetween(block.DefRange, body.SrcRange)
	}
	return hcl.RangeBetween(block.DefRange, block.Body.MissingItemRange())
}
