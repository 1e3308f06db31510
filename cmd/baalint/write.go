package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// replaceFile writes a file aside and renames it, so that nobody ever reads half a report: whatever goes wrong, what was there stays.
// A file that is there keeps its mode and, where the name is a link, its place. What is not a regular file (a pipe, /dev/stdout) is
// written to.
func replaceFile(name string, write func(io.Writer) error) error {
	if err := replace(name, write); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func replace(name string, write func(io.Writer) error) error {
	mode := fs.FileMode(0o666)
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a directory", name)
	case err == nil && !info.Mode().IsRegular():
		return writeInto(name, os.O_WRONLY, 0, write)
	case err == nil:
		mode = info.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	aside := fmt.Sprintf("%s.%d.part", name, os.Getpid())
	err = writeInto(aside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode, write)
	if err == nil && info != nil { // the umask may have taken some of it away
		err = os.Chmod(aside, mode)
	}
	if err == nil {
		err = os.Rename(aside, name)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = os.Remove(aside) // the first error is the one to tell
	}
	return err
}

func writeInto(name string, flags int, mode fs.FileMode, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, flags, mode)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	return errors.Join(write(out), out.Flush(), file.Close())
}

// writePages writes generated pages, by name, to a directory.
func writePages(dir string, pages map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return fmt.Errorf("write pages: %w", err)
		}
		err := replaceFile(file, func(w io.Writer) error {
			_, err := io.WriteString(w, pages[name])
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
