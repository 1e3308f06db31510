package finding

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Merge puts the findings of several environments together. Those that are equal in all they say become one, which holds in all of
// their environments. The order is that of Sort.
func Merge(environments []string, findings [][]Finding) ([]Finding, error) {
	var merged []Finding
	at := map[string]int{}
	for i, environment := range environments {
		for _, f := range findings[i] {
			key, err := json.Marshal(f)
			if err != nil {
				return nil, fmt.Errorf("compare findings: %w", err)
			}
			where, seen := at[string(key)]
			if !seen {
				where = len(merged)
				at[string(key)] = where
				f.Environments = nil
				merged = append(merged, f)
			}
			if held := &merged[where].Environments; !slices.Contains(*held, environment) {
				*held = append(*held, environment)
			}
		}
	}
	Sort(merged)
	return merged, nil
}
