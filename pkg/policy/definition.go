package policy

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// definition is what one name of a rule or of lib stands for, compiled, with all that a run needs to know of it besides. It is worked out
// from the text once, when compiled.txt is written.
type definition struct {
	// name is its reference in full: data.lib.coverage.
	name string
	// rules are its bodies, compiled.
	rules []*ast.Rule
	// function tells that it has arguments, table that it is a set or a partial object.
	function, table bool
	// uses are the names of what it refers to; asked are those that it looks up one key of. Both are sorted.
	uses, asked []string
	// words are the strings in it by which it may tell facts apart, sorted: see telling. tables are the names of those in which it only looks
	// up the id of a fact, sorted, too.
	words, tables []string
	// facts says what it does with each of its arguments as a whole; of a head, what it does with the fact that it judges.
	facts []usage
	// indexed are the numbers of those of its rules that have comprehensions which OPA can index.
	indexed []int
	// encoded are its rules, before they are read; module is the one that they are read into.
	encoded *unwirer
	module  *ast.Module
}

// bound is the expression that gives a variable all that a definition holds, which has been read.
func (d *definition) bound(variable string) *ast.Expr {
	return ast.Equality.Expr(ast.NewTerm(d.rules[0].Ref().GroundPrefix()), ast.VarTerm(variable))
}

// usage is what becomes of a fact. Names of its fields may be read of it, and it may be given to functions.
type usage struct {
	// whole tells that it is used otherwise: compared, looked up in a table, handed to a built-in function.
	whole bool
	given []argument
}

// argument is one of the arguments of a function.
type argument struct {
	function string
	at       int
}

// definitions are found by their names.
type definitions map[string]*definition

func (d definitions) add(defined []*definition) {
	for _, one := range defined {
		d[one.name] = one
	}
}

// define works out the definitions of compiled modules, in the order of their names.
func define(compiler *ast.Compiler, modules map[string]*ast.Module) []*definition {
	found := definitions{}
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		for _, rule := range modules[file].Rules {
			name := rule.Ref().GroundPrefix().String()
			if found[name] == nil {
				found[name] = &definition{name: name}
			}
			found[name].rules = append(found[name].rules, rule)
		}
	}
	all := make([]*definition, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		d := found[name]
		for i, rule := range d.rules {
			d.function = d.function || len(rule.Head.Args) > 0
			d.table = d.table || isTable(rule)
			found.addUses(d, rule)
			if isIndexed(compiler, rule) {
				d.indexed = append(d.indexed, i)
			}
		}
		d.uses, d.asked = sortedUnique(d.uses), sortedUnique(d.asked)
		all = append(all, d)
	}
	return all
}

func isTable(rule *ast.Rule) bool {
	return rule.Head.RuleKind() == ast.MultiValue || len(rule.Ref()) > len(rule.Ref().GroundPrefix())
}

func isIndexed(compiler *ast.Compiler, rule *ast.Rule) bool {
	indexed := false
	ast.WalkTerms(rule, func(term *ast.Term) bool {
		indexed = indexed || compiler.ComprehensionIndex(term) != nil
		return indexed
	})
	return indexed
}

// addUses notes what a rule refers to, and what it looks up by a key that may be known: all but a variable that stands nowhere else.
func (d definitions) addUses(of *definition, rule *ast.Rule) {
	variables := map[ast.Var]int{}
	var refs []ast.Ref
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Var:
			variables[x]++
		case ast.Ref:
			if len(x) > 1 && x[0].Equal(ast.DefaultRootDocument) {
				refs = append(refs, x)
			}
		}
		return false
	}).Walk(rule)
	for _, ref := range refs {
		n := d.named(ref)
		if n == 0 {
			continue
		}
		name := ref[:n].String()
		of.uses = append(of.uses, name)
		if n == len(ref) {
			continue
		}
		if v, ok := ref[n].Value.(ast.Var); !ok || variables[v] > 1 {
			of.asked = append(of.asked, name)
		}
	}
}

// named is how much of a reference names a definition, of lib or of these; 0 where nothing does.
func (d definitions) named(ref ast.Ref) int {
	if ref.HasPrefix(libPackage) && len(ref) > len(libPackage) {
		return len(libPackage) + 1
	}
	for i := len(libPackage) + 1; i <= len(ref); i++ {
		if d[ref[:i].String()] != nil {
			return i
		}
	}
	return 0
}

// closure lists what definitions need, directly or through others, those that others are made from first.
func (d definitions) closure(names []string) []*definition {
	seen := map[string]bool{}
	var all []*definition
	var visit func(name string)
	visit = func(name string) {
		if seen[name] || d[name] == nil {
			return
		}
		seen[name] = true
		for _, used := range d[name].uses {
			visit(used)
		}
		all = append(all, d[name])
	}
	for _, name := range names {
		visit(name)
	}
	return all
}

// told is what facts may be told apart by: words, the names of fields among them, and tables in which their ids are looked up.
type told struct{ words, tables map[string]bool }

// tellHeads is what tells facts apart in heads and in the functions that they call. What lib.at does with the id of a fact tells nothing of it.
func (d definitions) tellHeads(heads []string) told {
	by, seen := told{map[string]bool{}, map[string]bool{}}, map[string]bool{atName: true}
	for _, head := range heads {
		d.collect(head, by, seen)
	}
	return by
}

// tellFunction is what tells facts apart in a function and in those that it calls. What one says of a fact by lib.at is of that fact alone.
func (d definitions) tellFunction(function string) told {
	by := told{map[string]bool{}, map[string]bool{}}
	d.collect(function, by, map[string]bool{})
	return by
}

func (d definitions) collect(name string, by told, seen map[string]bool) {
	of := d[name]
	if of == nil || seen[name] {
		return
	}
	seen[name] = true
	for _, word := range of.words {
		by.words[word] = true
	}
	for _, table := range of.tables {
		by.tables[table] = true
	}
	for _, used := range of.uses {
		if d[used] != nil && d[used].function {
			d.collect(used, by, seen)
		}
	}
}

// useWhole reports whether definitions use the fact that they judge otherwise than by the names of its fields. Facts that are equal in all
// that is read of them by name may then differ after all.
func (d definitions) useWhole(heads []string) bool {
	seen := map[argument]bool{}
	var whole func(of usage) bool
	whole = func(of usage) bool {
		return of.whole || slices.ContainsFunc(of.given, func(to argument) bool {
			if seen[to] || to.function == atName {
				return false
			}
			seen[to] = true
			function := d[to.function]
			return function == nil || to.at >= len(function.facts) || whole(function.facts[to.at])
		})
	}
	return slices.ContainsFunc(heads, func(head string) bool { return d[head] != nil && slices.ContainsFunc(d[head].facts, whole) })
}

// atName is the name of the function that makes the elements of heads.
var atName = libPackage.String() + ".at"
