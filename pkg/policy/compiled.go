package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"

	"github.com/baalint/baalint/pkg/finding"
)

// Most of what a run over a small module cost was to parse and to compile Rego. compiled.txt therefore holds baalint's own rules and lib as
// OPA compiles them: a line for lib, and one for every rule. What is kept of a text counts only where the text is still the same, and the
// OPA, too; otherwise it is parsed and compiled in the run. A test holds the file against the texts and writes it:
//
//	go test ./pkg/policy -run TestCompiled -update
const compiledFile = "compiled.txt"

// libLine stands in compiled.txt for all files of lib: they are one package, and compiled as one.
const libLine = "lib"

// kept is what compiled.txt keeps of a text.
type kept struct {
	sum string
	// described is what the METADATA of a rule says, and defined what the text defines, both in base64.
	described, defined []byte
}

// readCompiled reads the lines of compiled.txt; there are none where there is no such file. A name may have several: of two changes that were
// merged, each brought its own.
func readCompiled(fsys fs.FS) (map[string][]kept, error) {
	text, err := fs.ReadFile(fsys, compiledFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := map[string][]kept{}
	for line := range bytes.Lines(text) {
		parts := bytes.Split(bytes.TrimSuffix(line, []byte("\n")), []byte(" "))
		if len(parts) == 4 {
			name := string(parts[0])
			lines[name] = append(lines[name], kept{string(parts[1]), parts[2], parts[3]})
		}
	}
	return lines, nil
}

// line is a line of compiled.txt.
func (k kept) line(name string) string {
	return fmt.Sprintf("%s %s %s %s\n", name, k.sum, k.described, k.defined)
}

// compiledFormat is the number of the form in which compiled.txt is written. Another form needs another number: lines of an older one are then
// passed over, where they would be misread.
const compiledFormat = 3

// sumOf tells texts apart, what is kept of them and in which form, and versions of OPA.
func (k kept) sumOf(texts []source) string {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s %d %d %d\n", version.Version, compiledFormat, len(k.described), len(k.defined))
	hash.Write(k.described)
	hash.Write(k.defined)
	for _, text := range texts {
		fmt.Fprintf(hash, "%s %d\n", text.name, len(text.text))
		hash.Write([]byte(text.text))
	}
	return fmt.Sprintf("%x", hash.Sum(nil)[:16])
}

// find is what is kept of texts, if anything.
func find(all []kept, texts ...source) (kept, bool) {
	i := slices.IndexFunc(all, func(k kept) bool { return k.sum == k.sumOf(texts) })
	if i < 0 {
		return kept{}, false
	}
	return all[i], true
}

// keep makes what is kept of texts.
func keep(r *rule, defined []*definition, texts ...source) (kept, error) {
	var k kept
	described, err := encode(func(w *writer) {
		if r != nil {
			w.description(r)
		}
	})
	if err != nil {
		return k, err
	}
	definitions, err := encode(func(w *writer) { w.definitions(defined) })
	k = kept{described: described, defined: definitions}
	k.sum = k.sumOf(texts)
	return k, err
}

func encode(write func(*writer)) ([]byte, error) {
	w := newWriter()
	write(w)
	out, err := w.bytes()
	return base64.StdEncoding.AppendEncode(nil, out), err
}

func decode(text []byte) (*unwirer, error) {
	in, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return nil, errDamaged
	}
	u := unwire(string(in))
	return u, u.err
}

// keptRule is a rule by what is kept of its text.
func keptRule(src source, k kept) (*rule, error) {
	u, err := decode(k.described)
	if err != nil {
		return nil, err
	}
	r := u.description()
	r.file = src.name
	r.open = func() ([]*definition, error) { return k.definitions(r.path) }
	return r, u.end()
}

// definitions reads what a package defines; their rules are read when they are asked for.
func (k kept) definitions(path ast.Ref) ([]*definition, error) {
	u, err := decode(k.defined)
	if err != nil {
		return nil, err
	}
	defined := u.definitions(&ast.Module{Package: &ast.Package{Path: path}})
	return defined, u.end()
}

func (w *writer) description(r *rule) {
	for _, text := range []string{
		r.ID, r.Obligation, r.Name, r.Title, r.Why, string(r.Severity), string(r.Tier), r.About, r.needs,
	} {
		w.text(text)
	}
	w.list(r.Reads)
	w.list(r.heads)
	w.list(r.weighs)
	w.list(r.points)
	w.flag(r.absentOpen)
	w.flag(r.joins)
	w.flag(r.narrow)
	w.flag(r.raw)
	w.terms(r.path)
	w.number(len(r.Citations))
	for _, c := range r.Citations {
		w.text(c.Text)
		w.text(c.URL)
	}
	w.number(len(r.Remedy))
	for _, cloud := range slices.Sorted(maps.Keys(r.Remedy)) {
		w.text(cloud)
		w.text(r.Remedy[cloud])
	}
}

func (u *unwirer) description() *rule {
	r := &rule{}
	var severity, tier string
	for _, text := range []*string{&r.ID, &r.Obligation, &r.Name, &r.Title, &r.Why, &severity, &tier, &r.About, &r.needs} {
		*text = u.text()
	}
	r.Severity, r.Tier = finding.Severity(severity), finding.Tier(tier)
	if r.Tier == finding.TierProfile {
		r.Profile, _, _ = strings.Cut(r.ID, "/")
	}
	r.Reads, r.heads, r.weighs, r.points = u.list(), u.list(), u.list(), u.list()
	r.absentOpen, r.joins, r.narrow, r.raw = u.flag(), u.flag(), u.flag(), u.flag()
	r.path = u.terms()
	r.Citations, r.Remedy = make([]finding.Citation, u.size()), finding.Remedy{}
	for i := range r.Citations {
		r.Citations[i] = finding.Citation{Text: u.text(), URL: u.text()}
	}
	for range u.size() {
		cloud := u.text()
		r.Remedy[cloud] = u.text()
	}
	r.settleReads()
	return r
}

func (w *writer) definitions(defined []*definition) {
	w.number(len(defined))
	for _, d := range defined {
		w.text(d.name)
		w.flag(d.function)
		w.flag(d.table)
		w.list(d.uses)
		w.list(d.asked)
		w.list(d.words)
		w.list(d.tables)
		w.number(len(d.facts))
		for _, of := range d.facts {
			w.flag(of.whole)
			w.number(len(of.given))
			for _, to := range of.given {
				w.text(to.function)
				w.number(to.at)
			}
		}
		w.rules(d)
	}
}

// rules writes the rules of a definition after their length, so that a reader can leave them for later.
func (w *writer) rules(d *definition) {
	before := w.out
	w.out = nil
	w.number(len(d.rules))
	for i, rule := range d.rules {
		w.flag(slices.Contains(d.indexed, i))
		w.rule(rule)
	}
	rules := w.out
	w.out = before
	w.number(len(rules))
	w.out = append(w.out, rules...)
}

func (u *unwirer) definitions(module *ast.Module) []*definition {
	defined := make([]*definition, u.size())
	for i := range defined {
		d := &definition{
			name: u.text(), function: u.flag(), table: u.flag(), uses: u.list(), asked: u.list(), words: u.list(), tables: u.list(),
		}
		d.facts = make([]usage, u.size())
		for j := range d.facts {
			d.facts[j] = usage{whole: u.flag(), given: make([]argument, u.size())}
			for n := range d.facts[j].given {
				d.facts[j].given[n] = argument{u.text(), u.number()}
			}
		}
		length := u.size()
		d.encoded = u.at(u.in[:length])
		d.module = module
		u.in = u.in[length:]
		defined[i] = d
	}
	return defined
}

// read reads the rules of a definition, where they are not read yet.
func (d *definition) read() error {
	if d.encoded == nil {
		return nil
	}
	u := d.encoded
	d.rules = make([]*ast.Rule, u.size())
	for i := range d.rules {
		if u.flag() {
			d.indexed = append(d.indexed, i)
		}
		d.rules[i] = u.rule(d.module)
	}
	d.encoded = nil
	return u.end()
}

// assemble makes a compiler of definitions that are compiled already. It has only to find rules by their names, and to index them.
func assemble(defined []*definition) (*ast.Compiler, error) {
	modules, indexed := map[string]*ast.Module{}, &ast.Module{Package: &ast.Package{Path: ast.DefaultRootRef}}
	for _, d := range defined {
		if err := d.read(); err != nil {
			return nil, err
		}
		path := d.name[:strings.LastIndex(d.name, ".")]
		if modules[path] == nil {
			modules[path] = &ast.Module{Package: d.rules[0].Module.Package}
		}
		modules[path].Rules = append(modules[path].Rules, d.rules...)
		for _, i := range d.indexed {
			indexed.Rules = append(indexed.Rules, d.rules[i])
		}
	}
	compiler := sandboxed().WithSkipStages(doneStages()...)
	// Compile copies the modules that it is given, which takes longer than all that it has to do here: it is given them a stage later, and
	// those with comprehensions to index alone before that stage.
	stage := func(modules map[string]*ast.Module) ast.CompilerStageDefinition {
		return ast.CompilerStageDefinition{Name: "Give", MetricName: "give", Stage: func(c *ast.Compiler) *ast.Error {
			c.Modules = modules
			return nil
		}}
	}
	compiler.WithStageAfterID(ast.StageInitLocalVarGen, stage(modules))
	compiler.WithStageAfterID(ast.StageBuildRuleIndices, stage(map[string]*ast.Module{libLine: indexed}))
	compiler.Compile(map[string]*ast.Module{libLine: {Package: indexed.Package}})
	if compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}

// doneStages are the stages that have been gone through when rules are compiled.
func doneStages() []ast.StageID {
	left := []ast.StageID{
		ast.StageInitLocalVarGen, ast.StageSetModuleTree, ast.StageSetRuleTree, ast.StageBuildRuleIndices, ast.StageBuildComprehensionIndices,
	}
	return slices.DeleteFunc(ast.AllStages(), func(stage ast.StageID) bool { return slices.Contains(left, stage) })
}
