// Package agreement reads what the Business Associate Agreement promises: baa.yaml, term by term, each with its place.
//
// A file with any mistake yields problems and no terms: rules never judge by an agreement that was half read.
package agreement

import (
	"maps"
	"slices"

	"github.com/baalint/baalint/pkg/finding"
)

// FileName is what the agreement is called where no other file is named.
const FileName = "baa.yaml"

// Terms are the terms of the agreement that rules hold the estate against. Those that a file does not state have the
// values of Defaults.
type Terms struct {
	// Regions are the places where PHI may be (places.permitted): region names of any cloud, ISO 3166 country codes, or
	// EU for the member states of the European Union. Default: US.
	Regions []string
	// Accounts are the accounts, subscriptions and projects that may hold PHI (accounts.permitted), as written. Default: none,
	// which means that the agreement does not say.
	Accounts []string
	// RPOHours is the longest time between two backups, in hours (recovery.rpo_hours). Default: 24.
	RPOHours float64
	// RetentionMinDays is how long backups must be kept, in days (retention.minimum_days). Default: 30.
	RetentionMinDays int
	// RetentionMaxDays is how long backups may be kept, in days (retention.maximum_days). Default: 0, which means that the
	// agreement sets no maximum.
	RetentionMaxDays int
	// MinTLS is the oldest version of TLS that may carry PHI (transit.minimum_tls): 1.2 or 1.3. Default: 1.2.
	MinTLS string
	// KeyRotationDays is the longest time between two rotations of a key, in days (keys.rotation_days). Default: 365.
	KeyRotationDays int
	// KeyDeletionDays is the shortest time between the request to delete a key and its destruction, in days
	// (keys.deletion_window_days). Default: 30.
	KeyDeletionDays int

	places map[string]finding.Place
}

// Defaults are the terms of an agreement that states nothing.
func Defaults() Terms {
	return Terms{
		Regions:          []string{"US"},
		RPOHours:         24,
		RetentionMinDays: 30,
		MinTLS:           "1.2",
		KeyRotationDays:  365,
		KeyDeletionDays:  30,
	}
}

// Place is where the file states a term or an element of one, named by its path: "keys.rotation_days",
// "places.permitted[1]". It is the zero Place for a term that holds by default.
func (t Terms) Place(path string) finding.Place { return t.places[path] }

// Stated lists the paths of the terms that the file states, sorted.
func (t Terms) Stated() []string { return slices.Sorted(maps.Keys(t.places)) }

// Input is the terms as rules see them in input.terms: regions and accounts (lists of strings), rpo_hours,
// retention_min_days, retention_max_days (null for no maximum), key_rotation_days and key_deletion_days (numbers), and
// min_tls (a string).
func (t Terms) Input() map[string]any {
	var longest any
	if t.RetentionMaxDays > 0 {
		longest = t.RetentionMaxDays
	}
	return map[string]any{
		"regions":            list(t.Regions),
		"accounts":           list(t.Accounts),
		"rpo_hours":          t.RPOHours,
		"retention_min_days": t.RetentionMinDays,
		"retention_max_days": longest,
		"min_tls":            t.MinTLS,
		"key_rotation_days":  t.KeyRotationDays,
		"key_deletion_days":  t.KeyDeletionDays,
	}
}

func list(texts []string) []any {
	out := make([]any, len(texts))
	for i, text := range texts {
		out[i] = text
	}
	return out
}
