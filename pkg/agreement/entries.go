package agreement

import (
	"fmt"

	"github.com/baalint/baalint/pkg/finding"
)

// Entry is something that the agreement speaks of, as rules see it: a fact of a concept of policies/catalogue/concepts.hcl.
type Entry struct {
	// Concept is agreement, practice, vendor or subcontractor.
	Concept string
	// Name tells the entries of a concept apart: "AWS", "AWS/Example Courier"; Title is what messages call it.
	Name, Title string
	// Cloud is that of a vendor that is one.
	Cloud  string
	Place  finding.Place
	Fields []Field
}

// Field is a field that the file states; those that it does not are left out.
type Field struct {
	Name string
	// Value is a string, a bool, a float64 or a list of strings.
	Value any
	Place finding.Place
}

// ListsVendors reports whether the file says anything of vendors.
func (t Terms) ListsVendors() bool { return t.states("vendors") }

// Entries are the agreement itself and, where the file lists vendors or speaks of the practice, all of these, in the order of the
// file.
func (t Terms) Entries() []Entry {
	entries := []Entry{t.whole()}
	if t.ListsVendors() || t.states("practice") {
		entries = append(entries, t.practice())
	}
	for i, v := range t.Vendors {
		path := fmt.Sprintf("vendors[%d]", i)
		entries = append(entries, t.vendor(path, v))
		for j, s := range v.Subcontractors {
			entries = append(entries, t.subcontractor(fmt.Sprintf("%s.subcontractors[%d]", path, j), v, s))
		}
	}
	return entries
}

// collector gathers the fields of one entry.
type collector struct {
	terms Terms
	Entry
}

// add takes over a field if the file states what its path names.
func (c *collector) add(name, path string, value any) {
	if c.terms.states(path) {
		c.Fields = append(c.Fields, Field{name, value, c.terms.Place(path)})
	}
}

func (t Terms) whole() Entry {
	c := collector{t, Entry{Concept: "agreement", Name: "agreement", Title: "agreement", Place: t.first()}}
	names, clouds := make([]any, 0, len(t.Vendors)), make([]any, 0, len(t.Vendors))
	for _, v := range t.Vendors {
		names = append(names, v.Name)
		if v.Cloud != "" {
			clouds = append(clouds, v.Cloud)
		}
	}
	parties := []any{}
	for _, v := range t.Vendors {
		for _, s := range v.Subcontractors {
			if cloud := t.names.cloud(s.Name); cloud != "" {
				parties = append(parties, cloud)
			}
		}
	}
	c.add("vendors", "vendors", names)
	c.add("subcontractors", "vendors", parties)
	c.add("clouds", "vendors", clouds)
	c.add("rpo_hours", "recovery.rpo_hours", t.RPOHours)
	c.add("rto_hours", "recovery.rto_hours", t.RTOHours)
	return c.Entry
}

// first is where the file begins to state something.
func (t Terms) first() finding.Place {
	var first finding.Place
	for _, place := range t.places {
		if first.Line == 0 || place.Line < first.Line || place.Line == first.Line && place.Column < first.Column {
			first = place
		}
	}
	return first
}

func (t Terms) practice() Entry {
	place := t.Place("practice")
	if !t.states("practice") {
		place = t.first()
	}
	c := collector{t, Entry{Concept: "practice", Name: "practice", Title: "practice", Place: place}}
	c.add("name", "covered_entity", t.CoveredEntity)
	c.add("risk_assessment", "practice.risk_assessment", t.RiskAssessment)
	c.add("restore_test", "practice.restore_test", t.RestoreTest)
	c.add("asset_inventory", "practice.asset_inventory", t.Reviews.AssetInventory)
	c.add("compliance_audit", "practice.compliance_audit", t.Reviews.ComplianceAudit)
	c.add("penetration_test", "practice.penetration_test", t.Reviews.PenetrationTest)
	c.add("vulnerability_scan", "practice.vulnerability_scan", t.Reviews.VulnerabilityScan)
	return c.Entry
}

func (t Terms) vendor(path string, v Vendor) Entry {
	c := collector{t, Entry{
		Concept: "vendor", Name: v.Name, Title: "agreement with " + v.Name, Cloud: v.Cloud, Place: t.Place(path + ".name"),
	}}
	matrix := make([]string, len(v.Responsibilities))
	for i, r := range v.Responsibilities {
		matrix[i] = fmt.Sprintf("%s: %s", r.Control, r.Party)
	}
	parties := make([]string, len(v.Subcontractors))
	for i, s := range v.Subcontractors {
		parties[i] = s.Name
	}
	for _, f := range []Field{
		{Name: "name", Value: v.Name},
		{Name: "signed", Value: v.Signed},
		{Name: "reviewed", Value: v.Reviewed},
		{Name: "expires", Value: v.Expires},
		{Name: "breach_notice_hours", Value: v.BreachNoticeHours},
		{Name: "contingency_notice_hours", Value: v.ContingencyNoticeHours},
		{Name: "forensic_support", Value: v.ForensicSupport},
		{Name: "uptime_percent", Value: v.UptimePercent},
		{Name: "verified", Value: v.Verified},
		{Name: "diligence", Value: v.Diligence},
		{Name: "responsibilities", Value: list(matrix)},
		{Name: "subcontractors", Value: list(parties)},
		{Name: "accounts", Value: list(v.Accounts)},
		{Name: "services", Value: list(v.Services)},
	} {
		c.add(f.Name, path+"."+f.Name, f.Value)
	}
	if v.Termination.Action == None {
		c.add("disposal", path+".termination", None)
	}
	c.add("disposal", path+".termination.action", v.Termination.Action)
	c.add("disposal_days", path+".termination.within_days", float64(v.Termination.WithinDays))
	c.add("disposal_certificate", path+".termination.certificate", v.Termination.Certificate)
	c.add("soc2_type2", path+".attestations.soc2_type2", v.Attestations.SOC2Type2)
	c.add("iso27001", path+".attestations.iso27001", v.Attestations.ISO27001)
	c.add("hitrust", path+".attestations.hitrust", v.Attestations.HITRUST)
	c.add("penetration_test", path+".attestations.penetration_test", v.Attestations.PenetrationTest)
	c.add("risk_assessment", path+".attestations.risk_assessment", v.Attestations.RiskAssessment)
	return c.Entry
}

func (t Terms) subcontractor(path string, v Vendor, s Subcontractor) Entry {
	c := collector{t, Entry{
		Concept: "subcontractor", Name: v.Name + "/" + s.Name, Title: fmt.Sprintf("agreement of %s with %s", v.Name, s.Name),
		Cloud: v.Cloud, Place: t.Place(path + ".name"),
	}}
	c.add("name", path+".name", s.Name)
	c.add("signed", path+".signed", s.Signed)
	c.add("expires", path+".expires", s.Expires)
	c.add("verified", path+".verified", s.Verified)
	c.add("accounts", path+".accounts", list(s.Accounts))
	return c.Entry
}
