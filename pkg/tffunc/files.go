package tffunc

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// ErrOutside is what the functions of a Host wrap to refuse a path that leaves the scanned tree.
var ErrOutside = errors.New("the path is outside of the scanned tree")

func fileFunctions(h Host) map[string]function.Function {
	t := map[string]function.Function{
		"abspath":    pure(cty.String, h.absPath, "path"),
		"file":       pure(cty.String, h.file, "path"),
		"fileexists": pure(cty.Bool, h.fileExists, "path"),
		"fileset":    pure(cty.Set(cty.String), h.fileSet, "path", "pattern"),
	}
	for name, d := range map[string]digest{
		"filebase64":       base64.StdEncoding.EncodeToString,
		"filebase64sha256": base64SHA256,
		"filebase64sha512": base64SHA512,
		"filemd5":          hexMD5,
		"filesha1":         hexSHA1,
		"filesha256":       hexSHA256,
		"filesha512":       hexSHA512,
	} {
		t[name] = pure(cty.String, func(args []cty.Value) (cty.Value, error) {
			src, err := h.read(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(d(src)), nil
		}, "path")
	}
	return t
}

// resolve joins a path to the working directory. The home directory of whoever runs us is never in the tree.
func (h Host) resolve(name string) (string, error) {
	if atHome(name) {
		return "", refused(name, ErrOutside)
	}
	if filepath.IsAbs(name) {
		return path.Clean(filepath.ToSlash(name)), nil
	}
	return path.Join(filepath.ToSlash(h.Dir), filepath.ToSlash(name)), nil
}

func atHome(name string) bool { return name == "~" || strings.HasPrefix(name, "~/") }

// refused turns a Host's refusal into an error that try() does not step over; other errors stay what they are.
func refused(name string, err error) error {
	if errors.Is(err, ErrOutside) {
		return &RefusedError{Cause: resource.Unreadable, Subject: strconv.Quote(name), Reason: fmt.Sprintf("%q is outside of the scanned tree", name), Err: err}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %q: %w", name, fs.ErrNotExist)
	}
	return fmt.Errorf("read %q: %w", name, err)
}

func (h Host) read(name string) ([]byte, error) {
	if h.ReadFile == nil {
		return nil, fmt.Errorf("read %q: files cannot be read here", name)
	}
	full, err := h.resolve(name)
	if err != nil {
		return nil, err
	}
	src, err := h.ReadFile(full)
	if err != nil {
		return nil, refused(name, err)
	}
	if len(src) > MaxBytes {
		return nil, beyond("%q is longer than the limit of %d bytes", name, MaxBytes)
	}
	return src, nil
}

func (h Host) readText(name string) (string, error) {
	src, err := h.read(name)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(src) {
		return "", fmt.Errorf("the content of %q is not UTF-8; filebase64 reads other files", name)
	}
	return string(src), nil
}

func (h Host) file(args []cty.Value) (cty.Value, error) {
	s, err := h.readText(args[0].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	return cty.StringVal(s), nil
}

func (h Host) fileExists(args []cty.Value) (cty.Value, error) {
	_, err := h.read(args[0].AsString())
	var tooBig *RefusedError
	switch {
	case err == nil, errors.As(err, &tooBig) && tooBig.Cause == resource.TooMany:
		return cty.True, nil
	case errors.Is(err, fs.ErrNotExist):
		return cty.False, nil
	}
	return cty.NilVal, err
}

// fileSet matches a pattern against the files below a directory. The steps of the pattern before its first wildcard, ".."
// among them, choose the directory that is listed.
func (h Host) fileSet(args []cty.Value) (cty.Value, error) {
	dir, pattern := args[0].AsString(), path.Clean(filepath.ToSlash(args[1].AsString()))
	pattern = strings.ReplaceAll(pattern, "[!", `[\!`) // only [^…] negates in Terraform
	if h.Files == nil {
		return cty.NilVal, fmt.Errorf("list %q: files cannot be read here", dir)
	}
	full, err := h.resolve(dir)
	if err != nil {
		return cty.NilVal, err
	}
	if !doublestar.ValidatePattern(pattern) {
		return cty.NilVal, function.NewArgErrorf(1, "%q is not a valid pattern", pattern)
	}
	base, pattern := doublestar.SplitPattern(strings.TrimLeft(pattern, "/"))
	files, err := h.Files(path.Join(full, base))
	if errors.Is(err, fs.ErrNotExist) {
		return cty.SetValEmpty(cty.String), nil
	}
	if err != nil {
		return cty.NilVal, refused(dir, err)
	}
	slices.Sort(files)
	var out []cty.Value
	for _, name := range files {
		matched, err := doublestar.Match(pattern, name)
		if err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		if matched {
			out = append(out, cty.StringVal(path.Join(base, name)))
		}
	}
	if len(out) == 0 {
		return cty.SetValEmpty(cty.String), nil
	}
	if len(out) > MaxElements {
		return cty.NilVal, beyond("fileset matches more files than the limit of %d", MaxElements)
	}
	return cty.SetVal(out), nil
}

func (h Host) absPath(args []cty.Value) (cty.Value, error) {
	name := args[0].AsString()
	if !filepath.IsAbs(name) {
		name = filepath.Join(h.Dir, name)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(h.Base, name)
	}
	return cty.StringVal(filepath.ToSlash(filepath.Clean(name))), nil
}

// pathExpand does not look where the home directory is: a result must not hang on who runs us.
func pathExpand(args []cty.Value) (cty.Value, error) {
	name := args[0].AsString()
	switch {
	case atHome(name):
		return cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.FromEnv, Subject: "pathexpand()"}), nil
	case strings.HasPrefix(name, "~"):
		return cty.NilVal, errors.New("the home directory of another user cannot be expanded")
	}
	return args[0], nil
}
