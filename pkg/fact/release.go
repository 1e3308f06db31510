package fact

import (
	"errors"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// release is what since() asks: the provider and the releases of it that may serve, "azurerm ~> 4.20".
func release(p resource.Provider) cty.Value {
	return cty.StringVal(p.Source + " " + p.Release)
}

// since(release, "4.0") tells whether a provider is of that release or a later one; unknown where the constraints allow others too.
func since(args []cty.Value) (cty.Value, error) {
	provider, least, below, err := allowed(args)
	switch {
	case err != nil:
		return cty.NilVal, err
	case least:
		return cty.True, nil
	case below:
		return cty.False, nil
	}
	return cty.UnknownVal(cty.Bool).Mark(resource.Why{Cause: resource.Unpinned, Subject: "a default of " + provider}), nil
}

// lacks(release, "4.16") tells whether a provider is surely older than that release.
func lacks(args []cty.Value) (cty.Value, error) {
	_, _, below, err := allowed(args)
	return cty.BoolVal(below), err
}

// allowed tells of a release and a version whether all that is allowed is at least of that version, and whether all is below it.
func allowed(args []cty.Value) (provider string, least, below bool, err error) {
	of, ok := asString(args[0])
	boundary, known := asString(args[1])
	if !ok || !known {
		return "", false, false, errNoVersion
	}
	provider, constraints, _ := strings.Cut(of, " ")
	if least, below, ok = resource.Releases(constraints, boundary); !ok {
		return "", false, false, errNoVersion
	}
	return provider, least, below, nil
}

var errNoVersion = errors.New(`release and a version such as "4.0" are asked for`)

// unsaid is an unknown value of which the text says what it is: a setting that nobody wrote, or that the provider does not have.
func unsaid(args []cty.Value) (cty.Value, error) {
	s, ok := asString(args[0])
	if !ok {
		return cty.NilVal, errors.New("the text must be known")
	}
	return cty.DynamicVal.Mark(resource.Why{Cause: resource.Unsaid, Subject: s}), nil
}
