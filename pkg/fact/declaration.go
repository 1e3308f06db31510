package fact

import "strings"

// declarations reads concepts as concepts.hcl declares them: a line for each attribute, a block or an end of one. Every run needs all of them, and
// HCL takes thirty times as long. It is false for whatever else HCL would allow, which HCL then reads, or says what is wrong.
func declarations(source string) (all []*Concept, ok bool) {
	var concept *Concept
	var spec *Spec
	for line := range strings.Lines(source) {
		line, ok = strings.TrimSpace(line), true
		switch {
		case line == "" || line[0] == '#':
		case line == "}" && spec != nil:
			spec = nil
		case line == "}" && concept != nil:
			concept = nil
		case spec != nil:
			ok = spec.declare(line)
		case concept == nil:
			concept = &Concept{}
			concept.Name, _, ok = block(line, "concept")
			all = append(all, concept)
		case strings.HasPrefix(line, "field "):
			spec = &Spec{}
			var inside string
			spec.Name, inside, ok = block(line, "field")
			concept.Fields = append(concept.Fields, spec)
			if inside != "" {
				ok = spec.declare(inside)
				spec = nil
			}
		default:
			name, value := attribute(line)
			ok = name == "meaning" && once(&concept.Meaning, value)
		}
		if !ok {
			return nil, false
		}
	}
	return all, concept == nil
}

// declare takes one attribute of a field.
func (s *Spec) declare(line string) (ok bool) {
	name, value := attribute(line)
	switch name {
	case "type":
		return once(&s.Type, value)
	case "meaning":
		return once(&s.Meaning, value)
	case "follow":
		return once(&s.Follow, value)
	case "absent":
		s.Absent, ok = new(string), s.Absent == nil
		return ok && once(s.Absent, value)
	case "as_absent":
		s.AsAbsent, ok = quotedList(s.AsAbsent, value)
	case "of":
		s.Of, ok = quotedList(s.Of, value)
	case "pointed_by":
		s.PointedBy, ok = quotedList(s.PointedBy, value)
	}
	return ok
}

// once sets what is not set yet.
func once(own *string, value string) (ok bool) {
	if *own != "" {
		return false
	}
	*own, ok = quoted(value)
	return ok
}

// block reads `kind "name" {`, and what stands inside where the block ends on the same line.
func block(line, kind string) (name, inside string, ok bool) {
	head, rest, ok := strings.Cut(line, "{")
	label, isKind := strings.CutPrefix(head, kind+" ")
	name, isName := quoted(strings.TrimSpace(label))
	if rest != "" {
		rest, ok = strings.CutSuffix(rest, "}")
	}
	return name, strings.TrimSpace(rest), ok && isKind && isName
}

func attribute(line string) (name, value string) {
	name, value, _ = strings.Cut(line, "=")
	return strings.TrimSpace(name), strings.TrimSpace(value)
}

// quoted reads a string in which nothing is escaped but quotes, and nothing interpolated.
func quoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return "", false
	}
	s = s[1 : len(s)-1]
	if strings.ContainsAny(strings.ReplaceAll(s, `\"`, ""), `"\`) || strings.Contains(s, "${") || strings.Contains(s, "%{") {
		return "", false
	}
	return strings.ReplaceAll(s, `\"`, `"`), true
}

// quotedList reads a list of such strings, where there is none yet.
func quotedList(own []string, s string) ([]string, bool) {
	s, opens := strings.CutPrefix(s, "[")
	s, closes := strings.CutSuffix(s, "]")
	all := own
	for element := range strings.SplitSeq(s, ",") {
		one, ok := quoted(strings.TrimSpace(element))
		if !ok {
			return nil, false
		}
		all = append(all, one)
	}
	return all, opens && closes && own == nil
}
