package ladder

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// Deps are the rooms below.
type Deps struct {
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Accounts    *identity.Service
	Assignments *assignment.Service
	Notify      *notify.Service
}

// Service is the office that urges.
type Service struct {
	db   *storage.DB
	deps Deps

	mu      sync.Mutex // guards what is below
	known   *people
	knownAt time.Time
}

// knownFor is how long people are remembered between two events.
const knownFor = 5 * time.Second

// New makes the office.
func New(db *storage.DB, d Deps) *Service { return &Service{db: db, deps: d} }

// The verbs of this room.
const (
	verbNight  = "ladder.night"
	verbTell   = "ladder.tell"
	verbRung   = "ladder.rung"
	verbLetter = "ladder.letter"
	verbSend   = "ladder.send_letter"
)

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case verbNight:
		return "Đôn đốc theo lịch"
	case verbTell:
		return "Nhắc việc"
	case VerbPress:
		return "Chủ tịch đôn đốc"
	case verbRung:
		return "Sửa bậc đôn đốc"
	case verbLetter:
		return "Soạn công văn đôn đốc"
	case verbSend:
		return "Ghi số công văn đôn đốc"
	}
	return ""
}

// page is how many assignments are looked at, and told of, at a time.
const page = 500

// owed reads open assignments on the lead's side in the order of their keys.
func (s *Service) owed(ctx context.Context, q storage.Querier, most civil.Date, after assignment.ID) ([]Owed, error) {
	out := make([]Owed, 0, page)
	var o Owed
	dest := []any{(*string)(&o.ID), &o.Code, &o.Title, (*string)(&o.Lead), (*string)(&o.HolderOrg), &o.HolderPerson, &o.Period, (*string)(&o.Due), (*string)(&o.Last), &o.Version}
	err := storage.Each(ctx, q, func(r storage.Row) error {
		if err := r.Scan(dest...); err != nil {
			return err
		}
		out = append(out, o)
		return nil
	}, `SELECT id, code, title, lead_org, holder_org, holder_person, period, due_on, due_last, due_version FROM assignment
		WHERE is_open = $1 AND is_group = $2 AND due_last <> '' AND due_last <= $3 AND state IN ('assigned', 'acknowledged', 'returned') AND id > $4 ORDER BY id LIMIT `+strconv.Itoa(page), true, false, string(most), string(after))
	return out, err
}

// reached lists the rungs told for a stretch of assignments, newest due day only.
func (s *Service) reached(ctx context.Context, q storage.Querier, list []Owed) (map[string]bool, error) {
	out := map[string]bool{}
	if len(list) == 0 {
		return out, nil
	}
	err := storage.Each(ctx, q, func(r storage.Row) error {
		var id, rung string
		var version int64
		if err := r.Scan(&id, &version, &rung); err != nil {
			return err
		}
		out[stepKey(assignment.ID(id), version, rung)] = true
		return nil
	}, "SELECT assignment, due_version, rung FROM ladder_step WHERE assignment >= $1 AND assignment <= $2", string(list[0].ID), string(list[len(list)-1].ID))
	return out, err
}

func stepKey(id assignment.ID, version int64, rung string) string {
	return string(id) + "/" + strconv.FormatInt(version, 10) + "/" + rung
}

// each plans a night page by page: what is to be told, in the order of keys.
func (s *Service) each(ctx context.Context, on civil.Date, do func([]Telling) error) error {
	rungs, err := s.Rungs(ctx)
	if err != nil {
		return err
	}
	who, err := s.people(ctx, on)
	if err != nil {
		return err
	}
	l := climb(s.deps.Calendar(), rungs, on)
	if l.most == "" {
		return nil // no rung is active
	}
	after := assignment.ID("")
	for {
		list, err := s.owed(ctx, s.db.Reader(), l.most, after)
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[len(list)-1].ID
		done, err := s.reached(ctx, s.db.Reader(), list)
		if err != nil {
			return err
		}
		var out []Telling
		for _, o := range list {
			for _, t := range l.due(o, func(rung string) bool { return done[stepKey(o.ID, o.Version, rung)] }) {
				if !t.Passed {
					t.To, t.Gap = who.of(o, t.Rung)
				}
				out = append(out, t)
			}
		}
		if len(out) > 0 {
			if err := do(out); err != nil {
				return err
			}
		}
		if len(list) < page {
			return nil
		}
	}
}

// Plan is the dry run: who would be told on a day, and why. Only those who
// direct the work, and auditors, may ask.
func (s *Service) Plan(ctx context.Context, on civil.Date, most int) (list []Telling, more bool, err error) {
	if !identity.SeesAll(actor.From(ctx)) {
		return nil, false, fault.NotFound
	}
	err = s.each(ctx, on, func(t []Telling) error {
		for _, x := range t {
			if x.Passed {
				continue
			}
			if len(list) == most {
				more = true
				return errEnough
			}
			list = append(list, x)
		}
		return nil
	})
	if err == errEnough { //nolint:errorlint // it comes back as it was given
		err = nil
	}
	return list, more, err
}

var errEnough = fmt.Errorf("ladder: enough") //nolint:gochecknoglobals // a mark

// Run tells everybody whom tonight's plan names. Each stretch of assignments
// is one transaction: the step, the message and the act are kept together or
// not at all, so a crash between two stretches loses nothing and repeats
// nothing. It returns how many rungs were told.
func (s *Service) Run(ctx context.Context) (int, error) {
	on := civil.Of(s.db.Now())
	told := 0
	err := s.each(ctx, on, func(list []Telling) error {
		n, err := s.tell(ctx, on, list)
		told += n
		return err
	})
	return told, err
}

// tell writes one stretch.
func (s *Service) tell(ctx context.Context, on civil.Date, list []Telling) (int, error) {
	told := 0
	err := s.db.Write(ctx, storage.Act{Verb: verbNight, On: ref.New("ladder", on)}, func(tx *storage.Tx) error {
		told = 0
		fresh, err := s.claim(ctx, tx, list)
		if err != nil {
			return err
		}
		if len(fresh) == 0 {
			return errNothing
		}
		var messages []notify.Message
		var rows [][]any
		for _, t := range fresh {
			if t.Passed {
				continue
			}
			told++
			m := s.message(t)
			names := make([]string, len(t.To))
			for i, p := range t.To {
				names[i] = p.Name
				m.To = append(m.To, p.ID)
				rows = append(rows, []any{string(t.Owed.ID), t.Owed.Version, t.Rung.ID, p.ID, p.Name, string(p.Side)})
			}
			messages = append(messages, m)
			tx.Also(storage.Act{Verb: verbTell, On: t.Owed.ID.Ref(), Reason: t.Rung.When() + ": " + strings.Join(names, ", "), After: told1{t.Rung.ID, t.Owed.Version, m.To, t.Next}})
		}
		tx.Act.After = map[string]int{"told": told, "passed": len(fresh) - told}
		if len(rows) > 0 {
			if _, err := tx.InsertMany(ctx, "ladder_told (assignment, due_version, rung, recipient, name, side)", "ON CONFLICT DO NOTHING", rows); err != nil {
				return err
			}
		}
		return s.deps.Notify.TellTx(ctx, tx, messages...)
	})
	if err == errNothing || fault.KindOf(err) == fault.Conflict { //nolint:errorlint // it comes back as it was given
		return 0, nil // another process was there first
	}
	return told, err
}

var errNothing = fmt.Errorf("ladder: nothing is new") //nolint:gochecknoglobals // a mark

// told1 is what an act keeps of one telling.
type told1 struct {
	Rung    string   `json:"rung"`
	Version int64    `json:"due_version"`
	To      []string `json:"to"`
	Next    string   `json:"next"`
}

// claim takes the rungs that nobody has told yet: the step's key decides
// between two processes. An assignment that was handed in, paused or moved
// since it was read is left alone.
func (s *Service) claim(ctx context.Context, tx *storage.Tx, list []Telling) ([]Telling, error) {
	ids := make([]string, 0, len(list))
	for _, t := range list {
		if n := len(ids); n == 0 || ids[n-1] != string(t.Owed.ID) {
			ids = append(ids, string(t.Owed.ID))
		}
	}
	w := storage.NewWhere(2).In("id", ids)
	now := map[string]int64{}
	err := storage.Each(ctx, tx, func(r storage.Row) error {
		var id string
		var version int64
		if err := r.Scan(&id, &version); err != nil {
			return err
		}
		now[id] = version
		return nil
	}, "SELECT id, due_version FROM assignment"+w.SQL()+" AND is_open = $1 AND due_last <> $2 AND state IN ('assigned', 'acknowledged', 'returned')", append([]any{true, ""}, w.Args()...)...)
	if err != nil {
		return nil, err
	}
	var out []Telling
	for _, t := range list {
		if v, ok := now[string(t.Owed.ID)]; !ok || v != t.Owed.Version {
			continue
		}
		outcome := "told"
		if t.Passed {
			outcome = "passed"
		}
		n, err := tx.Exec(ctx, "INSERT INTO ladder_step (assignment, due_version, rung, outcome, reached_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
			string(t.Owed.ID), t.Owed.Version, t.Rung.ID, outcome, storage.Millis(tx.Now()))
		if err != nil {
			return nil, err
		}
		if n == 1 {
			out = append(out, t)
		}
	}
	return out, nil
}

// message is what one telling says.
func (s *Service) message(t Telling) notify.Message {
	o := t.Owed
	subject := "Nhắc hạn: "
	switch {
	case t.Late > 0 && t.Rung.Reaches(Chairman):
		subject = fmt.Sprintf("Danh sách của Chủ tịch, trễ %d ngày: ", t.Late)
	case t.Late > 0:
		subject = fmt.Sprintf("Trễ %d ngày làm việc: ", t.Late)
	}
	title := o.Title
	if o.Period != "" {
		title += ", " + o.Period
	}
	body := title + "\n\n" + t.Why + " Chủ trì: " + s.deps.Directory().Name(o.Lead) + "."
	if t.Gap {
		body += "\n" + s.deps.Directory().Name(o.Lead) + " chưa có ai có tài khoản để nhận nhắc việc. Liên hệ trực tiếp và đề nghị lập tài khoản."
	}
	return notify.Message{
		Key: "ladder/" + stepKey(o.ID, o.Version, t.Rung.ID), Kind: notify.Ladder, Subject: clip(subject+title, 200), Body: body + "\n\n" + t.Next,
		Short: "Nhắc việc " + o.Code + ". " + t.Why, Path: "/lam-viec/nhiem-vu/" + string(o.ID), On: o.ID.Ref(), Ask: t.Rung.Ask, Next: t.Next,
	}
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// Rungs lists the rungs by kind of work and day.
func (s *Service) Rungs(ctx context.Context) ([]Rung, error) {
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (x Rung, err error) {
		var sides string
		if err = r.Scan(&x.ID, &x.Work, &x.Days, &sides, &x.Ask, &x.Active, &x.Rev); err != nil {
			return x, err
		}
		return x, json.Unmarshal([]byte(sides), &x.Sides)
	}, "SELECT id, work, days, sides, ask, active, rev FROM ladder_rung ORDER BY work DESC, days, id")
}

func insert(ctx context.Context, tx *storage.Tx, r Rung) error {
	sides, err := json.Marshal(r.Sides)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO ladder_rung (id, work, days, sides, ask, active, rev) VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (id) DO NOTHING", r.ID, string(r.Work), r.Days, string(sides), r.Ask, r.Active)
	return err
}

// Put adds a rung (no ID) or changes one as of its rev. Those who direct the
// work may; a rung that has told is never removed, only put out of use.
func (s *Service) Put(ctx context.Context, r Rung) error {
	who := actor.From(ctx)
	if !who.HasAny(actor.Secretariat, actor.Chairman) {
		return fault.Forbidden
	}
	f := fault.Fields{}
	if r.Work != Task && r.Work != Period {
		f.Add("work", "Chọn loại việc.")
	}
	if r.Days < -60 || r.Days > 250 {
		f.Add("days", "Số ngày làm việc từ -60 (trước hạn) đến 250 (sau hạn).")
	}
	if len(r.Sides) == 0 || slices.ContainsFunc(r.Sides, func(x Side) bool { return !slices.Contains(Sides(), x) }) {
		f.Add("sides", "Chọn ít nhất một nơi được báo.")
	}
	if err := f.Err(); err != nil {
		return err
	}
	sides, err := json.Marshal(r.Sides)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, storage.Act{Verb: verbRung, On: ref.New("ladder", "rungs"), After: r}, func(tx *storage.Tx) error {
		if r.ID == "" {
			r.ID = tx.NewID()
			return insert(ctx, tx, r)
		}
		return tx.ExecOne(ctx, "UPDATE ladder_rung SET work = $1, days = $2, sides = $3, ask = $4, active = $5, rev = rev + 1 WHERE id = $6 AND rev = $7", string(r.Work), r.Days, string(sides), r.Ask, r.Active, r.ID, r.Rev)
	})
}
