package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/finding"
)

// source is one Rego file. name is what errors call it.
type source struct{ name, path, text string }

// rule is one rule, compiled where it has had something to judge.
type rule struct {
	finding.Rule
	file       string
	source     source
	line       int         // of the METADATA
	path       ast.Ref     // of its package
	module     *ast.Module // as parsed; nil where it was kept compiled
	open       func() ([]*definition, error)
	compiler   *ast.Compiler
	all        definitions     // those of the rule, of lib, and maybe of other rules
	looked     map[string]bool // the names of all that is looked up by a key
	heads      []string
	about      []string
	own        []string            // fields that it reads of the facts it is about
	others     map[string][]string // fields that it reads of other concepts
	weighs     []string            // those of either whose being unknown it weighs itself, as METADATA writes them
	absentOpen bool                // open where nothing in the run could be the evidence
	needs      string              // the term without which it has nothing to judge, "" for none
	points     []string            // the fields that its findings rest on, as Points tells them
	joins      bool                // it looks at more than the facts it is about
	narrow     bool                // its heads go through input.judged
	raw        bool                // it reads input.resources
	user       bool
	deadline   time.Duration // of an evaluation, 0 for none
}

// Heads of rules.
const (
	headFail    = "fail"
	headMet     = "met"
	headSkip    = "skip"
	headPass    = "pass"
	headOpen    = "open"
	headMissing = "missing"
)

var heads = []string{headFail, headMet, headSkip, headPass, headOpen, headMissing}

// duty reports whether the rule asks for evidence rather than forbidding something.
func (r *rule) duty() bool { return slices.Contains(r.heads, headMet) }

// findSources reads the Rego files of a tree in lexical order, without tests.
func findSources(fsys fs.FS, dir string) ([]source, error) {
	return findRego(fsys, dir, func(name string) bool { return !strings.HasSuffix(name, "_test.rego") })
}

// findRego reads the Rego files of a tree that are wanted, in lexical order.
func findRego(fsys fs.FS, dir string, wanted func(name string) bool) ([]source, error) {
	var sources []source
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".rego") || !wanted(name) {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		sources = append(sources, source{name: path.Join(dir, name), path: name, text: string(text)})
		return nil
	})
	return sources, err
}

func splitLib(sources []source) (lib, rules []source) {
	for _, src := range sources {
		if strings.HasPrefix(src.path, "lib/") {
			lib = append(lib, src)
		} else {
			rules = append(rules, src)
		}
	}
	return lib, rules
}

// group is a set of files that compile together.
type group struct {
	user    bool
	modules map[string]*ast.Module
	rules   []*rule
	err     error
}

// readGroup parses files and reads what their rules say of themselves.
func readGroup(sources []source, user bool) (*group, error) {
	modules, err := parseAll(sources, true)
	if err != nil {
		return nil, err
	}
	g := &group{user: user, modules: map[string]*ast.Module{}}
	for i, src := range sources {
		g.modules[src.name] = modules[i]
		g.add(src, modules[i])
	}
	return g, g.err
}

// check compiles the modules with the helpers that they need, types and all.
func (g *group) check(lib *library, schema any) (*ast.Compiler, error) {
	compiler, modules, needed := newCompiler(schema), maps.Clone(g.modules), map[string]bool{}
	for _, module := range g.modules {
		maps.Copy(needed, lib.needs(module))
	}
	for name, module := range lib.pruned(needed) {
		modules["lib:"+name] = module
	}
	for _, r := range g.rules {
		modules[r.file] = r.narrowed()
	}
	if compiler.Compile(modules); compiler.Failed() {
		return nil, readable(compiler.Errors)
	}
	return compiler, nil
}

// parseAll parses files, the cores sharing the work.
func parseAll(sources []source, annotations bool) ([]*ast.Module, error) {
	modules, errs := make([]*ast.Module, len(sources)), make([]error, len(sources))
	var wait sync.WaitGroup
	for i, src := range sources {
		wait.Add(1)
		go func() {
			defer wait.Done()
			modules[i], errs[i] = parse(src, annotations)
		}()
	}
	wait.Wait()
	return modules, errors.Join(errs...)
}

// parseNamed parses files into modules by the names of the files.
func parseNamed(sources []source) (map[string]*ast.Module, error) {
	parsed, err := parseAll(sources, false)
	modules := make(map[string]*ast.Module, len(sources))
	for i, src := range sources {
		modules[src.name] = parsed[i]
	}
	return modules, err
}

func parseLib(lib []source) (*library, error) {
	modules, err := parseNamed(lib)
	if err != nil {
		return nil, err
	}
	return newLibrary(modules), nil
}

// add notes the rule that a module defines. A user's module outside package rules is a helper; helpers may not add to lib,
// which other rules rest on.
func (g *group) add(src source, module *ast.Module) {
	switch isRule := isRulePackage(module.Package.Path); {
	case g.user && module.Package.Path.HasPrefix(libPackage):
		g.err = errors.Join(g.err, fmt.Errorf("%s: package lib is baalint's own", src.name))
	case g.user && !isRule:
	case !isRule:
		g.err = errors.Join(g.err, fmt.Errorf("%s: package must be rules.<obligation>.<rule>", src.name))
	default:
		r, err := newRule(src, module)
		if err != nil {
			g.err = errors.Join(g.err, err)
			return
		}
		if r.user = g.user; r.user {
			r.narrow = false
		}
		g.rules = append(g.rules, r)
	}
}

var rulesPackage = ast.MustParseRef("data.rules")

func isRulePackage(ref ast.Ref) bool { return len(ref) == 4 && ref.HasPrefix(rulesPackage) }

func parse(src source, annotations bool) (*ast.Module, error) {
	module, err := ast.ParseModuleWithOpts(src.name, src.text, ast.ParserOptions{
		RegoVersion:       ast.RegoV1,
		ProcessAnnotation: annotations,
		Capabilities:      capabilities(),
	})
	return module, readable(err)
}

// testedStages are the stages that only look for mistakes. A run leaves them out for baalint's own rules, of which
// a test has said that they have none.
var testedStages = []ast.StageID{
	ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports, ast.StageCheckVoidCalls, ast.StageCheckRuleConflicts,
	ast.StageCheckUndefinedFuncs, ast.StageCheckSafetyRuleHeads, ast.StageCheckRecursion, ast.StageCheckTypes,
	ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet,
	ast.StageRewriteRegoMetadataCalls, ast.StageBuildRequiredCapabilities,
}

// idleStages are the stages that have nothing to do for baalint's own rules, as a test holds: none writes its expressions in
// another order than that in which they can be evaluated, or with print, with or a template string.
var idleStages = []ast.StageID{
	ast.StageCheckSafetyRuleBodies, ast.StageRewriteTemplateStrings, ast.StageRewritePrintCalls, ast.StageRewriteWithValues,
}

// sandboxed makes a compiler that allows what policies may call, and nothing else.
func sandboxed() *ast.Compiler {
	return ast.NewCompiler().WithCapabilities(capabilities()).WithDefaultRegoVersion(ast.RegoV1)
}

// newCompiler makes a compiler that checks everything, types against the schema included; without a schema one that checks
// nothing it does not need to.
func newCompiler(schema any) *ast.Compiler {
	compiler := sandboxed()
	if schema == nil {
		return compiler.WithSkipStages(testedStages...).WithSkipStages(idleStages...)
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef, schema)
	return compiler.WithStrict(true).WithSchemas(schemas)
}

// newRule reads the description of a rule out of its parsed module.
func newRule(src source, module *ast.Module) (*rule, error) {
	meta, err := metadata(module)
	if err != nil {
		return nil, src.fault(module.Package.Location.Row, err)
	}
	r := &rule{file: src.name, source: src, line: meta.Location.Row, path: module.Package.Path, module: module}
	if r.Rule, err = describe(module, meta); err != nil {
		return nil, src.fault(meta.Location.Row, err)
	}
	if r.heads, err = ruleHeads(module); err != nil {
		return nil, src.fault(module.Package.Location.Row, err)
	}
	if r.absentOpen, err = absentOpen(meta.Custom); err == nil && r.absentOpen && !r.duty() {
		err = inMetadata("custom.absent", "is for duties")
	}
	if err == nil {
		r.weighs, err = weighed(meta.Custom, r.Reads)
	}
	if err == nil {
		r.needs, err = needed(meta.Custom)
	}
	if err != nil {
		return nil, src.fault(meta.Location.Row, err)
	}
	r.settleReads()
	r.joins, r.raw = reach(module, r.about)
	r.points = pointsOf(module)
	r.narrow = r.narrows()
	r.open = sync.OnceValues(r.compileAlone)
	return r, nil
}

// settleReads takes apart what the METADATA says in one text each.
func (r *rule) settleReads() {
	r.about, r.others = strings.Split(r.About, aboutSeparator), map[string][]string{}
	for _, field := range r.Reads {
		if concept, name, found := strings.Cut(field, "."); found {
			r.others[concept] = append(r.others[concept], name)
		} else {
			r.own = append(r.own, field)
		}
	}
}

// ruleHeads lists the heads that a module defines, in the order of heads.
func ruleHeads(module *ast.Module) ([]string, error) {
	defined := map[string]bool{}
	for _, regoRule := range module.Rules {
		name := regoRule.Head.Name.String()
		if !slices.Contains(heads, name) {
			continue
		}
		if regoRule.Head.RuleKind() != ast.MultiValue {
			return nil, &fault{line: regoRule.Location.Row, text: fmt.Sprintf("%s must be a set: write \"%s contains … if\"", name, name)}
		}
		defined[name] = true
	}
	if defined[headFail] == defined[headMet] {
		return nil, errors.New("a rule defines exactly one of fail and met")
	}
	if defined[headMissing] && !defined[headMet] {
		return nil, errors.New("only a duty (met) has missing")
	}
	var names []string
	for _, name := range heads {
		if defined[name] {
			names = append(names, name)
		}
	}
	return names, nil
}
