package check

import (
	"os"
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
	folders, err := os.ReadDir(filepath.Join(house, "testdata/estates"))
	if err != nil || len(folders) == 0 {
		t.Fatal("no estates", err)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			t.Parallel()
			dir := path.Join("testdata/estates", folder.Name())
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
