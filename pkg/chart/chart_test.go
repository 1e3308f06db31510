package chart

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/visible"
)

var update = flag.Bool("update", false, "rewrite the expected drawings")

var writers = map[string]func(io.Writer, Map) error{
	"svg":     func(w io.Writer, m Map) error { return SVG(w, m, Options{}) },
	"dot":     DOT,
	"mermaid": Mermaid,
	"json":    JSON,
}

var (
	east   = Site{Cloud: "aws", Region: "us-east-1", Country: "US", Account: "111122223333", Standing: Permitted}
	west   = Site{Cloud: "aws", Region: "us-west-2", Country: "US", Account: "444455556666", Standing: Permitted}
	europe = Site{Cloud: "aws", Region: "eu-west-1", Country: "IE", Account: "111122223333", Standing: Outside}
)

// clinic is an estate with one of everything that the map shows.
func clinic() Map {
	return Map{
		Permitted: "US",
		Nodes: []Node{
			{
				ID: "charts", Stage: StageStore, Site: east, Label: "charts", Type: "aws_db_instance", Address: "aws_db_instance.charts",
				Protected: Yes, Encrypted: Yes, KeyHolder: "customer", Key: "k",
			},
			{ID: "scans", Stage: StageStore, Site: east, Label: "scans", Type: "aws_s3_bucket", Protected: No, Encrypted: No},
			{ID: "notes", Stage: StageStore, Site: east, Label: "notes", Type: "aws_efs_file_system", Protected: Perhaps, Encrypted: Unknown},
			{ID: "daily", Stage: StagePlan, Site: east, Label: "daily", Type: "aws_backup_plan", Notes: []string{"every 24 hours, kept 35 days"}},
			{ID: "vault", Stage: StageVault, Site: east, Label: "vault", Type: "aws_backup_vault", KeyHolder: "customer", Key: "k"},
			{ID: "copies", Stage: StageVault, Site: west, Label: "copies", Type: "aws_backup_vault", KeyHolder: "provider"},
			{ID: "abroad", Stage: StageVault, Site: europe, Label: "abroad", Elsewhere: true},
			{ID: "monthly", Stage: StageTest, Site: east, Label: "monthly", Type: "aws_backup_restore_testing_plan"},
		},
		Arrows: []Arrow{
			{From: "charts", To: "daily", Kind: Backup, Sure: true, Count: 1},
			{From: "notes", To: "daily", Kind: Backup, Sure: false, Count: 1},
			{From: "daily", To: "vault", Kind: Backup, Sure: true, Count: 1},
			{From: "vault", To: "copies", Kind: Copy, Sure: true, Count: 1},
			{From: "vault", To: "abroad", Kind: Copy, Sure: true, Count: 1},
			{From: "scans", To: "abroad", Kind: Replica, Sure: true, Count: 1},
			{From: "vault", To: "monthly", Kind: RestoreTest, Sure: true, Count: 1},
		},
		Keys: []Key{{ID: "k", Label: "alias/records", Site: east, Holder: "customer"}},
	}
}

func TestDrawings(t *testing.T) {
	for format, write := range writers {
		t.Run(format, func(t *testing.T) {
			got := drawn(t, write, clinic())
			file := filepath.Join("testdata", "clinic."+format)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
			for range 5 {
				shuffled := clinic()
				rand.Shuffle(len(shuffled.Nodes), func(i, j int) { shuffled.Nodes[i], shuffled.Nodes[j] = shuffled.Nodes[j], shuffled.Nodes[i] })
				rand.Shuffle(len(shuffled.Arrows), func(i, j int) { shuffled.Arrows[i], shuffled.Arrows[j] = shuffled.Arrows[j], shuffled.Arrows[i] })
				if again := drawn(t, write, shuffled); again != got {
					t.Fatal("the order in which things are told changes the drawing:\n", cmp.Diff(got, again))
				}
			}
		})
	}
}

func drawn(t *testing.T, write func(io.Writer, Map) error, m Map) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What colour says is said in words, too.
func TestWordsForColours(t *testing.T) {
	for format, write := range writers {
		if format == "json" {
			continue
		}
		got := drawn(t, write, clinic())
		for _, words := range []string{"nothing protects it", "not encrypted", "OUTSIDE the permitted places", "key held by the practice"} {
			if !strings.Contains(got, words) {
				t.Errorf("%s does not say %q", format, words)
			}
		}
	}
}

var hostile = []string{
	`</text><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "]]>", "a\x00b\x1bc", `x" URL="javascript:alert(1)`, "\\\" ]; evil [ \"",
	"n0\"]\nend\nclick n0 \"javascript:alert(1)\"", "&#x3c;script&#x3e;", "`backticks`", strings.Repeat("long", 200), "\u202eright to left", "\xff\xfe",
}

// Names come from other people's files.
func TestHostileNames(t *testing.T) {
	m := Map{Permitted: hostile[0]}
	for i, name := range hostile {
		site := Site{Cloud: name, Region: name, Country: name, Account: name, Standing: standings[i%3]}
		m.Nodes = append(m.Nodes, Node{ID: fmt.Sprint(i), Stage: stages[i%4], Site: site, Label: name, Type: name, Address: name, Notes: []string{name}})
		m.Arrows = append(m.Arrows, Arrow{From: fmt.Sprint(i), To: fmt.Sprint((i + 1) % len(hostile)), Kind: Copy, Sure: i%2 == 0})
		m.Keys = append(m.Keys, Key{ID: name, Label: name, Site: site, Holder: name})
	}
	picture := drawn(t, func(w io.Writer, m Map) error {
		return SVG(w, m, Options{Link: func(n Node) (string, string) { return n.Label, n.Label }})
	}, m)
	wellFormed(t, picture)
	for _, bad := range []string{"<script", "<img"} {
		if strings.Contains(picture, bad) {
			t.Errorf("the picture contains %s", bad)
		}
	}
	for line := range strings.Lines(drawn(t, DOT, m)) {
		if quotes := len(regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*"`).FindAllString(line, -1)); quotes%2 != 0 {
			t.Errorf("a string of DOT does not end: %s", line)
		}
	}
	for line := range strings.Lines(drawn(t, Mermaid, m)) {
		if text := strings.TrimSpace(line); strings.HasPrefix(text, "click") || strings.Count(text, `"`)%2 != 0 {
			t.Errorf("a name breaks out of Mermaid: %s", line)
		}
	}
	for format, write := range writers {
		if picture := drawn(t, write, m); strings.ContainsFunc(picture, func(r rune) bool { return r != '\n' && visible.Hidden(r) }) {
			t.Errorf("%s hides something", format)
		}
	}
	var back Map
	if err := json.Unmarshal([]byte(drawn(t, JSON, m)), &back); err != nil || len(back.Nodes) != len(m.Nodes) {
		t.Error(err)
	}
}

func wellFormed(t *testing.T, picture string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(picture))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains([]string{"svg", "title", "desc", "style", "defs", "pattern", "path", "marker", "g", "rect", "text", "tspan", "a"}, element.Name.Local) {
			t.Errorf("there is an element %s", element.Name.Local)
		}
		for _, attribute := range element.Attr {
			if strings.HasPrefix(attribute.Name.Local, "on") {
				t.Errorf("%s has %s", element.Name.Local, attribute.Name.Local)
			}
		}
	}
}

// What a name hides is shown where it is drawn.
func TestHiddenRunes(t *testing.T) {
	m := Map{Nodes: []Node{{ID: "a", Stage: StageStore, Label: "pay\u202eroll\u200b", Site: east}}}
	for format, want := range map[string]string{"svg": "pay&lt;U+202E&gt;roll&lt;U+200B&gt;", "dot": "pay<U+202E>roll<U+200B>", "mermaid": "pay#60;U+202E#62;roll", "json": `pay\u202eroll\u200b`} {
		if picture := drawn(t, writers[format], m); !strings.Contains(picture, want) {
			t.Errorf("%s does not say %s:\n%s", format, want, picture)
		}
	}
}

// crowded is an estate of so many stores: most are backed up by one of a few plans, every tenth by none.
func crowded(stores int) Map {
	m := Map{Permitted: "US", Nodes: []Node{{ID: "v", Stage: StageVault, Site: east, Label: "v"}}}
	for i := range 5 {
		plan := fmt.Sprintf("p%d", i)
		m.Nodes = append(m.Nodes, Node{ID: plan, Stage: StagePlan, Site: east, Label: plan})
		m.Arrows = append(m.Arrows, Arrow{From: plan, To: "v", Kind: Backup, Sure: true, Count: 1})
	}
	for i := range stores {
		n := Node{
			ID: fmt.Sprint(i), Stage: StageStore, Site: east, Type: "aws_s3_bucket", Label: fmt.Sprint("bucket-", i),
			Address: fmt.Sprintf("aws_s3_bucket.b[%d]", i), Protected: Yes,
		}
		if i%10 == 0 {
			n.Protected = No
		} else {
			m.Arrows = append(m.Arrows, Arrow{From: n.ID, To: fmt.Sprintf("p%d", i%5), Kind: Backup, Sure: true, Count: 1})
		}
		m.Nodes = append(m.Nodes, n)
	}
	return m
}

func TestGrouped(t *testing.T) {
	others := len(crowded(0).Nodes)
	if few := crowded(crowd - others); len(few.Nodes) != crowd || len(few.Grouped().Nodes) != crowd {
		t.Error("what can be drawn one by one is drawn together")
	}
	if many := crowded(crowd - others + 1); len(many.Grouped().Nodes) > crowd {
		t.Error("more is drawn one by one than can be")
	}
	m := crowded(500)
	m.Sort()
	grouped := m.Grouped()
	if len(grouped.Nodes) > crowd {
		t.Errorf("%d nodes are drawn", len(grouped.Nodes))
	}
	members, bare := 0, 0
	for _, n := range grouped.Nodes {
		if n.Stage == StageStore {
			members += n.number()
		}
		if n.Protected == No {
			bare += n.number()
		}
	}
	if members != 500 || bare != 50 {
		t.Errorf("%d stores are drawn, %d without protection", members, bare)
	}
	arrows := 0
	for _, a := range grouped.Arrows {
		arrows += a.Count
	}
	if arrows != len(m.Arrows) {
		t.Errorf("%d of %d arrows are drawn", arrows, len(m.Arrows))
	}
	if picture := drawn(t, writers["svg"], m); !strings.Contains(picture, "50 stores") || !strings.Contains(picture, "500 stores, 5 plans and 1 vaults") {
		t.Error("the numbers are not in the picture")
	}
}

// Boxes stand within their band, and beside each other.
func TestLayout(t *testing.T) {
	for _, m := range []Map{clinic(), crowded(30), crowded(500).Grouped(), {}} {
		l := lay(m)
		for _, b := range l.bands {
			for _, lane := range b.lanes {
				bottom := b.y + headHeight
				for _, x := range lane {
					if x.y < bottom || x.y+x.h > b.y+b.h || x.x+boxWidth > l.width-margin {
						t.Errorf("%s stands at %d, %d outside of its place", x.node.ID, x.x, x.y)
					}
					bottom = x.y + x.h
				}
			}
		}
	}
}

// An arrow leads over no box but those of its ends.
func TestWays(t *testing.T) {
	m := clinic()
	for i := range 6 {
		id := fmt.Sprint("more", i)
		m.Nodes = append(m.Nodes,
			Node{ID: id, Stage: StageStore, Site: east, Label: id}, Node{ID: "plan-" + id, Stage: StagePlan, Site: east, Label: id},
			Node{ID: "far-" + id, Stage: StageVault, Site: west, Label: id})
		m.Arrows = append(m.Arrows,
			Arrow{From: id, To: "far-" + id, Kind: Replica, Sure: true, Count: 1}, Arrow{From: id, To: "vault", Kind: Replica, Sure: true, Count: 1},
			Arrow{From: "far-" + id, To: id, Kind: Copy, Sure: true, Count: 1}, Arrow{From: id, To: "plan-" + id, Kind: Backup, Sure: true, Count: 1})
	}
	m.Sort()
	l := lay(m)
	r := &router{layout: l, used: map[*band]int{}}
	bent := 0
	for _, a := range m.Arrows {
		from, to := l.boxes[a.From], l.boxes[a.To]
		d := r.path(from, to).d
		if strings.Contains(d, "Q") {
			bent++
		}
		for _, p := range points(t, d) {
			for _, b := range l.boxes {
				if b != from && b != to && p.x >= b.x && p.x <= b.x+boxWidth && p.y >= b.y && p.y <= b.y+b.h {
					t.Errorf("the arrow from %s to %s leads over %s: %s", a.From, a.To, b.node.ID, d)
				}
			}
			if p.x < 0 || p.x > l.width || p.y < 0 || p.y > l.height {
				t.Errorf("the arrow from %s to %s leaves the picture at %v", a.From, a.To, p)
			}
		}
	}
	if bent == 0 {
		t.Error("no arrow goes around anything")
	}
}

// points are points along a way, close to each other; of a cubic curve those of its course.
func points(t *testing.T, d string) []point {
	t.Helper()
	var all []point
	at := point{}
	for _, part := range regexp.MustCompile(`([MLQC])([\d -]+)`).FindAllStringSubmatch(d, -1) {
		var via []point
		numbers := strings.Fields(part[2])
		for i := 0; i+1 < len(numbers); i += 2 {
			var p point
			if _, err := fmt.Sscan(numbers[i], &p.x); err != nil {
				t.Fatal(err)
			}
			if _, err := fmt.Sscan(numbers[i+1], &p.y); err != nil {
				t.Fatal(err)
			}
			via = append(via, p)
		}
		if part[1] == "M" {
			at = via[0]
			continue
		}
		control := append([]point{at}, via...)
		for i := range 101 {
			p := slices.Clone(control)
			for n := len(p); n > 1; n-- { // de Casteljau
				for k := range n - 1 {
					p[k] = point{p[k].x + (p[k+1].x-p[k].x)*i/100, p[k].y + (p[k+1].y-p[k].y)*i/100}
				}
			}
			all = append(all, p[0])
		}
		at = via[len(via)-1]
	}
	return all
}

func TestFolded(t *testing.T) {
	for text, want := range map[string][]string{
		"short":                     {"short"},
		"lakeside-health-documents": {"lakeside-health-", "documents"},
		strings.Repeat("x", 25):     {strings.Repeat("x", 20), "xxxxx"},
		strings.Repeat("y", 100):    {strings.Repeat("y", 20), strings.Repeat("y", 20), strings.Repeat("y", 19) + "…"},
		"two words of some length":  {"two words of some", "length"},
	} {
		if diff := cmp.Diff(want, folded(text, 20)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	m := crowded(10_000)
	for b.Loop() {
		if err := SVG(io.Discard, m, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A place with little in it has room for its title all the same.
func TestTitlesFit(t *testing.T) {
	site := Site{Cloud: "azure", Region: "westeurope", Country: "NL", Account: "7d2f7f0e-3a5b-4a55-9a1a-5c8f0e6f2b11", Standing: Outside}
	l := lay(Map{Permitted: "US, canadacentral, canadaeast", Nodes: []Node{{ID: "a", Stage: StageStore, Label: "a", Site: site}}})
	if chars := len(site.title() + site.remark("US, canadacentral, canadaeast")); l.width < 8*chars {
		t.Errorf("%d characters in %d", chars, l.width)
	}
}
