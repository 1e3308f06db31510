package policy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/resource"
)

// Ten times the facts cost a rule about ten times the work: it counts OPA's steps over n, 2n and 4n facts, generated so that
// the rule's own words stand in their fields and references lead somewhere, and looks for the part of them that grows with the
// square. It fails for a cross product of two concepts.
// No rule may fail to evaluate over such facts either, whatever is null or unknown in them.
func TestRulesAreLinear(t *testing.T) {
	set := loadAll(t)
	for _, r := range set.rules {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			words := stringConstants(r.module)
			at := func(n, estates int) (all int) {
				for seed := range estates {
					all += steps(t, set, r, randomEstate(set, words, n, uint64(seed)))
				}
				return all
			}
			share, n := squareShare(at(40, 1), at(80, 1), at(160, 1)), 160
			if share > mostSquare { // what had little to do over so few facts looks the same; what is quadratic is so of more facts, and on average
				const estates = 8
				share, n = squareShare(at(160, estates), at(320, estates), at(640, estates)), 640
			}
			if share > mostSquare {
				t.Errorf("%.0f %% of the steps over %d facts of each concept grow with the square of the facts: join by an index, a set keyed by what is joined",
					100*share, n)
			}
		})
	}
}

// mostSquare is the share that pairs may have which truly belong together: stores and the selections of all that stands where they do.
const mostSquare = 0.5

// squareShare is the share a·(4n)² of the last number, of three over n, 2n and 4n facts that are taken for a·n² + b·n + c with a small c.
func squareShare(first, second, third int) float64 {
	square := float64(third-3*second+2*first) / 6 // a·n²
	return 16 * square / float64(third)
}

func TestSquareShare(t *testing.T) {
	for _, test := range []struct {
		of   func(n int) int
		want float64
	}{
		{func(n int) int { return 7 * n }, 0},
		{func(n int) int { return n * n }, 1},
		{func(n int) int { return 160*n + n*n }, 0.5},
	} {
		if got := squareShare(test.of(40), test.of(80), test.of(160)); got != test.want {
			t.Errorf("got %v, want %v", got, test.want)
		}
	}
}

// OPA compares each new entry of a partial object (x[k] := v) with all that are there, in no steps that could be counted.
func TestNoPartialObjects(t *testing.T) {
	check := func(module *ast.Module) {
		for _, rule := range module.Rules {
			if len(rule.Ref()) > len(rule.Ref().GroundPrefix()) && rule.Head.RuleKind() != ast.MultiValue {
				t.Errorf("%s: %s is a partial object; make it a comprehension, or a set", rule.Location, headName(rule))
			}
		}
	}
	for _, r := range loadAll(t).rules {
		check(r.module)
	}
	for _, module := range libModules(t) {
		check(module)
	}
}

type stepCounter struct{ steps int }

func (c *stepCounter) Enabled() bool               { return true }
func (c *stepCounter) TraceEvent(topdown.Event)    { c.steps++ }
func (c *stepCounter) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

var (
	scaleTerms = map[string]any{
		"regions": []any{"US"}, "vendor_regions": map[string]any{}, "accounts": []any{"111122223333"}, "account_clouds": []any{"aws", "google"},
		"rpo_hours": 24, "retention_min_days": 30, "retention_max_days": 365, "logs_days": 365, "immutable": true, "min_tls": "1.2", "customer_managed": true,
		"key_rotation_days": 365, "key_deletion_days": 30,
		"classes": []any{map[string]any{"tag_key": "phi", "tag_value": "us-east-1", "rpo_hours": 4, "retention_min_days": 365}},
	}
	scaleRegions = map[string]any{
		"aws": map[string]any{"us-east-1": map[string]any{"country": "US", "countries": []any{"US"}, "complete": true}}, "groups": map[string]any{},
	}
)

func steps(t *testing.T, set *Set, r *rule, estate *fact.Estate) int {
	t.Helper()
	in := Input{Estate: estate, Terms: scaleTerms, Today: "2026-11-01", Regions: scaleRegions}
	j, err := set.newJudgement(in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.judge(t.Context(), r, new([]ruled)); err != nil {
		t.Fatal(err)
	}
	var counter stepCounter
	store := inmem.New()
	txn, err := store.NewTransaction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(t.Context(), txn)
	var facts []factTerm
	for _, concept := range r.about {
		facts = append(facts, j.about[concept]...)
	}
	input, cache := j.whole.judging(facts), topdown.NewVirtualCache()
	for _, s := range r.steps(len(facts)) {
		query := topdown.NewQuery(s.query).WithCompiler(r.compiler).WithStore(store).WithTransaction(txn).
			WithInput(input).WithVirtualCache(cache).WithQueryTracer(&counter)
		if err := query.Iter(t.Context(), func(topdown.QueryResult) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	return counter.steps
}

// stringConstants are the words that a rule compares with.
func stringConstants(module *ast.Module) []string {
	var words []string
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if text, ok := term.Value.(ast.String); ok && !strings.Contains(string(text), " ") {
			words = append(words, string(text))
		}
		return false
	})
	return append(sortedUnique(words), "us-east-1", "111122223333", "*")
}

// randomEstate has n facts of every concept. It is the same for the same arguments.
func randomEstate(set *Set, words []string, n int, seed uint64) *fact.Estate {
	estate := &fact.Estate{}
	names := make([]string, 0, len(set.concepts))
	for name := range set.concepts {
		names = append(names, name)
	}
	slices.Sort(names)
	next := rand.New(rand.NewPCG(seed, uint64(n))).IntN //nolint:gosec // the same each time
	for _, name := range names {
		for i := range n {
			f := &fact.Fact{
				ID: fmt.Sprintf("%s/x.%d", name, i), Concept: name, Address: fmt.Sprintf("x.%d", i), Type: "x", Cloud: "aws", Root: ".",
				Resource: &resource.Resource{},
			}
			for _, field := range []string{"region", "account"} {
				f.Set(field, fact.Field{Known: true, Value: words[next(len(words))]})
			}
			for _, spec := range set.concepts[name].Fields {
				switch next(12) {
				case 0: // not set
				case 1:
					f.Set(spec.Name, fact.Field{Why: []resource.Why{{Cause: resource.NoValue, Subject: "var.x"}}})
				default:
					f.Set(spec.Name, fact.Field{Known: true, Value: randomValue(spec, words, n, next)})
				}
			}
			if next(10) == 0 {
				f.Maybe = &resource.Why{Cause: resource.NoValue, Subject: "var.count"}
			}
			estate.Facts = append(estate.Facts, f)
		}
	}
	return estate
}

func randomValue(spec *fact.Spec, words []string, n int, next func(int) int) any {
	word := func() any { return words[next(len(words))] }
	reference := func() any { return fmt.Sprintf("%s/x.%d", spec.Of[next(len(spec.Of))], next(n)) }
	switch spec.Type {
	case "bool":
		return next(2) == 0
	case "number", "time":
		return float64(next(400))
	case "strings":
		return []any{word(), word()}
	case "reference":
		return reference()
	case "references":
		return []any{reference(), word()}
	case "objects":
		return []any{map[string]any{"operator": word(), "key": word(), "value": word(), "values": []any{word()}}}
	case "map":
		return map[string]any{"phi": word()}
	}
	if spec.Name == "plan" || spec.Name == "name" { // what facts are joined by
		return fmt.Sprintf("x.%d", next(n))
	}
	return word()
}
