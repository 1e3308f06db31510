package main

import (
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

// fileURI makes paths relative to the root of the repository, and follows the links in them: code scanning looks for files there,
// and shows nothing at a link.
func (c *command) fileURI() func(string) string {
	base := unlinked(c.options.Base)
	repository := check.Repository(base)
	if repository == "" {
		return nil
	}
	known := map[string]string{}
	return func(file string) string {
		uri, ok := known[file]
		if !ok {
			uri = below(repository, filepath.Join(base, filepath.FromSlash(file)))
			known[file] = uri
		}
		return uri
	}
}

// below is the name of a file from a directory on: that of the file that its links lead to, where it is inside the directory too.
func below(dir, file string) string {
	for _, name := range []string{unlinked(file), file} {
		if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	if rel, err := filepath.Rel(dir, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file) // on another drive
}

// unlinked is a path without links, or the path itself where it cannot be told.
func unlinked(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}
