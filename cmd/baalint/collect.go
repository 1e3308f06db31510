package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A run is short, and most of what it makes lives to its end: collecting garbage as often as a server does costs a fifth of the
// time. So the heap is first collected at 64 MB, which most runs never reach, and from then on grows freely up to a bound that
// keeps a run over 10,000 resources within 400 MB.
const (
	firstCollection = 64 << 20
	heapBound       = 300 << 20
	// What the runtime has by itself: at 100 per cent a heap is first collected at 4 MB.
	usualPercent, usualFirst = 100, 4 << 20
	// The least and the most that a heap may grow between two collections.
	leastPercent, mostPercent = 40, 400
)

// spareCollections sets the pace. GOGC in the environment has its way.
func spareCollections() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(usualPercent * firstCollection / usualFirst)
	afterCollection(func(live uint64) { debug.SetGCPercent(growth(live)) })
}

// growth is by how many per cent a heap of so many live bytes may grow.
func growth(live uint64) int {
	if live >= heapBound {
		return leastPercent
	}
	return int(min(max((heapBound-live)*100/max(live, 1), leastPercent), mostPercent))
}

// afterCollection calls do after every collection with the size of what is alive.
func afterCollection(do func(live uint64)) {
	type sentinel struct{ _ *byte } // not so small that it shares its memory with something else
	runtime.AddCleanup(&sentinel{}, func(struct{}) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		if metrics.Read(sample); sample[0].Value.Kind() == metrics.KindUint64 {
			do(sample[0].Value.Uint64())
		}
		afterCollection(do)
	}, struct{}{})
}
