package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/pkg/report"
)

// BenchmarkRun measures whole runs over directories like those that users have. Besides time and allocations each case gives
// parse-multiple, the time as a multiple of what it takes only to parse the same files.
func BenchmarkRun(b *testing.B) {
	for _, test := range []struct {
		name  string
		write func(tb testing.TB, dir string)
	}{
		{"ten-file-module", func(tb testing.TB, dir string) { copyEstate(tb, "telehealth", dir) }},
		{"24-roots", writeRoots},
		{"600-files", writeFiles},
		{"resources=1000", func(tb testing.TB, dir string) { writeEstate(tb, dir, 1000) }},
		{"resources=10000", func(tb testing.TB, dir string) { writeEstate(tb, dir, 10_000) }},
		{"failing=10000", func(tb testing.TB, dir string) { writeFailing(tb, dir, 10_000) }},
	} {
		b.Run(test.name, func(b *testing.B) {
			dir := b.TempDir()
			test.write(b, dir)
			b.ReportAllocs()
			for b.Loop() {
				runIn(b, dir)
			}
			each := b.Elapsed() / time.Duration(b.N)
			parsing := best(5, func() { parseOnly(b, dir) })
			b.ReportMetric(float64(each)/float64(parsing), "parse-multiple")
		})
	}
}

// Ten times the resources cost about ten times the time: this fails well before they cost a hundred times.
func TestRunIsLinear(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("measures time")
	}
	tenTimes(t, "resources", 250, writeEstate)
}

// And so do ten times the resources that fail most of what they are judged by: more than two findings each.
func TestFindingsAreLinear(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("measures time")
	}
	tenTimes(t, "failing resources", 250, writeFailing)
}

// And so do ten times the tags, with which stores are held against selections one by one.
func TestTagsAreLinear(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("measures time")
	}
	tenTimes(t, "tags", 2000, writeTags)
}

// tenTimes runs over what is written in a size and in ten times that.
func tenTimes(t *testing.T, what string, n int, write func(tb testing.TB, dir string, n int)) {
	t.Helper()
	small, large := t.TempDir(), t.TempDir()
	write(t, small, n)
	write(t, large, 10*n)
	runIn(t, small) // what is done once per process is not counted
	var ratio float64
	for range 3 {
		few, many := best(5, func() { runIn(t, small) }), best(2, func() { runIn(t, large) })
		if ratio = float64(many) / float64(few); ratio <= 14 {
			return
		}
	}
	t.Errorf("ten times the %s take %.1f times the time", what, ratio)
}

// writeTags writes stores with n tags each, and a selection for each tenth of them.
func writeTags(tb testing.TB, dir string, n int) {
	tb.Helper()
	var text strings.Builder
	text.WriteString("provider \"aws\" {\n  region = \"us-east-1\"\n}\nlocals {\n  tags = {\n")
	for i := range n {
		fmt.Fprintf(&text, "    t%d = \"v%d\"\n", i, i)
	}
	text.WriteString("  }\n}\nvariable \"more\" {\n  type = map(string)\n}\n")
	for _, tags := range []string{"local.tags", "merge(local.tags, { backup = \"yes\" })", "merge(local.tags, var.more)"} {
		fmt.Fprintf(&text, "resource \"aws_ebs_volume\" \"v%d\" {\n  availability_zone = \"us-east-1a\"\n  tags = %s\n}\n", text.Len(), tags)
	}
	text.WriteString("resource \"aws_backup_plan\" \"p\" {\n  name = \"p\"\n  rule {\n    rule_name = \"d\"\n    target_vault_name = \"v\"\n    schedule = \"cron(0 5 * * ? *)\"\n  }\n}\n")
	text.WriteString("resource \"aws_backup_selection\" \"s\" {\n  name = \"s\"\n  plan_id = aws_backup_plan.p.id\n  iam_role_arn = \"arn:aws:iam::111122223333:role/b\"\n")
	for i := 0; i < n; i += 10 {
		fmt.Fprintf(&text, "  selection_tag {\n    type = \"STRINGEQUALS\"\n    key = \"t%d\"\n    value = \"no\"\n  }\n", i)
	}
	text.WriteString("}\n")
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// runIn judges a directory and writes the reports that most people read.
func runIn(tb testing.TB, dir string) {
	tb.Helper()
	result, err := Run(context.Background(), Options{Base: dir, Dirs: []string{"."}, AsOf: asOf, Version: "0.0.0-test"})
	if err != nil {
		tb.Fatal(err)
	}
	if len(result.Findings) == 0 {
		tb.Fatal("nothing was judged")
	}
	for _, format := range []string{"text", "sarif"} {
		if err := report.Write(io.Discard, format, result, report.Options{}); err != nil {
			tb.Fatal(err)
		}
	}
}

// best is the shortest time of several.
func best(times int, do func()) time.Duration {
	shortest := time.Duration(1<<63 - 1)
	for range times {
		start := time.Now()
		do()
		shortest = min(shortest, time.Since(start))
	}
	return shortest
}

func parseOnly(tb testing.TB, dir string) {
	tb.Helper()
	parser := hclparse.NewParser()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".tf" {
			return err
		}
		_, diags := parser.ParseHCLFile(name)
		if diags.HasErrors() {
			return diags
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// copyEstate copies one of testdata/estates, without its agreement: one run has one.
func copyEstate(tb testing.TB, name, dir string) {
	tb.Helper()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(house, "testdata/estates", name))); err != nil {
		tb.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, agreement.FileName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		tb.Fatal(err)
	}
}

// writeRoots makes 24 root modules, about 10,000 lines, as in the examples of a published module.
func writeRoots(tb testing.TB, dir string) {
	tb.Helper()
	for i := range 24 {
		name := []string{"clinic", "telehealth", "hospital-group"}[i%3]
		copyEstate(tb, name, filepath.Join(dir, fmt.Sprintf("%s-%d", name, i)))
	}
}

// writeFiles makes 100 root modules of six files each.
func writeFiles(tb testing.TB, dir string) {
	tb.Helper()
	for i := range 100 {
		copyEstate(tb, "clinic", filepath.Join(dir, fmt.Sprintf("clinic-%d", i)))
	}
}
