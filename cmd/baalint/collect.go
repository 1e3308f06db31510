package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A run is short, and most of what it makes lives to its end: collecting garbage as often as a server does costs a fifth of the
// time. So the heap is first collected at 64 MB, which most runs never reach, and from then on when memory comes to a bound: with
// the program itself, which does not count, that is less than the 400 MB that 10,000 resources may take, even where others keep the
// collector from its work. Larger runs get two thirds more than what is alive. Between stages, when least is alive, much is collected
// without waiting for the bound.
const (
	firstCollection = 64 << 20
	memoryBound     = 335 << 20
	muchBetween     = 220 << 20
	// What the runtime has by itself: at 100 per cent a heap is first collected at 4 MB.
	usualPercent, usualFirst = 100, 4 << 20
)

// spareCollections sets the pace. GOGC in the environment has its way.
func spareCollections() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(usualPercent * firstCollection / usualFirst)
	debug.SetMemoryLimit(memoryBound)
	afterCollection(func(live int64) { debug.SetMemoryLimit(memoryLimit(live)) })
}

// collectRemains collects what a stage leaves behind, if it is much.
func collectRemains() {
	if os.Getenv("GOGC") == "" && measured("/memory/classes/heap/objects:bytes") > muchBetween {
		go runtime.GC()
	}
}

// memoryLimit is the bound for a heap of so many live bytes.
func memoryLimit(live int64) int64 { return max(memoryBound, live/3*5) }

// afterCollection calls do after every collection with the size of what is alive.
func afterCollection(do func(live int64)) {
	type sentinel struct{ _ *byte } // not so small that it shares its memory with something else
	runtime.AddCleanup(&sentinel{}, func(struct{}) {
		if live := measured("/gc/heap/live:bytes"); live > 0 {
			do(live)
		}
		afterCollection(do)
	}, struct{}{})
}

// measured is a number of bytes that the runtime counts, 0 where it counts none of that name.
func measured(name string) int64 {
	sample := []metrics.Sample{{Name: name}}
	if metrics.Read(sample); sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(min(sample[0].Value.Uint64(), 1<<62))
}
