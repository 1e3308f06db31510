package resource_test

import (
	"testing"

	"github.com/baalint/baalint/pkg/resource"
)

func TestExcludes(t *testing.T) {
	for constraints, want := range map[string]bool{
		"":                  false,
		">= 3.0":            false,
		"~> 4":              false,
		"~> 4.0":            false,
		"= 4.73.0":          false,
		">= 3.0, < 5.0":     false,
		"<= 4.73.0":         false,
		"~> 4.x":            false,
		"~> 3.90":           true,
		"~> 4.20.0":         true,
		"= 4.20.0":          true,
		"2.99":              true,
		"< 4.73.0":          true,
		">= 5.0":            true,
		">= 3.0, < 4.0":     true,
		"~> 3.0, >= 3.90.0": true,
	} {
		if got := resource.Excludes(constraints, "4.73.0"); got != want {
			t.Errorf("%q: got %t", constraints, got)
		}
	}
	if resource.Excludes("~> 1.0", "2.x") {
		t.Error("2.x is no release")
	}
}
