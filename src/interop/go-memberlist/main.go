// Command go-memberlist runs one real HashiCorp memberlist node and lets a test drive it: commands come as
// JSON lines on standard input, replies and events leave as JSON lines on standard output, and memberlist's
// own log goes to standard error. The process ends when standard input closes, so that a test that dies
// leaves nothing behind. README.md, one folder up, lists the commands and events.
package main

import (
	"fmt"
	"os"

	"github.com/hashicorp/memberlist"
)

func main() {
	opts, err := parseOptions(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	out := newLineWriter(os.Stdout)
	p := newPeer(opts, out)
	p.list, err = memberlist.Create(p.config)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot create the member:", err)
		os.Exit(1)
	}
	close(p.created)
	self := p.list.LocalNode()
	out.write(message{"ready": message{"name": self.Name, "addr": self.Addr.String(), "port": self.Port}})
	if err := p.serve(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "cannot read commands:", err)
		os.Exit(1)
	}
}
