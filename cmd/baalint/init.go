package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/pkg/check"
)

func (c *command) initCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write an agreement to fill in",
		Long: "Write " + agreement.FileName + " into a directory of Terraform: the vendors that the Terraform uses, and a question for every term that only\n" +
			"the signed agreement can answer, with the accounts, regions and services in use where they may be the answer. An agreement\n" +
			"that is there already is never overwritten.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, dirs []string) error {
			if len(dirs) == 0 {
				dirs = []string{"."}
			}
			dir := dirs[0]
			if info, err := os.Stat(dir); err == nil && !info.IsDir() {
				return fmt.Errorf("%s is a file; name the directory to write %s into", dir, agreement.FileName)
			}
			if err := c.configure(dirs); err != nil {
				return err
			}
			text, problems, err := check.DraftAgreement(c.options)
			if err != nil {
				return err
			}
			c.problems(problems)
			file := filepath.Join(dir, agreement.FileName)
			if err := writeNew(file, text); err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.stdout, "wrote %s: answer its questions from the signed agreements\n", filepath.ToSlash(file))
			return err
		},
	}
	c.variableFlags(cmd)
	return cmd
}

// writeNew writes a file that must not be there yet.
func writeNew(name, text string) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("write agreement: %w", err)
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write agreement: %w", errors.Join(err, os.Remove(name)))
	}
	return nil
}
