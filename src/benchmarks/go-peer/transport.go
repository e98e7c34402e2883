package main

import (
	"io"
	"log"
	"net"
	"sync/atomic"
	"time"

	"github.com/hashicorp/memberlist"
)

// traffic counts what all members send: packets when they are handed to the transport, and the bytes of
// streams both ways at the side that connects, so that each exchange counts once.
type traffic struct{ packets, packetBytes, streams, streamBytes int64 }

func (t *traffic) now() traffic {
	return traffic{atomic.LoadInt64(&t.packets), atomic.LoadInt64(&t.packetBytes), atomic.LoadInt64(&t.streams),
		atomic.LoadInt64(&t.streamBytes)}
}

type countingTransport struct {
	*memberlist.NetTransport
	count *traffic
}

func newCountingTransport(count *traffic) (*countingTransport, error) {
	var failure error
	for attempt := 0; attempt < 10; attempt++ { // a port may be free for TCP and taken for UDP
		inner, err := memberlist.NewNetTransport(&memberlist.NetTransportConfig{
			BindAddrs: []string{"127.0.0.1"}, Logger: log.New(io.Discard, "", 0)})
		if err == nil {
			return &countingTransport{inner, count}, nil
		}
		failure = err
	}
	return nil, failure
}

func (t *countingTransport) WriteToAddress(b []byte, to memberlist.Address) (time.Time, error) {
	atomic.AddInt64(&t.count.packets, 1)
	atomic.AddInt64(&t.count.packetBytes, int64(len(b)))
	return t.NetTransport.WriteToAddress(b, to)
}

func (t *countingTransport) WriteTo(b []byte, to string) (time.Time, error) {
	return t.WriteToAddress(b, memberlist.Address{Addr: to})
}

func (t *countingTransport) DialAddressTimeout(to memberlist.Address, limit time.Duration) (net.Conn, error) {
	conn, err := t.NetTransport.DialAddressTimeout(to, limit)
	if err != nil {
		return nil, err
	}
	atomic.AddInt64(&t.count.streams, 1)
	return countingConn{conn, t.count}, nil
}

func (t *countingTransport) DialTimeout(to string, limit time.Duration) (net.Conn, error) {
	return t.DialAddressTimeout(memberlist.Address{Addr: to}, limit)
}

type countingConn struct {
	net.Conn
	count *traffic
}

func (c countingConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	atomic.AddInt64(&c.count.streamBytes, int64(n))
	return n, err
}

func (c countingConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	atomic.AddInt64(&c.count.streamBytes, int64(n))
	return n, err
}
