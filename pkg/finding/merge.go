package finding

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Merge puts the findings of several environments together. Those that are equal in all they say become one, which holds in all of
// their environments. The order is that of Sort.
func Merge(environments []string, findings [][]Finding) ([]Finding, error) {
	merged, err := merge(environments, findings, func(f *Finding) *[]string { return &f.Environments })
	if err != nil {
		return nil, fmt.Errorf("compare findings: %w", err)
	}
	Sort(merged)
	return merged, nil
}

// merge makes one of what is equal in all it says, in the order in which it comes. held gives the environments in which something holds.
func merge[T any](environments []string, all [][]T, held func(*T) *[]string) ([]T, error) {
	var merged []T
	at := map[string]int{}
	for i, environment := range environments {
		for _, one := range all[i] {
			key, err := json.Marshal(&one)
			if err != nil {
				return nil, err
			}
			where, seen := at[string(key)]
			if !seen {
				where = len(merged)
				at[string(key)] = where
				*held(&one) = nil
				merged = append(merged, one)
			}
			if in := held(&merged[where]); !slices.Contains(*in, environment) {
				*in = append(*in, environment)
			}
		}
	}
	return merged, nil
}
