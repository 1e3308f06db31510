package policy

import (
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// document is one input, and what lib's tables hold for it: many rules ask for the same ones.
type document struct {
	input  *ast.Term
	tables sync.Map // name to *ast.Term
}

// cache is the cache of one query. The tables of lib are the document's, the rest is the query's own.
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
	if name := c.shared(ref); name != "" {
		if found, ok := c.document.tables.Load(name); ok {
			return found.(*ast.Term), false
		}
	}
	return c.VirtualCache.Get(ref)
}

// Put implements topdown.VirtualCache.
func (c *cache) Put(ref ast.Ref, value *ast.Term) {
	if name := c.shared(ref); name != "" && value != nil {
		c.document.tables.Store(name, value)
		return
	}
	c.VirtualCache.Put(ref, value)
}

// shared is the name of the rule of lib that a reference asks for as a whole, or "".
func (c *cache) shared(ref ast.Ref) ast.String {
	if c.frames > 0 || len(ref) != len(libPackage)+1 || !ref.HasPrefix(libPackage) {
		return ""
	}
	name, _ := ref[len(libPackage)].Value.(ast.String)
	return name
}
