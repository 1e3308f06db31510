package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/visible"
)

const (
	oscalVersion = "1.1.3"
	// oscalNS is the namespace of baalint's own properties.
	oscalNS = "https://github.com/baalint/baalint"
)

// writeOSCAL writes OSCAL assessment results. A control is an obligation, an inventory item a fact, an observation a verdict on all facts
// of which the same was seen, a risk an observation that is no pass, a finding how an obligation stands. What the same practice
// names by the same words has the same UUID in every report.
func writeOSCAL(w io.Writer, r *finding.Report, _ Options) error {
	b := &oscalBuilder{
		report: r, examined: examine(r), obligations: obligationsBySlug(r), when: cmp.Or(r.AsOf, "1970-01-01") + "T00:00:00Z",
		observed: map[string][]oscalObserved{}, risked: map[string][]oscalRelated{}, items: map[string]bool{}, files: map[string]string{},
	}
	sources := b.sources()
	result := b.result()
	text, err := json.Marshal(result)
	if err != nil {
		return err
	}
	result.UUID = uuidOf("result", string(text))
	plan := oscalResource{
		UUID: uuidOf("plan"), Title: "Obligations and rules of baalint " + line(r.Version),
		Description: "Every rule of baalint about an obligation of the agreement is tried on everything that the configuration declares.",
	}
	document := oscalDocument{oscalAssessment{
		UUID: uuidOf("document", string(text)),
		Metadata: oscalMetadata{
			Title: line("Backup evidence " + b.practice()), LastModified: b.when, Version: cmp.Or(r.AsOf, "1970-01-01"), OSCALVersion: oscalVersion,
			Parties: b.parties(),
		},
		ImportAP: oscalLink{Href: "#" + plan.UUID}, Results: []oscalResult{result},
		BackMatter: &oscalBackMatter{Resources: append([]oscalResource{plan}, sources...)},
	}}
	return WriteValue(w, document)
}

// uuidOf is the UUID of what is named so.
func uuidOf(names ...string) string {
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte(oscalNS))
	return uuid.NewSHA1(space, []byte(strings.Join(names, "\x00"))).String()
}

// line is text as OSCAL takes it on one line.
func line(text string) string { return strings.Join(strings.Fields(visible.Line(text)), " ") }

// token is a name as OSCAL takes it for an identifier.
func token(name string) string {
	name = fragment(name)
	if name == "" || name[0] == '-' || name[0] >= '0' && name[0] <= '9' {
		return "_" + name
	}
	return name
}

// props are baalint's own properties, by pairs of name and value; those without a value are left out.
func props(pairs ...string) []oscalProp {
	var list []oscalProp
	for i := 0; i < len(pairs); i += 2 {
		if value := line(pairs[i+1]); value != "" {
			list = append(list, oscalProp{Name: pairs[i], NS: oscalNS, Value: value})
		}
	}
	return list
}

// oscalBuilder puts the parts together.
type oscalBuilder struct {
	*examined
	report      *finding.Report
	obligations map[string]finding.Obligation
	when        string
	// observed and risked are by obligation, items by the id of the fact.
	observed map[string][]oscalObserved
	risked   map[string][]oscalRelated
	items    map[string]bool
	// files are the addresses of the resources in the back matter, by path.
	files map[string]string
}

// uuidOf is the UUID of what is named so by the practice whose estate it is: others may call theirs the same.
func (b *oscalBuilder) uuidOf(names ...string) string {
	return uuidOf(append([]string{"of", b.practice()}, names...)...)
}

func (b *oscalBuilder) practice() string {
	if b.report.Evidence == nil {
		return ""
	}
	return b.report.Evidence.Agreement.Practice
}

// parties are the practice, those who hold records for it, and who has accepted exceptions.
func (b *oscalBuilder) parties() []oscalParty {
	var parties []oscalParty
	names := map[string]bool{}
	for i := range b.report.Findings {
		if w := b.report.Findings[i].Waiver; w != nil && line(w.Approver) != "" {
			names[line(w.Approver)] = true
		}
	}
	for _, name := range sortedKeys(names) {
		parties = append(parties, oscalParty{UUID: approver(name), Type: "person", Name: name, Props: props("role", "approver of exceptions")})
	}
	if b.report.Evidence == nil {
		return parties
	}
	if name := line(b.practice()); name != "" {
		parties = append(parties, oscalParty{UUID: uuidOf("practice", name), Type: "organization", Name: name, Props: props("role", "covered entity")})
	}
	for _, p := range b.report.Evidence.Agreement.Parties {
		var stated []string
		for _, term := range p.Terms {
			if term.Stated {
				stated = append(stated, line(term.Title+": "+term.Value))
			}
		}
		role := map[bool]string{true: "business associate", false: "subcontractor"}[p.Of == ""]
		parties = append(parties, oscalParty{
			UUID: b.uuidOf("party", p.Of, p.Name), Type: "organization", Name: line(p.Name), Props: props("role", role, "subcontractor-of", p.Of),
			Remarks: strings.Join(stated, "\n\n"),
		})
	}
	return parties
}

// sources are the files that were read, with their digests.
func (b *oscalBuilder) sources() []oscalResource {
	if b.report.Evidence == nil {
		return nil
	}
	resources := make([]oscalResource, 0, len(b.report.Evidence.Sources)+len(b.report.Narrowed))
	add := func(path, kind, sum string) {
		resources = append(resources, oscalResource{
			UUID: b.uuidOf("source", path, kind), Title: line(path), Props: props("read-as", kind),
			Links: []oscalLink{{Href: (&url.URL{Path: path}).String(), Hashes: []oscalHash{{Algorithm: "SHA-256", Value: sum}}}},
		})
	}
	for _, s := range b.report.Evidence.Sources {
		add(s.Path, s.Kind, s.SHA256)
		b.files[s.Path] = "#" + resources[len(resources)-1].UUID
	}
	for _, n := range b.report.Narrowed {
		add(n.Name, n.By, n.SHA256)
	}
	return resources
}

func (b *oscalBuilder) result() oscalResult {
	r := oscalResult{
		Title: "Judgement of the configuration", Start: b.when, End: b.when,
		Description: "What the configuration would build, held against the obligations of the business associate agreement.",
		Props: props("complete", map[bool]string{true: "no", false: "yes"}[Incomplete(b.report)], "agreement", b.report.Agreement,
			"narrowed-by", narrowedBy(b.report)),
	}
	for _, same := range alike(ranked(b.report, every), b.alikeness) {
		observation := b.observation(same)
		r.Observations = append(r.Observations, observation)
		under := basis(b.rules[same[0].Rule])
		b.observed[under] = append(b.observed[under], oscalObserved{observation.UUID})
		if same[0].Verdict != finding.Pass {
			risk := b.risk(same[0], observation)
			r.Risks = append(r.Risks, risk)
			b.risked[under] = append(b.risked[under], oscalRelated{risk.UUID})
		}
		for _, f := range same {
			if !b.items[f.Fact] {
				b.items[f.Fact] = true
				r.LocalDefinitions.InventoryItems = append(r.LocalDefinitions.InventoryItems, b.item(f))
			}
		}
	}
	tool := oscalComponent{
		UUID: uuidOf("tool"), Type: "software", Title: "baalint", Description: "Judges the backups that Terraform would build.",
		Props: props("version", b.report.Version), Status: oscalState{State: "operational"},
	}
	r.LocalDefinitions.AssessmentAssets = oscalAssets{
		Components: []oscalComponent{tool}, Platforms: []oscalPlatform{{UUID: uuidOf("platform"), Title: "baalint", Uses: []oscalUses{{tool.UUID}}}},
	}
	r.ReviewedControls, r.Findings = b.standings()
	r.Remarks = b.remarks()
	return r
}

// remarks are the notes of the run and what kept it from seeing everything.
func (b *oscalBuilder) remarks() string {
	said := make([]string, 0, 1+len(b.report.Problems)+len(b.report.Notes))
	if by := narrowedBy(b.report); by != "" {
		said = append(said, line("The run was asked about a part, by "+by+
			". Everything was judged, and is among the observations, which say how they stand to it."))
	}
	for _, p := range b.report.Problems {
		said = append(said, line(fmt.Sprintf("Not read or mistaken: %s %s %s", p.Summary, p.Detail, at(p.Place))))
	}
	for _, note := range b.report.Notes {
		said = append(said, line(note))
	}
	return strings.Join(said, "\n\n")
}

// origin says that baalint itself saw it.
func origin() oscalOrigin {
	return oscalOrigin{Actors: []oscalActor{{Type: "tool", UUID: uuidOf("tool")}}}
}
