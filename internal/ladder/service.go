package ladder

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
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

// Plan is the dry run: who would be told on a day, and why. Only those who
// direct the work, and auditors, may ask.
func (s *Service) Plan(ctx context.Context, on civil.Date, most int) (list []Telling, more bool, err error) {
	if !identity.SeesAll(actor.From(ctx)) {
		return nil, false, fault.NotFound
	}
	n, pages, err := s.pages(ctx, on)
	if err != nil {
		return nil, false, err
	}
	for _, ids := range pages {
		part, err := s.plan(ctx, s.db.Reader(), n, ids)
		if err != nil {
			return nil, false, err
		}
		for _, x := range part.list {
			if x.Passed {
				continue
			}
			if len(list) == most {
				return list, true, nil
			}
			list = append(list, x)
		}
	}
	return list, false, nil
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
		Key: "ladder/" + stepKey(o.ID, o.Version, t.Rung.ID), Kind: notify.Ladder, Subject: clip(subject + title), Body: body + "\n\n" + t.Next,
		Short: "Nhắc việc " + o.Code + ". " + t.Why, Path: "/lam-viec/nhiem-vu/" + string(o.ID), On: o.ID.Ref(), Ask: t.Rung.Ask, Next: t.Next,
	}
}

const longestSubject = 200

func clip(s string) string {
	if r := []rune(s); len(r) > longestSubject {
		return strings.TrimSpace(string(r[:longestSubject-1])) + "…"
	}
	return s
}

// Rungs lists the rungs by kind of work and day: those that ship, and what the
// province has added or changed.
func (s *Service) Rungs(ctx context.Context) ([]Rung, error) {
	out := DefaultRungs()
	stored, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x Rung, err error) {
		var sides string
		if err = r.Scan(&x.ID, &x.Work, &x.Days, &sides, &x.Ask, &x.Active, &x.Rev); err != nil {
			return x, err
		}
		return x, json.Unmarshal([]byte(sides), &x.Sides)
	}, "SELECT id, work, days, sides, ask, active, rev FROM ladder_rung")
	for _, x := range stored {
		if i := slices.IndexFunc(out, func(r Rung) bool { return r.ID == x.ID }); i >= 0 {
			out[i] = x
		} else {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Rung) int {
		return cmp.Or(cmp.Compare(b.Work, a.Work), cmp.Compare(a.Days, b.Days), cmp.Compare(a.ID, b.ID))
	})
	return out, err
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
	if r.ID != "" && r.Rev == 0 && !slices.ContainsFunc(DefaultRungs(), func(x Rung) bool { return x.ID == r.ID }) {
		return fault.NotFound
	}
	sides, err := json.Marshal(r.Sides)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, storage.Act{Verb: verbRung, On: ref.New("ladder", "rungs"), After: r}, func(tx *storage.Tx) error {
		if r.ID == "" {
			r.ID = tx.NewID()
		}
		if r.Rev == 0 { // a new one, or one that ships and is changed for the first time
			return tx.ExecOne(ctx, "INSERT INTO ladder_rung (id, work, days, sides, ask, active, rev) VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (id) DO NOTHING", r.ID, string(r.Work), r.Days, string(sides), r.Ask, r.Active)
		}
		return tx.ExecOne(ctx, "UPDATE ladder_rung SET work = $1, days = $2, sides = $3, ask = $4, active = $5, rev = rev + 1 WHERE id = $6 AND rev = $7", string(r.Work), r.Days, string(sides), r.Ask, r.Active, r.ID, r.Rev)
	})
}
