package chart

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Sizes, in the units of the drawing.
const (
	margin     = 20
	gutter     = 72 // beside the lanes, for arrows between places
	boxWidth   = 250
	laneGap    = 96
	rowGap     = 14
	bandGap    = 22
	headHeight = 40 // of a band, for its title
	keyHeight  = 18 // of a line of keys
	lineHeight = 16
	boxPadding = 9
	lineChars  = 38 // that fit into a box
	labelChars = 28 // which are bold
	topHeight  = 30 // for what stands above all
	leastWidth = 920
	titleChar  = 9 // the width of a character of a title, which is bold
)

// box is a node with its place in the drawing.
type box struct {
	node *Node
	band *band
	// label and lines are what is written in it, line by line.
	label, lines []string
	x, y, h      int
	lane, rank   int
}

func (b *box) middle() int { return b.y + b.h/2 }

// band is a site with what is there.
type band struct {
	site Site
	y, h int
	// inner is the height of the highest lane.
	inner int
	lanes [][]*box
	keys  []Key
}

// size is how much is there: a place where much is stands above those where its copies land.
func (b *band) size() int {
	size := 0
	for _, lane := range b.lanes {
		size += len(lane)
	}
	return size
}

// layout says where everything goes: a band for each place, the permitted ones on top, and in it a lane for each stage, so that
// what is backed up goes from left to right and what leaves its place goes up or down.
type layout struct {
	width, height int
	bands         []*band
	boxes         map[string]*box
	lanes         []string // the stages that there are
}

// lay places what a map holds, in pixels from the upper left corner.
func lay(m Map) *layout {
	l := &layout{boxes: map[string]*box{}}
	for _, stage := range stages {
		if slices.ContainsFunc(m.Nodes, func(n Node) bool { return n.Stage == stage }) {
			l.lanes = append(l.lanes, stage)
		}
	}
	at := map[Site]*band{}
	bandOf := func(s Site) *band {
		if at[s] == nil {
			at[s] = &band{site: s, lanes: make([][]*box, len(l.lanes))}
			l.bands = append(l.bands, at[s])
		}
		return at[s]
	}
	for i := range m.Nodes {
		n := &m.Nodes[i]
		lane := slices.Index(l.lanes, n.Stage)
		b := &box{node: n, label: folded(n.Label, labelChars), lane: lane}
		for _, line := range n.lines() {
			b.lines = append(b.lines, folded(line, lineChars)...)
		}
		b.h = 2*boxPadding + lineHeight*(len(b.label)+len(b.lines))
		of := bandOf(n.Site)
		b.band = of
		of.lanes[lane] = append(of.lanes[lane], b)
		l.boxes[n.ID] = b
	}
	for _, k := range m.Keys {
		of := bandOf(k.Site)
		of.keys = append(of.keys, k)
	}
	slices.SortStableFunc(l.bands, func(a, b *band) int {
		return cmp.Or(cmp.Compare(slices.Index(standings, a.site.Standing), slices.Index(standings, b.site.Standing)), strings.Compare(a.site.Cloud, b.site.Cloud),
			cmp.Compare(b.size(), a.size()), compareSites(a.site, b.site))
	})
	l.untangle(m.Arrows)
	l.place(m.Permitted)
	return l
}

// untangle orders the boxes of each lane by where their arrows come from and lead to, so that few arrows cross. What alarms and has none
// stands above the others, what is in order and has none below.
func (l *layout) untangle(arrows []Arrow) {
	beside := map[*box][]*box{}
	for _, a := range arrows {
		from, to := l.boxes[a.From], l.boxes[a.To]
		if from != nil && to != nil && from.node.Site == to.node.Site {
			beside[from], beside[to] = append(beside[from], to), append(beside[to], from)
		}
	}
	for _, b := range l.bands {
		rank(b.lanes)
		for range 3 {
			for _, lane := range b.lanes {
				slices.SortStableFunc(lane, func(x, y *box) int {
					return cmp.Or(cmp.Compare(level(x, beside), level(y, beside)), cmp.Compare(pull(x, beside), pull(y, beside)))
				})
			}
			rank(b.lanes)
		}
	}
}

func level(b *box, beside map[*box][]*box) int {
	switch {
	case len(beside[b]) > 0:
		return 1
	case b.node.alarming():
		return 0
	}
	return 2
}

func rank(lanes [][]*box) {
	for _, lane := range lanes {
		for i, b := range lane {
			b.rank = i * 1000 / max(1, len(lane)-1)
		}
	}
}

// pull is the mean rank of what a box is tied to; what is tied to nothing keeps its own.
func pull(b *box, beside map[*box][]*box) int {
	if len(beside[b]) == 0 {
		return b.rank
	}
	sum := 0
	for _, other := range beside[b] {
		sum += other.rank
	}
	return sum / len(beside[b])
}

// place gives everything its coordinates.
func (l *layout) place(permitted string) {
	y := margin + topHeight
	for _, b := range l.bands {
		b.y = y
		for _, lane := range b.lanes {
			b.inner = max(b.inner, laneHeight(lane))
		}
		for i, lane := range b.lanes {
			top := b.y + headHeight + (b.inner-laneHeight(lane))/2
			for _, x := range lane {
				x.x, x.y = margin+gutter+i*(boxWidth+laneGap), top
				top += x.h + rowGap
			}
		}
		b.h = headHeight + b.inner + rowGap
		if len(b.keys) > 0 {
			b.h += keyHeight*len(b.keyLines(l.keyChars())) + rowGap/2
		}
		y += b.h + bandGap
	}
	l.width = max(leastWidth, 2*(margin+gutter)+len(l.lanes)*(boxWidth+laneGap)-laneGap)
	for _, b := range l.bands {
		l.width = max(l.width, 2*margin+titleChar*(4+len([]rune(b.site.title()+b.site.remark(permitted)))))
	}
	l.height = y - bandGap + margin
}

func laneHeight(lane []*box) int {
	height := 0
	for _, b := range lane {
		height += b.h + rowGap
	}
	return max(0, height-rowGap)
}

// keyChars is how many characters of a line of keys fit into a band.
func (l *layout) keyChars() int {
	return (max(1, len(l.lanes))*(boxWidth+laneGap) - laneGap + gutter) / 7
}

// keyLines name the keys of a place and who holds them, in lines of at most so many characters.
func (b *band) keyLines(chars int) []string {
	if len(b.keys) > manyKeys {
		return []string{b.keyCount()}
	}
	var lines []string
	line := "Keys: "
	for i, k := range b.keys {
		text := k.Label + " (" + holder(k.Holder) + ")"
		if i < len(b.keys)-1 {
			text += ", "
		}
		if len([]rune(line+text)) > chars && line != "Keys: " {
			lines = append(lines, line)
			line = ""
		}
		line += text
	}
	return append(lines, line)
}

// manyKeys are too many to name.
const manyKeys = 8

func (b *band) keyCount() string {
	count := map[string]int{}
	for _, k := range b.keys {
		count[holder(k.Holder)]++
	}
	parts := make([]string, 0, len(count))
	for _, words := range slices.Sorted(maps.Keys(count)) {
		parts = append(parts, fmt.Sprintf("%d %s", count[words], words))
	}
	return "Keys: " + strings.Join(parts, ", ")
}

func holder(of string) string {
	switch of {
	case "customer":
		return "held by the practice"
	case "provider":
		return "held by the provider"
	}
	return "holder not known"
}

// mostLines is how many lines a text may take of a box.
const mostLines = 3

// folded breaks a text into lines of at most so many characters, behind a separator where there is one near the end of a line. What is longer
// than anybody reads is cut.
func folded(text string, chars int) []string {
	rest := []rune(text)
	var lines []string
	for len(rest) > chars {
		if len(lines) == mostLines-1 {
			return append(lines, string(rest[:chars-1])+"…")
		}
		at := chars
		for i := chars; i > chars/2; i-- {
			if strings.ContainsRune(" -_./:", rest[i-1]) {
				at = i
				break
			}
		}
		lines = append(lines, strings.TrimRight(string(rest[:at]), " "))
		rest = rest[at:]
	}
	return append(lines, string(rest))
}
