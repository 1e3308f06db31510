// Package policy compiles the rules, evaluates them over the facts of an estate, and settles a verdict for every fact that
// a rule is about. docs/writing-rules.md §2 and §3 are its contract. It is the only package that knows OPA.
package policy

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// Options say which rules to load.
type Options struct {
	// FS holds baalint's own policies: obligations.yaml, profiles.yaml, lib/ and rules/.
	FS fs.FS
	// Extra are directories with a user's own rules, in the same form as rules/.
	Extra []Dir
	// Hardening also loads the rules of the tier "hardening".
	Hardening bool
	// Profiles also loads the rules of these profiles, by name.
	Profiles []string
	// Concepts describe the facts. Fields named by rules are checked against them.
	Concepts []*fact.Concept
	// Yields says what resource types yield, asked where a rule under Extra names types in its remedy.
	Yields func() ([]fact.Yield, error)
	// CheckTypes checks the types of baalint's own rules against Concepts too, not only those of Extra. They are checked when
	// baalint is tested; a run need not spend the time again.
	CheckTypes bool
	// Deadline bounds the evaluation of each rule of Extra; 0 stands for ten seconds.
	Deadline time.Duration
}

// Dir is a directory of rules.
type Dir struct {
	// Name is what errors call the directory.
	Name string
	FS   fs.FS
}

// Set is a compiled set of rules, safe for concurrent use.
type Set struct {
	rules       []*rule
	known       []*rule // those that are left out too
	obligations []finding.Obligation
	profiles    []profile
	concepts    map[string]*fact.Concept
	yields      func() ([]fact.Yield, error)
	lib         func() (*library, error)      // as parsed
	openLib     func() ([]*definition, error) // compiled
	deadline    time.Duration                 // of a user rule
	lock        sync.Mutex                    // held while rules are compiled
}

// Load reads the rules and compiles the user's. An error names file and line of every mistake found. Of baalint's own rules each
// is compiled when it first has something to judge, or here where their types are checked.
func Load(opts Options) (*Set, error) {
	set := &Set{concepts: map[string]*fact.Concept{}, yields: opts.Yields, deadline: cmp.Or(opts.Deadline, userDeadline)}
	for _, concept := range opts.Concepts {
		set.concepts[concept.Name] = concept
	}
	waitForObligations := set.startObligations(opts.FS)
	if err := set.addOwn(opts); err != nil {
		return nil, fmt.Errorf("compile rules: %w", err)
	}
	if err := waitForObligations(); err != nil {
		return nil, err
	}
	for _, dir := range opts.Extra {
		if err := set.compileExtra(opts, dir); err != nil {
			return nil, fmt.Errorf("compile policies in %s: %w", dir.Name, err)
		}
	}
	slices.SortFunc(set.rules, func(a, b *rule) int { return strings.Compare(a.ID, b.ID) })
	if err := set.checkUnique(); err != nil {
		return nil, err
	}
	if err := set.checkProfiles(); err != nil {
		return nil, err
	}
	set.known = set.rules
	if err := set.choose(opts); err != nil {
		return nil, err
	}
	return set, nil
}

// Rules returns the metadata of the loaded rules, sorted by ID.
func (s *Set) Rules() []finding.Rule { return described(s.rules) }

// Known is as Rules, with the rules of the tier "hardening" and of profiles where they were not loaded.
func (s *Set) Known() []finding.Rule { return described(s.known) }

func described(rules []*rule) []finding.Rule {
	out := make([]finding.Rule, len(rules))
	for i, r := range rules {
		out[i] = r.Rule
	}
	return out
}

// ReadResources tells whether any rule reads input.resources.
func (s *Set) ReadResources() bool {
	return slices.ContainsFunc(s.rules, func(r *rule) bool { return r.raw })
}

// Obligations returns the obligations in the order of obligations.yaml.
func (s *Set) Obligations() []finding.Obligation { return slices.Clone(s.obligations) }

// addOwn reads baalint's own rules: what is kept of them, or their texts.
func (s *Set) addOwn(opts Options) error {
	sources, err := findSources(opts.FS, "")
	if err != nil {
		return err
	}
	lib, sources := splitLib(sources)
	s.lib = sync.OnceValues(func() (*library, error) { return parseLib(lib) })
	s.openLib = sync.OnceValues(s.compileLib)
	if opts.CheckTypes {
		return s.checkOwn(opts, sources)
	}
	lines, err := readCompiled(opts.FS)
	if err != nil {
		return err
	}
	if k, ok := find(lines[libLine], lib...); ok {
		s.openLib = sync.OnceValues(func() ([]*definition, error) { return k.definitions(libPackage) })
	}
	var changed []source
	for _, src := range sources {
		k, ok := find(lines[src.name], src)
		if !ok {
			changed = append(changed, src)
			continue
		}
		r, err := keptRule(src, k)
		if err != nil {
			return fmt.Errorf("%s: %w", src.name, err)
		}
		s.rules = append(s.rules, r)
	}
	g, err := readGroup(changed, false)
	if err != nil {
		return err
	}
	s.rules = append(s.rules, g.rules...)
	return nil
}

// checkOwn parses and compiles all of baalint's own rules, checking everything.
func (s *Set) checkOwn(opts Options, sources []source) error {
	g, err := readGroup(sources, false)
	if err != nil {
		return err
	}
	lib, err := s.lib()
	if err != nil {
		return err
	}
	if _, err := g.check(lib, ownSchema(opts.Concepts)); err != nil {
		return err
	}
	s.rules = append(s.rules, g.rules...)
	return s.compile(s.rules)
}

// compileFor compiles those of baalint's own rules that have facts to judge: few modules have facts of every concept.
func (s *Set) compileFor(j *judgement) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	var needed []*rule
	for _, r := range s.rules {
		if r.compiler == nil && len(j.judged(r)) > 0 {
			needed = append(needed, r)
		}
	}
	if err := s.compile(needed); err != nil {
		return fmt.Errorf("compile rules: %w", err)
	}
	return nil
}

// compile makes rules that see lib and themselves only ready to be asked.
func (s *Set) compile(rules []*rule) error {
	lib, err := s.openLib()
	if err != nil {
		return err
	}
	all := definitions{}
	all.add(lib)
	var own []string
	for _, r := range rules {
		defined, err := r.open()
		if err != nil {
			return fmt.Errorf("%s: %w", r.file, err)
		}
		all.add(defined)
		for _, d := range defined {
			own = append(own, d.name)
		}
	}
	needed := all.closure(own)
	compiler, err := assemble(needed)
	if err != nil {
		return err
	}
	ready(rules, compiler, all, needed)
	return nil
}

// ready lets rules be asked by a compiler that has the definitions needed.
func ready(rules []*rule, compiler *ast.Compiler, all definitions, needed []*definition) {
	asked := map[string]bool{}
	for _, d := range needed {
		for _, name := range d.asked {
			asked[name] = true
		}
	}
	for _, r := range rules {
		r.compiler, r.all, r.looked = compiler, all, asked
	}
}

// compileAlone compiles what a rule defines. What of lib it needs is no matter here.
func (r *rule) compileAlone() ([]*definition, error) {
	defined, err := compileModules(map[string]*ast.Module{r.file: r.narrowed()})
	describeFacts(defined, r, []*ast.Module{r.module})
	return defined, err
}

// compileLib compiles all of lib.
func (s *Set) compileLib() ([]*definition, error) {
	lib, err := s.lib()
	if err != nil {
		return nil, err
	}
	defined, err := compileModules(lib.modules)
	describeFacts(defined, nil, slices.Collect(maps.Values(lib.modules)))
	return defined, err
}

func compileModules(modules map[string]*ast.Module) ([]*definition, error) {
	compiler := newCompiler(nil)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	return define(compiler, compiler.Modules), nil
}

// compileExtra compiles one directory of user policies as one group, checked more closely: nobody tested them before.
func (s *Set) compileExtra(opts Options, dir Dir) error {
	sources, err := findSources(dir.FS, dir.Name)
	if err != nil {
		return err
	}
	g, err := readGroup(sources, true)
	if err != nil {
		return err
	}
	if len(g.rules) == 0 {
		return errors.New("there is no rule: the package of a rule is rules.<obligation>.<rule>")
	}
	lib, err := s.lib()
	if err != nil {
		return err
	}
	compiler, err := g.check(lib, inputSchema(opts.Concepts))
	if err != nil {
		return err
	}
	for _, r := range g.rules {
		r.deadline = s.deadline
		if err := s.checkUserRule(r, lib.modules); err != nil {
			return err
		}
	}
	defined, all := define(compiler, compiler.Modules), definitions{}
	all.add(defined)
	ready(g.rules, compiler, all, defined)
	s.rules = append(s.rules, g.rules...)
	return nil
}

// checkUserRule holds a user's rule to what tests hold baalint's own to, as far as verdicts depend on it.
func (s *Set) checkUserRule(r *rule, lib map[string]*ast.Module) error {
	src := r.source
	if r.Tier != finding.TierProfile && !slices.ContainsFunc(s.obligations, func(o finding.Obligation) bool { return o.Slug == r.Obligation }) {
		return src.fault(r.module.Package.Location.Row, fmt.Errorf("there is no obligation %q; baalint obligations lists them", r.Obligation))
	}
	for _, concept := range r.about {
		if s.concepts[concept] == nil {
			return src.fault(r.line, inMetadata("custom.about", "there is no concept %q", concept))
		}
	}
	errs := s.checkReads(r, lib)
	if err := s.checkRemedy(r); err != nil {
		errs = append(errs, err)
	}
	for i, err := range errs {
		errs[i] = src.fault(r.line, err)
	}
	return errors.Join(errs...)
}

// checkUnique holds rule names, which users type without their obligation, to be unique.
func (s *Set) checkUnique() error {
	seen := map[string]*rule{}
	for _, r := range s.rules {
		if other := seen[r.Name]; other != nil {
			return fmt.Errorf("%s: rule %s has the same name as %s in %s", r.file, r.ID, other.ID, other.file)
		}
		seen[r.Name] = r
	}
	return nil
}
