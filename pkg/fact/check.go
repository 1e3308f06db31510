package fact

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/baalint/baalint/pkg/schema"
)

// Check parses the whole catalogue and holds the attribute names of every plain path (self.rule[0].days) against the
// provider's schema. Paths in the body of a for, and through each, are followed where they can be.
//
// providers maps a cloud to the providers that its types come from: the first that has a type decides.
func (c *Catalogue) Check(providers map[string][]string) error {
	var all []error
	for _, f := range c.files {
		parsed, err := f.parse()
		if err != nil {
			all = append(all, err)
			continue
		}
		for _, key := range sortedKeys(parsed) {
			for _, e := range parsed[key] {
				all = append(all, e.check(c.schemas, providers[e.cloud])...)
			}
		}
	}
	return errors.Join(all...)
}

func (e *entry) check(schemas *schema.Set, providers []string) []error {
	if len(providers) == 0 {
		return nil
	}
	find := schemas.Resource
	switch e.mode {
	case "data":
		find = schemas.Data
	case "provider":
		find = func(_, source string) *schema.Block { return schemas.Provider(source) }
	}
	var block *schema.Block
	for _, provider := range providers {
		if block = find(provider, e.resourceType); block != nil {
			break
		}
	}
	if block == nil {
		return []error{at(e.place, "no provider of this cloud has the %s %q", e.mode, e.resourceType)}
	}
	each := eachBlock(e.forEach, block)
	var all []error
	for _, expr := range e.expressions() {
		for _, path := range expr.reads {
			var err error
			switch path.RootName() {
			case "self":
				_, err = descend(path.Traversal, block)
			case "each":
				if each != nil && len(path.Traversal) > 2 && isAttribute(path.Traversal[1], "value") {
					_, err = descend(path.Traversal[1:], each)
				}
			}
			if err != nil {
				all = append(all, err)
			}
		}
	}
	return all
}

// expressions are those of the entry.
func (e *entry) expressions() []*expression {
	all := make([]*expression, 0, len(e.fields)+4)
	all = append(all, e.of, e.when, e.within, e.forEach, e.cloudOf)
	for _, f := range e.fields {
		all = append(all, f.expr)
	}
	return slices.DeleteFunc(all, func(x *expression) bool { return x == nil })
}

// eachBlock is the schema of each.value where for_each is a path to a nested block.
func eachBlock(forEach *expression, block *schema.Block) *schema.Block {
	if forEach == nil || forEach.kind != traversal || forEach.path.RootName() != "self" {
		return nil
	}
	nested, err := descend(forEach.path.Traversal, block)
	if err != nil {
		return nil
	}
	return nested
}

func isAttribute(step hcl.Traverser, name string) bool {
	attr, ok := step.(hcl.TraverseAttr)
	return ok && attr.Name == name
}

// descend follows a path through nested blocks, after its first step, to the block it ends in; nil where it ends in, or goes
// through, an attribute.
func descend(path hcl.Traversal, block *schema.Block) (*schema.Block, error) {
	for _, step := range path[1:] {
		attr, ok := step.(hcl.TraverseAttr)
		if !ok {
			continue
		}
		if nested, ok := block.Blocks[attr.Name]; ok {
			block = nested.Block
			continue
		}
		if _, ok := block.Attributes[attr.Name]; !ok {
			return nil, at(attr.SrcRange, "the provider's schema has no %q here", attr.Name)
		}
		return nil, nil
	}
	return block, nil
}

// at is an error at a place of the catalogue.
func at(r hcl.Range, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.Filename, r.Start.Line, fmt.Sprintf(format, args...))
}
