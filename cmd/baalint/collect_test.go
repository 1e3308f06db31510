package main

import (
	"runtime"
	"testing"
	"time"
)

func TestGrowth(t *testing.T) {
	for _, test := range []struct {
		live uint64
		want int
	}{
		{0, 400}, {1 << 20, 400}, {60 << 20, 400}, {100 << 20, 200}, {200 << 20, 50}, {250 << 20, 40}, {300 << 20, 40}, {1 << 40, 40},
	} {
		if got := growth(test.live); got != test.want {
			t.Errorf("growth(%d MB) = %d, want %d", test.live>>20, got, test.want)
		}
	}
}

// Every collection is told, not the first alone.
func TestAfterCollection(t *testing.T) {
	told := make(chan uint64, 16)
	afterCollection(func(live uint64) { told <- live })
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
