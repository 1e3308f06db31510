package evaluate

import (
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// bodiesOf are the bodies of the blocks of one type.
func bodiesOf(blocks []nested, typ string) []*content {
	var bodies []*content
	for _, n := range blocks {
		if n.typ == typ {
			bodies = append(bodies, n.body)
		}
	}
	return bodies
}

// eased has unknowns for all that anybody may read of nested blocks, at any depth, where no schema says what they have.
func (s *scope) eased(v cty.Value, bodies []*content, ref resource.Ref) cty.Value {
	plain, marks := v.Unmark()
	switch {
	case len(bodies) == 0 || !plain.IsKnown() || plain.IsNull():
		return v
	case plain.Type().IsTupleType():
		elements := plain.AsValueSlice()
		for i, e := range elements {
			elements[i] = s.eased(e, bodies, ref)
		}
		return cty.TupleVal(elements).WithMarks(marks)
	case !plain.Type().IsObjectType():
		return v
	}
	fields := map[string]cty.Value{}
	maps.Copy(fields, plain.AsValueMap())
	for _, name := range s.spoken() {
		if _, written := fields[name]; !written {
			fields[name] = cty.DynamicVal.Mark(ref)
		}
	}
	for name, field := range fields {
		var inside []*content
		for _, body := range bodies {
			inside = append(inside, bodiesOf(body.blocks, name)...)
		}
		fields[name] = s.eased(field, inside, ref)
	}
	return cty.ObjectVal(fields).WithMarks(marks)
}
