package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// misfits reports the written values that could not be made to fit the schema: Fit says so by a reason of its own. Where the
// provider is pinned to releases other than the schema's they may well be right, and wait for nobody's repair.
func (r *run) misfits(fitted map[string]cty.Value, at hcl.Range, by resource.Provider) {
	severity, of := hcl.DiagError, r.bySchema(by.Source)
	if r.otherRelease(by) {
		severity, of = hcl.DiagWarning, of+otherRelease(by)
	}
	for _, v := range fitted {
		if v.IsWhollyKnown() {
			continue
		}
		marks := cty.ValueMarks{}
		unknownMarks(marks, v)
		for mark := range marks {
			why, _, ok := schema.Misfit(mark)
			if !ok {
				continue
			}
			where := at
			if why.Place.File != "" {
				where = hcl.Range{
					Filename: why.Place.File,
					Start:    hcl.Pos{Line: why.Place.Line, Column: why.Place.Column},
					End:      hcl.Pos{Line: why.Place.EndLine, Column: why.Place.EndColumn},
				}
			}
			r.report(hcl.Diagnostics{{
				Severity: severity, Summary: "Unsuitable value",
				Detail: fmt.Sprintf("The value does not fit %s%s.", why.Subject, of), Subject: &where,
			}})
		}
	}
	if severity == hcl.DiagWarning {
		schema.WrittenOfOtherRelease(fitted)
	}
}

// bySchema says of which version of a provider the schema is: others may ask for something else.
func (r *run) bySchema(source string) string {
	if source == backendSource {
		return ""
	}
	header, ok := r.opts.Schemas.Header(source)
	if !ok {
		return ""
	}
	return fmt.Sprintf(" in the schema of %s %s", header.Provider, header.Release())
}

// otherRelease reports whether a provider is pinned to releases that the schema is not of.
func (r *run) otherRelease(by resource.Provider) bool {
	if r.opts.Schemas == nil {
		return false
	}
	header, ok := r.opts.Schemas.Header(by.Source)
	return ok && resource.Excludes(by.Release, header.Release())
}

// otherRelease says what becomes of a value that may be right in the release that is pinned.
func otherRelease(by resource.Provider) string {
	return fmt.Sprintf("; with %s %s pinned it is taken for unknown", by.Source, by.Release)
}

// unsupported makes warnings of errors about attributes that the schema does not have and that the release pinned may have. It
// reports whether no error is left.
func (s *scope) unsupported(n *needs, diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if d.Summary != "Unsupported attribute" || d.Subject == nil {
			continue
		}
		if by := s.readsOtherRelease(n, *d.Subject); by != nil {
			d.Severity = hcl.DiagWarning
			d.Detail = strings.TrimSuffix(d.Detail, ".") + s.run.bySchema(by.Source) + otherRelease(*by) + "."
		}
	}
	return !diags.HasErrors()
}

// readsOtherRelease gives the provider of a resource that the expression reads at a place, where that provider is pinned to releases
// that the schema is not of; nil where something else is read.
func (s *scope) readsOtherRelease(n *needs, at hcl.Range) *resource.Provider {
	for _, steps := range n.expr.Variables() {
		if within(at, steps.SourceRange()) && slices.Contains([]string{"var", "local", "each", "module"}, steps.RootName()) {
			return nil
		}
	}
	for _, u := range n.blocks {
		b := s.blocks[u.key]
		if b == nil || b.schema == nil || len(b.instances) == 0 {
			continue
		}
		if by := b.instances[0].Provider; s.run.otherRelease(by) {
			return &by
		}
	}
	return nil
}

func within(inner, outer hcl.Range) bool {
	return inner.Filename == outer.Filename && inner.Start.Byte >= outer.Start.Byte && inner.End.Byte <= outer.End.Byte
}
