// Package resource holds the words that the stages share: one evaluated resource instance and the marks its values
// carry. It knows cty and nothing else.
package resource

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
)

// Mode tells what kind of block an instance comes from. Managed and Data are words of Terraform's JSON output.
type Mode string

// The modes baalint looks at. A Backend is where a root module keeps its state: a backend block, or a cloud block. A Configuration is a
// provider block.
const (
	Managed       Mode = "managed"
	Data          Mode = "data"
	Backend       Mode = "backend"
	Configuration Mode = "provider"
)

// Built reports whether an instance is one that Terraform makes or reads.
func (m Mode) Built() bool { return m == Managed || m == Data }

// Resource is one instance of a resource or data source, as Terraform would hold it after planning.
type Resource struct {
	// Address is the full address, instance keys included: module.db["eu"].aws_db_instance.main[0]. A key that cannot be
	// known is written [*]: aws_s3_bucket.b[*] stands for every instance of a count or for_each that has no value yet.
	Address string
	Mode    Mode
	// Type and Name are the labels of the block.
	Type, Name string
	// Module is the address of the module instance, "" for the root module.
	Module string
	// Root is the directory of the root module, relative to the base of the run, with slashes, "." for the base itself.
	Root     string
	Provider Provider
	// Written is what the configuration writes, by attribute and block type, fitted to the provider's schema: nested blocks are tuples of
	// objects (one object or null for nesting "single"). Every value is marked At, but for what a data source says by itself.
	// See Value and All for what is not written.
	Written map[string]cty.Value
	// Rest knows what is not in Written. Nil where there is no schema.
	Rest Rest
	// Region is where the instance lives: its own region or location, else the region of its provider configuration.
	// Null where the resource and its provider have no region; unknown, with a Why, where one exists but cannot be read.
	Region cty.Value
	// Place is the header of the block.
	Place Range
	// Body spans the whole block, from its header to its closing brace.
	Body Range
	// Calls are the headers of the module calls that lead to the instance, outermost first.
	Calls []Range
	// Maybe says why the instance may not exist at all, or exist several times (a count or for_each that is unknown here
	// or in a module call above). Nil where the instance certainly exists.
	Maybe *Why
	// IgnoreChanges lists the attributes named by lifecycle.ignore_changes, "all" for the keyword.
	IgnoreChanges []string
	// PreventDestroy is lifecycle.prevent_destroy.
	PreventDestroy bool
}

// Rest knows the attributes and nested blocks that a schema has and a configuration does not write. It makes their values when
// they are asked for: there are many, and most of them nobody ever reads.
type Rest interface {
	// Value gives the attribute, or the nested blocks of one type, of the instance r: null or no block, or unknown with a Ref to
	// itself where the provider computes it. It is false where the schema has none of that name.
	Value(r *Resource, name string) (cty.Value, bool)
	// Names lists what the schema has, in no order.
	Names() []string
}

// Value gives an attribute of the instance, or its nested blocks of one type, whether written or not. It is false where neither
// the configuration nor the schema has any of that name.
func (r *Resource) Value(name string) (cty.Value, bool) {
	if v, ok := r.Written[name]; ok {
		return v, true
	}
	if r.Rest == nil {
		return cty.NilVal, false
	}
	return r.Rest.Value(r, name)
}

// All is the object of all that the configuration writes and the schema has.
func (r *Resource) All() cty.Value {
	values := maps.Clone(r.Written)
	if r.Rest == nil {
		return cty.ObjectVal(values)
	}
	if values == nil {
		values = map[string]cty.Value{}
	}
	for _, name := range r.Rest.Names() {
		if _, written := values[name]; written {
			continue
		}
		if v, ok := r.Rest.Value(r, name); ok {
			values[name] = v
		}
	}
	return cty.ObjectVal(values)
}

// Provider is the provider configuration that serves an instance.
type Provider struct {
	// Source is the provider's type, the last part of its source address: aws, azurerm, google-beta.
	Source string
	// Name is the local name in the module, Alias the alias in the root module ("" for a default configuration).
	Name, Alias string
	// Config is the configuration's address in the root: provider.aws, provider.aws.dr. Two instances share an account
	// and a default region when Root and Config are equal.
	Config string
	// Release says which releases of the provider may serve: the one of the lock file, "= 4.20.0", else the constraints that the
	// modules write, joined by commas, "" where there are none.
	Release string
	// Values is the provider block, fitted to the provider's own schema; an empty object where no block is written.
	Values cty.Value
}

// Range is a place in a file. Lines and columns count from 1, columns in Unicode characters; EndColumn is exclusive. File is
// relative to the base of the run, with slashes. The zero Range is no place.
type Range struct {
	File                             string
	Line, Column, EndLine, EndColumn int
}

// Less orders ranges by file, line and column.
func (r Range) Less(other Range) bool {
	switch {
	case r.File != other.File:
		return r.File < other.File
	case r.Line != other.Line:
		return r.Line < other.Line
	case r.Column != other.Column:
		return r.Column < other.Column
	case r.EndLine != other.EndLine:
		return r.EndLine < other.EndLine
	}
	return r.EndColumn < other.EndColumn
}

// Contains reports whether other lies inside r, in the same file.
func (r Range) Contains(other Range) bool {
	if r.File != other.File || r.File == "" {
		return false
	}
	after := other.Line > r.Line || other.Line == r.Line && other.Column >= r.Column
	before := other.EndLine < r.EndLine || other.EndLine == r.EndLine && other.EndColumn <= r.EndColumn
	return after && before
}
