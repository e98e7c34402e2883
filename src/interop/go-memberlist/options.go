package main

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/memberlist"
)

// options is what the command line says.
type options struct {
	config     *memberlist.Config
	delegate   bool
	meta       []byte
	localState []byte
	ackPayload []byte
}

// parseOptions starts from a preset of memberlist and changes only what a flag names.
func parseOptions(args []string) (*options, error) {
	flags := flag.NewFlagSet("go-memberlist", flag.ContinueOnError)
	profile := flags.String("profile", "local", "preset: lan, wan or local")
	name := flags.String("name", "", "name of the member")
	bind := flags.String("bind", "127.0.0.1", "address to bind to")
	port := flags.Int("port", 0, "port to bind to; 0 takes any free one")
	keys := flags.String("keys", "", "encryption keys in hex, separated by commas; the first one encrypts")
	verifyIncoming := flags.Bool("verify-incoming", true, "refuse plaintext when there is a key")
	verifyOutgoing := flags.Bool("verify-outgoing", true, "encrypt when there is a key")
	compression := flags.Bool("compression", true, "compress what is sent")
	protocol := flags.Int("protocol", 2, "protocol version to speak, 1 to 5")
	delegate := flags.Bool("delegate", true, "attach a delegate: metadata, user messages, broadcasts, state")
	meta := flags.String("meta", "", "metadata at start, in hex")
	state := flags.String("state", "", "local user state at start, in hex")
	ack := flags.String("ack-payload", "", "payload of every ack, in hex; without it there is no ping delegate")
	gossip := flags.Duration("gossip-interval", 0, "overrides the preset")
	probe := flags.Duration("probe-interval", 0, "overrides the preset")
	probeTimeout := flags.Duration("probe-timeout", 0, "overrides the preset")
	pushPull := flags.Duration("push-pull-interval", 0, "overrides the preset")
	suspicion := flags.Int("suspicion-mult", 0, "overrides the preset")
	gossipToTheDead := flags.Duration("gossip-to-the-dead", 0, "overrides the preset")
	tcpTimeout := flags.Duration("tcp-timeout", 0, "overrides the preset")
	reclaim := flags.Duration("reclaim-time", 0, "how long a name must be dead before another address may take it; 0 is never")
	tcpPings := flags.Bool("tcp-pings", true, "fall back to TCP when a probe by UDP fails")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}

	if *name == "" {
		return nil, fmt.Errorf("a member needs a -name")
	}

	opts := &options{delegate: *delegate}
	config, err := preset(*profile)
	if err != nil {
		return nil, err
	}
	opts.config = config
	config.Name = *name
	config.BindAddr, config.BindPort, config.AdvertisePort = *bind, *port, *port
	config.GossipVerifyIncoming, config.GossipVerifyOutgoing = *verifyIncoming, *verifyOutgoing
	config.EnableCompression = *compression
	config.ProtocolVersion = uint8(*protocol)
	config.DeadNodeReclaimTime = *reclaim
	config.DisableTcpPings = !*tcpPings
	config.LogOutput = os.Stderr
	for _, o := range []struct {
		given  time.Duration
		target *time.Duration
	}{
		{*gossip, &config.GossipInterval},
		{*probe, &config.ProbeInterval},
		{*probeTimeout, &config.ProbeTimeout},
		{*pushPull, &config.PushPullInterval},
		{*gossipToTheDead, &config.GossipToTheDeadTime},
		{*tcpTimeout, &config.TCPTimeout},
	} {
		if o.given > 0 {
			*o.target = o.given
		}
	}
	if *suspicion > 0 {
		config.SuspicionMult = *suspicion
	}
	if config.Keyring, err = keyring(*keys); err != nil {
		return nil, err
	}
	for _, h := range []struct {
		text   string
		target *[]byte
	}{{*meta, &opts.meta}, {*state, &opts.localState}, {*ack, &opts.ackPayload}} {
		if *h.target, err = hex.DecodeString(h.text); err != nil {
			return nil, fmt.Errorf("not hex: %q", h.text)
		}
	}
	return opts, nil
}

func preset(profile string) (*memberlist.Config, error) {
	switch profile {
	case "lan":
		return memberlist.DefaultLANConfig(), nil
	case "wan":
		return memberlist.DefaultWANConfig(), nil
	case "local":
		return memberlist.DefaultLocalConfig(), nil
	}
	return nil, fmt.Errorf("unknown profile %q", profile)
}

func keyring(text string) (*memberlist.Keyring, error) {
	if text == "" {
		return nil, nil
	}
	var keys [][]byte
	for _, part := range strings.Split(text, ",") {
		key, err := hex.DecodeString(part)
		if err != nil {
			return nil, fmt.Errorf("a key is not hex")
		}
		keys = append(keys, key)
	}
	return memberlist.NewKeyring(keys[1:], keys[0])
}
