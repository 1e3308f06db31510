package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// evidence judges a directory of the repository, or one by its absolute path, and gives the page that it is told in.
func evidence(t *testing.T, dir string, flags ...string) string {
	t.Helper()
	if !filepath.IsAbs(dir) {
		t.Chdir("../../testdata/estates")
	} else {
		t.Chdir(dir)
		dir = "."
	}
	file := filepath.Join(t.TempDir(), "evidence.html")
	var stderr bytes.Buffer
	c := newCommand(&bytes.Buffer{}, &stderr, nil)
	if code := c.run(t.Context(), append([]string{"--format", "html=" + file, "--as-of", "2026-11-01", "--hardening", dir}, flags...)); code == exitUsage {
		t.Fatal(stderr.String())
	}
	return file
}

// The page as a person uses it: it loads and says nothing on its console, every link on it leads somewhere, it is accessible in light and
// dark and on a narrow screen, and can be filtered, searched, linked to and printed.
func TestEvidencePage(t *testing.T) {
	for _, estate := range []string{"hospital-group", "radiology", "two-clinics"} {
		t.Run(estate, func(t *testing.T) {
			b := openBrowser(t)
			file := evidence(t, estate)
			b.size(1280, 900)
			b.open(file, "")
			b.want(`document.title.startsWith('Backup evidence')`, true)
			b.want(`[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(h => !document.getElementById(h.slice(1))).join()`, "")
			b.want(`(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))`, 0)
			b.want(`document.documentElement.scrollWidth <= innerWidth`, true)
			b.accessible("light")
			if estate == "radiology" { // it has verdicts of every kind
				b.media("", "dark")
				b.accessible("dark")
				b.media("", "light")
			}
			b.size(360, 800)
			b.want(`document.documentElement.scrollWidth <= innerWidth`, true)
			b.size(1280, 900)
			filters(b)
			links(b, file)
			mapLinks(b, file)
			b.quiet()
		})
	}
}

// filters narrows the evidence down by each filter, and by words.
func filters(b *browser) {
	b.t.Helper()
	const shown = `[...document.querySelectorAll('.row')].filter(r => r.checkVisibility())`
	set := func(name, value string) {
		b.eval(fmt.Sprintf(`(f => { f.elements[%q].value = %q; f.requestSubmit() })(document.getElementById('filter'))`, name, value))
	}
	reset := func() {
		b.eval(`new Promise(done => { document.getElementById('filter').reset(); setTimeout(done, 20) })`)
	}
	all := b.eval(shown + `.length`).(float64)
	for _, verdict := range []string{"pass", "fail", "open"} {
		set("verdict", verdict)
		b.want(shown+`.every(r => r.classList.contains('`+verdict+`'))`, true)
		b.want(shown+`.length`, b.eval(`document.querySelectorAll('.row.`+verdict+`').length`))
	}
	reset()
	b.want(shown+`.length`, all)
	set("severity", "medium")
	b.want(shown+`.every(r => r.dataset.s === 'medium')`, true)
	reset()
	set("part", "encryption-at-rest")
	b.want(`[...new Set(`+shown+`.map(r => r.closest('.part').id))].join()`, "o-encryption-at-rest")
	b.want(`location.hash`, "#?part=encryption-at-rest")
	reset()
	root := b.eval(`document.querySelector('#filter [name=root]').lastElementChild.value`)
	set("root", root.(string))
	b.want(shown+`.length > 0 && `+shown+`.every(r => r.closest('.cell').dataset.root === '`+root.(string)+`')`, true)
	reset()
	address := b.eval(`document.querySelector('.items > li').firstChild.textContent.trim()`).(string)
	set("q", address)
	b.want(shown+`.length > 0 && [...document.querySelectorAll('.items > li')].filter(i => i.checkVisibility()).every(i => i.textContent.includes('`+address+`'))`, true)
	b.want(shown+`.length < `+fmt.Sprint(all), true)
	set("q", "no such thing anywhere")
	b.want(shown+`.length`, 0)
	reset()
	b.want(shown+`.length`, all)
}

// links follows links into what is folded and what is filtered out, and takes the filter from the address.
func links(b *browser, file string) {
	b.t.Helper()
	rule := b.eval(`document.querySelector('.rule').id`).(string)
	b.open(file, "#"+rule)
	b.want(`document.getElementById('`+rule+`').checkVisibility()`, true)
	b.want(`(r => r.top >= 0 && r.top < innerHeight)(document.getElementById('`+rule+`').getBoundingClientRect())`, true)
	b.open(file, "#?verdict=pass&severity=high")
	b.want(`document.querySelectorAll('#filter [name=verdict]')[0].value + document.querySelector('#filter [name=severity]').value`, "passhigh")
	b.want(`[...document.querySelectorAll('.row')].filter(r => r.checkVisibility()).every(r => r.matches('.pass[data-s=high]'))`, true)
	b.eval(`new Promise(done => { location.hash = document.querySelector('.cell[hidden]').id; setTimeout(done, 50) })`)
	b.want(`document.querySelector(location.hash).checkVisibility()`, true)
	b.want(`document.activeElement.id === location.hash.slice(1)`, true)
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "text": "/", "key": "/"}, nil)
	b.want(`document.activeElement.name`, "q")
}

// mapLinks goes from a box of the map to its evidence by the keyboard, and back.
func mapLinks(b *browser, file string) {
	b.t.Helper()
	b.open(file, "")
	b.want(`document.querySelectorAll('#map a[href] .map-node').length > 2 && [...document.querySelectorAll('#map .map-alarm')].every(n => n.closest('a[href^="#v-"]'))`, true)
	// Each box leads to a verdict that names what it shows, of which the last line of its title is the address.
	b.want(`[...document.querySelectorAll('#map a')].filter(a => {
		const row = document.getElementById(a.getAttribute('href').slice(1)), address = a.querySelector('title').textContent.split('\n').at(-1)
		return !row?.matches('.row') || ![...row.querySelectorAll('.items > li')].some(i => i.firstChild.textContent.trim() === address)
	}).map(a => a.textContent).join()`, "")
	b.eval(`document.querySelector('#map .scroll').focus()`)
	b.key("Tab")
	b.want(`document.activeElement === document.querySelector('#map a')`, true)
	b.want(`parseFloat(getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth) >= 4`, true)
	target := b.eval(`document.activeElement.getAttribute('href')`).(string)
	b.key("Enter")
	b.want(`location.hash`, target)
	b.want(`(r => r.bottom > 0 && r.top < innerHeight)(document.querySelector(location.hash).getBoundingClientRect())`, true)
	b.want(`[...document.querySelectorAll('.row a[href^="#map"]')].every(a => document.querySelector(a.hash)?.matches('#map a'))`, true)
	if b.eval(`document.querySelectorAll('.row.fail').length`).(float64) > 0 {
		b.want(`document.querySelectorAll('.row.fail a[href^="#map"]').length > 0`, true)
	}
}

// Without JavaScript everything is there; on paper nothing is folded.
func TestEvidenceWithoutScript(t *testing.T) {
	b := openBrowser(t)
	file := evidence(t, "hospital-group")
	b.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	b.open(file, "#o-data-location")
	b.want(`document.getElementById('filter').checkVisibility()`, false)
	b.want(`document.querySelectorAll('.row').length > 50 && [...document.querySelectorAll('.row')].every(r => r.checkVisibility())`, true)
	b.want(`(r => r.top >= 0 && r.top < innerHeight)(document.querySelector(':target').getBoundingClientRect())`, true)
	b.eval(`document.querySelector('#map a').focus()`)
	b.key("Enter")
	b.want(`document.querySelector(':target').matches('.row') && document.querySelector('#map a').getAttribute('href') === location.hash`, true)
	b.want(`document.querySelectorAll('.items').length > document.querySelectorAll('details .items').length && document.querySelectorAll('details .items').length > 0`, true)
	b.media("print", "light")
	b.want(`[...document.querySelectorAll('.items > li')].every(i => i.getBoundingClientRect().height > 0)`, true)
	b.size(700, 1000) // about the width of a page: what is wider would shrink everything
	b.want(`document.documentElement.scrollWidth <= innerWidth`, true)
	var printed struct{ Data string }
	b.call("Page.printToPDF", map[string]any{"preferCSSPageSize": true}, &printed)
	if len(printed.Data) < 1<<15 {
		t.Errorf("the printed page has %d bytes", len(printed.Data))
	}
	b.quiet()
}

// What a run is asked about can be told from the rest.
func TestNarrowedEvidence(t *testing.T) {
	b := openBrowser(t)
	baseline := filepath.Join(t.TempDir(), "old.sarif")
	b.open(evidence(t, "radiology", "--open", "fail", "--format", "sarif="+baseline), "")
	b.want(`document.querySelectorAll('#filter [name=asked], .narrowed').length`, 0)
	t.Chdir("../../cmd/baalint")
	b.open(evidence(t, "radiology", "--baseline", baseline), "#?asked=false")
	const shown = `[...document.querySelectorAll('.row')].filter(r => r.checkVisibility())`
	b.want(shown+`.length`, b.eval(`document.querySelectorAll('.row.fail, .row.open, .row.waived').length`))
	b.want(shown+`.every(r => r.querySelector('.asked').textContent === 'in the baseline')`, true)
	b.eval(`(f => { f.elements.asked.value = 'true'; f.requestSubmit() })(document.getElementById('filter'))`)
	b.want(shown+`.length`, 0)
	b.accessible("narrowed")
	b.quiet()
}

// hostile are texts that would become markup, or a script, if any of them got through.
var hostile = []string{
	`</script><script>window.owned = 1</script>`, `<img src=x onerror=window.owned=2>`, `" onmouseover="window.owned=3`, `</style><svg onload=window.owned=4>`,
	`javascript:window.owned=5`, `{{.Script}}<!--`, `' autofocus onfocus='window.owned=6`, reversed,
}

// reversed turns around what follows it.
const reversed = "<\u202esvg><use href=data:image/svg+xml,x>"

// Names of resources, files, regions, parties and reasons cannot become markup.
func TestHostileNamesInEvidence(t *testing.T) {
	b := openBrowser(t)
	dir := t.TempDir()
	var keys, vendors, waivers strings.Builder
	for i, text := range hostile {
		fmt.Fprintf(&keys, "    %q = %q\n", text, text)
		if text == reversed {
			continue // YAML refuses it
		}
		fmt.Fprintf(&vendors, "  - name: %q\n    signed: none\n    services: [%q]\n", fmt.Sprint(i, text), "S"+text+"s")
		fmt.Fprintf(&waivers, "  - {rule: force-destroy-off, address: %q, reason: %q, approver: %q}\n", fmt.Sprintf("aws_s3_bucket.b[%q]", text), text, text)
	}
	for name, text := range map[string]string{
		`<img src=x onerror=window.owned=7>.tf`: "locals {\n  names = {\n" + keys.String() + "  }\n}\n" + `
resource "aws_s3_bucket" "b" {
  for_each      = local.names
  bucket        = each.value
  region        = each.value
  force_destroy = true
  tags          = { (each.key) = each.value }
}
resource "aws_db_instance" "d" {
  for_each   = local.names
  identifier = each.value
}
`,
		"baa.yaml":      fmt.Sprintf("covered_entity: %q\nvendors:\n%s", hostile[0], vendors.String()),
		".baalint.yaml": "waivers:\n" + waivers.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	file := evidence(t, dir)
	b.open(file, "")
	b.eval(`for (const d of document.querySelectorAll('details')) d.open = true`)
	b.eval(`for (const e of document.querySelectorAll('*')) for (const type of ['mouseover', 'focus', 'load', 'error']) e.dispatchEvent(new Event(type))`)
	b.want(`window.owned`, nil)
	b.want(`document.scripts.length`, 1)
	b.want(`document.querySelectorAll('img, iframe, object, embed, link, base, style:not(head > style)').length`, 0)
	b.want(`[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on') || a.name === 'style' || a.name === 'autofocus' ||
		a.name === 'href' && !/^(#|https:)/.test(a.value)).map(a => a.name + '=' + a.value).join()`, "")
	for _, text := range hostile[:7] {
		b.want(fmt.Sprintf(`document.body.textContent.includes(%q)`, text), true)
	}
	b.want(`document.body.textContent.includes('\u202e')`, false)
	b.quiet()
}

// Ten thousand facts are loaded, searched and filtered soon enough to be used.
func TestLargeEvidence(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	b := openBrowser(t)
	dir := t.TempDir()
	var config strings.Builder
	for i := range 100 {
		fmt.Fprintf(&config, "resource \"aws_ebs_volume\" \"v%d\" {\n  count = 100\n  availability_zone = \"us-east-1a\"\n  size = %d\n  encrypted = %v\n}\n", i, i+1, i%10 > 0)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	file := evidence(t, dir)
	const soon = 30 * time.Second // of a machine that does much else; alone it is a thirtieth of that
	began := time.Now()
	b.open(file, "")
	b.want(`document.querySelectorAll('.items > li').length > 50000`, true)
	if took := time.Since(began); took > soon {
		t.Errorf("it took %v to load", took)
	}
	took := b.eval(`(() => {
		const began = performance.now(), form = document.getElementById('filter')
		form.elements.q.value = 'v17[42]'
		form.requestSubmit()
		document.body.getBoundingClientRect()
		return performance.now() - began
	})()`).(float64)
	if took > float64(soon/time.Millisecond) {
		t.Errorf("it took %.0f ms to search", took)
	}
	b.want(`new Set([...document.querySelectorAll('.items > li')].filter(i => i.checkVisibility({ contentVisibilityAuto: false })).map(i => i.firstChild.textContent.trim())).size <= 1`, true)
	t.Logf("searched in %.0f ms", took)
	b.quiet()
}

// -update takes the pictures of the documentation.
func TestEvidencePictures(t *testing.T) {
	if !*update {
		t.Skip("pictures are taken with -update")
	}
	pictures, err := filepath.Abs("../../docs/pictures")
	if err != nil {
		t.Fatal(err)
	}
	b := openBrowser(t)
	file := evidence(t, "radiology")
	for _, picture := range []struct {
		name, hash, scheme string
		height             int
	}{{"evidence.webp", "", "light", 1180}, {"evidence-dark.webp", "#matrix", "dark", 1000}, {"evidence-verdicts.webp", "#?verdict=fail", "light", 900}} {
		b.media("", picture.scheme)
		b.size(1280, picture.height)
		b.open(file, picture.hash)
		b.eval(`new Promise(done => setTimeout(done, 500))`) // a smooth scroll has come to its end
		if err := os.MkdirAll(pictures, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(pictures, picture.name), b.picture(1280, picture.height), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
