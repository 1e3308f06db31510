package check

import (
	"fmt"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// coveragePage prints which resource types each rule judges, and the account of every cloud that has one.
func coveragePage(obligations []finding.Obligation, j *reach, accounts []coverage) string {
	var page strings.Builder
	page.WriteString(printed + "# Coverage\n\nWhich resource types each rule can find something about, and, for each cloud, what answers the controls that " +
		"backups there can be asked for.\n\n## Rules\n\n" +
		"Names of types are without `aws_`, `azurerm_`, `google_`; a type that only configures another counts too. " +
		"*Elsewhere* is what holds of a type whose provider is sent to another vendor's endpoint.\n")
	for _, o := range obligations {
		header := fmt.Sprintf("\n### %s\n\n| rule | AWS | Azure | Google Cloud | Other vendors |\n|---|---|---|---|---|\n", o.Title)
		for _, r := range j.rules {
			if r.Obligation != o.Slug {
				continue
			}
			page.WriteString(header)
			header = ""
			fmt.Fprintf(&page, "| %s | %s |\n", ruleLink(j.rules, r.Name), strings.Join(j.ruleTypes(r), " | "))
		}
	}
	for _, account := range accounts {
		writeAccount(&page, j, account)
	}
	return page.String()
}

// ruleTypes are the types that a rule judges, cloud by cloud.
func (j *reach) ruleTypes(r finding.Rule) []string {
	cells := make([]string, 0, len(clouds))
	for _, c := range clouds {
		cell := j.judgedTypes(r, c.key)
		if first, _, _ := strings.Cut(r.About, ", "); cell == "" {
			cell = notOfTypes[first]
		}
		cells = append(cells, cell)
	}
	return cells
}

// writeAccount prints the controls of a cloud and its resource types.
func writeAccount(page *strings.Builder, j *reach, account coverage) {
	name := ""
	for _, c := range clouds {
		if c.key == account.cloud {
			name = c.name
		}
	}
	fmt.Fprintf(page, "\n## %s\n\n### Controls\n\n| control | demand | rules | not judged |\n|---|---|---|---|\n", name)
	for _, group := range account.Controls {
		for _, c := range group.Controls {
			fmt.Fprintf(page, "| %s | %s | %s | %s |\n", c.Control, c.Demand, ruleLinks(j.rules, c.Rules), c.Outside)
		}
	}
	page.WriteString("\n### Resource types\n\n| type | facts | rules that look at it |\n|---|---|---|\n")
	for _, typ := range account.Types.Judged {
		concepts, rules := j.of(typ)
		names := make([]string, len(rules))
		for i, r := range rules {
			names[i] = r.Name
		}
		fmt.Fprintf(page, "| `%s` | %s | %s |\n", typ, strings.Join(concepts, ", "), strings.Join(names, ", "))
	}
	page.WriteString("\nLeft out:\n\n")
	for _, group := range account.Types.Outside {
		fmt.Fprintf(page, "- %s `%s`\n", group.Reason, strings.Join(group.Types, "`, `"))
	}
}
