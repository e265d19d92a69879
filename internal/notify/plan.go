package notify

import (
	"context"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

// planRows is how many messages one transaction plans.
const planRows = 2000

// planned is a message out of the outbox with what is needed to plan it.
type planned struct {
	Item
	recipient string
	short     string
	active    bool
	org       apparatus.OrgID
}

// plan takes what is new out of the outbox and makes a delivery for each way
// out, or lets it wait for its person's morning letter; it says how many
// messages it looked at.
func (s *Service) plan(ctx context.Context) (n int, err error) {
	hooks, err := s.activeHooks(ctx)
	if err != nil {
		return 0, err
	}
	err = s.db.Technical(ctx, func(tx *storage.Tx) error {
		list, err := storage.List(ctx, tx, scanPlanned, `SELECT m.id, m.once_key, m.kind, m.subject, m.urgent, m.created_at, m.recipient, m.short, COALESCE(a.active, $1), COALESCE(a.org, '')
			FROM notify_outbox o JOIN notify_message m ON m.id = o.message LEFT JOIN identity_account a ON a.id = o.recipient
			WHERE o.stage = 'new' ORDER BY o.recipient, o.due_at LIMIT `+itoa(planRows)+s.lockOf("o"), false)
		if n = len(list); err != nil || n == 0 {
			return err
		}
		prefs, err := s.preferences(ctx, tx, list)
		if err != nil {
			return err
		}
		p := planner{s: s, now: tx.Now(), hooks: hooks, morning: map[time.Time][]string{}, mail: s.mailOn(), short: s.gatewayOn(), id: tx.NewID}
		for _, m := range list {
			p.one(m, prefs[m.recipient])
		}
		return p.keep(ctx, tx)
	})
	return n, err
}

func scanPlanned(r storage.Row) (m planned, err error) {
	var at int64
	err = r.Scan(&m.ID, &m.Key, &m.Kind, &m.Subject, &m.Urgent, &at, &m.recipient, &m.short, &m.active, (*string)(&m.org))
	m.At = storage.Instant(at)
	return m, err
}

// lockOf makes two processes take different rows where the engine lets them.
func (s *Service) lockOf(alias string) string {
	if s.db.Engine() == storage.Postgres {
		return " FOR UPDATE OF " + alias + " SKIP LOCKED"
	}
	return ""
}

func (s *Service) preferences(ctx context.Context, tx *storage.Tx, list []planned) (map[string]Preference, error) {
	out := map[string]Preference{}
	var ids []string
	for _, m := range list {
		if _, ok := out[m.recipient]; !ok {
			out[m.recipient] = Preference{Account: m.recipient}
			ids = append(ids, m.recipient)
		}
	}
	w := storage.NewWhere(0).In("account", ids)
	found, err := storage.List(ctx, tx, scanPreference, "SELECT "+preferenceColumns+" FROM notify_preference"+w.SQL(), w.Args()...)
	for _, p := range found {
		out[p.Account] = p
	}
	return out, err
}

// planner collects what one look at the outbox comes to.
type planner struct {
	s           *Service
	now         time.Time
	hooks       []Hook
	mail, short bool
	id          func() string
	done        []string               // out of the outbox
	morning     map[time.Time][]string // waits for the morning letter
	rows        [][]any
}

func (p *planner) one(m planned, pref Preference) {
	for _, h := range p.hooks {
		if h.wants(m.Kind) && m.short != "" {
			p.add("hook/"+h.ID+"/"+m.Key, ByHook, "", h.ID, h.URL, m, p.now)
		}
	}
	if !m.active {
		p.done = append(p.done, m.ID)
		return
	}
	at := p.s.quiet(pref).Until(p.now)
	if m.Urgent && p.s.deps.Settings.Get(setting.QuietUrgent) == "không" {
		at = p.now
	}
	if p.short && m.short != "" && pref.byShort(m.Kind, m.Urgent) {
		p.add("short/"+m.ID, ByShort, m.recipient, "", pref.Phone, m, at)
	}
	way := pref.byMail(m.Kind, m.Urgent)
	switch {
	case !p.mail || way == Never:
	case way == AtOnce:
		p.add("mail/"+m.ID, ByMail, m.recipient, "", pref.Mail, m, at)
	default:
		due := nextDigest(p.now, p.s.minutes(pref.DigestAt, setting.DigestAt), p.s.deps.Calendar(m.org))
		p.morning[due] = append(p.morning[due], m.ID)
		return
	}
	p.done = append(p.done, m.ID)
}

const deliveryInsert = "notify_delivery (id, once_key, channel, account, hook, address, message, kind, subject, body, messages, day, state, attempt, next_at, lease_until, last_error, created_at, ended_at)"

func (p *planner) add(once string, c Channel, account, hook, address string, m planned, at time.Time) { //nolint:revive // the columns of one row
	p.rows = append(p.rows, []any{p.id(), once, string(c), account, hook, address, m.ID, string(m.Kind), m.Subject, "", 1, string(civil.Of(p.now)), string(Waiting), 0, storage.Millis(at), int64(0), "", storage.Millis(p.now), int64(0)})
}

func (p *planner) keep(ctx context.Context, tx *storage.Tx) error {
	if _, err := tx.InsertMany(ctx, deliveryInsert, "ON CONFLICT (once_key) DO NOTHING", p.rows); err != nil {
		return err
	}
	if len(p.done) > 0 {
		w := storage.NewWhere(0).In("message", p.done)
		if _, err := tx.Exec(ctx, "DELETE FROM notify_outbox"+w.SQL(), w.Args()...); err != nil {
			return err
		}
	}
	for due, ids := range p.morning {
		w := storage.NewWhere(1).In("message", ids)
		if _, err := tx.Exec(ctx, "UPDATE notify_outbox SET stage = 'digest', due_at = $1"+w.SQL(), append([]any{storage.Millis(due)}, w.Args()...)...); err != nil {
			return err
		}
	}
	return nil
}

// link is an address of the application as it stands in letters; "" while the
// province has not said where its application is.
func (s *Service) link(path string) string {
	site := strings.TrimRight(s.deps.Settings.Get(setting.SiteAddress), "/")
	if site == "" || path == "" {
		return ""
	}
	return site + path
}
