package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/schema"
	"github.com/baalint/baalint/policies"
)

// What a rule says to write instead can be written: each resource type that the rule may find something about has what its remedy names, and
// so has every other resource in it.
func TestRemedies(t *testing.T) {
	book, err := Rules(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	j, err := openReach(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := schema.Open(policies.FS, "schemas")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range book.Rules {
		t.Run(r.ID, func(t *testing.T) {
			faults := map[string][]string{}
			for _, y := range j.found(r) {
				c := writing{schemas: schemas}
				c.check(r.Remedy.For(y.Cloud, y.Type), y.Type)
				for _, fault := range c.faults {
					faults[fault] = append(faults[fault], y.Type)
				}
			}
			for _, fault := range slices.Sorted(maps.Keys(faults)) {
				t.Errorf("%s: what is to be written in %s", fault, strings.Join(faults[fault], ", "))
			}
		})
	}
}

// found are the types that findings of a rule can be of: those with facts that it is about and that they, or their parts, give
// something to find in.
func (j *reach) found(r finding.Rule) []fact.Yield {
	var found []fact.Yield
	for _, y := range j.yields {
		if !y.Own || !isAbout(r, y.Concept) || !finding.IsResourceType(y.Type) {
			continue
		}
		rests := func(part fact.Yield) bool {
			belongs := part.Type == y.Type || slices.Contains(part.To, y.Type) && !slices.Equal(part.Fields, []string{"name"})
			return part.Concept == y.Concept && belongs && j.rests(r, part)
		}
		if slices.ContainsFunc(j.yields, rests) {
			y.Type = y.Type[strings.LastIndexByte(y.Type, '.')+1:] // a data source, or a resource behind another endpoint
			found = append(found, y)
		}
	}
	return found
}

// writing holds a remedy against the schemas.
type writing struct {
	schemas *schema.Set
	faults  []string
}

func (w *writing) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

// spaced is a comment behind something, which may stand apart from it as people like it.
var spaced = regexp.MustCompile(`(\S) +#`)

// check checks a remedy for a resource type: blocks of other resources, and what stands in the resource itself.
func (w *writing) check(remedy, resourceType string) {
	if !finding.IsCode(remedy) {
		return
	}
	file, diags := hclsyntax.ParseConfig([]byte(remedy), "remedy", hcl.InitialPos)
	if diags.HasErrors() {
		w.fault("%s", diags)
		return
	}
	if spaced.ReplaceAllString(string(hclwrite.Format([]byte(remedy))), "$1 #") != spaced.ReplaceAllString(remedy, "$1 #") {
		w.fault("not formatted as terraform fmt does:\n%s", remedy)
	}
	body := file.Body.(*hclsyntax.Body)
	own := &hclsyntax.Body{Attributes: body.Attributes}
	for _, block := range body.Blocks {
		switch {
		case (block.Type == "resource" || block.Type == "data") && len(block.Labels) == 2:
			w.resource(block)
		case block.Type == "provider" && len(block.Labels) == 1:
			w.body("provider "+block.Labels[0], block.Body, w.schemas.Provider(block.Labels[0]))
		default:
			own.Blocks = append(own.Blocks, block)
		}
	}
	w.body(resourceType, own, w.of("resource", resourceType))
}

// of is the schema of a type, nil where no provider has it.
func (w *writing) of(kind, name string) *schema.Block {
	provider, _, _ := strings.Cut(name, "_")
	for _, source := range []string{provider, provider + "-beta"} {
		find := w.schemas.Resource
		if kind == "data" {
			find = w.schemas.Data
		}
		if b := find(source, name); b != nil {
			return b
		}
	}
	w.fault("no provider has %s %s", kind, name)
	return nil
}

// resource checks a whole block, which must have what its type requires.
func (w *writing) resource(block *hclsyntax.Block) {
	name := block.Labels[0]
	s := w.of(block.Type, name)
	w.body(name, block.Body, s)
	if s == nil {
		return
	}
	for _, required := range slices.Sorted(maps.Keys(s.Attributes)) {
		if block.Body.Attributes[required] == nil && s.Attributes[required].Required {
			w.fault("%s requires %s", name, required)
		}
	}
	for _, required := range slices.Sorted(maps.Keys(s.Blocks)) {
		has := slices.ContainsFunc(block.Body.Blocks, func(b *hclsyntax.Block) bool { return b.Type == required })
		if s.Blocks[required].Required && !has {
			w.fault("%s requires %s", name, required)
		}
	}
}

// meta are the arguments and blocks that every resource may have.
var meta = []string{"count", "depends_on", "for_each", "lifecycle", "provider"}

func (w *writing) body(path string, body *hclsyntax.Body, s *schema.Block) {
	if s == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(body.Attributes)) {
		expr := body.Attributes[name].Expr
		w.references(expr)
		a, ok := s.Attributes[name]
		switch {
		case slices.Contains(meta, name):
		case !ok || !a.Required && !a.Optional:
			w.fault("%s has no argument %s", path, name)
		default:
			w.object(path+"."+name, expr, a.Type)
		}
	}
	for _, block := range body.Blocks {
		n, ok := s.Blocks[block.Type]
		switch {
		case slices.Contains(meta, block.Type):
		case !ok:
			w.fault("%s has no block %s", path, block.Type)
		default:
			w.body(path+"."+block.Type, block.Body, n.Block)
		}
	}
}

// object checks the keys of objects that are written as values.
func (w *writing) object(path string, expr hclsyntax.Expression, t cty.Type) {
	if t.IsCollectionType() && !t.IsMapType() {
		if list, ok := expr.(*hclsyntax.TupleConsExpr); ok {
			for _, element := range list.Exprs {
				w.object(path, element, t.ElementType())
			}
		}
		return
	}
	object, ok := expr.(*hclsyntax.ObjectConsExpr)
	if !ok || !t.IsObjectType() {
		return
	}
	for _, item := range object.Items {
		key, diags := item.KeyExpr.Value(nil)
		if diags.HasErrors() {
			continue
		}
		if !t.HasAttribute(key.AsString()) {
			w.fault("%s has no attribute %s", path, key.AsString())
			continue
		}
		w.object(path+"."+key.AsString(), item.ValueExpr, t.AttributeType(key.AsString()))
	}
}

// references checks that what is read of other resources is there.
func (w *writing) references(expr hclsyntax.Expression) {
	for _, t := range expr.Variables() {
		var names []string
		for _, step := range t {
			switch step := step.(type) {
			case hcl.TraverseRoot:
				names = append(names, step.Name)
			case hcl.TraverseAttr:
				names = append(names, step.Name)
			}
		}
		kind := "resource"
		if names[0] == "data" {
			kind, names = "data", names[1:]
		}
		if len(names) < 3 || !finding.IsResourceType(names[0]) {
			continue
		}
		provider, _, _ := strings.Cut(names[0], "_")
		if _, known := w.schemas.Header(provider); !known {
			continue
		}
		s := w.of(kind, names[0])
		if s == nil {
			continue
		}
		_, attribute := s.Attributes[names[2]]
		_, block := s.Blocks[names[2]]
		if !attribute && !block {
			w.fault("%s has no attribute %s", names[0], names[2])
		}
	}
}
