package notify_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/identity"
	"dondoc/internal/jobs"
	"dondoc/internal/mail"
	"dondoc/internal/notify"
	"dondoc/internal/outward"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/territory"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), territory.Schema(), apparatus.Schema(), identity.Schema(), setting.Schema(), jobs.Schema(), notify.Schema()}
}

// post is a post office of the test: what was handed in, and what it answers.
type post struct {
	mu       sync.Mutex
	letters  []mail.Letter
	requests []outward.Request
	mail     func(l mail.Letter) error
	down     error
	answer   func(r outward.Request) (outward.Answer, error)
}

func (p *post) send(_ context.Context, _ mail.Server, letters []mail.Letter, done func(int, error) bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down != nil {
		return &mail.UnreachableError{Cause: p.down}
	}
	for i, l := range letters {
		p.letters = append(p.letters, l)
		var err error
		if p.mail != nil {
			err = p.mail(l)
		}
		if !done(i, err) {
			return nil
		}
	}
	return nil
}

func (*post) Check(address string) error {
	_, err := outward.Check(address, []string{"nhan.example.vn"})
	return err
}

func (p *post) Post(_ context.Context, r outward.Request) (outward.Answer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, r)
	if p.answer != nil {
		return p.answer(r)
	}
	return outward.Answer{Status: 200}, nil
}

func (p *post) to() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[string]int{}
	for _, l := range p.letters {
		out[l.To]++
	}
	return out
}

type office struct {
	t     *testing.T
	db    *storage.DB
	clock *clock.Manual
	ids   *identity.Service
	set   *setting.Service
	tell  *notify.Service
	post  *post
	admin context.Context
	own   map[apparatus.OrgID]*workday.Calendar // of offices that depart from the province's
}

func hours(n int) func() time.Duration {
	return func() time.Duration { return time.Duration(n) * time.Hour }
}

func newOffice(t *testing.T, db *storage.DB, c *clock.Manual) *office {
	t.Helper()
	audit.New(db)
	o := &office{t: t, db: db, clock: c, post: &post{}, set: setting.New(db), ids: identity.New(db, identity.Limits{Idle: hours(1), Privileged: hours(1), Absolute: hours(12)})}
	o.tell = o.another()
	o.admin = actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "quantri", Name: "Quản trị", Grants: []actor.Grant{{Role: actor.Admin, Org: "ubnd"}}})
	o.put(setting.SMTPHost, "thu.example.vn")
	o.put(setting.SMTPSender, "dondoc@example.vn")
	o.put(setting.SiteAddress, "https://dondoc.example.vn")
	return o
}

// another is the same service in another process.
func (o *office) another() *notify.Service {
	return notify.New(o.db, notify.Deps{Settings: o.set, Calendar: o.calendar, Post: o.post, Mail: o.post.send, Log: slog.New(slog.DiscardHandler)})
}

func (o *office) calendar(org apparatus.OrgID) *workday.Calendar {
	if own := o.own[org]; own != nil {
		return own
	}
	return workday.Default()
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) put(name, value string) {
	o.t.Helper()
	o.must(o.set.Put(o.t.Context(), name, value, o.set.Current(name).Rev))
}

// person makes an account with an address; as gives a context in which it acts.
func (o *office) person(user string) string {
	o.t.Helper()
	// without a password: hashing one takes longer than most of these tests
	o.must(o.db.Load(o.t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec(o.t.Context(), "INSERT INTO identity_account (id, user_name, user_fold, name, title, org, active, password, name_key, created_at, rev) VALUES ($1, $2, $3, $4, '', 'snv', $5, '', $6, 0, 1)", "id-"+user, user, user, "Người "+user, true, user)
		return err
	}))
	o.must(o.tell.Put(o.as("id-"+user), notify.Preference{Account: "id-" + user, Mail: user + "@example.vn"}))
	return "id-" + user
}

func (o *office) as(id string) context.Context {
	return actor.With(o.t.Context(), actor.Actor{Kind: actor.Person, ID: id, Name: "Người " + id})
}

func message(key string, to ...string) notify.Message {
	return notify.Message{Key: key, Kind: notify.Ladder, To: to, Subject: "Nhắc hạn: báo cáo giải ngân, còn 3 ngày làm việc", Body: "Nhiệm vụ báo cáo giải ngân đến hạn ngày 15/06/2023.", Short: "Có nhiệm vụ sắp đến hạn.", Path: "/lam-viec/nhiem-vu/nv1", On: ref.New("assignment", "nv1"), Ask: true, Next: "Ngày 15/06/2023 báo thủ trưởng cơ quan."}
}

func urgent(key string, to ...string) notify.Message {
	m := message(key, to...)
	m.Urgent = true
	return m
}

func (o *office) say(list ...notify.Message) int {
	o.t.Helper()
	var n int
	o.must(o.db.Write(actor.With(o.t.Context(), actor.System("thử")), storage.Act{Verb: "assignment.remind", On: ref.New("assignment", "nv1")}, func(tx *storage.Tx) error {
		var err error
		n, err = o.tell.TellCountTx(o.t.Context(), tx, list...)
		return err
	}))
	return n
}

func (o *office) round() {
	o.t.Helper()
	o.must(o.tell.Round(o.t.Context()))
}

func (o *office) at(s string) {
	o.t.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", s, storagetest.Start().Location())
	o.must(err)
	o.clock.Set(t)
}

func (o *office) states() map[notify.State]int {
	o.t.Helper()
	list, err := o.tell.Deliveries(o.admin, notify.LogQuery{Size: 1000})
	o.must(err)
	out := map[notify.State]int{}
	for _, d := range list {
		out[d.State]++
	}
	return out
}

var errDown = errors.New("connection refused")
