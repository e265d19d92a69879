// Package clock is the only place that reads the wall clock. Everything else
// takes a Clock or an instant, so that a test or a demonstration can run on a
// day of its own.
package clock

import (
	"sync/atomic"
	"time"
)

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now reads the wall clock.
func (System) Now() time.Time { return time.Now() }

// Shifted runs as fast as the machine's clock, from another instant on.
type Shifted struct {
	start time.Time
	real  time.Time
	extra atomic.Int64
}

// StartAt makes a clock that reads start now and moves on from there.
func StartAt(start time.Time) *Shifted { return &Shifted{start: start, real: time.Now()} }

// Now is the start plus what has really passed since, by the monotonic clock.
func (s *Shifted) Now() time.Time {
	return s.start.Add(time.Since(s.real) + time.Duration(s.extra.Load()))
}

// Forward moves the clock on by d, for playing history.
func (s *Shifted) Forward(d time.Duration) { s.extra.Add(int64(d)) }

// Manual stands still until it is set; for tests and for playing history.
type Manual struct{ at atomic.Int64 }

// At makes a manual clock standing at t.
func At(t time.Time) *Manual {
	m := &Manual{}
	m.Set(t)
	return m
}

// Now is the instant last set.
func (m *Manual) Now() time.Time { return time.UnixMilli(m.at.Load()) }

// Set puts the clock to t.
func (m *Manual) Set(t time.Time) { m.at.Store(t.UnixMilli()) }

// Switch is a clock whose source can be exchanged: history is played on a
// manual clock, then the program goes on with a running one.
type Switch struct{ src atomic.Pointer[Clock] }

// NewSwitch starts with c.
func NewSwitch(c Clock) *Switch {
	s := &Switch{}
	s.Use(c)
	return s
}

// Use changes the source.
func (s *Switch) Use(c Clock) { s.src.Store(&c) }

// Now asks the present source.
func (s *Switch) Now() time.Time { return (*s.src.Load()).Now() }
