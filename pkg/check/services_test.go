package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// A list is said to be old once, and only where services are held against it.
func TestOldLists(t *testing.T) {
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := table.List("aws")
	of := func(provider string) *resource.Resource {
		return &resource.Resource{Provider: resource.Provider{Source: provider}}
	}
	read := &terraform{resources: []*resource.Resource{of("aws"), of("aws"), of("random"), of("google"), of("google-beta")}}
	date, err := time.Parse(time.DateOnly, list.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	later := func(days int) string { return date.AddDate(0, 0, days).Format(time.DateOnly) }
	old := []string{fmt.Sprintf("services are held against %q of %s, 181 days ago: look at %s for what has changed since", list.Title, list.AsOf, list.URL)}
	for asOf, want := range map[string][]string{later(180): nil, later(181): old} {
		if diff := cmp.Diff(want, oldLists(read, table, asOf)); diff != "" {
			t.Errorf("as of %s:\n%s", asOf, diff)
		}
	}
	if n := len(oldLists(read, table, "2030-01-01")); n != 2 {
		t.Errorf("years later %d lists are old", n)
	}
}

// Editors offer the vendors that Terraform shows.
func TestSchemaOffersVendors(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(house, "docs/baa.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range table.Vendors() {
		if !strings.Contains(string(data), fmt.Sprintf("%q", v.Name)) {
			t.Errorf("docs/baa.schema.json does not offer %s", v.Name)
		}
	}
}
