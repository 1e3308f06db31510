package tffunc

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/tools/txtar"
)

// memoryHost serves the files of an archive as the tree under /work.
func memoryHost(archive *txtar.Archive) Host {
	inside := func(name string) error {
		if name != "/work" && !strings.HasPrefix(name, "/work/") {
			return fmt.Errorf("%s: %w", name, ErrOutside)
		}
		return nil
	}
	return Host{
		Dir: "/work",
		ReadFile: func(name string) ([]byte, error) {
			if err := inside(name); err != nil {
				return nil, err
			}
			for _, f := range archive.Files {
				full := path.Join("/work", f.Name)
				if full == name {
					return f.Data, nil
				}
				if strings.HasPrefix(full, name+"/") {
					return nil, errors.New("is a directory")
				}
			}
			return nil, fs.ErrNotExist
		},
		Files: func(dir string) ([]string, error) {
			if err := inside(dir); err != nil {
				return nil, err
			}
			var out []string
			for _, f := range archive.Files {
				if rest, ok := strings.CutPrefix(path.Join("/work", f.Name), dir+"/"); ok {
					out = append(out, rest)
				}
			}
			return out, nil
		},
	}
}
