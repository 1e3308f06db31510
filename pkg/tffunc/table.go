// Package tffunc is Terraform's function table as cty functions that keep marks: an unknown result carries every mark of
// the arguments it came from, and a known one keeps them as near to the value they belong to as cty allows.
//
// Differences from Terraform are wanted only where a static reader has to differ: what runs at apply is unknown, files
// outside of the scanned tree are refused, and results are bounded (see [RefusedError]).
package tffunc

import (
	"maps"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Host gives the functions what they may see of the world. With a nil ReadFile or Files, the functions that need it
// give an error.
type Host struct {
	// ReadFile returns the content of a file. A relative path has already been joined to Dir, and every path is clean, with
	// slashes. A path outside of the scanned tree gets an error that wraps ErrOutside, a missing file one that wraps
	// fs.ErrNotExist.
	ReadFile func(path string) ([]byte, error)
	// Files lists the regular files under dir, at any depth, as slash paths relative to dir. The path of dir is given as to
	// ReadFile, and the errors are the same. The order does not matter.
	Files func(dir string) ([]string, error)
	// Dir is the directory that relative paths start from, Terraform's working directory: the directory of the root module.
	Dir string
	// Base is the absolute path that Dir is relative to, if it is.
	Base string
}

// namespace is the prefix under which Terraform offers every built-in function a second time.
const namespace = "core::"

// Table returns the functions of Terraform 1.11 and OpenTofu 1.10 by name, each also as "core::name". The map belongs to the caller; templates
// see it as it is when the first of them is rendered.
func Table(h Host) map[string]function.Function {
	t := maps.Clone(stateless())
	add := func(name string, f function.Function) {
		t[name] = f
		t[namespace+name] = f
	}
	for name, f := range fileFunctions(h) {
		add(name, f)
	}
	inner := sync.OnceValue(func() map[string]function.Function { return templateScope(t) })
	add("templatefile", templateFile(h, inner))
	add("templatestring", templateString(inner))
	return t
}

// stateless are the functions that need no Host, built once in the life of the process.
var stateless = sync.OnceValue(func() map[string]function.Function {
	t := map[string]function.Function{}
	for _, group := range []map[string]function.Function{
		numberFunctions(), stringFunctions(), encodingFunctions(), digestFunctions(), listFunctions(), mapFunctions(),
		setFunctions(), conversionFunctions(), tryFunctions(), timeFunctions(), cidrFunctions(), formatFunctions(), tofuFunctions(),
	} {
		for name, f := range group {
			t[name] = f
			t[namespace+name] = f
		}
	}
	return t
})

// templateScope is the table as a template sees it: no template can render another.
func templateScope(t map[string]function.Function) map[string]function.Function {
	scope := maps.Clone(t)
	for name := range scope {
		if strings.HasPrefix(strings.TrimPrefix(name, namespace), "template") {
			scope[name] = recursive
		}
	}
	return scope
}

func numberFunctions() map[string]function.Function {
	return map[string]function.Function{
		"abs":      keep(stdlib.AbsoluteFunc),
		"ceil":     keep(stdlib.CeilFunc),
		"floor":    keep(stdlib.FloorFunc),
		"log":      keep(guarded(stdlib.LogFunc, finite("logarithm", logarithm))),
		"max":      keep(stdlib.MaxFunc),
		"min":      keep(stdlib.MinFunc),
		"parseint": keep(guarded(stdlib.ParseIntFunc, digits)),
		"pow":      keep(guarded(stdlib.PowFunc, finite("power", power))),
		"signum":   keep(signum),
		"range":    keep(stdlib.RangeFunc),
		"sum":      sum,
	}
}

func setFunctions() map[string]function.Function {
	return map[string]function.Function{
		"setintersection": keep(guarded(strict(stdlib.SetIntersectionFunc), setsAlike)),
		"setsubtract":     keep(guarded(strict(stdlib.SetSubtractFunc), setsAlike)),
		"setunion":        keep(guarded(strict(stdlib.SetUnionFunc), setsAlike)),
		"setproduct":      setProduct,
	}
}

func timeFunctions() map[string]function.Function {
	return map[string]function.Function{
		"formatdate":    keep(stdlib.FormatDateFunc),
		"timeadd":       keep(stdlib.TimeAddFunc),
		"timecmp":       timeCompare,
		"timestamp":     atApply("timestamp()"),
		"plantimestamp": atApply("plantimestamp()"),
		"uuid":          atApply("uuid()"),
	}
}

// text, number and anything are parameters; their values may be of a type that is not known yet.
func text(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.String, AllowDynamicType: true}
}

func number(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.Number, AllowDynamicType: true}
}

func anything(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.DynamicPseudoType}
}
