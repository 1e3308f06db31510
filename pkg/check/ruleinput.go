package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/policy"
	"github.com/baalint/baalint/policies"
)

// InputSchema is the JSON Schema of what rules see, as it is published.
func InputSchema() (string, error) {
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	out := json.NewEncoder(&text)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	if err := out.Encode(policy.InputSchema(catalogue.Concepts())); err != nil {
		return "", fmt.Errorf("print the schema of the input: %w", err)
	}
	return text.String(), nil
}

// RuleInput is what rules see of the Terraform in the directories, and what of it could not be read. What is sensitive reads
// "(sensitive)".
func RuleInput(opts Options) (any, []finding.Problem, error) {
	m, err := readMatter(opts)
	if err != nil {
		return nil, nil, err
	}
	problems := m.problems()
	addAgreement(m.estate, m.by)
	for i, f := range m.estate.Facts {
		shown := *f
		shown.Fields = slices.Clone(f.Fields)
		for _, field := range shown.Fields.All() {
			if field.Value = redacted("", field.Value); field.Sensitive {
				field.Value = sensitive
			}
		}
		m.estate.Facts[i] = &shown
	}
	document, err := m.rules.Document(m.input(opts))
	return document, problems, err
}

// matter is what there is to judge, and what to judge it by.
type matter struct {
	table  *eligibility.Table
	rules  *policy.Set
	by     contract
	read   *terraform
	estate *fact.Estate
}

func readMatter(opts Options) (*matter, error) {
	var m matter
	var err error
	if m.table, err = eligibility.Open(policies.FS); err != nil {
		return nil, err
	}
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		return nil, err
	}
	if m.rules, err = openRules(opts, catalogue); err != nil {
		return nil, err
	}
	if m.read, err = readTerraform(opts); err != nil {
		return nil, err
	}
	if m.by, err = readAgreement(opts, m.read.judged(), m.table); err != nil {
		return nil, err
	}
	m.estate, err = understood(catalogue, m.read, m.table)
	return &m, err
}

// problems are what could not be read.
func (m *matter) problems() []finding.Problem {
	return sorted(slices.Concat(m.read.problems, factProblems(m.estate)))
}

// input is what rules see.
func (m *matter) input(opts Options) policy.Input {
	return policy.Input{Estate: m.estate, Terms: m.by.terms.Input(), Today: opts.AsOf, Regions: m.table.Regions(), Raw: m.read.raw}
}
