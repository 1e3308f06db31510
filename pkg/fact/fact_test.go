package fact

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

func TestGapHours(t *testing.T) {
	for expression, want := range map[string]float64{
		"rate(1 day)":               24,
		"rate(12 hours)":            12,
		"rate(90 minutes)":          1.5,
		"cron(0 5 ? * * *)":         24,
		"cron(0 5 * * ? *)":         24,
		"cron(0/15 * * * ? *)":      0.25,
		"cron(0 1,13 * * ? *)":      12,
		"cron(0 1,5 * * ? *)":       20,
		"cron(0 5 ? * MON-FRI *)":   72,
		"cron(0 5 ? * 2-6 *)":       72,
		"cron(0 5 ? * FRI-MON *)":   96,
		"cron(0 5 ? * SUN *)":       7 * 24,
		"cron(0 5 ? * 1,4 *)":       4 * 24,
		"cron(0 5 1 * ? *)":         31 * 24,
		"cron(0 5 31 * ? *)":        61 * 24, // 31 March to 31 May
		"cron(0 5 L * ? *)":         31 * 24,
		"cron(0 5 ? * 6L *)":        35 * 24,
		"cron(0 5 ? * 6#1 *)":       35 * 24,
		"cron(0 5 15W * ? *)":       32 * 24, // Friday 14 to Tuesday 15, after a month of 31 days
		"cron(0 5 1 JAN ? *)":       366 * 24,
		"cron(0 5 29 FEB ? *)":      1461 * 24,
		"cron(0 5 30 FEB ? *)":      neverHours,
		"cron(0 5 * * ? 2026)":      neverHours,
		"cron(0 5 * * ? 2026-2199)": 24,
		"at(2026-01-01T00:00:00)":   neverHours,
		"0 5 * * *":                 24,
		"*/30 * * * *":              0.5,
		"0 0 * * 0":                 7 * 24,
		"0 0 * * 7":                 7 * 24,
		"0 0 * * 5-7":               5 * 24,
		"0 0 1 * 1":                 7 * 24, // Unix: on the first and on Mondays
		"0 8-18 * * *":              14,
		"@daily":                    24,
	} {
		got, err := gapHours(expression)
		if err != nil || math.Abs(got-want) > 1e-9 {
			t.Errorf("gapHours(%q) = %v (%v days), %v; want %v", expression, got, got/24, err, want)
		}
	}
	for _, expression := range []string{
		"", "daily", "cron(0 5 * * *)", "cron(0 5 * * * *)", "cron(0 5 ? * ? *)", "cron(60 5 * * ? *)", "cron(0 24 * * ? *)",
		"cron(0 5 0 * ? *)", "cron(0 5 ? * 8 *)", "cron(0 5 ? * 0 *)", "cron(a b c d e f)", "rate(0 days)", "rate(1 fortnight)", "rate(day)",
		"0 5 L * *", "every(1 day)", "0/0 * * * *", "cron(0 5 ? * 6#6 *)", "cron(0 5 32W * ? *)", "cron(0 5 * XXX ? *)", "cron(0 5 * * ? 1950)",
	} {
		if got, err := gapHours(expression); err == nil {
			t.Errorf("gapHours(%q) = %v, want an error", expression, got)
		}
	}
}

func TestDays(t *testing.T) {
	for duration, want := range map[string]float64{
		"2592000s": 30, "P30D": 30, "720h": 30, "30d": 30, "PT24H": 1, "P1W": 7, "P1M": 30, "P1Y": 365, "PT1H30M": 1.5 / 24,
		"1h30m": 1.5 / 24, "0s": 0, "P1DT12H": 1.5, "86400.5s": 86400.5 / 86400,
	} {
		if got, err := days(duration); err != nil || math.Abs(got-want) > 1e-9 {
			t.Errorf("days(%q) = %v, %v; want %v", duration, got, err, want)
		}
	}
	for _, duration := range []string{"", "P", "PT", "30", "a while", "-1d", "1w"} {
		if got, err := days(duration); err == nil {
			t.Errorf("days(%q) = %v, want an error", duration, got)
		}
	}
}

func TestARN(t *testing.T) {
	prefix := cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull("arn:aws:backup:eu-west-1:").NewValue()
	for _, test := range []struct {
		value cty.Value
		part  string
		want  cty.Value
	}{
		{cty.StringVal("arn:aws:kms:us-east-1:111122223333:key/k"), "region", cty.StringVal("us-east-1")},
		{cty.StringVal("arn:aws:kms:us-east-1:111122223333:key/k"), "resource", cty.StringVal("key/k")},
		{cty.StringVal("arn:aws:rds:us-east-1:111122223333:db:x"), "resource", cty.StringVal("db:x")},
		{cty.StringVal("arn:aws:s3:::phi"), "region", cty.NullVal(cty.String)},
		{cty.StringVal("phi"), "region", cty.NullVal(cty.String)},
		{cty.NullVal(cty.String), "region", cty.NullVal(cty.String)},
		{prefix, "region", cty.StringVal("eu-west-1")},
		{prefix, "service", cty.StringVal("backup")},
		{prefix, "account", cty.UnknownVal(cty.String)},
		{cty.DynamicVal, "account", cty.UnknownVal(cty.String)},
	} {
		got, err := functions["arn"].Call([]cty.Value{test.value, cty.StringVal(test.part)})
		if err != nil || !got.RawEquals(test.want) {
			t.Errorf("arn(%#v, %q) = %#v, %v", test.value, test.part, got, err)
		}
	}
}

func TestStartsWith(t *testing.T) {
	member := cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull("user").NewValue()
	for _, test := range []struct {
		value cty.Value
		part  string
		want  cty.Value
	}{
		{cty.StringVal("user:a@example.org"), "user:", cty.True},
		{cty.StringVal("group:a@example.org"), "user:", cty.False},
		{member, "us", cty.True},
		{member, "group:", cty.False},
		{member, "user:", cty.UnknownVal(cty.Bool)},
		{cty.UnknownVal(cty.String), "user:", cty.UnknownVal(cty.Bool)},
		{cty.DynamicVal, "user:", cty.UnknownVal(cty.Bool)},
		{cty.NullVal(cty.String), "user:", cty.NullVal(cty.Bool)},
	} {
		got, err := functions["startswith"].Call([]cty.Value{test.value, cty.StringVal(test.part)})
		if err != nil || !got.RawEquals(test.want) {
			t.Errorf("startswith(%#v, %q) = %#v, %v", test.value, test.part, got, err)
		}
	}
}

func TestInternet(t *testing.T) {
	for text, want := range map[string]bool{
		"0.0.0.0/0": true, "0.0.0.0/1": true, "128.0.0.0/1": true, "64.0.0.0/7": true, "::/0": true, "2000::/3": true, "2600::/11": true, "::ffff:0:0/96": true,
		"8.0.0.0/8": false, "10.0.0.0/8": false, "0.0.0.0/32": false, "2600::/12": false, "fc00::/7": false, "ff00::/8": false, "0.0.0.0": false, "Internet": false, "": false,
	} {
		got, err := functions["internet"].Call([]cty.Value{cty.StringVal(text)})
		if err != nil || !got.RawEquals(cty.BoolVal(want)) {
			t.Errorf("internet(%q) = %#v, %v", text, got, err)
		}
	}
}

func TestReadFrom(t *testing.T) {
	unknown := func(marks ...any) cty.Value {
		v := cty.UnknownVal(cty.String)
		for _, m := range marks {
			v = v.Mark(m)
		}
		return v
	}
	group := resource.Ref{Address: `module.a["x.y"].azurerm_resource_group.g[0]`, Attribute: "id"}
	subscription := resource.Ref{Address: "module.a.data.azurerm_subscription.s", Attribute: "id"}
	for _, test := range []struct{ value, want cty.Value }{
		{unknown(group), cty.StringVal("azurerm_resource_group")},
		{unknown(subscription), cty.StringVal("data.azurerm_subscription")},
		{unknown(group, subscription), unknown(group, subscription)},
		{unknown(group, resource.Why{Cause: resource.NoValue, Subject: "var.x"}), unknown(group, resource.Why{Cause: resource.NoValue, Subject: "var.x"})},
		{unknown(), unknown()},
		{cty.StringVal("a").Mark(group), cty.NullVal(cty.String)},
		{cty.NullVal(cty.String), cty.NullVal(cty.String)},
	} {
		got, err := functions["read_from"].Call([]cty.Value{test.value})
		if err != nil || !got.RawEquals(test.want) {
			t.Errorf("read_from(%#v) = %#v, %v", test.value, got, err)
		}
	}
}

func TestOutline(t *testing.T) {
	unknown := cty.UnknownVal(cty.String)
	group, other := resource.Ref{Address: "azurerm_resource_group.g", Attribute: "id"}, resource.Ref{Address: "azurerm_key_vault.v", Attribute: "name"}
	path := resource.Symbol{Text: resource.Gap().Text + "/providers/Microsoft.KeyVault/vaults/" + resource.SymbolFor("account", "a").Text}
	for _, test := range []struct{ value, want cty.Value }{
		{unknown.Mark(group), cty.StringVal("$")},
		{unknown.Mark(group).Mark(other), unknown.Mark(group).Mark(other)},
		{unknown.Mark(group).Mark(other).Mark(path), cty.StringVal("$/providers/Microsoft.KeyVault/vaults/$")},
		{cty.StringVal("/a").Mark(group), cty.StringVal("/a").Mark(group)},
		{cty.NullVal(cty.String), cty.NullVal(cty.String)},
	} {
		if got, err := functions["outline"].Call([]cty.Value{test.value}); err != nil || !got.RawEquals(test.want) {
			t.Errorf("outline(%#v) = %#v, %v", test.value, got, err)
		}
	}
}

// Every function must keep the marks of an unknown argument, and yield unknown for it.
func TestFunctionsKeepMarks(t *testing.T) {
	mark := resource.Why{Cause: resource.NoValue, Subject: "var.x"}
	text := cty.UnknownVal(cty.String).Mark(mark)
	list := cty.UnknownVal(cty.List(cty.String)).Mark(mark)
	object := cty.UnknownVal(cty.Map(cty.String)).Mark(mark)
	bools := cty.TupleVal([]cty.Value{cty.UnknownVal(cty.Bool).Mark(mark)})
	number := cty.UnknownVal(cty.Number).Mark(mark)
	s := cty.StringVal("a")
	args := map[string][]cty.Value{
		"all": {bools}, "any": {bools}, "arn": {text, cty.StringVal("region")}, "concat": {list, list}, "contains": {list, s},
		"days": {text}, "distinct": {list}, "endswith": {text, s}, "flatten": {list}, "format": {cty.StringVal("%s"), text},
		"bindings": {text}, "gap_hours": {text}, "internet": {text}, "is_set": {text}, "join": {s, list}, "jsondecode": {text}, "keys": {object}, "length": {list}, "lower": {text}, "max": {number},
		"merge": {object, object}, "min": {number}, "outline": {text}, "pick": {text, s}, "read_from": {text}, "regex": {cty.StringVal("a+"), text}, "replace": {text, s, s}, "split": {s, text},
		"startswith": {text, s}, "statements": {text}, "tonumber": {text}, "tostring": {number}, "trimprefix": {text, s},
		"trimsuffix": {text, s}, "unknown": {text}, "upper": {text}, "values": {object}, "yamldecode": {text}, "vendor_of": {cty.CapsuleVal(hostsType, &hosts{}), text},
	}
	for name, f := range functions {
		if name == "default" || name == "literal" || name == "since" || name == "lacks" || name == "surely" || name == "written" || name == "unsaid" || name == "remotes_in" { // see testdata
			continue
		}
		got, err := f.Call(args[name])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !got.HasMarkDeep(mark) {
			t.Errorf("%s loses the mark: %#v", name, got)
		}
		if bare, _ := got.UnmarkDeep(); bare.IsWhollyKnown() {
			t.Errorf("%s makes the unknown known: %#v", name, got)
		}
	}
}

func TestSplitKeys(t *testing.T) {
	base, keys := splitKeys(`module.a["x].y"].aws_b.c[0]`)
	if base != "module.a.aws_b.c" || len(keys) != 2 || keys[0].key != `"x].y"` || keys[1].key != "0" {
		t.Errorf("splitKeys: %q %v", base, keys)
	}
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"a.b[0]", "a.b[*]", true}, {"a.b[0]", "a.b[1]", false}, {"a.b", "a.b[1]", true},
		{"module.m[0].a.b", "module.m[1].a.b", false}, {"module.m[0].a.b[2]", "module.m[*].a.b[2]", true},
	} {
		_, a := splitKeys(test.a)
		_, b := splitKeys(test.b)
		if sameKeys(a, b) != test.want {
			t.Errorf("sameKeys(%s, %s) = %v", test.a, test.b, !test.want)
		}
	}
}

const testConcepts = `
concept "key" {
  field "manager" { type = "string" }
}
concept "store" {
  field "name" { type = "string" }
  field "on" { type = "bool" }
  field "days" { type = "number" }
  field "names" { type = "strings" }
  field "key" {
    type = "reference"
    of   = ["key"]
  }
}
`

func TestErrors(t *testing.T) {
	for name, test := range map[string]struct{ entry, want string }{
		"concept":       {`fact "shop" {}`, `catalogue/aws/x.hcl:2: unknown concept "shop"`},
		"field":         {"fact \"store\" {\n size = 1\n}", `catalogue/aws/x.hcl:3: unknown field "size" of concept store`},
		"bool":          {"fact \"store\" {\n on = \"yes\"\n}", `catalogue/aws/x.hcl:3: field store.on: needs a bool, not a string`},
		"number":        {"fact \"store\" {\n days = \"many\"\n}", `catalogue/aws/x.hcl:3: field store.days: needs a number, not a string`},
		"default":       {"fact \"store\" {\n on = default(self.x, 7)\n}", `catalogue/aws/x.hcl:3: field store.on: needs a bool`},
		"list":          {"fact \"store\" {\n names = \"a\"\n}", `catalogue/aws/x.hcl:3: field store.names: needs a list`},
		"no list":       {"fact \"store\" {\n name = [\"a\"]\n}", `catalogue/aws/x.hcl:3: field store.name: needs a string, not a list`},
		"of":            {`part "store" {}`, `catalogue/aws/x.hcl:2: a part needs of`},
		"to":            {"part \"store\" {\n of = self.x\n to = \"a\"\n}", `catalogue/aws/x.hcl:4: to is a list of resource types`},
		"rank":          {"part \"store\" {\n of = self.x\n rank = \"low\"\n}", `catalogue/aws/x.hcl:4: rank is a whole number`},
		"function":      {"fact \"store\" {\n name = try(self.x, 1)\n}", `catalogue/aws/x.hcl:3: unknown function "try"`},
		"variable":      {"fact \"store\" {\n name = local.x\n}", `catalogue/aws/x.hcl:3: unknown name "local"`},
		"self":          {"fact \"store\" {\n name = keys(self)\n}", `catalogue/aws/x.hcl:3: self must be followed by an attribute`},
		"each":          {"fact \"store\" {\n name = each.value\n}", `catalogue/aws/x.hcl:3: each is only known in a block with for_each`},
		"block":         {`thing "store" {}`, `catalogue/aws/x.hcl:2: Unsupported block type`},
		"syntax":        {"fact \"store\" {\n name = \n}", `catalogue/aws/x.hcl:3: Invalid expression`},
		"attribute":     {"fact \"store\" {\n name = self.y\n}", `catalogue/aws/x.hcl:3: Unsupported attribute`},
		"in default":    {"fact \"store\" {\n name = default(self.y, \"\")\n}", `catalogue/aws/x.hcl:3: Unsupported attribute`},
		"in a function": {"fact \"store\" {\n name = lower(default(self.y, 1))\n}", `catalogue/aws/x.hcl:3: Error in function call`},
		"conversion":    {"fact \"store\" {\n on = self.x\n}", `catalogue/aws/x.hcl:3: field store.on: a bool is required`},
		"for_each":      {"fact \"store\" {\n for_each = self.x\n}", `catalogue/aws/x.hcl:3: for_each needs a list or a map`},
		"when":          {"fact \"store\" {\n when = self.x\n}", `catalogue/aws/x.hcl:3: when needs a bool`},
		"null operand":  {"fact \"store\" {\n days = self.null * 2\n}", `catalogue/aws/x.hcl:3: Operation failed`},
	} {
		t.Run(name, func(t *testing.T) {
			catalogue, err := Load(fstest.MapFS{
				"catalogue/concepts.hcl": {Data: []byte(testConcepts)},
				"catalogue/aws/x.hcl":    {Data: []byte("resource \"aws_x\" {\n" + test.entry + "\n}\n")},
			})
			if err != nil {
				t.Fatal(err)
			}
			estate, err := catalogue.Facts([]*resource.Resource{{
				Address: "aws_x.a", Mode: resource.Managed, Type: "aws_x", Root: ".",
				Written: map[string]cty.Value{"x": cty.StringVal("text"), "null": cty.NullVal(cty.Number)},
			}}, nil)
			// A file that does not parse ends the run; an entry that does not fit a value leaves only that value unknown.
			got := fmt.Sprint(err)
			if err == nil && len(estate.Problems) == 1 && estate.Problems[0].Catalogue {
				got = estate.Problems[0].Detail
			}
			if !strings.HasPrefix(got, test.want) {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// What an entry says that nobody can know is unknown, though it reads nothing.
func TestUnknownConstant(t *testing.T) {
	catalogue, err := loadShaped("fact \"store\" {\n name = unknown(\"the name\")\n on = default(self.x, unknown(\"the choice\"))\n" +
		" days = unsaid(\"the days\")\n names = [\"a\", unknown(\"b\")]\n}")
	if err != nil {
		t.Fatal(err)
	}
	estate, err := catalogue.Facts([]*resource.Resource{{
		Address: "aws_x.a", Mode: resource.Managed, Type: "aws_x", Root: ".", Written: map[string]cty.Value{"x": cty.NullVal(cty.Bool)},
	}}, nil)
	if err != nil || len(estate.Problems) > 0 {
		t.Fatal(err, estate.Problems)
	}
	for name, subject := range map[string]string{"name": "the name", "on": "the choice", "days": "the days", "names": "b"} {
		f := estate.Get("store/aws_x.a").Field(name)
		want := []resource.Why{{Cause: resource.Elsewhere, Subject: subject}}
		if name == "days" {
			want[0].Cause = resource.Unsaid
		}
		if f.Known || !slices.Equal(f.Why, want) {
			t.Errorf("%s = %#v, want it unknown for %v", name, f, want)
		}
	}
}

func TestConceptErrors(t *testing.T) {
	for _, test := range []struct{ field, want string }{
		{`type = "text"`, `field store.x: unknown type "text"`},
		{`type = "reference"`, `of is for references`},
		{"type = \"reference\"\nof = [\"shop\"]", `unknown concept "shop"`},
		{"type = \"string\"\nfollow = \"key.manager\"", `follow must be reference.field`},
		{"type = \"string\"\nabsent = \"a\"", `absent is for fields that follow`},
		{"type = \"string\"\nas_absent = [\"a\"]", `as_absent says what is taken for null`},
		{"type = \"bool\"\npointed_by = [\"store.y\"]", `unknown field "store.y"`},
		{"type = \"bool\"\npointed_by = [\"store.x\"]", `does not refer to a store`},
		{"kind = \"string\"", `concepts.hcl:`},
	} {
		_, err := Load(fstest.MapFS{"catalogue/concepts.hcl": {Data: []byte("concept \"store\" {\nfield \"x\" {\n" + test.field + "\n}\n}\n")}})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.field, err, test.want)
		}
	}
}

// The catalogue must be read in the order of nothing: facts are the same whatever the order of resources.
func TestOrder(t *testing.T) {
	catalogue, resources := estateOf(t, 60)
	want, err := catalogue.Facts(resources, nil)
	if err != nil {
		t.Fatal(err)
	}
	reversed := make([]*resource.Resource, len(resources))
	for i, r := range resources {
		reversed[len(resources)-1-i] = r
	}
	got, err := catalogue.Facts(reversed, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range want.Facts {
		if diff := cmp.Diff(fmt.Sprint(f.ID, f.Parts, describe(f)), fmt.Sprint(got.Facts[i].ID, got.Facts[i].Parts, describe(got.Facts[i]))); diff != "" {
			t.Error(diff)
		}
	}
}

func describe(f *Fact) string {
	var b strings.Builder
	for _, name := range f.Names() {
		field := f.Field(name)
		fmt.Fprintf(&b, "%s %v %v %v %v %v;", name, field.Known, field.Value, field.Refs, field.At, field.Why)
	}
	return b.String()
}
