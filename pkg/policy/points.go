package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Points tells, by rule ID, which fields the findings of the loaded rules rest on: sorted, "" for the whole fact, "*" for any that
// the rule reads.
func (s *Set) Points() map[string][]string {
	points := make(map[string][]string, len(s.rules))
	for _, r := range s.rules {
		points[r.ID] = r.points
	}
	return points
}

// pointsOf are the fields that a module gives to lib.at.
func pointsOf(module *ast.Module) []string {
	var fields []string
	names := namesOfAt(module)
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if call, ok := term.Value.(ast.Call); ok && len(call) > 2 && slices.Contains(names, call[0].String()) {
			field, plain := call[2].Value.(ast.String)
			if !plain {
				field = "*"
			}
			fields = append(fields, string(field))
		}
		return false
	})
	if len(fields) == 0 {
		return []string{""}
	}
	return sortedUnique(fields)
}

// namesOfAt are the names by which a module may call data.lib.at: what it imports may have another name there.
func namesOfAt(module *ast.Module) []string {
	const full = "data.lib.at"
	names := []string{full}
	for _, imported := range module.Imports {
		rest, ok := strings.CutPrefix(full, imported.Path.String())
		if ok && (rest == "" || rest[0] == '.') {
			names = append(names, string(imported.Name())+rest)
		}
	}
	return names
}
