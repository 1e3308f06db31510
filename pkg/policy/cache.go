package policy

import (
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// document is one input, and what lib says of it: many rules ask lib for the same tables, and the same of the same facts.
type document struct {
	input *ast.Term
	known sync.Map // question to *ast.Term
}

// question is what is asked of lib, or of the rule itself: for a whole rule, or, where object is not nil, for what a function says of one
// object. An object of the input is told by its being that very object: comparing facts would take longer.
type question struct {
	name   ast.String
	object ast.Object
}

// cache is the cache of one rule. What lib says is the document's, the rest is the rule's own.
type cache struct {
	topdown.VirtualCache
	document *document
	frames   int // of "with", which stands for another input
	// own is what the rule's functions say of facts.
	own    map[question]*ast.Term
	path   ast.Ref // of the rule's package
	stands *stands
}

func (d *document) cache(path ast.Ref, by *stands) *cache {
	return &cache{VirtualCache: topdown.NewVirtualCache(), document: d, own: map[question]*ast.Term{}, path: path, stands: by}
}

// Push implements topdown.VirtualCache.
func (c *cache) Push() {
	c.frames++
	c.VirtualCache.Push()
}

// Pop implements topdown.VirtualCache.
func (c *cache) Pop() {
	c.frames--
	c.VirtualCache.Pop()
}

// Get implements topdown.VirtualCache.
func (c *cache) Get(ref ast.Ref) (*ast.Term, bool) {
	asked, of := c.question(ref)
	switch of {
	case ofLib:
		if found, ok := c.document.known.Load(asked); ok {
			return found.(*ast.Term), false
		}
	case ofRule:
		return c.own[asked], false
	}
	return c.VirtualCache.Get(ref)
}

// Put implements topdown.VirtualCache.
func (c *cache) Put(ref ast.Ref, value *ast.Term) {
	asked, of := c.question(ref)
	switch {
	case of == ofLib && value != nil:
		c.document.known.Store(asked, value)
	case of == ofRule:
		c.own[asked] = value
	default:
		c.VirtualCache.Put(ref, value)
	}
}

// Whom a question is put to.
const (
	ofNobody = iota
	ofLib
	ofRule
)

// question tells what is asked of lib, or of a function of the rule about a fact, if anything. A call is kept under the reference of its
// function and its arguments.
func (c *cache) question(ref ast.Ref) (asked question, of int) {
	if c.frames > 0 || len(ref) < 2 {
		return question{}, ofNobody
	}
	name := ref
	function, isCall := ref[0].Value.(ast.Ref)
	if isCall {
		name = function
	}
	switch {
	case names(name, libPackage):
		of = ofLib
	case isCall && names(name, c.path):
		of = ofRule
	default:
		return question{}, ofNobody
	}
	asked.name, _ = name[len(name)-1].Value.(ast.String)
	if !isCall {
		return asked, of
	}
	object, ok := ref[1].Value.(ast.Object)
	if !ok || len(ref) != 2 {
		return question{}, ofNobody
	}
	stand, isFact := c.stands.of(function, of == ofRule, object)
	if of == ofRule && !isFact { // what is made for a call is another object each time
		return question{}, ofNobody
	}
	asked.object = stand
	return asked, of
}

// names reports whether a reference is to a name of a package.
func names(ref, path ast.Ref) bool {
	return len(ref) == len(path)+1 && ref.HasPrefix(path)
}
