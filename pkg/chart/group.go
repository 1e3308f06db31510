package chart

import (
	"fmt"
	"slices"
	"strings"
)

// crowd is the number of nodes from which alike ones are drawn as one.
const crowd = 40

// Grouped draws together what is alike, where there is too much to draw one by one: first stores that the same backs up, then, where
// that is not enough, everything of one type in one place.
func (m Map) Grouped() Map {
	if len(m.Nodes) <= crowd {
		return m
	}
	alone := func(n Node) string {
		if n.Stage == StageStore {
			return kin(n)
		}
		return n.ID
	}
	grouped := m.group(alone)
	if len(grouped.Nodes) > crowd {
		grouped = m.group(kin)
	}
	return grouped
}

// kin is the same for nodes that differ in nothing that the map shows but their names.
func kin(n Node) string {
	return fmt.Sprintf("%q", []string{
		n.Cloud, n.Region, n.Account, n.Stage, n.Type, n.Protected, n.Encrypted, n.KeyHolder, strings.Join(n.Notes, "\n"), fmt.Sprint(n.Elsewhere),
	})
}

// group draws as one the nodes that have the same kin, and arrows of the same kinds to and from the same kin.
func (m Map) group(kin func(Node) string) Map {
	kinOf := map[string]string{}
	for _, n := range m.Nodes {
		kinOf[n.ID] = kin(n)
	}
	ties := map[string][]string{}
	for _, a := range m.Arrows {
		ties[a.From] = append(ties[a.From], fmt.Sprintf(">%s %t %s", a.Kind, a.Sure, kinOf[a.To]))
		ties[a.To] = append(ties[a.To], fmt.Sprintf("<%s %t %s", a.Kind, a.Sure, kinOf[a.From]))
	}
	out := Map{Permitted: m.Permitted, Keys: m.Keys}
	at := map[string]int{}        // by kin and ties, where in out.Nodes
	stands := map[string]string{} // by id, the id of the node that stands for it
	for _, n := range m.Nodes {
		slices.Sort(ties[n.ID])
		key := kinOf[n.ID] + "\x00" + strings.Join(slices.Compact(ties[n.ID]), "\x00")
		i, ok := at[key]
		if !ok {
			i = len(out.Nodes)
			at[key] = i
			out.Nodes = append(out.Nodes, n)
		}
		stands[n.ID] = out.Nodes[i].ID
		out.Nodes[i].Members = append(out.Nodes[i].Members, n.Address)
	}
	for i := range out.Nodes {
		n := &out.Nodes[i]
		if len(n.Members) == 1 {
			n.Members = nil
			continue
		}
		n.Label = fmt.Sprintf("%d × %s", len(n.Members), noun(*n))
		n.Key = ""
	}
	out.Arrows = joined(m.Arrows, stands)
	return out
}

// noun is what several nodes are called together.
func noun(n Node) string {
	switch n.Stage {
	case StageStore:
		return "stores"
	case StagePlan:
		return "plans"
	case StageVault:
		return "vaults"
	}
	return "restore tests"
}

// joined draws as one the arrows that lead from one node to another.
func joined(arrows []Arrow, stands map[string]string) []Arrow {
	var out []Arrow
	at := map[Arrow]int{}
	for _, a := range arrows {
		drawn := Arrow{From: stands[a.From], To: stands[a.To], Kind: a.Kind, Sure: a.Sure}
		i, ok := at[drawn]
		if !ok {
			i = len(out)
			at[drawn] = i
			out = append(out, drawn)
		}
		out[i].Count += max(1, a.Count)
	}
	return out
}
