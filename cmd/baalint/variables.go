package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/check"
)

// variableFlags adds what gives values: --plan, --var and --var-file. Terraform takes the latter two in the order in which they are
// given, whichever they are.
func (c *command) variableFlags(cmd *cobra.Command) {
	cmd.Flags().Var(words{"file", &c.options.Plans}, "plan", "take the values from the plan of a scanned root module (terraform show -json); may be repeated")
	cmd.Flags().Var(&setting{"name=value", &c.options.Settings, func(text string) (check.Setting, error) {
		if name, _, ok := strings.Cut(text, "="); !ok || name == "" {
			return check.Setting{}, fmt.Errorf("must be name=value")
		}
		return check.Setting{Var: text}, nil
	}}, "var", "set a variable of the root modules; may be repeated")
	cmd.Flags().Var(&setting{"file", &c.options.Settings, func(text string) (check.Setting, error) {
		if text == "" {
			return check.Setting{}, fmt.Errorf("must name a file")
		}
		return check.Setting{File: text}, nil
	}}, "var-file", "read variables from a file; may be repeated")
	cmd.Flags().Var(words{"name", &c.environments}, "environment", "an environment of .baalint.yaml; may be repeated (default all of them)")
}

// setting is a flag that adds to a list shared with another flag.
type setting struct {
	kind string
	all  *[]check.Setting
	read func(string) (check.Setting, error)
}

func (s *setting) String() string { return "" }

func (s *setting) Type() string { return s.kind }

func (s *setting) Set(text string) error {
	one, err := s.read(text)
	if err != nil {
		return err
	}
	*s.all = append(*s.all, one)
	return nil
}
