// Package spelling finds the word that a mistyped one was meant to be.
package spelling

import "github.com/agext/levenshtein"

// Nearest is the candidate that a mistyped word most likely means, "" where there is none: at most a third of its letters is wrong.
func Nearest(word string, candidates []string) string {
	best, distance := "", len(word)/3+1
	for _, candidate := range candidates {
		if d := levenshtein.Distance(word, candidate, nil); d < distance {
			best, distance = candidate, d
		}
	}
	return best
}
