package load

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// terragruntFiles say how Terragrunt calls modules. They are written in HCL, but in a language of their own.
var terragruntFiles = []string{"terragrunt.hcl", "terragrunt.hcl.json", "terragrunt.stack.hcl"}

// UsePlan says how what Terragrunt makes of its files can be judged.
const UsePlan = "terragrunt plan -out=tfplan and terragrunt show -json tfplan > plan.json write a plan, which baalint plan.json judges"

// tellTerragrunt says once for all of the run which files only Terragrunt can read.
func (s *scanner) tellTerragrunt() {
	files := slices.Sorted(slices.Values(s.terragrunt))
	if len(files) == 0 {
		return
	}
	what := files[0] + " is"
	if more := len(files) - 1; more > 0 {
		what = fmt.Sprintf("%s and %d more are", files[0], more)
	}
	s.tree.Terragrunt = files
	s.tree.Diagnostics = append(s.tree.Diagnostics, &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Terragrunt files were not read",
		Detail:   fmt.Sprintf("%s Terragrunt's: what modules are called with is worked out there. For each, %s.", what, UsePlan),
		Subject:  &hcl.Range{Filename: files[0], Start: hcl.InitialPos, End: hcl.InitialPos},
	})
}
