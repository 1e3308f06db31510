package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// fault is a mistake in the description of a rule. Its place is a line, or a key of the METADATA, or what the METADATA says.
type fault struct {
	line  int
	key   string // "custom.tier"
	quote string
	text  string
}

func (f *fault) Error() string {
	if f.key != "" {
		return "METADATA " + f.key + ": " + f.text
	}
	return f.text
}

// inMetadata is a mistake at a key.
func inMetadata(key, format string, args ...any) error {
	return &fault{key: key, text: fmt.Sprintf(format, args...)}
}

// fault puts the place in front of a mistake: the line of the key that it is about, else the line given.
func (s source) fault(line int, err error) error {
	var at *fault
	if errors.As(err, &at) {
		switch {
		case at.line > 0:
			line = at.line
		case at.quote != "":
			line = s.lineOf(line, func(text string) bool { return strings.Contains(text, at.quote) })
		case at.key != "":
			for _, part := range strings.Split(at.key, ".") { // a key that is missing is told at the one around it
				line = s.lineOf(line, func(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, "# -"), part+":") })
			}
		}
	}
	return fmt.Errorf("%s:%d: %w", s.name, line, err)
}

// lineOf is the first line of a comment, from a line on, that is wanted; the line itself where there is none.
func (s source) lineOf(from int, wanted func(string) bool) int {
	lines := strings.Split(s.text, "\n")
	i := slices.IndexFunc(lines[from-1:], func(text string) bool { return !strings.HasPrefix(text, "#") || wanted(text) })
	if i < 0 || !strings.HasPrefix(lines[from-1+i], "#") {
		return from
	}
	return from + i
}

// readable is an error of OPA, which tells several in one, as one error for each: place, kind and text, and what it adds below.
func readable(err error) error {
	var several ast.Errors
	if !errors.As(err, &several) {
		return err
	}
	errs := make([]error, len(several))
	for i, one := range several {
		errs[i] = one
	}
	return errors.Join(errs...)
}
