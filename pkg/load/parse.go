package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/json"

	"github.com/baalint/baalint/pkg/tffunc"
)

const (
	// maxConfig bounds a configuration or variable file, maxRead what file() and its kin read.
	maxConfig = 32 << 20
	maxRead   = 16 << 20
	// maxDepth and maxOperators bound nesting: the HCL parser and every walk over its trees recurse, and a Go stack that
	// overflows ends the process.
	maxDepth     = 1000
	maxOperators = 100_000
)

// file is one configuration file. body is nil where nothing of it could be parsed.
type file struct {
	name  string
	src   []byte
	body  hcl.Body
	diags hcl.Diagnostics
	// blocks are those of a configuration file.
	blocks hcl.Blocks
}

func (f *file) override() bool {
	name := f.name[strings.LastIndexByte(f.name, '/')+1:]
	for _, extension := range extensions {
		name = strings.TrimSuffix(name, extension)
	}
	return name == "override" || strings.HasSuffix(name, "_override")
}

// extensions are those of configuration files, OpenTofu's own last.
var extensions = []string{".tf.json", ".tf", ".tofu.json", ".tofu"}

// isConfig reports whether Terraform or OpenTofu would read a file of that name as configuration.
func isConfig(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return false // hidden files and what editors leave behind
	}
	return slices.ContainsFunc(extensions, func(extension string) bool { return strings.HasSuffix(name, extension) })
}

// configFiles lists the configuration files of a directory, sorted. A directory that does not exist has none; one that
// cannot be listed is an error. As in OpenTofu, main.tofu is read instead of main.tf, main.tofu.json instead of main.tf.json.
func configFiles(abs string) ([]string, error) {
	entries, err := os.ReadDir(abs)
	if err != nil {
		if info, statErr := os.Stat(abs); statErr == nil && info.IsDir() {
			return nil, unwrapPath(err)
		}
		return nil, nil
	}
	var names []string
	for _, entry := range entries { // sorted by ReadDir
		if !entry.IsDir() && isConfig(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(names, tofuName(name)) }), nil
}

// tofuName is the name of the file that OpenTofu reads instead, "" for one that is OpenTofu's own.
func tofuName(name string) string {
	for _, ending := range []string{"", ".json"} {
		if base, ok := strings.CutSuffix(name, ".tf"+ending); ok {
			return base + ".tofu" + ending
		}
	}
	return ""
}

func hasConfig(abs string) bool {
	names, _ := configFiles(abs)
	return len(names) > 0
}

// readConfig reads and parses the configuration file of a name relative to Base.
func (t *Tree) readConfig(name string) *file {
	src, err := readRegular(t.absolute(name))
	if err != nil {
		return unreadable(name, err)
	}
	return configFile(name, src)
}

// configFile parses a configuration file, and finds its blocks.
func configFile(name string, src []byte) *file {
	f := parseConfig(name, src)
	if f.body == nil {
		return f
	}
	content, diags := f.body.Content(fileSchema)
	f.diags = append(f.diags, diags...)
	if content != nil {
		f.blocks = content.Blocks
	}
	return f
}

func unreadable(name string, err error) *file {
	return &file{name: name, diags: hcl.Diagnostics{{
		Severity: hcl.DiagError,
		Summary:  "Unreadable file",
		Detail:   fmt.Sprintf("%s is left out: %s.", name, err),
		Subject:  &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos},
	}}}
}

// readRegular reads a regular file of no more than maxConfig bytes. Errors do not hold the absolute path.
func readRegular(abs string) ([]byte, error) {
	info, err := os.Stat(abs) // before opening: opening a pipe would wait for its writer
	if err != nil {
		return nil, unwrapPath(err)
	}
	if err := checkRegular(info, maxConfig); err != nil {
		return nil, err
	}
	f, err := os.Open(abs)
	if err != nil {
		return nil, unwrapPath(err)
	}
	defer f.Close()
	return readLimited(f, info.Size(), maxConfig)
}

func checkRegular(info os.FileInfo, limit int64) error {
	switch {
	case info.IsDir():
		return errors.New("it is a directory")
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	case info.Size() > limit:
		return tooBig(limit)
	}
	return nil
}

func tooBig(limit int64) error { return fmt.Errorf("it is larger than %d MiB", limit>>20) }

// readLimited reads to the end, size being what is expected: a file may grow while it is read.
func readLimited(r io.Reader, size, limit int64) ([]byte, error) {
	var buffer bytes.Buffer
	buffer.Grow(int(size) + bytes.MinRead)
	if _, err := buffer.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, unwrapPath(err)
	}
	if int64(buffer.Len()) > limit {
		return nil, tooBig(limit)
	}
	return buffer.Bytes(), nil
}

// parseConfig parses HCL, or JSON where the name ends in .json. What the parser could make of a broken file stays.
func parseConfig(name string, src []byte) *file {
	f := &file{name: name, src: src}
	isJSON := strings.HasSuffix(name, ".json")
	if err := parsable(src, isJSON); err != nil {
		broken := unreadable(name, err)
		broken.src = src
		return broken
	}
	if !isJSON {
		body, diags := parseNative(name, src)
		f.diags = diags
		if body == nil {
			return f
		}
		f.body = body
		if tffunc.MayBeEndless(src) {
			f.diags = append(f.diags, tffunc.BoundNumbers(body)...)
		}
		return f
	}
	start := hcl.InitialPos
	if rest, ok := bytes.CutPrefix(src, []byte("\ufeff")); ok {
		start.Byte = len(src) - len(rest)
		src = rest
	}
	parsed, diags := json.ParseWithStartPos(src, name, start)
	f.diags = diags
	if parsed != nil && !diags.HasErrors() {
		f.body = parsed.Body
	}
	return f
}

// parsable refuses what is no text and what is nested too deeply for the parser.
func parsable(src []byte, isJSON bool) error {
	if !utf8.Valid(src) {
		return errors.New("it is not valid UTF-8")
	}
	depth, operators := 0, 0
	for _, c := range src {
		switch classes[c] {
		case opens:
			depth++
			if depth > maxDepth {
				return fmt.Errorf("it is nested more than %d levels deep", maxDepth)
			}
		case closes:
			depth = max(depth-1, 0)
		case operates:
			operators++
			if operators > maxOperators {
				return fmt.Errorf("it has an expression of more than %d operators", maxOperators)
			}
		case separates:
			// A line ends an expression, except inside of brackets; in JSON each string is one.
			if depth == 0 && c == '\n' || isJSON && c == '"' {
				operators = 0
			}
		}
	}
	return nil
}

// The classes of bytes that parsable counts. Brackets in strings and comments count too: they are nearly always
// balanced, and the bounds leave room for those that are not.
const (
	opens = iota + 1
	closes
	operates
	separates
)

var classes = func() (table [256]byte) {
	for class, chars := range map[byte]string{opens: "([{", closes: ")]}", operates: "!-+*/%&|<>=?", separates: "\n\""} {
		for _, c := range []byte(chars) {
			table[c] = class
		}
	}
	return table
}()

// parsedFiles tells the primary files from the overrides, each in the order of their names.
func parsedFiles(files []*file) (primary, overrides []*file) {
	for _, f := range files {
		if f.override() {
			overrides = append(overrides, f)
		} else {
			primary = append(primary, f)
		}
	}
	byName := func(a, b *file) int { return strings.Compare(a.name, b.name) }
	slices.SortFunc(primary, byName)
	slices.SortFunc(overrides, byName)
	return primary, overrides
}
