package chart

import (
	"fmt"
	"slices"
	"strings"
)

// crowd is the most nodes that are drawn one by one: of more, those that are alike are drawn as one.
const crowd = 40

// Grouped draws together what is alike, where there is too much to draw one by one: first stores of which the map shows the same and that
// the same backs up, then, step by step as far as that is not enough, whatever is so, stores of one type that have the same faults, and
// everything of one type in one place.
func (m Map) Grouped() Map {
	grouped := m
	for _, step := range []struct {
		alike  func(Node) string
		stores bool // alone are grouped
		tied   bool // to the same
	}{{kin, true, true}, {kin, false, true}, {kind, true, true}, {kind, true, false}, {kind, false, false}} {
		if len(grouped.Nodes) <= crowd {
			break
		}
		grouped = m.group(func(n Node) string {
			if step.stores && n.Stage != StageStore {
				return n.ID
			}
			return step.alike(n)
		}, step.tied)
	}
	return grouped
}

// kind is the same for nodes of one type in one place that have the same faults.
func kind(n Node) string {
	return fmt.Sprintf("%q", []string{n.Cloud, n.Region, n.Account, n.Stage, n.Type, n.Protected, n.Encrypted, fmt.Sprint(n.Elsewhere)})
}

// kin is the same for nodes that differ in nothing that the map shows but their names.
func kin(n Node) string {
	return fmt.Sprintf("%q", []string{
		n.Cloud, n.Region, n.Account, n.Stage, n.Type, n.Protected, n.Encrypted, n.KeyHolder, strings.Join(n.Notes, "\n"), fmt.Sprint(n.Elsewhere),
	})
}

// group draws as one the nodes that have the same kin and, where that counts, arrows of the same kinds to and from the same kin.
func (m Map) group(kin func(Node) string, tied bool) Map {
	ties := map[string][]string{}
	if tied {
		ties = m.ties(kin)
	}
	out := Map{Permitted: m.Permitted, Keys: m.Keys}
	at := map[string]int{}        // by kin and ties, where in out.Nodes
	stands := map[string]string{} // by id, the id of the node that stands for it
	for _, n := range m.Nodes {
		slices.Sort(ties[n.ID])
		key := kin(n) + "\x00" + strings.Join(slices.Compact(ties[n.ID]), "\x00")
		i, ok := at[key]
		if !ok {
			i = len(out.Nodes)
			at[key] = i
			out.Nodes = append(out.Nodes, n)
		} else {
			out.Nodes[i].share(n)
		}
		one := &out.Nodes[i]
		stands[n.ID] = one.ID
		one.Members, one.IDs = append(one.Members, n.Address), append(one.IDs, n.ID)
	}
	for i := range out.Nodes {
		n := &out.Nodes[i]
		if len(n.Members) == 1 {
			n.Members, n.IDs = nil, nil
			continue
		}
		n.Label = fmt.Sprintf("%d %s", len(n.Members), noun(*n))
		n.Key = ""
	}
	out.Arrows = joined(m.Arrows, stands)
	return out
}

// ties are, by node, the arrows to and from it.
func (m Map) ties(kin func(Node) string) map[string][]string {
	kinOf, ties := map[string]string{}, map[string][]string{}
	for _, n := range m.Nodes {
		kinOf[n.ID] = kin(n)
	}
	for _, a := range m.Arrows {
		ties[a.From] = append(ties[a.From], fmt.Sprintf(">%s %t %s", a.Kind, a.Sure, kinOf[a.To]))
		ties[a.To] = append(ties[a.To], fmt.Sprintf("<%s %t %s", a.Kind, a.Sure, kinOf[a.From]))
	}
	return ties
}

// severalHolders stands for the holders of keys that differ.
const severalHolders = "several"

// share keeps of a node that also stands for another what is so of both.
func (n *Node) share(other Node) {
	if n.KeyHolder != other.KeyHolder {
		n.KeyHolder = severalHolders
	}
	n.Notes = slices.DeleteFunc(slices.Clone(n.Notes), func(note string) bool { return !slices.Contains(other.Notes, note) })
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
