package feedweb

import (
	"net"
	"net/http"
	"sync"
	"time"

	"dondoc/internal/fault"
)

// misses counts wrong secrets by client. It lives in memory: it keeps noise
// down and guards nothing, for 160 bits are not guessed; written down it would
// let a stranger fill a table. A right secret is always answered, also from an
// address that many phones share.
type misses struct {
	mu    sync.Mutex
	since time.Time
	by    map[string]int
}

const (
	missWindow  = 15 * time.Minute
	freeMisses  = 60
	maxMissHost = 10_000
)

// count is NotFound, or TooMany after sixty misses within a quarter of an hour.
func (m *misses) count(client string, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil || now.Sub(m.since) >= missWindow || now.Before(m.since) || len(m.by) >= maxMissHost {
		m.since, m.by = now, map[string]int{}
	}
	m.by[client]++
	if m.by[client] > freeMisses {
		return fault.Say(fault.TooMany, "Đã hỏi nhiều địa chỉ không còn dùng. Kiểm tra lại địa chỉ lịch, bản tin rồi thử sau ít phút.")
	}
	return fault.Say(fault.NotFound, "Địa chỉ lịch, bản tin này không có hoặc đã thu hồi. Tạo địa chỉ mới ở trang cá nhân.")
}

func host(r *http.Request) string {
	h, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return h
}
