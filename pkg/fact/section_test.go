package fact

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/policies"
)

// Block by block a file says what it says as a whole.
func TestSections(t *testing.T) {
	whole, err := Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, f := range whole.files {
		parsed, err := f.parse()
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range sortedKeys(parsed) {
			want[key] = append(want[key], placed(parsed[key])...)
		}
	}
	got := map[string][]string{}
	for _, key := range sortedKeys(whole.types) {
		for _, s := range whole.types[key] {
			entries, err := s.parse()
			if err != nil {
				t.Fatal(err)
			}
			got[key] = append(got[key], placed(entries)...)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-whole +sections):\n%s", diff)
	}
}

// placed tells entries by where they and their expressions stand, in the order that they are kept in.
func placed(entries []*entry) []string {
	var places []string
	if !slices.IsSortedFunc(entries, func(a, b *entry) int { return a.order - b.order }) {
		places = append(places, "not in order")
	}
	for _, e := range entries {
		places = append(places, e.place.String())
		for _, x := range e.expressions() {
			places = append(places, x.hcl.Range().String())
		}
	}
	return places
}
