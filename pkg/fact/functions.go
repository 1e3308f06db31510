package fact

import (
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/tffunc"
)

// functions is the function table of catalogue expressions. All keep marks, all yield null for null, and all yield
// unknown for what they cannot know.
var functions map[string]function.Function

// natives are the same functions but for default(), without cty's checks of arguments: they take any.
var natives map[string]native

// native is a function that sees null, unknown and marked arguments as they are. most is -1 for any number.
type native struct {
	least, most int
	call        func(args []cty.Value) (cty.Value, error)
	// apart is the same where the function looks at the marks by themselves, else nil.
	apart func(args []marked) (marked, error)
}

// marking is a function that looks at the marks by themselves.
func marking(args int, f func(args []marked) (marked, error)) native {
	return native{args, args, func(values []cty.Value) (cty.Value, error) {
		args := make([]marked, len(values))
		for n, v := range values {
			args[n] = apart(v)
		}
		m, err := f(args)
		return m.value(), err
	}, f}
}

// plainly is a function of whole values.
func plainly(least, most int, f func(args []cty.Value) (cty.Value, error)) native {
	return native{least: least, most: most, call: f}
}

// answer calls the function.
func (n native) answer(args []marked) (marked, error) {
	if n.apart != nil {
		return n.apart(args)
	}
	values := make([]cty.Value, len(args))
	for n, m := range args {
		values[n] = m.value()
	}
	v, err := n.call(values)
	return apart(v), err
}

func init() { // not a literal: default() evaluates expressions, which need the table
	natives = map[string]native{
		"bindings":   plainly(1, 1, bindings),
		"contains":   nullable(stdlib.ContainsFunc),
		"distinct":   plainly(1, 1, distinct),
		"format":     nullable(stdlib.FormatFunc),
		"join":       plainly(2, 2, join),
		"keys":       nullable(stdlib.KeysFunc),
		"lower":      nullable(stdlib.LowerFunc),
		"merge":      nullable(stdlib.MergeFunc),
		"replace":    nullable(stdlib.ReplaceFunc),
		"split":      nullable(stdlib.SplitFunc),
		"tostring":   nullable(stdlib.MakeToFunc(cty.String)),
		"trimprefix": nullable(stdlib.TrimPrefixFunc),
		"trimsuffix": nullable(stdlib.TrimSuffixFunc),
		"upper":      nullable(stdlib.UpperFunc),
		"values":     nullable(stdlib.ValuesFunc),
		"written":    plainly(1, 1, func(args []cty.Value) (cty.Value, error) { return written(args[0]), nil }),
		"all":        marking(1, func(args []marked) (marked, error) { return quantifyList(args[0], cty.False) }),
		"any":        marking(1, func(args []marked) (marked, error) { return quantifyList(args[0], cty.True) }),
		"arn":        plainly(2, 2, arnPart),
		"concat":     plainly(1, -1, concat),
		"days":       text("duration", days),
		"endswith":   marking(2, endsWith),
		"flatten":    marking(1, flatten),
		"gap_hours":  text("schedule", gapHours),
		"internet":   plainly(1, 1, internet),
		"is_set":     marking(1, isSet),
		"jsondecode": plainly(1, 1, decodeJSON),
		"lacks":      plainly(2, 2, lacks),
		"length":     marking(1, length),
		"literal":    marking(1, literal),
		"max":        plainly(0, -1, func(args []cty.Value) (cty.Value, error) { return extreme(args, 1) }),
		"min":        plainly(0, -1, func(args []cty.Value) (cty.Value, error) { return extreme(args, -1) }),
		"outline":    plainly(1, 1, outline),
		"pick":       plainly(2, -1, pick),
		"regex":      plainly(2, 2, regex),
		"read_from":  plainly(1, 1, readFrom),
		"remotes_in": plainly(2, -1, remotesIn),
		"since":      plainly(2, 2, since),
		"startswith": marking(2, startsWith),
		"statements": plainly(1, 1, statements),
		"surely":     marking(1, surely),
		"tonumber":   plainly(1, 1, toNumber),
		"unknown":    plainly(1, 1, unknown),
		"unsaid":     plainly(1, 1, unsaid),
		"vendor_of":  plainly(2, 2, vendorOf),
		"yamldecode": plainly(1, 1, decodeYAML),
	}
	functions = map[string]function.Function{"default": defaultFunc}
	for name, n := range natives {
		functions[name] = n.function()
	}
	rootContext.Functions = functions
}

// problem marks an unknown value that comes of a mistake in the configuration. pkg/fact alone sees it.
type problem struct{ summary, detail string }

// failed is the unknown that stands for text which cannot be read, with the marks of that text.
func failed(summary, detail string, marks ...cty.ValueMarks) cty.Value {
	for _, m := range marks {
		if splitMarks(m).sensitive {
			detail = sensitiveText
		}
	}
	return cty.DynamicVal.Mark(problem{summary, detail}).
		Mark(resource.Why{Cause: resource.Failed, Subject: strings.ToLower(summary[:1]) + summary[1:]}).
		WithMarks(marks...)
}

// function is the function as HCL calls it.
func (n native) function() function.Function {
	param := function.Parameter{
		Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowMarked: true, AllowDynamicType: true,
	}
	return function.New(&function.Spec{
		VarParam: &param,
		Type: func(args []cty.Value) (cty.Type, error) {
			if !n.takes(len(args)) {
				return cty.NilType, fmt.Errorf("wrong number of arguments: %d", len(args))
			}
			return cty.DynamicPseudoType, nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return n.call(args) },
	})
}

// takes reports whether the function may be called with so many arguments.
func (n native) takes(args int) bool { return args >= n.least && (n.most < 0 || args <= n.most) }

// nullable makes a function of the standard library yield null for null.
func nullable(f function.Function) native {
	return plainly(0, -1, func(args []cty.Value) (cty.Value, error) {
		for _, arg := range args {
			if arg.IsNull() {
				return cty.NullVal(cty.DynamicPseudoType).WithMarks(marksOf(args)...), nil
			}
		}
		v, err := f.Call(args)
		if err == nil && !v.IsKnown() && !v.IsMarked() { // some of cty's functions forget the marks of what is unknown
			v = v.WithMarks(marksOf(args)...)
		}
		return v, err
	})
}

// asString is the text of a known string, without its marks.
func asString(v cty.Value) (string, bool) {
	if v == cty.NilVal {
		return "", false
	}
	v, _ = v.Unmark()
	if v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return "", false
	}
	return v.AsString(), true
}

// text makes a function of one string; what the string says wrong is a problem of the configuration.
func text(what string, read func(string) (float64, error)) native {
	return plainly(1, 1, func(args []cty.Value) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if v.IsNull() || !v.IsKnown() {
			return unknownOrNull(v, cty.Number).WithMarks(marks), nil
		}
		s, err := convert.Convert(v, cty.String)
		if err != nil {
			return cty.DynamicVal, fmt.Errorf("a %s is a string: %w", what, err)
		}
		n, err := read(s.AsString())
		if err != nil {
			return failed("Invalid "+what, err.Error(), marks), nil
		}
		return cty.NumberFloatVal(n).WithMarks(marks), nil
	})
}

func unknownOrNull(v cty.Value, t cty.Type) cty.Value {
	if v.IsNull() {
		return cty.NullVal(t)
	}
	return cty.UnknownVal(t)
}

var defaultFunc = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "expression", Type: customdecode.ExpressionClosureType},
		{Name: "fallback", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowMarked: true, AllowDynamicType: true},
	},
	Type: function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		m, s, err := decodeClosure(args[0])
		if err != nil || !m.replaceable(s) {
			return m.value(), err
		}
		return args[1].WithMarks(placesOf(m.marks)), nil
	},
})

// quantifyList is any (decisive is true) and all (decisive is false).
func quantifyList(list marked, decisive cty.Value) (marked, error) {
	if list.bare.IsNull() || !list.bare.IsKnown() {
		return marked{bare: unknownOrNull(list.bare, cty.Bool), marks: list.deep()}, nil
	}
	if !list.bare.CanIterateElements() {
		return unmarked(cty.DynamicVal), fmt.Errorf("needs a list of bools, not a %s", list.bare.Type().FriendlyName())
	}
	return quantify(func(yield func(marked) bool) {
		for e := range inOrder(list.bare) {
			if !yield(apart(e)) {
				return
			}
		}
	}, list.marks, decisive)
}

// quantify asks the elements of a list with these marks: one decisive element decides, with its marks alone; else one unknown element
// leaves the answer unknown. Null elements decide nothing.
func quantify(elements iter.Seq[marked], marks cty.ValueMarks, decisive cty.Value) (marked, error) {
	answer, all := decisive.Not(), marks
	for element := range elements {
		if element.bare.IsNull() {
			continue
		}
		b, err := convert.Convert(element.bare, cty.Bool)
		if err != nil {
			return unmarked(cty.DynamicVal), err
		}
		if b == decisive {
			return marked{bare: decisive, marks: union(marks, element.marks)}, nil
		}
		all = union(all, element.marks)
		if !b.IsKnown() {
			answer = cty.UnknownVal(cty.Bool)
		}
	}
	return marked{bare: answer, marks: all}, nil
}

// extreme is max (sign 1) and min (sign -1) of what is not null; null of nothing.
func extreme(args []cty.Value, sign int) (cty.Value, error) {
	best, unknown := cty.NilVal, false
	for _, arg := range args {
		bare, _ := arg.Unmark()
		if bare.IsNull() {
			continue
		}
		n, err := convert.Convert(arg, cty.Number)
		if err != nil {
			return cty.DynamicVal, err
		}
		bare, _ = n.Unmark()
		if !bare.IsKnown() {
			unknown = true
			continue
		}
		if best == cty.NilVal {
			best = n
			continue
		}
		if held, _ := best.Unmark(); bare.AsBigFloat().Cmp(held.AsBigFloat()) == sign {
			best = n
		}
	}
	switch {
	case unknown:
		return cty.UnknownVal(cty.Number).WithMarks(marksOf(args)...), nil
	case best == cty.NilVal:
		return cty.NullVal(cty.Number).WithMarks(marksOf(args)...), nil
	}
	return best, nil
}

// regex is null where the pattern does not match; else as Terraform's: a string, a tuple or an object of groups.
func regex(args []cty.Value) (cty.Value, error) {
	marks := marksOf(args)
	if args[0].IsNull() || args[1].IsNull() {
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks...), nil
	}
	matches, err := stdlib.RegexAllFunc.Call(args)
	if err != nil {
		return cty.DynamicVal, err
	}
	bare, _ := matches.UnmarkDeep()
	switch {
	case !bare.IsKnown():
		return cty.DynamicVal.WithMarks(marks...), nil
	case bare.LengthInt() == 0:
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks...), nil
	}
	return bare.Index(cty.NumberIntVal(0)).WithMarks(marks...), nil
}

func toNumber(args []cty.Value) (cty.Value, error) {
	n, err := convert.Convert(args[0], cty.Number)
	if err != nil {
		return failed("Not a number", err.Error(), marksOf(args)...), nil
	}
	return n, nil
}

// decodeJSON reads a JSON document. Where the string is unknown because one part of it is, the parts that are known are
// read from its Encoded mark.
func decodeJSON(args []cty.Value) (cty.Value, error) {
	v, marks := args[0].Unmark()
	for mark := range marks {
		if encoded, ok := mark.(*resource.Encoded); ok {
			return encoded.Value.WithMarks(placesOf(args[0].Marks())), nil
		}
	}
	if v.IsNull() || !v.IsKnown() {
		return unknownOrNull(v, cty.DynamicPseudoType).WithMarks(marks), nil
	}
	if v.Type() != cty.String {
		return cty.DynamicVal, fmt.Errorf("needs a string, not a %s", v.Type().FriendlyName())
	}
	decoded, err := stdlib.JSONDecode(v)
	if err != nil {
		return failed("Invalid JSON", err.Error(), marks), nil
	}
	return decoded.WithMarks(marks), nil
}

// decodeYAML reads a YAML document; the parts of one that yamlencode makes are known as far as they are written.
func decodeYAML(args []cty.Value) (cty.Value, error) {
	bare, marks := args[0].Unmark()
	v, ok, err := tffunc.DecodeYAML(args[0])
	switch {
	case err != nil:
		return failed("Invalid YAML", err.Error(), marks), nil
	case !ok:
		return unknownOrNull(bare, cty.DynamicPseudoType).WithMarks(marks), nil
	}
	return v.WithMarks(placesOf(args[0].Marks())), nil
}

// literal is the value itself, or null where it was read from a resource or data source.
func literal(args []marked) (marked, error) {
	all := args[0].deep()
	if m := splitMarks(all); len(m.refs) == 0 || len(m.whys) > 0 {
		return args[0], nil
	}
	return marked{bare: cty.NullVal(cty.DynamicPseudoType), marks: placesOf(all)}, nil
}

// unknown is an unknown value that waits for what the argument waits for, or stands for: what the thing named by it says. Null
// for null.
func unknown(args []cty.Value) (cty.Value, error) {
	bare, all := unmark(args[0])
	if bare.IsNull() {
		return args[0], nil
	}
	v := cty.DynamicVal.WithMarks(placesOf(all))
	m := splitMarks(all)
	for _, why := range m.whys {
		v = v.Mark(why)
	}
	for _, ref := range m.refs {
		v = v.Mark(whyRef(ref))
	}
	if len(m.whys)+len(m.refs) == 0 {
		why := resource.Why{Cause: resource.Elsewhere}
		if s, ok := asString(bare); ok && !m.sensitive {
			why.Subject = s
		}
		v = v.Mark(why)
	}
	return v, nil
}
