package settings

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the files want of testdata")

// TestRead reads the first file of each archive: want holds the settings, or the problems.
func TestRead(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := outcome(t, archive.Files[0].Data)
			if *update {
				archive.Files = []txtar.File{archive.Files[0], {Name: "want", Data: []byte(got)}}
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func outcome(t *testing.T, data []byte) string {
	t.Helper()
	settings, problems := Read(FileName, data)
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s:%d:%d-%d: %s\n", p.Place.File, p.Place.Line, p.Place.Column, p.Place.EndColumn, p.Summary)
	}
	if len(problems) > 0 {
		if diff := cmp.Diff(Settings{}, settings, cmp.AllowUnexported(Settings{})); diff != "" {
			t.Error("settings of a refused file:", diff)
		}
		return b.String()
	}
	text, err := json.MarshalIndent(settings, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// The published schema and the reader accept the same.
func TestSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("../../docs/baalint.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	lists := []string{`[a]`, `[a, b]`, `[a, a]`, `[]`, `a`, `[1]`, `[""]`, `[true]`, `[null]`, `{}`, `null`, `[[a]]`}
	words := []string{`prod`, `high`, `none`, `HIGH`, `""`, `1`, `[x]`, `true`, `null`, `"a b"`, `{}`}
	texts := make([]string, 0, 64)
	texts = append(texts, "environments: {prod: {}}", "environments: {prod: {vars: {}}}", "environments: []", "other: 1", "[]", "1")
	for _, value := range lists {
		texts = append(texts, "paths: "+value, "environments: {prod: {var_files: "+value+"}}")
	}
	for _, value := range words {
		texts = append(texts, "threshold: "+value, "environments: {prod: {workspace: "+value+"}}")
	}
	for _, name := range []string{`prod`, `eu-1.b`, `""`, `"a b"`, `-a`, `1`} { // true and null are text once they are keys of JSON
		texts = append(texts, "environments: {"+name+": {workspace: x}}")
	}
	for _, waiver := range []string{
		"rule: r, address: a.b, reason: why", "rule: r, root: infra, reason: why", "rule: r, reason: why", "address: a.b, reason: why",
		"rule: r, address: a.b", "rule: r, address: a.b, reason: why, until: 2027-01-31, approver: me", "rule: r, address: a.b, reason: why, owner: me",
		"rule: r, address: a.b, reason: why, until: 31.1.2027", "rule: r, address: a.b, reason: why, until: 2027-02-30",
		"rule: r, address: a.b, reason: why, until: 1927-02-01", "rule: r, address: a.b, reason: why, until: never",
		"rule: r, address: a.b, reason: why, environments: []", `rule: r, address: a.b, reason: why, environments: ["a b"]`,
		`rule: r, address: a.b, reason: ""`, `rule: r, address: a.b, reason: " why"`, "rule: r, address: a.b, reason: [why]", "rule: [r], address: a.b, reason: why",
	} {
		texts = append(texts, "waivers: [{"+waiver+"}]")
	}
	texts = append(texts, "waivers: []", "waivers: {}", "waivers: [x]", "waivers: x", "waivers: [{}]")
	for _, entry := range []string{"address: a.b", "name: a", "tag: a=b", "address: a.b, tag: a", "", "name: [a]", `name: ""`, "label: a"} {
		texts = append(texts, "no_phi: [{"+entry+"}]")
	}
	texts = append(texts, "no_phi: []", "no_phi: x", "no_phi: [x]")
	for _, text := range texts {
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			continue
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
		if err != nil {
			t.Fatal(err)
		}
		refused := schema.Validate(instance)
		_, problems := Read(FileName, []byte(text))
		if (refused == nil) != (len(problems) == 0) {
			t.Errorf("%s\nschema: %v\nreader: %v", text, refused, problems)
		}
	}
}

func FuzzRead(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, problems := Read(FileName, data)
		for _, p := range problems {
			if p.Place.Line < 1 || p.Place.Column < 1 || p.Place.EndColumn < p.Place.Column || p.Summary == "" || strings.Contains(p.Summary, "\n") {
				t.Errorf("bad problem %+v in %q", p, data)
			}
		}
	})
}
