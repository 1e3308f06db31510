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

// question is what a rule asks lib: for a whole rule, or, where object is not nil, for what a function says of one object. An
// object of the input is told by its being that very object: comparing facts would take longer.
type question struct {
	name   ast.String
	object ast.Object
}

// cache is the cache of one query. What lib says is the document's, the rest is the query's own.
type cache struct {
	topdown.VirtualCache
	document *document
	frames   int // of "with", which stands for another input
}

func (d *document) cache() *cache {
	return &cache{VirtualCache: topdown.NewVirtualCache(), document: d}
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
	if asked, ok := c.question(ref); ok {
		if found, ok := c.document.known.Load(asked); ok {
			return found.(*ast.Term), false
		}
	}
	return c.VirtualCache.Get(ref)
}

// Put implements topdown.VirtualCache.
func (c *cache) Put(ref ast.Ref, value *ast.Term) {
	if asked, ok := c.question(ref); ok && value != nil {
		c.document.known.Store(asked, value)
		return
	}
	c.VirtualCache.Put(ref, value)
}

// question tells what is asked of lib, if anything. A call is kept under the reference of its function and its arguments.
func (c *cache) question(ref ast.Ref) (question, bool) {
	if c.frames > 0 || len(ref) < 2 {
		return question{}, false
	}
	var asked question
	if function, ok := ref[0].Value.(ast.Ref); ok {
		if asked.object, ok = ref[1].Value.(ast.Object); !ok || len(ref) != 2 {
			return question{}, false
		}
		ref = function
	}
	if len(ref) != len(libPackage)+1 || !ref.HasPrefix(libPackage) {
		return question{}, false
	}
	name, ok := ref[len(libPackage)].Value.(ast.String)
	asked.name = name
	return asked, ok
}
