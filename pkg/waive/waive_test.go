package waive

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

var rules = []finding.Rule{{ID: "o/enc", Name: "enc"}, {ID: "o/trail", Name: "trail"}, {ID: "o/hard", Name: "hard"}}

// The file main.tf of the tests: a bucket, its versioning, and a module call; the database is in the module, once for each key.
var (
	bucket     = block(1, 5)
	versioning = block(7, 12)
	call       = block(14, 20)
	database   = finding.Place{File: "mod/main.tf", Line: 1, Column: 1, EndLine: 4, EndColumn: 2}
)

func block(from, to int) finding.Place {
	return finding.Place{File: "main.tf", Line: from, Column: 1, EndLine: to, EndColumn: 2}
}

func line(n int) finding.Place {
	return finding.Place{File: "main.tf", Line: n, Column: 3, EndLine: n, EndColumn: 30}
}

func findings() []finding.Finding {
	db := func(key, root string, verdict finding.Verdict) finding.Finding {
		return finding.Finding{Rule: "o/enc", Verdict: verdict, Address: "module.db[" + key + "].x_db.d", Root: root, Concept: "store",
			Place: finding.Place{File: "mod/main.tf", Line: 2, Column: 3}, Calls: []finding.Place{call}}
	}
	return []finding.Finding{
		{Rule: "o/enc", Verdict: finding.Fail, Address: "x_bucket.b", Root: ".", Concept: "store", Place: line(10), Environments: []string{"dev", "prod"}},
		{Rule: "o/enc", Verdict: finding.Pass, Address: "x_bucket.c", Root: ".", Concept: "store", Place: line(3)},
		{Rule: "o/trail", Verdict: finding.Fail, Address: "estate", Root: ".", Concept: estate, Place: bucket},
		db(`"a"`, ".", finding.Fail), db(`"b"`, ".", finding.Open), db(`"a"`, "other", finding.Fail),
	}
}

func run() Run {
	return Run{
		Today: "2026-11-01", Rules: rules, Ran: map[string]bool{"o/enc": true, "o/trail": true}, Complete: true, Roots: []string{".", "other"},
		Block: func(f *finding.Finding) finding.Place {
			switch f.Concept {
			case estate:
				return finding.Place{}
			case "store":
				if strings.HasPrefix(f.Address, "module.") {
					return database
				}
			}
			return bucket
		},
		Origins: func(*finding.Finding) []finding.Place { return []finding.Place{line(16)} },
	}
}

func comment(text, kind string, header, on finding.Place) Comment {
	return Comment{Text: "baalint:ignore " + text, Place: line(99), Block: kind, Header: header, Range: on, Whole: on == header, Judged: true}
}

// told lists what is waived, and what is said of waivers.
func told(out []finding.Finding) []string {
	var lines []string
	for _, f := range out {
		at := ""
		if f.Root != "." {
			at = f.Root + ":"
		}
		in := ""
		if len(f.Environments) > 0 {
			in = fmt.Sprint(" ", f.Environments)
		}
		switch {
		case f.Waived():
			lines = append(lines, "waived "+at+f.Address+in)
		case strings.HasPrefix(f.Rule, Slug):
			lines = append(lines, strings.TrimPrefix(f.Rule, Slug+"/")+": "+f.Message)
		}
	}
	return lines
}

func TestComments(t *testing.T) {
	const none = "no failure and no open verdict is left for "
	for _, c := range []struct {
		name    string
		comment Comment
		want    []string
	}{
		{"on the block", comment("enc reason=x", "resource", bucket, bucket), []string{"waived x_bucket.b [dev prod]"}},
		{"on the block it stands in", comment("enc reason=x", "resource", versioning, versioning), []string{"waived x_bucket.b [dev prod]"}},
		{"on its line", comment("o/enc reason=x", "resource", versioning, line(10)), []string{"waived x_bucket.b [dev prod]"}},
		{"on another line", comment("enc reason=x", "resource", versioning, line(9)),
			[]string{"unused-waiver: waiver of enc covers nothing: " + none + "main.tf:9"}},
		{"on the block in the module", comment("enc reason=x", "resource", database, database),
			[]string{`waived module.db["a"].x_db.d`, `waived other:module.db["a"].x_db.d`, `waived module.db["b"].x_db.d`}},
		{"on the call", comment("enc reason=x", "module", call, call),
			[]string{`waived module.db["a"].x_db.d`, `waived other:module.db["a"].x_db.d`, `waived module.db["b"].x_db.d`}},
		{"on an argument that the value comes from", comment("enc reason=x", "module", call, line(16)),
			[]string{`waived module.db["a"].x_db.d`, `waived other:module.db["a"].x_db.d`, `waived module.db["b"].x_db.d`}},
		{"on another argument", comment("enc reason=x", "module", call, line(17)),
			[]string{"unused-waiver: waiver of enc covers nothing: " + none + "main.tf:17"}},
		{"for everything", comment("trail reason=x", "resource", bucket, bucket), []string{"unused-waiver: waiver of trail covers nothing: " +
			none + "the block at main.tf:1; what the rule finds here is about the configuration as a whole: waive it in .baalint.yaml, by rule and root"}},
		{"a rule that did not run", comment("hard reason=x", "resource", bucket, bucket), nil},
		{"ended", comment("enc reason=x until=2026-10-31", "resource", bucket, bucket),
			[]string{"expired-waiver: waiver of enc ended on 2026-10-31; it was for the block at main.tf:1"}},
		{"on its last day", comment("enc reason=x until=2026-11-01", "resource", bucket, bucket), []string{"waived x_bucket.b [dev prod]"}},
		{"unknown rule", comment("emc enc reason=x", "resource", bucket, bucket),
			[]string{"malformed-waiver: waiver of emc waives nothing: there is no such rule; did you mean enc?", "waived x_bucket.b [dev prod]"}},
		{"about waivers", comment("unused-waiver reason=x", "resource", bucket, bucket),
			[]string{"malformed-waiver: waiver of unused-waiver is about waivers themselves, which cannot be waived"}},
		{"no reason", comment("enc", "resource", bucket, bucket), []string{`malformed-waiver: waiver has no reason: write reason="…"`}},
		{"on nothing", comment("enc reason=x", "", finding.Place{}, finding.Place{}),
			[]string{"malformed-waiver: waiver stands on nothing: write it in the line above a block or an attribute, or behind one"}},
		{"on a variable", comment("enc reason=x", "variable", bucket, bucket),
			[]string{"malformed-waiver: waiver stands on a variable block, where nothing is ever found: write it on the resource or the module call"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, _ := Apply(findings(), []Comment{c.comment}, nil, run())
			if diff := cmp.Diff(c.want, told(out)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEntries(t *testing.T) {
	for _, c := range []struct {
		name    string
		entries []Entry
		want    []string
	}{
		{"one instance", []Entry{{Rule: "enc", Address: `module.db["a"].x_db.d`, Root: "."}}, []string{`waived module.db["a"].x_db.d`}},
		{"in all roots", []Entry{{Rule: "enc", Address: `module.db["a"].x_db.d`}},
			[]string{`waived module.db["a"].x_db.d`, `waived other:module.db["a"].x_db.d`}},
		{"an open verdict", []Entry{{Rule: "enc", Address: `module.db["b"].**`, Root: "*"}}, []string{`waived module.db["b"].x_db.d`}},
		{"one environment", []Entry{{Rule: "enc", Address: "x_bucket.b", Environments: []string{"dev"}}}, []string{"waived x_bucket.b [dev]"}},
		{"two waivers for two environments", []Entry{
			{Rule: "enc", Address: "x_bucket.b", Environments: []string{"dev"}}, {Rule: "enc", Address: "x_bucket.*", Environments: []string{"prod", "dev"}},
		}, []string{"waived x_bucket.b [dev]", "waived x_bucket.b [prod]"}},
		{"another environment", []Entry{{Rule: "enc", Address: "x_bucket.b", Environments: []string{"test"}}},
			[]string{"unused-waiver: waiver of enc covers nothing: no failure and no open verdict is left for x_bucket.b"}},
		{"overlapping", []Entry{{Rule: "enc", Address: "x_bucket.b"}, {Rule: "enc", Address: "x_bucket.b", Environments: []string{"dev"}}},
			[]string{"waived x_bucket.b [dev prod]"}},
		{"no key", []Entry{{Rule: "enc", Address: "module.db.x_db.d"}}, []string{"unused-waiver: waiver of enc covers nothing: no failure and no " +
			`open verdict is left for module.db.x_db.d; instances have keys: name one as in module.db["a"].x_db.d, or all with [*]`}},
		{"not an address", []Entry{{Rule: "enc", Address: "module.db[x"}},
			[]string{"malformed-waiver: waiver of enc names an address that has a [ or a quotation mark that is not closed"}},
		{"everything in both roots", []Entry{{Rule: "trail", Root: "."}, {Rule: "o/trail", Root: "oth*"}}, []string{"waived estate"}},
		{"everything in one root", []Entry{{Rule: "trail", Root: "."}}, []string{"unused-waiver: waiver of trail covers nothing: no failure and no open " +
			"verdict is left for the configuration as a whole, in .; what the rule finds is about all roots that were judged: each of them needs a waiver"}},
		{"everything, but one has ended", []Entry{{Rule: "trail", Root: "**"}, {Rule: "trail", Root: ".", Until: "2026-01-01"}},
			[]string{"expired-waiver: waiver of trail ended on 2026-01-01; it was for the configuration as a whole, in .", "waived estate"}},
		{"everything, by address", []Entry{{Rule: "trail", Address: "**"}}, []string{"unused-waiver: waiver of trail covers nothing: no failure and no open " +
			"verdict is left for **; what the rule finds is about the configuration as a whole: name a root, and no address"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.entries {
				c.entries[i].Reason, c.entries[i].Judged = "x", true
			}
			out, register := Apply(findings(), nil, c.entries, run())
			if diff := cmp.Diff(c.want, told(out)); diff != "" {
				t.Error(diff)
			}
			covered, waived := 0, 0
			for _, w := range register {
				covered += w.Findings
			}
			for _, f := range out {
				if f.Waived() {
					waived++
				}
			}
			if covered < waived {
				t.Errorf("the register says that %d findings are covered, but %d are", covered, waived)
			}
		})
	}
}

// Nothing is said of waivers that cover nothing where the run cannot know it.
func TestUnknownUse(t *testing.T) {
	entry := Entry{Rule: "enc", Address: "x_bucket.gone", Reason: "x", Judged: true}
	incomplete, elsewhere := run(), entry
	incomplete.Complete, elsewhere.Judged = false, false
	for name, c := range map[string]struct {
		entry Entry
		run   Run
		want  int
	}{"known": {entry, run(), 1}, "incomplete": {entry, incomplete, 0}, "not judged": {elsewhere, run(), 0}} {
		out, _ := Apply(findings(), nil, []Entry{c.entry}, c.run)
		if got := len(told(out)); got != c.want {
			t.Errorf("%s: %v", name, told(out))
		}
	}
}
