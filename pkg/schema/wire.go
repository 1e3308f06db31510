package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// A block is written {"attrs": {name: [type, flag]}, "blocks": {name: [nesting, block, flag]}}: the type in cty's JSON
// notation; the flag r (required), o (optional), c (computed) or oc. It is read through any, in one pass: nested
// json.RawMessage would be scanned once a level.

var errShape = errors.New("not a schema")

func parseBlock(data []byte) (*Block, error) {
	var wire any
	if err := json.Unmarshal(data, &wire); err != nil {
		return nil, fmt.Errorf("parse provider schema: %w", err)
	}
	return readBlock(wire)
}

func readBlock(wire any) (*Block, error) {
	parts, ok := wire.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("parse provider schema: a block that is no object: %w", errShape)
	}
	attributes, _ := parts["attrs"].(map[string]any)
	blocks, _ := parts["blocks"].(map[string]any)
	b := &Block{Attributes: make(map[string]Attribute, len(attributes)), Blocks: make(map[string]Nested, len(blocks))}
	for name, wire := range attributes {
		attribute, err := readAttribute(wire)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b.Attributes[name] = attribute
	}
	for name, wire := range blocks {
		nested, err := readNested(wire)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b.Blocks[name] = nested
	}
	return b, nil
}

func readAttribute(wire any) (Attribute, error) {
	parts, _ := wire.([]any)
	if len(parts) != 2 {
		return Attribute{}, fmt.Errorf("an attribute without its two parts: %w", errShape)
	}
	t, err := readType(parts[0])
	if err != nil {
		return Attribute{}, err
	}
	flag, _ := parts[1].(string)
	return Attribute{
		Type:     t,
		Required: flag == "r",
		Optional: strings.HasPrefix(flag, "o"),
		Computed: strings.HasSuffix(flag, "c"),
	}, nil
}

func readNested(wire any) (Nested, error) {
	parts, _ := wire.([]any)
	if len(parts) != 3 {
		return Nested{}, fmt.Errorf("a nested block without its three parts: %w", errShape)
	}
	nesting, _ := parts[0].(string)
	switch nesting {
	case "list", "set", "map", "single":
	default:
		return Nested{}, fmt.Errorf("nesting %q: %w", nesting, errShape)
	}
	block, err := readBlock(parts[1])
	if err != nil {
		return Nested{}, err
	}
	flag, _ := parts[2].(string)
	return Nested{Nesting: nesting, Required: flag == "r", Computed: strings.HasSuffix(flag, "c"), Block: block}, nil
}

var primitives = map[string]cty.Type{
	"string": cty.String, "number": cty.Number, "bool": cty.Bool, "dynamic": cty.DynamicPseudoType,
}

// readType reads cty's notation for types, or what encoding/json makes of it: "string", ["list", "string"],
// ["object", {"a": "bool"}], ["tuple", ["string"]].
func readType(wire any) (cty.Type, error) {
	if name, ok := wire.(string); ok {
		if t, ok := primitives[name]; ok {
			return t, nil
		}
	}
	parts, _ := wire.([]any)
	if len(parts) < 2 {
		return cty.NilType, fmt.Errorf("type %v: %w", wire, errShape)
	}
	switch parts[0] {
	case "object":
		return readObjectType(parts[1])
	case "tuple":
		return readTupleType(parts[1])
	}
	inner, err := readType(parts[1])
	if err != nil {
		return cty.NilType, err
	}
	switch parts[0] {
	case "list":
		return cty.List(inner), nil
	case "set":
		return cty.Set(inner), nil
	case "map":
		return cty.Map(inner), nil
	}
	return cty.NilType, fmt.Errorf("type %v: %w", wire, errShape)
}

func readObjectType(wire any) (cty.Type, error) {
	parts, ok := wire.(map[string]any)
	if !ok {
		return cty.NilType, fmt.Errorf("object type %v: %w", wire, errShape)
	}
	attributes := make(map[string]cty.Type, len(parts))
	for name, wire := range parts {
		t, err := readType(wire)
		if err != nil {
			return cty.NilType, err
		}
		attributes[name] = t
	}
	return cty.Object(attributes), nil
}

func readTupleType(wire any) (cty.Type, error) {
	parts, ok := wire.([]any)
	if !ok {
		return cty.NilType, fmt.Errorf("tuple type %v: %w", wire, errShape)
	}
	elements := make([]cty.Type, len(parts))
	for i, wire := range parts {
		t, err := readType(wire)
		if err != nil {
			return cty.NilType, err
		}
		elements[i] = t
	}
	return cty.Tuple(elements), nil
}
