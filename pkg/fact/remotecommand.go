package fact

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// sentAway is how the command line of AWS is sent elsewhere.
	sentAway = regexp.MustCompile(`\B--endpoint-url\b|\bAWS_ENDPOINT_URL(?:_S3)?\b`)
	// userAndHost is the beginning of a place on another machine: https://user:password@host, //user@host, user@host.
	userAndHost = regexp.MustCompile(`^([a-z]+://|//)?(?:[^@/\s]+@)?([^:/\s]+).*$`)
	// borgPlace is a repository of Borg's on another machine: ssh://user@host:22/./path, user@host:path.
	borgPlace = regexp.MustCompile(`^(?:ssh://(?:[^@/\s]+@)?([^:/\s@]+)|([^@/:\s]+)@([^:/\s@]+):)`)
)

// commands reads the arguments of restic, rclone, Borg, Kopia and AWS, and the environment of some.
func (f *remoteFinder) commands(words []string, has map[string]bool) {
	words = slices.DeleteFunc(words, func(w string) bool { return strings.Trim(w, "-|>:") == "" })
	for i, word := range words {
		name, value, assigned := strings.Cut(word, "=")
		for strings.Contains(value, "=") && !namesRepository(name) { // command=RESTIC_REPOSITORY=b2:bucket
			name, value, assigned = strings.Cut(value, "=")
		}
		if (!assigned || value == "") && i+1 < len(words) {
			value = words[i+1]
		}
		if !f.setting(name, value, has) {
			f.command(word, words[i+1:min(i+32, len(words))], has)
		}
	}
}

// setting reads an option or a variable of the environment that names a place, and reports whether it is one.
func (f *remoteFinder) setting(name, value string, has map[string]bool) bool {
	switch {
	case has["restic"] && namesRepository(name):
		f.repository(value)
	case has["borg"] && name == "BORG_REPO":
		f.borg(value)
	case name == "AWS_ENDPOINT_URL" || name == "AWS_ENDPOINT_URL_S3":
		f.elsewhere = value
	default:
		return false
	}
	return true
}

// command reads the name of a program, or what stands for it in the arguments of an image, with what follows.
func (f *remoteFinder) command(word string, rest []string, has map[string]bool) {
	switch {
	case strings.HasSuffix(word, "rclone"):
		f.rclone(rest)
	case has["borg"] && (strings.Contains(word, "ssh://") || strings.Contains(word, "::")):
		f.borg(word[max(strings.Index(word, "ssh://"), 0):])
	case strings.HasSuffix(word, "borg"):
		f.borgs(rest)
	case word == "aws" || word == "s5cmd" || strings.HasSuffix(word, "/aws"):
		f.aws(rest)
	case has["kopia"] && (word == "repository" || word == "repo"):
		f.kopia(rest)
	}
}

func namesRepository(word string) bool {
	return slices.Contains([]string{"RESTIC_REPOSITORY", "-r", "--repo"}, strings.TrimSuffix(word, ":"))
}

// repository is a place of restic's: s3:https://host/bucket, b2:bucket:path, rclone:remote:path.
func (f *remoteFinder) repository(place string) {
	kind, rest, _ := strings.Cut(place, ":")
	switch kind {
	case "s3":
		f.settle(remote{kind: kind, endpoint: rest})
	case "b2", "azure", "gs":
		f.settle(remote{kind: kind})
	case "sftp", "rest":
		f.server(userAndHost.ReplaceAllString(rest, "$1$2"))
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

// borgs reads what stands after the name of the program: the repository that is made, written to or looked after.
func (f *remoteFinder) borgs(words []string) {
	for _, word := range words {
		switch {
		case word == "&&" || word == "||" || strings.HasSuffix(word, "borg"):
			return
		case strings.Contains(word, "@"):
			f.borg(word)
			return
		}
	}
}

// borg reads where a repository is.
func (f *remoteFinder) borg(place string) {
	if m := borgPlace.FindStringSubmatch(place); m != nil {
		f.server(m[1] + m[3])
	}
}

// aws reads what stands after the name of the program: where it is sent, if objects are written there.
func (f *remoteFinder) aws(words []string) {
	if end := slices.IndexFunc(words, func(w string) bool { return w == "aws" || w == "&&" || w == "||" }); end >= 0 {
		words = words[:end]
	}
	endpoint := after(words, "--endpoint-url")
	if endpoint == "" {
		endpoint = f.elsewhere
	}
	if endpoint != "" && writesObjects(words) {
		f.host(endpoint)
	}
}

// writesObjects is true for commands whose last place is in a bucket.
func writesObjects(words []string) bool {
	verb := slices.IndexFunc(words, func(w string) bool { return slices.Contains([]string{"cp", "mv", "put-object", "sync"}, w) })
	if verb < 0 || words[verb] == "put-object" {
		return verb >= 0
	}
	places := slices.DeleteFunc(slices.Clone(words[verb+1:]), func(w string) bool { return strings.HasPrefix(w, "-") })
	return len(places) > 1 && strings.HasPrefix(places[1], "s3://")
}
