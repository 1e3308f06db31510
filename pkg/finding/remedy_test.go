package finding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
)

func TestRemedy(t *testing.T) {
	r := finding.Remedy{
		"any": "Turn it on.", "azure": "enabled = true", "aws": "on = true", "aws_vault": "lock = true", "aws_safe": "lock = true\n",
		"azurerm_vault": "enabled = true",
	}
	for _, test := range []struct{ cloud, typ, want string }{
		{"aws", "aws_vault", "lock = true"},
		{"aws", "aws_store", "on = true"},
		{"aws", "", "on = true"},
		{"google", "google_store", "Turn it on."},
		{"", "", "Turn it on."},
	} {
		if got := r.For(test.cloud, test.typ); got != test.want {
			t.Errorf("For(%q, %q) = %q, want %q", test.cloud, test.typ, got, test.want)
		}
	}
	if got := (finding.Remedy{"aws": "on = true"}).For("azure", "azurerm_vault"); got != "" {
		t.Errorf("without any: %q", got)
	}
	want := []finding.RemedySection{
		{For: []string{"any"}, Text: "Turn it on."},
		{For: []string{"aws"}, Text: "on = true"},
		{For: []string{"aws_safe", "aws_vault"}, Text: "lock = true"},
		{For: []string{"azure"}, Text: "enabled = true"},
		{For: []string{"azurerm_vault"}, Text: "enabled = true"},
	}
	if diff := cmp.Diff(want, r.Sections()); diff != "" {
		t.Error(diff)
	}
}
