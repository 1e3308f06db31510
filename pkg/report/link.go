package report

import (
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// link makes a hyperlink of a text, where the terminal takes any. An address that is not percent-encoded could end the sequence.
func (t *text) link(address, text string) string {
	if t.FileLink == nil || address == "" || strings.ContainsFunc(address, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return text
	}
	return "\x1b]8;;" + address + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// linkedPlace is a place that leads to its file.
func (t *text) linkedPlace(p finding.Place) string {
	if t.FileLink == nil || p.File == "" {
		return place(p)
	}
	return t.link(t.FileLink(p.File), place(p))
}

// ruleName is the id of a rule in brackets, which leads to its page.
func (t *text) ruleName(id, color string) string {
	return t.paint(color, "["+t.link(page(t.rules[id], t.obligations), visible.Line(id))+"]")
}
