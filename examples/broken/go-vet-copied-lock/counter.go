package interval

import "sync"

// Counter counts intervals from several goroutines.
type Counter struct {
	mutex sync.Mutex
	Seen  int
}

// Add counts one more.
func (c *Counter) Add() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.Seen++
}

// Snapshot returns the counter as it is.
func (c *Counter) Snapshot() Counter {
	return *c
}
