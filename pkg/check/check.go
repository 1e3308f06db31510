// Package check is the whole of a run, stage by stage: Terraform in, a report out.
package check

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/settings"
	"github.com/baalint/baalint/policies"
)

// Options say what to check, and by what.
type Options struct {
	// Base is the absolute path of the directory that all other paths, and those of the report, are relative to: normally
	// the working directory.
	Base string
	// Dirs are the directories to scan; a file among them is a plan or a state in JSON.
	Dirs []string
	// Roots are root modules to judge without what lies below them. Without Dirs and Roots, Base is scanned.
	Roots []string
	// NoRecurse makes NameRoots take Dirs for Roots.
	NoRecurse bool
	// Plans are plans that the directories were planned with: values are theirs, places those of the source.
	Plans []string
	// Settings are the values given to variables on the command line, in the order given. Environ is os.Environ().
	Settings []Setting
	Environ  []string
	// Environments are judged one by one, and what they have in common is told once. Without any, the settings above are all.
	Environments []Environment
	// Agreement is the path of the agreement; "" looks for baa.yaml: in each of Dirs, upwards to the root of the repository,
	// then in Base.
	Agreement string
	// Policies are directories of the user's own rules.
	Policies []string
	// Hardening adds the rules that go beyond the agreement and the regulation.
	Hardening bool
	// Profiles adds the rules of these profiles, by name.
	Profiles []string
	// AsOf is the date by which the agreement is judged, year-month-day: what has expired by then, what is older than a year.
	AsOf string
	// Version is baalint's own, for the report.
	Version string
	// Waivers are the accepted exceptions of the file of settings. NoComments leaves out those that are comments.
	Waivers    Waivers
	NoComments bool
	// Diff is the change that the run is asked about; nil asks about everything.
	Diff *Diff
	// NoPHI tell which stores hold no PHI; they are not judged.
	NoPHI []settings.NoPHI
	// Evidence adds to the report what proves it: finding.Report.Evidence.
	Evidence bool
	// Map adds to the evidence a picture of the estate.
	Map bool
	// Begin is told when a stage of a run begins, in words that complete "baalint is …"; nil tells nobody.
	Begin func(stage string)
}

// stage tells of the beginning of a stage.
func (o Options) stage(name string) {
	if o.Begin != nil {
		o.Begin(name)
	}
}

// Setting is one --var (Var is "name=value") or one --var-file (File is its path).
type Setting = load.Setting

// Run judges the Terraform in the directories. The error is for what leaves nothing to report: wrong options, a mistaken
// agreement or policy, a directory without Terraform. All that could be judged in spite of a mistake in the Terraform is in
// the report, with the mistake among its problems.
func Run(ctx context.Context, opts Options) (*finding.Report, error) {
	report, _, err := judged(ctx, opts)
	return report, err
}

// judged is Run, with what was read.
func judged(ctx context.Context, opts Options) (*finding.Report, *terraform, error) {
	j, in, err := begun(opts)
	if err != nil {
		return nil, nil, err
	}
	var report *finding.Report
	var read *terraform
	dirs := in.opts.Dirs // to hold on to the rest, the syntax trees, takes a quarter of the memory
	if len(opts.Environments) > 0 && in.tree != nil {
		report, read, err = j.judgeAll(ctx, in)
	} else {
		opts.stage("evaluating")
		if read, err = in.read(nil); err == nil {
			report, err = j.judge(ctx, read)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	if err := j.waive(report, read, dirs); err != nil {
		return nil, nil, err
	}
	if opts.Evidence {
		report.Evidence.Needed = diagnose(report, read)
	}
	return report, read, j.touch(report, read)
}

// begun reads what a run needs before it can judge.
func begun(opts Options) (*judgement, *input, error) {
	if _, err := time.Parse(time.DateOnly, opts.AsOf); err != nil {
		return nil, nil, fmt.Errorf("the day to judge by, %q, must be a date, year-month-day", opts.AsOf)
	}
	opts.stage("reading")
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	loadCatalogue := begin(func() (*fact.Catalogue, error) { return fact.Load(policies.FS) })
	loadRules := begin(func() (*policy.Set, error) {
		catalogue, err := loadCatalogue()
		if err != nil {
			return nil, err
		}
		return openRules(opts, catalogue)
	})
	changed, err := readDiff(opts)
	if err != nil {
		return nil, nil, err
	}
	in, err := parse(opts)
	if err != nil {
		return nil, nil, err
	}
	by, err := readAgreement(opts, in.judged(), table)
	if err != nil {
		return nil, nil, err
	}
	return &judgement{opts: opts, table: table, by: by, changed: changed, loadCatalogue: loadCatalogue, loadRules: loadRules}, in, nil
}

// judgement is what the environments of one run share.
type judgement struct {
	opts          Options
	table         *eligibility.Table
	by            contract
	changed       *changed
	loadCatalogue func() (*fact.Catalogue, error)
	loadRules     func() (*policy.Set, error)
}

// judge reports on what was read.
func (j *judgement) judge(ctx context.Context, read *terraform) (*finding.Report, error) {
	j.opts.stage("working out facts")
	catalogue, err := j.loadCatalogue()
	if err != nil {
		return nil, err
	}
	estate, err := understood(catalogue, read, j.table)
	if err != nil {
		return nil, err
	}
	j.opts.stage("judging")
	rules, err := j.loadRules()
	if err != nil {
		return nil, err
	}
	if !rules.ReadResources() {
		read.forget()
	}
	report := newReport(j.opts, read, rules, estate, j.by)
	report.Unjudged = unjudged(read, catalogue, estate, j.table)
	report.Notes = append(report.Notes, testsOnly(estate)...)
	if !anythingToJudge(estate) {
		report.Sources = sources(read, report)
		return report, j.prove(report, read, estate, nil)
	}
	report.Notes = append(report.Notes, oldLists(read, j.table, j.opts.AsOf)...)
	addAgreement(estate, j.by)
	in := policy.Input{
		Estate: estate, Terms: j.by.terms.Input(), Today: j.opts.AsOf, Regions: j.table.Regions(), Incomplete: unread(read, estate), Raw: read.raw,
	}
	findings, err := rules.Judge(ctx, in)
	facts, notes := spared(j.opts.NoPHI, estate)
	report.Findings, report.Notes = without(findings, facts), append(report.Notes, notes...)
	report.Problems = append(report.Problems, ruleProblems(err)...)
	report.Sources = sources(read, report)
	j.by.addSource(report.Sources, report.Findings)
	if err := j.prove(report, read, estate, facts); err != nil {
		return nil, err
	}
	if err := j.picture(ctx, report, rules, in); err != nil {
		return nil, err
	}
	return report, ctx.Err()
}

// begin starts work beside the caller's own. The function it returns waits for the result.
func begin[T any](work func() (T, error)) func() (T, error) {
	once := sync.OnceValues(work)
	go once() //nolint:errcheck // whoever waits is given the error
	return once
}

// aside are the concepts of what is judged with something else, and is nothing that an agreement is about by itself.
var aside = []string{"estate", "firewall", "provider", "state"}

// anythingToJudge is false where all facts are aside: nothing was seen that could keep or break an obligation, and an empty estate must
// not read as a met one.
func anythingToJudge(estate *fact.Estate) bool {
	for _, f := range estate.Facts {
		if !slices.Contains(aside, f.Concept) {
			return true
		}
	}
	return false
}
