package evaluate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// This file alone knows a provider: the AWS provider renders this data source itself, without asking AWS, and half of all
// policies are written with it.

// policyDocumentType is the data source that renders IAM policy documents.
const policyDocumentType = "aws_iam_policy_document"

// policyDocumentSchema is the part of its schema that decides what is rendered.
var policyDocumentSchema = func() *schema.Block {
	text := schema.Attribute{Type: cty.String, Optional: true}
	list := schema.Attribute{Type: cty.List(cty.String), Optional: true}
	who := &schema.Block{Attributes: map[string]schema.Attribute{"type": text, "identifiers": list}}
	when := &schema.Block{Attributes: map[string]schema.Attribute{"test": text, "variable": text, "values": list}}
	statement := &schema.Block{
		Attributes: map[string]schema.Attribute{
			"sid": text, "effect": text, "actions": list, "not_actions": list, "resources": list, "not_resources": list,
		},
		Blocks: map[string]schema.Nested{
			"principals":     {Nesting: "set", Block: who},
			"not_principals": {Nesting: "set", Block: who},
			"condition":      {Nesting: "set", Block: when},
		},
	}
	return &schema.Block{
		Attributes: map[string]schema.Attribute{
			"version": text, "policy_id": text, "source_json": text, "override_json": text,
			"source_policy_documents": list, "override_policy_documents": list,
		},
		Blocks: map[string]schema.Nested{"statement": {Nesting: "list", Block: statement}},
	}
}()

// policyDocument renders the data source: the attributes json and minified_json. A document that is known in part is an unknown string
// marked with *resource.Encoded.
func (r *run) policyDocument(values cty.Value, at hcl.Range) map[string]cty.Value {
	values = schema.Fit(without(values, isAt), policyDocumentSchema, nil)
	doc := document{run: r, at: at}
	for _, name := range []string{"source_json", "source_policy_documents"} {
		doc.merge(values.GetAttr(name))
	}
	doc.own(values)
	for _, name := range []string{"override_policy_documents", "override_json"} {
		doc.override(values.GetAttr(name))
	}
	return doc.render()
}

// document is a policy document in the making.
type document struct {
	run         *run
	at          hcl.Range
	version, id cty.Value
	statements  []cty.Value
}

// own adds what the data source itself says.
func (d *document) own(values cty.Value) {
	d.set(&d.version, values.GetAttr("version"))
	d.set(&d.id, values.GetAttr("policy_id"))
	d.each(values.GetAttr("statement"), func(block cty.Value) { d.add(statement(block)) })
}

func (d *document) set(field *cty.Value, v cty.Value) {
	if !v.IsKnown() || !v.IsNull() {
		*field = v
	}
}

// each visits the elements of a list; a list that is unknown is one unknown element.
func (d *document) each(list cty.Value, visit func(cty.Value)) {
	plain, marks := list.Unmark()
	switch {
	case !plain.IsKnown():
		visit(cty.DynamicVal.WithMarks(marks))
	case plain.IsNull() || !plain.CanIterateElements():
	default:
		for it := plain.ElementIterator(); it.Next(); {
			_, element := it.Element()
			visit(element.WithMarks(marks))
		}
	}
}

// add puts a statement in the place of an earlier one with the same sid, or at the end.
func (d *document) add(s cty.Value) {
	sid := sidOf(s)
	i := slices.IndexFunc(d.statements, func(other cty.Value) bool { return sid != "" && sidOf(other) == sid })
	if i >= 0 {
		d.statements[i] = s
		return
	}
	d.statements = append(d.statements, s)
}

func sidOf(statement cty.Value) string {
	plain, _ := statement.Unmark()
	if !plain.IsKnown() || plain.IsNull() || !plain.Type().IsObjectType() || !plain.Type().HasAttribute("Sid") {
		return ""
	}
	sid, _ := plain.GetAttr("Sid").Unmark()
	if !sid.IsKnown() || sid.IsNull() || sid.Type() != cty.String {
		return ""
	}
	return sid.AsString()
}

// merge adds other documents, given as one JSON string or a list of them.
func (d *document) merge(sources cty.Value) {
	if plain, _ := sources.Unmark(); plain.Type() == cty.String {
		if !plain.IsKnown() || !plain.IsNull() {
			d.source(sources)
		}
		return
	}
	d.each(sources, d.source)
}

// override is merge for documents that take precedence. One that cannot be read may replace any statement that has a sid.
func (d *document) override(sources cty.Value) {
	before := len(d.statements)
	d.merge(sources)
	unreadable := slices.IndexFunc(d.statements[before:], func(s cty.Value) bool { return !s.IsKnown() })
	if unreadable < 0 {
		return
	}
	d.statements = slices.DeleteFunc(d.statements, func(s cty.Value) bool { return sidOf(s) != "" })
}

// source adds one JSON document.
func (d *document) source(text cty.Value) {
	plain, marks := text.Unmark()
	switch {
	case plain.IsKnown() && (plain.IsNull() || plain.Type() == cty.String && strings.TrimSpace(plain.AsString()) == ""):
		return
	case plain.Type() != cty.String:
		d.statements = append(d.statements, cty.DynamicVal.WithMarks(marks))
		return
	}
	decoded, err := d.run.functions["jsondecode"].Call([]cty.Value{text})
	if err != nil {
		d.run.fault(d.at, "Invalid policy document", fmt.Sprintf("%s merges a document that is not valid JSON: %s.", d.run.now(), err))
		why := resource.Why{Cause: resource.Failed, Subject: d.run.now(), Place: place(d.at)}
		d.statements = append(d.statements, cty.DynamicVal.WithMarks(marks).Mark(why))
		return
	}
	inner, _ := decoded.Unmark()
	if !inner.IsKnown() || inner.IsNull() || !inner.Type().IsObjectType() {
		d.statements = append(d.statements, cty.DynamicVal.WithMarks(marks))
		return
	}
	for name, field := range map[string]*cty.Value{"Version": &d.version, "Id": &d.id} {
		if inner.Type().HasAttribute(name) {
			d.set(field, decoded.GetAttr(name))
		}
	}
	if !inner.Type().HasAttribute("Statement") {
		return
	}
	list := decoded.GetAttr("Statement")
	if list.Type().IsObjectType() {
		d.add(list)
		return
	}
	d.each(list, d.add)
}

// statement renders a statement block.
func statement(block cty.Value) cty.Value {
	plain, marks := block.Unmark()
	if !plain.IsKnown() || plain.IsNull() || !plain.Type().IsObjectType() {
		return cty.DynamicVal.WithMarks(marks)
	}
	fields := map[string]cty.Value{"Effect": plain.GetAttr("effect")}
	if effect := fields["Effect"]; effect.IsKnown() && effect.IsNull() {
		fields["Effect"] = cty.StringVal("Allow")
	}
	if sid := plain.GetAttr("sid"); !sid.IsKnown() || !sid.IsNull() {
		fields["Sid"] = sid
	}
	for name, attribute := range map[string]string{
		"Action": "actions", "NotAction": "not_actions", "Resource": "resources", "NotResource": "not_resources",
	} {
		if v, ok := texts(plain.GetAttr(attribute)); ok {
			fields[name] = v
		}
	}
	for name, attribute := range map[string]string{"Principal": "principals", "NotPrincipal": "not_principals"} {
		if v, ok := principals(plain.GetAttr(attribute)); ok {
			fields[name] = v
		}
	}
	if v, ok := conditions(plain.GetAttr("condition")); ok {
		fields["Condition"] = v
	}
	return cty.ObjectVal(fields).WithMarks(marks)
}

// texts renders a list of strings: a single one alone, several in descending order as the provider has them. False where there is none.
func texts(list cty.Value) (cty.Value, bool) {
	plain, marks := list.Unmark()
	if !plain.IsKnown() {
		return cty.DynamicVal.WithMarks(marks), true
	}
	if plain.IsNull() || plain.LengthInt() == 0 {
		return cty.NilVal, false
	}
	elements := plain.AsValueSlice()
	for i, element := range elements {
		elements[i] = variables(element)
	}
	if len(elements) == 1 {
		return elements[0].WithMarks(marks), true
	}
	if plain.IsWhollyKnown() {
		slices.SortStableFunc(elements, func(a, b cty.Value) int { return strings.Compare(textOf(b), textOf(a)) })
	}
	return cty.TupleVal(elements).WithMarks(marks), true
}

// variables turns the provider's &{aws:username} into IAM's ${aws:username}.
func variables(v cty.Value) cty.Value {
	plain, marks := v.Unmark()
	if !plain.IsKnown() || plain.IsNull() {
		return v
	}
	return cty.StringVal(strings.ReplaceAll(plain.AsString(), "&{", "${")).WithMarks(marks)
}

func textOf(v cty.Value) string {
	plain, _ := v.Unmark()
	if !plain.IsKnown() || plain.IsNull() || plain.Type() != cty.String {
		return ""
	}
	return plain.AsString()
}

// principals renders {"AWS": […]}, or "*" for anyone at all. One whose type is unknown makes all of them unknown.
func principals(blocks cty.Value) (cty.Value, bool) {
	byType, marks, known := group(blocks, func(block cty.Value) []cty.Value { return []cty.Value{block.GetAttr("type")} }, "identifiers")
	if !known {
		return cty.DynamicVal.WithMarks(marks), true
	}
	if len(byType) == 0 {
		return cty.NilVal, false
	}
	fields := map[string]cty.Value{}
	for typ, v := range byType {
		fields[typ] = v
	}
	if anyone, ok := fields["*"]; ok && len(fields) == 1 && textOf(anyone) == "*" {
		return anyone.WithMarks(marks), true
	}
	return cty.ObjectVal(fields).WithMarks(marks), true
}

// conditions renders {"StringEquals": {"aws:SourceAccount": […]}}.
func conditions(blocks cty.Value) (cty.Value, bool) {
	byTest, marks, known := group(blocks, func(block cty.Value) []cty.Value {
		return []cty.Value{block.GetAttr("test"), block.GetAttr("variable")}
	}, "values")
	if !known {
		return cty.DynamicVal.WithMarks(marks), true
	}
	if len(byTest) == 0 {
		return cty.NilVal, false
	}
	fields := map[string]map[string]cty.Value{}
	for key, v := range byTest {
		test, variable, _ := strings.Cut(key, "\x00")
		if fields[test] == nil {
			fields[test] = map[string]cty.Value{}
		}
		fields[test][variable] = v
	}
	tests := map[string]cty.Value{}
	for test, byVariable := range fields {
		tests[test] = cty.ObjectVal(byVariable)
	}
	return cty.ObjectVal(tests).WithMarks(marks), true
}

// group collects the lists of blocks by their keys. It reports false, with all the marks, where a block or a key is unknown.
func group(blocks cty.Value, keys func(cty.Value) []cty.Value, list string) (map[string]cty.Value, cty.ValueMarks, bool) {
	_, marks := blocks.UnmarkDeep()
	plain, outer := blocks.Unmark()
	if !plain.IsKnown() {
		return nil, marks, false
	}
	lists := map[string][]cty.Value{}
	whole := map[string]cty.Value{}
	for it := plain.ElementIterator(); it.Next(); {
		_, block := it.Element()
		if inner, _ := block.Unmark(); !inner.IsKnown() || inner.IsNull() {
			return nil, marks, false
		}
		var names []string
		for _, key := range keys(block) {
			if bare, _ := key.Unmark(); !bare.IsKnown() {
				return nil, marks, false
			}
			names = append(names, textOf(key))
		}
		name := strings.Join(names, "\x00")
		values, valueMarks := block.GetAttr(list).Unmark()
		switch {
		case !values.IsKnown():
			whole[name] = cty.DynamicVal.WithMarks(valueMarks)
		case values.IsNull():
		default:
			all := lists[name]
			for _, v := range values.AsValueSlice() {
				all = append(all, v.WithMarks(valueMarks))
			}
			lists[name] = all // an empty list is rendered, too
		}
	}
	for name, values := range lists {
		if _, unknown := whole[name]; unknown {
			continue
		}
		if list, ok := texts(cty.TupleVal(values)); ok {
			whole[name] = list
		} else {
			whole[name] = cty.EmptyTupleVal
		}
	}
	return whole, outer, true
}

// render writes the document.
func (d *document) render() map[string]cty.Value {
	if d.version == cty.NilVal {
		d.version = cty.StringVal("2012-10-17")
	}
	fields := map[string]cty.Value{"Version": d.version, "Statement": cty.TupleVal(d.statements)}
	if d.id != cty.NilVal {
		fields["Id"] = d.id
	}
	v := cty.ObjectVal(fields)
	plain, marks := v.UnmarkDeep()
	if !plain.IsWhollyKnown() {
		encoded, err := d.run.functions["jsonencode"].Call([]cty.Value{v})
		if err != nil {
			encoded = cty.UnknownVal(cty.String).RefineNotNull().WithMarks(marks)
		}
		encoded = resource.WithoutSymbol(encoded)
		return map[string]cty.Value{"json": encoded, "minified_json": encoded}
	}
	var minified, indented bytes.Buffer
	if err := writeOrdered(&minified, plain); err == nil {
		err = json.Indent(&indented, minified.Bytes(), "", "  ")
		if err == nil {
			return map[string]cty.Value{
				"json":          cty.StringVal(indented.String()).WithMarks(marks),
				"minified_json": cty.StringVal(minified.String()).WithMarks(marks),
			}
		}
	}
	failed := d.run.failure(d.run.now(), d.at)
	return map[string]cty.Value{"json": failed, "minified_json": failed}
}
