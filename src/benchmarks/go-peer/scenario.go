package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	longestConvergence = 240 * time.Second
	longestBroadcast   = 20 * time.Second
	longestLeave       = 20 * time.Second
	longestDetection   = 150 * time.Second
	fewestLeft         = 3
)

// scenario is the whole measurement: join, rest, broadcast, leave, crash.
type scenario struct {
	options options
	records recorder
	sent    traffic
	members []*member

	joinStart time.Time
	pairs     int64
	pairs99   int64 // nanoseconds
	complete  int32
	converged chan time.Duration

	mu             sync.Mutex
	stopped        map[string]bool
	departing      string
	departure      *sightings
	broadcastID    uint64
	broadcast      *sightings
	falsePositives int
}

func (s *scenario) run() error {
	n := s.options.n
	s.members = make([]*member, n)
	s.stopped = map[string]bool{}
	s.converged = make(chan time.Duration, 1)
	s.records.whole("load1_start", load(), "load")
	if done, err := s.converge(); !done {
		return err
	}
	if s.options.idle > 0 {
		s.rest()
	}
	for i := 0; i < s.options.broadcasts; i++ {
		s.send(i+1, (i*7)%n)
	}
	live := n
	for i := 0; i < s.options.leaves && live > fewestLeft; i++ {
		live--
		s.leave(i+1, 1+i, live)
	}
	for i := 0; i < s.options.failures && live > fewestLeft; i++ {
		live--
		s.crash(i+1, n-1-i, live)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records.whole("false_positive_events", float64(s.falsePositives), "count")
	return nil
}

func (s *scenario) converge() (bool, error) {
	start, used := time.Now(), cpu()
	for i := range s.members {
		if _, err := newMember(s, i); err != nil {
			return false, fmt.Errorf("member %d: %w", i, err)
		}
	}
	s.records.whole("create_ms", millis(time.Since(start)), "ms")
	permits := make(chan struct{}, s.options.parallelJoins)
	s.joinStart = time.Now()
	for _, joiner := range s.members[1:] {
		permits <- struct{}{}
		go func(joiner *member) {
			if _, err := joiner.list.Join([]string{s.members[0].address}); err != nil {
				fmt.Fprintln(os.Stderr, joiner.name, err)
			}
			<-permits
		}(joiner)
	}
	select {
	case elapsed := <-s.converged:
		s.records.whole("converge_cpu_ms", millis(cpu()-used), "ms")
		s.records.whole("converge_ms", millis(elapsed), "ms")
		s.records.whole("converge_pairs99_ms", float64(atomic.LoadInt64(&s.pairs99))/1e6, "ms")
		return true, nil
	case <-time.After(longestConvergence):
		s.records.whole("converge_failed", 1, "bool")
		return false, nil
	}
}

func (s *scenario) rest() {
	time.Sleep(s.options.settle)
	sent, used, machine, start := s.sent.now(), cpu(), machineCPU(), time.Now()
	time.Sleep(s.options.idle)
	seconds := time.Since(start).Seconds()
	usedCores := (cpu() - used).Seconds() / seconds
	otherCores := (machineCPU()-machine).Seconds()/seconds - usedCores
	if otherCores < 0 {
		otherCores = 0
	}
	now := s.sent.now()
	n := float64(s.options.n)
	s.records.whole("idle_cpu_ms_per_node_per_s", 1000*usedCores/n, "ms/s")
	s.records.whole("idle_cpu_total_cores", usedCores, "cores")
	s.records.whole("idle_other_cores", otherCores, "cores")
	s.records.whole("idle_udp_pkts_per_node_per_s", float64(now.packets-sent.packets)/seconds/n, "pkt/s")
	s.records.whole("idle_udp_bytes_per_node_per_s", float64(now.packetBytes-sent.packetBytes)/seconds/n, "B/s")
	s.records.whole("idle_tcp_conns_per_node_per_s", float64(now.streams-sent.streams)/seconds/n, "1/s")
	s.records.whole("idle_tcp_bytes_per_node_per_s", float64(now.streamBytes-sent.streamBytes)/seconds/n, "B/s")
	s.records.whole("rss_mb_per_node", residentMiB()/n, "MB")
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	s.records.whole("heap_live_kb_per_node", float64(memory.HeapAlloc)/1024/n, "KiB")
	s.records.whole("threads_or_goroutines_per_node", float64(runtime.NumGoroutine())/n, "count")
}

func (s *scenario) send(number, from int) {
	watch := newSightings(s.options.n - 1)
	s.mu.Lock()
	s.broadcastID, s.broadcast = uint64(number), watch
	s.mu.Unlock()
	s.members[from].broadcast(uint64(number))
	times, all := watch.wait(longestBroadcast)
	s.records.put(number, "bcast_p50_ms", share(times, 0.5), "ms")
	s.records.put(number, "bcast_p99_ms", share(times, 0.99), "ms")
	if all {
		s.records.put(number, "bcast_all_ms", share(times, 1), "ms")
	}
	s.records.put(number, "bcast_missed_nodes", float64(s.options.n-1-len(times)), "count")
	time.Sleep(1500 * time.Millisecond)
}

func (s *scenario) leave(number, index, observers int) {
	leaver := s.members[index]
	watch := s.watchDeparture(leaver, observers)
	if err := leaver.list.Leave(longestLeave); err != nil {
		fmt.Fprintln(os.Stderr, leaver.name, err)
	}
	s.records.put(number, "leave_return_ms", millis(time.Since(watch.start)), "ms")
	times, all := watch.wait(longestLeave)
	s.stop(leaver)
	s.records.put(number, "leave_p50_ms", share(times, 0.5), "ms")
	if all {
		s.records.put(number, "leave_all_ms", share(times, 1), "ms")
	}
	time.Sleep(time.Second)
}

func (s *scenario) crash(number, index, observers int) {
	victim := s.members[index]
	watch := s.watchDeparture(victim, observers)
	s.stop(victim)
	times, all := watch.wait(longestDetection)
	s.records.put(number, "detect_first_ms", share(times, 0), "ms")
	s.records.put(number, "detect_p50_ms", share(times, 0.5), "ms")
	if all {
		s.records.put(number, "detect_all_ms", share(times, 1), "ms")
	}
	time.Sleep(time.Second)
}

func (s *scenario) stop(m *member) {
	atomic.StoreInt32(&m.down, 1)
	if err := m.list.Shutdown(); err != nil {
		fmt.Fprintln(os.Stderr, m.name, err)
	}
}

func (s *scenario) watchDeparture(m *member, observers int) *sightings {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped[m.name] = true
	s.departing, s.departure = m.name, newSightings(observers)
	return s.departure
}

// what the members report

func (s *scenario) joined(known int) {
	n := int64(s.options.n)
	if atomic.AddInt64(&s.pairs, 1) == int64(0.99*float64(n)*float64(n)) {
		atomic.StoreInt64(&s.pairs99, int64(time.Since(s.joinStart)))
	}
	if known == int(n) && atomic.AddInt32(&s.complete, 1) == int32(n) {
		s.converged <- time.Since(s.joinStart)
	}
}

func (s *scenario) gone(observer int, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopped[name] {
		s.falsePositives++
	} else if name == s.departing {
		s.departure.seenBy(observer)
	}
}

func (s *scenario) arrived(observer int, id uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broadcast != nil && id == s.broadcastID {
		s.broadcast.seenBy(observer)
	}
}
