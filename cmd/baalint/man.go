package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (c *command) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page, for man -l - or a package",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeManual(c.stdout, cmd.Root())
		},
	}
}

// The parts of the manual that no command says of itself.
const (
	manualStatus = `0: nothing at or above the severity of --fail-on.

1: failures, or open verdicts with --open fail; of baalint test, tests that fail.

2: wrong usage, or a mistake in an agreement, the settings or a policy. Nothing was judged.

3: incomplete: part of the configuration could not be read, or a rule failed. What could be judged is reported.`
	manualEnvironment = `NO_COLOR: no colours and no hyperlinks, unless a flag asks for them.

FORCE_COLOR, FORCE_HYPERLINK: colours and hyperlinks where the standard output is no terminal, too; 0 for none.

CI: no hyperlinks, and no progress.

TF_VAR_name: values for variables, as Terraform takes them.`
	manualFiles = `baa.yaml: the agreement to judge by.

.baalint.yaml: settings: paths, threshold, environments, waivers.`
)

// writeManual prints one page for the program and all its commands, in the language of man.
func writeManual(w io.Writer, root *cobra.Command) error {
	m := &manual{}
	m.line(`.TH BAALINT 1 "" "baalint` + roff(" "+version()) + `" "User Commands"`)
	m.section("NAME", root.Name()+" - "+lowerFirst(root.Short))
	m.section("SYNOPSIS", strings.Replace(root.Use, "[flags]", "[options]", 1)+"\n\nbaalint command [options] [argument]…")
	m.section("DESCRIPTION", root.Long)
	m.line(".SH OPTIONS")
	m.options(root)
	m.line(".SH COMMANDS")
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() && cmd.Name() != "help" {
			m.line(".SS " + roff("baalint "+cmd.Use))
			m.paragraphs(cmp.Or(cmd.Long, cmd.Short+"."))
			m.options(cmd)
		}
	}
	m.section("EXIT STATUS", manualStatus)
	m.section("ENVIRONMENT", manualEnvironment)
	m.section("FILES", manualFiles)
	m.line(".SH EXAMPLES\n.nf")
	for line := range strings.Lines(root.Example) {
		m.line(roff(strings.TrimSpace(line)))
	}
	m.line(".fi")
	_, err := io.WriteString(w, m.text.String())
	return err
}

type manual struct{ text strings.Builder }

func (m *manual) line(s string) { m.text.WriteString(s + "\n") }

func (m *manual) section(name, text string) {
	m.line(".SH " + name)
	m.paragraphs(text)
}

func (m *manual) paragraphs(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			m.line(".PP")
		}
		m.line(roff(strings.Join(strings.Fields(paragraph), " ")))
	}
}

func (m *manual) options(cmd *cobra.Command) {
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := `\fB` + roff("--"+f.Name) + `\fR`
		if f.Shorthand != "" {
			name = `\fB` + roff("-"+f.Shorthand) + `\fR, ` + name
		}
		if kind := f.Value.Type(); kind != "bool" {
			name += ` \fI` + roff(kind) + `\fR`
		}
		usage := f.Usage
		if value := f.DefValue; value != "" && value != "false" && value != "0" {
			usage += fmt.Sprintf(" (default %s)", value)
		}
		m.line(".TP\n" + name + "\n" + roff(usage))
	})
}

// roff escapes a text of one line.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", `\|.\|.\|.`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		return `\&` + s
	}
	return s
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
