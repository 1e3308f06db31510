package report

// The parts of OSCAL's assessment results, version 1.1, that a report needs. Names and meanings are those of
// https://pages.nist.gov/OSCAL/reference/.

type oscalDocument struct {
	Results oscalAssessment `json:"assessment-results"`
}

type oscalAssessment struct {
	UUID       string           `json:"uuid"`
	Metadata   oscalMetadata    `json:"metadata"`
	ImportAP   oscalLink        `json:"import-ap"`
	Results    []oscalResult    `json:"results"`
	BackMatter *oscalBackMatter `json:"back-matter,omitempty"`
}

type oscalMetadata struct {
	Title        string       `json:"title"`
	LastModified string       `json:"last-modified"`
	Version      string       `json:"version"`
	OSCALVersion string       `json:"oscal-version"`
	Parties      []oscalParty `json:"parties,omitempty"`
}

type oscalParty struct {
	UUID    string      `json:"uuid"`
	Type    string      `json:"type"`
	Name    string      `json:"name"`
	Props   []oscalProp `json:"props,omitempty"`
	Remarks string      `json:"remarks,omitempty"`
}

type oscalLink struct {
	Href   string      `json:"href"`
	Hashes []oscalHash `json:"hashes,omitempty"`
}

type oscalHash struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"`
}

type oscalProp struct {
	Name  string `json:"name"`
	NS    string `json:"ns,omitempty"`
	Value string `json:"value"`
}

type oscalResult struct {
	UUID             string             `json:"uuid"`
	Title            string             `json:"title"`
	Description      string             `json:"description"`
	Start            string             `json:"start"`
	End              string             `json:"end"`
	Props            []oscalProp        `json:"props,omitempty"`
	LocalDefinitions oscalDefinitions   `json:"local-definitions"`
	ReviewedControls oscalReviewed      `json:"reviewed-controls"`
	Observations     []oscalObservation `json:"observations,omitempty"`
	Risks            []oscalRisk        `json:"risks,omitempty"`
	Findings         []oscalFinding     `json:"findings,omitempty"`
	Remarks          string             `json:"remarks,omitempty"`
}

type oscalDefinitions struct {
	InventoryItems   []oscalItem `json:"inventory-items,omitempty"`
	AssessmentAssets oscalAssets `json:"assessment-assets"`
}

type oscalItem struct {
	UUID        string      `json:"uuid"`
	Description string      `json:"description"`
	Props       []oscalProp `json:"props,omitempty"`
}

type oscalAssets struct {
	Components []oscalComponent `json:"components"`
	Platforms  []oscalPlatform  `json:"assessment-platforms"`
}

type oscalComponent struct {
	UUID        string      `json:"uuid"`
	Type        string      `json:"type"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Props       []oscalProp `json:"props,omitempty"`
	Status      oscalState  `json:"status"`
}

type oscalState struct {
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Remarks string `json:"remarks,omitempty"`
}

type oscalPlatform struct {
	UUID  string      `json:"uuid"`
	Title string      `json:"title"`
	Uses  []oscalUses `json:"uses-components"`
}

type oscalUses struct {
	Component string `json:"component-uuid"`
}

type oscalReviewed struct {
	Selections []oscalSelection `json:"control-selections"`
}

type oscalSelection struct {
	Description string         `json:"description"`
	Include     []oscalControl `json:"include-controls,omitempty"`
	Exclude     []oscalControl `json:"exclude-controls,omitempty"`
}

type oscalControl struct {
	ID string `json:"control-id"`
}

type oscalOrigin struct {
	Actors []oscalActor `json:"actors"`
}

type oscalActor struct {
	Type string `json:"type"`
	UUID string `json:"actor-uuid"`
}

type oscalObservation struct {
	UUID        string          `json:"uuid"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Props       []oscalProp     `json:"props,omitempty"`
	Methods     []string        `json:"methods"`
	Types       []string        `json:"types"`
	Origins     []oscalOrigin   `json:"origins"`
	Subjects    []oscalSubject  `json:"subjects"`
	Evidence    []oscalEvidence `json:"relevant-evidence"`
	Collected   string          `json:"collected"`
	Remarks     string          `json:"remarks,omitempty"`
}

type oscalSubject struct {
	UUID string `json:"subject-uuid"`
	Type string `json:"type"`
}

type oscalEvidence struct {
	Href        string `json:"href,omitempty"`
	Description string `json:"description"`
}

type oscalRisk struct {
	UUID             string                  `json:"uuid"`
	Title            string                  `json:"title"`
	Description      string                  `json:"description"`
	Statement        string                  `json:"statement"`
	Props            []oscalProp             `json:"props,omitempty"`
	Status           string                  `json:"status"`
	Characterization []oscalCharacterization `json:"characterizations"`
	Deadline         string                  `json:"deadline,omitempty"`
	Remediations     []oscalRemediation      `json:"remediations,omitempty"`
	Log              *oscalLog               `json:"risk-log,omitempty"`
	Observations     []oscalObserved         `json:"related-observations"`
}

type oscalCharacterization struct {
	Origin oscalOrigin  `json:"origin"`
	Facets []oscalFacet `json:"facets"`
}

type oscalFacet struct {
	Name   string `json:"name"`
	System string `json:"system"`
	Value  string `json:"value"`
}

type oscalRemediation struct {
	UUID        string `json:"uuid"`
	Lifecycle   string `json:"lifecycle"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type oscalLog struct {
	Entries []oscalLogEntry `json:"entries"`
}

type oscalLogEntry struct {
	UUID        string        `json:"uuid"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Start       string        `json:"start"`
	LoggedBy    []oscalLogged `json:"logged-by,omitempty"`
	Status      string        `json:"status-change"`
}

type oscalLogged struct {
	Party string `json:"party-uuid"`
}

type oscalObserved struct {
	Observation string `json:"observation-uuid"`
}

type oscalRelated struct {
	Risk string `json:"risk-uuid"`
}

type oscalFinding struct {
	UUID         string          `json:"uuid"`
	Title        string          `json:"title"`
	Description  string          `json:"description"`
	Props        []oscalProp     `json:"props,omitempty"`
	Target       oscalTarget     `json:"target"`
	Observations []oscalObserved `json:"related-observations,omitempty"`
	Risks        []oscalRelated  `json:"related-risks,omitempty"`
}

type oscalTarget struct {
	Type   string     `json:"type"`
	ID     string     `json:"target-id"`
	Title  string     `json:"title"`
	Status oscalState `json:"status"`
}

type oscalBackMatter struct {
	Resources []oscalResource `json:"resources"`
}

type oscalResource struct {
	UUID        string      `json:"uuid"`
	Title       string      `json:"title"`
	Description string      `json:"description,omitempty"`
	Props       []oscalProp `json:"props,omitempty"`
	Links       []oscalLink `json:"rlinks,omitempty"`
}
