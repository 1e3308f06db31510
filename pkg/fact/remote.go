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
// known of the text says nothing. Only what restic, rclone, Borg, Kopia, Duplicati, duplicity and the command line of AWS mean by a place is
// read: a host may stand in a text for any reason.
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
	var scripts []string
	for mark := range all {
		switch mark := mark.(type) {
		case *resource.Encoded:
			v, _ = mark.Value.Unmark()
		case *resource.Spelled:
			scripts = append(scripts, mark.Text)
		}
	}
	if len(scripts) > 0 && !v.IsWhollyKnown() {
		slices.Sort(scripts)
		v = cty.StringVal(strings.Join(scripts, "\n"))
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
	backupTool = regexp.MustCompile(`(?i)\b(restic|rclone|kopia|duplicati|duplicity|borg)`)
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
	// elsewhere is where the environment sends the command line of AWS.
	elsewhere string
	// unsure is true where a place is named of which it cannot be told whose it is.
	unsure bool
	// named are the remotes that the text itself describes.
	named map[string]bool
}

// remote is one of rclone's: its type, and for S3 whose it is.
type remote struct{ kind, provider, endpoint string }

func (f *remoteFinder) read(text string) {
	if !backupTool.MatchString(text) && !sentAway.MatchString(text) {
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
		case "endpoint", "host", "url":
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

// settle tells whose a remote is. S3 without an endpoint and a provider is that of AWS.
func (f *remoteFinder) settle(r remote) {
	kind := strings.ToLower(strings.ReplaceAll(r.kind, " ", ""))
	if kind == "sftp" || kind == "webdav" {
		f.server(r.endpoint)
		return
	}
	if kind != "s3" {
		if v, ok := f.of.Remote(strings.TrimSuffix(kind, "v2")); ok {
			f.found[v.Cloud] = v
		}
		return
	}
	if r.endpoint != "" {
		f.host(r.endpoint)
		return
	}
	if v, ok := f.of.Remote(strings.ToLower(r.provider)); ok {
		f.found[v.Cloud] = v
	}
}

// host tells whose a place is by its host or its URL.
func (f *remoteFinder) host(endpoint string) {
	switch v, ok := f.of.Endpoint(endpoint); {
	case ok && !v.Local:
		f.found[v.Cloud] = v
	case !ok && foreign(endpoint):
		f.unsure = true
	}
}

// server tells whose a host is that may as well be a server of one's own.
func (f *remoteFinder) server(host string) {
	if v, ok := f.of.Endpoint(host); ok && !v.Local {
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
