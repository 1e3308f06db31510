package fact

import (
	"encoding/base64"
	"errors"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/baalint/baalint/pkg/resource"
)

// remotesIn(hosts, x, …) lists the vendors that backup tools are told to write to in free text: scripts, manifests, the environment of
// containers. Elements are as vendor_of gives them, with the key "" for a place of which it cannot be told whose it is. What cannot be
// known of the text says nothing. Only what restic, rclone, Kopia, Duplicati and duplicity mean by a place is read: a host may stand in a text
// for any reason.
func remotesIn(args []cty.Value) (cty.Value, error) {
	if args[0].Type() != hostsType {
		return cty.NilVal, errors.New("remotes_in asks hosts")
	}
	table, _ := args[0].EncapsulatedValue().(*hosts)
	var text strings.Builder
	var m marks
	for _, arg := range args[1:] {
		m.at = append(m.at, standing(arg)...)
		spell(&text, arg, 0)
	}
	f := remoteFinder{of: table.of, found: map[string]Vendor{}, named: map[string]bool{}}
	if f.of != nil {
		f.read(text.String())
	}
	if f.unsure {
		f.found[""] = Vendor{}
	}
	elements := make([]cty.Value, 0, len(f.found))
	for _, key := range slices.Sorted(maps.Keys(f.found)) {
		elements = append(elements, f.found[key].value(m))
	}
	return cty.TupleVal(elements), nil
}

// standing is where a value stands as a whole: it may hold secrets, whose lines are not for showing. Of blocks it is where they begin.
func standing(v cty.Value) []resource.Range {
	bare, all := v.Unmark()
	at := splitMarks(all).at
	if len(at) > 0 || !bare.Type().IsTupleType() || bare.IsNull() || !bare.IsKnown() {
		return at
	}
	for _, element := range bare.AsValueSlice() {
		_, all := element.Unmark()
		at = append(at, splitMarks(all).at...)
	}
	return at
}

// mostDepth is how deep values and the documents in them are read.
const mostDepth = 40

// spell writes a value as text: lists of words on one line, as commands are; what has a name and a value, as the environment of containers
// has, as NAME=value; documents in JSON and in base64 as what they hold.
func spell(out *strings.Builder, v cty.Value, depth int) {
	v, all := v.Unmark()
	for mark := range all {
		switch mark := mark.(type) {
		case *resource.Encoded:
			v, _ = mark.Value.Unmark()
		case *resource.Spelled:
			v = cty.StringVal(mark.Text)
		}
	}
	switch t := v.Type(); {
	case v.IsNull() || !v.IsKnown() || depth > mostDepth:
	case t == cty.String:
		spellText(out, v.AsString(), depth)
	case t.IsObjectType() || t.IsMapType():
		spellObject(out, v.AsValueMap(), depth)
	case v.CanIterateElements():
		for _, element := range v.AsValueSlice() {
			spell(out, element, depth+1)
		}
	}
}

func spellText(out *strings.Builder, s string, depth int) {
	trimmed := strings.TrimSpace(s)
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		if document, err := stdlib.JSONDecode(cty.StringVal(trimmed)); err == nil {
			spell(out, document, depth+1)
			return
		}
	}
	if decoded, err := base64.StdEncoding.DecodeString(trimmed); err == nil && len(decoded) > 16 && utf8.Valid(decoded) {
		spellText(out, string(decoded), depth+1)
		return
	}
	out.WriteString(s)
	out.WriteByte('\n')
}

func spellObject(out *strings.Builder, object map[string]cty.Value, depth int) {
	name, value := stringOf(object["name"]), stringOf(object["value"])
	if name != "" && value != "" {
		out.WriteString(name + "=" + value + "\n")
		return
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if s := stringOf(object[key]); s != "" && !strings.Contains(s, "\n") {
			out.WriteString(key + "=" + s + "\n")
			continue
		}
		out.WriteString(key + "\n")
		spell(out, object[key], depth+1)
	}
}

// stringOf is a known string, else "".
func stringOf(v cty.Value) string {
	if v == cty.NilVal {
		return ""
	}
	v, _ = v.Unmark()
	s, _ := asString(v)
	return s
}

var (
	backupTool = regexp.MustCompile(`(?i)\b(restic|rclone|kopia|duplicati|duplicity)`)
	commentary = regexp.MustCompile(`(?m)^[ \t]*#.*$`)
	// environment is how YAML writes a variable of a container.
	environment = regexp.MustCompile(`(?m)\bname:[ \t]*["']?([A-Z][A-Z0-9_]*)["']?[ \t]*\n[ \t]*value:[ \t]*`)
	// remoteSection is one remote of rclone.conf.
	remoteSection = regexp.MustCompile(`(?m)^[ \t]*\[([^\]\n]+)\][ \t]*\n((?:[ \t]*\w+[ \t]*=[^\n]*\n?)+)`)
	setting       = regexp.MustCompile(`(?m)^[ \t]*(\w+)[ \t]*=[ \t]*(.*?)[ \t]*$`)
	// onTheFly is a remote of rclone's that is described where it is used: :b2:bucket, :s3,provider=Wasabi:bucket.
	onTheFly   = regexp.MustCompile(`(?m)(?:^|[\s"'=]):([a-z0-9]+)((?:,\w+=(?:https?://[^,:\s"']+|[^,:\s"']*))*):`)
	byVariable = regexp.MustCompile(`\bRCLONE_CONFIG_(\w+?)_(TYPE|PROVIDER|ENDPOINT)["']?\s*[=:]\s*["']?([^\s"',;]+)`)
	// scheme is how Duplicati and duplicity write a place.
	scheme     = regexp.MustCompile(`\b([a-z0-9]+)://[^\s"'\\]*`)
	serverName = regexp.MustCompile(`[?&]s3-server-name=([^&\s"']+)`)
)

// remoteFinder gathers the vendors that a text names.
type remoteFinder struct {
	of    Eligibility
	found map[string]Vendor
	// unsure is true where a place is named of which it cannot be told whose it is.
	unsure bool
	// named are the remotes that the text itself describes.
	named map[string]bool
}

// remote is one of rclone's: its type, and for S3 whose it is.
type remote struct{ kind, provider, endpoint string }

func (f *remoteFinder) read(text string) {
	if !backupTool.MatchString(text) {
		return
	}
	text = commentary.ReplaceAllString(text, "")
	text = environment.ReplaceAllString(text, "$1=")
	has := map[string]bool{}
	for _, m := range backupTool.FindAllString(text, -1) {
		has[strings.ToLower(m)] = true
	}
	if has["rclone"] {
		f.configured(text)
	}
	if has["duplicati"] || has["duplicity"] {
		f.schemes(text)
	}
	f.commands(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`[]{}(),;\\", r) }), has)
}

// configured reads remotes that rclone is told of, by a file, by the environment or where they are used.
func (f *remoteFinder) configured(text string) {
	remotes := map[string]remote{}
	set := func(name, key, value string) {
		r := remotes[name]
		switch strings.ToLower(key) {
		case "type":
			r.kind = value
		case "provider":
			r.provider = value
		case "endpoint":
			r.endpoint = value
		}
		remotes[name] = r
	}
	for _, s := range remoteSection.FindAllStringSubmatch(text, -1) {
		for _, line := range setting.FindAllStringSubmatch(s[2], -1) {
			set(s[1], line[1], line[2])
		}
	}
	for _, s := range byVariable.FindAllStringSubmatch(text, -1) {
		set("$"+s[1], s[2], s[3])
	}
	for _, s := range onTheFly.FindAllStringSubmatch(text, -1) {
		set(s[0], "type", s[1])
		for _, option := range strings.Split(s[2], ",") {
			key, value, _ := strings.Cut(option, "=")
			set(s[0], key, value)
		}
	}
	for name, r := range remotes {
		f.named[strings.ToLower(strings.TrimPrefix(name, "$"))] = true
		f.settle(r)
	}
}

// schemes reads the places of Duplicati and duplicity.
func (f *remoteFinder) schemes(text string) {
	for _, m := range scheme.FindAllStringSubmatch(text, -1) {
		r := remote{kind: m[1]}
		if server := serverName.FindStringSubmatch(m[0]); server != nil {
			r.endpoint = server[1]
		}
		if r.kind != "s3" || r.endpoint != "" {
			f.settle(r)
		}
	}
}

// commands reads the arguments of restic, rclone and Kopia, and the environment of the first.
func (f *remoteFinder) commands(words []string, has map[string]bool) {
	words = slices.DeleteFunc(words, func(w string) bool { return strings.Trim(w, "-|>:") == "" })
	for i, word := range words {
		name, value, assigned := strings.Cut(word, "=")
		if (!assigned || value == "") && i+1 < len(words) {
			value = words[i+1]
		}
		switch {
		case has["restic"] && slices.Contains([]string{"RESTIC_REPOSITORY", "-r", "--repo"}, strings.TrimSuffix(name, ":")):
			f.repository(value)
		case strings.HasSuffix(word, "rclone"):
			f.rclone(words[i+1 : min(i+24, len(words))])
		case has["kopia"] && (word == "repository" || word == "repo"):
			f.kopia(words[i+1 : min(i+32, len(words))])
		}
	}
}

// repository is a place of restic's: s3:https://host/bucket, b2:bucket:path, rclone:remote:path.
func (f *remoteFinder) repository(place string) {
	kind, rest, _ := strings.Cut(place, ":")
	switch kind {
	case "s3":
		f.settle(remote{kind: kind, endpoint: rest})
	case "b2", "azure", "gs":
		f.settle(remote{kind: kind})
	case "rclone":
		f.called(rest)
	}
}

// rclone reads what stands after the name of the program: a remote that is made, or the place that is written to.
func (f *remoteFinder) rclone(words []string) {
	for i, word := range words {
		switch {
		case word == "config" && i+3 < len(words) && words[i+1] == "create":
			f.named[strings.ToLower(words[i+2])] = true
			f.settle(remote{kind: words[i+3], provider: after(words[i+3:], "provider"), endpoint: after(words[i+3:], "endpoint")})
			return
		case slices.Contains([]string{"copy", "copyto", "sync", "bisync", "move", "moveto", "rcat"}, word):
			f.target(words[i+1:], word == "rcat")
			return
		case !strings.HasPrefix(word, "-"):
			return
		}
	}
}

// target is the second place of a command, the first where only one is given. Where the command ends is not known, and of what stands behind a
// flag neither whether it is a place: only a vendor's name makes it one.
func (f *remoteFinder) target(words []string, next bool) {
	for _, word := range words {
		switch {
		case word == "&&" || word == "||" || strings.HasSuffix(word, "rclone"):
			return
		case next && strings.Contains(word, ":"):
			f.called(word)
			return
		case strings.Contains(word, ":") || strings.ContainsAny(word[:1], "/.$~"):
			next = true
		}
	}
}

// called is a remote of which the text has the name alone: that of a vendor makes it likely whose it is, and no more.
func (f *remoteFinder) called(place string) {
	name, _, found := strings.Cut(strings.ToLower(place), ":")
	if _, vendors := f.of.Remote(name); found && vendors && !f.named[name] {
		f.unsure = true
	}
}

// kopia reads what stands after "repository", which may be the first of the arguments of an image.
func (f *remoteFinder) kopia(words []string) {
	if len(words) > 1 && (words[0] == "create" || words[0] == "connect") {
		f.settle(remote{kind: words[1], endpoint: after(words, "--endpoint")})
	}
}

// after is the value of key=value or of what follows the key.
func after(words []string, key string) string {
	for i, word := range words {
		if value, found := strings.CutPrefix(word, key+"="); found {
			return value
		}
		if word == key && i+1 < len(words) {
			return words[i+1]
		}
	}
	return ""
}

// settle tells whose a remote is. S3 without an endpoint and a provider is that of AWS.
func (f *remoteFinder) settle(r remote) {
	kind := strings.ToLower(strings.ReplaceAll(r.kind, " ", ""))
	if kind != "s3" {
		if v, ok := f.of.Remote(strings.TrimSuffix(kind, "v2")); ok {
			f.found[v.Cloud] = v
		}
		return
	}
	if r.endpoint != "" {
		switch v, ok := f.of.Endpoint(r.endpoint); {
		case ok && !v.Local:
			f.found[v.Cloud] = v
		case !ok && foreign(r.endpoint):
			f.unsure = true
		}
		return
	}
	if v, ok := f.of.Remote(strings.ToLower(r.provider)); ok {
		f.found[v.Cloud] = v
	}
}

// foreign is true for a host that is named in full and is not of one's own network, as far as its name tells.
func foreign(endpoint string) bool {
	_, rest, found := strings.Cut(endpoint, "://")
	if !found {
		rest = endpoint
	}
	host, _, _ := strings.Cut(strings.TrimLeft(rest, "/"), "/")
	host, _, _ = strings.Cut(host, ":")
	if address, err := netip.ParseAddr(host); err == nil {
		return !address.IsPrivate() && !address.IsLoopback()
	}
	last := host[strings.LastIndex(host, ".")+1:]
	return strings.Contains(host, ".") && !strings.ContainsAny(host, "$%<>{}") &&
		!slices.Contains([]string{"local", "internal", "svc", "lan", "home", "localhost"}, last)
}
