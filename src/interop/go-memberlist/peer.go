package main

import (
	"net"
	"sync"
	"time"

	"github.com/hashicorp/memberlist"
)

// peer is one member with its delegates. Every callback of memberlist becomes an event line.
type peer struct {
	config  *memberlist.Config
	list    *memberlist.Memberlist
	created chan struct{} // closed once list is set
	out     *lineWriter
	queue   *memberlist.TransmitLimitedQueue

	mu         sync.Mutex // guards what follows
	meta       []byte
	localState []byte
	ackPayload []byte
}

func newPeer(opts *options, out *lineWriter) *peer {
	p := &peer{config: opts.config, created: make(chan struct{}), out: out,
		meta: opts.meta, localState: opts.localState, ackPayload: opts.ackPayload}
	p.queue = &memberlist.TransmitLimitedQueue{
		NumNodes:       func() int { return p.list.NumMembers() },
		RetransmitMult: opts.config.RetransmitMult,
	}
	opts.config.Events = p
	opts.config.Conflict = p
	if opts.delegate {
		opts.config.Delegate = p
	}
	if len(opts.ackPayload) > 0 {
		opts.config.Ping = p
	}
	return p
}

func (p *peer) event(kind string, fields message) {
	fields["event"] = kind
	p.out.write(fields)
}

// memberEvent runs under memberlist's lock. The state goes with it, since left and dead are one event there.
func (p *peer) memberEvent(kind string, n *memberlist.Node) {
	var node message
	select {
	case <-p.created:
		node = knownNode(p.list, n.Name)
	default: // our own join, while the list is being created
	}
	if node == nil {
		node = describe(n)
		node["state"] = "alive"
	}
	p.event(kind, message{"node": node})
}

// events

func (p *peer) NotifyJoin(n *memberlist.Node)   { p.memberEvent("join", n) }
func (p *peer) NotifyLeave(n *memberlist.Node)  { p.memberEvent("leave", n) }
func (p *peer) NotifyUpdate(n *memberlist.Node) { p.memberEvent("update", n) }

func (p *peer) NotifyConflict(existing, other *memberlist.Node) {
	p.event("conflict", message{"node": describe(existing), "other": describe(other)})
}

// user data

func (p *peer) NodeMeta(limit int) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.meta
}

func (p *peer) NotifyMsg(payload []byte) {
	p.event("message", message{"payload": copyOf(payload)})
}

func (p *peer) GetBroadcasts(overhead, limit int) [][]byte {
	if p.queue.NumQueued() == 0 {
		return nil // before the list exists, nothing is queued and there are no members to count
	}
	return p.queue.GetBroadcasts(overhead, limit)
}

func (p *peer) LocalState(join bool) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.localState
}

func (p *peer) MergeRemoteState(state []byte, join bool) {
	p.event("remoteState", message{"payload": copyOf(state), "join": join})
}

// ping

func (p *peer) AckPayload() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ackPayload
}

func (p *peer) NotifyPingComplete(other *memberlist.Node, rtt time.Duration, payload []byte) {
	p.event("ping", message{"node": describe(other), "rttNanos": rtt.Nanoseconds(), "payload": copyOf(payload)})
}

// describe is for a node that memberlist hands out; its state is not to be trusted, see knownNodes.
func describe(n *memberlist.Node) message {
	return message{"name": n.Name, "addr": ipText(n.Addr), "port": n.Port, "meta": copyOf(n.Meta)}
}

func ipText(addr []byte) string { return net.IP(addr).String() }

// copyOf never returns nil, so that JSON has an empty string and not null.
func copyOf(b []byte) []byte { return append([]byte{}, b...) }

// broadcast is one user broadcast. It replaces nothing.
type broadcast []byte

func (b broadcast) Invalidates(memberlist.Broadcast) bool { return false }
func (b broadcast) Message() []byte                       { return b }
func (b broadcast) Finished()                             {}
func (b broadcast) UniqueBroadcast()                      {}
