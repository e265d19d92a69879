package notify

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Quiet are the hours in which nobody is told outside the application, in
// minutes after midnight in Vietnam; they may pass midnight. From = To: none.
type Quiet struct{ From, To int }

// Until is the first instant from t on at which a person may be told.
func (q Quiet) Until(t time.Time) time.Time {
	local := t.In(civil.Zone())
	m, day := local.Hour()*60+local.Minute(), civil.Of(t)
	within := m >= q.From && m < q.To
	if q.From > q.To {
		within = m >= q.From || m < q.To
	}
	switch {
	case !within:
		return t
	case m < q.To:
		return day.At(q.To/60, q.To%60)
	}
	return day.AddDays(1).At(q.To/60, q.To%60)
}

// nextDigest is the first morning letter from t on: at the minute of a working day.
func nextDigest(t time.Time, minute int, cal *workday.Calendar) time.Time {
	day := civil.Of(t)
	if cal.Working(day) {
		if at := day.At(minute/60, minute%60); !at.Before(t) {
			return at
		}
	}
	day = cal.Next(day)
	return day.At(minute/60, minute%60)
}

// Clock reads "07:30" as minutes after midnight.
func Clock(s string) (int, error) {
	h, m, ok := strings.Cut(s, ":")
	hour, herr := strconv.Atoi(h)
	minute, merr := strconv.Atoi(m)
	if !ok || herr != nil || merr != nil || len(h) > 2 || len(m) != 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return 0, fmt.Errorf("%q is no time of day", s)
	}
	return hour*60 + minute, nil
}

// Way is how a kind of message reaches a person by e-mail.
type Way string

// The ways.
const (
	AtOnce  Way = "now"
	Morning Way = "digest"
	Never   Way = "off"
)

// Choice is what a person chose for one kind of message. The application
// itself cannot be chosen away.
type Choice struct {
	Mail  Way  `json:"mail"`
	Short bool `json:"short"` // urgent ones by the gateway
}

// usual is the choice of a person who made none.
func usual() Choice { return Choice{Mail: Morning, Short: true} }

// For is a person's choice for a kind.
func (p Preference) For(k Kind) Choice {
	if c, ok := p.Kinds[k]; ok {
		return c
	}
	return usual()
}

// byMail is how a message goes out by e-mail: an urgent one does not wait for
// the morning letter.
func (p Preference) byMail(k Kind, urgent bool) Way {
	w := p.For(k).Mail
	switch {
	case p.Mail == "" || w == Never:
		return Never
	case urgent && w == Morning:
		return AtOnce
	}
	return w
}

// byShort reports whether a message goes out by the gateway.
func (p Preference) byShort(k Kind, urgent bool) bool {
	return urgent && p.Phone != "" && p.For(k).Short
}

// maxTries is how often something that fails is tried; the pauses between add
// up to a day.
const maxTries = 12

// maxWait is how long a delivery waits for a server that nobody can reach.
const maxWait = 72 * time.Hour

// backoff is the pause after the n-th try that failed, n from 1.
func backoff(n int64) time.Duration {
	return min(30*time.Second<<min(n-1, 20), 6*time.Hour)
}
