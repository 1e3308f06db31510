package check

import (
	"encoding/json"
	"fmt"
	"maps"
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
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	rules, err := openRules(opts, catalogue)
	if err != nil {
		return nil, nil, err
	}
	by, err := readAgreement(opts, table)
	if err != nil {
		return nil, nil, err
	}
	read, err := readTerraform(opts)
	if err != nil {
		return nil, nil, err
	}
	estate, err := understood(catalogue, read, table)
	if err != nil {
		return nil, nil, err
	}
	problems := sorted(slices.Concat(read.problems, factProblems(estate)))
	addAgreement(estate, by)
	for i, f := range estate.Facts {
		shown := *f
		shown.Fields = maps.Clone(f.Fields)
		for name, field := range shown.Fields {
			if field.Sensitive {
				field.Value = sensitive
				shown.Fields[name] = field
			}
		}
		estate.Facts[i] = &shown
	}
	document, err := rules.Document(policy.Input{
		Estate: estate, Terms: by.terms.Input(), Today: opts.AsOf, Regions: table.Regions(), Raw: read.raw,
	})
	return document, problems, err
}
