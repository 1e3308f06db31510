package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/baalint/baalint/pkg/visible"
)

// JSON writes the map with every node for itself.
func JSON(w io.Writer, m Map) error {
	m.Sort()
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	err := out.Encode(m)
	if err == nil {
		_, err = w.Write(visible.JSON(text.Bytes()))
	}
	if err != nil {
		return fmt.Errorf("write the map: %w", err)
	}
	return nil
}

// DOT writes the map for Graphviz.
func DOT(w io.Writer, m Map) error {
	return m.write(w, func(b *strings.Builder, t textual) {
		b.WriteString("digraph estate {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [color=\"#3b5b76\"];\n")
		for i, site := range t.sites {
			fmt.Fprintf(b, "  subgraph cluster_%d {\n    label=%s;\n    color=%s;\n", i, dotText(t.siteText(site)), dotText(colours[site.Standing]))
			for _, n := range t.nodes[site] {
				fmt.Fprintf(b, "    %s [label=%s%s];\n", t.ids[n.ID], dotText(strings.Join(n.text(), "\n")), dotStyle(n))
			}
			b.WriteString("  }\n")
		}
		for _, a := range t.arrows {
			fmt.Fprintf(b, "  %s -> %s [label=%s%s];\n", t.ids[a.From], t.ids[a.To], dotText(a.label()), dotStroke(a, t))
		}
		b.WriteString("}\n")
	})
}

// Mermaid writes the map as a flowchart for Markdown.
func Mermaid(w io.Writer, m Map) error {
	return m.write(w, func(b *strings.Builder, t textual) {
		b.WriteString("flowchart LR\n  classDef alarm stroke:#a8122a,stroke-width:3px\n  classDef outside stroke:#a8122a,fill:#fdf0f1\n")
		for i, site := range t.sites {
			fmt.Fprintf(b, "  subgraph s%d[%s]\n    direction LR\n", i, mermaidText(t.siteText(site)))
			for _, n := range t.nodes[site] {
				class := ""
				if n.alarming() {
					class = ":::alarm"
				}
				fmt.Fprintf(b, "    %s[%s]%s\n", t.ids[n.ID], mermaidText(strings.Join(n.text(), "\n")), class)
			}
			b.WriteString("  end\n")
			if site.Standing == Outside {
				fmt.Fprintf(b, "  class s%d outside\n", i)
			}
		}
		for i, a := range t.arrows {
			stroke := "-->"
			if !a.Sure {
				stroke = "-.->"
			}
			fmt.Fprintf(b, "  %s %s|%s| %s\n", t.ids[a.From], stroke, mermaidText(a.label()), t.ids[a.To])
			if t.leaves(a) {
				fmt.Fprintf(b, "  linkStyle %d stroke:#a8122a,stroke-width:3px\n", i)
			}
		}
	})
}

// textual is a grouped map in the form that graph languages take.
type textual struct {
	Map
	sites  []Site
	nodes  map[Site][]Node
	byID   map[string]Node
	ids    map[string]string // in the language, by id of the node
	arrows []Arrow           // between nodes that there are
}

func (m Map) write(w io.Writer, in func(*strings.Builder, textual)) error {
	m = m.arranged()
	t := textual{Map: m, nodes: map[Site][]Node{}, byID: map[string]Node{}, ids: map[string]string{}}
	for i, n := range m.Nodes {
		if t.nodes[n.Site] == nil {
			t.sites = append(t.sites, n.Site)
		}
		t.nodes[n.Site] = append(t.nodes[n.Site], n)
		t.byID[n.ID], t.ids[n.ID] = n, fmt.Sprintf("n%d", i)
	}
	for _, a := range m.Arrows {
		if t.ids[a.From] != "" && t.ids[a.To] != "" {
			t.arrows = append(t.arrows, a)
		}
	}
	var b strings.Builder
	in(&b, t)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the map: %w", err)
	}
	return nil
}

func (t textual) siteText(s Site) string {
	if remark := s.remark(t.Permitted); remark != "" {
		return s.title() + "\n" + remark
	}
	return s.title()
}

func (t textual) leaves(a Arrow) bool { return leaves(t.byID[a.From], t.byID[a.To]) }

func (n Node) text() []string { return append([]string{n.Label}, n.lines()...) }

// label is what is written on an arrow: nothing on that of an ordinary backup.
func (a Arrow) label() string {
	var words []string
	if a.Kind != Backup {
		words = append(words, a.Kind)
	}
	if !a.Sure {
		words = append(words, "perhaps")
	}
	if a.Count > 1 {
		words = append(words, fmt.Sprintf("%d", a.Count))
	}
	if len(words) == 0 {
		return "backup"
	}
	return strings.Join(words, ", ")
}

var colours = map[string]string{Permitted: "#b9c4cd", Unknown: "#7a5200", Outside: "#a8122a"}

func dotStyle(n Node) string {
	if n.alarming() {
		return `, color="#a8122a", penwidth=2`
	}
	return ""
}

func dotStroke(a Arrow, t textual) string {
	stroke := ""
	if t.leaves(a) {
		stroke = `, color="#a8122a", penwidth=3`
	}
	if !a.Sure {
		stroke += ", style=dashed"
	}
	return stroke
}

// dotText is a string of DOT: nothing but quotes and backslashes means anything in it.
func dotText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", " ", "\n", `\n`).Replace(text) + `"`
}

// mermaidText is a string of Mermaid, which may hold markup: all that could be any is written as character references.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString("<br/>")
		case strings.ContainsRune("\"#<>&;`|{}[]()\\", r):
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}
