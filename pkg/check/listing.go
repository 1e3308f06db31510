package check

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/eligibility"
	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/policies"
)

// Resource is a resource instance as `baalint resources` prints it and as rules see it in input.resources.
type Resource struct {
	Address  string   `json:"address"`
	Type     string   `json:"type"`
	Root     string   `json:"root"`
	Provider Provider `json:"provider"`
	// Values are the known values, null for what is not set; Unknown has the shape of after_unknown in Terraform's plan
	// JSON. Sensitive values read "(sensitive)".
	Values  any `json:"values"`
	Unknown any `json:"unknown"`
}

// Provider is the provider configuration that serves an instance.
type Provider struct {
	Name  string `json:"name"`
	Alias string `json:"alias"`
	// Region is the effective region of the instance; null where there is none, or where it cannot be known.
	Region any `json:"region"`
}

// Resources lists what the Terraform in the directories would build, and what of it could not be read.
func Resources(opts Options) ([]Resource, []finding.Problem, error) {
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	read, _, err := readEstate(opts, table)
	if err != nil {
		return nil, nil, err
	}
	out := make([]Resource, 0, len(read.resources))
	for _, r := range read.resources {
		if r.Mode.Built() {
			out = append(out, read.listed(r))
		}
	}
	return out, sorted(read.problems), nil
}

// listed is an instance as it is printed and as rules see it, without its secrets.
func (t *terraform) listed(r *resource.Resource) Resource {
	region := r.Region
	if region == cty.NilVal {
		region = cty.NullVal(cty.String)
	}
	values := r.All()
	return Resource{
		Address: r.Address, Type: r.Type, Root: r.Root,
		Provider: Provider{Name: r.Provider.Name, Alias: r.Provider.Alias, Region: known(region)},
		Values:   redacted("", t.secrets.known(values)), Unknown: unknown(values),
	}
}

// raw is the same list for input.resources.
func (t *terraform) raw() []any {
	out := make([]any, 0, len(t.resources))
	for _, evaluated := range t.resources {
		if !evaluated.Mode.Built() {
			continue
		}
		r := t.listed(evaluated)
		out = append(out, map[string]any{
			"address": r.Address, "type": r.Type, "root": r.Root, "values": r.Values, "unknown": r.Unknown,
			"provider": map[string]any{"name": r.Provider.Name, "alias": r.Provider.Alias, "region": r.Provider.Region},
		})
	}
	return out
}

// Fact is a fact as `baalint facts` prints it.
type Fact struct {
	ID      string        `json:"id"`
	Concept string        `json:"concept"`
	Address string        `json:"address"`
	Type    string        `json:"type"`
	Cloud   string        `json:"cloud"`
	Root    string        `json:"root"`
	Place   finding.Place `json:"place"`
	// Maybe says why the fact may not exist.
	Maybe string `json:"maybe,omitempty"`
	// Fields are the fields that are set and known, as rules see them. Sensitive values read "(sensitive)".
	Fields map[string]any `json:"fields"`
	// Unknown says what each unknown field waits for; Refs are the addresses that fields were read from.
	Unknown map[string][]string `json:"unknown,omitempty"`
	Refs    map[string][]string `json:"refs,omitempty"`
	Parts   []string            `json:"parts,omitempty"`
}

// Facts lists what was understood of the Terraform in the directories, and what of it could not be read.
func Facts(opts Options) ([]Fact, []finding.Problem, error) {
	table, err := eligibility.Open(policies.FS)
	if err != nil {
		return nil, nil, err
	}
	read, estate, err := readEstate(opts, table)
	if err != nil {
		return nil, nil, err
	}
	out := make([]Fact, len(estate.Facts))
	for i, f := range estate.Facts {
		out[i] = listedFact(f)
	}
	return out, sorted(slices.Concat(read.problems, factProblems(estate))), nil
}

func listedFact(f *fact.Fact) Fact {
	out := Fact{
		ID: f.ID, Concept: f.Concept, Address: f.Address, Type: f.Type, Cloud: f.Cloud, Root: f.Root, Place: place(f.Place),
		Fields: map[string]any{}, Unknown: map[string][]string{}, Refs: map[string][]string{},
	}
	if f.Maybe != nil {
		out.Maybe = waits(*f.Maybe)
	}
	for _, name := range f.Names() {
		field := f.Field(name)
		switch {
		case field.Sensitive:
			out.Fields[name] = sensitive
		case field.Known || field.Value != nil:
			out.Fields[name] = redacted("", field.Value)
		}
		if !field.Known {
			out.Unknown[name] = []string{}
			for _, why := range field.Why {
				out.Unknown[name] = append(out.Unknown[name], waits(why))
			}
		}
		if len(field.Refs) > 0 {
			out.Refs[name] = field.Refs
		}
	}
	for _, part := range f.Parts {
		out.Parts = append(out.Parts, part.Address)
	}
	return out
}

func waits(why resource.Why) string {
	return fmt.Sprintf("%s: %s", why.Subject, why.Cause)
}
