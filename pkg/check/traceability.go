package check

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/policies"
)

// tracedArticle is what one article demands, part by part.
type tracedArticle struct {
	Article string
	Title   string
	Parts   []struct {
		Part string
		Rows []tracedDemand
	}
}

// tracedDemand is one demand and what answers it: rules by name, terms of the agreement by path, or why nothing here can.
type tracedDemand struct {
	Demand, Outside string
	Rules, Terms    []string
}

func readTraceability() ([]tracedArticle, error) {
	text, err := fs.ReadFile(policies.FS, "traceability.yaml")
	if err != nil {
		return nil, fmt.Errorf("read traceability: %w", err)
	}
	var articles []tracedArticle
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&articles); err != nil {
		return nil, fmt.Errorf("read traceability.yaml: %w", err)
	}
	return articles, nil
}

// traceabilityPage prints what answers each demand, with links to the rules.
func traceabilityPage(articles []tracedArticle, rules []finding.Rule) string {
	var page strings.Builder
	page.WriteString(printed + "# Traceability\n\nWhat two articles for medical practices tell them to demand of a cloud backup vendor and of themselves, " +
		"and which rule of baalint or which term of `baa.yaml` answers it. Where nothing in this tool can, the reason is given.\n")
	for _, article := range articles {
		fmt.Fprintf(&page, "\n## %s\n", article.Title)
		for _, part := range article.Parts {
			fmt.Fprintf(&page, "\n### %s\n\n| demand | rules | terms | outside this tool |\n|---|---|---|---|\n", part.Part)
			for _, row := range part.Rows {
				terms := make([]string, len(row.Terms))
				for i, term := range row.Terms {
					terms[i] = "`" + term + "`"
				}
				fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", row.Demand, ruleLinks(rules, row.Rules), strings.Join(terms, ", "), row.Outside)
			}
		}
	}
	return page.String()
}

// ruleLinks links rules by name to their sections, separated by commas.
func ruleLinks(rules []finding.Rule, names []string) string {
	links := make([]string, len(names))
	for i, name := range names {
		links[i] = ruleLink(rules, name)
	}
	return strings.Join(links, ", ")
}

func ruleLink(rules []finding.Rule, name string) string {
	i := slices.IndexFunc(rules, func(r finding.Rule) bool { return r.Name == name })
	if i < 0 { // a test holds that there is none
		return name
	}
	return fmt.Sprintf("[%s](rules/%s.md#%s)", name, rules[i].Obligation, name)
}
