package fact

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

const testShapes = `shape "named" "store" {
  name = self.x
  days = 7
}
shape "each" "store" {
  name = each.value
}
shape "on" "store" {
  like = "named"
  days = 8
  on   = true
}
shape "round" "store" {
  like = "about"
}
shape "about" "store" {
  like = "round"
}
shape "beside" "store" {
  of   = address
  to   = ["aws_x"]
  when = each.value != "b"
  on   = true
}
shape "lent" "store" {
  cloud = self.x
}
`

func loadShaped(entry string) (*Catalogue, error) {
	return Load(fstest.MapFS{
		"catalogue/concepts.hcl":   {Data: []byte(testConcepts)},
		"catalogue/shapes.hcl":     {Data: []byte("shape \"anywhere\" \"store\" {\n days = 9\n}\nshape \"named\" \"store\" {\n days = 10\n}\n")},
		"catalogue/aws/shapes.hcl": {Data: []byte(testShapes)},
		"catalogue/aws/x.hcl":      {Data: []byte("resource \"aws_x\" {\n" + entry + "\n}\n")},
	})
}

// An entry has the fields of its shape, and those of the shape that this is like, but for those that it writes itself. A shape of its cloud
// comes before one of all clouds.
func TestShape(t *testing.T) {
	catalogue, err := loadShaped("fact \"store\" {\n like = \"named\"\n days = 30\n on = true\n}\n" +
		"fact \"store\" {\n like = \"each\"\n for_each = [\"b\"]\n}\nfact \"store\" {\n like = \"on\"\n}\n" +
		"fact \"store\" {\n like = \"anywhere\"\n}")
	if err != nil {
		t.Fatal(err)
	}
	estate, err := catalogue.Facts([]*resource.Resource{{
		Address: "aws_x.a", Mode: resource.Managed, Type: "aws_x", Root: ".", Written: map[string]cty.Value{"x": cty.StringVal("a")},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]map[string]any{
		"store/aws_x.a":   {"name": "a", "days": 30.0, "on": true},
		"store/aws_x.a#2": {"name": "b", "days": nil, "on": nil},
		"store/aws_x.a#3": {"name": "a", "days": 8.0, "on": true},
		"store/aws_x.a#4": {"name": nil, "days": 9.0, "on": nil},
	} {
		f := estate.Get(id)
		if f == nil {
			t.Fatalf("there is no %s", id)
		}
		for name, value := range want {
			if got := f.Field(name); !got.Known || got.Value != value {
				t.Errorf("%s of %s is %v, want %v", name, id, got.Value, value)
			}
		}
	}
}

// A part has from its shape whose part it is, too, and when; its own words stand instead.
func TestShapeOfPart(t *testing.T) {
	catalogue, err := loadShaped("fact \"store\" {\n like = \"named\"\n}\npart \"store\" {\n like = \"beside\"\n for_each = [self.x]\n}\n" +
		"part \"store\" {\n like = \"beside\"\n for_each = [self.x]\n when = self.x == \"c\"\n days = 90\n}")
	if err != nil {
		t.Fatal(err)
	}
	resources := make([]*resource.Resource, 0, 3)
	for _, name := range []string{"a", "b", "c"} {
		resources = append(resources, &resource.Resource{
			Address: "aws_x." + name, Mode: resource.Managed, Type: "aws_x", Root: ".", Written: map[string]cty.Value{"x": cty.StringVal(name)},
		})
	}
	estate, err := catalogue.Facts(resources, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][2]any{"store/aws_x.a": {7.0, true}, "store/aws_x.b": {7.0, nil}, "store/aws_x.c": {90.0, true}} {
		if f := estate.Get(id); f.Field("days").Value != want[0] || f.Field("on").Value != want[1] {
			t.Errorf("%s has days %v and on %v, want %v", id, f.Field("days").Value, f.Field("on").Value, want)
		}
	}
}

func TestShapeErrors(t *testing.T) {
	for entry, want := range map[string]string{
		"fact \"store\" {\n like = \"other\"\n}":              `catalogue/aws/x.hcl:3: there is no shape "other" of concept store`,
		"fact \"key\" {\n like = \"named\"\n}":                `catalogue/aws/x.hcl:3: there is no shape "named" of concept key`,
		"fact \"store\" {\n like = \"each\"\n}":               `catalogue/aws/x.hcl:3: shape "each" reads each`,
		"fact \"store\" {\n like = \"beside\"\n}":             `catalogue/aws/x.hcl:3: shape "beside" says of what it is a part`,
		"part \"store\" {\n like = \"beside\"\n}":             `catalogue/aws/x.hcl:3: shape "beside" reads each`,
		"part \"store\" {\n like = \"lent\"\n of = self.x\n}": `catalogue/aws/x.hcl:3: shape "lent" says of which cloud it is`,
		"fact \"store\" {\n like = \"round\"\n}":              `catalogue/aws/shapes.hcl:17: shape "round" is like itself`,
	} {
		catalogue, err := loadShaped(entry)
		if err != nil {
			t.Fatal(err)
		}
		if err := catalogue.parseAll(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

// A fact has from its shape whose cloud it is in, unless it says so itself; a part has no cloud.
func TestShapeOfCloud(t *testing.T) {
	catalogue, err := loadShaped("fact \"store\" {\n like = \"lent\"\n}\nfact \"store\" {\n like = \"lent\"\n cloud = \"own\"\n}")
	if err != nil {
		t.Fatal(err)
	}
	estate, err := catalogue.Facts([]*resource.Resource{{
		Address: "aws_x.a", Mode: resource.Managed, Type: "aws_x", Root: ".", Written: map[string]cty.Value{"x": cty.StringVal("elsewhere")},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"store/aws_x.a": "elsewhere", "store/aws_x.a#2": "own"} {
		if f := estate.Get(id); f == nil || f.Cloud != want {
			t.Errorf("%s: %+v, want it in %s", id, f, want)
		}
	}
}

func TestShapeForEach(t *testing.T) {
	catalogue, err := Load(fstest.MapFS{
		"catalogue/concepts.hcl": {Data: []byte(testConcepts)},
		"catalogue/aws/x.hcl":    {Data: []byte("shape \"many\" \"store\" {\n  for_each = self.x\n}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err, want := catalogue.parseAll(), "catalogue/aws/x.hcl:2: a shape has no for_each"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestShapeTwice(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"catalogue/concepts.hcl":   {Data: []byte(testConcepts)},
		"catalogue/aws/shapes.hcl": {Data: []byte(testShapes)},
		"catalogue/aws/x.hcl":      {Data: []byte("\nshape \"named\" \"store\" {\n}\n")},
	})
	if want := `read catalogue: catalogue/aws/x.hcl:2: there is another shape "named"`; err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}
