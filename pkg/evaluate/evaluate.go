// Package evaluate turns module trees into resource instances: every variable, local, output and resource block once, on
// demand, as Terraform would plan them without asking a cloud. What only the cloud or the user can say stays unknown and
// carries the reason as a mark.
package evaluate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/baalint/baalint/pkg/cores"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// Options say how to evaluate.
type Options struct {
	// Schemas are the provider schemas. Types that have none, or all of them where Schemas is nil, keep what is written.
	Schemas *schema.Set
	// MaxInstances caps one count, for_each or dynamic; 0 means DefaultMaxInstances.
	MaxInstances int
	Symbols      Symbols
}

// DefaultMaxInstances caps one expansion, maxTotal all expansions of a root together: resource and module instances.
const (
	DefaultMaxInstances = 20_000
	maxTotal            = 50_000
)

// Result is what the configuration would build.
type Result struct {
	// Resources are sorted by root, then by address in natural order of its keys: [2] before [10].
	Resources []*resource.Resource
	// Diagnostics are mistakes in the configuration, sorted by place; each is told once, however many instances of a
	// module it occurs in. The values concerned are unknown with the cause resource.Failed.
	Diagnostics hcl.Diagnostics
	// Unread lists what was not seen. It makes the run incomplete.
	Unread []Unread
	// Modules gives the directories of the modules that each root is made of, itself included, by its own directory.
	Modules map[string]map[string]bool
}

// Unread is a part of the configuration that was not seen.
type Unread struct {
	// Root is the directory of the root module.
	Root string
	// Why has the address of what was not seen for its subject, "module.vault" or "aws_s3_bucket.b"; or What is that address, and
	// the subject is what it waits for.
	resource.Why
	What string
	// Reason completes "Subject was not read: …".
	Reason string
}

// Resources evaluates every root of the tree, side by side. The result does not depend on their order.
func Resources(tree *load.Tree, opts Options) *Result {
	if opts.MaxInstances <= 0 {
		opts.MaxInstances = DefaultMaxInstances
	}
	share := coresEach(tree)
	runs := make([]*run, len(tree.Roots))
	cores.Each(len(runs), func(i int, _ *struct{}) { runs[i] = evaluated(tree, tree.Roots[i], opts, share) })
	return merge(runs)
}

// merge puts the roots together in their order. A mistake in a module that several roots call is told once.
func merge(runs []*run) *Result {
	result := &Result{Modules: map[string]map[string]bool{}}
	seen := map[string]bool{}
	for _, r := range runs {
		slices.SortStableFunc(r.resources, func(a, b *resource.Resource) int { return natural(a.Address, b.Address) })
		result.Resources = append(result.Resources, r.resources...)
		for _, d := range r.diags {
			if key := diagnosticKey(d); !seen[key] {
				seen[key] = true
				result.Diagnostics = append(result.Diagnostics, d)
			}
		}
		result.Unread = append(result.Unread, r.unread...)
		result.Modules[r.root.Module.Dir] = r.entered
	}
	slices.SortStableFunc(result.Diagnostics, compareDiagnostics)
	slices.SortStableFunc(result.Unread, func(a, b Unread) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), natural(a.Subject, b.Subject), strings.Compare(a.Reason, b.Reason))
	})
	return result
}

func diagnosticKey(d *hcl.Diagnostic) string {
	place := ""
	if d.Subject != nil {
		place = d.Subject.String()
	}
	return place + "\x00" + d.Summary + "\x00" + d.Detail
}

func compareDiagnostics(a, b *hcl.Diagnostic) int {
	switch {
	case a.Subject == nil && b.Subject == nil:
		return strings.Compare(a.Summary+a.Detail, b.Summary+b.Detail)
	case a.Subject == nil:
		return -1
	case b.Subject == nil:
		return 1
	}
	return cmp.Or(
		strings.Compare(a.Subject.Filename, b.Subject.Filename),
		cmp.Compare(a.Subject.Start.Line, b.Subject.Start.Line),
		cmp.Compare(a.Subject.Start.Column, b.Subject.Start.Column),
		strings.Compare(a.Summary+a.Detail, b.Summary+b.Detail),
	)
}
