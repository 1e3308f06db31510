package check

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/finding"
)

// Every control of an account is answered, by rules that exist, and every type is judged or left out for a reason.
func TestCoverage(t *testing.T) {
	book, err := Rules(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := readCoverage()
	if err != nil {
		t.Fatal(err)
	}
	j, err := openReach(Options{Base: house})
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range accounts {
		t.Run(account.cloud, func(t *testing.T) {
			controls := map[string]bool{}
			for _, group := range account.Controls {
				if !slices.ContainsFunc(book.Obligations, func(o finding.Obligation) bool { return o.Slug == group.Obligation }) {
					t.Errorf("there is no obligation %s", group.Obligation)
				}
				for _, c := range group.Controls {
					if c.Control == "" || c.Demand == "" || len(c.Rules) == 0 && c.Outside == "" || controls[c.Control] {
						t.Errorf("control %q says nothing, is not answered, or is there twice", c.Control)
					}
					controls[c.Control] = true
					for _, name := range c.Rules {
						if !slices.ContainsFunc(book.Rules, func(r finding.Rule) bool { return r.Name == name }) {
							t.Errorf("%s: there is no rule %s", c.Control, name)
						}
					}
				}
			}
			checkTypes(t, j, account)
		})
	}
	if len(accounts) == 0 {
		t.Error("no cloud has an account")
	}
}

func checkTypes(t *testing.T, j *reach, account coverage) {
	t.Helper()
	known, seen := resourceTypes(t), map[string]bool{}
	once := func(typ string) {
		if seen[typ] || !known[typ[strings.Index(typ, ".")+1:]] {
			t.Errorf("%s is there twice, or no provider has it", typ)
		}
		seen[typ] = true
	}
	for _, typ := range account.Types.Judged {
		once(typ)
		if _, rules := j.of(typ); len(rules) == 0 {
			t.Errorf("no rule looks at %s", typ)
		}
	}
	for _, group := range account.Types.Outside {
		if group.Reason == "" {
			t.Errorf("no reason for %v", group.Types)
		}
		for _, typ := range group.Types {
			once(typ)
			if _, rules := j.of(typ); len(rules) > 0 {
				t.Errorf("%s is left out, and rules look at it", typ)
			}
		}
	}
	for _, y := range j.yields {
		if accountOf(y) == account.cloud && strings.Contains(y.Type, "_") && !strings.HasPrefix(y.Type, "data.") && !seen[y.Type] {
			t.Errorf("the catalogue has %s, the account of %s has not", y.Type, account.cloud)
		}
	}
}

// resourceTypes are those that the schemas know, data sources included.
func resourceTypes(t *testing.T) map[string]bool {
	t.Helper()
	types := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(house, "policies/schemas/*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatal("no schemas", err)
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			kind, rest, _ := strings.Cut(lines.Text(), " ")
			if typ, _, _ := strings.Cut(rest, " "); kind == "resource" || kind == "data" {
				types[typ] = true
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return types
}
