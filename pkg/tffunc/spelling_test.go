package tffunc

import (
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/resource"
)

// A script that is unknown in part keeps what is written around that.
func TestSpelled(t *testing.T) {
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{"known": cty.StringVal("restic"), "unknown": cty.UnknownVal(cty.String)}}
	for source, want := range map[string]string{
		"<<-EOF\n  ${known} -r\n  ${unknown} b\n  EOF\n":                "restic -r\n$ b\n",
		"base64encode(<<-EOF\n  a ${unknown}\n  EOF\n)":                 "a $\n",
		"trimspace((\"a\\n${unknown}${upper(known)}\"))":                "a\n$$",
		"\"one line ${unknown}\"":                                       "",
		"<<-EOF\n  ${known}\n  EOF\n":                                   "",
		"upper(<<-EOF\n  a ${unknown}\n  EOF\n)":                        "",
		"<<-EOF\n  {\"a\": ${unknown}}\n  EOF\n":                        "",
		"unknown":                                                       "",
		"join(\"\\n\", [unknown, \"b ${known}\"])":                      "$\nb restic",
		"join(\" \", [unknown, known])":                                 "",
		"format(\"a\\n%s -r %5.2f%%\", known, unknown)":                 "a\n$ -r $%%",
		"base64gzip(\"a\\n${unknown}\")":                                "a\n$",
		"\"a\\n%{ if known == \"x\" }b%{ else }c${unknown}%{ endif }\"": "a\nc$",
		"\"a\\n%{ if unknown == \"x\" }b%{ else }c%{ endif }\"":         "a\n$",
		"base64encode(unknown)":                                         "",
		"\"a\\n%{ for x in [unknown] }${x}%{ endfor }\\n${unknown}\"":   "a\n$\n$",
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
		for mark := range Spelled(v, e, ctx).Marks() {
			if spelled, ok := mark.(*resource.Spelled); ok {
				got = spelled.Text
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// So does a file of such a script.
func TestSpelledTemplateFile(t *testing.T) {
	files := txtar.Parse([]byte("-- init.tftpl --\n#!/bin/sh\nrestic -r s3:https://${host}/${bucket} backup\n%{ for d in disks }${d}%{ endfor }\n"))
	ctx := &hcl.EvalContext{
		Functions: Table(memoryHost(files)),
		Variables: map[string]cty.Value{"unknown": cty.UnknownVal(cty.String)},
	}
	e, diags := hclsyntax.ParseExpression([]byte(`base64encode(templatefile("init.tftpl", { host = "copies.example", bucket = unknown, disks = [unknown] }))`), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	texts := []string{}
	for mark := range cty.ValueMarksOfType[*resource.Spelled](v) {
		texts = append(texts, mark.Text)
	}
	if want := []string{"#!/bin/sh\nrestic -r s3:https://copies.example/$ backup\n$\n"}; !slices.Equal(texts, want) {
		t.Errorf("%q, want %q", texts, want)
	}
}
