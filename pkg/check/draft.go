package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/policies"
)

// DraftAgreement writes the text of an agreement for the practice to fill in, from the Terraform in the directories, and lists what
// of it could not be read. Where there is an agreement for them already, that is the error.
func DraftAgreement(opts Options) (string, []finding.Problem, error) {
	found, _, err := findAgreement(opts, slices.Concat(opts.Dirs, opts.Roots))
	if err != nil {
		return "", nil, err
	}
	if found != "" {
		return "", nil, fmt.Errorf("%s is there already; it is left as it is", relative(opts.Base, found))
	}
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return "", nil, err
	}
	read, estate, err := readEstate(opts, table)
	if err != nil {
		return "", nil, err
	}
	seen := whatIsSeen(estate, table)
	if len(seen) == 0 {
		return "", nil, fmt.Errorf("nothing in %s could hold or carry records: there is no vendor to write an agreement for", strings.Join(opts.Dirs, ", "))
	}
	return agreement.Draft(seen), sorted(slices.Concat(read.problems, factProblems(estate))), nil
}

// sight gathers what is seen of one cloud.
type sight struct {
	vendor                              string
	accounts, others, regions, services set
}

type set map[string]bool

func (s set) sorted() []string { return slices.Sorted(maps.Keys(s)) }

// whatIsSeen is what the facts show of each cloud that something is in that could hold or carry records.
func whatIsSeen(estate *fact.Estate, table *eligibility.Table) []agreement.Seen {
	sights, regions := map[string]*sight{}, table.Regions()
	for _, f := range estate.ByConcept["service"] {
		vendor, ok := table.Vendor(f.Cloud)
		if !ok { // nobody knows whose it is
			continue
		}
		s := sights[f.Cloud]
		if s == nil {
			s = &sight{vendor.Name, set{}, set{}, set{}, set{}}
			sights[f.Cloud] = s
		}
		if name, ok := f.Field("service").Value.(string); ok { // a type that no list names has none
			s.services[name] = true
		}
		for _, account := range boundTo(f) {
			s.accounts[account] = true
		}
	}
	for _, f := range estate.Facts {
		s := sights[f.Cloud]
		if s == nil {
			continue
		}
		if region, ok := printable(f.Field("region")).(string); ok && region != "" {
			s.regions[placed(region, regions[f.Cloud])] = true
		}
		for _, name := range []string{"accounts", "shared_with", "to_account"} {
			for _, account := range accountsIn(printable(f.Field(name))) {
				s.others[account] = true
			}
		}
	}
	out := make([]agreement.Seen, 0, len(sights))
	for _, cloud := range slices.Sorted(maps.Keys(sights)) {
		s := sights[cloud]
		maps.DeleteFunc(s.others, func(account string, _ bool) bool { return s.accounts[account] })
		out = append(out, agreement.Seen{
			Vendor: s.vendor, Accounts: s.accounts.sorted(), Others: s.others.sorted(), Regions: s.regions.sorted(), Services: s.services.sorted(),
		})
	}
	return out
}

// printable is the value of a field, nil where it must not be printed.
func printable(f fact.Field) any {
	if f.Sensitive {
		return nil
	}
	return f.Value
}

// placed is a region with the country that it is in, where that is known.
func placed(region string, table any) string {
	region = plainRegion(region)
	byName, _ := table.(map[string]any)
	entry, _ := byName[region].(map[string]any)
	if country, ok := entry["country"].(string); ok {
		return fmt.Sprintf("%s (%s)", region, country)
	}
	return region
}

// binding are the settings of provider blocks that name an account: account ids, subscriptions and tenants, projects, and the role
// of another account that is assumed.
var binding = []string{"allowed_account_ids", "assume_role", "project", "role_arn", "subscription_id", "tenant_id"}

// boundTo lists the accounts that the provider block of a resource names.
func boundTo(f *fact.Fact) []string {
	values := f.Resource.Provider.Values
	if values == cty.NilVal {
		return nil
	}
	settings, _ := known(values).(map[string]any)
	var accounts []string
	for _, name := range binding {
		value := settings[name]
		if blocks, ok := value.([]any); ok && name == "assume_role" {
			for _, block := range blocks {
				role, _ := block.(map[string]any)
				accounts = append(accounts, accountsIn(role["role_arn"])...)
			}
			continue
		}
		accounts = append(accounts, accountsIn(value)...)
	}
	return accounts
}

// accountsIn lists the accounts in a value: an id, an ARN, a list of them.
func accountsIn(value any) []string {
	switch value := value.(type) {
	case []any:
		all := make([]string, 0, len(value))
		for _, one := range value {
			all = append(all, accountsIn(one)...)
		}
		return all
	case string:
		if parts := strings.Split(value, ":"); len(parts) > 5 && parts[0] == "arn" {
			value = parts[4]
		}
		if value != "" && value != "all" && value != sensitive && agreement.IsAccount(value) {
			return []string{value}
		}
	}
	return nil
}
