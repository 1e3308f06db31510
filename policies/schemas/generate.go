//go:build ignore

// Generate turns Terraform's own description of a provider into a schema file:
//
//	terraform providers schema -json | go run policies/schemas/generate.go -provider aws -version 6.66.0 > policies/schemas/aws.jsonl
//
// With -base google only what differs from google.jsonl, beside this file's directory given by -dir, is written.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/baalint/baalint/pkg/schema"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	header := schema.Header{Source: "terraform providers schema -json"}
	flag.StringVar(&header.Provider, "provider", "", "the last part of the provider's source address")
	flag.StringVar(&header.Version, "version", "", "the provider's release")
	flag.StringVar(&header.Base, "base", "", "a provider whose schema file has what is the same")
	dir := flag.String("dir", "policies/schemas", "where the schema file of -base is")
	flag.Parse()
	if header.Provider == "" || header.Version == "" {
		return fmt.Errorf("-provider and -version are needed")
	}
	var base io.Reader
	if header.Base != "" {
		file, err := os.Open(filepath.Join(*dir, header.Base+".jsonl"))
		if err != nil {
			return fmt.Errorf("open base schema: %w", err)
		}
		defer file.Close()
		base = file
	}
	return schema.Convert(os.Stdin, header, base, os.Stdout)
}
