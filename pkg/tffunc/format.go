package tffunc

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

func formatFunctions() map[string]function.Function {
	return map[string]function.Function{
		"format":     keep(guarded(stdlib.FormatFunc, formatSize)),
		"formatlist": formatList,
	}
}

// formatSize bounds the widths and precisions in a format, and the digits of numbers.
func formatSize(args []cty.Value) error {
	if !args[0].IsKnown() {
		return nil
	}
	total, err := formatWidth(args[0].AsString())
	if err != nil {
		return err
	}
	if err := fits("format", total); err != nil {
		return err
	}
	for _, arg := range args[1:] {
		if err := writable(arg); err != nil {
			return err
		}
	}
	return nil
}

// formatWidth adds up the widths and precisions of all verbs, over-counting argument positions like %[3]s.
func formatWidth(format string) (int, error) {
	total, current := 0, 0
	verb := false
	for _, c := range format {
		switch {
		case !verb:
			verb = c == '%'
		case c >= '0' && c <= '9':
			current = plus(times(current, 10), int(c-'0'))
			continue
		case c == '.' || c == '-' || c == '+' || c == ' ' || c == '#' || c == '[' || c == ']':
		default:
			verb = false
		}
		if total = plus(total, current); total > MaxBytes {
			return 0, beyond("the format asks for more than the limit of %d bytes", MaxBytes)
		}
		current = 0
	}
	return plus(total, len(format)), nil
}

// formatList formats element by element, so that every result has the marks of its own elements only.
var formatList = keep(function.New(&function.Spec{
	Params:   []function.Parameter{{Name: "format", Type: cty.String, AllowMarked: true, AllowDynamicType: true}},
	VarParam: func() *function.Parameter { p := free("args"); return &p }(),
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return formatEach(args) },
}))

// formatEach formats once for each element of the lists among the arguments after the format, which must be of one length; whatever is no list
// stands in every result. The list is unknown as a whole where that length is.
func formatEach(args []cty.Value) (cty.Value, error) {
	unknown := cty.UnknownVal(cty.List(cty.String)).RefineNotNull()
	if plain, _ := args[0].Unmark(); plain.Type() == cty.DynamicPseudoType {
		return unknown, nil
	}
	count, marks, err := listLengths(args[1:])
	if err != nil {
		return cty.NilVal, err
	}
	if count == unsure {
		return unknown, nil
	}
	format, formatMarks := args[0].Unmark()
	width, err := formatWidth(format.AsString())
	if err != nil {
		return cty.NilVal, err
	}
	if count == single {
		count = 1
	}
	if err := fits("formatlist", times(width, count)); err != nil {
		return cty.NilVal, err
	}
	columns := make([][]cty.Value, len(args)-1)
	for i, arg := range args[1:] {
		if plain, _ := arg.Unmark(); iterates(plain) {
			columns[i] = plain.AsValueSlice()
		}
	}
	row := make([]cty.Value, len(args))
	row[0] = format
	out := make([]cty.Value, count)
	for i := range out {
		for j, column := range columns {
			row[j+1] = args[j+1]
			if column != nil {
				row[j+1] = column[i]
			}
		}
		if err := writable(cty.TupleVal(row[1:])); err != nil {
			return cty.NilVal, err
		}
		if out[i], err = keep(stdlib.FormatFunc).Call(row); err != nil {
			return cty.NilVal, err
		}
		out[i] = resource.WithoutSymbol(out[i])
	}
	return listFrom(out, cty.String, cty.NewValueMarks(marks, formatMarks)), nil
}

// Lengths that are no number.
const (
	unsure = -1 // an argument is unknown
	single = -2 // no argument is a list
)

// iterates reports whether formatlist goes through v instead of repeating it.
func iterates(v cty.Value) bool { return !v.IsNull() && v.IsKnown() && isSequence(v.Type()) }

// listLengths returns the one length that all list arguments have, and the marks of the lists themselves.
func listLengths(args []cty.Value) (int, cty.ValueMarks, error) {
	count := single
	var marks []any
	for i, arg := range args {
		v, own := arg.Unmark()
		if v.IsNull() {
			continue
		}
		if !v.IsKnown() {
			if isSequence(v.Type()) || v.Type() == cty.DynamicPseudoType {
				return unsure, nil, nil
			}
			continue
		}
		if !isSequence(v.Type()) {
			continue
		}
		if v.Type().IsSetType() && !whollyKnown(v) {
			return unsure, nil, nil
		}
		marks = append(marks, own)
		if n := v.LengthInt(); count == single {
			count = n
		} else if n != count {
			return 0, nil, function.NewArgError(i+1, errors.New("all lists must be equally long"))
		}
	}
	return count, cty.NewValueMarks(marks...), nil
}
