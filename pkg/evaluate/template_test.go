package evaluate

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// A script that is unknown in part keeps what is written around that.
func TestSpell(t *testing.T) {
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{"known": cty.StringVal("restic"), "unknown": cty.UnknownVal(cty.String)}}
	for source, want := range map[string]string{
		"<<-EOF\n  ${known} -r\n  ${unknown} b\n  EOF\n":              "restic -r\n$ b\n",
		"base64encode(<<-EOF\n  a ${unknown}\n  EOF\n)":               "a $\n",
		"trimspace((\"a\\n${unknown}${upper(known)}\"))":              "a\n$$",
		"\"one line ${unknown}\"":                                     "",
		"<<-EOF\n  ${known}\n  EOF\n":                                 "",
		"upper(<<-EOF\n  a ${unknown}\n  EOF\n)":                      "",
		"<<-EOF\n  {\"a\": ${unknown}}\n  EOF\n":                      "",
		"unknown":                                                     "",
		"join(\"\\n\", [unknown])":                                    "",
		"base64encode(unknown)":                                       "",
		"\"a\\n%{ for x in [unknown] }${x}%{ endfor }\\n${unknown}\"": "a\n$\n$",
	} {
		e, diags := hclsyntax.ParseExpression([]byte(source), "main.tf", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		v := cty.UnknownVal(cty.String)
		if source == "<<-EOF\n  ${known}\n  EOF\n" {
			v = cty.StringVal("restic\n")
		}
		got := ""
		for mark := range spell(v, e, ctx).Marks() {
			if spelled, ok := mark.(*resource.Spelled); ok {
				got = spelled.Text
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
