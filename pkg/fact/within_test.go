package fact

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// The entries of a block count where its condition holds, or cannot be known.
func TestBlockCondition(t *testing.T) {
	catalogue, err := loadShaped("when = self.x == \"a\"\nfact \"store\" {\n name = \"one\"\n}\nfact \"store\" {\n name = \"two\"\n}")
	if err != nil {
		t.Fatal(err)
	}
	resources := make([]*resource.Resource, 0, 3)
	for name, x := range map[string]cty.Value{"a": cty.StringVal("a"), "b": cty.StringVal("b"), "c": cty.UnknownVal(cty.String)} {
		resources = append(resources, &resource.Resource{
			Address: "aws_x." + name, Mode: resource.Managed, Type: "aws_x", Root: ".", Written: map[string]cty.Value{"x": x},
		})
	}
	estate, err := catalogue.Facts(resources, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{
		"store/aws_x.a": true, "store/aws_x.a#2": true, "store/aws_x.b": false, "store/aws_x.b#2": false, "store/aws_x.c": true, "store/aws_x.c#2": true,
	} {
		if got := estate.Get(id) != nil; got != want {
			t.Errorf("there is %s: %v, want %v", id, got, want)
		}
	}
}

func TestBlockConditionErrors(t *testing.T) {
	catalogue, err := loadShaped("when = nothing(self.x)\nfact \"store\" {\n name = \"one\"\n}")
	if err != nil {
		t.Fatal(err)
	}
	if err := catalogue.parseAll(); err == nil || !strings.HasPrefix(err.Error(), "catalogue/aws/x.hcl:2:") {
		t.Errorf("got %v", err)
	}
}
