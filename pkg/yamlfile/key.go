package yamlfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/goccy/go-yaml/ast"
)

// Key is one key of a mapping that is read into a T.
type Key[T any] struct {
	Name string
	Kind[T]
}

// Kind says what stands behind a key and how it gets into a T.
type Kind[T any] struct {
	read func(r *Reader, path string, value ast.Node, into *T)
	// below are the paths of the keys below, for those who compare them with a schema; "[]" stands for an element of a list.
	below []string
}

// Paths lists the paths of all keys, sorted; "vendors[].signed" stands for the key of an element of a list.
func Paths[T any](keys []Key[T]) []string {
	var out []string
	for _, k := range keys {
		out = append(out, k.Name)
		for _, path := range k.below {
			out = append(out, k.Name+path)
		}
	}
	slices.Sort(out)
	return out
}

func below[T any](prefix string, keys []Key[T]) []string {
	out := Paths(keys)
	for i := range out {
		out[i] = prefix + out[i]
	}
	return out
}

// Section is a mapping with keys of its own.
func Section[T any](keys ...Key[T]) Kind[T] {
	return Kind[T]{below: below(".", keys), read: func(r *Reader, path string, value ast.Node, into *T) {
		readMapping(r, path, value, keys, into)
	}}
}

// Within is a Section that is read into a part of T.
func Within[T, P any](part func(*T) *P, keys ...Key[P]) Kind[T] {
	return Kind[T]{below: below(".", keys), read: func(r *Reader, path string, value ast.Node, into *T) {
		readMapping(r, path, value, keys, part(into))
	}}
}

// List is a list of mappings. Each has the first key, a text by which the list tells its elements apart: none of them
// may have it twice, and same says which texts mean the same.
func List[T, E any](list func(*T) *[]E, same func(string) string, keys ...Key[E]) Kind[T] {
	return Kind[T]{below: below("[].", keys), read: func(r *Reader, path string, value ast.Node, into *T) {
		sequence, ok := r.sequence(path, value)
		if !ok {
			return
		}
		out := make([]E, len(sequence.Values))
		first := map[string]int{}
		for i, element := range sequence.Values {
			at := fmt.Sprintf("%s[%d]", path, i)
			r.state(at, element)
			if !readMapping(r, at, element, keys, &out[i]) {
				continue
			}
			id, node := r.identity(at, keys[0].Name, element)
			if node == nil {
				continue
			}
			if line, seen := first[same(id)]; seen {
				r.refuse(node, "%s: %s is there twice, first on line %d", path, id, line)
				continue
			}
			first[same(id)] = r.nodePlace(node).Line
		}
		*list(into) = out
	}}
}

// Entries is a list of mappings, none of which is known by a name.
func Entries[T, E any](list func(*T) *[]E, keys ...Key[E]) Kind[T] {
	return Kind[T]{below: below("[].", keys), read: func(r *Reader, path string, value ast.Node, into *T) {
		sequence, ok := r.sequence(path, value)
		if !ok {
			return
		}
		out := make([]E, len(sequence.Values))
		for i, element := range sequence.Values {
			at := fmt.Sprintf("%s[%d]", path, i)
			r.state(at, element)
			readMapping(r, at, element, keys, &out[i])
		}
		*list(into) = out
	}}
}

// Named is a mapping from names, each of which must please check, to mappings with keys of their own. begin gives the element of a
// name.
func Named[T, E any](list func(*T) *[]E, check func(string) error, begin func(name string) E, keys ...Key[E]) Kind[T] {
	return Kind[T]{below: below(".*.", keys), read: func(r *Reader, path string, value ast.Node, into *T) {
		entries, ok := mapping(value)
		if !ok {
			r.refuse(value, "%s must be a mapping, not %s", path, kind(value))
			return
		}
		for _, entry := range entries {
			name, ok := scalarText(entry.Key)
			if !ok {
				r.refuse(entry.Key, "a key of %s must be plain text; anchors and merge keys are not read", path)
				continue
			}
			at := join(path, name)
			if err := check(name); err != nil {
				r.refuse(entry.Key, "%s: %q %s", path, shorten(name), err)
				continue
			}
			if _, null := entry.Value.(*ast.NullNode); null || entry.Value == nil {
				r.refuse(entry.Key, "%s has no value", at)
				continue
			}
			r.state(at, entry.Key)
			element := begin(name)
			if readMapping(r, at, entry.Value, keys, &element) {
				*list(into) = append(*list(into), element)
			}
		}
	}}
}

// identity is the text of the key that every element of a list must have.
func (r *Reader) identity(path, name string, element ast.Node) (string, ast.Node) {
	entries, _ := mapping(element)
	for _, entry := range entries {
		if key, ok := keyText(entry.Key); ok && key == name {
			text, ok := scalarText(entry.Value)
			if !ok {
				return "", nil // refused already
			}
			return text, entry.Value
		}
	}
	r.refuse(element, "%s has no %s", path, name)
	return "", nil
}

// readMapping reads a mapping whose keys must be among keys. It is false for what is no mapping.
func readMapping[T any](r *Reader, path string, node ast.Node, keys []Key[T], into *T) bool {
	entries, ok := mapping(node)
	if !ok {
		r.refuse(node, "%s must be a mapping of terms (%s), not %s", r.subject(path), names(keys), kind(node))
		return false
	}
	for _, entry := range entries {
		name, ok := keyText(entry.Key)
		if !ok {
			r.refuse(entry.Key, "a key must be plain text, one of %s; anchors and merge keys are not read", names(keys))
			continue
		}
		at := slices.IndexFunc(keys, func(k Key[T]) bool { return k.Name == name })
		if at < 0 {
			r.unknownKey(path, name, entry.Key, keyNames(keys))
			continue
		}
		path := join(path, name)
		if _, null := entry.Value.(*ast.NullNode); null || entry.Value == nil {
			r.refuse(entry.Key, "%s has no value", path)
			continue
		}
		r.state(path, statedAt(entry))
		keys[at].read(r, path, entry.Value, into)
	}
	return true
}

// statedAt is where an entry states what it does: at its value, or at its key where the value has keys or elements of its own.
func statedAt(entry *ast.MappingValueNode) ast.Node {
	if _, list := entry.Value.(*ast.SequenceNode); list {
		return entry.Key
	}
	if _, section := mapping(entry.Value); section {
		return entry.Key
	}
	return entry.Value
}

func (r *Reader) unknownKey(path, name string, node ast.Node, known []string) {
	if near := Nearest(name, known); near != "" {
		r.refuse(node, "%s has no key %q; did you mean %q?", r.subject(path), shorten(name), near)
		return
	}
	r.refuse(node, "%s has no key %q; it has %s", r.subject(path), shorten(name), strings.Join(known, ", "))
}

// Nearest is the candidate that a mistyped name most likely means, or "".
func Nearest(name string, candidates []string) string {
	best, distance := "", 4
	for _, candidate := range candidates {
		if d := levenshtein.Distance(name, candidate, nil); d < distance && d < len(name) {
			best, distance = candidate, d
		}
		if best == "" && len(name) > 2 && strings.HasPrefix(candidate, name) {
			best = candidate
		}
	}
	return best
}

func (r *Reader) subject(path string) string {
	if path == "" {
		return r.What
	}
	return path
}

func keyNames[T any](keys []Key[T]) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.Name
	}
	return out
}

func names[T any](keys []Key[T]) string { return strings.Join(keyNames(keys), ", ") }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
