package main

import (
	"runtime"
	"testing"
	"time"
)

func TestMemoryLimit(t *testing.T) {
	for _, test := range []struct{ live, want int64 }{
		{0, 335 << 20}, {201 << 20, 335 << 20}, {240 << 20, 400 << 20}, {3 << 40, 5 << 40},
	} {
		if got := memoryLimit(test.live); got != test.want {
			t.Errorf("memoryLimit(%d MB) = %d MB, want %d MB", test.live>>20, got>>20, test.want>>20)
		}
	}
}

// Every collection is told, not the first alone.
func TestAfterCollection(t *testing.T) {
	told := make(chan int64, 16)
	afterCollection(func(live int64) { told <- live })
	for range 3 {
		runtime.GC()
		select {
		case live := <-told:
			if live == 0 {
				t.Error("nothing is alive")
			}
		case <-time.After(10 * time.Second):
			t.Fatal("a collection went by unheard")
		}
	}
}

// The runtime counts what the pace goes by, under these names.
func TestMeasured(t *testing.T) {
	runtime.GC()
	for _, name := range []string{"/gc/heap/live:bytes", "/memory/classes/heap/objects:bytes"} {
		if got := measured(name); got < 1<<10 {
			t.Errorf("%s = %d", name, got)
		}
	}
	if got := measured("/no/such:thing"); got != 0 {
		t.Errorf("got %d of nothing", got)
	}
}
