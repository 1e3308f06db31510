package waive

import (
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/baalint/baalint/pkg/finding"
)

// subject is a finding with what waivers ask about it.
type subject struct {
	*finding.Finding
	// block is the header of the block that declares the resource it is about; the zero Place where it is about none.
	block   finding.Place
	address address
	origins func() []finding.Place
}

// scope is what a waiver is for.
type scope interface {
	// covers tells whether a finding of the waiver's rule is meant.
	covers(s subject) bool
	// hint says why a finding that is not meant might have been; "" where it has nothing to do with the waiver.
	hint(s subject) string
}

// covers of a comment: one on a block is for the resources that it declares and for what is found in it, one on a module call for
// all that is below, one on a part of a block for what is found there. What is found wrong with the configuration as a whole, or with the
// agreement, stands at a block by chance, so no comment covers it.
func (c *Comment) covers(s subject) bool {
	switch {
	case s.block.File == "":
		return false
	case c.Block != "module":
		return within(c.Range, s.Place) || c.Whole && sameStart(s.block, c.Header)
	case !slices.ContainsFunc(s.Calls, func(call finding.Place) bool { return sameStart(call, c.Header) }):
		return false
	case c.Whole:
		return true
	}
	return slices.ContainsFunc(s.origins(), func(origin finding.Place) bool { return within(c.Range, origin) })
}

func (c *Comment) hint(s subject) string {
	if s.block.File == "" && within(c.Range, s.Place) {
		return "what the rule finds here is about the configuration as a whole: waive it in .baalint.yaml, by rule and root"
	}
	return ""
}

// byAddress is for resources, or what else has an address, by a pattern.
type byAddress struct {
	text    string
	pattern address
	root    string
}

func (b byAddress) covers(s subject) bool {
	if b.root != "" && !inRoot(b.root, s.Root) || s.Concept == estate {
		return false
	}
	return b.text == s.Address || b.pattern.matches(s.address)
}

func (b byAddress) hint(s subject) string {
	switch {
	case s.Concept == estate:
		return "what the rule finds is about the configuration as a whole: name a root, and no address"
	case b.pattern.withoutKeys(s.address):
		return "instances have keys: name one as in " + s.Address + ", or all with [*]"
	}
	return ""
}

// estate is the concept of the configuration as a whole.
const estate = "estate"

// byRoots is for what is found of the configuration as a whole, where every root that was judged is among those named.
type byRoots struct {
	root  string
	roots []string
	// all are the roots of the other waivers of the rule.
	all *[]string
}

func (b byRoots) covers(s subject) bool {
	if s.Concept != estate {
		return false
	}
	for _, root := range b.roots {
		if !slices.ContainsFunc(*b.all, func(pattern string) bool { return inRoot(pattern, root) }) {
			return false
		}
	}
	return true
}

func (b byRoots) hint(s subject) string {
	if s.Concept == estate {
		return "what the rule finds is about all roots that were judged: each of them needs a waiver"
	}
	return "what the rule finds is about resources: name their address, ** for all of them"
}

// inRoot tells whether a root is one that a pattern means: * stands for a directory, ** for any directories.
func inRoot(pattern, root string) bool {
	ok, err := doublestar.Match(pattern, root)
	return ok && err == nil
}

func sameStart(a, b finding.Place) bool {
	return a.File == b.File && a.Line == b.Line && a.Column == b.Column
}

// within tells whether a place begins inside of another.
func within(outer, p finding.Place) bool {
	if outer.File == "" || outer.File != p.File {
		return false
	}
	begins := p.Line > outer.Line || p.Line == outer.Line && p.Column >= outer.Column
	return begins && (p.Line < outer.EndLine || p.Line == outer.EndLine && p.Column < outer.EndColumn)
}
