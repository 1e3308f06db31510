package evaluate

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/baalint/baalint/pkg/resource"
)

// stub stands in for a function that cannot be called, so that the rest of the expression can be evaluated: one that a
// provider offers runs in the provider alone; any other that is not in the table is a mistake.
func (w *walker) stub(e *hclsyntax.FunctionCallExpr) {
	why := resource.Why{Cause: resource.Provided, Subject: e.Name + "()", Place: place(e.NameRange)}
	if !strings.HasPrefix(e.Name, "provider::") {
		why.Cause = resource.Failed
		w.needs.faults = append(w.needs.faults, &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Call to unknown function",
			Detail:   fmt.Sprintf("There is no function named %q%s.", e.Name, instead[e.Name]),
			Subject:  e.NameRange.Ptr(),
		})
	}
	if w.needs.stubs == nil {
		w.needs.stubs = map[string]function.Function{}
	}
	w.needs.stubs[e.Name] = unknownFunction(why)
}

// instead is what to write in the place of functions that Terraform 0.15 took away.
var instead = map[string]string{
	"list": " since Terraform 0.15: write tolist([…])",
	"map":  " since Terraform 0.15: write tomap({…})",
}

// unknownFunction takes anything and returns an unknown that says why, with the marks of what it was given.
func unknownFunction(why resource.Why) function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{
			Name: "args", Type: cty.DynamicPseudoType,
			AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
		},
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result := cty.DynamicVal.Mark(why)
			for _, arg := range args {
				_, marks := arg.UnmarkDeep()
				result = result.WithMarks(marks)
			}
			return result, nil
		},
	})
}
