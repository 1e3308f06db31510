package agreement

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

func TestStatement(t *testing.T) {
	terms, problems := Read("baa.yaml", []byte(`covered_entity: Maple Street Clinic
vendors:
  - name: AWS
    signed: 2025-02-01
    breach_notice_hours: none
    service_changes:
      - {service: Amazon Lightsail, covered: false, reason: Amendment 2, date: 2026-03-01}
    termination: {action: destroy, within_days: 1, certificate: true}
    subcontractors:
      - {name: Example Courier, expires: never}
recovery: {rto_hours: none}
data_classes:
  - {name: imaging, tag: {key: class, value: imaging}, rpo_hours: 1, retention_minimum_days: 2190}
`), names)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	statement := terms.Statement()
	var said []string
	tell := func(party string, terms []finding.Term) {
		for _, term := range terms {
			if term.Stated {
				said = append(said, fmt.Sprintf("%d %s%s: %s", term.Place.Line, party, term.Title, term.Value))
			}
		}
	}
	tell("", statement.Terms)
	for _, party := range statement.Parties {
		tell(party.Of+"/"+party.Name+" ", party.Terms)
	}
	want := []string{
		"11 Longest time that a restore may take: none",
		"13 For imaging (tag class = imaging): a backup every 1 hour, kept at least 2190 days",
		"4 /AWS Signed: 2025-02-01",
		"6 /AWS Services added or withdrawn: Amazon Lightsail withdrawn since 2026-03-01 (Amendment 2)",
		"5 /AWS A breach is reported within: none",
		"8 /AWS At its end: destroy within 1 day, with a certificate",
		"9 /AWS Subcontractors: Example Courier",
		"10 AWS/Example Courier Expires: never",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	for _, term := range statement.Terms {
		if term.Path == "recovery.rpo_hours" && (term.Stated || term.Value != "24 hours") || term.Path == "practice.restore_test" && term.Value != "" {
			t.Errorf("not stated, and told as %+v", term)
		}
	}
}

// Every key of the agreement is told: a new one is not forgotten here.
func TestStatementIsWhole(t *testing.T) {
	source, err := os.ReadFile("statement.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range vendor {
		if key.Name != "name" && !strings.Contains(string(source), `"`+key.Name) {
			t.Errorf("vendors[…].%s is not told", key.Name)
		}
	}
	for _, key := range document(nil) {
		if key.Name != "covered_entity" && key.Name != "vendors" && !strings.Contains(string(source), `"`+key.Name) {
			t.Errorf("%s is not told", key.Name)
		}
	}
}
