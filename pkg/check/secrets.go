package check

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/resource"
)

// secrets are the places where secrets stand, as far as the catalogue knows. Whatever is called like one, or looks like one, is taken for
// one too: nothing of it is printed.
type secrets map[resource.Range]bool

// secretsOf finds the places of the secrets of an estate, whether or not they are written there in the clear.
func secretsOf(estate *fact.Estate) secrets {
	found := secrets{}
	for _, at := range estate.Secrets {
		found[at] = true
	}
	for _, f := range estate.ByConcept["secret"] {
		for _, at := range f.Field("written").At {
			found[at] = true
		}
	}
	return found
}

var (
	// secretNames match what holds a secret, harmlessNames what only speaks of one: its name, its place, how long it is.
	secretNames = regexp.MustCompile(`(?i)pass(word|wd|phrase|code)s?$|[_-]pass$|pwd$|secret|token|credential|private_?key|connection_?string|` +
		`(api|access|account|shared|secret|auth|application|app|encryption|client|signing)_?-?keys?$`)
	harmlessNames = regexp.MustCompile(`(?i)(^|[_-])(arns?|ids?|names?|versions?|policy|policies|types?|length|days|hours|minutes|seconds|ttl|` +
		`path|file|files|uri|url|endpoint|description|enabled|count|prefix|key_id|from|status|algorithm|region|group|permissions?|strategy|units?)$|` +
		`^(manage|enable|require|has|use|create|wait|skip)_|^(http_tokens|(creation|client_request|idempotency)_token)$`)
	// harmlessTexts are what settings say that are called like secrets.
	harmlessTexts = regexp.MustCompile(`^(?i)(true|false|none|null|enabled|disabled|required|optional|seconds|minutes|hours|days)?$`)
	// secretTexts match what is a secret whatever it is called.
	secretTexts = regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|` +
		`\bsk_live_[A-Za-z0-9]{10,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}|://[^\s/:@"]+:[^\s/@"$]{3,}@`)
	// assignments are names with what is written for them: in HCL, in JSON and YAML, in the environment of a program.
	assignments = regexp.MustCompile(`([A-Za-z_][\w.-]*)\\?"?[ \t]*(=>|[=:])[ \t]*(\\?"(?:[^"\\]|\\[^"])*|'[^']*|[^\s"'\\,;{}()\[\]]+)`)
	// named are members called name or key, valued those called value.
	named  = regexp.MustCompile(`(?i)\b(name|key)\\?"?[ \t]*[=:][ \t]*\\?"([^"\\]*)`)
	valued = regexp.MustCompile(`(?i)\bvalue\\?"?[ \t]*[=:]`)
	// telltales are in lower case what is in whatever secretNames or secretTexts match, if one of them each: most lines have none, and to
	// look for these takes a tenth of the time.
	telltales = []string{
		"pass", "pwd", "secret", "token", "credential", "key", "connection",
		"-----begin", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "sk_live_", "eyj", "://",
	}
)

// unsuspicious tells of a text that nothing in it names a secret or looks like one.
func unsuspicious(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf { // some such letters are to a regular expression the same as one in ASCII
			return false
		}
	}
	text = strings.ToLower(text)
	return !slices.ContainsFunc(telltales, func(part string) bool { return strings.Contains(text, part) })
}

func namesSecret(name string) bool {
	return secretNames.MatchString(name) && !harmlessNames.MatchString(name)
}

// looksSecret tells of a text that a secret stands in it.
func looksSecret(text string) bool { return !unsuspicious(text) && holdsSecret(text) }

// holdsSecret is looksSecret for a text that is not unsuspicious, as far as is known already.
func holdsSecret(text string) bool {
	return len(text) >= 6 && (secretTexts.MatchString(text) || assigns(text) || pairs(text) && valued.MatchString(text))
}

// assigns tells of a text that something is written there for a name that holds secrets. What is referred to is not written: var.password
// in HCL, ${…} in a text.
func assigns(text string) bool {
	return slices.ContainsFunc(assignments.FindAllStringSubmatch(text, -1), func(m []string) bool {
		value := strings.TrimLeft(m[3], `\"'`)
		quoted := value != m[3]
		switch {
		case !namesSecret(m[1]):
			return quoted && assigns(value)
		case value == "" || value[0] == '$' || strings.HasPrefix(value, "{{"):
			return false
		case quoted:
			return true
		case m[2] == "=":
			return strings.Contains(m[0], m[1]+"="+m[3]) // NAME=value in the environment of a program: HCL is written with blanks
		}
		return m[2] == ":" && !strings.Contains(value, ".") && !harmlessTexts.MatchString(value) // YAML
	})
}

// pairs tells of a text that it names a secret in one member, for what another one has as value.
func pairs(text string) bool {
	return slices.ContainsFunc(named.FindAllStringSubmatch(text, -1), func(m []string) bool { return namesSecret(m[2]) })
}

// withhold empties the lines of files that a secret is known to stand on.
func (s secrets) withhold(sources map[string][]byte) {
	hide := map[string]map[int]bool{}
	for at := range s {
		if _, ok := sources[at.File]; !ok {
			continue
		}
		if hide[at.File] == nil {
			hide[at.File] = map[int]bool{}
		}
		for n := at.Line; n <= at.EndLine; n++ {
			hide[at.File][n-1] = true
		}
	}
	for name, lines := range hide {
		sources[name] = blanked(bytes.Split(sources[name], []byte("\n")), lines)
	}
}

// withholdLikely empties the lines at places of files, and near them, that look like secrets.
func withholdLikely(sources map[string][]byte, places map[string][]resource.Range) {
	for name, source := range sources {
		lines, hide := bytes.Split(source, []byte("\n")), map[int]bool{}
		for _, at := range spans(places[name], len(lines)) {
			hideSecrets(hide, lines, at.first, at.last)
		}
		if len(hide) > 0 {
			sources[name] = blanked(lines, hide)
		}
	}
}

// span are the lines of a file from first to before last, counted from 0.
type span struct{ first, last int }

// near is how many lines around a place an excerpt may show, and how far a value stands from its name.
const near = 2

// spans are the lines at places and near them, each once, in their order.
func spans(places []resource.Range, lines int) []span {
	all := make([]span, 0, len(places))
	for _, at := range places {
		first, last := max(at.Line-1, 0), min(max(at.EndLine, at.Line), lines)
		if first < last {
			all = append(all, span{max(first-near, 0), min(last+near, lines)})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	merged := all[:0]
	for _, s := range all {
		if n := len(merged); n > 0 && s.first <= merged[n-1].last {
			merged[n-1].last = max(merged[n-1].last, s.last)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

func blanked(lines [][]byte, hide map[int]bool) []byte {
	for n := range hide {
		if n >= 0 && n < len(lines) {
			lines[n] = nil
		}
	}
	return bytes.Join(lines, []byte("\n"))
}

// hideSecrets finds the lines that look like secrets, by index: those of a private key, what is written for a name, and the value that stands
// near a name.
func hideSecrets(hide map[int]bool, lines [][]byte, first, last int) {
	key := false
	for n := first; n < last; n++ {
		if !key && !bytes.ContainsAny(lines[n], "=:") && !bytes.Contains(lines[n], []byte("-----BEGIN")) {
			continue // the header of a block, mostly
		}
		text := string(lines[n])
		if !key && unsuspicious(text) {
			continue
		}
		key = key || strings.Contains(text, "-----BEGIN") && strings.Contains(text, "PRIVATE KEY")
		if key || holdsSecret(text) {
			hide[n] = true
		}
		key = key && !strings.Contains(text, "-----END")
		if pairs(text) {
			hideValues(hide, lines, n)
		}
	}
}

// hideValues finds the lines near one, by its index, where something is called a value.
func hideValues(hide map[int]bool, lines [][]byte, n int) {
	for m := max(n-near, 0); m <= n+near && m < len(lines); m++ {
		if valued.Match(lines[m]) {
			hide[m] = true
		}
	}
}

// holds tells of a value with these marks that it is a secret. Blocks hold more than the secret that stands in them.
func (s secrets) holds(v cty.Value, marks cty.ValueMarks) bool {
	if len(resource.Secrets(marks)) > 0 {
		return true
	}
	if v.Type().IsObjectType() || v.Type().IsTupleType() && slices.ContainsFunc(v.Type().TupleElementTypes(), cty.Type.IsObjectType) {
		return false
	}
	for mark := range marks {
		if at, ok := mark.(resource.At); ok && s[*at.Range] {
			return true
		}
	}
	return false
}

// redacted is a value as JSON has it, without the secrets that its names and texts give away. name is what the value is called.
func redacted(name string, value any) any {
	switch value := value.(type) {
	case string:
		if value != sensitive && (namesSecret(name) && !harmlessTexts.MatchString(value) || looksSecret(value)) {
			return sensitive
		}
	case []any:
		out := make([]any, len(value))
		for i, element := range value {
			out[i] = redacted(name, element)
		}
		return out
	case map[string]any:
		return redactedObject(value)
	}
	return value
}

// redactedObject is redacted for an object; a member called value is named by its neighbour.
func redactedObject(value map[string]any) map[string]any {
	called := ""
	for _, key := range []string{"name", "key"} {
		if text, ok := value[key].(string); ok && namesSecret(text) {
			called = text
		}
	}
	out := make(map[string]any, len(value))
	for key, element := range value {
		if key == "value" && called != "" {
			out[key] = redacted(called, element)
		} else {
			out[key] = redacted(key, element)
		}
	}
	return out
}
