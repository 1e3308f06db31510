package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/baalint/baalint/pkg/finding"
)

// fingerprintKey is what the fingerprint of a result is called among its partial fingerprints.
const fingerprintKey = "baalintFinding/v1"

// Baseline is what an earlier run found, read from its SARIF file.
type Baseline struct {
	results   []*known
	instances []*instance
	byPrint   map[string][]*instance
}

// known is a result of the earlier run.
type known struct {
	sarif.Result
	instances []*instance
}

// instance is one finding of a result, as it is written to SARIF. Root is relative to the root of the repository, "" for that itself.
type instance struct {
	Fingerprint  string   `json:"fingerprint"`
	Address      string   `json:"address,omitempty"`
	Root         string   `json:"root,omitempty"`
	Environments []string `json:"environments,omitempty"`

	rule  string
	found bool // in this run, as it was or with another value
}

// ReadBaseline reads the SARIF file of an earlier run. Results that were suppressed or absent then are not part of it.
func ReadBaseline(data []byte) (*Baseline, error) {
	var log struct {
		Version string `json:"version"`
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name string `json:"name"`
				} `json:"driver"`
			} `json:"tool"`
			Results []json.RawMessage `json:"results"`
		} `json:"runs"`
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := json.Unmarshal(data, &log); err != nil {
		return nil, badJSON(data, err)
	}
	if log.Version != string(sarif.Version210) {
		return nil, fmt.Errorf("it is not SARIF %s", sarif.Version210)
	}
	b := &Baseline{byPrint: map[string][]*instance{}}
	ours := false
	for _, run := range log.Runs {
		if run.Tool.Driver.Name != toolName {
			continue
		}
		ours = true
		for i, raw := range run.Results {
			if err := b.add(raw); err != nil {
				return nil, fmt.Errorf("result %d: %w", i+1, err)
			}
		}
	}
	if !ours {
		return nil, errors.New("it holds no run of baalint")
	}
	return b, nil
}

// badJSON says where a file is not JSON.
func badJSON(data []byte, err error) error {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	if offset < 0 || offset > int64(len(data)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(data[:offset], []byte("\n")), err)
}

// add takes in a result of the SARIF file, instance by instance; one that tells of no instances is one itself. What was waived or gone in that file
// is no part of the baseline. It errs for a result that baalint cannot have written.
func (b *Baseline) add(raw json.RawMessage) error {
	var result known
	var more struct {
		Properties struct {
			Instances    []*instance `json:"instances"`
			Environments []string    `json:"environments"`
		} `json:"properties"`
	}
	if err := errors.Join(json.Unmarshal(raw, &result), json.Unmarshal(raw, &more)); err != nil {
		return fmt.Errorf("it is no result of baalint: %w", err)
	}
	if len(result.Suppressions) > 0 || result.BaselineState != nil && *result.BaselineState == absent {
		return nil
	}
	id, ok := result.PartialFingerprints[fingerprintKey].(string)
	if !ok || id == "" || result.RuleID == nil {
		return fmt.Errorf("it has no rule or no fingerprint %s", fingerprintKey)
	}
	result.instances = more.Properties.Instances
	if len(result.instances) == 0 {
		one := &instance{Fingerprint: id, Environments: more.Properties.Environments}
		if len(result.Locations) > 0 && len(result.Locations[0].LogicalLocations) > 0 {
			if name := result.Locations[0].LogicalLocations[0].FullyQualifiedName; name != nil {
				one.Address = *name
			}
		}
		result.instances = []*instance{one}
	}
	for _, i := range result.instances {
		if i == nil {
			return errors.New("it has an instance that is null")
		}
		i.rule = *result.RuleID
		b.byPrint[i.Fingerprint] = append(b.byPrint[i.Fingerprint], i)
		b.instances = append(b.instances, i)
	}
	b.results = append(b.results, &result)
	return nil
}

// Compare says of every failure and open verdict of a report how it stands to the baseline, and notes in it what is gone. A finding is
// unchanged where the baseline has one of the same rule, root, address and value, once for each, in all of its environments.
func (b *Baseline) Compare(r *finding.Report, o Options) {
	var left []*finding.Finding
	for _, waived := range []bool{false, true} { // what is waived takes nothing from what is not
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Verdict != finding.Pass && f.Waived() == waived && !b.take(f, o.fingerprint(f)) {
				left = append(left, f)
			}
		}
	}
	before := map[[2]string][]*instance{}
	for _, i := range b.instances {
		if !i.found {
			before[[2]string{i.rule, i.Address}] = append(before[[2]string{i.rule, i.Address}], i)
		}
	}
	for _, f := range left {
		f.Change = finding.New
		key := [2]string{f.Rule, f.Address}
		at := slices.IndexFunc(before[key], func(i *instance) bool { return i.Root == o.rootOf(f.Root) })
		if at >= 0 {
			f.Change = finding.Updated
			before[key][at].found = true
			before[key] = slices.Delete(before[key], at, at+1)
		}
	}
	b.gone(r, o)
}

// take finds an instance of the baseline that a finding is, and that no other finding is.
func (b *Baseline) take(f *finding.Finding, id string) bool {
	for _, i := range b.byPrint[id] {
		if i.found {
			continue
		}
		i.found = true
		f.Change = finding.Unchanged
		if len(i.Environments) > 0 && slices.ContainsFunc(f.Environments, func(e string) bool { return !slices.Contains(i.Environments, e) }) {
			f.Change = finding.Updated
		}
		return true
	}
	return false
}

// gone notes what the baseline has and the run has not, where the run would have found it: its rule ran, its root was judged, and all of
// that was read.
func (b *Baseline) gone(r *finding.Report, o Options) {
	if Incomplete(r) || NothingJudged(r) {
		return
	}
	rules, roots := rulesByID(r), map[string]bool{}
	for _, root := range r.Roots {
		roots[o.rootOf(root.Dir)] = true
	}
	for _, result := range b.results {
		for _, i := range result.instances {
			_, ran := rules[i.rule]
			judged := roots[i.Root] && !slices.ContainsFunc(i.Environments, func(e string) bool { return !slices.Contains(r.Environments, e) })
			if !i.found && ran && judged {
				r.Gone = append(r.Gone, finding.Gone{Rule: i.rule, Address: i.Address, Environments: i.Environments})
			} else {
				i.found = true // or nobody knows
			}
		}
	}
}

// rootOf is a root module from the root of the repository on, "" for that itself.
func (o Options) rootOf(dir string) string {
	if root := o.inRepository(dir); root != "." {
		return root
	}
	return ""
}

// instances are the findings of a group, for a later run to compare with; none where the result tells them by itself.
func (o Options) instances(g *group) []instance {
	if len(g.others) == 0 && o.rootOf(g.Root) == "" {
		return nil
	}
	out := make([]instance, 0, 1+len(g.others))
	for _, f := range append([]*finding.Finding{g.Finding}, g.others...) {
		out = append(out, instance{Fingerprint: o.fingerprint(f), Address: f.Address, Root: o.rootOf(f.Root), Environments: f.Environments})
	}
	return out
}

// absent is the state of a result that is gone. The other states are those of findings.
const absent = "absent"

// state is how the findings of a group stand to the baseline; "" where there is none.
func state(g *group) string {
	for _, f := range g.others {
		if f.Change != g.Change {
			return string(finding.Updated)
		}
	}
	return string(g.Change)
}

// absentResults are the results of the baseline of which nothing is left.
func (s *sarifWriter) absentResults() []*sarif.Result {
	if s.Baseline == nil || !s.Absent {
		return nil
	}
	var out []*sarif.Result
	for _, result := range s.Baseline.results {
		if slices.ContainsFunc(result.instances, func(i *instance) bool { return i.found }) {
			continue
		}
		gone := result.Result
		gone.WithRuleIndex(s.index[*gone.RuleID]).WithBaselineState(absent)
		out = append(out, &gone)
	}
	return out
}
