package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/policies"
)

// ExamplesAsOf is the day by which examples are judged unless another one is named: they say the same tomorrow.
const ExamplesAsOf = "2026-11-01"

// examplesName is the archive of examples beside a rule: each folder in it is a root module. A comment "# want fail" or "# want open"
// at the end of a line says that the rule reports that verdict on that line; all its other verdicts must be passes.
const examplesName = "examples.txtar"

// example is one folder of an archive.
type example struct {
	name string
	// files are the contents by name, lines the line of the archive on which each begins, want the verdicts by "file:line".
	files map[string]string
	lines map[string]int
	want  map[exampleLine]finding.Verdict
}

// exampleLine is a line of a file of an example.
type exampleLine struct {
	file string
	line int
}

// examplesIn takes an archive apart.
func examplesIn(archive []byte) ([]*example, error) {
	var examples []*example
	at := 1 + strings.Count(string(txtar.Parse(archive).Comment), "\n")
	for _, file := range txtar.Parse(archive).Files {
		at++ // the line of the name
		folder, name, found := strings.Cut(file.Name, "/")
		if !found || !filepath.IsLocal(filepath.FromSlash(name)) {
			return nil, fmt.Errorf("line %d: %q is in no folder: an example is a folder, such as aws-small/main.tf", at-1, file.Name)
		}
		i := slices.IndexFunc(examples, func(e *example) bool { return e.name == folder })
		if i < 0 {
			i = len(examples)
			examples = append(examples, &example{
				name: folder, files: map[string]string{}, lines: map[string]int{}, want: map[exampleLine]finding.Verdict{},
			})
		}
		e := examples[i]
		e.files[name], e.lines[name] = string(file.Data), at
		for n, line := range strings.Split(string(file.Data), "\n") {
			if m := wanted.FindStringSubmatch(strings.TrimSuffix(line, "\r")); m != nil {
				e.want[exampleLine{name, n + 1}] = finding.Verdict(m[1])
			}
		}
		at += strings.Count(string(file.Data), "\n")
	}
	return examples, nil
}

// archiveLine is the line of the archive that a line of the example is; the first of the example where it is of none of its files.
func (e *example) archiveLine(l exampleLine) int {
	if begin, ok := e.lines[l.file]; ok {
		return begin + max(l.line, 1) - 1
	}
	return slices.Min(slices.Collect(maps.Values(e.lines))) - 1
}

// workbench is what examples are judged with.
type workbench struct {
	catalogue *fact.Catalogue
	table     *eligibility.Table
	asOf      string
}

func newWorkbench(asOf string) (*workbench, error) {
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, err
	}
	catalogue, err := fact.Load(policies.FS)
	return &workbench{catalogue, table, asOf}, err
}

// mismatch is a line on which a rule says something else than an example wants of it.
type mismatch struct {
	at   exampleLine
	text string
}

// judge says which verdicts the rules give on an example, and where they are not those that it wants.
func (b *workbench) judge(ctx context.Context, rules *policy.Set, e *example) ([]finding.Verdict, []mismatch, error) {
	base, err := os.MkdirTemp("", "baalint-example-")
	if err != nil {
		return nil, nil, fmt.Errorf("lay out example %s: %w", e.name, err)
	}
	defer os.RemoveAll(base)
	in, mistakes, err := b.input(base, e)
	if err != nil {
		return nil, nil, fmt.Errorf("example %s: %w", e.name, err)
	}
	findings, err := rules.Judge(ctx, in)
	if err != nil {
		return nil, nil, fmt.Errorf("example %s: %w", e.name, err)
	}
	got, verdicts := map[exampleLine]finding.Verdict{}, make([]finding.Verdict, 0, len(findings))
	for _, f := range findings {
		verdicts = append(verdicts, f.Verdict)
		at := exampleLine{f.Place.File, f.Place.Line}
		if f.Verdict == finding.Pass || got[at] == f.Verdict {
			continue
		}
		got[at] = f.Verdict
		if want := e.want[at]; want != f.Verdict {
			mistakes = append(mistakes, mismatch{at, fmt.Sprintf("the verdict is %s: %s%s", f.Verdict, said(f), orElse(string(want), "; want %s"))})
		}
	}
	for at, want := range e.want {
		if _, ok := got[at]; !ok {
			mistakes = append(mistakes, mismatch{at, fmt.Sprintf("want %s: the rule reports nothing here", want)})
		}
	}
	slices.SortFunc(mistakes, func(a, b mismatch) int {
		if c := e.archiveLine(a.at) - e.archiveLine(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.text, b.text)
	})
	return verdicts, mistakes, nil
}

func said(f finding.Finding) string {
	text := f.Message
	for _, wait := range f.Waits {
		text += "; " + wait.Text
	}
	return text
}

// orElse puts a text into a pattern, and gives nothing for none.
func orElse(text, pattern string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(pattern, text)
}

// input lays an example out in a folder and reads it. What cannot be read of it is a mistake of the example, unless it wants an open verdict
// for that.
func (b *workbench) input(base string, e *example) (policy.Input, []mismatch, error) {
	for name, text := range e.files {
		file := filepath.Join(base, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			return policy.Input{}, nil, fmt.Errorf("lay out: %w", err)
		}
	}
	opts := Options{Base: base, Dirs: []string{"."}, AsOf: b.asOf}
	agreed, err := readAgreement(opts, opts.Dirs, b.table)
	if err != nil {
		return policy.Input{}, nil, err
	}
	read, err := readTerraform(opts)
	if err != nil {
		return policy.Input{}, nil, err
	}
	estate, err := b.catalogue.Facts(read.resources, services{b.table})
	if err != nil {
		return policy.Input{}, nil, fmt.Errorf("read facts: %w", err)
	}
	mistakes := unreadable(catalogueProblems(estate))
	wantsOpen := slices.Contains(slices.Collect(maps.Values(e.want)), finding.Open)
	if len(read.unread) == 0 || !wantsOpen { // else it is about what cannot be read
		mistakes = append(mistakes, unreadable(read.problems)...)
	}
	addAgreement(estate, agreed)
	return policy.Input{
		Estate: estate, Terms: agreed.terms.Input(), Today: opts.AsOf, Regions: b.table.Regions(), Incomplete: read.unread, Raw: read.raw,
	}, mistakes, nil
}

func catalogueProblems(estate *fact.Estate) []finding.Problem {
	var problems []finding.Problem
	for i, p := range estate.Problems {
		if p.Catalogue {
			problems = append(problems, factProblems(estate)[i])
		}
	}
	return problems
}

func unreadable(problems []finding.Problem) []mismatch {
	var mistakes []mismatch
	for _, p := range problems {
		if p.Incomplete {
			mistakes = append(mistakes, mismatch{exampleLine{p.Place.File, p.Place.Line}, strings.TrimSpace(p.Summary + ". " + p.Detail)})
		}
	}
	return mistakes
}
