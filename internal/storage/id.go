package storage

import (
	"crypto/rand"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

type idSource struct {
	mu      sync.Mutex
	entropy *ulid.MonotonicEntropy
	lastMS  int64
	seq     int64
}

var ids = &idSource{entropy: ulid.Monotonic(rand.Reader, 0)} //nolint:gochecknoglobals // one source, so that keys of one process never collide

// NewID makes a time-ordered text key (ULID, lower case).
func NewID(at time.Time) string {
	ids.mu.Lock()
	defer ids.mu.Unlock()
	id, err := ulid.New(ulid.Timestamp(at), ids.entropy)
	if err != nil { // entropy of one millisecond used up: start over with fresh entropy
		id = ulid.MustNew(ulid.Timestamp(at), rand.Reader)
	}
	return strings.ToLower(id.String())
}

// NewKey makes a time-ordered number for the full-text tables, which need one:
// milliseconds, then twenty bits that count on from a random start.
func NewKey(at time.Time) int64 {
	ids.mu.Lock()
	defer ids.mu.Unlock()
	ms := at.UnixMilli()
	if ms != ids.lastMS {
		ids.lastMS = ms
		var b [2]byte
		if _, err := io.ReadFull(rand.Reader, b[:]); err == nil {
			ids.seq = int64(b[0])<<8 | int64(b[1])
		}
	}
	ids.seq++
	return ms<<20 | ids.seq&(1<<20-1)
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
