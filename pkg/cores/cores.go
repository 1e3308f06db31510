// Package cores shares work out among the cores of the machine.
package cores

import (
	"runtime"
	"sync"
)

// Each does the tasks from 0 to n-1, the cores sharing them, and returns when all are done. Each core has room to work in, which is its own
// for all the tasks that it does. Tasks are dealt out from both ends: neighbours often want the same, and what one has worked out need not be
// worked out for the next.
func Each[T any](n int, task func(i int, room *T)) {
	left := &queue{last: n - 1}
	var wait sync.WaitGroup
	for core := range min(runtime.GOMAXPROCS(0), n) {
		wait.Go(func() {
			var room T
			for i, ok := left.take(core%2 == 1); ok; i, ok = left.take(core%2 == 1) {
				task(i, &room)
			}
		})
	}
	wait.Wait()
}

// queue holds the tasks that nobody has taken yet: from first to last.
type queue struct {
	lock        sync.Mutex
	first, last int
}

// take takes a task from the front or the back. It is false where none is left.
func (q *queue) take(back bool) (int, bool) {
	q.lock.Lock()
	defer q.lock.Unlock()
	if q.first > q.last {
		return 0, false
	}
	if back {
		q.last--
		return q.last + 1, true
	}
	q.first++
	return q.first - 1, true
}
