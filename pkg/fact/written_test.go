package fact

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

func TestWritten(t *testing.T) {
	text := cty.StringVal("hunter2")
	given := func(by resource.GivenBy) cty.Value { return text.Mark(resource.Given{By: by}) }
	waiting := func(cause resource.Cause) cty.Value {
		return cty.UnknownVal(cty.String).Mark(resource.Why{Cause: cause})
	}
	encoded := func(members map[string]cty.Value) cty.Value {
		return cty.UnknownVal(cty.String).Mark(&resource.Encoded{Value: cty.ObjectVal(members)})
	}
	generated := cty.UnknownVal(cty.String).Mark(resource.Ref{Address: "random_password.p", Attribute: "result"})
	for name, test := range map[string]struct {
		value cty.Value
		want  string // "?" for unknown, "" for null
	}{
		"literal":               {text, "configuration"},
		"sensitive":             {text.Mark(resource.Sensitive{}), "configuration"},
		"number":                {cty.NumberIntVal(7), "configuration"},
		"empty":                 {cty.StringVal(""), ""},
		"said to be none":       {cty.StringVal("None"), ""},
		"null":                  {cty.NullVal(cty.String), ""},
		"variable without":      {waiting(resource.NoValue), "elsewhere"},
		"generated":             {generated, "elsewhere"},
		"another resource's":    {text.Mark(resource.Ref{Address: "aws_ssm_parameter.p", Attribute: "value"}), "elsewhere"},
		"unreadable":            {waiting(resource.Failed), "?"},
		"command line":          {given(resource.ByCaller), "elsewhere"},
		"file of variables":     {given(resource.ByVariableFile), "variables"},
		"plan alone":            {given(resource.ByPlan), "?"},
		"plan and its source":   {given(resource.ByPlan).Mark(resource.Given{By: resource.ByCaller}), "elsewhere"},
		"ignored afterwards":    {given(resource.AtFirst), "at first"},
		"list":                  {cty.TupleVal([]cty.Value{generated, text}), "configuration"},
		"list without":          {cty.TupleVal([]cty.Value{generated}), "elsewhere"},
		"no list":               {cty.EmptyTupleVal, ""},
		"document":              {encoded(map[string]cty.Value{"host": generated, "Password": text}), "configuration"},
		"document made":         {encoded(map[string]cty.Value{"user": text, "password": generated}), "elsewhere"},
		"document of no secret": {encoded(map[string]cty.Value{"host": generated, "user": text}), "elsewhere"},
		"switch":                {cty.StringVal("false"), ""},
		"known document":        {cty.StringVal(`{"user": "clinic", "db": {"Password": "hunter2"}}`), "configuration"},
		"known list":            {cty.StringVal(`[{"tokens": ["hunter2"]}]`), "configuration"},
		"document of a key":     {cty.StringVal(`{"STRIPE": "4eC39HqLyjWDarjtT1zdp7dc"}`), "configuration"},
		"configuration":         {cty.StringVal(`{"regions": ["us-east-1"], "secret": null, "enforced": true, "owner": "records"}`), "elsewhere"},
		"empty document":        {cty.StringVal("{}"), ""},
		"no document":           {cty.StringVal("{hunter2"), "configuration"},
	} {
		t.Run(name, func(t *testing.T) {
			place := resource.AtPlace(resource.Range{File: "main.tf", Line: 3})
			got := written(test.value.Mark(place))
			if !got.HasMark(place) || got.HasMark(resource.Sensitive{}) {
				t.Errorf("marks: %#v", got.Marks())
			}
			bare, _ := got.Unmark()
			text, _ := asString(bare)
			if !bare.IsKnown() {
				text = "?"
			}
			if text != test.want {
				t.Errorf("got %q, want %q", text, test.want)
			}
			if shown := text == inConfiguration || text == atFirst; shown != got.HasMark(secretText{}) {
				t.Errorf("withheld: %v", !shown)
			}
		})
	}
}
