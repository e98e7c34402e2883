// Command go-peer measures a cluster of HashiCorp memberlist members on loopback, all of them in this process, and
// prints the same records as our own cluster benchmark: one JSON object a line, one metric each. README.md, one
// folder up, says how each metric is defined.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

type options struct {
	n, run, parallelJoins        int
	config                       string
	settle, idle                 time.Duration
	broadcasts, leaves, failures int
}

func main() {
	var o options
	var convergeOnly, quick bool
	flag.IntVar(&o.n, "n", 10, "members")
	flag.StringVar(&o.config, "config", "lan", "preset: lan or local")
	flag.IntVar(&o.run, "run", 1, "number of this run in the records")
	flag.IntVar(&o.parallelJoins, "join-par", 16, "joins at the same time")
	settle := flag.Int("settle", 8, "seconds from convergence to the idle measurement")
	idle := flag.Int("idle", 20, "seconds of the idle measurement, 0 for none")
	flag.IntVar(&o.broadcasts, "bcasts", 5, "single broadcasts")
	flag.IntVar(&o.leaves, "leaves", 3, "members that leave")
	flag.IntVar(&o.failures, "fails", 3, "members that crash")
	flag.BoolVar(&convergeOnly, "converge-only", false, "only create and join")
	flag.BoolVar(&quick, "quick", false, "a look: idle for 5 s, 2 broadcasts, 1 leave, 1 crash")
	flag.Parse()
	if quick {
		*settle, *idle, o.broadcasts, o.leaves, o.failures = 2, 5, 2, 1, 1
	}
	if convergeOnly {
		*idle, o.broadcasts, o.leaves, o.failures = 0, 0, 0, 0
	}
	o.settle, o.idle = time.Duration(*settle)*time.Second, time.Duration(*idle)*time.Second
	if err := (&scenario{options: o, records: recorder{o}}).run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
