package agreement

import (
	"fmt"
	"regexp"
	"strings"

	y "github.com/baalint/baalint/pkg/yamlfile"
)

// document is the whole file, in which the names of one vendor count as one; docs/baa.schema.json says the same to editors.
func document(names Names) []y.Key[Terms] {
	return []y.Key[Terms]{
		{Name: "covered_entity", Kind: y.Text(func(t *Terms) *string { return &t.CoveredEntity })},
		{Name: "vendors", Kind: y.List(func(t *Terms) *[]Vendor { return &t.Vendors }, names.same, vendor...)},
		{Name: "places", Kind: y.Section(
			y.Key[Terms]{Name: "permitted", Kind: y.Texts(func(t *Terms) *[]string { return &t.Regions }, checkPlace)},
		)},
		{Name: "accounts", Kind: y.Section(
			y.Key[Terms]{Name: "permitted", Kind: y.Texts(func(t *Terms) *[]string { return &t.Accounts }, checkAccount)},
		)},
		{Name: "recovery", Kind: y.Section(
			y.Key[Terms]{Name: "rpo_hours", Kind: y.Hours(longestHours, func(t *Terms) *float64 { return &t.RPOHours })},
			y.Key[Terms]{Name: "rto_hours", Kind: orNone("a number", nothing[Terms],
				y.Hours(longestHours, func(t *Terms) *float64 { return &t.RTOHours }))},
		)},
		{Name: "retention", Kind: y.Section(
			y.Key[Terms]{Name: "minimum_days", Kind: y.Days(longestDays, func(t *Terms) *int { return &t.RetentionMinDays })},
			y.Key[Terms]{Name: "maximum_days", Kind: y.Days(longestDays, func(t *Terms) *int { return &t.RetentionMaxDays })},
			y.Key[Terms]{Name: "immutable", Kind: y.Flag(func(t *Terms) *bool { return &t.Immutable })},
			y.Key[Terms]{Name: "logs_days", Kind: y.Days(longestDays, func(t *Terms) *int { return &t.LogsDays })},
		)},
		{Name: "transit", Kind: y.Section(
			y.Key[Terms]{Name: "minimum_tls", Kind: y.Word(func(t *Terms) *string { return &t.MinTLS }, "1.2", "1.3")},
		)},
		{Name: "keys", Kind: y.Section(
			y.Key[Terms]{Name: "customer_managed", Kind: y.Flag(func(t *Terms) *bool { return &t.CustomerManaged })},
			y.Key[Terms]{Name: "hsm", Kind: y.Flag(func(t *Terms) *bool { return &t.HSM })},
			y.Key[Terms]{Name: "rotation_days", Kind: y.Days(3650, func(t *Terms) *int { return &t.KeyRotationDays })},
			y.Key[Terms]{Name: "deletion_window_days", Kind: y.Days(365, func(t *Terms) *int { return &t.KeyDeletionDays })},
		)},
		{Name: "data_classes", Kind: y.List(func(t *Terms) *[]Class { return &t.Classes }, strings.ToLower, class...)},
		{Name: "practice", Kind: y.Section(
			y.Key[Terms]{Name: "asset_inventory", Kind: y.Date(None, func(t *Terms) *string { return &t.Reviews.AssetInventory })},
			y.Key[Terms]{Name: "compliance_audit", Kind: y.Date(None, func(t *Terms) *string { return &t.Reviews.ComplianceAudit })},
			y.Key[Terms]{Name: "penetration_test", Kind: y.Date(None, func(t *Terms) *string { return &t.Reviews.PenetrationTest })},
			y.Key[Terms]{Name: "risk_assessment", Kind: y.Date(None, func(t *Terms) *string { return &t.RiskAssessment })},
			y.Key[Terms]{Name: "restore_test", Kind: y.Date(None, func(t *Terms) *string { return &t.RestoreTest })},
			y.Key[Terms]{Name: "vulnerability_scan", Kind: y.Date(None, func(t *Terms) *string { return &t.Reviews.VulnerabilityScan })},
		)},
	}
}

var vendor = []y.Key[Vendor]{
	{Name: "name", Kind: y.Text(func(v *Vendor) *string { return &v.Name })},
	{Name: "signed", Kind: y.Date(None, func(v *Vendor) *string { return &v.Signed })},
	{Name: "reviewed", Kind: y.Date(None, func(v *Vendor) *string { return &v.Reviewed })},
	{Name: "expires", Kind: y.Date(Never, func(v *Vendor) *string { return &v.Expires })},
	{Name: "accounts", Kind: y.Texts(func(v *Vendor) *[]string { return &v.Accounts }, checkAccount)},
	{Name: "services", Kind: y.Texts(func(v *Vendor) *[]string { return &v.Services }, checkService)},
	{Name: "service_changes", Kind: y.List(func(v *Vendor) *[]ServiceChange { return &v.ServiceChanges }, strings.ToLower,
		y.Key[ServiceChange]{Name: "service", Kind: y.Text(func(c *ServiceChange) *string { return &c.Service })},
		y.Key[ServiceChange]{Name: "covered", Kind: y.Flag(func(c *ServiceChange) *bool { return &c.Covered })},
		y.Key[ServiceChange]{Name: "reason", Kind: y.Text(func(c *ServiceChange) *string { return &c.Reason })},
		y.Key[ServiceChange]{Name: "date", Kind: y.Date("", func(c *ServiceChange) *string { return &c.Date })},
	)},
	{Name: "places", Kind: y.Texts(func(v *Vendor) *[]string { return &v.Regions }, checkPlace)},
	{Name: "breach_notice_hours", Kind: orNone("a number", nothing[Vendor],
		y.Hours(longestHours, func(v *Vendor) *float64 { return &v.BreachNoticeHours }))},
	{Name: "contingency_notice_hours", Kind: orNone("a number", nothing[Vendor],
		y.Hours(longestHours, func(v *Vendor) *float64 { return &v.ContingencyNoticeHours }))},
	{Name: "forensic_support", Kind: y.Flag(func(v *Vendor) *bool { return &v.ForensicSupport })},
	{Name: "uptime_percent", Kind: orNone("a number", nothing[Vendor],
		y.Percent(func(v *Vendor) *float64 { return &v.UptimePercent }))},
	{Name: "termination", Kind: orNone("a mapping", func(v *Vendor) { v.Termination.Action = None }, y.Within(
		func(v *Vendor) *Termination { return &v.Termination },
		y.Key[Termination]{Name: "action", Kind: y.Word(func(t *Termination) *string { return &t.Action }, "return", "destroy", "return and destroy")},
		y.Key[Termination]{Name: "within_days", Kind: y.Days(longestDays, func(t *Termination) *int { return &t.WithinDays })},
		y.Key[Termination]{Name: "certificate", Kind: y.Flag(func(t *Termination) *bool { return &t.Certificate })},
	))},
	{Name: "attestations", Kind: y.Within(func(v *Vendor) *Attestations { return &v.Attestations },
		y.Key[Attestations]{Name: "soc2_type2", Kind: y.Date(None, func(a *Attestations) *string { return &a.SOC2Type2 })},
		y.Key[Attestations]{Name: "iso27001", Kind: y.Date(None, func(a *Attestations) *string { return &a.ISO27001 })},
		y.Key[Attestations]{Name: "hitrust", Kind: y.Date(None, func(a *Attestations) *string { return &a.HITRUST })},
		y.Key[Attestations]{Name: "penetration_test", Kind: y.Date(None, func(a *Attestations) *string { return &a.PenetrationTest })},
		y.Key[Attestations]{Name: "risk_assessment", Kind: y.Date(None, func(a *Attestations) *string { return &a.RiskAssessment })},
	)},
	{Name: "verified", Kind: y.Date(None, func(v *Vendor) *string { return &v.Verified })},
	{Name: "diligence", Kind: y.Date(None, func(v *Vendor) *string { return &v.Diligence })},
	{Name: "responsibilities", Kind: orNone("a list", nothing[Vendor], y.List(func(v *Vendor) *[]Responsibility { return &v.Responsibilities }, strings.ToLower,
		y.Key[Responsibility]{Name: "control", Kind: y.Text(func(r *Responsibility) *string { return &r.Control })},
		y.Key[Responsibility]{Name: "party", Kind: y.Word(func(r *Responsibility) *string { return &r.Party }, "practice", "vendor", "both")},
	))},
	{Name: "subcontractors", Kind: orNone("a list", func(v *Vendor) { v.NoSubcontractors = true },
		y.List(func(v *Vendor) *[]Subcontractor { return &v.Subcontractors }, strings.ToLower,
			y.Key[Subcontractor]{Name: "name", Kind: y.Text(func(s *Subcontractor) *string { return &s.Name })},
			y.Key[Subcontractor]{Name: "accounts", Kind: y.Texts(func(s *Subcontractor) *[]string { return &s.Accounts }, checkAccount)},
			y.Key[Subcontractor]{Name: "signed", Kind: y.Date(None, func(s *Subcontractor) *string { return &s.Signed })},
			y.Key[Subcontractor]{Name: "expires", Kind: y.Date(Never, func(s *Subcontractor) *string { return &s.Expires })},
			y.Key[Subcontractor]{Name: "verified", Kind: y.Date(None, func(s *Subcontractor) *string { return &s.Verified })},
		))},
}

var class = []y.Key[Class]{
	{Name: "name", Kind: y.Text(func(c *Class) *string { return &c.Name })},
	{Name: "tag", Kind: y.Section(
		y.Key[Class]{Name: "key", Kind: y.Text(func(c *Class) *string { return &c.TagKey })},
		y.Key[Class]{Name: "value", Kind: y.Text(func(c *Class) *string { return &c.TagValue })},
	)},
	{Name: "rpo_hours", Kind: y.Hours(longestHours, func(c *Class) *float64 { return &c.RPOHours })},
	{Name: "rto_hours", Kind: y.Hours(longestHours, func(c *Class) *float64 { return &c.RTOHours })},
	{Name: "retention_minimum_days", Kind: y.Days(longestDays, func(c *Class) *int { return &c.RetentionMinDays })},
}

// orNone takes the word none for a term that the agreement was read for and does not have.
func orNone[T any](what string, done func(*T), kind y.Kind[T]) y.Kind[T] {
	return y.Or(None, what, done, kind)
}

func nothing[T any](*T) {}

const (
	longestDays  = 36500 // a hundred years: more is a slip of the pen
	longestHours = 8784  // a leap year
)

var (
	regionName  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*( [A-Za-z0-9-]+)*$`)
	accountName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]*$`)
	serviceName = regexp.MustCompile(`^[A-Za-z0-9][ -~]*[!-~]$`)
)

func checkPlace(text string) error {
	switch {
	case len(text) == 2 && text == strings.ToUpper(text):
		return knownCountry(text)
	case len(text) == 2 && knownCountry(strings.ToUpper(text)) == nil:
		return fmt.Errorf("is not written as a country code is: %s", strings.ToUpper(text))
	case strings.EqualFold(text, "USA"): // of the codes of three letters the one that people write
		return fmt.Errorf("is not written as a country code of two letters is: US")
	case len(text) < 2 || len(text) > 64 || !regionName.MatchString(text):
		return fmt.Errorf("must be the name of a region or an ISO 3166 country code of two letters")
	}
	return nil
}

// IsAccount reports whether a file may name an account so.
func IsAccount(text string) bool { return checkAccount(text) == nil }

func checkAccount(text string) error {
	if len(text) > 128 || !accountName.MatchString(text) {
		return fmt.Errorf("must be the id of an account, a subscription, a project, a tenant or an organisation")
	}
	return nil
}

func checkService(text string) error {
	if len(text) > 128 || !serviceName.MatchString(text) {
		return fmt.Errorf("must be the name of a service")
	}
	return nil
}

// countries are the officially assigned ISO 3166-1 alpha-2 codes, and EU.
const countries = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE
NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
ZA ZM ZW`

func knownCountry(code string) error {
	for _, known := range strings.Fields(countries) {
		if code == known {
			return nil
		}
	}
	if code == "UK" {
		return fmt.Errorf("is no ISO 3166 country code; the United Kingdom is GB")
	}
	return fmt.Errorf("is no ISO 3166 country code")
}
