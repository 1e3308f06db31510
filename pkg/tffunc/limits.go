package tffunc

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Bounds on what one call may make. They are far above what configurations hold, and far below what hurts.
const (
	// MaxElements is the longest collection a call may return.
	MaxElements = 1 << 20
	// MaxBytes is the longest string a call may return.
	MaxBytes = 16 << 20
	// MaxDepth is the deepest nesting of a JSON or YAML document.
	MaxDepth = 1000
	// maxExponent is the greatest binary exponent of a number that is written out in digits.
	maxExponent = 1 << 14
)

// RefusedError is the error of a call that Terraform might well answer and we do not: a result beyond our bounds, or a file
// outside of the scanned tree. Its answer is unknown rather than wrong, so try() and can() do not step over it.
type RefusedError struct {
	Cause resource.Cause
	// Subject is what was refused, "" for the result itself.
	Subject string
	Reason  string
	Err     error
}

func (e *RefusedError) Error() string { return e.Reason }

// Unwrap returns the error behind the refusal, if there is one.
func (e *RefusedError) Unwrap() error { return e.Err }

func beyond(format string, args ...any) error {
	return &RefusedError{Cause: resource.TooMany, Reason: fmt.Sprintf(format, args...)}
}

// fits reports an error where a string of n bytes is too long to make.
func fits(what string, n int) error {
	if n < 0 || n > MaxBytes {
		return beyond("the result of %s would be longer than the limit of %d bytes", what, MaxBytes)
	}
	return nil
}

// times multiplies sizes, and stops at the greatest int instead of overflowing.
func times(a, b int) int {
	if a != 0 && b > math.MaxInt/a {
		return math.MaxInt
	}
	return a * b
}

// plus adds sizes likewise.
func plus(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

// writable reports an error where a value holds a number with too many digits to be written out.
func writable(v cty.Value) error {
	return cty.Walk(v, func(_ cty.Path, v cty.Value) (bool, error) {
		v, _ = v.Unmark()
		if v.Type() != cty.Number || v.IsNull() || !v.IsKnown() {
			return true, nil
		}
		return true, writableNumber(v.AsBigFloat())
	})
}

func writableNumber(f *big.Float) error {
	if Endless(f) {
		return beyond("a number has too many digits to be written out")
	}
	return nil
}

// Endless reports whether a number has more digits than can be written out in good time.
func Endless(f *big.Float) bool {
	e := f.MantExp(nil)
	return e > maxExponent || e < -maxExponent
}

// MayBeEndless reports whether a text may hold an endless number: one with an exponent of four digits. It looks at every byte of a
// configuration, in a fraction of the time that an expression takes.
func MayBeEndless(src []byte) bool {
	for i := 1; i < len(src); i++ {
		if (src[i] == 'e' || src[i] == 'E') && (src[i-1] == '.' || isDigit(src[i-1])) && longExponent(src[i+1:]) {
			return true
		}
	}
	return false
}

// longExponent reports whether a text begins with a number of four digits or more.
func longExponent(src []byte) bool {
	const digits = 4
	if len(src) > 0 && (src[0] == '+' || src[0] == '-') {
		src = src[1:]
	}
	return len(src) >= digits && !slices.ContainsFunc(src[:digits], func(c byte) bool { return !isDigit(c) })
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// BoundNumbers puts unknowns in the place of the endless numbers that a syntax tree holds, and tells of them.
func BoundNumbers(tree hclsyntax.Node) hcl.Diagnostics {
	return hclsyntax.VisitAll(tree, func(node hclsyntax.Node) hcl.Diagnostics {
		literal, ok := node.(*hclsyntax.LiteralValueExpr)
		if !ok || literal.Val.Type() != cty.Number || !literal.Val.IsKnown() || literal.Val.IsNull() || !Endless(literal.Val.AsBigFloat()) {
			return nil
		}
		literal.Val = cty.UnknownVal(cty.Number).Mark(resource.Why{Cause: resource.TooMany, Subject: "a number of too many digits"})
		return hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Number too large", Subject: literal.SrcRange.Ptr(),
			Detail: "The number has too many digits to be written out; it is taken for unknown.",
		}}
	})
}

// productSize bounds setproduct.
func productSize(args []cty.Value) error {
	total := 1
	for _, arg := range args {
		if !arg.IsKnown() || !arg.CanIterateElements() {
			continue
		}
		if arg.Type().IsSetType() && !arg.IsWhollyKnown() {
			return nil // the answer will be unknown
		}
		total = times(total, arg.LengthInt())
	}
	if total > MaxElements {
		return beyond("the result of setproduct would have more elements than the limit of %d", MaxElements)
	}
	return nil
}

// joinSize bounds join.
func joinSize(args []cty.Value) error {
	separator, total, count := len(args[0].AsString()), 0, 0
	for _, list := range args[1:] {
		if !list.IsWhollyKnown() {
			return nil
		}
		for it := list.ElementIterator(); it.Next(); {
			if _, v := it.Element(); !v.IsNull() {
				total = plus(total, len(v.AsString()))
			}
			count++
		}
	}
	return fits("join", plus(total, times(separator, count)))
}

// replaceSize bounds replace with a plain substring.
func replaceSize(s, substr, with string) error {
	return fits("replace", plus(len(s), times(strings.Count(s, substr), len(with))))
}

// digits bounds parseint, whose cost grows faster than its input.
func digits(args []cty.Value) error {
	if args[0].Type() == cty.String && len(args[0].AsString()) > maxExponent {
		return beyond("parseint reads at most %d digits", maxExponent)
	}
	return nil
}

// finite reports an error where a calculation in floating point has no answer that is a number.
func finite(what string, calculate func(a, b float64) float64) func(args []cty.Value) error {
	return func(args []cty.Value) error {
		a, _ := args[0].AsBigFloat().Float64()
		b, _ := args[1].AsBigFloat().Float64()
		if math.IsNaN(calculate(a, b)) {
			return fmt.Errorf("the %s is not a number", what)
		}
		return nil
	}
}

func power(a, b float64) float64 { return math.Pow(a, b) }

func logarithm(a, b float64) float64 { return math.Log(a) / math.Log(b) }
