package fact

import (
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

// What written() answers.
const (
	inConfiguration = "configuration"
	inVariables     = "variables"
	atFirst         = "at first"
	elsewhere       = "elsewhere"
)

// secretText marks the answer about a text that stands in the clear where the answer's places are.
type secretText struct{}

// naming is what the members of documents are called that hold secrets.
var naming = regexp.MustCompile(`(?i)pass|pwd|secret|token|private|(api|access|account|shared)[-_]?key`)

// unreadable are the causes of unknowns of which the configuration may write the text all the same.
var unreadable = []resource.Cause{resource.Failed, resource.Unreadable, resource.TooMany, resource.NotInPlan}

// noSecret are texts that people write where there is no secret.
var noSecret = []string{"", "null", "none", "n/a", "true", "false"}

// written tells where a secret is written: in the configuration; in a file of variables; in the configuration, where Terraform ignores
// later changes; or elsewhere, as what only apply knows and what another resource holds is. Null for null and for a text that says that there is none. It keeps
// the places of the secret and none of its other marks, since the answer tells nothing of it.
func written(v cty.Value) cty.Value {
	_, all := unmark(v)
	answer := whereWritten(v)
	if answer == cty.NilVal {
		return cty.NullVal(cty.String).WithMarks(onlyPlaces(all))
	}
	return answer.WithMarks(onlyPlaces(all))
}

func onlyPlaces(all cty.ValueMarks) cty.ValueMarks { return sift(all, isPlace) }

// whereWritten is cty.NilVal for what is not there.
func whereWritten(v cty.Value) cty.Value {
	bare, all := v.Unmark()
	switch {
	case bare.IsNull():
		return cty.NilVal
	case !bare.IsKnown():
		return ofUnknown(all)
	case bare.CanIterateElements():
		return worst(bare, all, func(string) bool { return true })
	}
	s, ok := oneText(bare)
	if !ok || slices.Contains(noSecret, strings.ToLower(s)) {
		return cty.NilVal
	}
	if document, ok := documentOf(s); ok {
		switch {
		case document.LengthInt() == 0:
			return cty.NilVal
		case !holdsSecret(document, false):
			return cty.StringVal(elsewhere)
		}
	}
	return ofKnown(all)
}

// documentOf reads a text that is a JSON object or list.
func documentOf(text string) (cty.Value, bool) {
	if text = strings.TrimSpace(text); text == "" || text[0] != '{' && text[0] != '[' {
		return cty.NilVal, false
	}
	document, err := stdlib.JSONDecode(cty.StringVal(text))
	return document, err == nil && document.CanIterateElements()
}

// holdsSecret tells of a document that something stands in it for a name that holds secrets, or that is as random as keys are. Much else is kept where
// secrets are: a configuration, an address. called is true for what stands below such a name.
func holdsSecret(v cty.Value, called bool) bool {
	if !v.CanIterateElements() {
		text, ok := oneText(v)
		likely := called || random.MatchString(text) && digit.MatchString(text) && letter.MatchString(text)
		return ok && likely && !slices.Contains(noSecret, strings.ToLower(text))
	}
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		name, _ := asString(key)
		if holdsSecret(element, called || naming.MatchString(name)) {
			return true
		}
	}
	return false
}

// random matches what has no words in it; a key has digits and letters.
var random, digit, letter = regexp.MustCompile(`^[A-Za-z0-9+/=_]{12,}$`), regexp.MustCompile(`[0-9]`), regexp.MustCompile(`[A-Za-z]`)

// worst is the answer that weighs most among those about the members of an object, or the elements of a list.
func worst(container cty.Value, outer cty.ValueMarks, counts func(name string) bool) cty.Value {
	order := []string{elsewhere, atFirst, inVariables, inConfiguration}
	found, unknown := cty.NilVal, cty.NilVal
	for it := container.ElementIterator(); it.Next(); {
		key, element := it.Element()
		name, isText := oneText(key)
		if container.Type().IsObjectType() && (!isText || !counts(name)) {
			continue
		}
		answer := whereWritten(element.WithMarks(outer))
		text, known := asString(answer)
		switch {
		case answer == cty.NilVal:
		case !known:
			unknown = answer
		case found == cty.NilVal:
			found = answer
		default:
			if held, _ := asString(found); slices.Index(order, text) > slices.Index(order, held) {
				found = answer
			}
		}
	}
	if text, _ := asString(found); unknown != cty.NilVal && text != inConfiguration {
		return unknown
	}
	return found
}

// ofUnknown finds the secrets in what is known of a document. Of any other unknown the configuration does not write the text, unless it
// could not be read.
func ofUnknown(all cty.ValueMarks) cty.Value {
	unread := cty.ValueMarks{}
	for mark := range all {
		switch m := mark.(type) {
		case *resource.Encoded:
			bare, outer := m.Value.Unmark()
			if !bare.IsNull() && bare.IsKnown() && bare.Type().IsObjectType() {
				if answer := worst(bare, outer, naming.MatchString); answer != cty.NilVal {
					return answer
				}
			}
		case resource.Why:
			if slices.Contains(unreadable, m.Cause) {
				unread[m] = struct{}{}
			}
		}
	}
	if len(unread) > 0 {
		return cty.UnknownVal(cty.String).WithMarks(unread)
	}
	return cty.StringVal(elsewhere)
}

func ofKnown(all cty.ValueMarks) cty.Value {
	given := func(by resource.GivenBy) bool {
		_, ok := all[resource.Given{By: by}]
		return ok
	}
	switch {
	case len(splitMarks(all).refs) > 0 || given(resource.ByCaller):
		return cty.StringVal(elsewhere)
	case given(resource.ByPlan):
		return cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.NotInPlan, Subject: "what gives the secret"})
	case given(resource.ByVariableFile):
		return cty.StringVal(inVariables)
	case given(resource.AtFirst):
		return cty.StringVal(atFirst).Mark(secretText{})
	}
	return cty.StringVal(inConfiguration).Mark(secretText{})
}
