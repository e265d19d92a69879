package notify

import (
	"errors"
	"time"

	"dondoc/internal/ref"
)

// Message is one thing that people are told. Exactly one is kept per Key and
// recipient, however often it is asked for.
type Message struct {
	Key     string   // "ladder/<assignment>/<deadline version>/<rung>"; unique together with the recipient
	Kind    Kind     // preferences go by it
	To      []string // account ids
	Subject string   // one line, Vietnamese
	Body    string   // full text for the application and e-mail
	Short   string   // text without personal data for gateway and webhook; without it neither is used
	Path    string   // address in the application, "/lam-viec/nhiem-vu/…"
	On      ref.Ref
	Urgent  bool   // not held back for the morning letter; quiet hours hold it all the same, unless the setting says otherwise
	Ask     bool   // asks for an acknowledgement ("Đã nhận, đang xử lý")
	Next    string // what happens next and when, in words
}

// Kind is the sort of a message.
type Kind string

// The kinds that the interface has words for.
const (
	Ladder     Kind = "ladder"     // nhắc hạn, đôn đốc
	Assigned   Kind = "assignment" // giao, nhận, báo cáo, xác nhận
	Extension  Kind = "extension"  // gia hạn
	Dispute    Kind = "dispute"    // ý kiến khác
	Calendar   Kind = "calendar"   // lịch làm việc đổi, hạn đổi theo
	Decision   Kind = "decision"   // cần quyết định
	Operations Kind = "system"     // vận hành hệ thống
)

// Kinds lists the kinds in the order of the preferences page.
func Kinds() []Kind {
	return []Kind{Ladder, Assigned, Extension, Dispute, Decision, Calendar, Operations}
}

// Item is a message as its recipient sees it.
type Item struct {
	ID      string
	Key     string
	Kind    Kind
	Subject string
	Body    string
	Path    string
	On      ref.Ref
	Urgent  bool
	Ask     bool
	Next    string
	At      time.Time
	Read    time.Time // zero: not yet
	Acked   time.Time // zero: not acknowledged
}

// Receipt says what became of one message at one person, for the ladder.
type Receipt struct {
	Key     string
	Account string
	Kind    Kind
	On      ref.Ref
	Ask     bool
	Told    time.Time
	Read    time.Time // zero: not yet
	Acked   time.Time // zero: not acknowledged
}

// The longest that a message may be, in characters.
const (
	maxKey     = 300
	maxSubject = 300
	maxBody    = 20_000
	maxShort   = 500
)

func (m Message) check() error {
	switch {
	case m.Key == "" || len(m.Key) > maxKey:
		return errors.New("notify: message without a usable key")
	case m.Kind == "" || m.Subject == "" || len([]rune(m.Subject)) > maxSubject:
		return errors.New("notify: message " + m.Key + " without kind or subject, or too long")
	case len([]rune(m.Body)) > maxBody || len([]rune(m.Short)) > maxShort:
		return errors.New("notify: message " + m.Key + " is too long")
	case m.Path != "" && m.Path[0] != '/':
		return errors.New("notify: message " + m.Key + " leads out of the application")
	}
	return nil
}
