package finding

// Diagnosis says which inputs would settle the open verdicts of a report.
type Diagnosis struct {
	// Open counts the open verdicts, Settled those that all Inputs together would settle.
	Open    int `json:"open"`
	Settled int `json:"settled"`
	// Inputs come in the order in which they settle most.
	Inputs []Needed `json:"inputs"`
	// Rest are the verdicts that no input settles, by reason, the most frequent first.
	Rest []Rest `json:"rest"`
}

// Needed is an input that open verdicts wait for.
type Needed struct {
	Kind Input `json:"kind"`
	// Subject and Root are as in Wait; of a data source, the subject is the data source itself.
	Subject string `json:"subject"`
	Root    string `json:"root"`
	// Type and Description are those of a variable, as written.
	Type        string `json:"type,omitempty"`
	Description string `json:"description,omitempty"`
	// Text and Help are as in Wait.
	Text  string `json:"text"`
	Help  string `json:"help"`
	Place Place  `json:"place,omitzero"`
	// Alone counts the verdicts that wait for nothing else, Together those that wait for nothing but this input and those
	// before it.
	Alone    int `json:"alone"`
	Together int `json:"together"`
}

// Rest are open verdicts that wait for something no input can give.
type Rest struct {
	// Cause is as in Wait; empty where the verdicts wait for nothing that has a name, and only their rules can say why.
	Cause    string `json:"cause"`
	Verdicts int    `json:"verdicts"`
	// Subjects are what they wait for; the ids of rules where Cause is empty. Sorted, unique.
	Subjects []string `json:"subjects"`
}
