package waive

import (
	"errors"
	"strings"
)

// address is an address, or a pattern of addresses, by its steps: module, db["eu"], aws_db_instance, main[0].
type address []step

// step is a part of an address between dots; key is what stands in its brackets, with them.
type step struct{ name, key string }

// anySteps stands for any number of steps.
const anySteps = "**"

// CheckPattern says what is wrong with a pattern of addresses.
func CheckPattern(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("names nothing")
	}
	_, err := parseAddress(text)
	return err
}

// parseAddress splits an address at its dots. Text in quotes is not looked into.
func parseAddress(text string) (address, error) {
	var a address
	for {
		end := strings.IndexAny(text, ".[")
		if end < 0 {
			return append(a, step{name: text}), nil
		}
		s := step{name: text[:end]}
		text = text[end:]
		for strings.HasPrefix(text, "[") {
			end := keyEnd(text)
			if end < 0 {
				return nil, errors.New("has a [ or a quotation mark that is not closed")
			}
			s.key += text[:end]
			text = text[end:]
		}
		a = append(a, s)
		if text == "" {
			return a, nil
		}
		if text[0] != '.' {
			return nil, errors.New("has text behind ] where a dot belongs")
		}
		text = text[1:]
	}
}

// keyEnd is the length of the brackets that a text begins with, -1 where they are not closed.
func keyEnd(text string) int {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == ']' && !quoted:
			return i + 1
		}
	}
	return -1
}

// matches tells whether an address is one that the pattern means. * stands for any text in a step, [*] for any key, ** for any
// steps. Where the pattern has no key, the address has none: another instance is another thing.
func (pattern address) matches(a address) bool {
	i, j := 0, 0
	star, from := -1, 0 // the last ** seen, and where what it stands for ends
	for j < len(a) {
		switch {
		case i < len(pattern) && pattern[i] == (step{name: anySteps}):
			star, from = i, j
			i++
		case i < len(pattern) && pattern[i].matches(a[j]):
			i, j = i+1, j+1
		case star >= 0:
			from++
			i, j = star+1, from
		default:
			return false
		}
	}
	for i < len(pattern) && pattern[i] == (step{name: anySteps}) {
		i++
	}
	return i == len(pattern)
}

func (s step) matches(other step) bool {
	if !Like(s.name, other.name) {
		return false
	}
	switch {
	case s.key == other.key:
		return true
	case s.key == "[*]":
		return other.key != ""
	case s.key == "" || other.key == "" || other.key == "[*]": // [*] stands for instances that nobody knows: any of them
		return false
	}
	return Like(s.key, other.key)
}

// Like tells whether a text is one that a pattern means, in which * stands for any text, and \* for itself.
func Like(pattern, text string) bool {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch {
		case strings.HasPrefix(pattern[i:], `\*`):
			b.WriteByte('*')
			i++
		case pattern[i] == '*':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(pattern[i])
		}
	}
	if len(parts) == 0 {
		return b.String() == text
	}
	last := b.String()
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1:] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, last)
}

// withoutKeys tells whether an address is one that the pattern would match, were it not for keys that the pattern lacks.
func (pattern address) withoutKeys(a address) bool {
	if len(a) != len(pattern) {
		return false
	}
	for i, s := range a {
		if !pattern[i].matches(s) && (pattern[i].key != "" || !Like(pattern[i].name, s.name)) {
			return false
		}
	}
	return true
}

// Calls are the names of the module calls that lead to an address, outermost first: db for module.db["eu"].aws_s3_bucket.b.
func Calls(text string) []string {
	var names []string
	a, _ := parseAddress(text)
	for len(a) > 1 && a[0] == (step{name: "module"}) {
		names, a = append(names, a[1].name), a[2:]
	}
	return names
}

// Matches tells whether an address is one that a pattern means; nothing is where either cannot be read.
func Matches(pattern, text string) bool {
	p, err := parseAddress(pattern)
	a, bad := parseAddress(text)
	return err == nil && bad == nil && p.matches(a)
}
