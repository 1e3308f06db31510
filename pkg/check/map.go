package check

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/chart"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
)

// Map draws where the estate in the directories would be, what backs it up and where copies land; and tells what could not be read.
func Map(ctx context.Context, opts Options) (chart.Map, []finding.Problem, error) {
	if len(opts.Environments) > 1 {
		return chart.Map{}, nil, fmt.Errorf("there are %d environments: choose the one to draw with --environment", len(opts.Environments))
	}
	m, err := readMatter(opts)
	if err != nil {
		return chart.Map{}, nil, err
	}
	drawn, err := drawMap(ctx, opts, m.rules, m.input(opts))
	return drawn, m.problems(), err
}

// picture adds the map to the evidence of a report, where it is asked for.
func (j *judgement) picture(ctx context.Context, report *finding.Report, rules *policy.Set, in policy.Input) error {
	if !j.opts.Map || report.Evidence == nil {
		return nil
	}
	drawn, err := drawMap(ctx, j.opts, rules, in)
	if err != nil {
		return err
	}
	draw := func(id string, link finding.Link) (string, error) {
		var svg strings.Builder
		err := chart.SVG(&svg, drawn, chart.Options{Bare: true, ID: id, Link: func(n chart.Node) (string, string) {
			if len(n.IDs) == 0 {
				return link([]string{n.ID}, n.Label)
			}
			return link(n.IDs, n.Label)
		}})
		return svg.String(), err
	}
	report.Evidence.Maps = []finding.Picture{{Draw: draw}}
	return nil
}

func drawMap(ctx context.Context, opts Options, rules *policy.Set, in policy.Input) (chart.Map, error) {
	estate := in.Estate
	told, err := rules.Map(ctx, in)
	if err != nil {
		return chart.Map{}, err
	}
	left, _ := spared(opts.NoPHI, estate)
	d := &drawing{
		estate: estate, nodes: map[string]chart.Site{}, arrows: map[chart.Arrow]bool{}, notes: scheduleNotes(estate),
	}
	regions, _ := in.Terms["regions"].([]any)
	for _, r := range regions {
		d.Permitted = strings.TrimPrefix(d.Permitted+", "+fmt.Sprint(r), ", ")
	}
	sites := map[[2]string]policy.MapNode{}
	for _, n := range told.Nodes {
		if f := estate.Get(n.ID); !left[n.ID] {
			d.node(f, n)
			sites[[2]string{f.Cloud, n.Region}] = n
		}
	}
	for _, a := range told.Arrows {
		d.arrow(a)
	}
	d.drawKeys(sites)
	d.idlePlans()
	d.Sort()
	return d.Map, nil
}

// drawing is a map in the making.
type drawing struct {
	chart.Map
	estate *fact.Estate
	nodes  map[string]chart.Site // of the nodes that there are, by id
	arrows map[chart.Arrow]bool
	notes  map[string][]string // of plans, by id: how often they run and how long they keep
}

var mapStages = map[string]string{
	"store": chart.StageStore, "plan": chart.StagePlan, "vault": chart.StageVault, "restore_test": chart.StageTest,
}

func (d *drawing) node(f *fact.Fact, told policy.MapNode) {
	n := chart.Node{
		ID: f.ID, Stage: mapStages[f.Concept], Type: f.Type, Address: f.Address, Protected: told.Protected,
		Site:  chart.Site{Cloud: f.Cloud, Region: told.Region, Country: told.Country, Account: account(f), Standing: told.Standing},
		Label: cmp.Or(fieldText(f, "name"), f.Address), Elsewhere: strings.HasPrefix(f.Address, "data.") || strings.Contains(f.Address, ".data."),
	}
	switch f.Concept {
	case "store":
		// What holds copies of other stores stands among the vaults.
		if fieldText(f, "role") == "backup" {
			n.Stage = chart.StageVault
		}
		n.Encrypted = answer(f, "encrypted")
		noteKey(&n, f)
		n.Notes = storeNotes(f)
	case "vault":
		noteKey(&n, f)
		n.Notes = vaultNotes(f)
	case "plan":
		n.Notes = d.notes[f.ID]
	case "restore_test":
		if gap, ok := fieldNumber(f, "gap_hours"); ok {
			n.Notes = []string{"every " + spanOfHours(gap)}
		}
	}
	d.Nodes = append(d.Nodes, n)
	d.nodes[n.ID] = n.Site
}

// noteKey notes who holds the key of a store or a vault.
func noteKey(n *chart.Node, f *fact.Fact) {
	if n.Encrypted == chart.No {
		return
	}
	manager := f.Field("key_manager")
	switch held := manager.Value; {
	case !manager.Known:
		n.KeyHolder = chart.Unknown
	case held == "customer" || held == "provider":
		n.KeyHolder = held.(string)
	}
	if id, ok := f.Field("key").Value.(string); ok {
		n.Key = id
	}
}

func storeNotes(f *fact.Fact) []string {
	var notes []string
	switch fieldText(f, "role") {
	case "log":
		notes = append(notes, "holds logs")
	case "replica":
		notes = append(notes, "part of another store")
	}
	if f.Field("backups").Value == true {
		note := "own backups"
		if days, ok := fieldNumber(f, "kept_days"); ok {
			note += " kept " + spanOfDays(days)
		}
		notes = append(notes, note)
	}
	if mode := fieldText(f, "lock_mode"); mode == "compliance" || mode == "governance" {
		notes = append(notes, "locked ("+mode+")")
	}
	return notes
}

func vaultNotes(f *fact.Fact) []string {
	switch mode := fieldText(f, "lock_mode"); mode {
	case "compliance", "governance":
		return []string{"locked (" + mode + ")"}
	case "none":
		return []string{"not locked"}
	}
	return nil
}

// scheduleNotes say of plans, by id, how often they run and how long they keep what they make.
func scheduleNotes(estate *fact.Estate) map[string][]string {
	notes := map[string][]string{}
	for _, f := range estate.ByConcept["schedule"] {
		plan := fieldText(f, "plan")
		if plan == "" || f.Field("enabled").Value == false {
			continue
		}
		note := "? how often is not known"
		if gap, ok := fieldNumber(f, "gap_hours"); ok {
			note = "every " + spanOfHours(gap)
		}
		if days, ok := fieldNumber(f, "kept_days"); ok {
			note += ", kept " + spanOfDays(days)
		}
		if !slices.Contains(notes[plan], note) {
			notes[plan] = append(notes[plan], note)
		}
	}
	return notes
}

// arrow draws an arrow, and what it leads to where that is only named.
func (d *drawing) arrow(told policy.MapArrow) {
	from := d.estate.Get(told.From)
	if _, ok := d.nodes[told.From]; !ok {
		return
	}
	to := told.To
	if d.estate.Get(to) == nil {
		to = d.landing(told, from)
	}
	if _, ok := d.nodes[to]; !ok || to == told.From {
		return
	}
	arrow := chart.Arrow{From: told.From, To: to, Kind: told.Kind, Sure: told.Sure, Count: 1}
	if !d.arrows[arrow] {
		d.arrows[arrow] = true
		d.Arrows = append(d.Arrows, arrow)
	}
}

// landing is the node for what the configuration names and does not make.
func (d *drawing) landing(told policy.MapArrow, from *fact.Fact) string {
	site := chart.Site{
		Cloud: cmp.Or(told.Cloud, from.Cloud), Region: told.Region, Country: told.Country,
		Account: cmp.Or(told.Account, account(from)), Standing: cmp.Or(told.Standing, chart.Unknown),
	}
	stage, label := chart.StageVault, told.To
	switch {
	case told.Kind == chart.Pair:
		label = "copy in the pair of " + fieldText(from, "region")
	case told.Kind == chart.Backup && from.Concept == "store":
		stage = chart.StagePlan
	}
	if told.Region == "" && told.Standing == "" { // a plan or a vault of which only the name is known
		site = d.nodes[told.From]
	}
	label = cmp.Or(label, "a copy made elsewhere")
	id := strings.Join([]string{"elsewhere", stage, site.Cloud, site.Region, site.Account, label}, "/")
	if _, ok := d.nodes[id]; !ok {
		d.nodes[id] = site
		d.Nodes = append(d.Nodes, chart.Node{ID: id, Stage: stage, Site: site, Label: label, Elsewhere: true})
	}
	return id
}

// idlePlans tells of plans that nothing is seen to be backed up by.
func (d *drawing) idlePlans() {
	used := map[string]bool{}
	for _, a := range d.Arrows {
		used[a.To] = true
	}
	for i, n := range d.Nodes {
		if n.Stage == chart.StagePlan && !used[n.ID] {
			d.Nodes[i].Notes = append(slices.Clone(n.Notes), "? no store is seen to be in it")
		}
	}
}

// drawKeys puts the keys that something names where they are. sites tells of regions, by cloud and name.
func (d *drawing) drawKeys(sites map[[2]string]policy.MapNode) {
	drawn := map[string]bool{}
	for _, n := range d.Nodes {
		f := d.estate.Get(n.Key)
		if f == nil || drawn[n.Key] {
			continue
		}
		drawn[n.Key] = true
		at := sites[[2]string{f.Cloud, fieldText(f, "region")}]
		site := chart.Site{Cloud: f.Cloud, Region: fieldText(f, "region"), Country: at.Country, Account: account(f), Standing: cmp.Or(at.Standing, chart.Unknown)}
		if site.Region == "" { // of a key whose container has the place, that of what it protects is the best guess
			site = n.Site
		}
		d.Keys = append(d.Keys, chart.Key{
			ID: f.ID, Label: cmp.Or(fieldText(f, "name"), f.Address), Site: site, Holder: cmp.Or(fieldText(f, "manager"), chart.Unknown),
		})
	}
}

// account is what tells accounts apart on the map: a number or a name, else the provider configuration.
func account(f *fact.Fact) string {
	told := strings.TrimPrefix(fieldText(f, "account"), f.Root+"/")
	if strings.HasPrefix(told, "provider.") {
		return "account of " + told
	}
	return told
}

func fieldText(f *fact.Fact, name string) string {
	field := f.Field(name)
	if field.Sensitive {
		return ""
	}
	s, _ := field.Value.(string)
	return s
}

func fieldNumber(f *fact.Fact, name string) (float64, bool) {
	switch v := f.Field(name).Value.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	}
	return 0, false
}

func answer(f *fact.Fact, name string) string {
	field := f.Field(name)
	switch {
	case field.Known && field.Value == nil:
		return ""
	case field.Value == true:
		return chart.Yes
	case field.Value == false:
		return chart.No
	}
	return chart.Unknown
}

// spanOfHours and spanOfDays write a time for people.
func spanOfHours(n float64) string {
	if n >= 48 && math.Mod(n, 24) == 0 {
		return finding.Counted(int(n/24), "day")
	}
	return finding.Counted(int(math.Ceil(n)), "hour")
}

func spanOfDays(n float64) string {
	if n < 1 {
		return spanOfHours(n * 24)
	}
	return finding.Counted(int(n), "day")
}
