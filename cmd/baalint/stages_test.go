package main

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// terminal keeps what is written to it, and tells when the first of it comes.
type terminal struct {
	strings.Builder
	first chan struct{}
}

func (t *terminal) Write(p []byte) (int, error) {
	if t.Len() == 0 {
		close(t.first)
	}
	return t.Builder.Write(p)
}

// A long run says what it is doing, and leaves nothing behind.
func TestProgress(t *testing.T) {
	screen := &terminal{first: make(chan struct{})}
	s := newStages()
	s.begin("judging")
	s.show(screen, time.Millisecond, time.Millisecond)
	select {
	case <-screen.first:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was said")
	}
	s.finish()
	s.finish()
	got := screen.String()
	if !strings.HasPrefix(got, eraseLine+"baalint is judging, 0 s") || !strings.HasSuffix(got, "s"+eraseLine) || strings.Contains(got, "\n") {
		t.Errorf("on the terminal: %q", got)
	}
}

// A short run says nothing.
func TestNoProgress(t *testing.T) {
	screen := &terminal{first: make(chan struct{})}
	s := newStages()
	s.show(screen, time.Hour, time.Hour)
	s.finish()
	if screen.Len() > 0 {
		t.Errorf("on the terminal: %q", screen)
	}
}

func TestStageTimes(t *testing.T) {
	s := newStages()
	for _, name := range []string{"reading", "judging", "reading"} {
		s.begin(name)
	}
	s.finish()
	if got := s.String(); !regexp.MustCompile(`^reading \d+ ms, judging \d+ ms; \d+ ms in all$`).MatchString(got) {
		t.Errorf("times: %s", got)
	}
}
