package schema

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
)

// Convert reads the output of "terraform providers schema -json" and writes the schema file of the provider that header
// names. Where base is not nil, it is the schema file of header.Base: types that are the same there are left out.
func Convert(r io.Reader, header Header, base io.Reader, w io.Writer) error {
	var document providersSchema
	if err := json.NewDecoder(r).Decode(&document); err != nil {
		return fmt.Errorf("read providers schema: %w", err)
	}
	provider, err := document.find(header.Provider)
	if err != nil {
		return err
	}
	lines, err := provider.lines(header.Provider)
	if err != nil {
		return err
	}
	if base != nil {
		if err := leaveOut(lines, base); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(w)
	head, err := json.Marshal(header)
	if err != nil {
		return fmt.Errorf("write provider schema: %w", err)
	}
	fmt.Fprintf(out, "%s\n", head) // a bufio.Writer keeps its first error for Flush
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(out, "%s %s\n", name, lines[name])
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write provider schema: %w", err)
	}
	return nil
}

// leaveOut deletes the lines that base has too.
func leaveOut(lines map[string]string, base io.Reader) error {
	scanner := bufio.NewScanner(base)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		name, body, ok := splitLine(scanner.Text())
		if ok && lines[name] == body {
			delete(lines, name)
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("read base schema: %w", err)
	}
	return nil
}

// providersSchema is the part of Terraform's JSON that a schema file is made of.
type providersSchema struct {
	Providers map[string]providerSchema `json:"provider_schemas"`
}

type providerSchema struct {
	Provider  typeSchema            `json:"provider"`
	Resources map[string]typeSchema `json:"resource_schemas"`
	Data      map[string]typeSchema `json:"data_source_schemas"`
}

type typeSchema struct {
	Block blockSchema `json:"block"`
}

type blockSchema struct {
	Attributes map[string]attributeSchema `json:"attributes"`
	Blocks     map[string]nestedSchema    `json:"block_types"`
}

type attributeSchema struct {
	Type       json.RawMessage `json:"type"`
	NestedType *objectSchema   `json:"nested_type"`
	Required   bool            `json:"required"`
	Optional   bool            `json:"optional"`
	Computed   bool            `json:"computed"`
}

// objectSchema is the type of an attribute that is written with "=" but has a schema inside.
type objectSchema struct {
	Attributes map[string]attributeSchema `json:"attributes"`
	Nesting    string                     `json:"nesting_mode"`
}

type nestedSchema struct {
	Nesting string      `json:"nesting_mode"`
	Block   blockSchema `json:"block"`
	Min     int         `json:"min_items"`
}

// find picks the provider whose source address ends in name.
func (d providersSchema) find(name string) (providerSchema, error) {
	for _, source := range slices.Sorted(maps.Keys(d.Providers)) {
		if path.Base(source) == name {
			return d.Providers[source], nil
		}
	}
	return providerSchema{}, fmt.Errorf("read providers schema: no provider %q among %q", name, slices.Sorted(maps.Keys(d.Providers)))
}

// lines gives the body of every line by its name.
func (p providerSchema) lines(name string) (map[string]string, error) {
	lines := map[string]string{}
	add := func(name string, t typeSchema) error {
		wire, err := t.Block.wire()
		if err != nil {
			return fmt.Errorf("convert %s: %w", name, err)
		}
		body, err := json.Marshal(wire)
		lines[name] = string(body)
		return err
	}
	if err := add("provider "+name, p.Provider); err != nil {
		return nil, err
	}
	for typ, t := range p.Resources {
		if err := add("resource "+typ, t); err != nil {
			return nil, err
		}
	}
	for typ, t := range p.Data {
		if err := add("data "+typ, t); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func (b blockSchema) wire() (map[string]any, error) {
	attributes, blocks := map[string]any{}, map[string]any{}
	for name, a := range b.Attributes {
		t, err := a.wireType()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		attributes[name] = []any{t, a.flag()}
	}
	for name, n := range b.Blocks {
		inner, err := n.Block.wire()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		flag := "o"
		if n.Min > 0 {
			flag = "r"
		}
		nesting := n.Nesting
		if nesting == "group" { // a single block that is never null: the difference is of no use here
			nesting = "single"
		}
		blocks[name] = []any{nesting, inner, flag}
	}
	wire := map[string]any{}
	if len(attributes) > 0 {
		wire["attrs"] = attributes
	}
	if len(blocks) > 0 {
		wire["blocks"] = blocks
	}
	return wire, nil
}

func (a attributeSchema) flag() string {
	switch {
	case a.Required:
		return "r"
	case a.Optional && a.Computed:
		return "oc"
	case a.Computed:
		return "c"
	}
	return "o"
}

// wireType gives the type in cty's JSON notation.
func (a attributeSchema) wireType() (any, error) {
	if a.NestedType == nil {
		var wire any
		if err := json.Unmarshal(a.Type, &wire); err != nil {
			return nil, fmt.Errorf("read type: %w", err)
		}
		_, err := readType(wire)
		return wire, err
	}
	attributes := map[string]any{}
	for name, inner := range a.NestedType.Attributes {
		t, err := inner.wireType()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		attributes[name] = t
	}
	object := []any{"object", attributes}
	switch a.NestedType.Nesting {
	case "list", "set", "map":
		return []any{a.NestedType.Nesting, object}, nil
	case "single":
		return object, nil
	}
	return nil, fmt.Errorf("nesting %q: %w", a.NestedType.Nesting, errShape)
}
