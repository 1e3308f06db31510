package plan

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/resource"
)

// lines turns offsets into lines and columns, in the same time wherever they lie: plans may be one line of many megabytes.
type lines struct {
	data []byte
	// starts are the offsets of the lines.
	starts []int
	// runes counts the characters before every step-th byte; nil where every character is one byte.
	runes []int
}

const step = 4096

func newLines(data []byte) lines {
	l := lines{data: data, starts: []int{0}}
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			break
		}
		i += next + 1
		l.starts = append(l.starts, i)
	}
	if utf8.RuneCount(data) == len(data) {
		return l
	}
	count := 0
	for i := 0; i < len(data); i += step {
		l.runes = append(l.runes, count)
		count += heads(data[i:min(len(data), i+step)])
	}
	return l
}

// heads counts the bytes that begin a character.
func heads(data []byte) int {
	n := 0
	for _, b := range data {
		if b&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// before counts the characters before an offset.
func (l lines) before(offset int) int {
	if l.runes == nil {
		return offset
	}
	block := min(offset/step, len(l.runes)-1)
	return l.runes[block] + heads(l.data[block*step:offset])
}

func (l lines) position(offset int) (line, column int) {
	line = sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > offset })
	return line, l.before(offset) - l.before(l.starts[line-1]) + 1
}

// place is the region between two offsets.
func (l lines) place(file string, start, end int) resource.Range {
	line, column := l.position(start)
	endLine, endColumn := l.position(end)
	return resource.Range{File: file, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn}
}

func (t *text) place(start, end int) resource.Range { return t.lines.place(t.name, start, end) }

// header is where an object is told of: the member that names it, else its opening bracket.
func (t *text) header(object span, name string) resource.Range {
	found := t.place(object.start, object.start+1)
	t.members(object, func(m member) {
		if m.name == name {
			found = t.place(m.key, m.value.end)
		}
	})
	return found
}
