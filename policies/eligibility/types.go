//go:build ignore

// Types takes the resource types of a provider release into resource-types/:
//
//	terraform providers schema -json | go run types.go -provider google-beta -version 7.45.0
//
// A type of the release gets its version, one that is in no release any more keeps its last. Flags are kept.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	provider := flag.String("provider", "", "the last part of the provider's source address")
	version := flag.String("version", "", "the provider's release")
	flag.Parse()
	if *provider == "" || *version == "" {
		log.Fatal("-provider and -version are needed")
	}
	released, err := readRelease(*provider)
	if err != nil {
		log.Fatal(err)
	}
	file := filepath.Join("resource-types", strings.TrimSuffix(*provider, "-beta")+".txt")
	data, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	head, rows := split(string(data))
	for _, name := range released {
		_, rest, _ := strings.Cut(rows[name], "\t")
		_, flags, _ := strings.Cut(rest, "\t")
		rows[name] = strings.TrimSuffix(name+"\t"+*version+"\t"+flags, "\t")
	}
	out := head
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		out += rows[name] + "\n"
	}
	if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
		log.Fatal(err)
	}
}

// readRelease reads the names of resource types from the output of terraform providers schema -json on the standard input.
func readRelease(provider string) ([]string, error) {
	var document struct {
		Schemas map[string]struct {
			Resources map[string]json.RawMessage `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&document); err != nil {
		return nil, err
	}
	var names []string
	for source, schema := range document.Schemas {
		if strings.HasSuffix(source, "/"+provider) {
			names = slices.Collect(maps.Keys(schema.Resources))
		}
	}
	return names, nil
}

// split takes the comments off a list, and names its rows.
func split(text string) (head string, rows map[string]string) {
	rows = map[string]string{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			head += line
		} else if name, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); name != "" {
			rows[name] = strings.TrimSuffix(line, "\n")
		}
	}
	return head, rows
}
