package plan

// node is a value with all it holds, read in one pass. The parts of a plan that are looked into several times are read so: one
// resource at a time.
type node struct {
	span
	// name and key are the name and the offset of a member.
	name string
	key  int
	// first is the byte that the value begins with, text what a string says.
	first    byte
	text     string
	children []node
	// index finds the members of a large object.
	index map[string]int
}

// large is the number of members from which on an object is looked into by an index.
const large = 24

// tree reads a value; the zero span gives nil.
func (t *text) tree(s span) *node {
	if !s.ok() {
		return nil
	}
	n := t.node(s.start)
	return &n
}

func (t *text) node(i int) node {
	n := node{first: t.data[i]}
	closing := byte(']')
	switch n.first {
	case '{':
		closing = '}'
	case '[':
	default:
		n.span = t.value(i)
		n.text = t.str(n.span)
		return n
	}
	start := i
	for i = t.blank(i + 1); t.data[i] != closing; {
		var child node
		if closing == '}' {
			name := t.value(i)
			child = t.node(t.blank(t.blank(name.end) + 1))
			child.name, child.key = t.unquote(name), name.start
		} else {
			child = t.node(i)
		}
		n.children = append(n.children, child)
		if i = t.blank(child.end); t.data[i] == ',' {
			i = t.blank(i + 1)
		}
	}
	n.span = span{start, i + 1}
	if closing == '}' && len(n.children) > large {
		n.index = make(map[string]int, len(n.children))
		for i := range n.children {
			n.index[n.children[i].name] = i
		}
	}
	return n
}

// member is a member of an object by its name; nil where n is no object, or has none of that name.
func (n *node) member(name string) *node {
	if n == nil || n.first != '{' {
		return nil
	}
	if n.index != nil {
		if i, ok := n.index[name]; ok {
			return &n.children[i]
		}
		return nil
	}
	for i := len(n.children) - 1; i >= 0; i-- {
		if n.children[i].name == name {
			return &n.children[i]
		}
	}
	return nil
}

// element is an element of an array; nil where there is none of that number.
func (n *node) element(i int) *node {
	if n == nil || n.first != '[' || i >= len(n.children) {
		return nil
	}
	return &n.children[i]
}

// holds reports whether n is true.
func (n *node) holds() bool { return n != nil && n.first == 't' }

// str is the text of a string, "" for any other value.
func (n *node) str() string {
	if n == nil {
		return ""
	}
	return n.text
}

func (n *node) null() bool { return n == nil || n.first == 'n' }

// list are the elements of an array, fields the members of an object: none for any other value.
func (n *node) list() []node {
	if n == nil || n.first != '[' {
		return nil
	}
	return n.children
}

func (n *node) fields() []node {
	if n == nil || n.first != '{' {
		return nil
	}
	return n.children
}
