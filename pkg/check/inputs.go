package check

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/policies"
)

// inputs are the files that a run read, with their digests, and the variables that got a value from elsewhere.
func (j *judgement) inputs(read *terraform) (files []finding.Source, given []string, err error) {
	d := &digests{base: j.opts.Base}
	if j.by.file != "" {
		d.add(j.by.file, "agreement", j.by.source)
	}
	if j.opts.Waivers.File != "" {
		d.open(j.opts.Waivers.File, "settings")
	}
	for name, source := range read.sources {
		d.add(name, kindOf(name), source)
	}
	if read.tree != nil {
		for _, root := range read.tree.Roots {
			d.openIfThere(load.LockFile(root.Module.Dir), "lock file")
			for name, value := range root.Values {
				switch {
				case value.Raw == nil: // of a file
				case strings.HasSuffix(value.From, name): // TF_VAR_name
					given = append(given, value.From)
				default:
					given = append(given, value.From+" "+name)
				}
			}
		}
		for _, name := range read.tree.Contents() {
			d.openIfThere(name, "file")
		}
	}
	for _, document := range read.documents {
		d.open(document.Name, string(document.Kind))
	}
	for _, dir := range j.opts.Policies {
		d.rules(dir)
	}
	return d.files, given, d.err
}

// kindOf tells configuration from the values of variables.
func kindOf(name string) string {
	for _, extension := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if strings.HasSuffix(name, extension) {
			return "configuration"
		}
	}
	return "variables"
}

// digests gathers the digests of files, and the first error.
type digests struct {
	base  string
	files []finding.Source
	err   error
}

func (d *digests) add(name, kind string, content []byte) {
	sum := sha256.Sum256(content)
	d.files = append(d.files, finding.Source{Path: name, Kind: kind, SHA256: hex.EncodeToString(sum[:])})
}

// open adds a file that the run has read and not kept. name is relative to the base.
func (d *digests) open(name, kind string) {
	sum, err := digest(within(d.base, name))
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("take the digest of %w", bare(err, name))
	}
	d.files = append(d.files, finding.Source{Path: name, Kind: kind, SHA256: sum})
}

// openIfThere leaves out what is no file, of which the configuration may speak all the same.
func (d *digests) openIfThere(name, kind string) {
	if isFile(within(d.base, name)) {
		d.open(name, kind)
	}
}

// rules adds the files of a directory of rules.
func (d *digests) rules(dir string) {
	err := fs.WalkDir(os.DirFS(within(d.base, dir)), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(name) == ".rego" {
			d.open(relative(d.base, within(d.base, filepath.Join(dir, filepath.FromSlash(name)))), "rule")
		}
		return err
	})
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("list the rules of %w", bare(err, dir))
	}
}

func digest(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil)), errors.Join(err, file.Close())
}

// data is what baalint brought itself: what is built in, as one, and the vendors' lists that services were held against.
func (j *judgement) data(read *terraform) ([]finding.Data, error) {
	sum, room := sha256.New(), make([]byte, 32<<10) // to read the files whole takes twice as long as their digest
	err := fs.WalkDir(policies.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s\x00%d\x00", name, info.Size()) // a hash takes everything
		file, err := policies.FS.Open(name)
		if err != nil {
			return err
		}
		_, err = io.CopyBuffer(sum, file, room)
		return errors.Join(err, file.Close())
	})
	if err != nil {
		return nil, fmt.Errorf("take the digest of the rules: %w", err)
	}
	all := []finding.Data{{Title: "Rules, catalogue, schemas and lists of baalint " + j.opts.Version, SHA256: hex.EncodeToString(sum.Sum(nil))}}
	seen := map[string]bool{}
	for _, r := range read.resources {
		list, ok := j.table.List(r.Provider.Source)
		if ok && !seen[list.Title] {
			seen[list.Title] = true
			all = append(all, finding.Data{Title: list.Title, AsOf: list.AsOf, URL: list.URL})
		}
	}
	return all, nil
}
