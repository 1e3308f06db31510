package policy

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The guide lists what the sandbox lets rules call, and the sandbox has nothing else of the machine, the network, the clock or chance.
func TestAllowed(t *testing.T) {
	guide, err := os.ReadFile("../../docs/custom-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, found := strings.Cut(string(guide), "is a compile error:\n\n")
	if !found {
		t.Fatal("the guide has no list")
	}
	list, _, _ = strings.Cut(list, "\n\n")
	names := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(list, -1)
	listed := make([]string, 0, len(names))
	for _, name := range names {
		listed = append(listed, strings.TrimSuffix(name[1], "*"))
	}
	own := slices.DeleteFunc(slices.Clone(allowed), func(name string) bool { return name == "internal." }) // what the compiler writes
	if diff := cmp.Diff(own, listed); diff != "" {
		t.Errorf("allowed (-) and listed in docs/custom-rules.md (+):\n%s", diff)
	}
	for _, builtin := range capabilities().Builtins {
		for _, family := range []string{"http.", "net.", "opa.", "rand.", "uuid.", "time.now_ns", "crypto.", "io.", "providers.", "trace", "rego."} {
			if strings.HasPrefix(builtin.Name, family) {
				t.Errorf("%s is allowed", builtin.Name)
			}
		}
		if builtin.Nondeterministic && builtin.Name != "print" {
			t.Errorf("%s does not say the same twice", builtin.Name)
		}
	}
}
