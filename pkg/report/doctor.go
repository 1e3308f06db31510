package report

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

// subjects is how many of the things that no input settles are named in one line.
const subjects = 3

// WriteDiagnosis writes a diagnosis for people: the inputs in the order in which they settle most, with what each settles alone and
// what it settles together with those above it.
func WriteDiagnosis(w io.Writer, d *finding.Diagnosis) error {
	t := &text{width: defaultWidth}
	switch {
	case d.Open == 0:
		t.line("No verdict is open.")
	case len(d.Inputs) == 0:
		t.line(finding.Counted(d.Open, "open verdict") + ", none of which any input would settle.")
	default:
		t.line(fmt.Sprintf("%s, of which %s would settle %d:", finding.Counted(d.Open, "open verdict"), finding.Counted(len(d.Inputs), "input"), d.Settled))
		t.line("")
		t.line("  alone  together")
	}
	for _, in := range d.Inputs {
		t.needed(in)
	}
	if len(d.Rest) > 0 && len(d.Inputs) > 0 {
		t.line("")
		t.line(fmt.Sprintf("No input settles the other %d:", d.Open-d.Settled))
	}
	for _, rest := range d.Rest {
		t.rest(rest)
	}
	_, err := w.Write(t.out.Bytes())
	return err
}

func (t *text) needed(in finding.Needed) {
	const indent = 18
	head := in.Text
	if in.Type != "" {
		head += " (" + short(in.Type) + ")"
	}
	lead := fmt.Sprintf("  %5d  %8d  ", in.Alone, in.Together)
	foot := in.Help
	if in.Place.File != "" {
		foot = place(in.Place) + ": " + in.Help
	} else if in.Root != "." {
		foot = in.Root + ": " + in.Help
	}
	for _, part := range append(visible.Wrap(head, t.width-indent), visible.Wrap(foot, t.width-indent)...) {
		t.line(lead + part)
		lead = strings.Repeat(" ", indent)
	}
}

// short is a type on one line, objects without what is in them.
func short(typ string) string {
	const most = 40
	typ = strings.Join(strings.Fields(typ), " ")
	if len(typ) <= most {
		return typ
	}
	if i := strings.Index(typ, "object({"); i >= 0 {
		return typ[:i] + "object({…})" + strings.Repeat(")", strings.Count(typ[:i], "("))
	}
	return "…"
}

func (t *text) rest(rest finding.Rest) {
	named := rest.Subjects
	if len(named) > subjects {
		named = append(slices.Clone(named[:subjects]), fmt.Sprintf("and %d more", len(named)-subjects))
	}
	reason := rest.Cause
	if reason == "" {
		reason = "not shown by Terraform, by the rules"
	}
	lead := fmt.Sprintf("  %5d  ", rest.Verdicts)
	for _, part := range visible.Wrap(reason+": "+strings.Join(named, ", "), t.width-len(lead)) {
		t.line(lead + part)
		lead = strings.Repeat(" ", 9)
	}
}

// WriteVariables writes the skeleton of a variable file for each root module, of the variables that open verdicts wait for. All of
// it is commented out: a value that nobody filled in must not be judged.
func WriteVariables(w io.Writer, d *finding.Diagnosis) error {
	var b bytes.Buffer
	for _, root := range roots(d) {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "# %s\n", visible.Line(path.Join(root, "terraform.tfvars")))
		for _, in := range d.Inputs {
			if in.Kind == finding.InputVariable && in.Root == root {
				variable(&b, in)
			}
		}
	}
	if b.Len() == 0 {
		b.WriteString("# No open verdict waits for a variable.\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

func roots(d *finding.Diagnosis) []string {
	var all []string
	for _, in := range d.Inputs {
		if in.Kind == finding.InputVariable {
			all = append(all, in.Root)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func variable(b *bytes.Buffer, in finding.Needed) {
	fmt.Fprintf(b, "\n# %s: settles %s alone, %d with those above.\n", place(in.Place), finding.Counted(in.Alone, "open verdict"), in.Together)
	for _, part := range visible.Wrap(in.Description, defaultWidth) {
		fmt.Fprintf(b, "# %s\n", part)
	}
	for i, line := range strings.Split(in.Type, "\n") {
		switch {
		case in.Type == "":
		case i == 0:
			fmt.Fprintf(b, "# type: %s\n", visible.Line(line))
		default:
			fmt.Fprintf(b, "# %s\n", visible.Line(strings.TrimRight(line, "\r")))
		}
	}
	fmt.Fprintf(b, "# %s =\n", visible.Line(strings.TrimPrefix(in.Subject, "var.")))
}
