package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// progressAfter is how long a run takes before it says what it is doing, progressEvery how often it says so again.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
	eraseLine     = "\r\x1b[K"
)

// stages follows a run from stage to stage: for a line of progress on a terminal, and for the times that -v tells.
type stages struct {
	lock    sync.Mutex
	order   []string
	spent   map[string]time.Duration
	began   time.Time
	current string
	since   time.Time
	stop    func()
}

func newStages() *stages {
	now := time.Now()
	return &stages{spent: map[string]time.Duration{}, began: now, since: now, stop: func() {}}
}

// begin ends the current stage and begins another one, perhaps for the second time.
func (s *stages) begin(name string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	now := time.Now()
	if s.current != "" {
		s.spent[s.current] += now.Sub(s.since)
	}
	if name != "" && !slices.Contains(s.order, name) {
		s.order = append(s.order, name)
	}
	s.current, s.since = name, now
}

// show writes a line of progress to a terminal, from a time after the beginning on, until finish: the stage, and the time so far.
func (s *stages) show(terminal io.Writer, after, every time.Duration) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		wait := time.NewTimer(after)
		defer wait.Stop()
		for drawn := false; ; drawn = true {
			select {
			case <-wait.C:
				s.lock.Lock()
				fmt.Fprintf(terminal, "%sbaalint is %s, %d s", eraseLine, s.current, int(time.Since(s.began).Seconds()))
				s.lock.Unlock()
				wait.Reset(every)
			case <-quit:
				if drawn {
					fmt.Fprint(terminal, eraseLine)
				}
				return
			}
		}
	}()
	s.stop = sync.OnceFunc(func() {
		close(quit)
		<-done
	})
}

// finish ends the current stage and takes the line of progress away.
func (s *stages) finish() {
	s.begin("")
	s.stop()
}

// String gives the times: "reading 12 ms, evaluating 30 ms; 45 ms in all".
func (s *stages) String() string {
	s.lock.Lock()
	defer s.lock.Unlock()
	parts, all := make([]string, len(s.order)), time.Duration(0)
	for i, name := range s.order {
		parts[i] = fmt.Sprintf("%s %d ms", name, s.spent[name].Milliseconds())
		all += s.spent[name]
	}
	return fmt.Sprintf("%s; %d ms in all", strings.Join(parts, ", "), all.Milliseconds())
}
