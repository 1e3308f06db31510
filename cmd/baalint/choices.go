package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/baalint/baalint/pkg/check"
	"github.com/baalint/baalint/pkg/report"
	"github.com/baalint/baalint/pkg/spelling"
)

var (
	failOnWords = []string{"critical", "high", "medium", "low", "none"}
	openWords   = []string{"show", "fail", "hide"}
	autoWords   = []string{"auto", "always", "never"}
	listWords   = []string{"text", "json"} // the formats of subcommands
)

// choice is a flag that takes one of a few words.
type choice struct {
	flag  string
	value *string
	words []string
}

func (f *flags) choices() []choice {
	return []choice{
		{"fail-on", &f.failOn, failOnWords}, {"open", &f.open, openWords}, {"color", &f.color, autoWords}, {"hyperlinks", &f.hyperlinks, autoWords},
	}
}

// oneOf refuses a word that a flag does not take, and says which it does.
func oneOf(flag, value string, words []string) error {
	if slices.Contains(words, value) {
		return nil
	}
	return fmt.Errorf("--%s %q: use one of %s%s", flag, value, strings.Join(words, ", "), didYouMean("", value, words))
}

// didYouMean asks about the candidate that a mistyped word most likely means; "" where there is none.
func didYouMean(prefix, word string, candidates []string) string {
	near := spelling.Nearest(strings.ToLower(word), candidates)
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s%s?", prefix, near)
}

// flagError is what is wrong with a flag; of one that there is not, with the flag that was meant.
func flagError(cmd *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	return fmt.Errorf("%w%s", err, didYouMean("--", name, names))
}

// notFound adds to an error about an argument that is no path the subcommand that was meant.
func notFound(err error, cmd *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `/\.`) {
		return err
	}
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	if meant := didYouMean("the subcommand ", args[0], names); meant != "" {
		return fmt.Errorf("%w%s", err, meant)
	}
	return err
}

// askForShell has cobra's own command say that it does not know a shell, which it takes for a question for help.
func askForShell(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		var shells []string
		for _, shell := range cmd.Commands() {
			shells = append(shells, shell.Name())
		}
		cmd.Args = cobra.ArbitraryArgs
		cmd.RunE = func(*cobra.Command, []string) error { return errors.New("name a shell: " + strings.Join(shells, ", ")) }
	}
}

// completions offers the words that flags take, and of files and directories those that fit.
func (c *command) completions(root *cobra.Command) {
	offered := map[string]cobra.CompletionFunc{
		"policy":      filesFor(cobra.ShellCompDirectiveFilterDirs),
		"agreement":   filesFor(cobra.ShellCompDirectiveFilterFileExt, "yaml", "yml"),
		"baseline":    filesFor(cobra.ShellCompDirectiveFilterFileExt, "sarif"),
		"plan":        filesFor(cobra.ShellCompDirectiveFilterFileExt, "json"),
		"var-file":    filesFor(cobra.ShellCompDirectiveFilterFileExt, "tfvars", "json"),
		"environment": c.completeEnvironments,
	}
	for _, choice := range c.flags.choices() {
		offered[choice.flag] = cobra.FixedCompletions(choice.words, cobra.ShellCompDirectiveNoFileComp)
	}
	for _, cmd := range append(root.Commands(), root) {
		offered["format"] = cobra.FixedCompletions(listWords, cobra.ShellCompDirectiveNoFileComp)
		if cmd == root {
			offered["format"] = cobra.FixedCompletions(report.Formats(), cobra.ShellCompDirectiveNoFileComp)
		}
		for flag, complete := range offered {
			if cmd.Flags().Lookup(flag) == nil {
				continue
			}
			if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
				fmt.Fprintln(c.stderr, "baalint:", err) // it has one already: only a change of this file does that
			}
		}
	}
}

// filesFor offers files with these extensions, or directories.
func filesFor(directive cobra.ShellCompDirective, extensions ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return extensions, directive
	}
}

// completeEnvironments offers the environments of the settings that hold in the working directory.
func (c *command) completeEnvironments(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	base, err := workingDirectory()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	configuration, err := check.Configure(base, nil)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := make([]string, len(configuration.Environments))
	for i, e := range configuration.Environments {
		names[i] = e.Name
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
