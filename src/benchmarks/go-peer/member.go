package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/memberlist"
)

const broadcastBytes = 64

// member is one memberlist member and the application on it, which passes every broadcast on that it has not
// had before, as Serf does.
type member struct {
	scenario *scenario
	index    int
	name     string
	address  string
	list     *memberlist.Memberlist
	queue    memberlist.TransmitLimitedQueue
	known    int32
	down     int32
	mu       sync.Mutex
	received map[uint64]bool
}

func newMember(s *scenario, index int) (*member, error) {
	m := &member{scenario: s, index: index, name: fmt.Sprintf("node-%04d", index), received: map[uint64]bool{}}
	var config *memberlist.Config
	switch s.options.config {
	case "lan":
		config = memberlist.DefaultLANConfig()
	case "local":
		config = memberlist.DefaultLocalConfig()
	default:
		return nil, fmt.Errorf("unknown preset %q", s.options.config)
	}
	transport, err := newCountingTransport(&s.sent)
	if err != nil {
		return nil, err
	}
	m.address = fmt.Sprintf("127.0.0.1:%d", transport.GetAutoBindPort())
	m.queue.RetransmitMult = config.RetransmitMult
	m.queue.NumNodes = func() int { return int(atomic.LoadInt32(&m.known)) }
	config.Name, config.BindAddr, config.Transport = m.name, "127.0.0.1", transport
	config.Events, config.Delegate, config.LogOutput = m, m, io.Discard
	config.DNSConfigPath = "/dev/null"
	s.members[index] = m // events come before Create returns
	m.list, err = memberlist.Create(config)
	return m, err
}

func (m *member) broadcast(id uint64) {
	message := make([]byte, broadcastBytes)
	for i := 8; i < len(message); i++ {
		message[i] = byte(id*31 + uint64(i)*7)
	}
	binary.BigEndian.PutUint64(message, id)
	m.isNew(id)
	m.queue.QueueBroadcast(unique(message))
}

func (m *member) isNew(id uint64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.received[id] {
		return false
	}
	m.received[id] = true
	return true
}

// the events of memberlist

func (m *member) NotifyJoin(*memberlist.Node) {
	m.scenario.joined(int(atomic.AddInt32(&m.known, 1)))
}

func (m *member) NotifyLeave(n *memberlist.Node) {
	atomic.AddInt32(&m.known, -1)
	if atomic.LoadInt32(&m.down) == 0 && n.Name != m.name {
		m.scenario.gone(m.index, n.Name)
	}
}

func (m *member) NotifyUpdate(*memberlist.Node) {}

// the application's part

func (m *member) NotifyMsg(message []byte) {
	id := binary.BigEndian.Uint64(message)
	if m.isNew(id) {
		m.scenario.arrived(m.index, id)
		m.queue.QueueBroadcast(unique(append([]byte(nil), message...)))
	}
}

func (m *member) GetBroadcasts(overhead, limit int) [][]byte {
	return m.queue.GetBroadcasts(overhead, limit)
}
func (m *member) NodeMeta(int) []byte           { return nil }
func (m *member) LocalState(bool) []byte        { return nil }
func (m *member) MergeRemoteState([]byte, bool) {}

// unique is a broadcast that replaces nothing.
type unique []byte

func (unique) Invalidates(memberlist.Broadcast) bool { return false }
func (u unique) Message() []byte                     { return u }
func (unique) Finished()                             {}
func (unique) UniqueBroadcast()                      {}
