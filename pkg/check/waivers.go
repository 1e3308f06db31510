package check

import (
	"bytes"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/waive"
	"github.com/baalint/baalint/pkg/yamlfile"
)

// Waivers are the accepted exceptions of a file of settings, with roots relative to Base.
type Waivers struct {
	Entries []waive.Entry
	// File is the path of the file.
	File string
	// Scope are the directories that the file is for. Left are its environments that are not judged.
	Scope []string
	Left  []string
}

// WithWaivers is the rulebook with the rules about waivers, and what they serve.
func (b Rulebook) WithWaivers() Rulebook {
	b.Obligations = slices.Concat(b.Obligations, []finding.Obligation{waive.Obligation})
	b.Rules = slices.Concat(b.Rules, waive.Rules())
	return b
}

// waive applies the accepted exceptions to a report. dirs are the directories that were read.
func (j *judgement) waive(report *finding.Report, read *terraform, dirs []string) error {
	w := &waivers{opts: j.opts, report: report, read: read, by: j.by}
	w.opts.Dirs = dirs
	comments := w.comments()
	entries := slices.Clone(j.opts.Waivers.Entries)
	if len(comments)+len(entries) == 0 {
		return nil
	}
	rules, err := j.loadRules()
	if err != nil {
		return err
	}
	for i := range entries {
		entries[i].Judged = w.judgedEntry(entries[i])
	}
	run := waive.Run{
		Today: j.opts.AsOf, Rules: rules.Known(), Ran: map[string]bool{}, Complete: w.complete(), Block: w.block, Origins: w.origins,
	}
	for _, r := range report.Rules {
		run.Ran[r.ID] = true
	}
	for _, root := range report.Roots {
		run.Roots = append(run.Roots, root.Dir)
	}
	if slices.ContainsFunc(comments, func(c waive.Comment) bool { return c.Block == "module" && !c.Whole }) {
		if w.tracer, err = newTracer(read.tree, j.opts); err != nil {
			return err
		}
	}
	before := len(report.Findings)
	report.Findings, report.Waivers = waive.Apply(report.Findings, comments, entries, run)
	report.Rules = append(report.Rules, waive.Rules()...)
	slices.SortFunc(report.Rules, func(a, b finding.Rule) int { return strings.Compare(a.ID, b.ID) })
	if len(report.Findings) > before {
		w.addFaults()
	}
	return nil
}

// waivers finds out what waivers ask about a run.
type waivers struct {
	opts   Options
	report *finding.Report
	read   *terraform
	by     contract
	blocks map[[2]string]finding.Place // by root and address
	tracer *tracer
	live   map[finding.Place]bool // the headers of blocks that have an instance, and of the module calls that lead to one
}

// addFaults adds what findings about waivers are shown with.
func (w *waivers) addFaults() {
	faulty := false
	for _, f := range w.report.Findings {
		if !strings.HasPrefix(f.Rule, waive.Slug+"/") {
			continue
		}
		faulty = true
		switch source, ok := w.read.sources[f.Place.File]; {
		case ok:
			shown := map[string][]byte{f.Place.File: source}
			withholdLikely(shown, map[string][]resource.Range{f.Place.File: {{Line: 1, EndLine: bytes.Count(source, []byte("\n")) + 1}}})
			w.read.secrets.withhold(shown)
			maps.Copy(w.report.Sources, shown)
		case f.Place.File == w.by.file:
			w.report.Sources[f.Place.File] = w.by.source
		case f.Place.File == w.opts.Waivers.File && w.report.Sources[f.Place.File] == nil:
			if source, err := readAtMost(within(w.opts.Base, f.Place.File), yamlfile.MaxSize); err == nil { // it was read before
				w.report.Sources[f.Place.File] = source
			}
		}
	}
	if faulty {
		w.report.Obligations = append(slices.Clone(w.report.Obligations), waive.Obligation)
	}
}

// complete is false where something was not seen that a waiver may be for.
func (w *waivers) complete() bool {
	return len(w.report.Findings) > 0 && !slices.ContainsFunc(w.report.Problems, func(p finding.Problem) bool { return p.Incomplete })
}

// comments finds the waivers in the files that were read.
func (w *waivers) comments() []waive.Comment {
	var found []waive.Comment
	for _, file := range w.read.remarked {
		for _, r := range load.Remarks(file, w.read.sources[file], waive.IsComment) {
			c := waive.Comment{
				Text: r.Text, Place: placeOf(r.Range), Block: r.On.Block, Header: placeOf(r.On.Header), Range: placeOf(r.On.Range), Whole: r.On.Whole,
			}
			if strings.HasSuffix(file, ".tfvars") {
				c.Void = "waives nothing in a file of variables: write it on the resource that takes the value"
			}
			c.Judged = w.judgedComment(&c)
			found = append(found, c)
		}
	}
	if !w.opts.NoComments {
		found = append(found, w.by.comments()...)
	}
	return found
}

// comments finds what is meant as a waiver in an agreement, which takes none.
func (c contract) comments() []waive.Comment {
	var found []waive.Comment
	n := 0
	for line := range bytes.Lines(c.source) {
		n++
		for _, at := range yamlComment.FindAllIndex(line, -1) {
			text := string(bytes.TrimSpace(line[at[1]:]))
			if !waive.IsComment(text) {
				continue
			}
			column := utf8.RuneCount(line[:at[1]]) + 1
			found = append(found, waive.Comment{
				Text: text, Place: finding.Place{File: c.file, Line: n, Column: column, EndLine: n, EndColumn: column + utf8.RuneCountInString(text)},
				Void: "waives nothing in an agreement: write it in .baalint.yaml, for the root and without an address",
			})
		}
	}
	return found
}

// yamlComment is how a comment begins.
var yamlComment = regexp.MustCompile(`(?:^|[ \t])#[ \t]*`)

// mentions tells whether a file may hold a waiver, without reading it closely.
func mentions(source []byte) bool {
	const first = "baalint"
	for i := 0; i+len(first) <= len(source); i++ {
		at := bytes.IndexAny(source[i:], "bB")
		if at < 0 || i+at+len(first) > len(source) {
			return false
		}
		if i += at; bytes.EqualFold(source[i:i+len(first)], []byte(first)) {
			return true
		}
	}
	return false
}

// remarked lists the files that may hold a waiver that counts. Those of downloaded modules do not: a risk is taken by whoever uses a
// module, not by whoever wrote it.
func remarked(sources map[string][]byte) []string {
	var files []string
	for file, source := range sources {
		if !finding.Downloaded(file) && mentions(source) {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	return files
}

// judgedComment tells whether the run has judged all that a comment can be for: its file is in a directory that was scanned, so that
// those who call it are too, all environments were judged, and its block has instances.
func (w *waivers) judgedComment(c *waive.Comment) bool {
	if len(w.opts.Waivers.Left) > 0 || !w.scanned(path.Dir(c.Place.File)) {
		return false
	}
	w.index()
	return c.Block == "terraform" || w.live[start(c.Header)]
}

// judgedEntry is the same of an entry of the settings: its root was judged or, where it may be for several, all that the file is for.
func (w *waivers) judgedEntry(e waive.Entry) bool {
	if len(w.opts.Waivers.Left) > 0 {
		return false
	}
	if e.Root != "" && !strings.ContainsAny(e.Root, `*?[{\`) {
		return slices.ContainsFunc(w.report.Roots, func(r finding.Root) bool { return r.Dir == e.Root })
	}
	return !slices.ContainsFunc(w.opts.Waivers.Scope, func(dir string) bool { return !w.scanned(dir) })
}

// scanned tells whether a directory is one of those that were scanned, or in one.
func (w *waivers) scanned(dir string) bool {
	dir = resolved(within(w.opts.Base, dir))
	return slices.ContainsFunc(w.opts.Dirs, func(scanned string) bool { return holds(directory(w.opts.Base, scanned), dir) })
}

// index notes the blocks of all resources.
func (w *waivers) index() {
	if w.blocks != nil {
		return
	}
	w.blocks, w.live = map[[2]string]finding.Place{}, map[finding.Place]bool{}
	for _, r := range w.read.resources {
		header := place(r.Place)
		w.blocks[[2]string{r.Root, r.Address}] = header
		w.live[start(header)] = true
		for _, call := range r.Calls {
			w.live[start(place(call))] = true
		}
	}
}

func (w *waivers) block(f *finding.Finding) finding.Place {
	w.index()
	return w.blocks[[2]string{f.Root, f.Address}]
}

// origins is asked only about waivers of arguments of module calls.
func (w *waivers) origins(f *finding.Finding) []finding.Place {
	if w.tracer == nil {
		return nil
	}
	return w.tracer.origins(f)
}

// start is a place without its end.
func start(p finding.Place) finding.Place {
	return finding.Place{File: p.File, Line: p.Line, Column: p.Column}
}
