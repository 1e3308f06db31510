package policy_test

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// manyRules is baalint's own rules again and again under new names, until there are n of them.
func manyRules(tb testing.TB, n int) fs.FS {
	tb.Helper()
	out := fstest.MapFS{}
	var rules []string
	err := fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch {
		case strings.HasPrefix(name, "lib/") || name == "obligations.yaml":
			data, err := fs.ReadFile(policies.FS, name)
			out[name] = &fstest.MapFile{Data: data}
			return err
		case strings.HasPrefix(name, "rules/") && strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, "_test.rego"):
			rules = append(rules, name)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	for i := range n {
		name := rules[i%len(rules)]
		data, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			tb.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		for j, line := range lines {
			if strings.HasPrefix(line, "package ") {
				lines[j] = fmt.Sprintf("%s_%d", line, i)
			}
		}
		out[fmt.Sprintf("rules/%d.rego", i)] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
	}
	return out
}

func concepts(tb testing.TB) []*fact.Concept {
	tb.Helper()
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		tb.Fatal(err)
	}
	return catalogue.Concepts()
}

func BenchmarkLoad(b *testing.B) {
	fields := concepts(b)
	for _, check := range []bool{false, true} {
		for _, n := range []int{20, 70} {
			rules := manyRules(b, n)
			b.Run(fmt.Sprintf("rules=%d/checked=%t", n, check), func(b *testing.B) {
				for b.Loop() {
					if _, err := policy.Load(policy.Options{FS: rules, Concepts: fields, CheckTypes: check}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// generatedEstate has n facts of the concepts that stores and vaults need, one in ten with something unknown.
func generatedEstate(n int) *fact.Estate {
	estate := &fact.Estate{}
	known := func(value any) fact.Field { return fact.Field{Known: true, Value: value} }
	for i := range n {
		concept := []string{"store", "store", "store", "vault", "key", "grant", "schedule", "copy", "selection", "alarm"}[i%10]
		f := &fact.Fact{
			ID: fmt.Sprintf("%s/x.r%d", concept, i), Concept: concept, Address: fmt.Sprintf("x.r%d", i), Type: "x", Cloud: "aws",
			Root: ".", Resource: &resource.Resource{Address: fmt.Sprintf("x.r%d", i)},
			Place: resource.Range{File: "main.tf", Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 9},
			Fields: fact.FieldsOf(map[string]fact.Field{
				"name": known(fmt.Sprintf("r%d", i)), "region": known("us-east-1"), "account": known("a"),
				"tags": known(map[string]any{"phi": "yes", "n": fmt.Sprint(i % 50)}),
			}),
		}
		switch concept {
		case "store":
			f.Set("encrypted", known(i%13 > 0))
			f.Set("key", known(fmt.Sprintf("key/x.r%d", i/10*10+4)))
			f.Set("key_manager", known([]any{"customer", "provider"}[min(i%11, 10)/10]))
			f.Set("role", known("primary"))
			f.Set("kind", known("database"))
			f.Set("kept_days", known(float64(i%40)))
		case "vault":
			f.Set("lock_mode", known([]any{"compliance", "none", "governance"}[max(i%19-16, 0)]))
		case "key":
			f.Set("rotation", known(i%17 > 0))
			f.Set("rotation_days", known(float64(i%400)))
		case "grant":
			f.Set("actions", known([]any{"backup:Delete*", "s3:GetObject"}))
			f.Set("effect", known("allow"))
			f.Set("principals", known([]any{"*"}))
		}
		if i%10 == i/10%10 {
			f.Set("encrypted", fact.Field{Why: []resource.Why{{Cause: resource.NoValue, Subject: "var.x"}}})
		}
		estate.Facts = append(estate.Facts, f)
	}
	return estate
}

func BenchmarkJudge(b *testing.B) {
	set, err := policy.Load(policy.Options{FS: manyRules(b, 40), Concepts: concepts(b)})
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{100, 1000, 10_000} {
		estate := generatedEstate(n)
		b.Run(fmt.Sprintf("facts=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := set.Judge(context.Background(), policy.Input{Estate: estate, Terms: terms(), Regions: regions()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func terms() map[string]any {
	return map[string]any{
		"regions": []any{"US"}, "accounts": []any{}, "rpo_hours": 24.0, "retention_min_days": 30, "retention_max_days": nil,
		"min_tls": "1.2", "key_rotation_days": 365, "key_deletion_days": 30,
	}
}

func regions() map[string]any {
	one := func(country string) map[string]any {
		return map[string]any{"country": country, "countries": []any{country}, "complete": true}
	}
	return map[string]any{
		"aws":    map[string]any{"us-east-1": one("US"), "eu-west-1": one("IE")},
		"azure":  map[string]any{"eastus": one("US"), "northeurope": one("IE")},
		"google": map[string]any{"us-central1": one("US"), "eu": map[string]any{"countries": []any{"DE", "IE"}, "complete": true}},
		"groups": map[string]any{"EU": []any{"DE", "IE"}},
	}
}
