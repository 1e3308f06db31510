package report_test

import (
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/finding"
)

// The sources of the example estate. place finds the regions in them, so that they can be edited freely.
var exampleSources = map[string]string{
	"main.tf": `module "db" {
  source   = "./modules/db"
  for_each = toset(["north.wing", "south"])
}

resource "aws_backup_vault" "clinic" {
	name        = "clinic"
	kms_key_arn = var.kms_key_arn
}

resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.clinic.name
    copy_action {
      destination_vault_arn = aws_backup_vault.dublin.arn
    }
  }
}
`,
	"modules/db/main.tf": `resource "aws_db_instance" "patients" {
  identifier        = "patients"
  storage_encrypted = false
}
`,
	"storage accounts/blob.tf": "resource \"azurerm_storage_account\" \"患者\" {\n" +
		"\tname = \"患者記録\"\tmin_tls_version = \"TLS1_0\" # \u202e\x1b[31m hidden\r\n" +
		"}\n",
	"policy.tf": `resource "aws_backup_vault_policy" "clinic" {` + "\n" +
		`  policy = "` + strings.Repeat("x", 150) + `\"Action\":\"backup:DeleteRecoveryPoint\"` + strings.Repeat("y", 150) + `"` + "\n}\n",
}

// place is the region of the first occurrence of a text in a source.
func place(t testing.TB, file, part string) finding.Place {
	t.Helper()
	before, _, ok := strings.Cut(exampleSources[file], part)
	if !ok {
		t.Fatalf("%s does not hold %q", file, part)
	}
	line := 1 + strings.Count(before, "\n")
	column := 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	end := finding.Place{File: file, Line: line, Column: column, EndLine: line + strings.Count(part, "\n")}
	end.EndColumn = column + len([]rune(part))
	if i := strings.LastIndexByte(part, '\n'); i >= 0 {
		end.EndColumn = 1 + len([]rune(part[i+1:]))
	}
	return end
}

func exampleRules() ([]finding.Obligation, []finding.Rule) {
	ecfr := func(text, section, p string) []finding.Citation {
		return []finding.Citation{{Text: text, URL: "https://www.ecfr.gov/current/title-45/section-" + section + "#p-" + p}}
	}
	rest := ecfr("45 CFR 164.312(a)(2)(iv)", "164.312", "164.312(a)(2)(iv)")
	term := []finding.Citation{{Text: "agreement term"}}
	obligations := []finding.Obligation{
		{Slug: "access-control", Title: "Access control", Demand: "Least privilege.", Judged: "terraform",
			Citations: ecfr("45 CFR 164.312(a)(1)", "164.312", "164.312(a)(1)")},
		{Slug: "agreement-currency", Title: "Agreement currency", Demand: "A current agreement.", Judged: "agreement", Citations: term},
		{Slug: "data-location", Title: "Data location", Demand: "Data only in permitted places.", Judged: "terraform+agreement", Citations: term},
		{Slug: "encryption", Title: "Encryption at rest and in transit", Demand: "Encrypted.", Judged: "terraform", Citations: rest},
		{Slug: "key-management", Title: "Key management", Demand: "Customer keys.", Judged: "terraform", Citations: rest},
		{Slug: "recovery-testing", Title: "Recovery testing", Demand: "Tested restores.", Judged: "terraform", Citations: term},
		{Slug: "retention", Title: "Retention", Demand: "Kept as agreed.", Judged: "terraform", Citations: term},
	}
	rule := func(id, title, why string, severity finding.Severity, about string, remedy finding.Remedy) finding.Rule {
		obligation, name, _ := strings.Cut(id, "/")
		return finding.Rule{ID: id, Name: name, Obligation: obligation, Title: title, Why: why, Remedy: remedy,
			Severity: severity, Tier: finding.TierObligation, About: about}
	}
	rules := []finding.Rule{
		rule("access-control/no-recovery-point-deletion", "Nobody who runs the workload can delete its backups",
			"Ransomware that takes over an administrator deletes the backups first.", finding.Critical, "vault",
			finding.Remedy{"any": "Deny deletion of recovery points to everyone but a break-glass role."}),
		rule("data-location/permitted-places", "Copies stay in permitted places",
			"The agreement names the places where the practice's data may lie; a copy elsewhere breaks it and may fall under other law.",
			finding.High, "copy", finding.Remedy{"aws": "destination_vault_arn = aws_backup_vault.west.arn # provider in a permitted region\n"}),
		rule("encryption/store-encrypted", "Stores are encrypted at rest",
			"Whoever gets hold of an unencrypted disk, snapshot or backup reads every patient's record in it.",
			finding.High, "store", finding.Remedy{"any": "Turn encryption on.", "aws": "storage_encrypted = true\nkms_key_id        = aws_kms_key.phi.arn\n",
				"azure": "min_tls_version = \"TLS1_2\""}),
		rule("encryption/hardened-cipher", "Strongest ciphers only", "Old ciphers fall first.", finding.Low, "store", nil),
		rule("key-management/customer-managed-key", "Vaults use a customer-managed key",
			"Only who holds the key can revoke it.", finding.Medium, "vault", finding.Remedy{"aws": "kms_key_arn = aws_kms_key.phi.arn"}),
		rule("recovery-testing/restores-tested", "Restores are tested", "A backup that was never restored is a hope.", finding.Medium, "estate", nil),
		rule("retention/kept-long-enough", "Backups are kept", "Kept too short, they are gone when needed.", finding.Medium, "plan", nil),
	}
	rules[3].Tier = finding.TierHardening
	rules[1].Citations, rules[1].Reads = term, []string{"region"}
	return obligations, rules
}

// example is a report of a small estate with everything that a writer has to cope with.
func example(t testing.TB) *finding.Report {
	obligations, rules := exampleRules()
	r := &finding.Report{
		Version: "v1.2.3", Obligations: obligations, Rules: rules, Sources: map[string][]byte{},
		Problems: []finding.Problem{
			{Summary: "unknown attribute in baa.yaml: rpo_hour", Place: finding.Place{File: "baa.yaml", Line: 3, Column: 1, EndLine: 3, EndColumn: 9}},
		},
		Notes:    []string{"judged by the default terms: no baa.yaml", "judged by the default terms: no baa.yaml"},
		Roots:    []finding.Root{{Dir: ".", Files: 4, Resources: 9, Facts: 9}, {Dir: "storage accounts", Files: 1, Resources: 1, Facts: 1}},
		Unjudged: []finding.Unjudged{{Type: "x_cache", Resources: 1, Place: finding.Place{File: "main.tf", Line: 1, Column: 1}}, {Type: "x_queue", Resources: 2}},
	}
	for file, content := range exampleSources {
		r.Sources[file] = []byte(content)
	}
	r.Findings = append(exampleFailures(t), exampleOthers(t)...)
	return r
}

func exampleFailures(t testing.TB) []finding.Finding {
	encrypted := place(t, "modules/db/main.tf", "false")
	call := place(t, "main.tf", `module "db"`)
	db := func(key string) finding.Finding {
		address := `module.db["` + key + `"].aws_db_instance.patients`
		return finding.Finding{Rule: "encryption/store-encrypted", Verdict: finding.Fail, Severity: finding.High, Fact: "store:" + address,
			Concept: "store", Address: address, Type: "aws_db_instance", Cloud: "aws", Root: ".", Message: address + " is not encrypted at rest",
			Field: "encrypted", Value: "false", Place: encrypted, Calls: []finding.Place{call}}
	}
	policy := place(t, "policy.tf", `backup:DeleteRecoveryPoint`)
	copyTo := place(t, "main.tf", "copy_action {\n      destination_vault_arn = aws_backup_vault.dublin.arn\n    }\n  }\n}")
	tls := place(t, "storage accounts/blob.tf", `"TLS1_0"`)
	blob := "azurerm_storage_account.患者[\"\x1b]0;owned\x07\n[click](http://evil.example)\"]"
	lowered := db("south")
	lowered.Rule, lowered.Severity, lowered.Message = "encryption/hardened-cipher", finding.Low, "uses an old cipher"
	return []finding.Finding{
		{Rule: "access-control/no-recovery-point-deletion", Verdict: finding.Fail, Severity: finding.Critical, Fact: "vault:clinic", Concept: "vault",
			Address: "aws_backup_vault_policy.clinic", Type: "aws_backup_vault_policy", Cloud: "aws", Root: ".", Field: "policy",
			Message: "lets every role of the account delete recovery points (backup:DeleteRecoveryPoint)", Place: policy,
			Related: []finding.Related{{Place: place(t, "main.tf", `resource "aws_backup_vault" "clinic"`), Message: "the vault that the policy opens"}}},
		{Rule: "data-location/permitted-places", Verdict: finding.Fail, Severity: finding.High, Fact: "copy:daily", Concept: "copy",
			Address: "aws_backup_plan.daily", Type: "aws_backup_plan", Cloud: "aws", Root: ".", Field: "region", Value: "eu-west-1",
			Message: "copies to eu-west-1, outside the permitted places (US)", Place: copyTo},
		db("north.wing"), db("south"), lowered,
		{Rule: "encryption/store-encrypted", Verdict: finding.Fail, Severity: finding.Medium, Fact: "store:blob", Concept: "store", Address: blob,
			Type: "azurerm_storage_account", Cloud: "azure", Root: "storage accounts", Message: blob + " takes TLS 1.0", Field: "min_tls", Value: "1.0", Place: tls},
		{Rule: "recovery-testing/restores-tested", Verdict: finding.Fail, Severity: finding.Medium, Fact: "estate", Concept: "estate",
			Address: "estate", Root: ".", Message: "has no restore test"},
	}
}

func exampleOthers(t testing.TB) []finding.Finding {
	key := place(t, "main.tf", "var.kms_key_arn")
	wait := finding.Wait{Input: finding.InputVariable, Subject: "var.kms_key_arn", Root: ".", Cause: "variable without a value",
		Text: "var.kms_key_arn has no value", Help: "give it with --var-file or --var"}
	var out []finding.Finding
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		waits := []finding.Wait{wait}
		if name == "b" {
			waits = []finding.Wait{{Subject: "data.aws_region.here", Text: "data.aws_region.here is read from the cloud at plan time"}, wait}
		}
		out = append(out, finding.Finding{Rule: "key-management/customer-managed-key", Verdict: finding.Open, Severity: finding.Medium,
			Fact: "vault:" + name, Concept: "vault", Address: "aws_backup_vault.clinic[\"" + name + "\"]", Cloud: "aws", Root: ".",
			Message: "may use the provider's own key", Place: key, Waits: waits})
	}
	open := finding.Finding{Rule: "encryption/store-encrypted", Verdict: finding.Open, Severity: finding.High, Fact: "vault:x",
		Concept: "vault", Address: "aws_backup_vault.clinic", Cloud: "aws", Root: ".", Message: "may be unencrypted", Place: key, Waits: []finding.Wait{wait}}
	joined := open
	joined.Waits, joined.Message, joined.Fact = nil, "may be covered by a plan in another repository", "vault:y"
	pass := finding.Finding{Rule: "retention/kept-long-enough", Verdict: finding.Pass, Severity: finding.Medium, Fact: "plan:daily",
		Concept: "plan", Address: "aws_backup_plan.daily", Cloud: "aws", Root: ".", Message: "is kept 35 days",
		Place: place(t, "main.tf", `resource "aws_backup_plan" "daily"`)}
	return append(out, open, joined, pass)
}
