package spelling_test

import (
	"testing"

	"github.com/baalint/baalint/pkg/spelling"
)

func TestNearest(t *testing.T) {
	for _, test := range []struct {
		word       string
		candidates []string
		want       string
	}{
		{"treshold", []string{"paths", "threshold"}, "threshold"},
		{"resaon", []string{"approver", "reason", "until"}, "reason"},
		{"us-est-1", []string{"us-east-1", "us-west-1"}, "us-east-1"}, // the first of those that are as near
		{"abc", []string{"xyz", "abcde"}, ""},
		{"ab", []string{"ac"}, ""}, // of two letters none may be wrong
		{"", []string{"a"}, ""},
		{"word", nil, ""},
	} {
		if got := spelling.Nearest(test.word, test.candidates); got != test.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", test.word, test.candidates, got, test.want)
		}
	}
}
