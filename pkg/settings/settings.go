// Package settings reads .baalint.yaml, the tool's own settings: what to scan, in which environments, and what fails the run.
//
// A file with any mistake yields problems and no settings, each problem with its place.
package settings

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/baalint/baalint/pkg/finding"
)

// FileName is what the file is called.
const FileName = ".baalint.yaml"

// MaxSize is the size in bytes beyond which a file is not read. Callers need read no more than one byte beyond it.
const MaxSize = 64 << 10

// Settings are what the file says. Paths are as written: relative to the directory of the file.
type Settings struct {
	// Paths are the directories to scan where the command line names none (paths).
	Paths []string
	// Threshold is the lowest severity that fails the run: critical, high, medium, low or none (threshold); "" where the file does
	// not say.
	Threshold string
	// Environments are sorted by name (environments).
	Environments []Environment
}

// Environment is a named set of values for the variables of the root modules.
type Environment struct {
	Name string
	// VarFiles are variable files, the last one counts (var_files). Workspace is terraform.workspace (workspace); "" where the
	// environment does not say.
	VarFiles  []string
	Workspace string
}

// Thresholds are the words that threshold may be.
var Thresholds = []string{"critical", "high", "medium", "low", "none"}

var (
	environmentName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)
	workspaceName   = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,90}$`)
)

// Read reads settings; file is its name in places. With any problem the settings are empty.
func Read(file string, data []byte) (Settings, []finding.Problem) {
	r := &reader{file: file}
	var s Settings
	if root := r.parse(data); root != nil {
		r.mapping("", root, map[string]func(string, ast.Node){
			"paths":        func(at string, n ast.Node) { s.Paths = r.files(at, n) },
			"threshold":    func(at string, n ast.Node) { s.Threshold = r.threshold(at, n) },
			"environments": func(at string, n ast.Node) { s.Environments = r.environments(at, n) },
		})
	}
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b finding.Problem) int {
			return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
		})
		return Settings{}, r.problems
	}
	return s, nil
}

func (r *reader) threshold(at string, node ast.Node) string {
	text, ok := r.text(at, node)
	if ok && !slices.Contains(Thresholds, text) {
		r.refuse(node, "%s is %q; use one of %s", at, shorten(text), strings.Join(Thresholds, ", "))
	}
	return text
}

func (r *reader) environments(at string, node ast.Node) []Environment {
	var all []Environment
	for _, entry := range r.entries(at, node) {
		e := Environment{Name: entry.name}
		if !environmentName.MatchString(e.Name) {
			r.refuse(entry.key, "%q cannot be the name of an environment: letters, digits, dots, _ and - only", shorten(e.Name))
			continue
		}
		r.mapping(join(at, e.Name), entry.value, map[string]func(string, ast.Node){
			"var_files": func(at string, n ast.Node) { e.VarFiles = r.files(at, n) },
			"workspace": func(at string, n ast.Node) { e.Workspace = r.workspace(at, n) },
		})
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b Environment) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func (r *reader) workspace(at string, node ast.Node) string {
	text, ok := r.text(at, node)
	if ok && !workspaceName.MatchString(text) {
		r.refuse(node, "%s: %q is no name of a workspace", at, shorten(text))
	}
	return text
}

// files reads a list of different paths.
func (r *reader) files(at string, node ast.Node) []string {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.refuse(node, "%s must be a list, not %s", at, kind(node))
		return nil
	}
	if len(sequence.Values) == 0 {
		r.refuse(node, "%s is empty; leave it out", at)
	}
	var all []string
	for i, element := range sequence.Values {
		text, ok := r.text(fmt.Sprintf("%s[%d]", at, i), element)
		switch {
		case !ok:
		case strings.TrimSpace(text) == "":
			r.refuse(element, "%s[%d] is empty", at, i)
		case slices.Contains(all, path.Clean(text)):
			r.refuse(element, "%s names %s twice", at, shorten(text))
		default:
			all = append(all, path.Clean(text))
		}
	}
	return all
}
