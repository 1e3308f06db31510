package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// docs holds the pages that RulePages prints, and docs/rules nothing else.
func TestRulePagesAreFresh(t *testing.T) {
	pages, err := RulePages(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		golden(t, filepath.Join(house, "docs", name), page)
	}
	present, err := os.ReadDir(filepath.Join(house, "docs/rules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range present {
		if _, ok := pages["rules/"+file.Name()]; !ok {
			t.Errorf("docs/rules/%s: no obligation or profile of that name has rules", file.Name())
		}
	}
}

// Every rule can be explained, by id and by name.
func TestExplain(t *testing.T) {
	book, err := Rules(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range book.Rules {
		byID, err := book.Explain(r.ID, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		byName, err := book.Explain(r.Name, 10_000)
		if err != nil || byName != byID {
			t.Errorf("%s and %s are explained differently: %v", r.ID, r.Name, err)
		}
		for _, part := range []string{r.Title, r.Why, string(r.Severity), "\nFails, ", "\nPasses, ", " # fails\n"} {
			if !strings.Contains(byID, strings.TrimSpace(part)) {
				t.Errorf("explain %s lacks %q", r.ID, part)
			}
		}
	}
	narrow, err := book.Explain("tls-required", 50)
	if err != nil {
		t.Fatal(err)
	}
	prose, _, _ := strings.Cut(narrow, "\nWhat to write, ")
	for line := range strings.Lines(prose) {
		if len(strings.TrimSpace(line)) > 50 && strings.Contains(strings.TrimSpace(line), " ") {
			t.Errorf("explain in 50 columns: %q", line)
		}
	}
	for name, want := range map[string]string{
		"customer-manged-key": `did you mean "customer-managed-key"?`,
		"zzzzzzzzzzzzzzzz":    "baalint rules lists them",
	} {
		if _, err := book.Explain(name, 0); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("explain %s: %v, want %s", name, err, want)
		}
	}
}
