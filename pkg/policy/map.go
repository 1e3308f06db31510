package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/baalint/baalint/pkg/finding"
)

// Map is what lib tells of where an estate is and of what goes from one place to another; policies/lib/map.rego makes it.
type Map struct {
	Nodes  []MapNode
	Arrows []MapArrow
}

// MapNode is a store, a plan, a vault or a test of restores, by the id of its fact.
type MapNode struct {
	ID string `json:"id"`
	// Region is "" where it cannot be known.
	Region string `json:"region"`
	// Country is the ISO 3166 code of the one country that the region is in, if it is in one.
	Country string `json:"country"`
	// Standing tells whether the agreement permits the region: permitted, outside or unknown.
	Standing string `json:"standing"`
	// Protected tells whether anything backs a store up: yes, no or perhaps; "" where it need not be.
	Protected string `json:"protected"`
}

// MapArrow goes from a fact to a fact, or to what the configuration only names.
type MapArrow struct {
	// Kind is backup, copy, replica, pair (what is geo-redundant, to the pair of its region) or restore-test.
	Kind string `json:"kind"`
	From string `json:"from"`
	// To is the id of a fact, or a name; "" where nothing but the place is known, which Cloud, Region, Country, Account and Standing tell.
	To       string `json:"to"`
	Sure     bool   `json:"sure"`
	Cloud    string `json:"cloud"`
	Region   string `json:"region"`
	Country  string `json:"country"`
	Account  string `json:"account"`
	Standing string `json:"standing"`
}

// mapHeads are what lib has of the map.
var mapHeads = []string{"map_nodes", "map_arrows"}

// Map asks lib where the estate is. Nodes and arrows are in the order of OPA's sets, which depends on nothing but them.
func (s *Set) Map(ctx context.Context, in Input) (Map, error) {
	found, err := s.askMap(ctx, in)
	if err != nil {
		return Map{}, fmt.Errorf("work out the map: %w", err)
	}
	return found, nil
}

func (s *Set) askMap(ctx context.Context, in Input) (Map, error) {
	j, err := s.newJudgement(in)
	if err != nil {
		return Map{}, err
	}
	lib, err := s.openLib()
	if err != nil {
		return Map{}, err
	}
	all := definitions{}
	all.add(lib)
	asked := &rule{Rule: finding.Rule{ID: "of the map"}, path: libPackage, heads: mapHeads}
	needed := all.closure(asked.names(mapHeads))
	compiler, err := assemble(needed)
	if err != nil {
		return Map{}, err
	}
	ready([]*rule{asked}, compiler, all, needed)
	var found Map
	err = j.evaluate(ctx, asked, j.whole, func(ctx context.Context, e *evaluation) error {
		return e.query(ctx, asked.makeQuery(mapHeads), j.whole.input, func(result topdown.QueryResult) error {
			return errors.Join(decodeTerm(result["map_nodes"], &found.Nodes), decodeTerm(result["map_arrows"], &found.Arrows))
		})
	})
	return found, err
}

// decodeTerm reads a term as encoding/json reads what it says.
func decodeTerm(term *ast.Term, into any) error {
	value, err := ast.JSON(term.Value)
	if err != nil {
		return err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
