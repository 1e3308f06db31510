// Package chart draws the map of a backup estate: what holds records where, what backs it up, and where the copies land. It is told
// what there is, and knows nothing of Terraform or rules.
package chart

import (
	"cmp"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/visible"
)

// Map is an estate as it would be built.
type Map struct {
	// Permitted names the places that the agreement permits, as it writes them.
	Permitted string  `json:"permitted"`
	Nodes     []Node  `json:"nodes"`
	Arrows    []Arrow `json:"arrows"`
	Keys      []Key   `json:"keys"`
}

// Site is where something is. Region and Account are "" where nothing tells them.
type Site struct {
	Cloud   string `json:"cloud"`
	Region  string `json:"region"`
	Country string `json:"country,omitempty"` // ISO 3166, where the region is in one
	Account string `json:"account"`
	// Standing tells whether the agreement permits the region: Permitted, Outside or Unknown.
	Standing string `json:"standing"`
}

// Standings of a site, and answers about a node.
const (
	Permitted = "permitted"
	Outside   = "outside"
	Unknown   = "unknown"

	Yes     = "yes"
	No      = "no"
	Perhaps = "perhaps"
)

// Stages of a backup, in the order in which it goes through them.
const (
	StageStore = "store"
	StagePlan  = "plan"
	StageVault = "vault"
	StageTest  = "restore-test"
)

// Node is something that holds records, makes backups or keeps them; or several that are alike, where there are too many to draw.
type Node struct {
	ID    string `json:"id"`
	Stage string `json:"stage"`
	Site
	// Label is its name, or its address where it has none; Type is the resource type, Address the resource's.
	Label   string `json:"label"`
	Type    string `json:"type"`
	Address string `json:"address"`
	// Protected tells whether anything backs up a store: Yes, No or Perhaps; "" where it need not be.
	Protected string `json:"protected,omitempty"`
	// Encrypted is Yes, No or Unknown; "" where the question does not arise.
	Encrypted string `json:"encrypted,omitempty"`
	// KeyHolder is customer, provider or Unknown; "" where nothing is encrypted by a key.
	KeyHolder string `json:"keyHolder,omitempty"`
	// Key is the id of the key, where it is one of Map.Keys.
	Key string `json:"key,omitempty"`
	// Notes are what else is worth reading, each a few words: "own backups kept 35 days".
	Notes []string `json:"notes,omitempty"`
	// Elsewhere is true for what this configuration only names or reads.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// Members are the addresses of those that it stands for, IDs their ids; empty where it stands for itself.
	Members []string `json:"members,omitempty"`
	IDs     []string `json:"-"`
}

// Arrow goes from one node to another.
type Arrow struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Kind is one of the kinds below.
	Kind string `json:"kind"`
	// Sure is false where it cannot be told whether there is such an arrow.
	Sure bool `json:"sure"`
	// Count is the number of arrows that it stands for.
	Count int `json:"count"`
}

// Kinds of arrows.
const (
	Backup      = "backup"
	Copy        = "copy"
	Replica     = "replica"
	Pair        = "pair" // what is geo-redundant, to the pair of its region
	RestoreTest = "restore-test"
)

// Key is an encryption key, and who holds it.
type Key struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Site
	// Holder is customer, provider or Unknown.
	Holder string `json:"holder"`
}

// number is how many a node stands for.
func (n Node) number() int { return max(1, len(n.Members)) }

var stages = []string{StageStore, StagePlan, StageVault, StageTest}

var standings = []string{Permitted, Unknown, Outside}

// Sort puts everything into the order of drawing: by place, the permitted ones first, then by stage and name.
func (m *Map) Sort() {
	slices.SortFunc(m.Nodes, func(a, b Node) int {
		return cmp.Or(compareSites(a.Site, b.Site), cmp.Compare(slices.Index(stages, a.Stage), slices.Index(stages, b.Stage)),
			strings.Compare(a.Type, b.Type), strings.Compare(a.Label, b.Label), strings.Compare(a.ID, b.ID))
	})
	slices.SortFunc(m.Arrows, func(a, b Arrow) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), strings.Compare(a.Kind, b.Kind))
	})
	slices.SortFunc(m.Keys, func(a, b Key) int {
		return cmp.Or(compareSites(a.Site, b.Site), strings.Compare(a.Label, b.Label), strings.Compare(a.ID, b.ID))
	})
}

// arranged is the map as it is drawn: what is alike together, everything in order.
func (m Map) arranged() Map {
	m.Sort()
	m = m.Grouped()
	m.Sort()
	return m.shown()
}

// shown is the map with all that hides in names made visible.
func (m Map) shown() Map {
	show := func(texts ...*string) {
		for _, text := range texts {
			*text = visible.Line(*text)
		}
	}
	showAll := func(texts []string) []string {
		out := slices.Clone(texts)
		for i := range out {
			show(&out[i])
		}
		return out
	}
	show(&m.Permitted)
	m.Nodes, m.Keys = slices.Clone(m.Nodes), slices.Clone(m.Keys)
	for i := range m.Nodes {
		n := &m.Nodes[i]
		show(&n.Label, &n.Type, &n.Address, &n.Cloud, &n.Region, &n.Country, &n.Account)
		n.Notes, n.Members = showAll(n.Notes), showAll(n.Members)
	}
	for i := range m.Keys {
		k := &m.Keys[i]
		show(&k.Label, &k.Cloud, &k.Region, &k.Country, &k.Account)
	}
	return m
}

func compareSites(a, b Site) int {
	return cmp.Or(cmp.Compare(slices.Index(standings, a.Standing), slices.Index(standings, b.Standing)), strings.Compare(a.Cloud, b.Cloud),
		strings.Compare(a.Account, b.Account), strings.Compare(a.Region, b.Region))
}

// clouds are what people call them.
var clouds = map[string]string{"aws": "AWS", "azure": "Azure", "google": "Google Cloud"}

// title is what a site is called on the map.
func (s Site) title() string {
	parts := []string{cmp.Or(clouds[s.Cloud], s.Cloud, "somewhere"), cmp.Or(s.Region, "region not known")}
	if s.Country != "" {
		parts[1] += " (" + s.Country + ")"
	}
	if s.Account != "" {
		parts = append(parts, s.Account)
	}
	return strings.Join(parts, " · ")
}

// remark is what must be said of a site besides; "" where nothing must.
func (s Site) remark(permitted string) string {
	switch s.Standing {
	case Outside:
		return "OUTSIDE the permitted places (" + permitted + ")"
	case Unknown:
		return "not known to be a permitted place (" + permitted + ")"
	}
	return ""
}

// alarming tells whether a node shows that something is missing.
func (n Node) alarming() bool { return n.Protected == No || n.Encrypted == No }

// leaves tells whether what goes from one node to another leaves the permitted places.
func leaves(from, to Node) bool { return to.Standing == Outside && from.Site != to.Site }

// lines are what is written into a node below its label. An alarming line begins with "!", which no shape or colour need repeat.
func (n Node) lines() []string {
	var lines []string
	if n.Type != "" {
		lines = append(lines, n.Type)
	}
	switch n.Protected {
	case No:
		lines = append(lines, "! nothing protects "+n.it())
	case Perhaps:
		lines = append(lines, "? whether anything protects "+n.it()+" is open")
	}
	switch {
	case n.Encrypted == No:
		lines = append(lines, "! not encrypted")
	case n.Encrypted == Unknown:
		lines = append(lines, "? encryption not known")
	case n.KeyHolder == "customer":
		lines = append(lines, "key held by the practice")
	case n.KeyHolder == "provider":
		lines = append(lines, "key held by the provider")
	case n.KeyHolder == severalHolders:
		lines = append(lines, "keys of several holders")
	case n.KeyHolder == Unknown:
		lines = append(lines, "? key not known")
	}
	return append(lines, n.Notes...)
}

func (n Node) it() string {
	if n.number() > 1 {
		return "them"
	}
	return "it"
}

// kindWords say what an arrow means, in the order of the legend.
var kindWords = []struct{ kind, words string }{
	{Backup, "backup, by a plan into a vault"},
	{Copy, "copy of recovery points"},
	{Replica, "replica of live data"},
	{Pair, "copied by the provider to the pair of the region"},
	{RestoreTest, "restored by a test"},
}
