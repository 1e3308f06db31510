package load

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/baalint/baalint/pkg/tffunc"
)

// maxFiles bounds what Files lists.
const maxFiles = 100_000

// ReadFile reads a file for file() and its kin. The name is relative to Base, or absolute. A file outside of the limits, by its
// path or through a symbolic link, gives an error that wraps tffunc.ErrOutside; one that is missing wraps fs.ErrNotExist. Files that are no
// regular files or have more than 16 MiB are refused.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	root, rel, err := t.openLimit(name)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(rel) // before opening: opening a pipe would wait for its writer
	if err != nil {
		return nil, refusal(root, rel, name, err)
	}
	if err := checkRegular(info, maxRead); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	f, err := root.Open(rel)
	if err != nil {
		return nil, refusal(root, rel, name, err)
	}
	defer f.Close()
	src, err := readLimited(f, info.Size(), maxRead)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	t.mu.Lock()
	t.contents[name] = true
	t.mu.Unlock()
	return src, nil
}

// Contents lists the files that ReadFile has given, relative to Base, sorted.
func (t *Tree) Contents() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	names := make([]string, 0, len(t.contents))
	for name := range t.contents {
		names = append(names, t.relative(t.absolute(name)))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// LockFile is the name of the lock file of a root module, relative to Base, whether it exists or not.
func LockFile(dir string) string { return path.Join(dir, lockFile) }

// Files lists the regular files below a directory, as slash paths relative to it, sorted. Names and errors are as for ReadFile.
// Symbolic links to files are listed where they stay inside the limits; links to directories are not followed.
func (t *Tree) Files(dir string) ([]string, error) {
	root, rel, err := t.openLimit(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if _, err := root.Stat(rel); err != nil {
		return nil, refusal(root, rel, dir, err)
	}
	start := filepath.ToSlash(rel)
	var files []string
	err = fs.WalkDir(root.FS(), start, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			if !linksToFile(root, name) {
				return nil
			}
		} else if !entry.Type().IsRegular() {
			return nil
		}
		if len(files) == maxFiles {
			return fmt.Errorf("more than %d files", maxFiles)
		}
		listed, err := filepath.Rel(rel, filepath.FromSlash(name))
		files = append(files, filepath.ToSlash(listed))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, unwrapPath(err))
	}
	return files, nil
}

// linksToFile is false for a link to a directory, to nothing, or out of the limits.
func linksToFile(root *os.Root, name string) bool {
	info, err := root.Stat(filepath.FromSlash(name))
	return err == nil && info.Mode().IsRegular()
}

// openLimit opens the innermost limit that a name lies in; os.Root then keeps links from leading out of it.
func (t *Tree) openLimit(name string) (*os.Root, string, error) {
	abs := t.absolute(path.Clean(filepath.ToSlash(name)))
	best := ""
	for _, limit := range t.limits {
		if inside(limit, abs) && len(limit) > len(best) {
			best = limit
		}
	}
	if best == "" {
		return nil, "", fmt.Errorf("read %s: %w", name, tffunc.ErrOutside)
	}
	root, err := os.OpenRoot(best)
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", name, unwrapPath(err))
	}
	rel, err := filepath.Rel(best, abs)
	if err != nil {
		root.Close()
		return nil, "", fmt.Errorf("read %s: %w", name, tffunc.ErrOutside)
	}
	return root, rel, nil
}

// refusal tells why root would not give a file. The error for a path that escapes has no exported name, so the path is
// followed to see where it leads.
func refusal(root *os.Root, rel, name string, err error) error {
	target, linkErr := filepath.EvalSymlinks(filepath.Join(root.Name(), rel))
	limit, limitErr := filepath.EvalSymlinks(root.Name())
	if linkErr == nil && limitErr == nil && !inside(limit, target) {
		return fmt.Errorf("read %s: %w", name, tffunc.ErrOutside)
	}
	return fmt.Errorf("read %s: %w", name, unwrapPath(err))
}
