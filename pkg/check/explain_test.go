package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What an example shows is Terraform of that cloud without the marks of the tests.
func TestExampleOf(t *testing.T) {
	for _, cloud := range []string{"aws", "azure", "google"} {
		e := exampleOf("backup-frequency/store-in-plan", cloud)
		for name, text := range map[string]string{"fails": e.fails, "passes": e.passes} {
			if !strings.Contains(text, "resource \""+map[string]string{"azure": "azurerm"}[cloud]) || strings.Contains(text, "# want") {
				t.Errorf("%s, %s:\n%s", cloud, name, text)
			}
			if strings.Contains(text, "# fails") != (name == "fails") {
				t.Errorf("%s, %s: the mark is wrong:\n%s", cloud, name, text)
			}
		}
	}
	if e := exampleOf("own/rule", "aws"); e != (shown{}) {
		t.Errorf("a user's rule has %v", e)
	}
}

// What makes an example pass may stand in another block.
func TestExampleHasWhatItRestsOn(t *testing.T) {
	text := exampleOf("access-control/recovery-point-deletion-confined", "aws").passes
	for _, part := range []string{"AWSBackupFullAccess", `Effect = "Deny"`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in\n%s", part, text)
		}
	}
}

// A rule about the agreement shows agreements.
func TestExampleOfAgreement(t *testing.T) {
	want := shown{
		fails:  "# baa.yaml\nvendors:\n  - name: AWS\n    expires: 2026-10-31 # fails",
		passes: "# baa.yaml\nvendors:\n  - name: AWS\n    expires: 2027-12-31",
	}
	if diff := cmp.Diff(want, exampleOf("agreement-currency/agreement-not-expired", "aws"), cmp.AllowUnexported(shown{})); diff != "" {
		t.Error(diff)
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct {
		text, address string
		want          bool
	}{
		{"key = aws_kms_key.a.arn", "aws_kms_key.a", true},
		{"key = aws_kms_key.ab.arn", "aws_kms_key.a", false},
		{"[aws_kms_key.ab.arn, aws_kms_key.a]", "aws_kms_key.a", true},
		{"key = aws_kms_key.a", "aws_kms_key.a", true},
		{"key = aws_kms_key.a", "", false},
	} {
		if got := names(test.text, test.address); got != test.want {
			t.Errorf("names(%q, %q) = %v", test.text, test.address, got)
		}
	}
}
