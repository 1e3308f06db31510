package finding

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMerge(t *testing.T) {
	a := Finding{Rule: "r", Address: "a", Verdict: Fail, Message: "is not encrypted"}
	b := Finding{Rule: "r", Address: "b", Verdict: Pass}
	other := a
	other.Message = "is public"
	got, err := Merge([]string{"dev", "prod"}, [][]Finding{{b, a}, {a, other}})
	if err != nil {
		t.Fatal(err)
	}
	in := func(f Finding, environments ...string) Finding {
		f.Environments = environments
		return f
	}
	want := []Finding{in(a, "dev", "prod"), in(other, "prod"), in(b, "dev")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
