package evaluate_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/evaluate"
	"github.com/baalint/baalint/pkg/resource"
)

func atoi(tb testing.TB, s string) int {
	tb.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// render writes a result as text. Of a resource it leaves out what is null, empty, or filled in by the cloud.
//
//	"x"{@main.tf:3}                     a value and the place that writes it
//	"x"{<-aws_kms_key.k.arn}            read from a resource
//	(string){?var.x: variable …}        unknown, and why; (string!) is not null
//	(string){= id-{account}}            unknown but for what a provider configuration decides
func render(result *evaluate.Result) string {
	var b strings.Builder
	for _, r := range result.Resources {
		renderResource(&b, r)
	}
	for _, u := range result.Unread {
		fmt.Fprintf(&b, "UNREAD %s %s %s: %s\n", u.Root, spot(u.Place), cmp.Or(u.What, u.Subject), u.Reason)
	}
	for _, d := range result.Diagnostics {
		where := "?"
		if d.Subject != nil {
			where = fmt.Sprintf("%s:%d:%d", d.Subject.Filename, d.Subject.Start.Line, d.Subject.Start.Column)
		}
		severity := "ERROR"
		if d.Severity == hcl.DiagWarning {
			severity = "WARNING"
		}
		fmt.Fprintf(&b, "%s %s %s: %s\n", severity, where, d.Summary, d.Detail)
	}
	return b.String()
}

func renderResource(b *strings.Builder, r *resource.Resource) {
	address := r.Address
	if r.Mode == resource.Data && r.Module == "" && !strings.HasPrefix(address, "data.") {
		address = "BAD ADDRESS " + address
	}
	if r.Root != "." {
		address = r.Root + ": " + address
	}
	fmt.Fprintf(b, "%s %s\n", address, spot(r.Place))
	region := renderValue(r.Region, "")
	fmt.Fprintf(b, "  provider %s (%s) region %s\n", r.Provider.Config, r.Provider.Source, region)
	if len(r.Calls) > 0 {
		b.WriteString("  called from")
		for _, call := range r.Calls {
			b.WriteString(" " + spot(call))
		}
		b.WriteString("\n")
	}
	if r.Maybe != nil {
		fmt.Fprintf(b, "  maybe: %s: %s %s\n", r.Maybe.Subject, r.Maybe.Cause, spot(r.Maybe.Place))
	}
	if len(r.IgnoreChanges) > 0 || r.PreventDestroy {
		fmt.Fprintf(b, "  lifecycle ignore %v prevent %v\n", r.IgnoreChanges, r.PreventDestroy)
	}
	values := r.All().AsValueMap()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if text := renderValue(values[name], r.Address); text != "" && text != "null" && text != "[]" {
			fmt.Fprintf(b, "  %s = %s\n", name, text)
		}
	}
}

func spot(r resource.Range) string {
	if r.File == "" {
		return "-"
	}
	return fmt.Sprintf("%s:%d", r.File, r.Line)
}

// renderValue leaves out what the instance at own computes itself.
func renderValue(v cty.Value, own string) string {
	plain, marks := v.Unmark()
	notes := renderMarks(marks)
	if !plain.IsKnown() {
		if len(notes) == 1 && strings.HasPrefix(notes[0], "<-"+own+".") && own != "" {
			return ""
		}
		name := "unknown"
		if plain.Type() != cty.DynamicPseudoType {
			name = plain.Type().FriendlyName()
			if plain.Range().DefinitelyNotNull() {
				name += "!"
			}
		}
		return "(" + name + ")" + braces(notes)
	}
	return renderKnown(plain, own) + braces(notes)
}

func braces(notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	return "{" + strings.Join(notes, " ") + "}"
}

func renderKnown(v cty.Value, own string) string {
	t := v.Type()
	switch {
	case v.IsNull():
		return "null"
	case t == cty.String:
		return strconv.Quote(v.AsString())
	case t == cty.Number:
		return v.AsBigFloat().Text('g', 12)
	case t == cty.Bool:
		return strconv.FormatBool(v.True())
	case t.IsObjectType() || t.IsMapType():
		var fields []string
		elements := v.AsValueMap()
		for _, name := range slices.Sorted(maps.Keys(elements)) {
			if text := renderValue(elements[name], own); text != "" && text != "null" && text != "[]" {
				fields = append(fields, name+"="+text)
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	var elements []string
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		elements = append(elements, renderValue(element, own))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

func renderMarks(marks cty.ValueMarks) []string {
	var notes []string
	for mark := range marks {
		switch m := mark.(type) {
		case resource.At:
			notes = append(notes, fmt.Sprintf("@%d:%d", m.Line, m.Column))
		case resource.Ref:
			notes = append(notes, "<-"+m.Address+"."+m.Attribute)
		case resource.Why:
			notes = append(notes, fmt.Sprintf("?%s: %s", m.Subject, m.Cause))
		case resource.Symbol:
			text, _ := m.Render(func(setting, _ string) (string, bool) { return "{" + setting + "}", true })
			notes = append(notes, "= "+text)
		case resource.Sensitive:
			notes = append(notes, "sensitive")
		case resource.Ephemeral:
			notes = append(notes, "ephemeral")
		case *resource.Spelled:
			notes = append(notes, fmt.Sprintf("spelled %q", m.Text))
		case *resource.Encoded:
			notes = append(notes, "encoded "+renderValue(m.Value, ""))
		default:
			notes = append(notes, fmt.Sprintf("%T", m))
		}
	}
	slices.Sort(notes)
	return notes
}
