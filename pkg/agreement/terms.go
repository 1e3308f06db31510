// Package agreement reads what the Business Associate Agreement promises: baa.yaml, term by term, each with its place.
//
// A file with any mistake yields problems and no terms: rules never judge by an agreement that was half read.
package agreement

import "github.com/baalint/baalint/pkg/finding"

// FileName is what the agreement is called where no other file is named.
const FileName = "baa.yaml"

// Words that stand where there is no date.
const (
	None  = "none"  // it was never done, or is not given
	Never = "never" // it does not end by itself
)

// Terms are the terms of the agreement that rules hold the estate against. Those that a file does not state have the
// values of Defaults. Dates are year-month-day, "" where the file does not say.
type Terms struct {
	// CoveredEntity is the name of the practice (covered_entity).
	CoveredEntity string
	// Vendors are the parties who hold PHI for the practice (vendors); none where the file does not list them.
	Vendors []Vendor
	// Regions are the places where PHI may be (places.permitted): region names of any cloud, ISO 3166 country codes, or
	// EU for the member states of the European Union. Default: US.
	Regions []string
	// Accounts are the accounts, subscriptions and projects that may hold PHI (accounts.permitted), as written. Default: none,
	// which means that the agreement does not say.
	Accounts []string
	// RPOHours is the longest time between two backups, in hours (recovery.rpo_hours). Default: 24.
	RPOHours float64
	// RTOHours is the longest time that a restore may take, in hours (recovery.rto_hours). Default: 0, not stated.
	RTOHours float64
	// RetentionMinDays is how long backups must be kept, in days (retention.minimum_days). Default: 30.
	RetentionMinDays int
	// RetentionMaxDays is how long backups may be kept, in days (retention.maximum_days). Default: 0, which means that the
	// agreement sets no maximum.
	RetentionMaxDays int
	// Immutable is whether backups must be unalterable while they are kept (retention.immutable). Default: true.
	Immutable bool
	// LogsDays is how long logs must be kept that show who did what, in days (retention.logs_days). Default: 0, not stated.
	LogsDays int
	// MinTLS is the oldest version of TLS that may carry PHI (transit.minimum_tls): 1.2 or 1.3. Default: 1.2.
	MinTLS string
	// CustomerManaged is whether the practice must hold the keys itself (keys.customer_managed). Default: true.
	CustomerManaged bool
	// HSM is whether keys must be in hardware security modules (keys.hsm). Default: false.
	HSM bool
	// KeyRotationDays is the longest time between two rotations of a key, in days (keys.rotation_days). Default: 365.
	KeyRotationDays int
	// KeyDeletionDays is the shortest time between the request to delete a key and its destruction, in days
	// (keys.deletion_window_days). Default: 30.
	KeyDeletionDays int
	// Classes are kinds of data with terms of their own (data_classes).
	Classes []Class
	// RiskAssessment and RestoreTest are when the practice last assessed its risks and last restored a backup to see
	// whether it can (practice.risk_assessment, practice.restore_test).
	RiskAssessment, RestoreTest string
	// Reviews are what proposed law asks of the practice beside these (practice).
	Reviews Reviews

	places map[string]finding.Place
	names  Names
}

// Reviews are dates, or None: when the practice last reviewed the inventory of its systems, audited itself by the Security Rule, had
// its systems tested for penetration and scanned them for vulnerabilities.
type Reviews struct {
	AssetInventory, ComplianceAudit, PenetrationTest, VulnerabilityScan string
}

// Vendor is one party who holds PHI for the practice, and what its agreement says.
type Vendor struct {
	// Name is as written; Cloud is aws, azure, google, wasabi, "" for a vendor that nothing in Terraform can be told to be of.
	Name, Cloud string
	// Signed is a date or None, Expires a date or Never.
	Signed, Reviewed, Expires string
	// Accounts are the ids under the agreement; Services the services it covers, none for all on the vendor's own list of
	// eligible services; Regions are where this vendor may keep PHI, none for Terms.Regions.
	Accounts, Services, Regions []string
	// ServiceChanges are what the vendor covers beside its list of eligible services, or in spite of it no longer.
	ServiceChanges []ServiceChange
	// BreachNoticeHours and UptimePercent are 0 where the agreement has no such term.
	BreachNoticeHours, UptimePercent float64
	// ContingencyNoticeHours is within how many hours the vendor tells that it had to turn to its contingency plan; 0 where the
	// agreement has no such term.
	ContingencyNoticeHours float64
	ForensicSupport        bool
	Termination            Termination
	Attestations           Attestations
	// Verified is when the vendor last confirmed in writing that it has the technical safeguards of the Security Rule, or None.
	Verified string
	// Diligence is when the vendor's finances and references were last looked at.
	Diligence        string
	Responsibilities []Responsibility
	Subcontractors   []Subcontractor
	// NoSubcontractors is true where the vendor has none who can reach PHI.
	NoSubcontractors bool
}

// ServiceChange is a service that came under an agreement, or left it, by a decision that the vendor's list does not show.
type ServiceChange struct {
	// Service is named as in the vendor's list, or is a resource type that the list does not know.
	Service string
	Covered bool
	// Reason is for whoever reads the report; Date is from when on.
	Reason, Date string
}

// Termination is what becomes of PHI when the agreement ends.
type Termination struct {
	// Action is return, destroy, "return and destroy", or None where the agreement says nothing of its end.
	Action string
	// WithinDays counts from the end of the agreement.
	WithinDays  int
	Certificate bool
}

// Attestations are the dates of a vendor's evidence: the end of the period that a report covers, or the day of a test. None
// stands for evidence that the vendor does not have.
type Attestations struct {
	SOC2Type2, ISO27001, HITRUST, PenetrationTest, RiskAssessment string
}

// Responsibility is a row of the shared responsibility matrix.
type Responsibility struct {
	Control string
	// Party is practice, vendor or both.
	Party string
}

// Subcontractor is a party further down that can reach PHI.
type Subcontractor struct {
	Name            string
	Accounts        []string
	Signed, Expires string
	// Verified is as for a Vendor: what it confirmed to the vendor.
	Verified string
}

// Class is a kind of data for which more is agreed than for the rest, told by a tag of the stores that hold it.
type Class struct {
	Name     string
	TagKey   string
	TagValue string
	// RPOHours, RTOHours and RetentionMinDays are as in Terms, or stricter; 0 where not stated.
	RPOHours, RTOHours float64
	RetentionMinDays   int
}

// Defaults are the terms of an agreement that states nothing.
func Defaults() Terms {
	return Terms{
		Regions:          []string{"US"},
		RPOHours:         24,
		RetentionMinDays: 30,
		Immutable:        true,
		MinTLS:           "1.2",
		CustomerManaged:  true,
		KeyRotationDays:  365,
		KeyDeletionDays:  30,
	}
}

// Place is where the file states a term or an element of one, named by its path: "keys.rotation_days",
// "vendors[0].accounts[1]". It is the zero Place for a term that holds by default.
func (t Terms) Place(path string) finding.Place { return t.places[path] }

func (t Terms) states(path string) bool { return t.places[path] != finding.Place{} }
