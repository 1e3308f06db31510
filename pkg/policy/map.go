package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
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
	docs, err := newDocuments(in, s.concepts, false)
	if err != nil {
		return Map{}, err
	}
	lib, err := s.openLib()
	if err != nil {
		return Map{}, err
	}
	all := definitions{}
	all.add(lib)
	asked := &rule{path: libPackage, heads: mapHeads}
	needed := all.closure(asked.names(mapHeads))
	compiler, err := assemble(needed)
	if err != nil {
		return Map{}, err
	}
	ready([]*rule{asked}, compiler, all, needed)
	return asked.answer(ctx, &document{input: docs.document(nil)})
}

func (r *rule) answer(ctx context.Context, doc *document) (Map, error) {
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return Map{}, err
	}
	defer store.Abort(ctx, txn)
	var faults []topdown.Error
	query := topdown.NewQuery(r.query).WithCompiler(r.compiler).WithStore(store).WithTransaction(txn).WithInput(doc.input).
		WithVirtualCache(doc.cache()).WithCancel(cancel).WithBuiltinErrorList(&faults)
	results, err := query.Run(ctx)
	if err = errors.Join(err, context.Cause(ctx)); err != nil {
		return Map{}, err
	}
	if err := firstFault(faults); err != nil {
		return Map{}, err
	}
	if len(results) != 1 {
		return Map{}, fmt.Errorf("lib gives %d answers", len(results))
	}
	var found Map
	return found, errors.Join(decodeTerm(results[0]["map_nodes"], &found.Nodes), decodeTerm(results[0]["map_arrows"], &found.Arrows))
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
