//go:build race

package check

// raceEnabled: the race detector is on, so that times mean nothing.
const raceEnabled = true
