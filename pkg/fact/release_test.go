package fact

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

func TestSince(t *testing.T) {
	unsure := cty.UnknownVal(cty.Bool)
	for constraints, want := range map[string]cty.Value{
		"":                  unsure,
		">= 3.0":            unsure,
		">= 3.0, < 5.0":     unsure,
		"> 4":               cty.True,
		">= 4.0":            cty.True,
		">= 3.75, ~> 4.20":  cty.True,
		"~> 4":              cty.True,
		"~> 4.0.1":          cty.True,
		"= 4.20.0":          cty.True,
		"4.20.0-beta1":      cty.True,
		"~> 3.0":            cty.False,
		"~> 3.117.1":        cty.False,
		"3.117.0":           cty.False,
		"<= 3.99":           cty.False,
		">= 3.0, < 4.0.0":   cty.False,
		"< 4":               cty.False,
		"!= 4.1.0":          unsure,
		"the newest":        unsure,
		"~> 3.x":            unsure,
		">= 2.0, != 4.0.0 ": unsure,
	} {
		got, err := since([]cty.Value{release(resource.Provider{Source: "azurerm", Release: constraints}), cty.StringVal("4.0")})
		if err != nil {
			t.Fatal(err)
		}
		bare, _ := got.Unmark()
		if !bare.RawEquals(want) {
			t.Errorf("%q: got %#v, want %#v", constraints, bare, want)
		}
		if !bare.IsKnown() && !got.HasMark(resource.Why{Cause: resource.Unpinned, Subject: "a default of azurerm"}) {
			t.Errorf("%q: nothing says what the unknown waits for", constraints)
		}
	}
}

func TestLacks(t *testing.T) {
	for constraints, want := range map[string]bool{"": false, "~> 4.0": false, "~> 4.15.0": true, "4.15.0": true, "~> 3.0": true, ">= 4.16": false} {
		got, err := lacks([]cty.Value{release(resource.Provider{Source: "azurerm", Release: constraints}), cty.StringVal("4.16")})
		if err != nil || got.True() != want {
			t.Errorf("%q: got %#v, %v", constraints, got, err)
		}
	}
}

func TestSinceIsGivenVersions(t *testing.T) {
	if _, err := since([]cty.Value{cty.StringVal("azurerm "), cty.StringVal("four")}); err == nil {
		t.Error("four is no version")
	}
}
