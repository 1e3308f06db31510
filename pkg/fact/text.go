package fact

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// arnParts are the fields of an ARN by their position after "arn:".
var arnParts = map[string]int{"partition": 1, "service": 2, "region": 3, "account": 4, "resource": 5}

// splitARN returns the six parts of an ARN.
func splitARN(s string) ([]string, bool) {
	parts := strings.SplitN(s, ":", 6)
	return parts, len(parts) == 6 && parts[0] == "arn"
}

// arnPart is arn(x, part). An unknown string whose known beginning holds the part is enough.
func arnPart(args []cty.Value) (cty.Value, error) {
	marks := marksOf(args)
	part, _ := asString(args[1])
	position, ok := arnParts[part]
	if !ok {
		return cty.DynamicVal, fmt.Errorf("an ARN has a partition, service, region, account and resource, not %q", part)
	}
	v, _ := args[0].Unmark()
	null := cty.NullVal(cty.String).WithMarks(marks...)
	unknown := cty.UnknownVal(cty.String).WithMarks(marks...)
	if v.IsNull() {
		return null, nil
	}
	s, known := asString(v)
	if !known {
		if v.Type() != cty.String {
			return unknown, nil
		}
		s = v.Range().StringPrefix()
		if parts := strings.SplitN(s, ":", 6); len(parts) <= position+1 || parts[0] != "arn" {
			return unknown, nil
		}
		if position == arnParts["resource"] {
			return unknown, nil
		}
	}
	parts := strings.SplitN(s, ":", 6)
	if parts[0] != "arn" || known && len(parts) < 6 || parts[position] == "" {
		return null, nil
	}
	return cty.StringVal(parts[position]).WithMarks(marks...), nil
}

var (
	isoDuration  = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$`)
	isoSeconds   = []float64{365 * 86400, 30 * 86400, 7 * 86400, 86400, 3600, 60, 1}
	unitDuration = regexp.MustCompile(`^(?:\d+(?:\.\d+)?(?:d|h|m|s))+$`)
	unitPart     = regexp.MustCompile(`(\d+(?:\.\d+)?)(d|h|m|s)`)
	unitSeconds  = map[string]float64{"d": 86400, "h": 3600, "m": 60, "s": 1}
)

// days reads a duration: seconds with units ("2592000s", "720h", "30d", "1h30m") or ISO 8601 ("P30D", "PT24H", a month of
// 30 days and a year of 365).
func days(s string) (float64, error) {
	if groups := isoDuration.FindStringSubmatch(s); groups != nil && s != "P" && !strings.HasSuffix(s, "T") {
		total := 0.0
		for i, group := range groups[1:] {
			n, err := number(group)
			if err != nil {
				return 0, err
			}
			total += n * isoSeconds[i]
		}
		return total / 86400, nil
	}
	if !unitDuration.MatchString(s) {
		return 0, fmt.Errorf(`%q is not a duration such as "2592000s", "720h", "30d" or "P30D"`, s)
	}
	seconds := 0.0
	for _, part := range unitPart.FindAllStringSubmatch(s, -1) {
		n, err := number(part[1])
		if err != nil {
			return 0, err
		}
		seconds += n * unitSeconds[part[2]]
	}
	return seconds / 86400, nil
}

func number(s string) (float64, error) {
	if s == "" {
		return 0, nil
	}
	return strconv.ParseFloat(s, 64)
}

// startsWith is known for an unknown text whose beginning is known: "serviceAccount:${…}".
func startsWith(args []marked) (marked, error) {
	return textTest(args, func(s marked, part string) cty.Value {
		if known, ok := s.text(); ok {
			return cty.BoolVal(strings.HasPrefix(known, part))
		}
		if s.bare.IsKnown() || s.bare.Type() != cty.String {
			return cty.UnknownVal(cty.Bool)
		}
		switch begin := s.bare.Range().StringPrefix(); {
		case strings.HasPrefix(begin, part):
			return cty.True
		case !strings.HasPrefix(part, begin):
			return cty.False
		}
		return cty.UnknownVal(cty.Bool)
	})
}

func endsWith(args []marked) (marked, error) {
	return textTest(args, func(s marked, part string) cty.Value {
		if known, ok := s.text(); ok {
			return cty.BoolVal(strings.HasSuffix(known, part))
		}
		return cty.UnknownVal(cty.Bool)
	})
}

func textTest(args []marked, test func(s marked, part string) cty.Value) (marked, error) {
	answer := marked{bare: cty.UnknownVal(cty.Bool), marks: union(args[0].deep(), args[1].deep())}
	if args[0].bare.IsNull() || args[1].bare.IsNull() {
		answer.bare = cty.NullVal(cty.Bool)
	} else if part, ok := args[1].text(); ok {
		answer.bare = test(args[0], part)
	}
	return answer, nil
}

// readFrom is the type of the resource that an unknown value is read from, after "data." where it is a data source. Null for a
// value that is known, unknown where several types or something else decide.
func readFrom(args []cty.Value) (cty.Value, error) {
	bare, all := unmark(args[0])
	if bare.IsKnown() {
		return cty.NullVal(cty.String).WithMarks(placesOf(all)), nil
	}
	m, found := splitMarks(all), ""
	for _, address := range m.addresses("") {
		t := typeOf(address)
		if found != "" && found != t {
			return cty.UnknownVal(cty.String).WithMarks(all), nil
		}
		found = t
	}
	if found == "" || len(m.whys) > 0 {
		return cty.UnknownVal(cty.String).WithMarks(all), nil
	}
	return cty.StringVal(found).WithMarks(placesOf(all)), nil
}

// typeOf is the type in an address: aws_db_instance of module.a["x"].aws_db_instance.main[0].
func typeOf(address string) string {
	base, _ := splitKeys(address)
	steps := strings.Split(base, ".")
	for len(steps) > 2 && steps[0] == "module" {
		steps = steps[2:]
	}
	if steps[0] == "data" && len(steps) > 1 {
		return "data." + steps[1]
	}
	return steps[0]
}

// outline is the text itself where it is known; else the text that is written around its unknown parts, each of which is a $: a lone $ for
// what is read from one resource, unknown where nothing is known of it.
func outline(args []cty.Value) (cty.Value, error) {
	bare, all := unmark(args[0])
	if bare.IsNull() || bare.IsKnown() {
		return args[0], nil
	}
	kept := placesOf(all)
	if symbol, ok := resource.OutlineOf(args[0]); ok {
		return cty.StringVal(symbol.Outline()).WithMarks(kept), nil
	}
	if m := splitMarks(all); len(m.whys) == 0 && len(m.addresses("")) == 1 {
		begin := ""
		if bare.Type() == cty.String {
			begin = bare.Range().StringPrefix()
		}
		return cty.StringVal(begin + "$").WithMarks(kept), nil
	}
	return cty.UnknownVal(cty.String).WithMarks(all), nil
}
