package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
)

// newReport is a report without findings.
func newReport(opts Options, read *terraform, rules *policy.Set, estate *fact.Estate, by contract) *finding.Report {
	report := &finding.Report{
		Version:     opts.Version,
		Obligations: rules.Obligations(),
		Profiles:    rules.Profiles(),
		Rules:       rules.Rules(),
		Roots:       roots(read, estate),
		Agreement:   by.file,
		AsOf:        opts.AsOf,
	}
	switch {
	case by.file == "":
		report.Notes = append(report.Notes, "judged by the default terms: there is no baa.yaml")
	case len(by.without) > 0:
		report.Notes = append(report.Notes, fmt.Sprintf("judged by %s too, without a baa.yaml in or above it: %s", by.file, strings.Join(by.without, ", ")))
	}
	for _, p := range report.Profiles {
		report.Notes = append(report.Notes, fmt.Sprintf("judged also by the profile %s (%s): %s, counted for no obligation", p.Name, p.Title, p.Force))
	}
	if left := opts.Waivers.Left; len(left) > 0 {
		report.Notes = append(report.Notes, fmt.Sprintf("not judged: environments of %s: %s", opts.Waivers.File, strings.Join(left, ", ")))
	}
	report.Notes = append(report.Notes, read.notes...)
	report.Problems = sorted(slices.Concat(read.problems, factProblems(estate)))
	return report
}

// stateless are the providers whose resources live in the state, or on the machine that runs Terraform, and hold nothing.
var stateless = []string{"archive", "cloudinit", "external", "http", "local", "null", "random", "terraform", "time", "tls"}

// unjudged are the types of resources that may hold data, of whose settings the catalogue says nothing. Types of providers without a list of
// services hold whatever they are told to, such as a chart: of these the single resource counts.
func unjudged(read *terraform, catalogue *fact.Catalogue, estate *fact.Estate, table *eligibility.Table) []finding.Unjudged {
	byType := map[string]*finding.Unjudged{}
	type kind struct{ provider, resourceType string }
	services := map[kind]eligibility.Service{} // to find one takes a while, and there are few
	for _, r := range read.resources {         // in the order of roots and addresses
		k := kind{r.Provider.Source, r.Type}
		s, ok := services[k]
		if !ok {
			s, _ = table.Service(r.Provider.Source, r.Type)
			services[k] = s
		}
		unlisted := s.PHI == "" && !slices.Contains(stateless, r.Provider.Source)
		understood := catalogue.Knows(r.Type) && (!unlisted || !estate.Silent[r])
		if r.Mode != resource.Managed || s.PHI != "stores" && !unlisted || understood {
			continue
		}
		if byType[r.Type] == nil {
			byType[r.Type] = &finding.Unjudged{Type: r.Type, Place: place(r.Place)}
		}
		byType[r.Type].Resources++
	}
	out := make([]finding.Unjudged, 0, len(byType))
	for _, name := range slices.Sorted(maps.Keys(byType)) {
		out = append(out, *byType[name])
	}
	return out
}

// testsOnly says how many resources are sent to one's own machine, of which nothing is judged.
func testsOnly(estate *fact.Estate) []string {
	count := 0
	for _, v := range estate.Elsewhere {
		if v.Local {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	return []string{fmt.Sprintf("taken for tests and not judged, since their provider is sent to the machine itself: %s", finding.Counted(count, "resource"))}
}

// sources are the files that findings and problems point into, for excerpts.
func sources(read *terraform, r *finding.Report) map[string][]byte {
	places := map[string][]resource.Range{}
	add := func(p finding.Place) {
		if p.File != "" {
			places[p.File] = append(places[p.File],
				resource.Range{File: p.File, Line: p.Line, Column: p.Column, EndLine: p.EndLine, EndColumn: p.EndColumn})
		}
	}
	for _, f := range r.Findings {
		if f.Verdict == finding.Pass {
			continue
		}
		add(f.Place)
		for _, call := range f.Calls {
			add(call)
		}
		for _, related := range f.Related {
			add(related.Place)
		}
	}
	for _, p := range r.Problems {
		add(p.Place)
	}
	out := map[string][]byte{}
	for file, at := range places {
		if source := read.source(file, at); source != nil {
			out[file] = source
		}
	}
	withholdLikely(out, places)
	read.secrets.withhold(out)
	return out
}

// factProblems are mistakes that only a reader of the facts can see: a policy that is not JSON, a schedule that never fires.
func factProblems(estate *fact.Estate) []finding.Problem {
	problems := make([]finding.Problem, len(estate.Problems))
	for i, p := range estate.Problems {
		problems[i] = finding.Problem{Summary: p.Summary, Detail: p.Detail, Place: place(p.Place), Incomplete: true}
	}
	return problems
}

// unread is what was not seen of the configuration: files, modules, and what the catalogue could not make facts of.
func unread(read *terraform, estate *fact.Estate) []policy.Unread {
	all := slices.Clone(read.unread)
	for _, p := range estate.Problems {
		if p.Catalogue {
			all = append(all, policy.Unread{Root: p.Root, Why: resource.Why{Cause: resource.Failed, Subject: p.Address, Place: p.Place}})
		}
	}
	return all
}

func roots(read *terraform, estate *fact.Estate) []finding.Root {
	facts, resources := map[string]int{}, map[string]int{}
	for _, f := range estate.Facts {
		if f.Resource != nil {
			facts[f.Root]++
		}
	}
	for _, r := range read.resources {
		if r.Mode == resource.Managed {
			resources[r.Root]++
		}
	}
	out := slices.Clone(read.roots)
	for i := range out {
		out[i].Resources, out[i].Facts = resources[out[i].Dir], facts[out[i].Dir]
	}
	return out
}

// sorted orders problems by place and tells each of them once.
func sorted(problems []finding.Problem) []finding.Problem {
	slices.SortStableFunc(problems, func(a, b finding.Problem) int {
		return cmp.Or(
			strings.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column), strings.Compare(a.Summary, b.Summary), strings.Compare(a.Detail, b.Detail),
		)
	})
	return slices.Compact(problems)
}
