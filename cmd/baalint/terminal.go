package main

import (
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// isTerminal tells whether a stream is a terminal that understands escape sequences.
func (c *command) isTerminal(stream io.Writer) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd())) && c.env("TERM") != "dumb"
}

// terminal says whether the standard output takes colours, and how wide it is (0: not known).
func (c *command) terminal() (color bool, width int) {
	if file, ok := c.stdout.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			width = columns
		}
	}
	return c.chosen(c.flags.color, "FORCE_COLOR", func() bool { return c.isTerminal(c.stdout) }), width
}

// chosen settles a flag whose values are always, never and auto: NO_COLOR and a variable that forces it stand above what is found out.
func (c *command) chosen(flag, force string, found func() bool) bool {
	switch forced := c.env(force); {
	case flag != "auto":
		return flag == "always"
	case c.env("NO_COLOR") != "":
		return false
	case forced != "":
		return forced != "0" && forced != "false"
	}
	return found()
}

// fileLink gives the address of a file for a hyperlink; nil where the standard output takes none.
func (c *command) fileLink() func(string) string {
	if !c.chosen(c.flags.hyperlinks, "FORCE_HYPERLINK", c.linksShown) {
		return nil
	}
	return func(file string) string {
		if !filepath.IsAbs(file) {
			file = filepath.Join(c.options.Base, filepath.FromSlash(file))
		}
		address := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(file), "/")}
		return address.String()
	}
}

// minimumVTE is the first version of the library behind GNOME's and other terminals in which hyperlinks work.
const minimumVTE = 5000

// linksShown tells terminals that are known to make links of hyperlinks. Others would ignore them, or print them.
func (c *command) linksShown() bool {
	if !c.isTerminal(c.stdout) || c.env("CI") != "" {
		return false
	}
	switch c.env("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby":
		return true
	}
	switch c.env("TERM") {
	case "xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm":
		return true
	}
	if version, err := strconv.Atoi(c.env("VTE_VERSION")); err == nil && version >= minimumVTE {
		return true
	}
	return c.env("WT_SESSION") != "" || c.env("KONSOLE_VERSION") != "" || c.env("DOMTERM") != ""
}

func (c *command) env(name string) string {
	for i := len(c.environ) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(c.environ[i], name+"="); ok {
			return value
		}
	}
	return ""
}
