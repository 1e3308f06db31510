package check

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/spelling"
)

// AgreementError says that an agreement cannot be judged by: every mistake in the file, with its place.
type AgreementError struct {
	Problems []finding.Problem
}

// Error has a line for every mistake: "baa.yaml:3:5: recovery has no key …".
func (e *AgreementError) Error() string { return mistakes(e.Problems) }

func mistakes(problems []finding.Problem) string {
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", p.Place.File, p.Place.Line, p.Place.Column, p.Summary)
	}
	return strings.Join(lines, "\n")
}

// readAgreement reads the agreement of the run. dirs are those that are judged: root modules, and plans and states.
func readAgreement(opts Options, dirs []string, table *eligibility.Table) (contract, error) {
	file, without := opts.Agreement, []string(nil)
	if file == "" {
		var err error
		if file, without, err = findAgreement(opts, dirs); err != nil || file == "" {
			return contract{terms: agreement.Defaults()}, err
		}
	}
	by, err := openAgreement(opts.Base, file, table)
	by.without = without
	return by, err
}

// openAgreement reads the agreement in a file.
func openAgreement(base, file string, table *eligibility.Table) (contract, error) {
	file = within(base, file)
	name := relative(base, file)
	data, err := readAtMost(file, agreement.MaxSize+1)
	if err != nil {
		return contract{}, fmt.Errorf("read agreement: %w", bare(err, name))
	}
	terms, problems := agreement.Read(name, data, vendorNames(table))
	if len(problems) == 0 {
		problems = unknownPlaces(terms, table)
	}
	if len(problems) > 0 {
		return contract{}, &AgreementError{problems}
	}
	return contract{terms: terms, file: name, source: data}, nil
}

// vendorNames are what an agreement may call the vendors that Terraform shows.
func vendorNames(table *eligibility.Table) agreement.Names {
	names := agreement.Names{}
	for _, v := range table.Vendors() {
		for _, name := range append([]string{v.Key, strings.ToLower(v.Name)}, v.Also...) {
			names[name] = v.Key
		}
	}
	return names
}

// unknownPlaces refuses names of regions that no cloud has: a slip would make every store stand outside the permitted places.
func unknownPlaces(terms agreement.Terms, table *eligibility.Table) []finding.Problem {
	names := sync.OnceValue(table.Names)
	var problems []finding.Problem
	check := func(path string, regions []string) {
		for i, region := range regions {
			plain := plainRegion(region)
			if len(region) == 2 || slices.Contains(names(), plain) { // a country, or EU
				continue
			}
			summary := fmt.Sprintf("%s: no cloud has a region %q", path, region)
			if near := spelling.Nearest(plain, names()); near != "" {
				summary += fmt.Sprintf("; did you mean %q?", near)
			}
			problems = append(problems, finding.Problem{Summary: summary, Place: terms.Place(fmt.Sprintf("%s[%d]", path, i))})
		}
	}
	check("places.permitted", terms.Regions)
	for i, v := range terms.Vendors {
		check(fmt.Sprintf("vendors[%d].places", i), v.Regions)
	}
	return problems
}

// plainRegion is a region in lower case and without spaces: Azure knows both spellings.
func plainRegion(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

// findAgreement looks for baa.yaml in the directories that are judged, then upwards to the root of their repository or to what was named of
// them, then in the working directory. Directories under different agreements cannot be judged in one run. without are those that are
// under none while others are.
func findAgreement(opts Options, dirs []string) (found string, without []string, err error) {
	from := ""
	for _, dir := range dirs {
		file := agreementFor(opts, directory(opts.Base, dir))
		switch {
		case file == "":
			without = append(without, dir)
		case found != "" && file != found:
			return "", nil, fmt.Errorf("%s has the agreement %s and %s has %s: name one with --agreement, or judge them one by one",
				relative(opts.Base, within(opts.Base, from)), relative(opts.Base, found),
				relative(opts.Base, within(opts.Base, dir)), relative(opts.Base, file))
		default:
			found, from = file, dir
		}
	}
	return found, without, nil
}

func agreementFor(opts Options, dir string) string {
	limit := Repository(dir)
	for _, above := range append(slices.Clone(opts.Dirs), opts.Base) {
		if above = directory(opts.Base, above); limit == "" && holds(above, dir) {
			limit = above
		}
	}
	if file := nearestAbove(dir, limit, agreement.FileName); file != "" {
		return file
	}
	if file := filepath.Join(opts.Base, agreement.FileName); isFile(file) {
		return file
	}
	return ""
}

// Repository is the nearest directory at or above dir that holds .git, or "".
func Repository(dir string) string { return load.Repository(dir) }

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

func readAtMost(path string, size int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, size))
}

// within is path, taken from base where it is relative.
func within(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// relative is how a path is shown: from base, with slashes.
func relative(base, path string) string {
	if rel, err := filepath.Rel(base, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}

// bare replaces the path of a file error, which is absolute, by the one to show.
func bare(err error, name string) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%s: %w", name, path.Err)
	}
	return err
}

// nearestAbove is the file of that name in a directory, or in the nearest one above it up to a limit; "" where there is none. Without a limit it
// is in the directory itself.
func nearestAbove(dir, limit, name string) string {
	limit = cmp.Or(limit, dir)
	for at := dir; ; at = filepath.Dir(at) {
		if file := filepath.Join(at, name); isFile(file) {
			return file
		}
		if at == limit || at == filepath.Dir(at) {
			return ""
		}
	}
}
