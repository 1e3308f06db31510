package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/pkg/visible"
)

// Exit codes.
const (
	exitClean      = 0 // nothing at or above the threshold
	exitFindings   = 1 // something is
	exitUsage      = 2 // wrong flags, a mistaken agreement or policy, no Terraform
	exitIncomplete = 3 // part of the configuration went unread or a rule failed; wins over exitFindings
)

// command is one run of the program: its streams, its settings and how it ended.
type command struct {
	stdout, stderr io.Writer
	environ        []string
	today          string // by which agreements are judged where --as-of names no other day
	options        check.Options
	flags          flags
	// environments are the names given with --environment.
	environments []string
	baseline     *report.Baseline
	// narrowed is what the run is asked about, for the report.
	narrowed []finding.Narrowing
	code     int
}

// flags are the settings that shape the output and the exit code.
type flags struct {
	formats []string
	failOn  string
	open    string
	color   string
	// hyperlinks is auto, always or never, as color is.
	hyperlinks string
	verbose    bool
	quiet      bool
	// baseline is the path of a SARIF file, diff that of a diff; waived and absent add to the one that is written.
	baseline, diff string
	waived, absent bool
	// category is that of SARIF.
	category string
	// failOnGiven is set where the command line says what fails the run.
	failOnGiven bool
}

func newCommand(stdout, stderr io.Writer, environ []string) *command {
	return &command{stdout: stdout, stderr: stderr, environ: environ, today: time.Now().Format(time.DateOnly)}
}

// run executes the command line and returns the exit code.
func (c *command) run(ctx context.Context, args []string) int {
	root := c.root()
	root.SetArgs(args)
	root.SetOut(c.stdout)
	root.SetErr(c.stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(c.stderr, "baalint: interrupted")
		return exitIncomplete
	case err != nil:
		for line := range strings.Lines(strings.TrimSpace(err.Error())) {
			fmt.Fprintf(c.stderr, "baalint: %s\n", visible.Line(strings.TrimSpace(line)))
		}
		return exitUsage
	}
	return c.code
}

const about = `baalint reads Terraform, works out the backup estate it would build on AWS, Azure, Google Cloud and at third-party vendors, and
judges it by the obligations of a HIPAA Business Associate Agreement.

Directories are scanned for root modules; the default is the working directory. A directory named like a subcommand is
written ./rules. A file is a plan (terraform show -json plan.bin > plan.json) or a state, and judged as it stands: what a plan
will leave in place, what a state holds. Any other file stands for the root modules that it belongs to: for a module's file, those
that call the module. With --plan a directory is judged by the values of its plan.

Without --agreement the terms come from a baa.yaml in the scanned directory, above it in the repository, or in the working
directory; without any, from documented defaults.

A .baalint.yaml in the working directory, or above it in the repository, may name the directories to scan (paths), what
fails the run (threshold), profiles to judge by (profiles), environments, each with var_files and a workspace, and accepted
exceptions (waivers). All environments are judged in one run, and what they have in common is told once. A comment
accepts an exception where it stands: # baalint:ignore RULE reason="why" until=2027-01-31.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 incomplete: part of the configuration could not
be read. What could be judged is reported in every case but 2.`

func (c *command) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "baalint [flags] [DIR | plan.json | terraform.tfstate]…",
		Short:         "Judge Terraform backups by a HIPAA Business Associate Agreement",
		Long:          about,
		Example:       "  baalint ./infra\n  baalint --format text --format sarif=baalint.sarif --var-file prod.tfvars ./infra\n  baalint ./infra --plan plan.json",
		Args:          cobra.ArbitraryArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          c.lint,
	}
	set := root.Flags()
	c.flags.failOn, c.flags.open, c.flags.color, c.flags.hyperlinks = "low", "show", "auto", "auto"
	set.Var(words{"form[=file]", &c.flags.formats}, "format", "write a report: "+strings.Join(report.Formats(), ", ")+"; may be repeated (default text)")
	set.Var(word{"severity", &c.flags.failOn}, "fail-on", "the lowest severity that fails the run: critical, high, medium, low, none")
	set.Var(word{"what", &c.flags.open}, "open", "what could not be told: show it, fail for it as for a failure, or hide it")
	set.Var(word{"when", &c.flags.color}, "color", "colour: auto, always, never; NO_COLOR and FORCE_COLOR are respected")
	set.Var(word{"when", &c.flags.hyperlinks}, "hyperlinks", "make links of places and rules: auto, always, never")
	set.Var(word{"name", &c.flags.category}, "sarif-category", "tell this run's SARIF from that of others of the same commit (default the environment)")
	set.BoolVarP(&c.flags.verbose, "verbose", "v", false, "list everything, and say on the error stream what was read and how long it took")
	set.BoolVarP(&c.flags.quiet, "quiet", "q", false, "print only what fails the run, one line each")
	c.acceptedFlags(root)
	c.judgingFlags(root)
	c.recursionFlag(root)
	root.AddCommand(c.initCommand(), c.rulesCommand(), c.explainCommand(), c.factsCommand(), c.resourcesCommand(),
		c.servicesCommand(), c.mapCommand(), c.compareCommand(), c.rootsCommand(), c.obligationsCommand(), c.doctorCommand(), c.validateCommand(),
		c.testCommand(), c.manCommand(), c.versionCommand())
	root.SetFlagErrorFunc(flagError)
	c.completions(root)
	askForShell(root)
	return root
}

// judgingFlags adds what decides the verdicts.
func (c *command) judgingFlags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.options.Hardening, "hardening", false, "also judge by rules that go beyond the agreement and the regulation")
	cmd.Flags().BoolVar(&c.options.NoComments, "no-inline-waivers", false, "let no comment in the configuration waive anything")
	cmd.Flags().Var(words{"name", &c.options.Profiles}, "profile", "also judge by a profile, such as proposed-2025 (proposed, not law); may be repeated")
	c.agreementFlags(cmd)
	c.policyFlag(cmd)
	c.variableFlags(cmd)
}

func (c *command) agreementFlags(cmd *cobra.Command) {
	set := cmd.Flags()
	set.Var(word{"file", &c.options.Agreement}, "agreement", "the agreement to judge by (default baa.yaml of the directory or above it)")
	set.Var(word{"day", &c.options.AsOf}, "as-of", "the day to judge the agreement by, year-month-day (default today)")
}

func (c *command) policyFlag(cmd *cobra.Command) {
	cmd.Flags().Var(words{"dir", &c.options.Policies}, "policy", "a directory of rules of your own; may be repeated")
}

// configure sets what those subcommands need that read Terraform: what prepare sets, by the tool's own settings.
func (c *command) configure(dirs []string) error {
	base, err := workingDirectory()
	if err != nil {
		return err
	}
	configuration, err := check.Configure(base, c.environments)
	if err != nil {
		return err
	}
	c.options.Environments, c.options.Waivers, c.options.NoPHI = configuration.Environments, configuration.Waivers, configuration.NoPHI
	if configuration.Threshold != "" && !c.flags.failOnGiven {
		c.flags.failOn = configuration.Threshold
	}
	if len(c.options.Profiles) == 0 {
		c.options.Profiles = configuration.Profiles
	}
	if len(dirs) == 0 {
		dirs = configuration.Paths
	}
	if err := c.prepare(dirs); err != nil {
		return err
	}
	c.options, err = check.NameRoots(c.options)
	return err
}

// prepare sets what every subcommand needs: the base of all paths, the directories, the environment.
func (c *command) prepare(dirs []string) error {
	base, err := workingDirectory()
	if err != nil {
		return err
	}
	switch {
	case len(dirs) == 0:
		dirs = []string{"."}
	case slices.Contains(dirs, ""): // a variable of a script that has no value
		return errors.New("an argument is empty: name a directory or a file, or nothing for the working directory")
	}
	c.options.Base, c.options.Dirs, c.options.Environ, c.options.Version = base, dirs, c.environ, version()
	c.options.AsOf = cmp.Or(c.options.AsOf, c.today)
	return nil
}

// problems writes what went wrong to the error stream and remembers whether the run is incomplete.
func (c *command) problems(problems []finding.Problem) {
	for _, p := range problems {
		said := position(p.Place) + strings.Join(strings.Fields(p.Summary+". "+p.Detail), " ")
		fmt.Fprintln(c.stderr, visible.Line(said))
		if p.Incomplete {
			c.code = exitIncomplete
		}
	}
}
