package notify

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

// digestPeople is how many people's letters one look writes.
const digestPeople = 50

// digests writes the morning letters that are due, one a person; it says for
// how many people it did.
func (s *Service) digests(ctx context.Context) (int, error) {
	people, err := storage.List(ctx, s.db.Reader(), storage.Scalar[string], `SELECT DISTINCT recipient FROM notify_outbox
		WHERE stage = 'digest' AND due_at <= $1 ORDER BY recipient LIMIT `+itoa(digestPeople), storage.Millis(s.now()))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, who := range people {
		done, err := s.digest(ctx, who)
		if err != nil {
			return n, err
		}
		if done {
			n++
		}
	}
	return n, nil
}

// holder is whom a letter is for; one who has gone has no organisation and is told nothing.
type holder struct {
	active bool
	org    apparatus.OrgID
}

func scanHolder(r storage.Row) (h holder, err error) {
	err = r.Scan(&h.active, (*string)(&h.org))
	return h, err
}

// digest writes one person's letter of all that waits for it, and takes it out
// of the outbox, together. There is one a day and person: what comes after it
// waits for the next working morning. A letter of a later day, written while the
// clock was ahead, holds nothing up (bad-inputs D18).
func (s *Service) digest(ctx context.Context, who string) (done bool, err error) {
	err = s.db.Technical(ctx, func(tx *storage.Tx) error {
		list, err := storage.List(ctx, tx, scanItem, `SELECT m.id, m.once_key, m.kind, m.subject, m.body, m.path, m.on_kind, m.on_id, m.urgent, m.ask, m.next_step, m.created_at, m.read_at, m.ack_at
			FROM notify_outbox o JOIN notify_message m ON m.id = o.message WHERE o.recipient = $1 AND o.stage = 'digest' ORDER BY o.message`+s.lockOf("o"), who)
		if done = len(list) > 0; err != nil || !done {
			return err // another process has them
		}
		p, err := s.preference(ctx, tx, who)
		if err != nil {
			return err
		}
		today, minute := civil.Of(tx.Now()), s.minutes(p.DigestAt, setting.DigestAt)
		written, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM notify_delivery WHERE account = $1 AND channel = 'digest' AND day = $2", who, string(today))
		if err != nil {
			return err
		}
		holder, err := storage.One(ctx, tx, scanHolder, "SELECT active, org FROM identity_account WHERE id = $1", who)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		cal := s.deps.Calendar(holder.org)
		if written > 0 || !cal.Working(today) { // the day may have become one off since
			next := nextDigest(today.AddDays(1).At(0, 0), minute, cal)
			_, err := tx.Exec(ctx, "UPDATE notify_outbox SET due_at = $1 WHERE recipient = $2 AND stage = 'digest'", storage.Millis(next), who)
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM notify_outbox WHERE recipient = $1 AND stage = 'digest'", who); err != nil {
			return err
		}
		// read meanwhile and asking for nothing: no need to say it again
		list = slices.DeleteFunc(list, func(x Item) bool { return !x.Read.IsZero() && (!x.Ask || !x.Acked.IsZero()) })
		if !holder.active || p.Mail == "" || len(list) == 0 || !s.mailOn() {
			return nil
		}
		subject, body := s.compose(today, list)
		at := s.quiet(p).Until(tx.Now())
		_, err = tx.InsertMany(ctx, deliveryInsert, "", [][]any{{
			tx.NewID(), "digest/" + who + "/" + string(today), string(ByDigest), who, "", p.Mail, "", "", subject, body, len(list), string(today),
			string(Waiting), 0, storage.Millis(at), int64(0), "", storage.Millis(tx.Now()), int64(0),
		}})
		return err
	})
	return done && err == nil, err
}

// compose writes the morning letter: what must be acknowledged first, then the
// rest by kind; each with what happens next.
func (s *Service) compose(day civil.Date, list []Item) (subject, body string) {
	subject = "Việc sáng " + day.Format() + ": " + strconv.Itoa(len(list)) + " thông báo"
	var b strings.Builder
	b.WriteString("Kính gửi đồng chí,\n\nTừ thư trước đến nay có " + strconv.Itoa(len(list)) + " thông báo.\n")
	group := func(title string, items []Item) {
		if len(items) == 0 {
			return
		}
		b.WriteString("\n" + strings.ToUpper(title) + " (" + strconv.Itoa(len(items)) + ")\n")
		for i, x := range items {
			b.WriteString(strconv.Itoa(i+1) + ". " + x.Subject + "\n")
			if x.Next != "" {
				b.WriteString("   Tiếp theo: " + x.Next + "\n")
			}
			if l := s.link(x.Path); l != "" {
				b.WriteString("   " + l + "\n")
			}
		}
	}
	var ask []Item
	by := map[Kind][]Item{}
	for _, x := range list {
		if x.Ask && x.Acked.IsZero() {
			ask = append(ask, x)
		} else {
			by[x.Kind] = append(by[x.Kind], x)
		}
	}
	group("Cần xác nhận đã nhận", ask)
	for _, k := range Kinds() {
		group(k.Label(), by[k])
		delete(by, k)
	}
	var rest []Item
	for _, items := range by {
		rest = append(rest, items...)
	}
	slices.SortFunc(rest, func(a, b Item) int { return strings.Compare(a.ID, b.ID) })
	group("Thông báo khác", rest)
	if l := s.link(PathInbox); l != "" {
		b.WriteString("\nXem và xác nhận: " + l + "\n")
	}
	b.WriteString("\nThư này do hệ thống gửi. Đổi giờ và cách nhận thư ở mục Thông báo.\n")
	return subject, b.String()
}

// PathInbox is the inbox's address in the application.
const PathInbox = "/lam-viec/thong-bao"

func itoa(n int) string { return strconv.Itoa(n) }

// pause is until when a line rests, and how often in a row it could not be reached.
type pause struct {
	until time.Time
	times int
}
