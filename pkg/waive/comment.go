package waive

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/spelling"
)

// marker begins the comments that are waivers.
const marker = "baalint:ignore"

// meant is how people write the marker, or what other tools have in its place. A comment that begins so is no prose.
var meant = regexp.MustCompile(`(?i)^baalint[\s:_-]+(ignore|ignored|skip|disable|waive|waiver|suppress|nolint|allow)\b`)

// IsComment tells whether the text of a comment, without marks and blanks around it, is a waiver or is meant as one.
func IsComment(text string) bool { return meant.MatchString(text) }

// statement is what a waiver says in a comment.
type statement struct {
	rules                   []word
	reason, until, approver string
}

// word is a part of a text, at an offset in bytes.
type word struct {
	text string
	at   int
}

// fault is a mistake in a text. At is an offset in bytes.
type fault struct {
	at   int
	said string
}

// keys are what a waiver may state besides the rules, in the order of messages.
var keys = []string{"reason", "until", "approver"}

// parse reads a comment for which IsComment holds. A statement with a fault must not be used.
func parse(text string) (statement, *fault) {
	var s statement
	rest, ok := strings.CutPrefix(text, marker)
	if !ok || rest != "" && !unicode.IsSpace(rune(rest[0])) {
		return s, &fault{0, fmt.Sprintf("is not read: write %s RULE reason=\"…\"", marker)}
	}
	p := parser{text: text, at: len(marker)}
	stated := map[string]string{}
	for p.blanks(); p.at < len(text); p.blanks() {
		w := p.name()
		switch {
		case w.text == "":
			return s, p.unexpected()
		case !p.next('='):
			if len(stated) > 0 {
				return s, &fault{w.at, fmt.Sprintf("has %q behind the rules: text with blanks stands in quotes, reason=\"…\"", w.text)}
			}
			s.rules = append(s.rules, w)
			continue
		}
		value, bad := p.value(w)
		if bad != nil {
			return s, bad
		}
		if _, twice := stated[w.text]; twice {
			return s, &fault{w.at, fmt.Sprintf("states %s twice", w.text)}
		}
		stated[w.text] = value
	}
	s.reason, s.until, s.approver = stated["reason"], stated["until"], stated["approver"]
	return s, s.missing()
}

// missing finds what a waiver must say and does not, or says twice.
func (s statement) missing() *fault {
	if len(s.rules) == 0 {
		return &fault{0, "names no rule"}
	}
	for i, rule := range s.rules {
		if slices.ContainsFunc(s.rules[:i], func(w word) bool { return w.text == rule.text }) {
			return &fault{rule.at, fmt.Sprintf("names %s twice", rule.text)}
		}
	}
	if s.reason == "" {
		return &fault{0, "has no reason: write reason=\"…\""}
	}
	return nil
}

type parser struct {
	text string
	at   int
}

// blanks skips blanks, and commas between rules.
func (p *parser) blanks() {
	for p.at < len(p.text) {
		c, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(c) && c != ',' {
			return
		}
		p.at += size
	}
}

// name takes the letters of a rule or a key.
func (p *parser) name() word {
	w := word{at: p.at}
	for p.at < len(p.text) {
		c, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-_/.*", c) {
			break
		}
		p.at += size
	}
	w.text = p.text[w.at:p.at]
	return w
}

func (p *parser) next(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) unexpected() *fault {
	c, _ := utf8.DecodeRuneInString(p.text[p.at:])
	if strings.ContainsRune("“”„«»‘’", c) {
		return &fault{p.at, fmt.Sprintf("has the quotation mark %c: use plain ones, \"", c)}
	}
	return &fault{p.at, fmt.Sprintf("has %q where a rule, reason=, until= or approver= belongs", c)}
}

// value reads what stands behind a key and =.
func (p *parser) value(key word) (string, *fault) {
	if !slices.Contains(keys, key.text) {
		said := fmt.Sprintf("knows no %s=, only reason=, until= and approver=", key.text)
		if near := spelling.Nearest(key.text, keys); near != "" {
			said = fmt.Sprintf("knows no %s=; did you mean %s=?", key.text, near)
		}
		return "", &fault{key.at, said}
	}
	begin := p.at
	value, bad := p.literal()
	switch {
	case bad != nil:
		return "", bad
	case key.text == "until":
		if said := notDay(value); said != "" {
			return "", &fault{begin, "has until=" + value + ": " + said}
		}
	case strings.TrimSpace(value) == "":
		return "", &fault{key.at, "has an empty " + key.text}
	case strings.ContainsFunc(value, func(c rune) bool { return !unicode.IsPrint(c) }):
		return "", &fault{begin, "has a character in its " + key.text + " that cannot be printed"}
	}
	return value, nil
}

// literal reads a text in quotes, or a word without blanks.
func (p *parser) literal() (string, *fault) {
	if p.at < len(p.text) && (p.text[p.at] == '"' || p.text[p.at] == '\'') {
		return p.quoted()
	}
	begin := p.at
	for p.at < len(p.text) {
		c, size := utf8.DecodeRuneInString(p.text[p.at:])
		switch {
		case unicode.IsSpace(c):
			return p.text[begin:p.at], nil
		case strings.ContainsRune("\"'“”„«»", c):
			return "", p.unexpected()
		}
		p.at += size
	}
	return p.text[begin:], nil
}

// quoted reads a text in quotes, in which \" and \\ stand for themselves, and line breaks for blanks.
func (p *parser) quoted() (string, *fault) {
	begin, quote := p.at, p.text[p.at]
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == quote:
			p.at++
			return strings.Join(strings.Fields(b.String()), " "), nil
		case c == '\\' && p.at+1 < len(p.text) && (p.text[p.at+1] == quote || p.text[p.at+1] == '\\'):
			p.at++
		}
		b.WriteByte(p.text[p.at])
	}
	return "", &fault{begin, "has a quotation mark that is not closed"}
}

// The years that waivers may end in: others are slips of the pen.
const firstYear, lastYear = 1996, 2199

// notDay says what is wrong with a day, "" where nothing is.
func notDay(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	switch {
	case err != nil:
		return "a day is year-month-day, 2027-01-31"
	case day.Year() < firstYear || day.Year() > lastYear:
		return fmt.Sprintf("the year must be from %d to %d", firstYear, lastYear)
	}
	return ""
}

// part is the place of a part of a comment, by its offset and length in bytes; of length 0, it goes to the end of the comment.
func part(c *Comment, at, length int) finding.Place {
	p := c.Place
	p.Line, p.Column = advance(p.Line, p.Column, c.Text[:at])
	if length > 0 {
		p.EndLine, p.EndColumn = advance(p.Line, p.Column, c.Text[at:at+length])
	}
	return p
}

// advance moves a position behind a text. Columns count grapheme clusters.
func advance(line, column int, text string) (int, int) {
	for rest := []byte(text); len(rest) > 0; {
		size, _, err := textseg.ScanGraphemeClusters(rest, true)
		if err != nil || size == 0 {
			break
		}
		column++
		if rest[0] == '\n' || rest[0] == '\r' {
			line, column = line+1, 1
		}
		rest = rest[size:]
	}
	return line, column
}
