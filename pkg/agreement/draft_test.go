package agreement

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/yamlfile"
)

var names = Names{
	"aws": "aws", "amazon": "aws", "amazon web services": "aws", "microsoft": "azure", "azure": "azure", "microsoft azure": "azure",
	"google": "google", "gcp": "google", "google cloud": "google", "google cloud platform": "google", "wasabi": "wasabi",
}

var everything = []Seen{
	{Vendor: "AWS", Accounts: []string{"012345678901"}, Others: []string{"998877665544"}, Regions: []string{"us-east-1 (US)"}, Services: []string{"Amazon S3"}},
	{Vendor: "Microsoft"},
	{Vendor: "Google", Services: []string{`Cloud "SQL"`}},
}

// The draft states the vendors and nothing else; every other key of the file is a question in it.
func TestDraft(t *testing.T) {
	text := Draft(everything)
	terms, problems := Read("baa.yaml", []byte(text), names)
	if problems != nil {
		t.Fatal(problems, text)
	}
	want := "vendors vendors[0] vendors[0].name vendors[1] vendors[1].name vendors[2] vendors[2].name"
	if diff := cmp.Diff(want, strings.Join(statedPaths(terms), " ")); diff != "" {
		t.Error(diff)
	}
	for i, cloud := range []string{"aws", "azure", "google"} {
		if terms.Vendors[i].Cloud != cloud {
			t.Errorf("vendor %d is %s", i, terms.Vendors[i].Name)
		}
	}
	for _, path := range yamlfile.Paths(document(nil)) {
		key := path[strings.LastIndexAny(path, ".]")+1:]
		if !regexp.MustCompile(`(?m)^[# {a-z:,-]*\b` + key + `:`).MatchString(text) {
			t.Errorf("the draft does not ask for %s", path)
		}
	}
	for _, value := range []string{`"012345678901"`, `"998877665544"`, "us-east-1 (US)", `"Amazon S3"`} {
		if !strings.Contains(text, value) {
			t.Errorf("the draft does not show %s", value)
		}
	}
}

// Each line becomes a key when its comment sign is taken away: what was seen stands there as a value.
func TestDraftUncommented(t *testing.T) {
	text := regexp.MustCompile(`(?m)^    # (accounts|services):(.*)\n((    #   - .*\n)+)`).ReplaceAllStringFunc(Draft(everything),
		func(block string) string { return strings.ReplaceAll("\n"+block, "\n    # ", "\n    ") })
	terms, problems := Read("baa.yaml", []byte(text), names)
	if problems != nil {
		t.Fatal(problems)
	}
	got := [][]string{terms.Vendors[0].Accounts, terms.Vendors[0].Services, terms.Vendors[2].Services}
	if diff := cmp.Diff([][]string{{"012345678901"}, {"Amazon S3"}, {`Cloud "SQL"`}}, got); diff != "" {
		t.Error(diff)
	}
}

// The agreement in the README states every key but a few.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "```yaml\n")
	example, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("no example")
	}
	terms, problems := Read("baa.yaml", []byte(example), names)
	if problems != nil {
		t.Fatal(problems)
	}
	stated := regexp.MustCompile(`\[\d+\]`).ReplaceAllString(strings.Join(statedPaths(terms), " ")+" ", "[]")
	for _, path := range yamlfile.Paths(document(nil)) {
		if !strings.Contains(stated, path+" ") && path != "vendors[].attestations.iso27001" && path != "accounts" && path != "accounts.permitted" &&
			path != "data_classes[].rto_hours" {
			t.Errorf("the example does not state %s", path)
		}
	}
}
