package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/baalint/baalint/pkg/finding"
)

// userDeadline bounds one user rule: a policy nobody tested must not hang a pipeline.
const userDeadline = 10 * time.Second

// element is one member of a rule's head.
type element struct {
	id, field, message string
	severity           finding.Severity
	with               []string
	on                 spot
}

// spot is where an element stands that another fact is the cause of: where that writes a field, or one element of it. The zero spot is none.
type spot struct {
	id, field string
	element   int
}

// outcome is what one rule emitted: head, then fact id, then elements in a fixed order.
type outcome map[string]map[string][]element

// evaluation is one rule over one document.
type evaluation struct {
	*rule
	document *document
	cache    *cache
	store    storage.Store
	txn      storage.Transaction
	cancel   topdown.Cancel
}

// evaluate lets work ask a rule over a document, within its deadline.
func (j *judgement) evaluate(ctx context.Context, r *rule, doc *document, work func(context.Context, *evaluation) error) error {
	if r.deadline > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, r.deadline, fmt.Errorf("it took more than %s", r.deadline))
		defer stop()
	}
	cancel := topdown.NewCancel()
	release := context.AfterFunc(ctx, cancel.Cancel)
	defer release()
	txn, err := j.store.NewTransaction(ctx)
	if err != nil {
		return fmt.Errorf("evaluate rule %s: %w", r.ID, err)
	}
	defer j.store.Abort(ctx, txn)
	err = work(ctx, &evaluation{r, doc, doc.cache(r.path, &stands{j, r, map[asking][]int{}}), j.store, txn, cancel})
	if cause := context.Cause(ctx); cause != nil && err != nil {
		err = errors.Join(cause, err)
	}
	if err != nil {
		return fmt.Errorf("evaluate rule %s: %w", r.ID, err)
	}
	return nil
}

// ask adds what one query finds to the outcome.
func (e *evaluation) ask(ctx context.Context, asked ast.Body, judged []factTerm, result outcome) error {
	input := e.document.input
	if e.narrow {
		input = e.document.judging(judged)
	}
	return e.query(ctx, asked, input, func(found topdown.QueryResult) error {
		for _, head := range e.heads {
			term := found[ast.Var(head)]
			if term == nil { // another query asks for it
				continue
			}
			elements, err := decodeHead(term)
			if err != nil {
				return fmt.Errorf("%s: %w", head, err)
			}
			result[head] = elements
		}
		return nil
	})
}

// tables gives what tables hold, by their names; nil for those that are undefined.
func (e *evaluation) tables(ctx context.Context, names []string) ([]ast.Value, error) {
	tables := make([]ast.Value, len(names))
	for i, name := range names {
		body := ast.NewBody(e.all[name].bound("table"))
		err := e.solve(ctx, body, e.document.input, func(found topdown.QueryResult) error {
			tables[i] = found[ast.Var("table")].Value
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return tables, nil
}

// query asks one question, and gives the answer to take.
func (e *evaluation) query(ctx context.Context, asked ast.Body, input *ast.Term, take func(topdown.QueryResult) error) error {
	defined := false
	err := e.solve(ctx, asked, input, func(found topdown.QueryResult) error {
		defined = true
		return take(found)
	})
	if err == nil && !defined {
		err = errors.New("the heads are undefined")
	}
	return err
}

// solve asks one question, and gives every answer to take; there is none where something in it is undefined.
func (e *evaluation) solve(ctx context.Context, asked ast.Body, input *ast.Term, take func(topdown.QueryResult) error) error {
	var builtinErrs []topdown.Error
	query := topdown.NewQuery(asked).WithCompiler(e.compiler).WithStore(e.store).WithTransaction(e.txn).
		WithInput(input).WithVirtualCache(e.cache).WithCancel(e.cancel).WithBuiltinErrorList(&builtinErrs)
	if err := query.Iter(ctx, take); err != nil {
		return err
	}
	return firstFault(builtinErrs)
}

// firstFault finds the first error of a built-in function. Left alone they make an expression undefined, which would read as
// "no fault". That is meant for a null operand alone: a field that is not set matches nothing.
func firstFault(errs []topdown.Error) error {
	for i := range errs {
		if errs[i].Code == topdown.TypeErr && strings.HasSuffix(errs[i].Message, "but got null") {
			continue
		}
		return &errs[i]
	}
	return nil
}

func decodeHead(term *ast.Term) (map[string][]element, error) {
	set, ok := term.Value.(ast.Set)
	if !ok {
		return nil, errors.New("not a set")
	}
	elements := make(map[string][]element, set.Len())
	err := set.Iter(func(member *ast.Term) error {
		e, err := decodeElement(member)
		if err == nil {
			elements[e.id] = append(elements[e.id], e)
		}
		return err
	})
	for id := range elements {
		slices.SortFunc(elements[id], func(a, b element) int {
			if c := strings.Compare(a.field, b.field); c != 0 {
				return c
			}
			return strings.Compare(a.message, b.message)
		})
	}
	return elements, err
}

// decodeElement reads a plain fact id or what lib.at, lib.related and lib.severity make.
func decodeElement(term *ast.Term) (element, error) {
	switch value := term.Value.(type) {
	case ast.String:
		return element{id: string(value)}, nil
	case ast.Object:
		var e element
		err := value.Iter(e.set)
		if err == nil && e.id == "" {
			err = fmt.Errorf("%v names no fact: make it with lib.at", term)
		}
		return e, err
	}
	return element{}, fmt.Errorf("%v is neither the id of a fact nor made by lib.at", term)
}

// set takes one member of what lib makes; an error names a member that lib does not make.
func (e *element) set(key, member *ast.Term) error {
	name, _ := key.Value.(ast.String)
	if name == "related" {
		ids, err := idList(member)
		e.with = ids
		return err
	}
	if on, ok := member.Value.(ast.Object); ok && name == "on" {
		return on.Iter(e.on.set)
	}
	text, ok := member.Value.(ast.String)
	if !ok {
		return fmt.Errorf("%s of an element must be a string, not %v", name, member)
	}
	switch name {
	case "id":
		e.id = string(text)
	case "field":
		e.field = string(text)
	case "message":
		e.message = string(text)
	case "severity":
		e.severity = finding.Severity(text)
		if e.severity.Rank() == 0 {
			return fmt.Errorf("severity %q is none of critical, high, medium, low", string(text))
		}
	default:
		return fmt.Errorf("an element has no %v", key)
	}
	return nil
}

func (s *spot) set(key, member *ast.Term) error {
	switch value := member.Value.(type) {
	case ast.String:
		if key.Value.Compare(ast.String("id")) == 0 {
			s.id = string(value)
			return nil
		}
		s.field = string(value)
		return nil
	case ast.Number:
		if n, ok := value.Int(); ok && n >= 0 {
			s.element = n
			return nil
		}
	}
	return fmt.Errorf("lib.on takes a fact, a field and the number of an element, not %v", member)
}

// idList reads an array or a set of fact ids into sorted order.
func idList(term *ast.Term) ([]string, error) {
	iterable, ok := term.Value.(interface {
		Foreach(func(*ast.Term))
	})
	if _, isObject := term.Value.(ast.Object); isObject || !ok {
		return nil, fmt.Errorf("lib.related takes a list of fact ids, not %v", term)
	}
	var ids []string
	var err error
	iterable.Foreach(func(member *ast.Term) {
		id, ok := member.Value.(ast.String)
		if !ok {
			err = fmt.Errorf("lib.related takes fact ids, not %v", member)
		}
		ids = append(ids, string(id))
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}
