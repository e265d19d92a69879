package storage

import (
	"crypto/rand"
	"encoding/binary"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"
)

// ids counts the keys made by this process, from a random start: keys of one
// instant keep the order in which they were made, whatever other instants are
// asked for in between, and keys of two processes differ.
var ids atomic.Uint64 //nolint:gochecknoglobals // one count, so that keys of one process never collide

func nextID() uint64 {
	if n := ids.Load(); n == 0 {
		var b [4]byte
		_, _ = rand.Read(b[:])
		ids.CompareAndSwap(0, 1+uint64(binary.BigEndian.Uint32(b[:]))<<4)
	}
	return ids.Add(1)
}

// NewID makes a time-ordered text key (ULID, lower case): the instant, the
// count, then 32 random bits.
func NewID(at time.Time) string {
	var entropy [10]byte
	n := nextID()
	binary.BigEndian.PutUint64(entropy[:8], n<<16)
	_, _ = rand.Read(entropy[6:])
	var id ulid.ULID
	if err := id.SetTime(ulid.Timestamp(at)); err != nil {
		panic(err) // an instant after the year 10889
	}
	if err := id.SetEntropy(entropy[:]); err != nil {
		panic(err) // ten bytes, always
	}
	return strings.ToLower(id.String())
}

// NewIDAfter makes a key that sorts behind last, also when the clock shows less
// than it did when last was made: then the key carries last's instant.
func NewIDAfter(last string, at time.Time) string {
	id := NewID(at)
	if id > last {
		return id
	}
	u, err := ulid.ParseStrict(strings.ToUpper(last))
	if err != nil {
		return id // not a key of ours, so there is no order to keep
	}
	if id = NewID(u.Timestamp()); id > last {
		return id
	}
	return NewID(u.Timestamp().Add(time.Millisecond)) // of another process, whose count is ahead
}

// timeOfID is how many letters of a key say when it was made.
const timeOfID = 10

// IDsFrom is where the keys made at an instant or later begin. A key of an act may
// stand behind its instant, after the clock has stepped back, never before it: who
// asks for a span of time narrows it by key and then by the instant itself.
func IDsFrom(at time.Time) string { return NewID(at)[:timeOfID] }

// NewKey makes a time-ordered number for the full-text tables, which need one:
// milliseconds, then twenty bits of the count.
func NewKey(at time.Time) int64 {
	return at.UnixMilli()<<20 | int64(nextID()&(1<<20-1))
}

// Millis is an instant as stored; zero stays zero.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Instant reads a stored instant; 0 is none.
func Instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
