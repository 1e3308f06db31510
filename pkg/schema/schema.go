// Package schema holds the schemas of Terraform providers, parsed type by type as they are asked for, and fits evaluated
// values to them.
//
// A schema file is <provider>.jsonl, sorted: a header line, then one line a type, "resource <type> <json>",
// "data <type> <json>" or "provider <provider> <json>". Sorted lines make finding a type a binary search, so a file of
// two thousand types costs a run nothing but the types it uses.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"
)

// Block is the schema of a resource, data source, provider or nested block. It must not be changed, nor copied, once Fit
// has seen it.
type Block struct {
	Attributes map[string]Attribute
	Blocks     map[string]Nested
	// Partial is true for a type that has more than the file tells.
	Partial bool

	once sync.Once
	plan plan
}

// Attribute is an argument or an exported attribute. Optional and Computed together mean that the provider fills in what
// the configuration leaves out.
type Attribute struct {
	// Type is the provider's own; see Fitted for the type of a fitted value.
	Type                         cty.Type
	Required, Optional, Computed bool
}

// Nested is a nested block type.
type Nested struct {
	// Nesting is "list", "set", "map" or "single".
	Nesting string
	// Required is true where at least one block must be written, Computed where the provider adds blocks of its own.
	Required, Computed bool
	Block              *Block
}

// Header is the first line of a schema file.
type Header struct {
	Provider string `json:"provider"`
	// Version is the provider release, or several in words.
	Version string `json:"version"`
	// Source says what the file was made from.
	Source string `json:"source,omitempty"`
	// Base names a provider whose types hold where this file has none of that name.
	Base string `json:"base,omitempty"`
	// Partial says that the types have more than the file tells.
	Partial bool `json:"partial,omitempty"`
}

// Release is the provider release that the schemas are of, the newest of several: 4.73.0, 2.x, of February 2026.
func (h Header) Release() string {
	release, _, _ := strings.Cut(h.Version, ",")
	release, _, _ = strings.Cut(release, " over ")
	return release
}

// Set gives out the schemas of a directory of schema files. It is safe for concurrent use.
type Set struct {
	fsys fs.FS
	dir  string

	mu    sync.Mutex
	files map[string]*file
}

// file is one schema file. A nil file stands for a provider without one.
type file struct {
	header Header
	lines  []byte // the sorted lines after the header
	parsed map[string]*Block
}

// Open makes a Set of the files in dir. It reads none of them yet; the error is that dir is not a directory.
func Open(fsys fs.FS, dir string) (*Set, error) {
	info, err := fs.Stat(fsys, dir)
	if err != nil {
		return nil, fmt.Errorf("open provider schemas: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("open provider schemas: %s is not a directory", dir)
	}
	return &Set{fsys: fsys, dir: dir, files: map[string]*file{}}, nil
}

// Resource gives the schema of a managed resource type, nil where it is unknown. The provider is the last part of its
// source address: "aws", "google-beta".
func (s *Set) Resource(provider, typ string) *Block { return s.find(provider, "resource "+typ) }

// Data gives the schema of a data source, nil where it is unknown.
func (s *Set) Data(provider, typ string) *Block { return s.find(provider, "data "+typ) }

// Provider gives the schema of the provider block, nil where it is unknown.
func (s *Set) Provider(provider string) *Block { return s.find(provider, "provider "+provider) }

// Header tells where the schemas of a provider come from; false where there are none.
func (s *Set) Header(provider string) (Header, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.open(provider)
	if f == nil || err != nil {
		return Header{}, false
	}
	return f.header, true
}

// Check parses everything there is for a provider and returns the first fault: the lookups take a line they cannot read
// for a type they do not know.
func (s *Set) Check(provider string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.open(provider)
	if err != nil {
		return err
	}
	if f == nil {
		return fmt.Errorf("check provider schemas: none for %q", provider)
	}
	last := ""
	for line := range strings.Lines(string(f.lines)) {
		name, body, ok := splitLine(strings.TrimSuffix(line, "\n"))
		if !ok || name <= last {
			return fmt.Errorf("check provider schemas: %s: line %.60q is malformed or out of order", provider, line)
		}
		if _, err := parseBlock([]byte(body)); err != nil {
			return fmt.Errorf("check provider schemas: %s: %s: %w", provider, name, err)
		}
		last = name
	}
	return nil
}

// splitLine parts "resource aws_db_instance {…}" into its name, of two words, and its body.
func splitLine(line string) (name, body string, ok bool) {
	kind, rest, ok := strings.Cut(line, " ")
	if !ok {
		return "", "", false
	}
	typ, body, ok := strings.Cut(rest, " ")
	return kind + " " + typ, body, ok
}

func (s *Set) find(provider, name string) *Block {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.open(provider)
	if f == nil || err != nil {
		return nil
	}
	if block := f.find(name); block != nil || f.header.Base == "" {
		return block
	}
	if name == "provider "+provider {
		name = "provider " + f.header.Base
	}
	base, err := s.open(f.header.Base)
	if base == nil || err != nil {
		return nil
	}
	return base.find(name)
}

// open reads the file of a provider once.
func (s *Set) open(provider string) (*file, error) {
	if f, ok := s.files[provider]; ok {
		return f, nil
	}
	s.files[provider] = nil
	name := path.Join(s.dir, provider+".jsonl")
	if provider == "" || strings.ContainsAny(provider, `/\`) || !fs.ValidPath(name) {
		return nil, nil
	}
	data, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read provider schema: %w", err)
	}
	head, lines, _ := bytes.Cut(data, []byte("\n"))
	f := &file{lines: lines, parsed: map[string]*Block{}}
	if err := json.Unmarshal(head, &f.header); err != nil {
		return nil, fmt.Errorf("read provider schema: header of %s: %w", name, err)
	}
	s.files[provider] = f
	return f, nil
}

func (f *file) find(name string) *Block {
	if block, ok := f.parsed[name]; ok {
		return block
	}
	var block *Block
	if body := f.body(name); body != nil {
		if parsed, err := parseBlock(body); err == nil {
			block = parsed
			block.Partial = f.header.Partial
		}
	}
	f.parsed[name] = block
	return block
}

// body finds the line that begins with name, by halving the file at the line starts, and returns what follows the name.
func (f *file) body(name string) []byte {
	prefix := []byte(name + " ")
	// The first offset whose line, the one that begins at or after it, does not sort before the prefix.
	at := sort.Search(len(f.lines), func(offset int) bool {
		return bytes.Compare(firstWords(f.lines[f.lineStart(offset):]), prefix) >= 0
	})
	line := f.lines[f.lineStart(at):]
	if !bytes.HasPrefix(line, prefix) {
		return nil
	}
	line, _, _ = bytes.Cut(line, []byte("\n"))
	return line[len(prefix):]
}

// lineStart is the offset of the first line that begins at or after offset.
func (f *file) lineStart(offset int) int {
	if offset == 0 {
		return 0
	}
	next := bytes.IndexByte(f.lines[offset-1:], '\n')
	if next < 0 {
		return len(f.lines)
	}
	return offset + next
}

// firstWords is the start of a line up to and with its second space. The end of the file sorts after everything.
func firstWords(line []byte) []byte {
	if len(line) == 0 {
		return []byte{0xff}
	}
	first := bytes.IndexByte(line, ' ')
	if first < 0 {
		return line
	}
	second := bytes.IndexByte(line[first+1:], ' ')
	if second < 0 {
		return line
	}
	return line[:first+second+2]
}
