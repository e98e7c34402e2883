package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/hashicorp/memberlist"
)

// command is one line of input. Which fields count depends on Cmd.
type command struct {
	ID        int64    `json:"id"`
	Cmd       string   `json:"cmd"`
	Addresses []string `json:"addresses"`
	To        string   `json:"to"`
	Payload   []byte   `json:"payload"`
	Reliable  bool     `json:"reliable"`
	Key       string   `json:"key"`
	TimeoutMs int64    `json:"timeoutMs"`
}

func (c *command) timeout() time.Duration { return time.Duration(c.TimeoutMs) * time.Millisecond }

// serve runs commands until the input ends. Each has its own goroutine: a leave that waits must not hold up a
// ping. Who needs an order waits for the reply.
func (p *peer) serve(in io.Reader) error {
	reader := bufio.NewReader(in)
	for {
		line, err := reader.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var c command
		if err := json.Unmarshal(line, &c); err != nil {
			return err
		}
		go p.answer(&c)
	}
}

func (p *peer) answer(c *command) {
	reply := message{"reply": c.ID}
	if result, err := p.run(c); err != nil {
		reply["error"] = err.Error()
	} else {
		reply["result"] = result
	}
	p.out.write(reply)
}

// run turns memberlist's panics into errors: a leave after a shutdown is one.
func (p *peer) run(c *command) (result interface{}, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	switch c.Cmd {
	case "join":
		return p.list.Join(c.Addresses)
	case "members":
		return knownNodes(p.list), nil
	case "meta":
		p.mu.Lock()
		p.meta = c.Payload
		p.mu.Unlock()
		return nil, p.list.UpdateNode(c.timeout())
	case "state":
		p.mu.Lock()
		p.localState = c.Payload
		p.mu.Unlock()
		return nil, nil
	case "send":
		return nil, p.send(c)
	case "broadcast":
		p.queue.QueueBroadcast(broadcast(c.Payload))
		return nil, nil
	case "ping":
		return p.ping(c)
	case "health":
		return p.list.GetHealthScore(), nil
	case "leave":
		return nil, p.list.Leave(c.timeout())
	case "shutdown":
		return nil, p.list.Shutdown()
	case "key-add", "key-use", "key-remove", "key-list":
		return p.key(c)
	}
	return nil, fmt.Errorf("unknown command %q", c.Cmd)
}

func (p *peer) send(c *command) error {
	node, err := p.member(c.To)
	if err != nil {
		return err
	}
	if c.Reliable {
		return p.list.SendReliable(node, c.Payload)
	}
	return p.list.SendBestEffort(node, c.Payload)
}

func (p *peer) ping(c *command) (interface{}, error) {
	node, err := p.member(c.To)
	if err != nil {
		return nil, err
	}
	rtt, err := p.list.Ping(node.Name, &net.UDPAddr{IP: node.Addr, Port: int(node.Port)})
	return rtt.Nanoseconds(), err
}

func (p *peer) member(name string) (*memberlist.Node, error) {
	for _, n := range p.list.Members() {
		if n.Name == name {
			return n, nil
		}
	}
	return nil, fmt.Errorf("no live member is named %q", name)
}

func (p *peer) key(c *command) (interface{}, error) {
	ring := p.config.Keyring
	if ring == nil {
		return nil, errors.New("this member was started without a key")
	}
	if c.Cmd == "key-list" {
		keys := []string{}
		for _, k := range ring.GetKeys() {
			keys = append(keys, hex.EncodeToString(k))
		}
		return keys, nil
	}
	key, err := hex.DecodeString(c.Key)
	if err != nil {
		return nil, errors.New("the key is not hex")
	}
	switch c.Cmd {
	case "key-add":
		return nil, ring.AddKey(key)
	case "key-use":
		return nil, ring.UseKey(key)
	default:
		return nil, ring.RemoveKey(key)
	}
}
