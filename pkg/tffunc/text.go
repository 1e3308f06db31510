package tffunc

import (
	"errors"
	"math/big"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"github.com/zclconf/go-cty/cty/gocty"
)

func stringFunctions() map[string]function.Function {
	return map[string]function.Function{
		"basename":    pure(cty.String, mapped(filepath.Base), "path"),
		"dirname":     pure(cty.String, mapped(filepath.Dir), "path"),
		"pathexpand":  pure(cty.String, pathExpand, "path"),
		"chomp":       respaced(keep(stdlib.ChompFunc)),
		"endswith":    pure(cty.Bool, relation(strings.HasSuffix), "str", "suffix"),
		"indent":      keep(guarded(stdlib.IndentFunc, indentSize)),
		"join":        keep(guarded(stdlib.JoinFunc, joinSize)),
		"lower":       keep(stdlib.LowerFunc),
		"regex":       keep(stdlib.RegexFunc),
		"regexall":    keep(stdlib.RegexAllFunc),
		"replace":     replacing,
		"split":       keep(stdlib.SplitFunc),
		"startswith":  startsWith,
		"strcontains": pure(cty.Bool, relation(strings.Contains), "str", "substr"),
		"strrev":      keep(stdlib.ReverseFunc),
		"substr":      keep(stdlib.SubstrFunc),
		"title":       keep(stdlib.TitleFunc),
		"trim":        keep(stdlib.TrimFunc),
		"trimprefix":  keep(stdlib.TrimPrefixFunc),
		"trimspace":   respaced(keep(stdlib.TrimSpaceFunc)),
		"trimsuffix":  keep(stdlib.TrimSuffixFunc),
		"upper":       keep(stdlib.UpperFunc),
	}
}

func relation(holds func(s, part string) bool) func(args []cty.Value) (cty.Value, error) {
	return func(args []cty.Value) (cty.Value, error) {
		return cty.BoolVal(holds(args[0].AsString(), args[1].AsString())), nil
	}
}

// startsWith can tell of a string whose start is known ("arn:aws:s3:::${name}").
var startsWith = define(signature{
	params: []function.Parameter{{Name: "str", Type: cty.String, AllowUnknown: true, AllowDynamicType: true}, text("prefix")},
	result: cty.Bool,
}, func(args []cty.Value) (cty.Value, error) {
	prefix := args[1].AsString()
	if args[0].IsKnown() {
		return cty.BoolVal(strings.HasPrefix(args[0].AsString(), prefix)), nil
	}
	if args[0].Type() != cty.String {
		return cty.UnknownVal(cty.Bool), nil
	}
	known := args[0].Range().StringPrefix()
	if strings.HasPrefix(known, prefix) {
		return cty.True, nil
	}
	if !strings.HasPrefix(prefix, known) {
		return cty.False, nil
	}
	return cty.UnknownVal(cty.Bool), nil
})

// replace takes a substring, or a regular expression between slashes.
func replace(args []cty.Value) (cty.Value, error) {
	s, substr, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
	if len(substr) < 2 || substr[0] != '/' || substr[len(substr)-1] != '/' {
		if err := replaceSize(s, substr, with); err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(strings.ReplaceAll(s, substr, with)), nil
	}
	re, err := regexp.Compile(substr[1 : len(substr)-1])
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	var out []byte
	last := 0
	for _, match := range re.FindAllStringSubmatchIndex(s, -1) {
		out = append(out, s[last:match[0]]...)
		out = re.ExpandString(out, with, s, match)
		last = match[1]
		if err := fits("replace", len(out)); err != nil {
			return cty.NilVal, err
		}
	}
	return cty.StringVal(string(append(out, s[last:]...))), nil
}

func indentSize(args []cty.Value) error {
	var spaces int
	if err := gocty.FromCtyValue(args[0], &spaces); err != nil {
		return function.NewArgError(0, err)
	}
	if spaces < 0 {
		return function.NewArgErrorf(0, "the number of spaces must not be negative")
	}
	s := args[1].AsString()
	return fits("indent", plus(len(s), times(strings.Count(s, "\n")+1, spaces)))
}

var signum = function.New(&function.Spec{
	Params:       []function.Parameter{number("num")},
	Type:         function.StaticReturnType(cty.Number),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		n := args[0].AsBigFloat()
		if _, accuracy := n.Int64(); accuracy != big.Exact {
			return cty.NilVal, errors.New("a whole number is required")
		}
		return cty.NumberIntVal(int64(n.Sign())), nil
	},
})

var timeCompare = pure(cty.Number, func(args []cty.Value) (cty.Value, error) {
	var moments [2]time.Time
	for i, arg := range args {
		// cty is stricter than Go about what RFC 3339 allows.
		if _, err := stdlib.FormatDate(cty.StringVal("YYYY"), arg); err != nil {
			return cty.NilVal, function.NewArgErrorf(i, "%s", err)
		}
		t, err := time.Parse(time.RFC3339, arg.AsString())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(i, "not a valid RFC 3339 timestamp")
		}
		moments[i] = t
	}
	return cty.NumberIntVal(int64(moments[0].Compare(moments[1]))), nil
}, "timestamp_a", "timestamp_b")
