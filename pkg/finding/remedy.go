package finding

import (
	"maps"
	"slices"
	"strings"
)

// AnyCloud is the key of the remedy that serves where none is more exact.
const AnyCloud = "any"

// Remedy is what to write instead, prose or HCL: by resource type, by cloud, or for AnyCloud.
type Remedy map[string]string

// For returns the remedy for a resource type, falling back to that for its cloud, and to that for any.
func (r Remedy) For(cloud, resourceType string) string {
	for _, key := range []string{resourceType, cloud} {
		if text, ok := r[key]; ok {
			return text
		}
	}
	return r[AnyCloud]
}

// RemedySection is a remedy with what it is for: AnyCloud, a cloud, or the resource types that it serves in the same words.
type RemedySection struct {
	For  []string
	Text string
}

// Types tells whether the section is for resource types.
func (s RemedySection) Types() bool { return IsResourceType(s.For[0]) }

// IsResourceType tells the key of a type from that of a cloud.
func IsResourceType(key string) bool { return strings.Contains(key, "_") }

// Sections are all remedies in the order of print: what serves every cloud, then by name, so that types follow their cloud.
func (r Remedy) Sections() []RemedySection {
	keys := slices.Sorted(maps.Keys(r))
	if i := slices.Index(keys, AnyCloud); i > 0 {
		keys = slices.Insert(slices.Delete(keys, i, i+1), 0, AnyCloud)
	}
	var sections []RemedySection
	for _, key := range keys {
		same := func(s RemedySection) bool { return s.Types() && s.Text == strings.TrimSpace(r[key]) }
		if i := slices.IndexFunc(sections, same); i >= 0 && IsResourceType(key) {
			sections[i].For = append(sections[i].For, key)
			continue
		}
		sections = append(sections, RemedySection{[]string{key}, strings.TrimSpace(r[key])})
	}
	return sections
}

// IsCode tells HCL from prose: an assignment or a block at the head of a line.
func IsCode(remedy string) bool {
	return slices.ContainsFunc(strings.Split(remedy, "\n"), func(line string) bool {
		words := strings.Fields(line)
		return len(words) > 1 && (words[1] == "=" || words[len(words)-1] == "{")
	})
}
