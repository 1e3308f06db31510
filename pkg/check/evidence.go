package check

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/baalint/baalint/pkg/fact"
	"github.com/baalint/baalint/pkg/finding"
)

// prove adds to a report what was read for it, in one environment where the run has several, and what was found there, if that is asked
// for; without the facts that are not judged.
func (j *judgement) prove(report *finding.Report, read *terraform, estate *fact.Estate, spared map[string]bool) error {
	if !j.opts.Evidence {
		return nil
	}
	e := &finding.Evidence{Agreement: j.by.terms.Statement()}
	for _, environment := range j.opts.Environments {
		of := finding.Environment{Name: environment.Name, Workspace: environment.Workspace, Files: []string{}}
		for _, setting := range environment.Settings {
			of.Files = append(of.Files, setting.File)
		}
		e.Environments = append(e.Environments, of)
	}
	var err error
	if e.Sources, e.Given, err = j.inputs(read); err != nil {
		return err
	}
	if e.Data, err = j.data(read); err != nil {
		return err
	}
	e.Fields = fieldsRead(report.Rules, estate.Concepts)
	e.Facts = j.facts(estate, e.Fields, spared)
	e.Sort()
	report.Evidence = e
	return nil
}

// facts are the facts of an estate with the fields that some rule reads of them.
func (j *judgement) facts(estate *fact.Estate, wanted map[string][]string, spared map[string]bool) []finding.Fact {
	facts := make([]finding.Fact, 0, len(estate.Facts))
	for _, f := range estate.Facts {
		if spared[f.ID] {
			continue
		}
		examined := finding.Fact{
			ID: f.ID, Concept: f.Concept, Address: f.Address, Type: f.Type, Cloud: f.Cloud, Root: f.Root, Place: place(f.Place),
			Fields: make([]finding.Field, 0, len(wanted[f.Concept])),
		}
		if f.Resource != nil {
			service, _ := j.table.Service(f.Resource.Provider.Source, f.Type)
			examined.Service = service.Name
		}
		for _, name := range wanted[f.Concept] {
			if field := f.Field(name); field.Value != nil || !field.Known || field.Sensitive {
				examined.Fields = append(examined.Fields, told(name, field, estate))
			}
		}
		facts = append(facts, examined)
	}
	return facts
}

// fieldsRead are the fields that rules read of each concept, sorted, and those that every report tells.
func fieldsRead(rules []finding.Rule, concepts []*fact.Concept) map[string][]string {
	read := map[string][]string{}
	for _, concept := range concepts {
		names := []string{"account", "region"}
		for _, rule := range rules {
			about := isAbout(rule, concept.Name)
			for _, name := range rule.Reads {
				other, field, ofOther := strings.Cut(name, ".")
				switch {
				case ofOther && other == concept.Name:
					names = append(names, field)
				case !ofOther && about && concept.Field(name) != nil:
					names = append(names, name)
				}
			}
		}
		slices.Sort(names)
		read[concept.Name] = slices.Compact(names)
	}
	return read
}

// told is a field as people read it.
func told(name string, f fact.Field, estate *fact.Estate) finding.Field {
	field := finding.Field{Name: name, Unknown: !f.Known}
	if len(f.At) > 0 {
		field.Place = place(f.At[0])
	}
	switch {
	case f.Sensitive:
		field.Value = sensitive
	case f.Value != nil:
		field.Value = plainly(redacted("", f.Value), estate)
	}
	return field
}

// plainly is a value as text: a reference as the address that it leads to, a list or a map as JSON.
func plainly(value any, estate *fact.Estate) string {
	switch value := value.(type) {
	case string:
		return addressOf(value, estate)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case []any:
		list := make([]any, len(value))
		for i, one := range value {
			list[i] = one
			if text, ok := one.(string); ok {
				list[i] = addressOf(text, estate)
			}
		}
		return asJSON(list)
	}
	return asJSON(value)
}

// addressOf is the address of the fact that a text is the id of; else the text.
func addressOf(text string, estate *fact.Estate) string {
	if f := estate.Get(text); f != nil {
		return f.Address
	}
	return text
}

func asJSON(value any) string {
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	if err := out.Encode(value); err != nil { // no field of a fact holds what JSON cannot
		return ""
	}
	return strings.TrimSuffix(text.String(), "\n")
}
