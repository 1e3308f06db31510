package cores_test

import (
	"runtime"
	"sync"
	"testing"

	"github.com/baalint/baalint/pkg/cores"
)

// Every task is done once, and the rooms of all cores together hold them all.
func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 1000} {
		var lock sync.Mutex
		done, rooms := make([]int, n), map[*int]bool{}
		cores.Each(n, func(i int, room *int) {
			*room++
			lock.Lock()
			defer lock.Unlock()
			done[i]++
			rooms[room] = true
		})
		for i, times := range done {
			if times != 1 {
				t.Errorf("of %d tasks, %d is done %d times", n, i, times)
			}
		}
		sum := 0
		for room := range rooms {
			sum += *room
		}
		if sum != n || len(rooms) > runtime.GOMAXPROCS(0) {
			t.Errorf("%d tasks are done in %d rooms, which count %d", n, len(rooms), sum)
		}
	}
}
