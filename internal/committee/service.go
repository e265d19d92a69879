package committee

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/office"
	"dondoc/internal/stocktake"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Names are what stands at the head of the committee's documents.
type Names struct {
	Committee     string // whole name
	Abbr          string // in numbers and symbols: BCĐ
	SuperiorState string // cơ quan chủ quản in the State's form
	SuperiorParty string // and in the Party's
	Place         string // where documents are issued
}

// Deps are the rooms below.
type Deps struct {
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Assignments *assignment.Service
	Stocktake   *stocktake.Service
	Documents   *document.Service
	Blobs       *blob.Store
	Names       func() Names
}

// Service is the committee's office.
type Service struct {
	db   *storage.DB
	deps Deps
}

// New makes the office.
func New(db *storage.DB, deps Deps) *Service { return &Service{db, deps} }

func (s *Service) dir() *apparatus.Directory { return s.deps.Directory() }
func (s *Service) today() civil.Date         { return civil.Of(s.db.Now()) }

// stale is a Conflict for a meeting that changed since the page was opened.
func stale() error {
	return fault.Say(fault.Conflict, "Phiên họp đã được người khác sửa sau khi trang này mở. Tải lại trang, xem bản mới rồi gửi lại.")
}

// change is the one road of the verbs on a meeting: may, find, possible,
// change, save, act. rev is the version that the person saw, 0 when they need
// not have seen one.
func (s *Service) change(ctx context.Context, id ID, rev int64, v Verb, fn func(tx *storage.Tx, m *Meeting) error) (Meeting, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return Meeting{}, err
	}
	var out Meeting
	err := s.db.Write(ctx, storage.Act{Verb: string(v), On: id.Ref()}, func(tx *storage.Tx) error {
		m, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if rev != 0 && rev != m.Rev {
			return stale()
		}
		if err := m.refuse(v); err != nil {
			return err
		}
		before := m
		before.Agenda, before.Attendance, before.Opinions = slices.Clone(m.Agenda), slices.Clone(m.Attendance), slices.Clone(m.Opinions)
		if err := fn(tx, &m); err != nil {
			return err
		}
		if err := saveMeeting(ctx, tx, m); err != nil {
			return err
		}
		m.Rev++
		if tx.Act.After == nil {
			tx.Act.Before, tx.Act.After = before, m
		}
		out = m
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("%s %s: %w", v, id, err)
	}
	return out, nil
}

const (
	maxName  = 300
	maxWords = 4000
	maxGist  = 2000
)

// PutMember adds a member (ID "") or changes one as of Rev.
func (s *Service) PutMember(ctx context.Context, m Member) (Member, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return m, err
	}
	m.Name, m.Title = viet.Line(m.Name), viet.Line(m.Title)
	f := fault.Fields{}
	if m.Name == "" || len([]rune(m.Name)) > maxName {
		f.Add("name", "Ghi họ tên, không quá 300 ký tự.")
	}
	if len([]rune(m.Title)) > maxName {
		f.Add("title", "Chức vụ dài quá 300 ký tự.")
	}
	if !slices.Contains(Roles(), m.Role) {
		f.Add("role", "Chọn vai trò trong Ban Chỉ đạo.")
	}
	if _, ok := s.dir().Get(m.Org); !ok {
		f.Add("org", "Chọn cơ quan trong danh bạ.")
	}
	if m.From == "" {
		f.Add("from", "Ghi ngày bắt đầu tham gia.")
	}
	if m.To != "" && m.To < m.From {
		f.Add("to", "Ngày thôi tham gia phải không trước ngày bắt đầu.")
	}
	if err := f.Err(); err != nil {
		return m, err
	}
	err := s.db.Write(ctx, storage.Act{Verb: string(VerbMember), On: m.ID.Ref()}, func(tx *storage.Tx) error {
		if m.ID == "" {
			m.ID, m.Rev = MemberID(tx.NewID()), 1
			tx.Act.On, tx.Act.After = m.ID.Ref(), m
			_, err := tx.Exec(ctx, "INSERT INTO committee_member (id, name, title, role, org, from_on, to_on, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)", string(m.ID), m.Name, m.Title, string(m.Role), string(m.Org), string(m.From), string(m.To))
			return err
		}
		before, err := storage.One(ctx, tx, scanMember, "SELECT "+memberColumns+" FROM committee_member WHERE id = $1", string(m.ID))
		if err != nil {
			return err
		}
		tx.Act.Before, tx.Act.After = before, m
		return tx.ExecOne(ctx, "UPDATE committee_member SET name = $1, title = $2, role = $3, org = $4, from_on = $5, to_on = $6, rev = rev + 1 WHERE id = $7 AND rev = $8", m.Name, m.Title, string(m.Role), string(m.Org), string(m.From), string(m.To), string(m.ID), m.Rev)
	})
	return m, err
}

// clean brings a plan into the form that is stored, and checks it.
func (p Plan) clean() (Plan, error) {
	p.Subject, p.Place, p.Signer = viet.Line(p.Subject), viet.Line(p.Place), viet.Line(p.Signer)
	lines := func(list []string) []string {
		var out []string
		for _, l := range list {
			if l = viet.Line(l); l != "" {
				out = append(out, l)
			}
		}
		return out
	}
	p.Authority, p.Recipients = lines(p.Authority), lines(p.Recipients)
	f := fault.Fields{}
	if p.PlannedAt.IsZero() {
		f.Add("day", "Ghi ngày họp.")
	}
	if p.Year < 1945 || p.Year > 9999 {
		f.Add("year", "Ghi năm của phiên họp.")
	}
	if p.Number < 1 || p.Number > 999 {
		f.Add("number", "Ghi phiên họp thứ mấy trong năm, từ 1.")
	}
	if len([]rune(p.Subject)) > 1000 || len([]rune(p.Place)) > maxName || len([]rune(p.Signer)) > maxName {
		f.Add("subject", "Nội dung dài quá, rút gọn lại.")
	}
	if p.Template != office.State && p.Template != office.Party {
		f.Add("template", "Chọn mẫu thông báo của Nhà nước hoặc của Đảng.")
	}
	return p, f.Err()
}

// Add plans a meeting. The members of that day are invited.
func (s *Service) Add(ctx context.Context, p Plan) (Meeting, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return Meeting{}, err
	}
	p, err := p.clean()
	if err != nil {
		return Meeting{}, err
	}
	var m Meeting
	err = s.db.Write(ctx, storage.Act{Verb: string(VerbPlan), On: ID("new").Ref()}, func(tx *storage.Tx) error {
		m = Meeting{ID: ID(tx.NewID()), Plan: p, State: Planned, Rev: 1}
		if err := s.invite(ctx, tx, &m); err != nil {
			return err
		}
		if err := s.taken(ctx, tx, m); err != nil {
			return err
		}
		tx.Act.On, tx.Act.After = m.ID.Ref(), m
		return insertMeeting(ctx, tx, m)
	})
	return m, err
}

func (s *Service) taken(ctx context.Context, tx *storage.Tx, m Meeting) error {
	n, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM committee_meeting WHERE year = $1 AND number = $2 AND id <> $3", m.Year, m.Number, string(m.ID))
	if err == nil && n > 0 {
		return fault.Field("number", fmt.Sprintf("Phiên họp thứ %d năm %d đã có.", m.Number, m.Year))
	}
	return err
}

// invite fills in the members of the day and the chair. What was said of those
// who are there already stays.
func (s *Service) invite(ctx context.Context, q storage.Querier, m *Meeting) error {
	members, err := listMembers(ctx, q)
	if err != nil {
		return err
	}
	old := map[MemberID]Attendant{}
	for _, x := range m.Attendance {
		old[x.Member] = x
	}
	day := m.MetOn()
	m.Attendance, m.ChairName, m.ChairTitle = nil, "", ""
	for _, x := range members {
		if !x.On(day) {
			continue
		}
		was := old[x.ID]
		m.Attendance = append(m.Attendance, Attendant{Member: x.ID, Name: x.Name, Title: x.Title, Role: x.Role, Org: x.Org, Presence: was.Presence, Note: was.Note})
		if m.Chair == "" && x.Role == Head {
			m.Chair = x.ID
		}
		if x.ID == m.Chair {
			m.ChairName, m.ChairTitle = x.Name, x.Title
		}
	}
	if m.Chair != "" && m.ChairName == "" {
		return fault.Field("chair", "Người chủ trì không phải thành viên Ban Chỉ đạo vào ngày họp.")
	}
	return nil
}

// Edit changes the plan as of rev.
func (s *Service) Edit(ctx context.Context, id ID, rev int64, p Plan) (Meeting, error) {
	p, err := p.clean()
	if err != nil {
		return Meeting{}, err
	}
	return s.change(ctx, id, rev, VerbEdit, func(tx *storage.Tx, m *Meeting) error {
		m.Plan = p
		if err := s.taken(ctx, tx, *m); err != nil {
			return err
		}
		return s.invite(ctx, tx, m)
	})
}

// AddItem puts a report on the agenda, with its file if there is one.
func (s *Service) AddItem(ctx context.Context, id ID, it Item, file *blob.File) (Meeting, error) {
	it.Title = viet.Line(it.Title)
	if it.Title == "" || len([]rune(it.Title)) > 1000 {
		return Meeting{}, fault.Field("title", "Ghi tên báo cáo, nội dung trình bày, không quá 1.000 ký tự.")
	}
	if _, ok := s.dir().Get(it.Org); it.Org != "" && !ok {
		return Meeting{}, fault.Field("org", "Không có cơ quan này trong danh bạ.")
	}
	return s.change(ctx, id, 0, VerbAgenda, func(tx *storage.Tx, m *Meeting) error {
		it.ID = tx.NewID()
		if file != nil {
			if err := s.deps.Blobs.Keep(ctx, tx, *file); err != nil {
				return err
			}
			it.File, it.Name = file.ID, file.Name
		}
		m.Agenda = append(m.Agenda, it)
		return nil
	})
}

// DropItem takes a point off the agenda; Hear notes that it was heard.
func (s *Service) DropItem(ctx context.Context, id ID, item string) (Meeting, error) {
	return s.item(ctx, id, item, func(m *Meeting, i int) { m.Agenda = slices.Delete(m.Agenda, i, i+1) })
}

// Hear notes that a report was heard, or takes the note back.
func (s *Service) Hear(ctx context.Context, id ID, item string) (Meeting, error) {
	return s.item(ctx, id, item, func(m *Meeting, i int) { m.Agenda[i].Heard = !m.Agenda[i].Heard })
}

func (s *Service) item(ctx context.Context, id ID, item string, fn func(m *Meeting, i int)) (Meeting, error) {
	return s.change(ctx, id, 0, VerbAgenda, func(_ *storage.Tx, m *Meeting) error {
		i := slices.IndexFunc(m.Agenda, func(x Item) bool { return x.ID == item })
		if i < 0 {
			return fault.NotFound
		}
		m.Agenda = slices.Clone(m.Agenda)
		fn(m, i)
		return nil
	})
}

// Attend writes down who came, who sent somebody, who was absent and why.
func (s *Service) Attend(ctx context.Context, id ID, said map[MemberID]Attendant) (Meeting, error) {
	return s.change(ctx, id, 0, VerbAttend, func(_ *storage.Tx, m *Meeting) error {
		m.Attendance = slices.Clone(m.Attendance)
		f := fault.Fields{}
		for i := range m.Attendance {
			x := &m.Attendance[i]
			now, ok := said[x.Member]
			if !ok {
				continue
			}
			if now.Presence != "" && now.Presence.Word() == "" {
				return fault.Field("presence", "Chọn có mặt, cử người dự thay hoặc vắng có lý do.")
			}
			x.Presence, x.Note = now.Presence, viet.Line(now.Note)
			switch {
			case x.Presence == Sent && x.Note == "":
				f.Add("note-"+string(x.Member), "Ghi ai dự thay "+x.Name+".")
			case x.Presence == Absent && x.Note == "":
				f.Add("note-"+string(x.Member), "Ghi lý do vắng của "+x.Name+".")
			case len([]rune(x.Note)) > maxName:
				f.Add("note-"+string(x.Member), "Ghi chú dài quá 300 ký tự.")
			}
		}
		return f.Err()
	})
}

// Hold begins a meeting at the instant that it began. What is tabled is frozen
// when it begins today; a meeting that is entered afterwards tabled nothing
// from here.
func (s *Service) Hold(ctx context.Context, id ID, rev int64, at time.Time) (Meeting, error) {
	if at.IsZero() || at.After(s.db.Now()) {
		return Meeting{}, fault.Field("held", "Ghi giờ bắt đầu họp, không sau lúc này.")
	}
	var tabled *frozen
	if civil.Of(at) == s.today() {
		f, err := s.freeze(ctx, id)
		if err != nil {
			return Meeting{}, err
		}
		tabled = &f
	}
	return s.change(ctx, id, rev, VerbHold, func(tx *storage.Tx, m *Meeting) error {
		m.State, m.HeldAt = Held, at
		tx.Act.Claimed = at
		if err := s.invite(ctx, tx, m); err != nil {
			return err
		}
		if tabled == nil {
			return nil
		}
		return s.keep(ctx, tx, id, *tabled)
	})
}

// AddOpinion writes down who said what, in short.
func (s *Service) AddOpinion(ctx context.Context, id ID, o Opinion) (Meeting, error) {
	o.Who, o.Gist = viet.Line(o.Who), strings.TrimSpace(viet.Clean(o.Gist))
	f := fault.Fields{}
	if o.Who == "" || len([]rune(o.Who)) > maxName {
		f.Add("who", "Ghi ai phát biểu.")
	}
	if o.Gist == "" || len([]rune(o.Gist)) > maxGist {
		f.Add("gist", "Ghi ý chính của ý kiến, không quá 2.000 ký tự.")
	}
	if err := f.Err(); err != nil {
		return Meeting{}, err
	}
	return s.change(ctx, id, 0, VerbOpinion, func(_ *storage.Tx, m *Meeting) error {
		m.Opinions = append(m.Opinions, o)
		return nil
	})
}

// Publish notes when the notice was made public.
func (s *Service) Publish(ctx context.Context, id ID, rev int64, at time.Time) (Meeting, error) {
	return s.change(ctx, id, rev, VerbPublish, func(tx *storage.Tx, m *Meeting) error {
		switch {
		case at.IsZero():
			return fault.Field("published", "Ghi ngày công bố.")
		case civil.Of(at) < m.SignedOn:
			return fault.Field("published", "Ngày công bố trước ngày ký "+m.SignedOn.Format()+".")
		case at.After(tx.Now()):
			return fault.Field("published", "Ngày công bố không thể sau lúc này.")
		}
		m.State, m.PublishedAt = Published, at
		return nil
	})
}
