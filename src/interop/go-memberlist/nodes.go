package main

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/hashicorp/memberlist"
)

var stateNames = []string{"alive", "suspect", "dead", "left"}

// knownNodes lists every member that the list knows, with its state and incarnation. memberlist 0.2.2 tells
// neither: Members() hides the dead and left, and Node.State is never set (the private nodeState shadows it).
// A test must tell left from dead, so this reads the private table, under memberlist's own lock.
func knownNodes(list *memberlist.Memberlist) []message {
	lock := reflect.ValueOf(list).Elem().FieldByName("nodeLock")
	mu := (*sync.RWMutex)(unsafe.Pointer(lock.UnsafeAddr()))
	mu.RLock()
	defer mu.RUnlock()
	return readNodes(list)
}

// knownNode is knownNodes for one name, for a caller that holds memberlist's lock: an event delegate.
func knownNode(list *memberlist.Memberlist, name string) message {
	for _, node := range readNodes(list) {
		if node["name"] == name {
			return node
		}
	}
	return nil
}

func readNodes(list *memberlist.Memberlist) []message {
	nodes := reflect.ValueOf(list).Elem().FieldByName("nodes")
	result := make([]message, 0, nodes.Len())
	for i := 0; i < nodes.Len(); i++ {
		state := nodes.Index(i).Elem()
		number := func(field string) uint64 { return state.FieldByName(field).Uint() }
		result = append(result, message{
			"name":        state.FieldByName("Name").String(),
			"addr":        ipText(state.FieldByName("Addr").Bytes()),
			"port":        number("Port"),
			"meta":        copyOf(state.FieldByName("Meta").Bytes()),
			"state":       stateNames[state.FieldByName("State").Int()],
			"incarnation": number("Incarnation"),
			"vsn": []uint64{number("PMin"), number("PMax"), number("PCur"),
				number("DMin"), number("DMax"), number("DCur")},
		})
	}
	return result
}
