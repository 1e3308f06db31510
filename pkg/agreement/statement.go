package agreement

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
)

// Statement is the whole agreement in words, for people: every term, and whether the file states it.
func (t Terms) Statement() finding.Agreement {
	s := finding.Agreement{Practice: t.CoveredEntity, Terms: t.general(), Parties: []finding.Party{}}
	for i, v := range t.Vendors {
		path := fmt.Sprintf("vendors[%d]", i)
		s.Parties = append(s.Parties, t.party(path, v))
		for j, sub := range v.Subcontractors {
			s.Parties = append(s.Parties, t.subParty(fmt.Sprintf("%s.subcontractors[%d]", path, j), v, sub))
		}
	}
	return s
}

// statement gathers terms.
type statement struct {
	of    Terms
	below string // the path of the party, with a dot at its end; "" for terms of all
	terms []finding.Term
}

// says adds a term; value is what holds where the file does not state it, too, "" for nothing.
func (s *statement) says(path, title, value string) {
	place := s.of.Place(s.below + path)
	s.terms = append(s.terms, finding.Term{Path: path, Title: title, Value: value, Stated: place != finding.Place{}, Place: place})
}

// asks adds a term that nothing stands for where the file does not state it.
func (s *statement) asks(path, title, value string) {
	if !s.of.states(s.below + path) {
		value = ""
	}
	s.says(path, title, value)
}

// mentions adds a term that is worth telling only where the file states it: what is left out has a meaning of its own, or is asked for by
// proposed law alone.
func (s *statement) mentions(path, title, value string) {
	if s.of.states(s.below + path) {
		s.says(path, title, value)
	}
}

func (t Terms) general() []finding.Term {
	s := &statement{of: t}
	s.says("places.permitted", "Where records may be", listed(t.Regions))
	s.mentions("accounts.permitted", "Accounts that may hold records", listed(t.Accounts))
	s.says("recovery.rpo_hours", "Longest time between two backups", hours(t.RPOHours))
	s.asks("recovery.rto_hours", "Longest time that a restore may take", numberOrNone(t.RTOHours, hours))
	s.says("retention.minimum_days", "Backups are kept at least", days(t.RetentionMinDays))
	s.mentions("retention.maximum_days", "Backups are kept at most", days(t.RetentionMaxDays))
	s.says("retention.immutable", "Backups cannot be altered while they are kept", yes(t.Immutable))
	s.says("transit.minimum_tls", "Oldest version of TLS", t.MinTLS)
	s.says("keys.customer_managed", "The practice holds the keys itself", yes(t.CustomerManaged))
	s.says("keys.hsm", "Keys are in hardware security modules", yes(t.HSM))
	s.says("keys.rotation_days", "Keys are rotated at least every", days(t.KeyRotationDays))
	s.says("keys.deletion_window_days", "Deleted keys can be saved for", days(t.KeyDeletionDays))
	s.asks("practice.risk_assessment", "Last risk assessment", t.RiskAssessment)
	s.asks("practice.restore_test", "Last test of a restore", t.RestoreTest)
	s.mentions("practice.asset_inventory", "Last review of the inventory of systems", t.Reviews.AssetInventory)
	s.mentions("practice.compliance_audit", "Last audit by the Security Rule", t.Reviews.ComplianceAudit)
	s.mentions("practice.penetration_test", "Last penetration test", t.Reviews.PenetrationTest)
	s.mentions("practice.vulnerability_scan", "Last scan for vulnerabilities", t.Reviews.VulnerabilityScan)
	for i, c := range t.Classes {
		s.says(fmt.Sprintf("data_classes[%d]", i), fmt.Sprintf("For %s (tag %s = %s)", c.Name, c.TagKey, c.TagValue), c.text())
	}
	return s.terms
}

// text is what is agreed for a class of data beyond the rest.
func (c Class) text() string {
	var parts []string
	if c.RPOHours > 0 {
		parts = append(parts, "a backup every "+hours(c.RPOHours))
	}
	if c.RTOHours > 0 {
		parts = append(parts, "restored within "+hours(c.RTOHours))
	}
	if c.RetentionMinDays > 0 {
		parts = append(parts, "kept at least "+days(c.RetentionMinDays))
	}
	return strings.Join(parts, ", ")
}

func (t Terms) party(path string, v Vendor) finding.Party {
	s := &statement{of: t, below: path + "."}
	s.asks("signed", "Signed", v.Signed)
	s.asks("reviewed", "Last reviewed", v.Reviewed)
	s.asks("expires", "Expires", v.Expires)
	s.asks("accounts", "Accounts under it", listed(v.Accounts))
	s.mentions("services", "Services that it covers", listed(v.Services))
	s.mentions("service_changes", "Services added or withdrawn", v.changes())
	s.mentions("places", "Where this vendor may keep records", listed(v.Regions))
	s.asks("breach_notice_hours", "A breach is reported within", numberOrNone(v.BreachNoticeHours, hours))
	s.mentions("contingency_notice_hours", "Use of its contingency plan is reported within", numberOrNone(v.ContingencyNoticeHours, hours))
	s.asks("forensic_support", "Support with forensics", yes(v.ForensicSupport))
	s.asks("uptime_percent", "Uptime", numberOrNone(v.UptimePercent, percent))
	s.asks("termination", "At its end", v.Termination.text())
	s.asks("attestations.soc2_type2", "SOC 2 type 2", v.Attestations.SOC2Type2)
	s.asks("attestations.iso27001", "ISO 27001", v.Attestations.ISO27001)
	s.asks("attestations.hitrust", "HITRUST", v.Attestations.HITRUST)
	s.asks("attestations.penetration_test", "Penetration test", v.Attestations.PenetrationTest)
	s.asks("attestations.risk_assessment", "Risk assessment", v.Attestations.RiskAssessment)
	s.mentions("verified", "Safeguards confirmed in writing", v.Verified)
	s.asks("diligence", "Finances and references looked at", v.Diligence)
	s.asks("responsibilities", "Who is responsible for what", v.matrix())
	s.asks("subcontractors", "Subcontractors", v.subcontractors())
	return finding.Party{Name: v.Name, Place: t.Place(path + ".name"), Terms: s.terms}
}

func (t Terms) subParty(path string, v Vendor, sub Subcontractor) finding.Party {
	s := &statement{of: t, below: path + "."}
	s.asks("signed", "Signed", sub.Signed)
	s.asks("expires", "Expires", sub.Expires)
	s.asks("accounts", "Accounts", listed(sub.Accounts))
	s.mentions("verified", "Safeguards confirmed in writing", sub.Verified)
	return finding.Party{Name: sub.Name, Of: v.Name, Place: t.Place(path + ".name"), Terms: s.terms}
}

func (t Termination) text() string {
	text := t.Action
	if t.WithinDays > 0 {
		text += " within " + days(t.WithinDays)
	}
	if t.Certificate {
		text += ", with a certificate"
	}
	return text
}

func (v Vendor) changes() string {
	rows := make([]string, len(v.ServiceChanges))
	for i, c := range v.ServiceChanges {
		rows[i] = fmt.Sprintf("%s %s since %s (%s)", c.Service, map[bool]string{true: "covered", false: "withdrawn"}[c.Covered], c.Date, c.Reason)
	}
	return listed(rows)
}

func (v Vendor) matrix() string {
	rows := make([]string, len(v.Responsibilities))
	for i, r := range v.Responsibilities {
		rows[i] = r.Control + ": " + r.Party
	}
	return cmp.Or(strings.Join(rows, "; "), None)
}

func (v Vendor) subcontractors() string {
	names := make([]string, len(v.Subcontractors))
	for i, s := range v.Subcontractors {
		names[i] = s.Name
	}
	return listed(names)
}

// listed joins a list; an empty one that is stated says none.
func listed(texts []string) string {
	if len(texts) == 0 {
		return None
	}
	return strings.Join(texts, ", ")
}

func hours(n float64) string { return number(n) + " " + plural(n, "hour") }

func days(n int) string { return strconv.Itoa(n) + " " + plural(float64(n), "day") }

func percent(n float64) string { return number(n) + " %" }

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func plural(n float64, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// numberOrNone is the text of a number, None where the agreement has no such term.
func numberOrNone(n float64, text func(float64) string) string {
	if n == 0 {
		return None
	}
	return text(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
