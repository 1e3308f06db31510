package finding

// Waiver is an accepted exception: somebody has decided that what a rule says of something need not be repaired, or not yet.
type Waiver struct {
	// Rule is the id of the rule, Covers what the waiver is for, in words: aws_s3_bucket.b, module.db["eu"].**, everything under
	// module.db.
	Rule   string `json:"rule"`
	Covers string `json:"covers"`
	Reason string `json:"reason"`
	// Until is the last day on which the waiver holds, year-month-day; "" where it has no end.
	Until    string `json:"until,omitempty"`
	Approver string `json:"approver,omitempty"`
	// Inline is true for a comment in the configuration, false for an entry of the file of settings. Place is where it stands.
	Inline bool  `json:"inline"`
	Place  Place `json:"place"`
}

// Exception is a waiver in the register of a run.
type Exception struct {
	Waiver
	// Findings counts the failures and open verdicts that it covers. Ended is true where its last day is past: it covers nothing.
	Findings int  `json:"findings"`
	Ended    bool `json:"ended,omitempty"`
}

// Change is how a finding stands to those of a baseline.
type Change string

// The changes. An updated finding was there before, with another value: what was accepted then is not what is there now.
const (
	New       Change = "new"
	Updated   Change = "updated"
	Unchanged Change = "unchanged"
)

// Waived tells whether a waiver covers the finding.
func (f *Finding) Waived() bool { return f.Waiver != nil }

// Due tells whether somebody is to act on what was found: nobody has waived it, it was not there before, and the change that is
// asked about touches it. It says nothing about the verdict.
func (f *Finding) Due() bool { return f.Waiver == nil && f.Change != Unchanged && !f.Untouched }

// Narrowing is what a run was asked about, where that is less than everything: it tells, and fails for, that alone. All the rest was judged,
// too, and is in the report.
type Narrowing struct {
	// By is "baseline" or "diff".
	By string `json:"by"`
	// Name is the file, "-" for the standard input; SHA256 the digest of what it held, in hexadecimal.
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Gone is a finding of the baseline that the run did not find again.
type Gone struct {
	Rule         string   `json:"rule"`
	Address      string   `json:"address"`
	Environments []string `json:"environments,omitempty"`
}
