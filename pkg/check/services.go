package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// ServiceUse is one service that the Terraform would use, as `baalint services` prints it.
type ServiceUse struct {
	Cloud string `json:"cloud"`
	// Service is the provider's name for it; a resource type where the provider's list is not known to name its service.
	Service string `json:"service"`
	// Covered says whether the provider's BAA covers it: yes, no, conditional, agreement where nothing but the practice's own agreement with
	// the vendor tells, unlisted, unknown where an attribute that decides is unknown.
	Covered string `json:"covered"`
	// Holds is stores, transits, or none where no resource in use holds or carries data.
	Holds string `json:"holds"`
	// Regions are those of the resources, sorted; "unknown" stands for what cannot be told.
	Regions []string `json:"regions"`
	// Resources are the addresses, after "<root>:" where the root is not ".", sorted.
	Resources []string `json:"resources"`
	// Note is what is to be said of its being covered. List is the title of the provider's list, AsOf its date, as 2026-05-22.
	Note string `json:"note"`
	List string `json:"list"`
	AsOf string `json:"asOf"`
}

// Services lists the services that the Terraform in the directories would use, sorted by cloud and name, and what of the
// Terraform could not be read. A service whose resources stand differently has a row for each standing.
func Services(opts Options) ([]ServiceUse, []finding.Problem, error) {
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	read, estate, err := readEstate(opts, table)
	if err != nil {
		return nil, nil, err
	}
	by, err := readAgreement(opts, read.judged(), table)
	if err != nil {
		return nil, nil, err
	}
	uses := map[[3]string]*ServiceUse{}
	count := func(row ServiceUse) {
		row.change(by.terms, opts.AsOf)
		key := [3]string{row.Cloud, row.Service, row.Covered}
		if uses[key] == nil {
			uses[key] = &row
		} else {
			uses[key].add(row)
		}
	}
	services := map[*resource.Resource][]*fact.Fact{}
	for _, f := range estate.ByConcept["service"] {
		services[f.Resource] = append(services[f.Resource], f)
	}
	for _, r := range read.resources {
		for _, f := range services[r] {
			count(usedAs(table, f))
		}
		if row, ok := configured(table, estate, r); ok && len(services[r]) == 0 {
			count(row)
		}
	}
	return sortedUses(uses), sorted(slices.Concat(read.problems, factProblems(estate))), nil
}

// readEstate reads the Terraform in the directories and what the catalogue understands of it.
func readEstate(opts Options, table *eligibility.Table) (*terraform, *fact.Estate, error) {
	catalogue, err := fact.Load(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	read, err := readTerraform(opts)
	if err != nil {
		return nil, nil, err
	}
	estate, err := understood(catalogue, read, table)
	return read, estate, err
}

// understood is what the catalogue understands of what was read.
func understood(catalogue *fact.Catalogue, read *terraform, table *eligibility.Table) (*fact.Estate, error) {
	catalogue.UseSchemas(read.schemas)
	estate, err := catalogue.Facts(read.resources, services{table})
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", err)
	}
	read.secrets = secretsOf(estate)
	return estate, nil
}

// listDays is how old a list of covered services may be before a report says so.
const listDays = 180

// oldLists says of each list that the services in use are held against, and that is old, from when it is. asOf is a date.
func oldLists(read *terraform, table *eligibility.Table, asOf string) []string {
	today, err := time.Parse(time.DateOnly, asOf)
	providers := map[string]bool{}
	for _, r := range read.resources {
		providers[r.Provider.Source] = true
	}
	var notes []string
	for provider := range providers {
		list, ok := table.List(provider)
		date, dateErr := time.Parse(time.DateOnly, list.AsOf)
		if days := int(today.Sub(date).Hours() / 24); ok && err == nil && dateErr == nil && days > listDays {
			notes = append(notes, fmt.Sprintf("services are held against %q of %s, %d days ago: look at %s for what has changed since",
				list.Title, list.AsOf, days, list.URL))
		}
	}
	slices.Sort(notes)
	return slices.Compact(notes)
}

// configured is the row of a resource that neither holds nor carries data. It is false for resources of providers without a list, and
// for those that are sent to one's own machine.
func configured(table *eligibility.Table, estate *fact.Estate, r *resource.Resource) (ServiceUse, bool) {
	s, ok := table.Service(r.Provider.Source, r.Type)
	vendor, elsewhere := estate.Elsewhere[r]
	if !ok || r.Mode != resource.Managed || vendor.Local {
		return ServiceUse{}, false
	}
	list, _ := table.List(r.Provider.Source)
	row := ServiceUse{
		Cloud: s.Cloud, Service: cmp.Or(s.Name, r.Type), Covered: s.Eligible, Holds: cmp.Or(s.PHI, "unknown"),
		Note: table.Entry(s.Cloud, s.Name).Note, List: list.Title, AsOf: list.AsOf,
		Resources: []string{rootedAddress(r)}, Regions: usedRegions(r.Region),
	}
	if elsewhere {
		row.Cloud, row.Service, row.Covered, row.Note, row.List, row.AsOf = vendor.Cloud, vendor.Service, vendor.Eligible, "", "", ""
		row.Regions = []string{cmp.Or(vendor.Region, "unknown")}
	}
	return row, true
}

// rootedAddress is the address of a resource, after its root where it is not the only one.
func rootedAddress(r *resource.Resource) string {
	if r.Root != "." {
		return r.Root + ":" + r.Address
	}
	return r.Address
}

// usedAs is the row of a service in use.
func usedAs(table *eligibility.Table, f *fact.Fact) ServiceUse {
	text := func(name, fallback string) string {
		value, ok := f.Field(name).Value.(string)
		if !ok {
			return fallback
		}
		return value
	}
	unlisted := f.Type
	if !f.Field("service").Known {
		unlisted = "unknown"
	}
	row := ServiceUse{
		Cloud: f.Cloud, Service: text("service", unlisted), Covered: text("eligible", "unknown"), Holds: text("holds", "unknown"),
		Resources: []string{rootedAddress(f.Resource)}, Regions: []string{},
	}
	row.Note = text("note", table.Entry(f.Cloud, row.Service).Note)
	if list, ok := table.List(f.Resource.Provider.Source); ok && list.Cloud == f.Cloud {
		row.List, row.AsOf = list.Title, list.AsOf
	}
	if region := f.Field("region"); !region.Known {
		row.Regions = []string{"unknown"}
	} else if name, ok := region.Value.(string); ok {
		row.Regions = []string{plainRegion(name)}
	}
	return row
}

// change puts what the agreement says of the service itself in the place of what the list says.
func (u *ServiceUse) change(terms agreement.Terms, asOf string) {
	for _, vendor := range terms.Vendors {
		for _, c := range vendor.ServiceChanges {
			if vendor.Cloud != u.Cloud || !strings.EqualFold(c.Service, u.Service) || c.Date > asOf {
				continue
			}
			u.Covered = map[bool]string{true: "yes", false: "no"}[c.Covered]
			u.Note = fmt.Sprintf("The agreement says so since %s: %s.", c.Date, strings.TrimSuffix(c.Reason, "."))
		}
	}
}

// usedRegions is the name of a region, "unknown" where it cannot be told, or nothing where there is none.
func usedRegions(region cty.Value) []string {
	if region == cty.NilVal {
		return nil
	}
	switch name := known(region).(type) {
	case string:
		return []string{plainRegion(name)}
	case nil:
		if !isKnown(region) {
			return []string{"unknown"}
		}
	}
	return nil
}

// add counts the resource of another row.
func (u *ServiceUse) add(other ServiceUse) {
	u.Regions, u.Resources = append(u.Regions, other.Regions...), append(u.Resources, other.Resources...)
	if other.Holds == "stores" || u.Holds != "stores" && other.Holds == "transits" {
		u.Holds = other.Holds
	}
	u.Note = cmp.Or(u.Note, other.Note)
}

func sortedUses(uses map[[3]string]*ServiceUse) []ServiceUse {
	out := make([]ServiceUse, 0, len(uses))
	for _, u := range uses {
		slices.Sort(u.Regions)
		slices.Sort(u.Resources)
		u.Regions = slices.Compact(u.Regions)
		if u.Regions == nil {
			u.Regions = []string{}
		}
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b ServiceUse) int {
		return cmp.Or(strings.Compare(a.Cloud, b.Cloud), strings.Compare(a.Service, b.Service), strings.Compare(a.Covered, b.Covered))
	})
	return out
}
