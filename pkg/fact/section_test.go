package fact

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// Block by block a file says what it says as a whole.
func TestSections(t *testing.T) {
	whole, err := Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, f := range whole.files {
		parsed, err := f.parse()
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range sortedKeys(parsed) {
			want[key] = append(want[key], placed(parsed[key])...)
		}
	}
	got := map[string][]string{}
	for _, key := range sortedKeys(whole.types) {
		for _, s := range whole.types[key] {
			parsed, err := s.parse()
			if err != nil {
				t.Fatal(err)
			}
			got[key] = append(got[key], placed(parsed[key])...)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-whole +sections):\n%s", diff)
	}
}

// placed tells entries by where they and their expressions stand, in the order that they are kept in.
func placed(entries []*entry) []string {
	var places []string
	if !slices.IsSortedFunc(entries, func(a, b *entry) int { return a.order - b.order }) {
		places = append(places, "not in order")
	}
	for _, e := range entries {
		places = append(places, e.place.String())
		for _, x := range e.expressions() {
			places = append(places, x.hcl.Range().String())
		}
	}
	return places
}

// What a block says it says of each of the types that it names.
func TestBlockOfTypes(t *testing.T) {
	catalogue, err := Load(fstest.MapFS{
		"catalogue/concepts.hcl": {Data: []byte(testConcepts)},
		"catalogue/aws/x.hcl": {Data: []byte("resource \"aws_x, aws_y\" {\n fact \"store\" {\n  name = self.x\n }\n}\n" +
			"resource \"aws_y\" {\n fact \"store\" {\n  name = \"second\"\n }\n}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	resources := make([]*resource.Resource, 0, 3)
	for _, name := range []string{"aws_x", "aws_y", "aws_z"} {
		resources = append(resources, &resource.Resource{
			Address: name + ".a", Mode: resource.Managed, Type: name, Root: ".", Written: map[string]cty.Value{"x": cty.StringVal(name)},
		})
	}
	estate, err := catalogue.Facts(resources, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]string, 0, 3)
	for _, f := range estate.ByConcept["store"] {
		got = append(got, f.ID+" "+f.Field("name").Text())
	}
	if diff := cmp.Diff([]string{`store/aws_x.a "aws_x"`, `store/aws_y.a "aws_y"`, `store/aws_y.a#2 "second"`}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	yields, err := catalogue.Yields()
	if err != nil {
		t.Fatal(err)
	}
	if len(yields) != 2 || yields[0].Type != "aws_x" || yields[1].Type != "aws_y" {
		t.Errorf("yields are %v", yields)
	}
}

// parseAll parses every shape and every file of the catalogue.
func (c *Catalogue) parseAll() error {
	for _, name := range sortedKeys(c.shapes) {
		if _, err := c.shapes[name](); err != nil {
			return err
		}
	}
	for _, f := range c.files {
		if _, err := f.parse(); err != nil {
			return err
		}
	}
	return nil
}
