package waive

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/finding"
)

func TestIsComment(t *testing.T) {
	for text, want := range map[string]bool{
		"baalint:ignore r": true, "baalint:ignore": true, "Baalint:Ignore r": true, "baalint: ignore r": true, "baalint-ignore r": true,
		"baalint:skip=r": true, "baalint:disable r": true, "see baalint:ignore": false, "baalint ignores this": false, "baalint": false,
		"baalint:ignoring": false, "baalint finds nothing here": false, "": false, "trivy:ignore:AVD-1": false,
	} {
		if got := IsComment(text); got != want {
			t.Errorf("IsComment(%q) = %v", text, got)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		`baalint:ignore r reason="why"`:                                    `r@15 | why |  | `,
		`baalint:ignore o/r reason=why`:                                    `o/r@15 | why |  | `,
		`baalint:ignore a, b,c reason='it is'`:                             `a@15 b@18 c@20 | it is |  | `,
		`baalint:ignore a b reason="x y" until=2027-01-31`:                 `a@15 b@17 | x y | 2027-01-31 | `,
		`baalint:ignore reason="x" r until="2027-01-31"`:                   `26: has "r" behind the rules: text with blanks stands in quotes, reason="…"`,
		`baalint:ignore a,b approver="Dr. Müller" reason="a \"b\" \\"`:     `a@15 b@17 | a "b" \ |  | Dr. Müller`,
		"baalint:ignore a\n  reason=\"over\n  lines\"\n  until=2027-01-31": `a@15 | over lines | 2027-01-31 | `,
		`baalint:ignore`:                                       "0: names no rule",
		`baalint:ignore reason="x"`:                            "0: names no rule",
		`baalint:ignore a`:                                     `0: has no reason: write reason="…"`,
		`baalint:ignore a reason=""`:                           "17: has an empty reason",
		`baalint:ignore a reason="  "`:                         "17: has an empty reason",
		`baalint:ignore a reason=`:                             "17: has an empty reason",
		`baalint:ignore a b a reason="x"`:                      "19: names a twice",
		`baalint:ignore a reason="x" reason="y"`:               "28: states reason twice",
		`baalint:ignore a reason="x`:                           "24: has a quotation mark that is not closed",
		`baalint:ignore a reason=“x”`:                          `24: has the quotation mark “: use plain ones, "`,
		`baalint:ignore a raeson="x"`:                          "17: knows no raeson=; did you mean reason=?",
		`baalint:ignore a owner="x"`:                           "17: knows no owner=, only reason=, until= and approver=",
		`baalint:ignore a reason=x until=31.1.2027`:            "32: has until=31.1.2027: a day is year-month-day, 2027-01-31",
		`baalint:ignore a reason=x until=2027-02-30`:           "32: has until=2027-02-30: a day is year-month-day, 2027-01-31",
		`baalint:ignore a reason=x until=0027-02-03`:           "32: has until=0027-02-03: the year must be from 1996 to 2199",
		`baalint:ignore a: reason=x`:                           "16: has ':' where a rule, reason=, until= or approver= belongs",
		"baalint:ignore a reason=\"\x1b[2J\"":                  "24: has a character in its reason that cannot be printed",
		`baalint:ignored a reason=x`:                           `0: is not read: write baalint:ignore RULE reason="…"`,
		`baalint: ignore a reason=x`:                           `0: is not read: write baalint:ignore RULE reason="…"`,
		`baalint:skip=a`:                                       `0: is not read: write baalint:ignore RULE reason="…"`,
		`baalint:ignore all is accepted here, see ticket 4711`: "0: has no reason: write reason=\"…\"",
	} {
		s, bad := parse(text)
		got := ""
		if bad != nil {
			got = fmt.Sprintf("%d: %s", bad.at, bad.said)
		} else {
			for _, r := range s.rules {
				got += fmt.Sprintf("%s@%d ", r.text, r.at)
			}
			got += strings.Join([]string{"|", s.reason, "|", s.until, "|", s.approver}, " ")
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestPart(t *testing.T) {
	c := &Comment{Text: "baalint:ignore 患者e\u0301\n  rule", Place: finding.Place{File: "f", Line: 3, Column: 5, EndLine: 4, EndColumn: 7}}
	for _, want := range []struct {
		part  string
		place finding.Place
	}{
		{"患者e\u0301", finding.Place{File: "f", Line: 3, Column: 20, EndLine: 3, EndColumn: 23}},
		{"rule", finding.Place{File: "f", Line: 4, Column: 3, EndLine: 4, EndColumn: 7}},
	} {
		if got := part(c, strings.Index(c.Text, want.part), len(want.part)); got != want.place {
			t.Errorf("%s is at %+v", want.part, got)
		}
	}
}

// FuzzParse: a comment is read whole or refused, with a place inside of it.
func FuzzParse(f *testing.F) {
	f.Add(`baalint:ignore a, b reason="x \"y\"" until=2027-01-31 approver='z'`)
	f.Add("baalint:ignore a\nreason=\"x\ny\"")
	f.Add(`baalint:ignore a reason=“x”`)
	f.Add("baalint:ignore \xff reason=\"\xff\"")
	f.Fuzz(func(t *testing.T, text string) {
		if !IsComment(text) {
			return
		}
		s, bad := parse(text)
		if bad != nil {
			if bad.at < 0 || bad.at > len(text) || bad.said == "" || utf8.ValidString(text) && !utf8.ValidString(bad.said) {
				t.Errorf("%q: fault %+v", text, bad)
			}
			return
		}
		if len(s.rules) == 0 || strings.TrimSpace(s.reason) == "" || strings.ContainsAny(s.reason+s.approver, "\n\x1b") {
			t.Errorf("%q was read as %+v", text, s)
		}
		c := &Comment{Text: text, Place: finding.Place{File: "f", Line: 1, Column: 1}}
		for _, r := range s.rules {
			if text[r.at:r.at+len(r.text)] != r.text {
				t.Errorf("%q: rule %+v stands elsewhere", text, r)
			}
			if p := part(c, r.at, len(r.text)); p.EndLine != p.Line || p.EndColumn <= p.Column {
				t.Errorf("%q: rule %+v is at %+v", text, r, p)
			}
		}
	})
}
