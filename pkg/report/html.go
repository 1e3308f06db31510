package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/baalint/baalint/pkg/chart"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

//go:embed html
var htmlFiles embed.FS

// htmlForm is what every page has in common.
type htmlForm struct {
	page   *template.Template
	Style  template.CSS
	Script template.JS
	// Policy allows the style and the script of the page itself, by their digests, and nothing else.
	Policy string
}

var openHTML = sync.OnceValues(func() (*htmlForm, error) {
	form := &htmlForm{}
	var err error
	read := func(name string) string {
		text, failed := htmlFiles.ReadFile("html/" + name)
		if failed != nil {
			err = failed
		}
		return string(text)
	}
	style, script := read("style.css"), read("script.js")
	if err != nil {
		return nil, err
	}
	style += chart.Style
	form.Style, form.Script = template.CSS(style), template.JS(script) //nolint:gosec // both are embedded
	form.Policy = fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", source(style), source(script))
	functions := template.FuncMap{"at": at, "value": valueOf, "counted": finding.Counted, "dates": dates, "code": finding.IsCode, "capital": capital}
	form.page, err = template.New("page.html").Funcs(functions).ParseFS(htmlFiles, "html/page.html")
	return form, err
})

// source is how a Content-Security-Policy names a style or a script.
func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// at is a place as people look for it: main.tf:12.
func at(p finding.Place) string {
	if p.Line < 1 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// dates says since when a party is bound and how long; "" where the agreement does not say.
func dates(p finding.Party) string {
	var said []string
	for _, term := range p.Terms {
		if slices.Contains([]string{"signed", "reviewed", "expires"}, term.Path) && term.Stated {
			said = append(said, strings.ToLower(term.Title[:1])+term.Title[1:]+" "+term.Value)
		}
	}
	return strings.Join(said, ", ")
}

// writeHTML writes the report as evidence: one page that needs nothing but itself, with the agreement and how the obligations stand in
// front, and behind it every verdict with what it rests on.
func writeHTML(w io.Writer, r *finding.Report, o Options) error {
	form, err := openHTML()
	if err != nil {
		return err
	}
	page, err := newPage(form, r, o)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := form.page.Execute(&out, page); err != nil {
		return err
	}
	_, err = w.Write(harmless(out.Bytes()))
	return err
}

// harmless is a page in which nothing reorders text or hides. All that others have written has been
// escaped by the template.
func harmless(page []byte) []byte {
	page = bytes.ToValidUTF8(page, []byte("\ufffd"))
	bad := func(c rune) bool { return c != '\n' && visible.Hidden(c) }
	if bytes.IndexFunc(page, bad) < 0 {
		return page
	}
	var out bytes.Buffer
	for _, c := range string(page) {
		if bad(c) {
			template.HTMLEscape(&out, []byte(visible.Rune(c)))
		} else {
			out.WriteRune(c)
		}
	}
	return out.Bytes()
}

// htmlPage is what the template is filled with.
type htmlPage struct {
	*htmlForm
	*finding.Report
	Evidence *finding.Evidence
	Maps     []htmlMap
	// Tally counts the obligations by how they stand, in the order of the legend.
	Tally  []htmlTally
	Unread int
	// Columns are the obligations, Parts what stands in the evidence: the obligations with verdicts, and the profiles.
	Columns []htmlColumn
	Parts   []*htmlPart
	Matrix  []htmlRoot
	First   []htmlAction
	Later   int
	Missing []*finding.Finding
	// Clouds and RootDirs are what the evidence can be filtered by.
	Clouds, RootDirs []string
	Verdicts         int
}

func newPage(form *htmlForm, r *finding.Report, o Options) (*htmlPage, error) {
	p := &htmlPage{htmlForm: form, Report: r, Evidence: r.Evidence, Unread: unread(r), Verdicts: len(r.Findings)}
	if p.Evidence == nil {
		p.Evidence = &finding.Evidence{}
	}
	b := newHTMLBuilder(r, o)
	var err error
	if p.Maps, err = b.maps(p.Evidence.Maps); err != nil {
		return nil, err
	}
	p.Parts = b.parts()
	p.Columns, p.Tally = b.columns()
	p.Matrix = b.matrix(p.Columns)
	p.First, p.Later = b.first()
	for _, f := range b.order {
		if slices.Contains(agreementConcepts, f.Concept) && f.Verdict != finding.Pass && !f.Waived() && b.examined.rules[f.Rule].Profile == "" {
			if !slices.ContainsFunc(p.Missing, func(other *finding.Finding) bool { return other.Message == f.Message }) {
				p.Missing = append(p.Missing, f)
			}
		}
	}
	for _, s := range b.systems {
		if s.Cloud != "" && !slices.Contains(p.Clouds, s.Cloud) {
			p.Clouds = append(p.Clouds, s.Cloud)
		}
		if s.Root != "" && !slices.Contains(p.RootDirs, s.Root) {
			p.RootDirs = append(p.RootDirs, s.Root)
		}
	}
	slices.Sort(p.Clouds)
	slices.Sort(p.RootDirs)
	return p, nil
}

// Span is how many cells a line of the matrix has.
func (p *htmlPage) Span() int { return len(p.Columns) + 1 }

// fragment is a name as it may stand in an address behind #.
func fragment(name string) string {
	return strings.Map(func(c rune) rune {
		if c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' {
			return c
		}
		return '-'
	}, strings.ToLower(name))
}
