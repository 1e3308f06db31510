// Package finding holds the words for results: rules, verdicts and where they stand. It imports nothing of baalint.
package finding

// Verdict is what a rule says of one fact.
type Verdict string

// The verdicts. Open means that the configuration does not say enough; it is neither of the others.
const (
	Pass Verdict = "pass"
	Fail Verdict = "fail"
	Open Verdict = "open"
)

// Severity is what a failure would cost, judged by what an attacker or a lost region would take.
type Severity string

// Severities, worst first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Rank orders severities: 4 for critical down to 1 for low, 0 for anything else.
func (s Severity) Rank() int {
	switch s {
	case Critical:
		return 4
	case High:
		return 3
	case Medium:
		return 2
	case Low:
		return 1
	}
	return 0
}

// Tier tells what the agreement or the regulation demands from what goes beyond it.
type Tier string

// The tiers. Rules of the tier "profile" belong to no obligation.
const (
	TierObligation Tier = "obligation"
	TierHardening  Tier = "hardening"
	TierProfile    Tier = "profile"
)

// Profile is a set of rules beside the agreement and the regulation in force; a run that does not name it does not judge by it.
type Profile struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Force is what its demands are: "proposed, not law".
	Force  string `json:"force"`
	Demand string `json:"demand"`
	// Source is the address of the text that it rests on.
	Source string `json:"source"`
}

// Citation names a paragraph of 45 CFR, or an agreement term.
type Citation struct {
	// Text is the paragraph, "45 CFR 164.312(a)(2)(iv)", with what it is if it is not law, "45 CFR 164.312(f)(2)(ii) (proposed)"; or
	// the term, "agreement term".
	Text string `json:"text"`
	// URL is the paragraph at ecfr.gov, or the source of a profile; empty for agreement terms.
	URL string `json:"url,omitempty"`
}

// Obligation is one duty of the agreement: a folder under policies/rules and a row in every report.
type Obligation struct {
	Slug      string     `json:"slug"`
	Title     string     `json:"title"`
	Demand    string     `json:"demand"`
	Citations []Citation `json:"citations"`
	// Judged says where the obligation can be judged: "terraform", "agreement", "terraform+agreement", or "outside": nowhere that
	// baalint can look.
	Judged string `json:"judged"`
	// Outside says what of it baalint cannot look at; "" where Judged tells enough.
	Outside string `json:"outside,omitempty"`
}

// Rule is the static description of a rule: its METADATA.
type Rule struct {
	// ID is "<obligation>/<name>", kebab case: key-management/customer-managed-key; of a rule of a profile "<profile>/<name>". Name
	// alone is unique.
	ID   string `json:"id"`
	Name string `json:"name"`
	// Obligation is empty for the rules of a profile.
	Obligation string `json:"obligation"`
	Profile    string `json:"profile,omitempty"`
	// Force is that of the profile: "proposed, not law".
	Force    string   `json:"force,omitempty"`
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	Remedy   Remedy   `json:"remedy"`
	Severity Severity `json:"severity"`
	Tier     Tier     `json:"tier"`
	// About is the concept that gets a verdict, or several, separated by ", ".
	About     string     `json:"about"`
	Reads     []string   `json:"reads"`
	Citations []Citation `json:"citations"`
}

// Place is a region of a file. Lines and columns count from 1; EndColumn is exclusive. File is relative to the base of the
// run, with slashes; "" is no place.
type Place struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

// Related is a further place that helps to understand a finding: the other end of a join, a module call.
type Related struct {
	Place   Place  `json:"place"`
	Message string `json:"message"`
}

// Finding is the verdict of one rule on one fact.
type Finding struct {
	Rule    string  `json:"rule"`
	Verdict Verdict `json:"verdict"`
	// Severity is the rule's, or what the rule lowered it to for this fact.
	Severity Severity `json:"severity"`
	// Fact is the id of the fact, Concept its kind.
	Fact    string `json:"fact"`
	Concept string `json:"concept"`
	// Address is the full address of the resource that yields the fact; for the estate as a whole, "estate".
	Address string `json:"address"`
	Type    string `json:"type"`
	Cloud   string `json:"cloud"`
	Root    string `json:"root"`
	// Message says in one or two sentences what is wrong, or what could not be told.
	Message string `json:"message"`
	// Force is that of the rule: "proposed, not law", "" where it is an obligation's.
	Force string `json:"force,omitempty"`
	// Field is the field of the fact that the verdict rests on, "" where it rests on the whole fact.
	Field string `json:"field,omitempty"`
	// Value is the value of Field as text, for fingerprints; "" where it is absent, unknown or sensitive.
	Value string `json:"value,omitempty"`
	Place Place  `json:"place"`
	// Calls are the module calls that lead to the resource, outermost first.
	Calls   []Place   `json:"calls,omitempty"`
	Related []Related `json:"related,omitempty"`
	// Environments are those in which the finding holds, sorted; empty where the run has none.
	Environments []string `json:"environments,omitempty"`
	// Waits lists what an open verdict waits for. Sorted, unique.
	Waits []Wait `json:"waits,omitempty"`
	// Waiver is what makes the finding an accepted exception; nil where nothing does.
	Waiver *Waiver `json:"waiver,omitempty"`
	// Change is how the finding stands to the baseline; "" for a pass, and where there is no baseline.
	Change Change `json:"change,omitempty"`
	// Untouched is true where the run is asked about a change that does not touch the finding.
	Untouched bool `json:"untouched,omitempty"`
}

// Wait is something that keeps a verdict open.
type Wait struct {
	// Input is what a person can give to settle it; empty where nothing before apply can.
	Input Input `json:"input,omitempty"`
	// Subject names it as in the configuration of Root: "var.kms_key_arn", "module.vault", "data.aws_kms_key.k.arn".
	Subject string `json:"subject"`
	Root    string `json:"root"`
	// Cause is the kind of wait: "variable without a value". Text says it of the subject, "var.kms_key_arn has no value"; Help
	// what to do about it, "give it with --var-file or --var", or nothing.
	Cause string `json:"cause"`
	Text  string `json:"text"`
	Help  string `json:"help,omitempty"`
	// Place is where the subject stands, if it is known.
	Place Place `json:"place,omitzero"`
}

// Sentence is the text and the help, without a full stop.
func (w Wait) Sentence() string {
	if w.Help == "" {
		return w.Text
	}
	return w.Text + "; " + w.Help
}

// Input is a kind of thing that a person can give.
type Input string

// The inputs.
const (
	InputVariable    Input = "variable"    // a value
	InputModule      Input = "module"      // terraform init
	InputProvider    Input = "provider"    // a lock file, or a version constraint
	InputData        Input = "data source" // a plan
	InputFunction    Input = "function"    // a plan, for a function of a provider
	InputEnvironment Input = "environment" // the setting written in the configuration, or a plan
	InputAgreement   Input = "agreement"   // the agreement, or a term of it
	InputRepair      Input = "repair"      // a file that can be read, an expression without the mistake
)

// Problem is something that kept baalint from seeing the whole configuration, or a mistake in an input file.
type Problem struct {
	// Summary is one line, Detail may be longer and says what to do.
	Summary string `json:"summary"`
	Detail  string `json:"detail,omitempty"`
	Place   Place  `json:"place"`
	// Incomplete is true where part of the configuration went unread: the run then ends with exit code 3.
	Incomplete bool `json:"incomplete"`
}

// Unjudged is a type of resources that may hold data and of whose settings nothing is understood: only whether the provider's BAA
// covers the service is judged, where that is known.
type Unjudged struct {
	Type      string `json:"type"`
	Resources int    `json:"resources"`
	// Place is the first of them.
	Place Place `json:"place"`
}

// Root is what was found in one root module.
type Root struct {
	// Dir is the directory relative to the base of the run, "." for the base itself; for a plan or a state alone, the file.
	Dir       string `json:"dir"`
	Files     int    `json:"files"`
	Resources int    `json:"resources"`
	Facts     int    `json:"facts"`
	// Input is "plan" or "state" where the values are those of one; Plan is the file where the source was given too.
	Input string `json:"input,omitempty"`
	Plan  string `json:"plan,omitempty"`
}

// Report is all that a run has to say; every format is written from it alone.
type Report struct {
	// Version is baalint's own version.
	Version     string       `json:"version"`
	Obligations []Obligation `json:"obligations"`
	// Profiles are those that the run judged by, in the order of profiles.yaml.
	Profiles []Profile `json:"profiles,omitempty"`
	// Rules are the rules that ran, sorted by ID.
	Rules []Rule `json:"rules"`
	// Findings hold every verdict, passes included, in the order of Sort.
	Findings []Finding `json:"findings"`
	Problems []Problem `json:"problems"`
	// Notes are said once per run: "judged by the default terms: no baa.yaml".
	Notes []string `json:"notes"`
	Roots []Root   `json:"roots"`
	// Unjudged are sorted by type.
	Unjudged []Unjudged `json:"unjudged"`
	// Waivers are those that the configuration and the settings hold, in their order.
	Waivers []Exception `json:"waivers,omitempty"`
	// Narrowed is what the run was asked about; empty where that is everything.
	Narrowed []Narrowing `json:"narrowed,omitempty"`
	// Gone is what the baseline has and the run would have found, in the order of the baseline.
	Gone []Gone `json:"gone,omitempty"`
	// Environments are those that were judged, sorted; empty where the settings name none.
	Environments []string `json:"environments,omitempty"`
	// Agreement is the path of the agreement file, "" for the default terms.
	Agreement string `json:"agreement"`
	// AsOf is the date by which the agreement was judged, year-month-day.
	AsOf string `json:"asOf"`
	// Evidence is what proves the verdicts; nil where the run was not asked for it.
	Evidence *Evidence `json:"evidence,omitempty"`
	// Sources gives the lines of the files that findings stand in, for excerpts: path to content. Not part of JSON output.
	Sources map[string][]byte `json:"-"`
}
