package report

import (
	"bytes"
	"encoding/json"
	"io"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

// TestLineHashes holds the hashes against those that github/codeql-action computes for the same files.
func TestLineHashes(t *testing.T) {
	cases := []struct {
		name, content string
		want          []string
	}{
		{"empty", "", []string{"c129715d7a2bc9a3:1"}},
		{"blanks and tabs", " a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		{"CRLF as LF", " a\r\nb\r\n  \t\tc\r\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		{"CR as LF", " a\rb\r  \t\tc\r d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, lineHashes([]byte(c.content))); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
	repeated := lineHashes([]byte(strings.Repeat("x\n", 300)))
	if !strings.HasSuffix(repeated[0], ":1") || strings.TrimSuffix(repeated[0], ":1") != strings.TrimSuffix(repeated[1], ":2") {
		t.Errorf("equal lines are not counted: %v", repeated[:2])
	}
}

func TestModuleSteps(t *testing.T) {
	cases := []struct {
		address string
		want    []string
	}{
		{"aws_kms_key.main", nil},
		{"module.db.aws_kms_key.main", []string{"module.db"}},
		{`module.db["a.b\".c"].module.kms[0].aws_kms_key.main["x.y"]`, []string{`module.db["a.b\".c"]`, "module.kms[0]"}},
		{`module.broken["`, []string{`module.broken["`}},
	}
	for _, c := range cases {
		if d := cmp.Diff(c.want, moduleSteps(c.address)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.address, d)
		}
	}
}

func TestMark(t *testing.T) {
	cases := []struct {
		name, line    string
		from, to      int
		limit         int
		source, under string
	}{
		{"plain", "  a = false", 7, 12, 80, "  a = false", "      ^^^^^"},
		{"tabs", "\ta\t= 1", 4, 5, 80, "    a   = 1", "        ^"},
		{"wide", `n = "患者" # x`, 5, 9, 80, `n = "患者" # x`, "    ^^^^^^"},
		{"combining", "e\u0301 = 1", 3, 4, 80, "e\u0301 = 1", "  ^"},
		{"escape", "a \x1b[0m b", 8, 9, 80, "a ␛[0m b", "       ^"},
		{"empty region", "abc", 2, 2, 80, "abc", " ^"},
		{"past the end", "abc", 9, 12, 80, "abc", "   ^"},
		{"long, marked at the end", strings.Repeat("a", 100) + "bcd", 101, 104, 40, "…" + strings.Repeat("a", 13) + "bcd", strings.Repeat(" ", 14) + "^^^"},
		{"long, marked at the start", "bcd" + strings.Repeat("a", 100), 1, 4, 10, "bcdaaaaaa…", "^^^"},
		{"very long", strings.Repeat("患", 1e5) + "bcd" + strings.Repeat("e", 1e5), 1e5 + 1, 1e5 + 4, 20, "…患患患bcdeeeeeeeee…", "       ^^^"},
		{"long mark", strings.Repeat("a", 100), 1, 101, 10, "aaaaaaaaa…", "^^^^^^^^^"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := finding.Place{Line: 1, Column: c.from, EndLine: 1, EndColumn: c.to}
			source, under := mark(c.line, 1, p).fit(c.limit).lines()
			if d := cmp.Diff([]string{c.source, c.under}, []string{source, under}); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestUTF16Column(t *testing.T) {
	s := &sarifWriter{located: locate(&finding.Report{Sources: map[string][]byte{"a.tf": []byte("x\n😀e\u0301患 = 1\n")}}, Options{})}
	for column, want := range map[int]int{1: 1, 2: 3, 3: 5, 4: 6, 8: 10, 9: 11} {
		if got := s.utf16Column("a.tf", 2, column); got != want {
			t.Errorf("column %d is %d, want %d", column, got, want)
		}
	}
	if got := s.utf16Column("gone.tf", 2, 7); got != 7 {
		t.Errorf("column without a source is %d, want 7", got)
	}
}

func TestURI(t *testing.T) {
	s := &sarifWriter{located: &located{}}
	for file, want := range map[string]string{
		"a/b.tf": "a/b.tf", "storage accounts/患.tf": "storage%20accounts/%E6%82%A3.tf", "a:b?#[1]%.tf": "a%3Ab%3F%23%5B1%5D%25.tf", "./x//y.tf": "x/y.tf",
	} {
		if got := s.uri(file); got != want {
			t.Errorf("%q is %q, want %q", file, got, want)
		}
	}
}

// TestFingerprint moves a finding, and changes what it is about.
func TestFingerprint(t *testing.T) {
	f := finding.Finding{Rule: "a/b", Root: "infra", Address: "x.y", Field: "encrypted", Value: "false"}
	o := Options{}
	moved := f
	moved.Place, moved.Value, moved.Message = finding.Place{File: "z.tf", Line: 9}, " false\n", "other words"
	if o.fingerprint(&f) != o.fingerprint(&moved) {
		t.Error("fingerprint depends on the place, the message or blanks")
	}
	for what, change := range map[string]func(*finding.Finding){
		"rule": func(f *finding.Finding) { f.Rule = "a/c" }, "root": func(f *finding.Finding) { f.Root = "." },
		"address": func(f *finding.Finding) { f.Address = "x.z" }, "field": func(f *finding.Finding) { f.Field = "key" },
		"value": func(f *finding.Finding) { f.Value = "true" },
	} {
		other := f
		change(&other)
		if o.fingerprint(&f) == o.fingerprint(&other) {
			t.Errorf("fingerprint does not depend on the %s", what)
		}
	}
	below := f
	below.Root = "."
	if o.fingerprint(&f) != (Options{FileURI: func(p string) string { return path.Join("infra", p) }}).fingerprint(&below) {
		t.Error("fingerprint depends on the directory that baalint is started in")
	}
}

func TestSemanticVersion(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3": "1.2.3", "1.2.3-rc.1+abc": "1.2.3-rc.1+abc", "(devel)": "0.0.0-dev", "": "0.0.0-dev", "1..2": "0.0.0-dev",
	} {
		if got := semanticVersion(version); got != want {
			t.Errorf("%q is %q, want %q", version, got, want)
		}
	}
}

// BenchmarkWrite writes a report of 20,000 verdicts, a tenth of them failures, in each format.
func BenchmarkWrite(b *testing.B) {
	r := &finding.Report{Rules: []finding.Rule{{ID: "a/b", Name: "b", Obligation: "a"}}, Sources: map[string][]byte{}}
	r.Sources["main.tf"] = []byte(strings.Repeat("  storage_encrypted = false\n", 20000))
	for i := range 20000 {
		f := finding.Finding{Rule: "a/b", Verdict: finding.Pass, Severity: finding.High, Address: "x.y" + strings.Repeat("z", i%9) + string(rune('a'+i%26)),
			Message: "is not encrypted", Place: finding.Place{File: "main.tf", Line: i + 1, Column: 23, EndLine: i + 1, EndColumn: 28}}
		if i%10 == 0 {
			f.Verdict = finding.Fail
		}
		r.Findings = append(r.Findings, f)
	}
	for _, format := range Formats() {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, format, r, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestIndentIsJSONs(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `null`, `"a: {b, [c"`, `{"a":[],"b":{},"c":[{}],"d":[1,-2.5e3,true]}`,
		`{"quote":"\"","slash":"\\","both":"\\\"","end":"\\\\","next":["[","]"]}`,
	} {
		var want bytes.Buffer
		if err := json.Indent(&want, []byte(text), "    ", "  "); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), string(indent([]byte(text), 2, allLevels))); diff != "" {
			t.Errorf("%s (-json +indent):\n%s", text, diff)
		}
	}
}

// What stands deep in a report stands on one line.
func TestIndentOfLevels(t *testing.T) {
	got := string(indent([]byte(`{"place":{"line":1,"of":["{"]},"fields":[{"name":"a","place":{"line":2}},{}],"in":["dev","prod"]}`), 1, 2))
	want := `{
    "place": {"line": 1, "of": ["{"]},
    "fields": [
      {"name": "a", "place": {"line": 2}},
      {}
    ],
    "in": [
      "dev",
      "prod"
    ]
  }`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
