package policy

import "github.com/baalint/baalint/pkg/fact"

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
		"regions": texts, "vendor_regions": object(nil), "accounts": texts, "account_clouds": texts, "services": object(nil),
		"service_changes": object(nil),
		"rpo_hours":       number, "rto_hours": nullable(number), "retention_min_days": number, "retention_max_days": nullable(number),
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
