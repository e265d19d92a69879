package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

// LogQuery narrows the delivery log; zero values do not.
type LogQuery struct {
	Channel Channel
	State   State
	Account string
	Hook    string
	Message string
	Before  string // a delivery's id to go on from
	Size    int    // 50 unless set
}

// Deliveries is the delivery log, newest first; NotFound for who does not
// operate the system.
func (s *Service) Deliveries(ctx context.Context, q LogQuery) ([]Delivery, error) {
	if !mayOperate(actor.From(ctx)) {
		return nil, fault.NotFound
	}
	w := storage.NewWhere(0)
	for _, x := range []struct{ column, value string }{{"channel", string(q.Channel)}, {"state", string(q.State)}, {"account", q.Account}, {"hook", q.Hook}, {"message", q.Message}} {
		if x.value != "" {
			w.And(x.column+" = ?", x.value)
		}
	}
	if q.Before != "" {
		w.And("id < ?", q.Before)
	}
	if q.Size <= 0 {
		q.Size = 50
	}
	return storage.List(ctx, s.db.Reader(), scanDelivery, "SELECT "+deliveryColumns+" FROM notify_delivery"+w.SQL()+fmt.Sprintf(" ORDER BY id DESC LIMIT %d", q.Size), w.Args()...)
}

// Delivery gives one delivery; as Deliveries.
func (s *Service) Delivery(ctx context.Context, id string) (Delivery, error) {
	if !mayOperate(actor.From(ctx)) {
		return Delivery{}, fault.NotFound
	}
	return storage.One(ctx, s.db.Reader(), scanDelivery, "SELECT "+deliveryColumns+" FROM notify_delivery WHERE id = $1", id)
}

// Attempt is one try of a delivery.
type Attempt struct {
	Number  int64
	At      time.Time
	Outcome State
	Detail  string
}

// Attempts lists the tries of a delivery, newest first; as Deliveries.
func (s *Service) Attempts(ctx context.Context, id string) ([]Attempt, error) {
	if !mayOperate(actor.From(ctx)) {
		return nil, fault.NotFound
	}
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (a Attempt, err error) {
		var at int64
		err = r.Scan(&a.Number, &at, &a.Outcome, &a.Detail)
		a.At = storage.Instant(at)
		return a, err
	}, "SELECT attempt, at, outcome, detail FROM notify_attempt WHERE delivery = $1 ORDER BY at DESC, attempt DESC LIMIT 100", id)
}

// Standing is how the ways out stand.
type Standing struct {
	Waiting int64     // due and not yet sent
	Oldest  time.Time // when the oldest of these was due
	Failed  int64     // of the last 30 days
	Today   int64     // sent today
	Outbox  int64     // waits for morning letters
	Mail    bool      // configured
	Gateway bool
}

// Standing says how the ways out stand; as Deliveries.
func (s *Service) Standing(ctx context.Context) (x Standing, err error) {
	if !mayOperate(actor.From(ctx)) {
		return x, fault.NotFound
	}
	now, r := s.now(), s.db.Reader()
	var oldest int64
	type pair struct{ n, oldest int64 }
	p, err := storage.One(ctx, r, func(r storage.Row) (p pair, err error) { err = r.Scan(&p.n, &p.oldest); return p, err },
		"SELECT COUNT(*), COALESCE(MIN(next_at), 0) FROM notify_delivery WHERE state IN ('waiting', 'sending') AND next_at <= $1", storage.Millis(now))
	if err != nil {
		return x, err
	}
	x.Waiting, oldest = p.n, p.oldest
	x.Oldest, x.Mail, x.Gateway = storage.Instant(oldest), s.mailOn(), s.gatewayOn()
	count := func(into *int64, query string, args ...any) {
		if err == nil {
			*into, err = storage.One(ctx, r, storage.Scalar[int64], query, args...)
		}
	}
	count(&x.Failed, "SELECT COUNT(*) FROM notify_delivery WHERE state = 'failed' AND created_at > $1", storage.Millis(now.AddDate(0, 0, -30)))
	count(&x.Today, "SELECT COUNT(*) FROM notify_delivery WHERE state = 'sent' AND ended_at >= $1", storage.Millis(civil.Of(now).At(0, 0)))
	count(&x.Outbox, "SELECT COUNT(*) FROM notify_outbox WHERE stage = 'digest'")
	return x, err
}

// Replay sends a delivery again that has ended: the same letter or event, with
// the same Message-ID or webhook-id. Conflict while it is still under way.
func (s *Service) Replay(ctx context.Context, id string) error {
	d, err := s.Delivery(ctx, id)
	if err != nil {
		return err
	}
	if !slices.Contains([]State{Sent, Failed, Dropped}, d.State) {
		return fault.Say(fault.Conflict, "Lần gửi này chưa kết thúc, chưa gửi lại được.")
	}
	if may, err := s.mayLeave(ctx, d); err != nil || !may {
		if err == nil {
			err = fault.Say(fault.Conflict, "Tài khoản đã khóa, không gửi gì ra ngoài cho người này.")
		}
		return err
	}
	return s.db.Write(ctx, storage.Act{Verb: "notify.replay", On: ref.New("delivery", id)}, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE notify_delivery SET state = 'waiting', attempt = 0, next_at = $1, ended_at = 0 WHERE id = $2 AND state IN ('sent', 'failed', 'dropped')", storage.Millis(tx.Now()), id); err != nil {
			return err
		}
		return s.nudge(ctx, tx, tx.Now())
	})
}

// TryHook sends an event that means nothing, to see whether it arrives; it
// gives the delivery's id.
func (s *Service) TryHook(ctx context.Context, id string) (string, error) {
	h, err := s.Hook(ctx, id)
	if err != nil {
		return "", err
	}
	if !h.Active {
		return "", fault.Say(fault.Conflict, "Webhook đã ngừng dùng.")
	}
	return s.try(ctx, h.ref(), Delivery{Channel: ByHook, Hook: h.ID, Address: h.URL, Subject: "Gửi thử", body: "Gửi thử từ hệ thống Đôn Đốc."})
}

// TryMail sends a letter that means nothing to the actor's own address.
func (s *Service) TryMail(ctx context.Context) (string, error) {
	a := actor.From(ctx)
	p, err := s.Preference(ctx)
	switch {
	case err != nil:
		return "", err
	case !mayOperate(a):
		return "", fault.NotFound
	case !s.mailOn():
		return "", fault.Say(fault.Conflict, "Chưa có máy chủ thư và địa chỉ người gửi. Điền ở trang Cài đặt trước.")
	case p.Mail == "":
		return "", fault.Say(fault.Conflict, "Đồng chí chưa có địa chỉ thư. Điền ở mục Cách nhận thông báo trước.")
	}
	return s.try(ctx, ref.New("account", a.ID), Delivery{Channel: ByMail, Account: a.ID, Address: p.Mail, Subject: "Gửi thử từ hệ thống Đôn Đốc", body: "Thư này chỉ để thử. Nhận được thư là máy chủ thư đã dùng được."})
}

func (s *Service) try(ctx context.Context, on ref.Ref, d Delivery) (id string, err error) {
	err = s.db.Write(ctx, storage.Act{Verb: "notify.try", On: on}, func(tx *storage.Tx) error {
		id = tx.NewID()
		_, err := tx.InsertMany(ctx, deliveryInsert, "", [][]any{{
			id, "trial/" + id, string(d.Channel), d.Account, d.Hook, d.Address, "", string(trial), d.Subject, d.body, 1, string(civil.Of(tx.Now())),
			string(Waiting), 0, storage.Millis(tx.Now()), int64(0), "", storage.Millis(tx.Now()), int64(0),
		}})
		if err != nil {
			return err
		}
		return s.nudge(ctx, tx, tx.Now())
	})
	return id, err
}
