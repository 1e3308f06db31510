package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/resource"
)

// explanation says what a cause means to whoever reads the report. In text, %s is the subject.
type explanation struct {
	input      finding.Input
	text, help string
}

const (
	givePlan = "give a plan with --plan"
	seeError = "an error says why"
)

var explanations = map[resource.Cause]explanation{
	resource.NoValue:      {finding.InputVariable, "%s has no value", "give it with --var-file or --var"},
	resource.NotInstalled: {finding.InputModule, "%s is not installed", "run terraform init"},
	resource.DataSource:   {finding.InputData, "%s is read from the cloud at plan time", givePlan},
	resource.Provided:     {finding.InputFunction, "%s is worked out by its provider at plan time", givePlan},
	resource.FromEnv:      {finding.InputEnvironment, "%s takes its region from the environment", "write the region in it, or " + givePlan},
	resource.AtInit:       {finding.InputEnvironment, "%s is given to terraform init", "write it in the backend block"},
	resource.Unpinned:     {finding.InputProvider, "%s differs between its releases", "commit .terraform.lock.hcl, or write the version in required_providers"},
	resource.OtherRelease: {"", "%s is written for a release of its provider that baalint does not know", ""},
	resource.Failed:       {finding.InputRepair, "%s cannot be evaluated", seeError},
	resource.Unreadable:   {finding.InputRepair, "%s could not be read in full", seeError},
	resource.NoAgreement:  {finding.InputAgreement, "there is no %s", "baalint init writes one to fill in"},
	resource.NotAgreed:    {finding.InputAgreement, "the agreement does not state its %s", "add them to it"},
	resource.Computed:     {"", "%s is known only after apply", ""},
	resource.ApplyTime:    {"", "%s is worked out during apply", ""},
	resource.NotInPlan:    {"", "%s is not told by the plan", "judge the directory that it was made of, with --plan"},
	resource.Elsewhere:    {"", "%s is not declared in what was read", ""},
	resource.Unsaid:       {"", "Terraform does not say %s", "write it where the provider has a setting for it, else look it up where it runs and waive this"},
	resource.Several:      {"", "%s is the name of several things", "refer to the one that is meant"},
	resource.TooMany:      {"", "%s is larger than what baalint works out", ""},
}

// wait says what an unknown of a root waits for.
func wait(root string, why resource.Why) finding.Wait {
	e, ok := explanations[why.Cause]
	if !ok {
		e.text = "%s cannot be known (" + string(why.Cause) + ")"
	}
	text := fmt.Sprintf(e.text, cmp.Or(why.Subject, "a value"))
	switch {
	case why.Cause == resource.Failed && saysWhatIsWrong(why.Subject):
		text = why.Subject
	case why.Cause == resource.Unreadable && strings.HasPrefix(why.Subject, `"`): // what try() asked for
		text, e.help = why.Subject+" could not be read", "baalint reads readable files of the repository, and no others"
	case why.Cause == resource.Computed && isEphemeral(why.Subject):
		text = why.Subject + " is there only while Terraform runs"
	case why.Cause == resource.FromEnv && strings.HasSuffix(why.Subject, "()"):
		e.input, e.help, text = "", "", why.Subject+" differs from machine to machine"
	}
	return finding.Wait{
		Input: e.input, Subject: why.Subject, Root: root, Cause: string(why.Cause), Text: text, Help: e.help, Place: finding.Place(why.Place),
	}
}

func isEphemeral(subject string) bool {
	return strings.HasPrefix(subject, "ephemeral.") || strings.Contains(subject, ".ephemeral.")
}

// saysWhatIsWrong tells a fault, "rotation_period: a string is required" or "invalid policy", from the name of what is at fault.
func saysWhatIsWrong(subject string) bool {
	return strings.Contains(subject, ": ") || strings.Contains(subject, " ") && !strings.Contains(subject, ".")
}

// sortWaits sorts waits and leaves each in once. A subject may be unknown in several places for one reason.
func sortWaits(waits []finding.Wait) []finding.Wait {
	slices.SortFunc(waits, func(a, b finding.Wait) int {
		return cmp.Or(
			strings.Compare(a.Text, b.Text), strings.Compare(a.Root, b.Root),
			strings.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column),
		)
	})
	return slices.CompactFunc(waits, func(a, b finding.Wait) bool { return a.Text == b.Text && a.Root == b.Root })
}

// waitingText appends the first thing that is waited for; the rest is in Waits.
func waitingText(waits []finding.Wait) string {
	if len(waits) == 0 {
		return ""
	}
	return " (" + waits[0].Text + more(len(waits)-1) + ")"
}
