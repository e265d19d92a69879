package notify

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/mail"
	"dondoc/internal/outward"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "notify", FS: schemaFS} }

// Deps are what the service needs from others.
type Deps struct {
	Settings *setting.Service
	// Calendar is that of an organisation: nobody gets a morning letter on a
	// day on which the own office is closed.
	Calendar func(apparatus.OrgID) *workday.Calendar
	Post     Poster // the outward client
	Mail     Mailer // mail.Send
	Log      *slog.Logger
	// Lease is how long a claimed delivery is left to who claimed it; three
	// minutes unless set. It must be three times as long as any one exchange.
	Lease time.Duration
}

// Poster sends to a server of others; outward.Client is one.
type Poster interface {
	Check(address string) error
	Post(ctx context.Context, r outward.Request) (outward.Answer, error)
}

// Mailer sends letters; mail.Send is one.
type Mailer func(ctx context.Context, s mail.Server, letters []mail.Letter, done func(i int, err error) (goOn bool)) error

// Service is the office that tells.
type Service struct {
	db    *storage.DB
	deps  Deps
	queue *jobs.Queue

	mu     sync.Mutex
	paused map[string]pause // by line: a server that could not be reached
	busy   map[string]bool  // by line: it is being sent on; true when somebody asked meanwhile
}

// New makes the service.
func New(db *storage.DB, d Deps) *Service {
	if d.Lease == 0 {
		d.Lease = 3 * time.Minute
	}
	return &Service{db: db, deps: d, paused: map[string]pause{}, busy: map[string]bool{}}
}

// TellTx keeps the messages inside the caller's transaction, once per key and
// recipient; what was told before is left as it is. Sending follows by jobs.
// An account that is named twice is told once; "" is nobody.
func (s *Service) TellTx(ctx context.Context, tx *storage.Tx, list ...Message) error {
	_, err := s.tell(ctx, tx, list)
	return err
}

// TellCountTx is TellTx that says how many were new.
func (s *Service) TellCountTx(ctx context.Context, tx *storage.Tx, list ...Message) (int, error) {
	return s.tell(ctx, tx, list)
}

func (s *Service) tell(ctx context.Context, tx *storage.Tx, list []Message) (int, error) {
	var rows [][]any
	batch := tx.NewID()
	last := batch
	for _, m := range list {
		m.Subject, m.Short = oneLine(m.Subject), oneLine(m.Short)
		if err := m.check(); err != nil {
			return 0, err
		}
		for _, to := range m.To {
			if to == "" {
				continue
			}
			last = tx.NewID()
			rows = append(rows, []any{last, m.Key, to, batch, string(m.Kind), m.Subject, m.Body, m.Short, m.Path, m.On.Kind, m.On.ID, m.Urgent, m.Ask, m.Next, storage.Millis(tx.Now()), int64(0), int64(0)})
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	n, err := tx.InsertMany(ctx, "notify_message (id, once_key, recipient, batch, kind, subject, body, short, path, on_kind, on_id, urgent, ask, next_step, created_at, read_at, ack_at)", "ON CONFLICT (once_key, recipient) DO NOTHING", rows)
	if err != nil || n == 0 {
		return 0, err
	}
	if n == int64(len(rows)) { // all are new, as on nearly every night
		out := make([][]any, len(rows))
		for i, r := range rows {
			out[i] = []any{r[0], r[2], "new", storage.Millis(tx.Now())}
		}
		if _, err := tx.InsertMany(ctx, "notify_outbox (message, recipient, stage, due_at)", "", out); err != nil {
			return 0, err
		}
		return int(n), s.nudge(ctx, tx, tx.Now())
	}
	if _, err := tx.Exec(ctx, `INSERT INTO notify_outbox (message, recipient, stage, due_at)
		SELECT id, recipient, 'new', created_at FROM notify_message WHERE id > $1 AND id <= $2 AND batch = $3`, batch, last, batch); err != nil {
		return 0, err
	}
	return int(n), s.nudge(ctx, tx, tx.Now())
}

// oneLine puts what a program wrote on one line; its parts were cleaned when
// they came into the house.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n\t\v\f\u0085\u2028\u2029") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

const itemColumns = "id, once_key, kind, subject, body, path, on_kind, on_id, urgent, ask, next_step, created_at, read_at, ack_at"

func scanItem(r storage.Row) (x Item, err error) {
	var at, read, acked int64
	err = r.Scan(&x.ID, &x.Key, &x.Kind, &x.Subject, &x.Body, &x.Path, &x.On.Kind, &x.On.ID, &x.Urgent, &x.Ask, &x.Next, &at, &read, &acked)
	x.At, x.Read, x.Acked = storage.Instant(at), storage.Instant(read), storage.Instant(acked)
	return x, err
}

// InboxQuery narrows the inbox; zero values do not.
type InboxQuery struct {
	Unread bool
	Seen   bool   // only those read
	Ask    bool   // only those that still wait for an acknowledgement
	Kind   Kind   //
	Before string // an item's id to go on from
	Size   int    // 50 unless set
}

// Inbox lists what the actor was told, newest first.
func (s *Service) Inbox(ctx context.Context, q InboxQuery) ([]Item, error) {
	w := storage.NewWhere(0).And("recipient = ?", actor.From(ctx).ID)
	if q.Unread {
		w.And("read_at = 0")
	}
	if q.Seen {
		w.And("read_at > 0")
	}
	if q.Ask {
		w.And("ask = ? AND ack_at = 0", true)
	}
	if q.Kind != "" {
		w.And("kind = ?", string(q.Kind))
	}
	if q.Before != "" {
		w.And("id < ?", q.Before)
	}
	if q.Size <= 0 {
		q.Size = 50
	}
	// the page's ids first: they stand in the index, and only they are sorted
	return storage.List(ctx, s.db.Reader(), scanItem, "SELECT "+itemColumns+" FROM notify_message WHERE id IN (SELECT id FROM notify_message"+w.SQL()+fmt.Sprintf(" ORDER BY id DESC LIMIT %d) ORDER BY id DESC", q.Size), w.Args()...)
}

// UnreadOf counts what somebody has not read, for the bell in the frame.
func (s *Service) UnreadOf(ctx context.Context, account string) (int, error) {
	return storage.One(ctx, s.db.Reader(), storage.Scalar[int], fmt.Sprintf("SELECT COUNT(*) FROM (SELECT 1 FROM notify_message WHERE recipient = $1 AND read_at = 0 LIMIT %d) AS unread", manyUnread), account)
}

// manyUnread is where counting stops; the bell says "99+" past 99.
const manyUnread = 100

// Unread counts what the actor has not read, up to 100.
func (s *Service) Unread(ctx context.Context) (int, error) {
	return s.UnreadOf(ctx, actor.From(ctx).ID)
}

func (s *Service) own(ctx context.Context, id string) (Item, error) {
	return storage.One(ctx, s.db.Reader(), scanItem, "SELECT "+itemColumns+" FROM notify_message WHERE id = $1 AND recipient = $2", id, actor.From(ctx).ID)
}

// Read marks a message as read by its recipient and gives it; NotFound if it
// is not the actor's. That a reminder was opened, and when, is on the record.
func (s *Service) Read(ctx context.Context, id string) (Item, error) {
	x, err := s.own(ctx, id)
	if err != nil || !x.Read.IsZero() {
		return x, err
	}
	x.Read = s.db.Now()
	err = s.db.Write(ctx, storage.Act{Verb: "notify.read", On: x.ref(), About: x.about()}, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE notify_message SET read_at = $1 WHERE id = $2 AND read_at = 0", storage.Millis(tx.Now()), id)
		return err
	})
	return x, err
}

// ReadAll marks all that the actor was told up to a message as read; what came
// while the page stood open is not touched.
func (s *Service) ReadAll(ctx context.Context, upTo string) error {
	who := actor.From(ctx).ID
	return s.db.Write(ctx, storage.Act{Verb: "notify.read_all", On: ref.New("account", who)}, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE notify_message SET read_at = $1 WHERE recipient = $2 AND read_at = 0 AND id <= $3 AND (ask = $4 OR ack_at > 0)", storage.Millis(tx.Now()), who, upTo, false)
		tx.Act.After = map[string]int64{"messages": n}
		return err
	})
}

// Acknowledge says "Đã nhận, đang xử lý": an act on the message that stands on
// the timeline of what it is about. NotFound if it is not the actor's; again is
// no fault. A message that asks for none is only marked as read.
func (s *Service) Acknowledge(ctx context.Context, id string) error {
	x, err := s.own(ctx, id)
	if err != nil {
		return err
	}
	if !x.Ask {
		_, err = s.Read(ctx, id)
		return err
	}
	if !x.Acked.IsZero() {
		return nil
	}
	err = s.db.Write(ctx, storage.Act{Verb: "notify.acknowledge", On: x.ref(), About: x.about(), After: map[string]string{"key": x.Key}}, func(tx *storage.Tx) error {
		return tx.ExecOne(ctx, "UPDATE notify_message SET ack_at = $1, read_at = CASE read_at WHEN 0 THEN $2 ELSE read_at END WHERE id = $3 AND ack_at = 0", storage.Millis(tx.Now()), storage.Millis(tx.Now()), id)
	})
	if errors.Is(err, fault.Conflict) {
		return nil // pressed twice
	}
	return err
}

func (x Item) ref() ref.Ref { return ref.New("message", x.ID) }

func (x Item) about() []ref.Ref {
	if x.On.Zero() {
		return nil
	}
	return []ref.Ref{x.On}
}

func scanReceipt(r storage.Row) (x Receipt, err error) {
	var told, read, acked int64
	err = r.Scan(&x.Key, &x.Account, &x.Kind, &x.On.Kind, &x.On.ID, &x.Ask, &told, &read, &acked)
	x.Told, x.Read, x.Acked = storage.Instant(told), storage.Instant(read), storage.Instant(acked)
	return x, err
}

const receiptColumns = "once_key, recipient, kind, on_kind, on_id, ask, created_at, read_at, ack_at"

// maxReceipts bounds what one question gives.
const maxReceipts = 5000

// Acknowledged lists what became of the messages whose keys begin with a
// prefix, in the order of keys: who was told when, who has read, who has
// acknowledged. Whether the asker may see the record is for the caller to decide.
func (s *Service) Acknowledged(ctx context.Context, prefix string) ([]Receipt, error) {
	return storage.List(ctx, s.db.Reader(), scanReceipt, "SELECT "+receiptColumns+fmt.Sprintf(" FROM notify_message WHERE once_key >= $1 AND once_key < $2 ORDER BY once_key, recipient LIMIT %d", maxReceipts), prefix, prefix+"\U0010FFFF")
}

// now is the service's instant.
func (s *Service) now() time.Time { return s.db.Now() }
