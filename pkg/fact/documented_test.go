package fact

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docs/writing-rules.md lists every function of the catalogue's language, in order.
func TestFunctionsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/writing-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "\n**Functions** ")
	list, _, _ = strings.Cut(list, "\n**")
	all := regexp.MustCompile("(?m)^- `([a-z_]+)\\(").FindAllStringSubmatch(list, -1)
	listed := make([]string, len(all))
	for i, found := range all {
		listed[i] = found[1]
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(functions)), listed); diff != "" {
		t.Errorf("functions (-) and those listed (+):\n%s", diff)
	}
}
