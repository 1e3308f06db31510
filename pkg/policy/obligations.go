package policy

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"

	"github.com/baalint/baalint/pkg/finding"
)

// obligationsFile is the list of obligations, in the order that reports print them.
const obligationsFile = "obligations.yaml"

// startObligations begins to read the obligations and the profiles beside the compiling of rules. The function it returns waits for
// them.
func (s *Set) startObligations(fsys fs.FS) func() error {
	done := make(chan error, 1)
	go func() {
		var err error
		if s.obligations, err = readObligations(fsys); err == nil {
			s.profiles, err = readProfiles(fsys)
		}
		done <- err
	}()
	return func() error { return <-done }
}

func readObligations(fsys fs.FS) ([]finding.Obligation, error) {
	text, err := fs.ReadFile(fsys, obligationsFile)
	if err != nil {
		return nil, fmt.Errorf("read obligations: %w", err)
	}
	var rows []struct {
		Slug      string `yaml:"slug"`
		Title     string `yaml:"title"`
		Demand    string `yaml:"demand"`
		Judged    string `yaml:"judged"`
		Outside   string `yaml:"outside"`
		Citations []struct {
			Text string `yaml:"text"`
			URL  string `yaml:"url"`
		} `yaml:"citations"`
	}
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&rows); err != nil {
		return nil, fmt.Errorf("read %s: %w", obligationsFile, err)
	}
	obligations := make([]finding.Obligation, len(rows))
	for i, row := range rows {
		obligations[i] = finding.Obligation{Slug: row.Slug, Title: row.Title, Demand: row.Demand, Judged: row.Judged, Outside: row.Outside}
		for _, c := range row.Citations {
			obligations[i].Citations = append(obligations[i].Citations, finding.Citation{Text: c.Text, URL: c.URL})
		}
	}
	return obligations, nil
}
