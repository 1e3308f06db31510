package tffunc

import (
	"fmt"
	"math"
	"strings"

	"github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	node "go.yaml.in/yaml/v3"
)

var yamlEncode = define(signature{params: []function.Parameter{free("value")}, result: cty.String},
	func(args []cty.Value) (cty.Value, error) { return encodeYAML(args[0]) })

// encodeYAML gives an unknown string for a value that is unknown in part, marked with the value itself, as encodeJSON does.
func encodeYAML(v cty.Value) (cty.Value, error) {
	return encodeDocument(v, yamlText, func(plain cty.Value) (string, error) { return yamlPrefix(plain), nil })
}

func yamlText(v cty.Value) (cty.Value, error) { return yaml.YAMLEncodeFunc.Call([]cty.Value{v}) }

// yamlPrefix is how the document of an object or a list begins, "" where that cannot be told.
func yamlPrefix(plain cty.Value) string {
	t := plain.Type()
	switch {
	case !plain.IsKnown() || plain.IsNull() || !plain.CanIterateElements() || t.IsSetType() || plain.LengthInt() == 0:
		return ""
	case !t.IsObjectType() && !t.IsMapType():
		return "- "
	}
	it := plain.ElementIterator() // in the order of the keys, which is that of the document
	it.Next()
	key, _ := it.Element()
	first, err := yamlText(cty.ObjectVal(map[string]cty.Value{key.AsString(): cty.True}))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(first.AsString(), " true\n")
}

// DecodeYAML reads a document, or takes the value back that yamlencode left on an unknown one. It is false where nothing can be
// known of it; the error says what is wrong with the text.
func DecodeYAML(s cty.Value) (v cty.Value, ok bool, err error) {
	if v, ok := Decoded(s); ok {
		return v, true, nil
	}
	plain, marks := s.Unmark()
	if !plain.IsKnown() || plain.IsNull() || plain.Type() != cty.String {
		return cty.NilVal, false, nil
	}
	v, err = yamlDecode.Call([]cty.Value{plain})
	if err != nil {
		return cty.NilVal, false, err
	}
	return v.WithMarks(marks), true, nil
}

var yamlDecode = define(signature{params: []function.Parameter{text("src")}, result: cty.DynamicPseudoType},
	func(args []cty.Value) (cty.Value, error) {
		if err := yamlSize(args[0].AsString()); err != nil {
			return cty.NilVal, err
		}
		v, err := yaml.YAMLDecodeFunc.Call(args)
		if err == nil && MayBeEndless([]byte(args[0].AsString())) {
			err = writable(v)
		}
		return v, err
	})

var errTooDeep = beyond("the YAML document nests deeper than the limit of %d levels", MaxDepth)

// yamlSize bounds how much a document holds once its aliases are followed, and how deep it nests. Short documents
// without an alias cannot go beyond either bound.
func yamlSize(src string) error {
	if len(src) <= MaxDepth && !strings.Contains(src, "*") {
		return nil
	}
	var doc node.Node
	if err := node.Unmarshal([]byte(src), &doc); err != nil {
		if strings.Contains(err.Error(), "exceeded max depth") { // the parser's own bound, above ours
			return errTooDeep
		}
		return fmt.Errorf("read YAML: %w", err)
	}
	m := measure{seen: map[*node.Node]extent{}}
	e := m.of(&doc, 0)
	if e.nodes > MaxElements {
		return beyond("the YAML document holds more values than the limit of %d once its aliases are followed", MaxElements)
	}
	if e.depth > MaxDepth+1 { // the document itself is a level
		return errTooDeep
	}
	return nil
}

type extent struct{ nodes, depth int }

// measure sizes nodes, each once however often it is aliased.
type measure struct{ seen map[*node.Node]extent }

func (m measure) of(n *node.Node, level int) extent {
	if e, ok := m.seen[n]; ok {
		return e
	}
	if level > 2*MaxDepth {
		return extent{nodes: 1, depth: math.MaxInt32}
	}
	m.seen[n] = extent{nodes: 1, depth: 1} // an alias inside its own anchor: the decoder reports it
	e := extent{nodes: 1, depth: 1}
	children := n.Content
	if n.Alias != nil {
		children = []*node.Node{n.Alias}
	}
	for _, child := range children {
		c := m.of(child, level+1)
		e.nodes = plus(e.nodes, c.nodes)
		e.depth = max(e.depth, c.depth+1)
	}
	m.seen[n] = e
	return e
}
