package chart

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Style is the style sheet of pictures. It concerns what has the class "map", or stands within that, alone.
//
//go:embed map.css
var Style string

//go:embed defs.svg
var defs string

// Options are for drawings.
type Options struct {
	// Link gives the address that a node leads to, "" for none, and the id by which something leads to the node; nil for no links at all.
	Link func(Node) (address, id string)
	// ID tells the picture from others in the same page: letters and digits.
	ID string
	// Bare leaves out the style sheet, for a page that has Style among its own.
	Bare bool
}

// SVG draws the map as a picture that needs nothing else: no script, no font, no network. Its classes begin with "map-", so that it can
// stand within a page.
func SVG(w io.Writer, m Map, opts Options) error {
	m = m.arranged()
	s := &svg{l: lay(m), m: m, opts: opts}
	s.ways = &router{layout: s.l, used: map[*band]int{}}
	s.draw()
	if _, err := w.Write(s.out.Bytes()); err != nil {
		return fmt.Errorf("write the map: %w", err)
	}
	return nil
}

type svg struct {
	l    *layout
	ways *router
	m    Map
	opts Options
	out  bytes.Buffer
	// words are those beside arrows, which stand above all of them.
	words strings.Builder
}

func (s *svg) printf(format string, args ...any) { fmt.Fprintf(&s.out, format, args...) }

// esc makes text safe between tags and within quotes.
func esc(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) //nolint:errcheck // a buffer takes everything
	return b.String()
}

// draw writes the whole picture. What is written later lies on top: bands, then arrows, their words and at last the boxes, which arrows must not
// cross out.
func (s *svg) draw() {
	legend := s.legendLines()
	height := s.l.height + len(legend)*lineHeight + margin
	role := "img"
	if s.opts.Link != nil {
		role = "group" // what is within an img is nothing to a screen reader
	}
	s.printf(`<svg xmlns="http://www.w3.org/2000/svg" class="map" role="%[4]s" aria-labelledby="map-title%[1]s map-desc%[1]s"`+
		` viewBox="0 0 %[2]d %[3]d" width="%[2]d" height="%[3]d">`+"\n", s.opts.ID, s.l.width, height, role)
	s.printf("<title id=\"map-title%[1]s\">Map of the backup estate</title>\n<desc id=\"map-desc%[1]s\">%[2]s</desc>\n", s.opts.ID, esc(s.m.summary()))
	if !s.opts.Bare {
		s.printf("<style>%s</style>\n", Style)
	}
	s.printf(defs, s.opts.ID)
	s.printf(`<text class="map-top" x="%d" y="%d">Permitted places: %s</text>`+"\n", margin, margin+12, esc(s.m.Permitted))
	for _, b := range s.l.bands {
		s.band(b)
	}
	for _, a := range s.m.Arrows {
		s.arrow(a)
	}
	s.out.WriteString(s.words.String())
	for _, b := range s.l.bands {
		s.title(b)
		for _, lane := range b.lanes {
			for _, x := range lane {
				s.box(x)
			}
		}
	}
	for i, line := range legend {
		s.printf(`<text class="map-legend" x="%d" y="%d">%s</text>`+"\n", margin, s.l.height+(i+1)*lineHeight, line)
	}
	s.out.WriteString("</svg>\n")
}

func (s *svg) band(b *band) {
	s.printf(`<g class="map-band map-%s"><rect x="%d" y="%d" width="%d" height="%d" rx="10"/>`, b.site.Standing, margin, b.y, s.l.width-2*margin, b.h)
	if b.site.Standing == Outside {
		s.printf(`<rect class="map-hatched" fill="url(#map-hatch%s)" x="%d" y="%d" width="%d" height="%d" rx="10"/>`,
			s.opts.ID, margin, b.y, s.l.width-2*margin, b.h)
	}
	s.out.WriteString("</g>\n")
}

// title writes what a band is and which keys are there, above the arrows.
func (s *svg) title(b *band) {
	s.printf(`<g class="map-band map-%s"><text class="map-site" x="%d" y="%d">%s`, b.site.Standing, margin+14, b.y+25, esc(b.site.title()))
	if remark := b.site.remark(s.m.Permitted); remark != "" {
		s.printf(`<tspan class="map-remark" dx="12">%s</tspan>`, esc(remark))
	}
	s.out.WriteString("</text>")
	if len(b.keys) > 0 {
		lines := b.keyLines(s.l.keyChars())
		for i, line := range lines {
			s.printf(`<text class="map-keys" x="%d" y="%d">%s</text>`, margin+14, b.y+b.h-10-keyHeight*(len(lines)-1-i), esc(line))
		}
	}
	s.out.WriteString("</g>\n")
}

// box writes a box, a link where the options have an address for its node; a second one shows behind it where it stands for several nodes.
func (s *svg) box(b *box) {
	n := b.node
	address, id := "", ""
	if s.opts.Link != nil {
		address, id = s.opts.Link(*n)
	}
	if address != "" {
		s.printf(`<a id="%s" href="%s">`, esc(id), esc(address))
	}
	classes := "map-node map-" + n.Stage
	switch {
	case n.alarming():
		classes += " map-alarm"
	case n.Protected == Perhaps:
		classes += " map-doubt"
	}
	if n.Elsewhere {
		classes += " map-elsewhere"
	}
	s.printf(`<g class="%s"><title>%s</title>`, classes, esc(n.tip()))
	if n.number() > 1 {
		s.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="6"/>`, b.x+4, b.y+4, boxWidth, b.h)
	}
	s.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="6"/>`, b.x, b.y, boxWidth, b.h)
	y := b.y + boxPadding + 12
	write := func(class, line string) {
		s.printf(`<text class="%s" x="%d" y="%d">%s</text>`, class, b.x+10, y, esc(line))
		y += lineHeight
	}
	for _, line := range b.label {
		write("map-label", line)
	}
	for _, line := range b.lines {
		class := "map-line"
		if strings.HasPrefix(line, "!") {
			class += " map-bad"
		}
		write(class, line)
	}
	s.out.WriteString("</g>")
	if address != "" {
		s.out.WriteString("</a>")
	}
	s.out.WriteString("\n")
}

// tip is what a pointer over a node is told.
func (n Node) tip() string {
	text := append([]string{n.Label}, n.lines()...)
	if len(n.Members) > 0 {
		return strings.Join(append(text, n.Members...), "\n")
	}
	return strings.Join(append(text, n.Address), "\n")
}

func (s *svg) arrow(a Arrow) {
	from, to := s.l.boxes[a.From], s.l.boxes[a.To]
	if from == nil || to == nil {
		return
	}
	classes, head, words := "map-arrow map-"+a.Kind, "plain", a.label()
	if leaves(*from.node, *to.node) {
		classes, head, words = classes+" map-leaves", "outside", "! leaves"
	}
	if !a.Sure {
		classes += " map-unsure"
	}
	way := s.ways.path(from, to)
	s.printf(`<path class="%s" marker-end="url(#map-head-%s%s)" d="%s"><title>%s</title></path>`+"\n",
		classes, head, s.opts.ID, way.d, esc(a.tip(*from.node, *to.node)))
	if a.Kind == Backup && a.Sure && head == "plain" {
		return // the usual needs no word
	}
	// The word stands beside the head, on the side that the arrow does not come from.
	x, anchor, y := way.end.x-12, "end", way.end.y-7
	if way.before.x > way.end.x {
		x, anchor = way.end.x+12, "start"
	}
	if way.before.y < way.end.y || from.middle() < way.end.y {
		y = way.end.y + 15
	}
	fmt.Fprintf(&s.words, `<text class="map-word map-%s map-%s" text-anchor="%s" x="%d" y="%d">%s</text>`+"\n", a.Kind, head, anchor, x, y, esc(words))
}

// tip says what an arrow means.
func (a Arrow) tip(from, to Node) string {
	text := from.Label + " → " + to.Label + ": " + a.words()
	if a.Count > 1 {
		text += fmt.Sprintf(" (%d)", a.Count)
	}
	if leaves(from, to) {
		text += "; it leaves the permitted places"
	}
	return text
}

func (a Arrow) words() string {
	words := a.Kind
	for _, k := range kindWords {
		if k.kind == a.Kind {
			words = k.words
		}
	}
	if !a.Sure {
		words += ", perhaps"
	}
	return words
}

// legendLines say in words what the signs, colours and strokes that there are say.
func (s *svg) legendLines() []string {
	var lines []string
	add := func(parts []string) {
		if len(parts) > 0 {
			lines = append(lines, "<tspan>"+strings.Join(parts, `</tspan><tspan dx="14">`)+"</tspan>")
		}
	}
	add(s.kinds())
	add(s.m.signs())
	return lines
}

// signs are those that the map holds, with what they mean.
func (m Map) signs() []string {
	byID := map[string]Node{}
	var missing, untold, elsewhere, unsure, left bool
	for _, n := range m.Nodes {
		byID[n.ID] = n
		elsewhere = elsewhere || n.Elsewhere
		for _, line := range n.lines() {
			missing, untold = missing || strings.HasPrefix(line, "!"), untold || strings.HasPrefix(line, "?")
		}
	}
	for _, a := range m.Arrows {
		unsure, left = unsure || !a.Sure, left || leaves(byID[a.From], byID[a.To])
	}
	var words []string
	for _, sign := range []struct {
		held  bool
		words string
	}{
		{missing, "!  something is missing"}, {untold, "?  cannot be told"}, {unsure, "broken line: perhaps"},
		{left, "thick red line: leaves the permitted places"}, {elsewhere, "dotted box: declared elsewhere"},
	} {
		if sign.held {
			words = append(words, sign.words)
		}
	}
	return words
}

// kinds are the kinds of arrows that there are, styled as they are drawn.
func (s *svg) kinds() []string {
	var words []string
	for _, k := range kindWords {
		for _, a := range s.m.Arrows {
			if a.Kind == k.kind {
				words = append(words, `→ <tspan class="map-word map-`+k.kind+`">`+esc(k.words)+"</tspan>")
				break
			}
		}
	}
	return words
}

// summary says in a sentence or two what the picture shows.
func (m Map) summary() string {
	count, bare, outside := map[string]int{}, 0, 0
	for _, n := range m.Nodes {
		count[n.Stage] += n.number()
		if n.Protected == No {
			bare += n.number()
		}
	}
	sites := map[Site]bool{}
	for _, n := range m.Nodes {
		sites[n.Site] = true
	}
	for site := range sites {
		if site.Standing == Outside {
			outside++
		}
	}
	text := fmt.Sprintf("%d stores, %d plans and %d vaults in %d places. Nothing protects %d of the stores.",
		count[StageStore], count[StagePlan], count[StageVault], len(sites), bare)
	if outside > 0 {
		text += fmt.Sprintf(" %d of the places are outside the permitted ones (%s).", outside, m.Permitted)
	}
	return text
}
