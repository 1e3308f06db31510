// Package diff reads unified diffs: which lines of which files a change touches.
package diff

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

// Change is what a diff does to files, by the names and the lines that it leaves behind.
type Change struct {
	files map[string]*file
}

// file holds the lines of a file that the diff shows. Lines count from 1.
type file struct {
	text map[int]string
	// added are the lines that the diff adds, gaps those behind which lines were deleted, 0 at the head of the file; both sorted.
	added, gaps []int
}

// maxLine bounds the numbers of lines.
const maxLine = 1 << 30

// combined begins the diff of a merge with its parents, which has no lines of its own.
var combined = regexp.MustCompile(`(?m)^(diff --(cc|combined) |@@@ )`)

// Read reads the diff of one change. Files that it deletes are left out. Nothing but blanks is a change of nothing.
func Read(data []byte) (*Change, error) {
	c := &Change{files: map[string]*file{}}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return c, nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nil, errors.New("it is UTF-16: let git write it, git diff --output FILE")
	case combined.Match(data):
		return nil, errors.New("it is the diff of a merge with several parents: name two commits, git diff A B")
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) // how lines end is no matter
	files, _, err := gitdiff.Parse(bytes.NewReader(prefixed(data)))
	if err != nil {
		return nil, fmt.Errorf("not a unified diff: %w", err)
	}
	if len(files) == 0 {
		return nil, errors.New("not a unified diff: it names no files")
	}
	for _, f := range files {
		if f.IsDelete || f.NewName == "" || f.NewName == "/dev/null" {
			continue
		}
		if err := c.add(f); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Change) add(f *gitdiff.File) error {
	if c.files[f.NewName] != nil {
		return fmt.Errorf("it changes %s twice: give the diff from the first to the last commit", f.NewName)
	}
	read := &file{text: map[int]string{}}
	added, gaps := map[int]bool{}, map[int]bool{} // of a line that is only shown, false
	for _, fragment := range f.TextFragments {
		if first := fragment.NewPosition; first < 0 || first > maxLine || first == 0 && fragment.NewLines > 0 {
			return fmt.Errorf("not a unified diff: %s has no line %d", f.NewName, first)
		}
		read.add(fragment, added, gaps)
	}
	maps.DeleteFunc(added, func(_ int, adds bool) bool { return !adds })
	read.added, read.gaps = slices.Sorted(maps.Keys(added)), slices.Sorted(maps.Keys(gaps))
	c.files[f.NewName] = read
	return nil
}

// prefixed gives the names of files the prefixes a/ and b/ where git was told to leave them out.
func prefixed(data []byte) []byte {
	var out bytes.Buffer
	bare := false
	for line := range bytes.Lines(data) {
		text := string(line)
		switch {
		case strings.HasPrefix(text, "diff --git "):
			names := strings.TrimRight(strings.TrimPrefix(text, "diff --git "), "\r\n")
			half := len(names) / 2
			if bare = len(names)%2 == 1 && names[half] == ' ' && names[:half] == names[half+1:] && !strings.HasPrefix(names, `"`); bare {
				text = fmt.Sprintf("diff --git a/%s b/%s\n", names[:half], names[:half])
			}
		case strings.HasPrefix(text, "@@ "):
			bare = false
		case bare && strings.HasPrefix(text, "--- ") && !strings.HasPrefix(text, "--- /dev/null"):
			text = "--- a/" + text[4:]
		case bare && strings.HasPrefix(text, "+++ ") && !strings.HasPrefix(text, "+++ /dev/null"):
			text = "+++ b/" + text[4:]
		}
		out.WriteString(text)
	}
	return out.Bytes()
}

func (f *file) add(fragment *gitdiff.TextFragment, added, gaps map[int]bool) {
	at := int(fragment.NewPosition)
	if fragment.NewLines == 0 { // then the position is that of the line before
		at++
	}
	for _, line := range fragment.Lines {
		if line.Op == gitdiff.OpDelete {
			gaps[at-1] = true
			continue
		}
		added[at] = line.Op == gitdiff.OpAdd
		f.text[at] = strings.TrimRight(line.Line, "\r\n")
		at++
	}
}

// Files lists the files, sorted, as the diff names them.
func (c *Change) Files() []string { return slices.Sorted(maps.Keys(c.files)) }

// Touches tells whether the change adds one of the lines from first to last of a file, or deletes some between them.
func (c *Change) Touches(name string, first, last int) bool {
	f := c.files[name]
	return f != nil && (anyIn(f.added, first, last) || anyIn(f.gaps, first, last-1))
}

// anyIn tells whether one of sorted lines is from first to last.
func anyIn(lines []int, first, last int) bool {
	at, _ := slices.BinarySearch(lines, first)
	return at < len(lines) && lines[at] <= last
}

// Differs gives the first line of a file, from 1, that is not as the change leaves it; 0 where all are.
func (c *Change) Differs(name string, content []byte) int {
	lines := bytes.Split(content, []byte("\n"))
	for _, n := range slices.Sorted(maps.Keys(c.files[name].text)) {
		want := c.files[name].text[n]
		if n > len(lines) || utf8.ValidString(want) && string(bytes.TrimRight(lines[n-1], "\r")) != want {
			return n
		}
	}
	return 0
}
