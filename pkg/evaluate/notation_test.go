package evaluate_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/zclconf/go-cty/cty"
)

// notation writes a value as terraform console does.
func notation(v cty.Value, indent int) string {
	plain, _ := v.Unmark()
	ty := plain.Type()
	switch {
	case !plain.IsKnown():
		return "(known after apply)"
	case v.HasMark(resource.Sensitive{}):
		return "(sensitive value)"
	case v.HasMark(resource.Ephemeral{}):
		return "(ephemeral value)"
	}
	v = plain
	switch {
	case v.IsNull():
		return nullNotation(ty)
	case ty == cty.String:
		return stringNotation(v.AsString(), indent)
	case ty == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case ty == cty.Bool:
		return strconv.FormatBool(v.True())
	case ty.IsObjectType():
		return named("{", "}", v, indent)
	case ty.IsMapType():
		return named("tomap({", "})", v, indent)
	case ty.IsTupleType():
		return listed("[", "]", v, indent)
	case ty.IsListType():
		return listed("tolist([", "])", v, indent)
	case ty.IsSetType():
		return listed("toset([", "])", v, indent)
	}
	return fmt.Sprintf("%#v", v)
}

func nullNotation(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "null"
	case ty == cty.String:
		return "tostring(null)"
	case ty == cty.Number:
		return "tonumber(null)"
	case ty == cty.Bool:
		return "tobool(null)"
	case ty.IsListType():
		return "tolist(null) /* of " + ty.ElementType().FriendlyName() + " */"
	case ty.IsSetType():
		return "toset(null) /* of " + ty.ElementType().FriendlyName() + " */"
	case ty.IsMapType():
		return "tomap(null) /* of " + ty.ElementType().FriendlyName() + " */"
	}
	return "null /* " + ty.FriendlyName() + " */"
}

func stringNotation(s string, indent int) string {
	if !strings.Contains(s, "\n") {
		return quoted(s)
	}
	start, pad := "<<EOT", strings.Repeat(" ", indent)
	if indent > 0 {
		start = "<<-EOT"
	}
	var b strings.Builder
	b.WriteString(start + "\n")
	for line := range strings.SplitSeq(s, "\n") {
		b.WriteString(pad + line + "\n")
	}
	return b.String() + pad + "EOT"
}

func quoted(s string) string {
	return `"` + strings.NewReplacer("\\", "\\\\", `"`, `\"`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}

func named(open, end string, v cty.Value, indent int) string {
	if v.LengthInt() == 0 {
		return open + end
	}
	pad := strings.Repeat(" ", indent+2)
	var b strings.Builder
	b.WriteString(open + "\n")
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		b.WriteString(pad + quoted(key.AsString()) + " = " + notation(element, indent+2) + "\n")
	}
	return b.String() + strings.Repeat(" ", indent) + end
}

func listed(open, end string, v cty.Value, indent int) string {
	if v.LengthInt() == 0 {
		return open + end
	}
	pad := strings.Repeat(" ", indent+2)
	var b strings.Builder
	b.WriteString(open + "\n")
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		b.WriteString(pad + notation(element, indent+2) + ",\n")
	}
	return b.String() + strings.Repeat(" ", indent) + end
}
