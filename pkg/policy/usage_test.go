package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A head that uses a fact as a whole, or finds it in a table, tells facts apart that are equal in all fields that it names.
func TestUsesWhole(t *testing.T) {
	lib, err := loadAll(t).openLib()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		body string
		want bool
	}{
		{"store.name in names", false},
		{"named(store)", false},
		{`object.get(store, "name", "") == "a"`, false},
		{`[1 | store.name == "a"] == [1]`, false},
		{"store in stores", true},
		{"stores[store]", true},
		{`store == {"name": "a"}`, true},
		{"count(store) == 3", true},
		{"some field in object.keys(store)\n\tfield == store.name", true},
		{"store[names]", true},
		{"same := store\n\tsame.name in names", true},
		{"passed_on(store)", true},
		{"unheard_of(store)", true},
		{"store.name in names\n}\n\nopen contains store.id if {\n\tsome store in stores", true},
	} {
		text := strings.Replace(narrowedRule, "skip contains", "skipped contains", 1)
		text = strings.Replace(text, "pass contains", "passed contains", 1)
		text = strings.Replace(fmt.Sprintf(text, `
stores contains store if some store in input.store

named(s) if s.name in names

passed_on(s) if listed(1, s)

listed(_, s) if s in stores
`), "store.name in names", test.body, 1)
		r := ruleOf(t, text)
		defined, err := r.open()
		if err != nil {
			t.Fatal(err)
		}
		all := definitions{}
		all.add(slices.Concat(lib, defined))
		if got := all.useWhole(r.names(r.heads)); got != test.want {
			t.Errorf("%s: %v", test.body, got)
		}
	}
}
