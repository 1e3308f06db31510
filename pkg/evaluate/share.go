package evaluate

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
)

// A large root module is evaluated in shares, side by side. Each is a run of its own that asks for some of the blocks and calls, and works
// out by itself whatever those refer to: runs share nothing, and a term has the same value whoever asks for it. Neighbours in a file mostly
// refer to each other, so that little is worked out twice.

const (
	// fairShare are the fewest blocks and calls that a share is worth: a root module of two fair shares is large.
	fairShare = 100
	// portions are how often a share is dealt some of them, so that the others need not wait long for the last.
	portions = 8
)

// fairShares is how many shares a root is worth at most.
func fairShares(root *load.Root) int {
	return (len(root.Module.Resources) + len(root.Module.Calls)) / fairShare
}

// coresEach is how many cores there are for each large root.
func coresEach(tree *load.Tree) int {
	large := 0
	for _, root := range tree.Roots {
		if fairShares(root) > 1 {
			large++
		}
	}
	return runtime.GOMAXPROCS(0) / max(large, 1)
}

// evaluated is the finished run of a root, by so many cores where it is large.
func evaluated(tree *load.Tree, root *load.Root, opts Options, cores int) *run {
	if shares := min(cores, fairShares(root)); shares > 1 {
		if r := shared(tree, root, opts, shares); r != nil {
			return r
		}
	}
	r := newRun(tree, root, opts)
	r.all()
	return r
}

// shared evaluates a root in shares. It is nil where it shows in which order terms were asked for, since that is to be the order of a single
// run: also where there are too many instances, of which the last are left out.
func shared(tree *load.Tree, root *load.Root, opts Options, shares int) *run {
	scopes := make([]*scope, shares)
	for i := range scopes {
		scopes[i] = &scope{run: newRun(tree, root, opts), module: root.Module}
	}
	terms := blocksAndCalls(root.Module)
	portion := len(terms)/(shares*portions) + 1
	var dealt atomic.Int64
	sideBySide(scopes, func(_ int, s *scope) {
		for from := int(dealt.Add(1)-1) * portion; from < len(terms); from = int(dealt.Add(1)-1) * portion {
			for _, t := range terms[from:min(from+portion, len(terms))] {
				t.ask(s)
			}
			if s.orderShows() {
				dealt.Store(int64(len(terms))) // nobody goes on
			}
		}
	})
	if slices.ContainsFunc(scopes, (*scope).orderShows) {
		return nil
	}
	rest := rest(scopes)
	sideBySide(scopes, func(i int, s *scope) {
		for _, ask := range rest[i] {
			ask(s)
		}
	})
	whole, instances := scopes[0].run, maxTotal-scopes[0].run.left
	for _, s := range scopes[1:] {
		instances += maxTotal - s.run.left
		whole.absorb(s.run)
	}
	if instances > maxTotal || slices.ContainsFunc(scopes, (*scope).orderShows) {
		return nil
	}
	return whole
}

// orderShows reports whether another order could have given another result: it decides what a mistake is blamed on.
func (s *scope) orderShows() bool { return s.run.ordered || len(s.run.diags) > 0 }

func sideBySide(scopes []*scope, do func(i int, s *scope)) {
	var wait sync.WaitGroup
	for i, s := range scopes {
		wait.Go(func() { do(i, s) })
	}
	wait.Wait()
}

// placed is a block or a call that can be asked for.
type placed struct {
	place hcl.Range
	ask   func(*scope)
}

// blocksAndCalls are those of a module, in the order of their places.
func blocksAndCalls(m *load.Module) []placed {
	all := make([]placed, 0, len(m.Resources)+len(m.Calls))
	for key, decl := range m.Resources {
		all = append(all, placed{decl.DeclRange, func(s *scope) { s.block(key) }})
	}
	for name, call := range m.Calls {
		all = append(all, placed{call.DeclRange, func(s *scope) { s.run.walkCall(s, name) }})
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(strings.Compare(a.place.Filename, b.place.Filename), cmp.Compare(a.place.Start.Byte, b.place.Start.Byte))
	})
	return all
}

// rest is what the shares ask for when they have been through the blocks and calls: variables, providers, locals and outputs, the last two by
// the share that knows what they refer to.
func rest(scopes []*scope) [][]func(*scope) {
	m, rest := scopes[0].module, make([][]func(*scope), len(scopes))
	add := func(expr hcl.Expression, ask func(*scope)) {
		i := knowing(scopes, expr)
		rest[i] = append(rest[i], ask)
	}
	for _, name := range sorted(m.Variables) {
		add(nil, func(s *scope) { s.variable(name) })
	}
	for _, name := range sorted(m.Locals) {
		if !slices.ContainsFunc(scopes, func(s *scope) bool { return s.locals[name] != nil }) {
			add(m.Locals[name].Expr, func(s *scope) { s.local(name) })
		}
	}
	for _, ref := range sorted(m.Providers) {
		add(nil, func(s *scope) { s.configured(ref) })
	}
	for _, name := range sorted(m.Outputs) {
		add(m.Outputs[name].Value, func(s *scope) { s.output(name) })
	}
	if m.Backend != nil {
		add(nil, func(s *scope) { s.run.resources = append(s.run.resources, s.backend(m.Backend)) })
	}
	return rest
}

// knowing finds a share that has worked out some block or call that an expression refers to; else the first.
func knowing(scopes []*scope, expr hcl.Expression) int {
	if expr == nil {
		return 0
	}
	r := scopes[0].run
	n := r.needs(r.native(expr))
	return max(0, slices.IndexFunc(scopes, func(s *scope) bool {
		return slices.ContainsFunc(n.blocks, func(u *use) bool { return s.blocks[u.key] != nil }) ||
			slices.ContainsFunc(n.modules, func(u *use) bool { return s.children[u.key] != nil })
	}))
}

// absorb adds what another share of the same root found and r did not.
func (r *run) absorb(other *run) {
	addresses := make(map[string]bool, len(r.resources))
	for _, known := range r.resources {
		addresses[known.Address] = true
	}
	r.resources = append(r.resources, slices.DeleteFunc(other.resources, func(found *resource.Resource) bool { return addresses[found.Address] })...)
	unread := map[Unread]bool{}
	for _, known := range r.unread {
		unread[known] = true
	}
	r.unread = append(r.unread, slices.DeleteFunc(other.unread, func(found Unread) bool { return unread[found] })...)
	maps.Copy(r.entered, other.entered)
}
