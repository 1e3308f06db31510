package check

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/finding"
	"github.com/baalint/baalint/pkg/report/oscalcheck"
)

// Everything that a verdict is about is in the evidence, in each of its environments, and every digest is that of the file.
func TestEvidence(t *testing.T) {
	for _, name := range []string{"hospital-group", "telehealth-plan", "two-clinics"} {
		t.Run(name, func(t *testing.T) {
			opts := options(t, "testdata/estates/"+name)
			opts.Evidence = true
			report, err := Run(t.Context(), opts)
			if err != nil {
				t.Fatal(err)
			}
			known := map[string]bool{}
			for _, f := range report.Evidence.Facts {
				known[f.ID] = true
			}
			for _, f := range report.Findings {
				if !known[f.Fact] {
					t.Errorf("%s judges %s, of which the evidence knows nothing", f.Rule, f.Fact)
				}
			}
			oscalcheck.Validate(t, []byte(written(t, "oscal", report)))
			if len(report.Evidence.Sources) == 0 {
				t.Error("nothing was read")
			}
			for _, source := range report.Evidence.Sources {
				content, err := os.ReadFile(filepath.Join(house, source.Path))
				if err != nil {
					t.Fatal(err)
				}
				if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != source.SHA256 {
					t.Errorf("the digest of %s is another", source.Path)
				}
			}
		})
	}
}

// Files of all kinds are told, and what is given without a file; a fact that differs between environments is told for each. Nothing
// sensitive is.
func TestEvidenceOfEnvironments(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.tf": `
variable "secret" {
  sensitive = true
}
variable "days" {}
variable "name" {}
resource "aws_db_instance" "records" {
  identifier              = file("name.txt")
  backup_retention_period = var.days
  kms_key_id              = var.secret
}`,
		".terraform.lock.hcl": "", "name.txt": "records", "dev.tfvars": "days = 1", "prod.tfvars": "days = 35", "own/r.rego": "package rules.r",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	opts := Options{
		Base: dir, Dirs: []string{"."}, AsOf: asOf, Version: "0.0.0-test", Evidence: true, Environ: []string{"TF_VAR_secret=hunter2"},
		Settings: []Setting{{Var: "name=x"}}, Environments: []Environment{
			{Name: "dev", Settings: []Setting{{File: "dev.tfvars"}}}, {Name: "prod", Settings: []Setting{{File: "prod.tfvars"}}, Workspace: "live"},
		},
	}
	report, err := Run(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	e := report.Evidence
	files := make([]string, 0, len(e.Sources))
	for _, source := range e.Sources {
		files = append(files, source.Path+": "+source.Kind)
	}
	want := []string{".terraform.lock.hcl: lock file", "dev.tfvars: variables", "main.tf: configuration", "name.txt: file", "prod.tfvars: variables"}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"--var name", "TF_VAR_secret"}, e.Given); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]finding.Environment{{Name: "dev", Files: []string{"dev.tfvars"}}, {Name: "prod", Files: []string{"prod.tfvars"}, Workspace: "live"}},
		e.Environments); diff != "" {
		t.Error(diff)
	}
	kept := map[string]string{}
	for _, f := range e.Facts {
		if strings.Contains(asJSON(f), "hunter2") {
			t.Errorf("%s tells a secret", f.ID)
		}
		if field, ok := f.Field("kept_days"); ok && f.Concept == "store" {
			kept[strings.Join(f.Environments, ",")] = field.Value
		}
	}
	if diff := cmp.Diff(map[string]string{"dev": "1", "prod": "35"}, kept); diff != "" {
		t.Error(diff)
	}
	if !slices.ContainsFunc(e.Data, func(d finding.Data) bool { return d.AsOf != "" }) {
		t.Errorf("no list of services among %v", e.Data)
	}
}
