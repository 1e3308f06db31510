package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// GitHub shows so many annotations of a step and level; half of the errors are kept for findings where much cannot be read.
const (
	maxAnnotations = 10
	maxUnread      = maxAnnotations / 2
)

// annotations writes workflow commands, which GitHub Actions shows beside the lines they name.
type annotations struct {
	*located
	out bytes.Buffer
	// shown and left count by level.
	shown, left map[string]int
}

func writeGitHub(w io.Writer, r *finding.Report, o Options) error {
	a := &annotations{located: locate(r, o), shown: map[string]int{}, left: map[string]int{}}
	for _, p := range r.Problems {
		if p.Incomplete && a.shown["error"] == maxUnread {
			a.left["error"]++
		} else if p.Incomplete {
			a.annotate("error", "not read", p.Place, whole(p))
		}
	}
	for _, g := range a.groups() {
		place := g.Place
		if place.File == "" || place.Line < 1 {
			place = a.fallback(g.Finding)
		}
		rule := g.Rule[strings.LastIndexByte(g.Rule, '/')+1:]
		title, message := string(g.Severity)+": "+rule, []string{said(g), "What to write instead: baalint explain " + rule}
		if g.Verdict == finding.Open {
			title, message = "could not tell: "+rule, message[:1]
		}
		a.annotate(annotationLevel(g), title, place, message...)
	}
	a.totals()
	_, err := w.Write(a.out.Bytes())
	return err
}

// annotationLevel is the level of SARIF, but that what fails a run is never less than a warning.
func annotationLevel(g *group) string {
	if g.Verdict == finding.Fail && level(g.Severity) == "error" {
		return "error"
	}
	return "warning"
}

// annotate writes one command with the lines of its message, as long as GitHub would show it.
func (a *annotations) annotate(level, title string, p finding.Place, message ...string) {
	if a.shown[level] == maxAnnotations {
		a.left[level]++
		return
	}
	a.shown[level]++
	fmt.Fprintf(&a.out, "::%s ", level)
	if p.File != "" {
		p = a.firstLine(p)
		fmt.Fprintf(&a.out, "file=%s,line=%d,endLine=%d,", property(visible.Line(a.path(p.File))), max(1, p.Line), max(1, p.Line, p.EndLine))
		if p.Line > 0 && p.Column > 0 && p.EndLine == p.Line {
			fmt.Fprintf(&a.out, "col=%d,endColumn=%d,", a.utf16Column(p.File, p.Line, p.Column), a.utf16Column(p.File, p.Line, p.EndColumn))
		}
	}
	for i, line := range message {
		message[i] = visible.Line(line)
	}
	fmt.Fprintf(&a.out, "title=%s::%s\n", property(visible.Line(title)), data(strings.Join(message, "\n")))
}

// totals ends the annotations with what they leave out, and the log with the counts.
func (a *annotations) totals() {
	if a.left["error"]+a.left["warning"] > 0 {
		fmt.Fprintf(&a.out, "::notice title=baalint::And %s and %s more: GitHub shows no more than %d of each.\n",
			finding.Counted(a.left["error"], "error"), finding.Counted(a.left["warning"], "warning"), maxAnnotations)
	}
	a.out.WriteString("baalint: " + totals(a.report, a.Options, plainly) + "\n")
}

// plainly is a text without colours.
func plainly(_, s string) string { return s }

// data escapes the text of a workflow command, property that of one of its properties. After it nothing ends the line, so that no
// name in the configuration can begin a command of its own.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}
