package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

var errNoSuchAction = fault.Say(fault.Invalid, "Không có lựa chọn này. Tải lại trang rồi chọn.")

func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// Items lists what waits for a decision and the actor may see, kind by kind,
// the longest waiting first; what waits for an instruction comes last.
func (s *Service) Items(ctx context.Context) ([]Item, error) {
	if !identity.Allows(actor.From(ctx), identity.DecisionView) {
		return nil, fault.NotFound
	}
	var out []Item
	for _, src := range s.sources() {
		items, err := src.Items(ctx)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(items, func(a, b Item) int { return strings.Compare(string(a.Since), string(b.Since)) })
		out = append(out, items...)
	}
	if err := errors.Join(s.proposals(ctx, out), s.instructions(ctx, out)); err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Refused = s.refused(ctx, out[i].Kind, out[i].Org)
	}
	slices.SortStableFunc(out, func(a, b Item) int { return min(len(a.Instructed), 1) - min(len(b.Instructed), 1) })
	return out, nil
}

// Find gives one item.
func (s *Service) Find(ctx context.Context, key string) (Item, error) {
	items, err := s.Items(ctx)
	if err != nil {
		return Item{}, err
	}
	i := slices.IndexFunc(items, func(x Item) bool { return x.Key() == key })
	if i < 0 {
		return Item{}, fault.Say(fault.NotFound, "Việc này không còn chờ quyết định. Tải lại trang để xem diễn biến mới.")
	}
	return items[i], nil
}

// refused says why the actor does not decide a kind of thing of a body; "" if
// the actor does.
func (s *Service) refused(ctx context.Context, k Kind, org apparatus.OrgID) string {
	a := actor.From(ctx)
	if a.Has(actor.Chairman) {
		return ""
	}
	if _, ok := a.Mandate(string(k)); !ok {
		return "Chủ tịch quyết định."
	}
	if own := s.dir().Agency(apparatus.OrgID(a.Org)); own != "" && org != "" && own == s.dir().Agency(org) {
		return s.dir().Name(own) + " có phần việc nên đồng chí không quyết định thay. Chủ tịch quyết định."
	}
	return ""
}

// standIn gives the context in which a decision is taken: the chairman's own,
// or that of a deputy who stands in, so that the record shows on whose behalf.
func (s *Service) standIn(ctx context.Context, k Kind, org apparatus.OrgID) (context.Context, error) {
	a := actor.From(ctx)
	if why := s.refused(ctx, k, org); why != "" {
		return nil, fault.Say(fault.Forbidden, why)
	}
	if m, ok := a.Mandate(string(k)); ok && !a.Has(actor.Chairman) {
		ctx = actor.With(ctx, a.StandIn(m))
	}
	return ctx, nil
}

// Decide does what was chosen, as of the revision that the person saw.
func (s *Service) Decide(ctx context.Context, c Choice) error {
	x, err := s.Find(ctx, string(c.Kind)+":"+c.ID)
	if err != nil {
		return err
	}
	own, err := s.standIn(ctx, c.Kind, x.Org)
	if err != nil {
		return err
	}
	if c.Rev == 0 || c.Rev != x.Rev {
		return fault.Say(fault.Conflict, "“"+x.What+"” vừa có diễn biến mới. Đọc lại rồi quyết định.")
	}
	i := slices.IndexFunc(x.Options, func(o Option) bool { return o.Action == c.Action })
	if i < 0 {
		return errNoSuchAction
	}
	if c.Why = viet.Line(c.Why); c.Why == "" {
		if x.Options[i].Needs == AReason {
			return fault.Field("why", "Ghi lý do.")
		}
		if c.Why = "Quyết định: " + lower(x.Options[i].Label) + "."; x.Proposal != nil && x.Proposal.Action == c.Action && x.Proposal.Value == c.Value {
			c.Why = "Theo đề xuất của " + x.Proposal.By + ": " + x.Proposal.Why
		}
	}
	src := slices.IndexFunc(s.sources(), func(o Source) bool { return o.Kind == c.Kind })
	return s.sources()[src].Decide(own, c)
}

// Order is an instruction on an item: it becomes an assignment.
type Order struct {
	Kind  Kind
	ID    string
	Words string
	Lead  apparatus.OrgID
	Day   string // as typed
}

// Instruct (chỉ đạo) makes an assignment out of an instruction on an item:
// one lead, a day, and the item as where it comes from.
func (s *Service) Instruct(ctx context.Context, o Order) (assignment.Assignment, error) {
	x, err := s.Find(ctx, string(o.Kind)+":"+o.ID)
	if err != nil {
		return assignment.Assignment{}, err
	}
	own, err := s.standIn(ctx, o.Kind, x.Org)
	if err != nil {
		return assignment.Assignment{}, err
	}
	f := fault.Fields{}
	if o.Words = viet.Line(o.Words); o.Words == "" {
		f.Add("words", "Ghi nội dung chỉ đạo.")
	}
	if o.Lead == "" {
		f.Add("lead", "Chọn một cơ quan thực hiện.")
	}
	day, err := civil.ParseVN(o.Day)
	switch {
	case err != nil:
		f.Add("day", err.Error())
	case day < s.today():
		f.Add("day", "Ngày phải xong từ hôm nay trở đi.")
	}
	if err := f.Err(); err != nil {
		return assignment.Assignment{}, err
	}
	return s.deps.Assignments.Assign(own, assignment.New{
		Title: o.Words, Lead: o.Lead, Origin: x.On, OriginLabel: instructed + cut(x.What, 80),
		Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: day},
	})
}

// instructed begins the source of an assignment that an instruction became.
const instructed = "Chỉ đạo: "

func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimSpace(string(r[:n])) + "…"
}

// instructions puts the open assignments that came out of items beside them.
func (s *Service) instructions(ctx context.Context, items []Item) error {
	by := map[ref.Ref][]int{}
	for i, x := range items {
		by[x.On] = append(by[x.On], i)
	}
	if len(by) == 0 {
		return nil
	}
	type row struct {
		Instruction

		on ref.Ref
	}
	var kinds []string
	for r := range by {
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
	}
	slices.Sort(kinds)
	// open by its state: by is_open SQLite, without statistics, goes through all that is open
	w := storage.NewWhere(0).In("a.origin_kind", kinds).And("a.state <> 'confirmed' AND a.state <> 'cancelled' AND a.state <> 'superseded' AND a.is_group = FALSE")
	s.deps.Assignments.Visible(ctx, w)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.ID, &x.Code, &x.Lead, &x.Due, &x.on.Kind, &x.on.ID)
		return x, err
	}, "SELECT a.id, a.code, a.lead_org, a.due_on, a.origin_kind, a.origin_id FROM assignment a"+w.SQL()+" ORDER BY a.id LIMIT 1000", w.Args()...)
	for _, x := range rows {
		for _, i := range by[x.on] {
			items[i].Instructed = append(items[i].Instructed, x.Instruction)
		}
	}
	return err
}

// undoFor is how long a decision can be taken back.
const undoFor = 10 * time.Minute

// Decided is a decision that can still be taken back.
type Decided struct {
	Act   string        `json:"act"`
	Verb  string        `json:"verb"`
	Kind  Kind          `json:"kind"`
	On    assignment.ID `json:"on"`
	What  string        `json:"what"`
	Why   string        `json:"why"`
	At    time.Time     `json:"at"`
	Until time.Time     `json:"until"`
	// Instruction is true for an instruction, which any mandate may take back.
	Instruction bool `json:"instruction,omitempty"`

	entry audit.Entry
}

// Recent lists the actor's decisions of the last ten minutes that nothing has
// been built upon since, newest first.
func (s *Service) Recent(ctx context.Context) ([]Decided, error) {
	a := actor.From(ctx)
	if !a.Has(actor.Chairman) && len(a.Mandates) == 0 {
		return nil, nil
	}
	acts, err := s.deps.Acts.Recent(ctx, audit.Query{Actor: a.ID, Since: s.db.Now().Add(-undoFor)}, 100)
	if err != nil {
		return nil, err
	}
	var out []Decided
	for _, e := range acts {
		d := Decided{Act: e.ID, Verb: e.Verb, What: e.On.ID, Why: e.Reason, At: e.At, Until: e.At.Add(undoFor), entry: e}
		var ok bool
		if d.Kind, d.Instruction, ok = s.kindOf(e); !ok {
			continue
		}
		if e.On.Kind == "assignment" {
			var after assignment.Assignment
			if json.Unmarshal(e.After, &after) != nil {
				continue
			}
			now, err := s.deps.Assignments.Find(ctx, after.ID)
			if err != nil || now.Rev != after.Rev {
				continue // somebody has worked on it since
			}
			d.On, d.What = now.ID, now.Title
		}
		out = append(out, d)
	}
	return out, nil
}

// kindOf is the kind of decision that an act was, or that it gave out an
// instruction; ok is false for other acts.
func (s *Service) kindOf(e audit.Entry) (k Kind, instruction, ok bool) {
	for _, src := range s.sources() {
		if src.Undo != nil && slices.Contains(src.Verbs, e.Verb) {
			return src.Kind, false, true
		}
	}
	var after assignment.Assignment
	if e.Verb != string(assignment.VerbAssign) || json.Unmarshal(e.After, &after) != nil || !strings.HasPrefix(after.OriginLabel, instructed) {
		return "", false, false
	}
	return "", true, true
}

// Undo takes back one of the actor's own decisions within ten minutes, by a
// second act.
func (s *Service) Undo(ctx context.Context, act string) error {
	recent, err := s.Recent(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(recent, func(d Decided) bool { return d.Act == act })
	if i < 0 {
		return fault.Say(fault.Conflict, "Không hoàn tác được nữa: đã quá 10 phút, hoặc đã có người xử lý tiếp.")
	}
	d := recent[i]
	a := actor.From(ctx)
	own := ctx
	if !a.Has(actor.Chairman) {
		m, ok := a.Mandate(string(d.Kind))
		if d.Instruction && len(a.Mandates) > 0 {
			m, ok = a.Mandates[0], true
		}
		if !ok {
			return fault.Say(fault.Forbidden, "Thời gian ủy quyền đã hết. Chủ tịch quyết định.")
		}
		own = actor.With(ctx, a.StandIn(m))
	}
	if d.Instruction {
		var after assignment.Assignment
		if err := json.Unmarshal(d.entry.After, &after); err != nil {
			return err
		}
		_, err := s.deps.Assignments.Cancel(own, after.ID, after.Rev, "Hoàn tác chỉ đạo lúc "+civil.Instant(d.At))
		return err
	}
	src := slices.IndexFunc(s.sources(), func(o Source) bool { return o.Kind == d.Kind })
	return s.sources()[src].Undo(own, d.entry)
}
