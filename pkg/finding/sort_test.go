package finding_test

import (
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

func TestSort(t *testing.T) {
	at := func(file string, line, column int) finding.Place {
		return finding.Place{File: file, Line: line, Column: column}
	}
	want := []finding.Finding{
		{Severity: finding.Critical, Place: at("z.tf", 9, 1)},
		{Severity: finding.High, Place: at("a.tf", 2, 1), Rule: "b"},
		{Severity: finding.High, Place: at("a.tf", 10, 3), Rule: "a"},
		{Severity: finding.High, Place: at("a.tf", 10, 5), Rule: "a", Address: "x.a"},
		{Severity: finding.High, Place: at("a.tf", 10, 5), Rule: "a", Address: "x.b", Fact: "1"},
		{Severity: finding.High, Place: at("a.tf", 10, 5), Rule: "a", Address: "x.b", Fact: "2"},
		{Severity: finding.High, Place: at("a.tf", 10, 5), Rule: "b", Address: "x.a"},
		{Severity: finding.High, Place: at("b.tf", 1, 1)},
		{Severity: finding.Low, Place: at("a.tf", 1, 1)},
	}
	for seed := range int64(20) {
		got := append([]finding.Finding(nil), want...)
		rand.New(rand.NewSource(seed)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		finding.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}
