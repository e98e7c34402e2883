package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
)

// message is one JSON object. Byte slices become base64.
type message map[string]interface{}

// lineWriter writes messages in order without ever blocking the caller: memberlist calls its delegates under
// its own lock, and a test that reads slowly must not look like a slow member.
type lineWriter struct {
	mu      sync.Mutex
	ready   *sync.Cond
	pending []message
}

func newLineWriter(to io.Writer) *lineWriter {
	w := &lineWriter{}
	w.ready = sync.NewCond(&w.mu)
	go w.run(to)
	return w
}

func (w *lineWriter) write(m message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending = append(w.pending, m)
	w.ready.Signal()
}

func (w *lineWriter) run(to io.Writer) {
	encoder := json.NewEncoder(to)
	for {
		w.mu.Lock()
		for len(w.pending) == 0 {
			w.ready.Wait()
		}
		batch := w.pending
		w.pending = nil
		w.mu.Unlock()
		for _, m := range batch {
			if err := encoder.Encode(m); err != nil {
				fmt.Fprintln(os.Stderr, "cannot write:", err)
				os.Exit(1)
			}
		}
	}
}
