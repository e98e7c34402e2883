package main

import (
	"sync"
	"time"
)

// sightings says when each member first saw one thing: a broadcast, or that a member is gone.
type sightings struct {
	start    time.Time
	mu       sync.Mutex
	times    map[int]time.Duration
	expected int
	all      chan struct{}
}

func newSightings(expected int) *sightings {
	return &sightings{start: time.Now(), times: map[int]time.Duration{}, expected: expected, all: make(chan struct{})}
}

func (s *sightings) seenBy(member int) {
	elapsed := time.Since(s.start)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, again := s.times[member]; again {
		return
	}
	s.times[member] = elapsed
	if len(s.times) == s.expected {
		close(s.all)
	}
}

// wait waits until all who are expected to have seen it, and returns the times, shortest first.
func (s *sightings) wait(limit time.Duration) (sorted []float64, complete bool) {
	select {
	case <-s.all:
		complete = true
	case <-time.After(limit):
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	times := make([]time.Duration, 0, len(s.times))
	for _, t := range s.times {
		times = append(times, t)
	}
	return sortedMillis(times), complete
}
