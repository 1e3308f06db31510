package chart

import "fmt"

// Sizes of ways that go around boxes.
const (
	turn  = 8 // radius of a corner
	aside = 20
	apart = 4 // ways beside each other
	most  = 4 // such ways, before they share
)

type point struct{ x, y int }

// way is how an arrow goes: d draws it, before is where it comes from last.
type way struct {
	d           string
	before, end point
}

// router finds ways for arrows.
type router struct {
	*layout
	used map[*band]int // ways around the boxes of a band
}

// path is the way of an arrow: from side to side within a place, beside the lanes from place to place, and around what stands between.
func (r *router) path(from, to *box) way {
	x1, y1, x2, y2 := from.x+boxWidth, from.middle(), to.x, to.middle()
	var b1, b2 int
	switch {
	case from.lane < to.lane:
		bend := max(40, (x2-x1)/2)
		b1, b2 = x1+bend, x2-bend
	case from.lane == 0:
		x1 = from.x
		b1 = margin + gutter/3
		b2 = b1
	case from.lane == to.lane:
		x2 = to.x + boxWidth
		b1 = x1 + gutter*3/4 + min(gutter/4, max(y2-y1, y1-y2)/12)
		b2 = b1
	default:
		x1, x2 = from.x, to.x+boxWidth
		bend := max(40, (x1-x2)/2)
		b1, b2 = x1-bend, x2+bend
	}
	curve := [4]point{{x1, y1}, {b1, y1}, {b2, y2}, {x2, y2}}
	if from.lane != to.lane && r.crosses(curve, from, to) {
		return r.around(from, to, curve[0], curve[3])
	}
	return way{fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, b1, y1, b2, y2, x2, y2), curve[2], curve[3]}
}

// crosses tells whether a cubic curve leads over other boxes than those of its ends.
func (r *router) crosses(c [4]point, from, to *box) bool {
	const steps = 40
	for i := 1; i < steps; i++ {
		t, u := float64(i)/steps, 1-float64(i)/steps
		at := func(a, b, c, d int) int {
			return int(u*u*u*float64(a) + 3*u*u*t*float64(b) + 3*u*t*t*float64(c) + t*t*t*float64(d))
		}
		x, y := at(c[0].x, c[1].x, c[2].x, c[3].x), at(c[0].y, c[1].y, c[2].y, c[3].y)
		for _, b := range r.bands {
			if y < b.y || y > b.y+b.h {
				continue
			}
			for _, lane := range b.lanes {
				for _, other := range lane {
					if other != from && other != to && x >= other.x && x <= other.x+boxWidth && y >= other.y && y <= other.y+other.h {
						return true
					}
				}
			}
		}
	}
	return false
}

// around goes from lane to lane where no boxes are: beside the lane, below or above the band, and beside the other lane.
func (r *router) around(from, to *box, start, end point) way {
	of := from.band
	shift := r.used[of] % most * apart
	r.used[of]++
	var level int
	switch {
	case to.band == of:
		level = of.y + headHeight + of.inner + rowGap/2
	case to.band.y > of.y:
		level = of.y + of.h + bandGap/2 - most*apart/2 + shift
	default:
		level = of.y - bandGap/2 - most*apart/2 + shift
	}
	side := 1
	if end.x < start.x {
		side = -1
	}
	out, in := start.x+side*(aside+shift), end.x-side*(aside+shift)
	d := fmt.Sprintf("M%d %d", start.x, start.y)
	at := start
	for _, corner := range []struct{ corner, next point }{
		{point{out, start.y}, point{out, level}}, {point{out, level}, point{in, level}}, {point{in, level}, point{in, end.y}}, {point{in, end.y}, end},
	} {
		before, after := toward(corner.corner, at), toward(corner.corner, corner.next)
		d += fmt.Sprintf("L%d %dQ%d %d %d %d", before.x, before.y, corner.corner.x, corner.corner.y, after.x, after.y)
		at = corner.corner
	}
	return way{d + fmt.Sprintf("L%d %d", end.x, end.y), point{in, level}, end}
}

// toward is the point before a corner, on the straight line from another point.
func toward(corner, from point) point {
	near := func(a, b int) int { return a + max(-turn, min(turn, (b-a)/2)) }
	return point{near(corner.x, from.x), near(corner.y, from.y)}
}
