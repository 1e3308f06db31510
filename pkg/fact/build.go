package fact

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// build is the work of one call of Facts.
type build struct {
	yielded
	// readers evaluate the resources, side by side; each holds the references that wait for all facts, and the problems that it met.
	readers   []*build
	pending   []pending
	catalogue *Catalogue
	index     *index
	problems  map[Problem]bool
	orphans   []Orphan
	kinds     map[kindKey]*kind
	// unwritten are the fitted blocks of providers that the configuration says nothing of, by source.
	unwritten map[string]cty.Value
	// accounts are those of provider configurations, by root and address; symbolic the data sources that say which they are, by root.
	accounts map[[2]string]account
	symbolic map[string]map[string]bool
	// hosts is what lets the catalogue ask whose an endpoint is.
	hosts cty.Value
	// sent are where provider configurations send resources, nil for the provider's own endpoints; elsewhere the vendors of
	// the resources that are sent to another one; silent those that no entry says anything of.
	sent      map[awayKey]*away
	elsewhere map[*resource.Resource]Vendor
	silent    map[*resource.Resource]bool
	secrets   []resource.Range
	// set is room for the fields of one fact, attributes and paths for what one instance reads.
	set        Fields
	attributes []variable
	paths      []kept
	spare      []*scope
}

// Facts interprets the catalogue for the resources of a run. Eligibility yields the service facts and may be nil. An error
// is a mistake of the catalogue, with its file and line; mistakes of the configuration are in Estate.Problems.
func (c *Catalogue) Facts(resources []*resource.Resource, eligibility Eligibility) (*Estate, error) {
	b, err := c.readAll(resources, eligibility)
	if err != nil {
		return nil, err
	}
	b.indexFacts()
	b.join()
	b.facts = append(b.facts, estateFact(b.facts))
	e := b.estate()
	e.follow()
	e.pointedBy()
	return e, nil
}

// yielded is what some resources yield, in their order.
type yielded struct {
	facts []*Fact
	parts []*part
	// namesakes are those facts that may be of another resource.
	namesakes []*part
}

// chunk is how many resources are evaluated before it is seen who has time for more: types differ in what they cost.
const chunk = 32

// readAll evaluates the entries of all resources, side by side. The result is that of one after the other.
func (c *Catalogue) readAll(resources []*resource.Resource, eligibility Eligibility) (*build, error) {
	chunks := slices.Collect(slices.Chunk(resources, chunk))
	results, errs := make([]yielded, len(chunks)), make([]error, len(chunks))
	accounts, symbolic := accounts(resources), symbolic(resources)
	whole := &build{
		catalogue: c, index: newIndex(), problems: map[Problem]bool{}, accounts: accounts, symbolic: symbolic,
		elsewhere: map[*resource.Resource]Vendor{}, silent: map[*resource.Resource]bool{},
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(chunks)) {
		b := &build{
			catalogue: c, problems: map[Problem]bool{}, unwritten: map[string]cty.Value{}, accounts: accounts, symbolic: symbolic,
			hosts: cty.CapsuleVal(hostsType, &hosts{eligibility}), sent: map[awayKey]*away{},
			elsewhere: map[*resource.Resource]Vendor{}, silent: map[*resource.Resource]bool{}, kinds: map[kindKey]*kind{},
		}
		whole.readers = append(whole.readers, b)
		all.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(chunks); n = next.Add(1) - 1 {
				errs[n] = b.readChunk(chunks[n], eligibility)
				results[n], b.yielded = b.yielded, yielded{}
			}
		})
	}
	all.Wait()
	if at := slices.IndexFunc(errs, func(err error) bool { return err != nil }); at >= 0 {
		return nil, errs[at]
	}
	for _, b := range whole.readers {
		maps.Copy(whole.elsewhere, b.elsewhere)
		maps.Copy(whole.silent, b.silent)
		whole.secrets = append(whole.secrets, b.secrets...)
	}
	for _, r := range results {
		whole.facts = append(whole.facts, r.facts...)
		whole.parts = append(whole.parts, r.parts...)
		whole.namesakes = append(whole.namesakes, r.namesakes...)
	}
	return whole, nil
}

func (b *build) readChunk(resources []*resource.Resource, eligibility Eligibility) error {
	for _, r := range resources {
		if err := b.read(r, eligibility); err != nil {
			return err
		}
	}
	return nil
}

// read evaluates what the catalogue and the tables of eligibility say of a resource. What is sent to one's own machine is a test.
func (b *build) read(r *resource.Resource, eligibility Eligibility) error {
	mode, sent := r.Mode, b.away(r, eligibility)
	if sent != nil {
		mode = sentElsewhere
		if b.isNoStore(r, sent) {
			return nil
		}
	}
	k, err := b.kindOf(r, mode, eligibility)
	if err != nil || len(k.entries) == 0 && !k.isService {
		return err
	}
	i, err := b.newInstance(r, k, sent)
	if err != nil && len(k.entries) > 0 {
		return err
	}
	facts, parts := len(b.facts), len(b.parts)
	for _, e := range k.entries {
		if err := i.run(e); err != nil {
			i.unreadable(err)
		}
	}
	if len(b.parts) == parts && !slices.ContainsFunc(b.facts[facts:], func(f *Fact) bool { return f.Concept != "service" }) {
		b.silent[r] = true
	}
	if concept := b.catalogue.byName["service"]; k.isService && concept != nil {
		said := i.serviceFact
		if sent != nil {
			said = i.awayService
		}
		b.facts = append(b.facts, said(k.service, concept))
	}
	// The instance is kept by the references that wait for the other facts. What it was evaluated with is more than the facts themselves.
	b.attributes, b.paths, b.spare = i.attributes[:0], i.scope.paths[:0], i.spare
	i.scope, i.where, i.readings, i.unvaried, i.attributes, i.spare = nil, marked{}, nil, nil, nil, nil
	return nil
}

// kindKey names what resources have in common that are of one kind.
type kindKey struct {
	mode         resource.Mode
	provider     string
	resourceType string
	sent         bool
	provisioned  bool
}

// kind is what there is to know of all resources of a type.
type kind struct {
	entries   []*entry
	service   Service
	isService bool
	// schema is the provider's for the type; nil where it has none.
	schema *schema.Block
}

func (b *build) kindOf(r *resource.Resource, mode resource.Mode, eligibility Eligibility) (*kind, error) {
	_, provisioned := r.Written["provisioner"]
	key := kindKey{r.Mode, r.Provider.Source, r.Type, mode == sentElsewhere, provisioned}
	if k := b.kinds[key]; k != nil {
		return k, nil
	}
	entries, err := b.catalogue.entries(mode, r.Type)
	if err != nil {
		return nil, err
	}
	if provisioned {
		whatever, err := b.catalogue.entries(resource.Managed, anyType)
		if err != nil {
			return nil, err
		}
		entries = slices.Concat(entries, whatever)
	}
	k := &kind{entries: entries, schema: b.catalogue.schema(r)}
	k.service, k.isService = serviceOf(r, eligibility)
	b.kinds[key] = k
	return k, nil
}

// isNoStore notes which vendor serves a resource that its provider sends elsewhere, and reports whether nothing is kept there: a stand-in on
// the practice's own machine, or what is only read.
func (b *build) isNoStore(r *resource.Resource, sent *away) bool {
	if sent.vendor != nil {
		b.elsewhere[r] = *sent.vendor
	}
	return sent.vendor != nil && sent.vendor.Local || r.Mode != resource.Managed
}

// indexFacts makes the facts known by their addresses and, beside that, by their names.
func (b *build) indexFacts() {
	others := b.withoutNamesakes()
	var addresses sync.WaitGroup
	addresses.Go(func() {
		for _, f := range others {
			b.index.addAddress(f.Root, f.Address, f)
		}
	})
	for _, f := range others {
		b.nameFact(f, f)
	}
	addresses.Wait()
	b.recognise()
}

// nameFact makes a fact known by the name and arn of named: itself or a part.
func (b *build) nameFact(named, f *Fact) {
	for _, field := range []string{"name", "arn"} {
		said := named.Field(field)
		if name, ok := said.Value.(string); ok && said.Known && name != "" {
			b.index.addName(name, f)
		}
	}
}

// estateFact is the one fact about everything.
func estateFact(facts []*Fact) *Fact {
	counts := map[string]float64{}
	clouds := map[string]bool{}
	var first *Fact
	for _, f := range facts {
		counts[f.Concept]++
		if f.Cloud != "" && (f.Resource == nil || f.Resource.Mode.Built()) {
			clouds[f.Cloud] = true
		}
		if f.Concept != "store" && f.Concept != "vault" {
			continue
		}
		if first == nil || cmp.Or(strings.Compare(f.Root, first.Root), strings.Compare(f.Address, first.Address)) < 0 {
			first = f
		}
	}
	names := make([]any, 0, len(clouds))
	for _, cloud := range sortedKeys(clouds) {
		names = append(names, cloud)
	}
	estate := &Fact{ID: "estate/estate", Concept: "estate", Address: "estate", Root: ".", Fields: FieldsOf(map[string]Field{
		"stores":    {Known: true, Value: counts["store"]},
		"vaults":    {Known: true, Value: counts["vault"]},
		"schedules": {Known: true, Value: counts["schedule"]},
		"clouds":    {Known: true, Value: names},
	})}
	if first != nil {
		estate.Place = first.Place
	}
	return estate
}

func (b *build) estate() *Estate {
	e := &Estate{
		Facts: b.facts, Concepts: b.catalogue.concepts, ByConcept: map[string][]*Fact{}, Orphans: b.orphans, Elsewhere: b.elsewhere,
		Silent: b.silent, Secrets: b.secrets, byID: make(map[string]*Fact, len(b.facts)),
	}
	slices.SortFunc(e.Facts, func(a, b *Fact) int { return strings.Compare(a.ID, b.ID) })
	for _, c := range e.Concepts {
		e.ByConcept[c.Name] = []*Fact{}
	}
	for _, f := range e.Facts {
		e.ByConcept[f.Concept] = append(e.ByConcept[f.Concept], f)
		e.byID[f.ID] = f
		if f.concept == nil {
			f.concept = b.catalogue.byName[f.Concept]
		}
	}
	slices.SortFunc(e.Orphans, func(a, b Orphan) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), strings.Compare(a.Address, b.Address), strings.Compare(a.Concept, b.Concept),
			strings.Compare(a.Of, b.Of))
	})
	for _, reader := range b.readers {
		maps.Copy(b.problems, reader.problems)
	}
	for p := range b.problems {
		e.Problems = append(e.Problems, p)
	}
	slices.SortFunc(e.Problems, func(a, b Problem) int {
		return cmp.Or(compareRange(a.Place, b.Place), strings.Compare(a.Root, b.Root), strings.Compare(a.Address, b.Address),
			strings.Compare(a.Summary, b.Summary), strings.Compare(a.Detail, b.Detail))
	})
	return e
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
