package policy

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed lists the built-in functions that policies may call, a trailing dot standing for a whole family. All of them are
// pure: no network, no files, no environment, no clock, no randomness. What a judgement rests on is in the input.
var allowed = []string{
	"abs", "all", "and", "any", "array.", "assign", "base64.", "base64url.", "bits.", "ceil", "concat", "contains", "count", "div",
	"endswith", "eq", "equal", "floor", "format_int", "glob.", "graph.reachable", "graph.reachable_paths", "gt", "gte", "hex.",
	"indexof", "indexof_n", "internal.", "intersection", "is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set",
	"is_string", "json.filter", "json.is_valid", "json.marshal", "json.patch", "json.remove", "json.unmarshal", "lower", "lt", "lte",
	"max", "min", "minus", "mul", "neq", "numbers.range", "numbers.range_step", "object.", "or", "plus", "print", "product", "regex.",
	"rem", "replace", "round", "semver.", "sort", "split", "sprintf", "startswith", "strings.any_prefix_match",
	"strings.any_suffix_match", "strings.count", "strings.replace_n", "strings.reverse", "strings.split_n", "substring", "sum",
	"time.add_date", "time.clock", "time.date", "time.diff", "time.format", "time.parse_duration_ns", "time.parse_ns",
	"time.parse_rfc3339_ns", "time.weekday", "to_number", "trim", "trim_left", "trim_prefix", "trim_right", "trim_space",
	"trim_suffix", "type_name", "union", "units.", "upper", "urlquery.", "walk", "yaml.",
}

// capabilities is what the compiler and the parser allow. A call to anything else is a compile error with its line.
var capabilities = sync.OnceValue(func() *ast.Capabilities {
	caps := ast.CapabilitiesForThisVersion()
	kept := caps.Builtins[:0:0]
	for _, builtin := range caps.Builtins {
		if isAllowed(builtin.Name) {
			kept = append(kept, builtin)
		}
	}
	caps.Builtins = kept
	caps.AllowNet = []string{}
	return caps
})

func isAllowed(name string) bool {
	for _, entry := range allowed {
		if name == entry || strings.HasSuffix(entry, ".") && strings.HasPrefix(name, entry) {
			return true
		}
	}
	return false
}
