package report

import (
	"fmt"
	"html/template"
	"slices"

	"github.com/baalint/baalint/pkg/finding"
)

// htmlMap is a picture of the estate.
type htmlMap struct {
	Environment string
	SVG         template.HTML
}

// htmlSpot is a box of a picture that a verdict is about.
type htmlSpot struct{ ID, Label, Environment string }

// mostSpots is how many boxes a verdict names.
const mostSpots = 3

// maps draws the pictures: a box leads to the worst verdict about what it shows, and a verdict that is no pass leads to its boxes.
func (b *htmlBuilder) maps(pictures []finding.Picture) ([]htmlMap, error) {
	drawn := make([]htmlMap, len(pictures))
	for i, picture := range pictures {
		about := b.about(picture)
		boxes := 0
		link := func(facts []string, label string) (string, string) {
			boxes++
			spot := htmlSpot{fmt.Sprintf("map%d-%d", i, boxes), label, picture.Environment}
			var worst *htmlRow
			for _, fact := range facts {
				for _, row := range about[fact] {
					if worst == nil || compareRows(row, worst) < 0 {
						worst = row
					}
					if row.Verdict != finding.Pass && !slices.Contains(row.Spots, spot) {
						row.Spots = append(row.Spots, spot)
					}
				}
			}
			if worst == nil {
				return "", ""
			}
			b.name(worst)
			return "#" + worst.ID, spot.ID
		}
		svg, err := picture.Draw(fmt.Sprintf("-%d", i), link)
		if err != nil {
			return nil, err
		}
		drawn[i] = htmlMap{picture.Environment, template.HTML(svg)} //nolint:gosec // pkg/chart has escaped all that others have written
	}
	return drawn, nil
}

// about are the verdicts of obligations on each fact, as far as they hold in the environment of a picture.
func (b *htmlBuilder) about(picture finding.Picture) map[string][]*htmlRow {
	rows := map[string][]*htmlRow{}
	for _, cells := range b.cells {
		for _, cell := range cells {
			for _, row := range cell.Rows {
				if row.Rule.Profile != "" || picture.Environment != "" && !slices.Contains(row.Environments, picture.Environment) {
					continue
				}
				for _, sight := range row.Sights {
					for _, f := range sight.Items {
						rows[f.Fact] = append(rows[f.Fact], row)
					}
				}
			}
		}
	}
	return rows
}

// Shown are the boxes that a verdict leads to; none where there are too many to name.
func (r *htmlRow) Shown() []htmlSpot {
	if len(r.Spots) > mostSpots {
		return nil
	}
	return r.Spots
}
