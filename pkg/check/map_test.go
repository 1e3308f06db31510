package check

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/chart"
)

// The picture of the README is what baalint draws.
func TestMapPicture(t *testing.T) {
	drawn, _, err := Map(t.Context(), options(t, "testdata/estates/telehealth"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := chart.SVG(&text, drawn, chart.Options{}); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join(house, "docs/pictures/map.svg"), text.String())
}

// The map of every estate, as Mermaid, beside what else must come out of it.
func TestMaps(t *testing.T) {
	for _, dir := range estates(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			t.Parallel()
			opts := options(t, dir)
			if len(opts.Environments) > 1 {
				if _, _, err := Map(t.Context(), opts); err == nil {
					t.Error("several environments are drawn as one")
				}
				opts.Environments = opts.Environments[:1]
			}
			drawn, _, err := Map(t.Context(), opts)
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			if err := chart.Mermaid(&text, drawn); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(house, dir, "expected.mmd"), text.String())
		})
	}
}
