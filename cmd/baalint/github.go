package main

import (
	"path"
	"path/filepath"

	"github.com/baalint/baalint/pkg/check"
)

// category tells the SARIF of one run from that of others of the same commit: what --sarif-category says, else the environment where
// one alone is chosen.
func (c *command) category() string {
	if c.flags.category == "" && len(c.environments) == 1 {
		return c.environments[0]
	}
	return c.flags.category
}

// blob is the address that GitHub shows the files of the commit at, in a job of GitHub Actions; elsewhere "".
func (c *command) blob() string {
	server, repository, commit := c.env("GITHUB_SERVER_URL"), c.env("GITHUB_REPOSITORY"), c.env("GITHUB_SHA")
	if server == "" || repository == "" || commit == "" {
		return ""
	}
	return server + "/" + repository + "/blob/" + commit + "/"
}

// fileURI makes paths relative to the root of the repository, which is where code scanning looks for them.
func (c *command) fileURI() func(string) string {
	repository := check.Repository(c.options.Base)
	if repository == "" {
		return nil
	}
	prefix, err := filepath.Rel(repository, c.options.Base)
	if err != nil || prefix == "." {
		return nil
	}
	prefix = filepath.ToSlash(prefix)
	return func(file string) string { return path.Join(prefix, file) }
}
