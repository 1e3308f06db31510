package policy

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/fact"
)

// inputSchema is the JSON Schema of the input document, for OPA's type checker: a field that its concept does not declare is
// a compile error. Every field may be null, and any may be absent.
func inputSchema(concepts []*fact.Concept) any { return object(inputProperties(concepts)) }

// ownSchema is the schema for baalint's own rules, whose heads go through input.judged.
func ownSchema(concepts []*fact.Concept) any {
	properties, judged := inputProperties(concepts), map[string]any{}
	for _, concept := range concepts {
		judged[concept.Name] = properties[concept.Name]
	}
	properties[judgedKey] = object(judged)
	return object(properties)
}

// InputSchema is the same for people and editors, with what the catalogue says of concepts and fields. Every fact has all that stands
// in required; an unknown field is absent.
func InputSchema(concepts []*fact.Concept) any {
	properties := inputProperties(concepts)
	describe := func(schema any, text string) {
		if object, ok := schema.(map[string]any); ok && text != "" {
			object["description"] = text
		}
	}
	for name, text := range map[string]string{
		"facts": "The same facts by id.", "terms": "The terms of the agreement, defaults filled in.",
		"regions": "Places by cloud; ask lib.", "today": "The day of the judgement, year-month-day.",
		"resources": "The resources as baalint resources prints them; there where a rule reads them.",
	} {
		describe(properties[name], text)
	}
	required := append(make([]string, 0, len(properties)), "facts", "regions", "terms", "today")
	for _, concept := range concepts {
		required = append(required, concept.Name)
		describe(properties[concept.Name], concept.Meaning)
		one := properties[concept.Name].(map[string]any)["items"].(map[string]any)
		one["required"] = plainParts
		for _, field := range concept.Fields {
			describe(one["properties"].(map[string]any)[field.Name], meaning(field))
		}
	}
	slices.Sort(required)
	schema := object(properties).(map[string]any)
	schema["$schema"], schema["title"], schema["required"] = "http://json-schema.org/draft-07/schema#", "What a rule of baalint sees: input", required
	return schema
}

// meaning is what the catalogue says of a field.
func meaning(field *fact.Spec) string {
	parts := []string{field.Meaning}
	if len(field.Of) > 0 {
		parts = append(parts, "The id of a "+strings.Join(field.Of, " or ")+", or what is written.")
	}
	if field.Follow != "" {
		parts = append(parts, "From "+field.Follow+".")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func inputProperties(concepts []*fact.Concept) map[string]any {
	properties := map[string]any{
		"facts":     object(nil),
		"terms":     termsSchema(),
		"regions":   object(nil),
		"today":     map[string]any{"type": "string"},
		"resources": array(object(nil)),
	}
	for _, concept := range concepts {
		properties[concept.Name] = array(factSchema(concept))
	}
	return properties
}

func factSchema(concept *fact.Concept) any {
	text := map[string]any{"type": "string"}
	properties := map[string]any{
		"id": text, "concept": text, "address": text, "type": text, "mode": text, "cloud": text, "root": text,
		"region": nullable(text), "account": nullable(text), "tags": nullable(object(nil)),
		"unknown": array(text), "refs": object(nil),
	}
	for _, field := range concept.Fields {
		properties[field.Name] = nullable(typeSchema(field.Type))
	}
	return object(properties)
}

func typeSchema(fieldType string) any {
	switch fieldType {
	case "bool":
		return map[string]any{"type": "boolean"}
	case "number", "time":
		return map[string]any{"type": "number"}
	case "strings", "references":
		return array(map[string]any{"type": "string"})
	case "objects":
		return array(object(nil))
	case "map":
		return object(nil)
	}
	return map[string]any{"type": "string"}
}

func termsSchema() any {
	number, text, flag := map[string]any{"type": "number"}, map[string]any{"type": "string"}, map[string]any{"type": "boolean"}
	texts := array(text)
	return object(map[string]any{
		"stated": texts, "regions": texts, "vendor_regions": object(nil), "accounts": texts, "account_clouds": texts, "services": object(nil),
		"service_changes": object(nil),
		"rpo_hours":       number, "rto_hours": nullable(number),
		"retention_min_days": number, "retention_max_days": nullable(number), "logs_days": nullable(number),
		"immutable": flag, "min_tls": text, "customer_managed": flag, "hsm": flag, "key_rotation_days": number,
		"key_deletion_days": number,
		"classes": array(object(map[string]any{
			"name": text, "tag_key": text, "tag_value": text, "rpo_hours": nullable(number), "rto_hours": nullable(number),
			"retention_min_days": nullable(number),
		})),
	})
}

// object describes an object with these properties and no others; nil stands for an object with any.
func object(properties map[string]any) any {
	if properties == nil {
		return map[string]any{"type": "object"}
	}
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}

func array(items any) any { return map[string]any{"type": "array", "items": items} }

func nullable(schema any) any {
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}
