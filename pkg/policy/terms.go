package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// term finds the shape of a term and notes the fields that it reads.
func (a *analysis) term(term *ast.Term, env map[ast.Var]shape) shape {
	if term == nil {
		return shape{}
	}
	switch value := term.Value.(type) {
	case ast.Var:
		return a.variable(value, env)
	case ast.Ref:
		return a.ref(value, term.Location, env)
	case ast.Call:
		return a.call(value, term.Location, env)
	case *ast.ArrayComprehension:
		return a.comprehension(value.Term, nil, value.Body, env)
	case *ast.SetComprehension:
		return a.comprehension(value.Term, nil, value.Body, env)
	case *ast.ObjectComprehension:
		return a.comprehension(value.Value, value.Key, value.Body, env)
	case *ast.TemplateString:
		for _, part := range value.Parts {
			switch node := part.(type) {
			case *ast.Expr:
				a.expr(node, env)
			case *ast.Term:
				a.term(node, env)
			}
		}
		return shape{}
	}
	return a.collection(term, env)
}

func (a *analysis) collection(term *ast.Term, env map[ast.Var]shape) shape {
	var members shape
	visit := func(member *ast.Term) { members = merge(a.term(member, env), members) }
	switch value := term.Value.(type) {
	case *ast.Array:
		value.Foreach(visit)
	case ast.Set:
		value.Foreach(visit)
	case ast.Object:
		value.Foreach(func(key, member *ast.Term) {
			a.term(key, env)
			visit(member)
		})
	default:
		return shape{}
	}
	return members.deeper(1)
}

func (a *analysis) comprehension(member, key *ast.Term, body ast.Body, env map[ast.Var]shape) shape {
	inner := map[ast.Var]shape{}
	for name, s := range env {
		inner[name] = s
	}
	a.body(body, inner)
	a.term(key, inner)
	return a.term(member, inner).deeper(1)
}

// variable is a local variable, or a rule of the module that it names.
func (a *analysis) variable(name ast.Var, env map[ast.Var]shape) shape {
	if s, ok := env[name]; ok {
		return s
	}
	if a.prefix != "" {
		a.require(a.prefix + string(name))
	}
	return a.results[a.prefix+string(name)]
}

// ref walks a reference from its head: the input, a helper, a variable.
func (a *analysis) ref(ref ast.Ref, at *ast.Location, env map[ast.Var]shape) shape {
	switch head, _ := ref[0].Value.(ast.Var); {
	case head == "input":
		return a.inputRef(ref, at, env)
	case isLibRef(ref):
		name, _ := libName(ref)
		a.require(libPrefix + name)
		rest := ref[2:]
		if head == "data" {
			rest = ref[3:]
		}
		return a.walk(a.results[libPrefix+name], rest, ref, at, env)
	default:
		return a.walk(a.term(ref[0], env), ref[1:], ref, at, env)
	}
}

func isLibRef(ref ast.Ref) bool {
	_, ok := libName(ref)
	return ok
}

// require makes sure that a helper without parameters is looked at.
func (a *analysis) require(name string) {
	if _, ok := a.params[name]; !ok && a.rules[name] != nil {
		a.params[name], a.changed = nil, true
	}
}

func (a *analysis) inputRef(ref ast.Ref, at *ast.Location, env map[ast.Var]shape) shape {
	if len(ref) < 2 {
		return shape{}
	}
	name := constant(ref[1])
	switch {
	case a.concepts[name] != nil:
		return a.walk(shape{concepts: map[string]bool{name: true}, depth: 1}, ref[2:], ref, at, env)
	case name == "facts" && len(ref) > 2:
		found := shape{concepts: map[string]bool{}}
		for _, concept := range a.term(ref[2], env).of {
			found.concepts[concept] = true
		}
		if len(found.concepts) == 0 {
			found.concepts[anything] = true
		}
		return a.walk(found, ref[3:], ref, at, env)
	case name == "facts":
		return shape{concepts: map[string]bool{anything: true}, depth: 1}
	}
	for _, part := range ref[2:] {
		a.term(part, env)
	}
	return shape{}
}

// walk follows the steps of a reference through collections down to a fact and its field.
func (a *analysis) walk(from shape, steps ast.Ref, whole ast.Ref, at *ast.Location, env map[ast.Var]shape) shape {
	for i, step := range steps {
		if _, isConstant := step.Value.(ast.String); !isConstant {
			if v, ok := step.Value.(ast.Var); !ok || !v.IsWildcard() {
				a.term(step, env)
			}
		}
		if !from.isFact() {
			from = a.step(from)
			continue
		}
		name := constant(step)
		if name == "" {
			a.problem(at, "%v: a field is named, not computed", whole)
			return shape{}
		}
		if slices.Contains(plainParts, name) {
			return shape{}
		}
		read := a.read(from, name, whole, at)
		if i == len(steps)-1 {
			return read
		}
		from = shape{of: read.of}
	}
	return from
}

// read notes that a field of a fact is read.
func (a *analysis) read(from shape, name string, whole ast.Ref, at *ast.Location) shape {
	if a.negated {
		a.problem(at, "%v: a field of a fact under not is true for what is unknown", whole)
	}
	result := shape{field: whole.String()}
	for concept := range from.concepts {
		if concept == anything {
			a.problem(at, "%v: cannot tell the concept of this fact; compare its concept first", whole)
			continue
		}
		spec := a.concepts[concept].Field(name)
		if spec == nil {
			continue
		}
		if key := concept + "." + name; !a.reads[key] {
			a.reads[key], a.changed = true, true
		}
		result.of = sortedUnique(slices.Concat(result.of, spec.Of))
	}
	return result
}

// call handles unification, membership, comparisons, and calls of helpers and built-in functions.
func (a *analysis) call(terms []*ast.Term, at *ast.Location, env map[ast.Var]shape) shape {
	operator, args := terms[0].String(), terms[1:]
	switch operator {
	case "internal.member_2":
		a.member(nil, args[0], a.term(args[1], env), env)
		a.term(args[0], env)
		return shape{}
	case "internal.member_3":
		a.member(args[0], args[1], a.term(args[2], env), env)
		return shape{}
	}
	shapes := make([]shape, len(args))
	for i, arg := range args {
		shapes[i] = a.term(arg, env)
	}
	switch operator {
	case "assign", "eq", "equal":
		a.unify(args, shapes, env)
		return shape{}
	case "neq", "lt", "lte", "gt", "gte":
		a.compare(operator, args, shapes, at)
		return shape{}
	case "is_number", "is_string", "is_boolean", "is_array":
		a.guarded[shapes[0].field] = true
		return shape{}
	case "or", "and", "minus", "array.concat", "object.union", "union":
		return merge(shapes[0], shapes[len(shapes)-1])
	case "object.get":
		if shapes[0].isFact() && constant(args[1]) != "" {
			return a.read(shapes[0], constant(args[1]), ast.Ref{args[0], args[1]}, at)
		}
		return shape{}
	}
	return a.helper(terms[0], shapes, at)
}

// unify binds variables on either side. "x.concept == …" tells the concept of a fact that was looked up by id.
func (a *analysis) unify(args []*ast.Term, shapes []shape, env map[ast.Var]shape) {
	for i := range args {
		other := 1 - i
		a.bind(args[i], shapes[other], env)
		if ref, ok := args[i].Value.(ast.Ref); ok && len(ref) == 2 && constant(ref[1]) == "concept" && constant(args[other]) != "" {
			if v, ok := ref[0].Value.(ast.Var); ok {
				env[v] = shape{concepts: map[string]bool{constant(args[other]): true}}
			}
		}
	}
}

// compare finds comparisons that hold for null: null differs from everything and sorts below everything but null.
func (a *analysis) compare(operator string, args []*ast.Term, shapes []shape, at *ast.Location) {
	for i, s := range shapes {
		if s.field == "" {
			continue
		}
		lesser := i == 0 && strings.HasPrefix(operator, "lt") || i == 1 && strings.HasPrefix(operator, "gt")
		if operator == "neq" && args[1-i].Equal(ast.NullTerm()) {
			a.guarded[s.field] = true
			continue
		}
		if (operator == "neq" || lesser) && !a.guarded[s.field] {
			a.problem(at, "%s: this comparison holds for null; use lib.below and the like, or is_string and is_number before it", s.field)
		}
	}
}

// helper passes shapes on to the parameters of a function of the module or of lib.
func (a *analysis) helper(operator *ast.Term, shapes []shape, at *ast.Location) shape {
	ref, ok := operator.Value.(ast.Ref)
	if !ok {
		return shape{}
	}
	name := a.prefix + ref.String()
	if lib, ok := libName(ref); ok {
		name = libPrefix + lib
	}
	if a.rules[name] == nil {
		return shape{}
	}
	if a.negated && slices.ContainsFunc(shapes, shape.isFact) {
		a.problem(at, "%v: not over a helper that is given a fact is true for what is unknown", operator)
	}
	params := a.params[name]
	for i, s := range shapes {
		if i >= len(params) {
			params = append(params, shape{})
		}
		merged := merge(params[i], shape{concepts: s.concepts, depth: s.depth, of: s.of})
		if !merged.equal(params[i]) {
			params[i], a.changed = merged, true
		}
	}
	if _, ok := a.params[name]; !ok {
		a.changed = true
	}
	a.params[name] = params
	return a.results[name]
}
