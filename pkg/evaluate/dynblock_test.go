package evaluate_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/schema"
)

// nestedSchema is of a made-up resource type with blocks three levels deep, and a kind of block with a label.
const nestedSchema = `{"provider":"test","version":"1"}
resource test_thing {"attrs":{"a":["string","o"]},"blocks":{"one":["list",{"attrs":{"a":["string","o"]},"blocks":{"two":["list",` +
	`{"attrs":{"a":["string","o"]},"blocks":{"three":["list",{"attrs":{"a":["string","o"]}},"o"]}},"o"]}},"o"],"named":["map",{"attrs":{"a":["string","o"]}},"o"]}}
`

// nestedSpec says the same to hcldec.
var nestedSpec = func() hcldec.ObjectSpec {
	body := func(blocks map[string]hcldec.Spec) hcldec.ObjectSpec {
		spec := hcldec.ObjectSpec{"a": &hcldec.AttrSpec{Name: "a", Type: cty.String}}
		for name, inner := range blocks {
			spec[name] = &hcldec.BlockListSpec{TypeName: name, Nested: inner}
		}
		return spec
	}
	spec := body(map[string]hcldec.Spec{"one": body(map[string]hcldec.Spec{"two": body(map[string]hcldec.Spec{"three": body(nil)})})})
	spec["named"] = &hcldec.BlockMapSpec{TypeName: "named", LabelNames: []string{"name"}, Nested: body(nil)}
	return spec
}()

// dynamicLocals are what the generated blocks go over, as they are written and as HCL sees them.
var dynamicLocals = map[string]string{
	"list":    `["x", "y"]`,
	"none":    `[]`,
	"map":     `{ k = "v", l = "w" }`,
	"lists":   `[["p"], [], ["q", "r"]]`,
	"partly":  `["x", var.unknown]`,
	"unknown": `var.unknown_list`,
	"numbers": `[1, 2]`,
}

// TestDynamicBlocksAsHCL expands generated dynamic blocks, nested, with iterators, labels, and over what is unknown, and holds them against
// HCL's own implementation, which shares nothing with ours.
func TestDynamicBlocksAsHCL(t *testing.T) {
	const configurations = 300
	g := &dynamicGenerator{rand: rand.New(rand.NewPCG(1, 2))}
	var src strings.Builder
	src.WriteString("variable \"unknown\" {\n  type = string\n}\n\nvariable \"unknown_list\" {\n  type = list(string)\n}\n\nlocals {\n")
	for _, name := range slices.Sorted(maps.Keys(dynamicLocals)) {
		fmt.Fprintf(&src, "  %s = %s\n", name, dynamicLocals[name])
	}
	src.WriteString("}\n")
	for i := range configurations {
		fmt.Fprintf(&src, "resource \"test_thing\" \"r%d\" {\n%s}\n", i, g.body([]string{"one", "two", "three"}, nil))
	}
	set, err := schema.Open(fstest.MapFS{"schemas/test.jsonl": {Data: []byte(nestedSchema)}}, "schemas")
	if err != nil {
		t.Fatal(err)
	}
	opts := evaluate.Options{Schemas: set}
	result := evaluate.Resources(extract(t, &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(src.String())}}}, &opts), opts)
	for _, d := range result.Diagnostics {
		t.Fatalf("%s\n%s", d, src.String())
	}
	got := map[string]cty.Value{}
	for _, r := range result.Resources {
		got[r.Name], _ = r.All().UnmarkDeep()
	}
	for name, want := range expandedByHCL(t, src.String()) {
		ours, err := convert.Convert(got[name], want.Type())
		if err != nil || !plainly(t, ours).RawEquals(plainly(t, want)) {
			t.Errorf("%s: got %#v (%v), want %#v", name, got[name], err, want)
		}
	}
}

// expandedByHCL decodes the resource blocks of a file as HCL expands them.
func expandedByHCL(t *testing.T, src string) map[string]cty.Value {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(src), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{"var": cty.ObjectVal(map[string]cty.Value{
		"unknown": cty.UnknownVal(cty.String), "unknown_list": cty.UnknownVal(cty.List(cty.String)),
	})}}
	locals, out := map[string]cty.Value{}, map[string]cty.Value{}
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		switch block.Type {
		case "locals":
			for name, attribute := range block.Body.Attributes {
				locals[name], diags = attribute.Expr.Value(ctx)
				if diags.HasErrors() {
					t.Fatal(diags)
				}
			}
			ctx.Variables["local"] = cty.ObjectVal(locals)
		case "resource":
			v, diags := hcldec.Decode(dynblock.Expand(block.Body, ctx), nestedSpec, ctx)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			out[block.Labels[1]] = v
		}
	}
	return out
}

// dynamicGenerator writes bodies with static and dynamic blocks.
type dynamicGenerator struct {
	rand  *rand.Rand
	count int
}

// iterator is a name that the blocks around a place bind; its values are strings, or else lists of strings.
type iterator struct {
	name  string
	lists bool
}

func (g *dynamicGenerator) body(types []string, bound []iterator) string {
	var b strings.Builder
	if g.rand.IntN(4) > 0 {
		fmt.Fprintf(&b, "a = %s\n", g.text(bound))
	}
	if len(types) == 0 {
		return b.String()
	}
	for range g.rand.IntN(3) {
		if g.rand.IntN(3) == 0 {
			fmt.Fprintf(&b, "%s {\n%s}\n", types[0], g.body(types[1:], bound))
			continue
		}
		b.WriteString(g.dynamic(types[0], types[1:], bound))
	}
	if types[0] == "one" && g.rand.IntN(3) == 0 {
		fmt.Fprintf(&b, "named \"s\" {\n%s}\n", g.body(nil, bound))
		fmt.Fprintf(&b, "dynamic \"named\" {\nfor_each = local.map\nlabels = [\"l-${named.key}\"]\ncontent {\n%s}\n}\n",
			g.body(nil, append(slices.Clone(bound), iterator{name: "named"})))
	}
	return b.String()
}

func (g *dynamicGenerator) dynamic(typ string, inner []string, bound []iterator) string {
	var collections []string
	for _, name := range slices.Sorted(maps.Keys(dynamicLocals)) {
		collections = append(collections, "local."+name)
	}
	for _, it := range bound {
		if it.lists {
			collections = append(collections, it.name+".value", it.name+".value")
		}
	}
	over := collections[g.rand.IntN(len(collections))]
	it := iterator{name: typ, lists: over == "local.lists"}
	named := ""
	if g.rand.IntN(3) == 0 {
		g.count++
		it.name = fmt.Sprintf("it%d", g.count)
		named = "iterator = " + it.name + "\n"
	}
	bound = append(slices.DeleteFunc(slices.Clone(bound), func(other iterator) bool { return other.name == it.name }), it)
	return fmt.Sprintf("dynamic %q {\nfor_each = %s\n%scontent {\n%s}\n}\n", typ, over, named, g.body(inner, bound))
}

// text is an expression for a string.
func (g *dynamicGenerator) text(bound []iterator) string {
	texts := []string{`"static"`, `"x-${var.unknown}"`}
	for _, it := range bound {
		texts = append(texts, it.name+".key")
		if !it.lists {
			texts = append(texts, it.name+".value", fmt.Sprintf(`"<${%s.value}>"`, it.name))
		}
	}
	return texts[g.rand.IntN(len(texts))]
}

// plainly has unknowns of which nothing is known but their types.
func plainly(t *testing.T, v cty.Value) cty.Value {
	t.Helper()
	v, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.UnknownVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
