package stocktake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// gathering fills a pack.
type gathering struct {
	s         *Service
	ctx       context.Context //nolint:containedctx // one gathering is one request
	p         *Pack
	today     civil.Date
	reminders map[assignment.ID]Reminder
	proposals []Proposal
	given     int // since the last meeting
	confirmed int
}

func (g *gathering) line(a assignment.Assignment) Line {
	l := Line{ID: a.ID, Code: a.Code, Title: a.Title, Org: a.Lead, Lead: g.s.dir().Short(a.Lead), Due: a.Due, Days: a.LateBy(g.s.deps.Calendar(), g.today)}
	switch {
	case a.Group:
		l.Lead = "Nhiều cơ quan"
	case a.Lead == "":
		l.Lead = "Chưa rõ chủ trì"
	}
	if a.Period != "" {
		l.Title += " (" + a.Period + ")"
	}
	return l
}

func (g *gathering) reminder(a assignment.Assignment) Reminder {
	if r := g.reminders[a.ID]; r.Times > 0 || a.Parent == "" {
		return r
	}
	return g.reminders[a.Parent]
}

// lists reads the standing lists.
func (g *gathering) lists() error {
	late, err := g.s.view(g.ctx, assignment.Late)
	if err != nil {
		return err
	}
	causes, err := g.lastCauses()
	if err != nil {
		return err
	}
	weights, err := g.partners()
	if err != nil {
		return err
	}
	for _, a := range late {
		l := g.line(a)
		l.Note = "chưa báo nguyên nhân"
		if c := causes[a.ID]; c != "" {
			l.Note = c.Word()
		}
		if a.HolderName != "" {
			l.Note += "; đang ở " + a.HolderName
		}
		r := g.reminder(a)
		if r.Times > 0 {
			l.Note += "; " + r.Word()
		}
		g.p.Slipped = append(g.p.Slipped, l)
		g.late(a, l, l.Days*(1+r.Times+weights[a.ID]))
	}
	slices.SortStableFunc(g.p.Slipped, func(a, b Line) int { return cmp.Compare(b.Days, a.Days) })
	waiting, err := g.s.view(g.ctx, assignment.Waiting)
	if err != nil {
		return err
	}
	for _, a := range waiting {
		l := g.line(a)
		l.Note = "nộp ngày " + a.ReportedOn.Format()
		g.p.Waiting = append(g.p.Waiting, l)
	}
	return g.quiet()
}

// late proposes a late duty; the late parts of one duty are one proposal.
func (g *gathering) late(a assignment.Assignment, l Line, weight int) {
	if a.Parent != "" {
		l.ID, l.Title = a.Parent, a.Title
	}
	i := slices.IndexFunc(g.proposals, func(p Proposal) bool { return p.Rule == RuleLate && p.ID == l.ID })
	if i < 0 {
		g.propose(Proposal{Line: l, Rule: RuleLate, Weight: weight, parts: 1})
		i = len(g.proposals) - 1
	} else {
		p := &g.proposals[i]
		p.Weight, p.Days, p.parts = p.Weight+weight, max(p.Days, l.Days), p.parts+1
		if l.Lead != p.Lead && !strings.Contains(p.Lead, l.Lead) {
			p.Lead += ", " + l.Lead
		}
	}
	p := &g.proposals[i]
	p.Ask = fmt.Sprintf("Trễ %d ngày làm việc", p.Days)
	if p.parts > 1 {
		p.Ask = fmt.Sprintf("%d phần việc đang trễ, lâu nhất %d ngày làm việc", p.parts, p.Days)
	}
	p.Ask += ". Quyết định: giữ hạn, gia hạn, hay đổi cơ quan chủ trì."
}

// quiet reads what is silent, undated and disputed.
func (g *gathering) quiet() error {
	seen := map[assignment.ID]bool{}
	for _, v := range []struct {
		view assignment.View
		note string
	}{{assignment.Unopened, "chưa mở xem"}, {assignment.Silent, "không báo cáo"}} {
		list, err := g.s.view(g.ctx, v.view)
		if err != nil {
			return err
		}
		for _, a := range list {
			if seen[a.ID] {
				continue
			}
			seen[a.ID] = true
			l := g.line(a)
			l.Note = v.note + " từ ngày " + max(a.HeardOn, a.AssignedOn).Format()
			g.p.Silent = append(g.p.Silent, l)
		}
	}
	disputed, err := g.s.view(g.ctx, assignment.DisputedNow)
	if err != nil {
		return err
	}
	for _, a := range disputed {
		l := g.line(a)
		l.Note = a.Objection.Word()
		g.propose(Proposal{Line: l, Rule: RuleDispute, Weight: g.s.deps.Calendar().Between(a.HeardOn, g.today), Ask: "Ý kiến của cơ quan chủ trì: “" + clip(a.Note, 160) + "”. Quyết định: giữ nguyên, hay giao cơ quan khác."})
	}
	undated, err := g.s.view(g.ctx, assignment.Undated)
	if err != nil {
		return err
	}
	for _, a := range undated {
		l := g.line(a)
		l.Note = "giao ngày " + a.AssignedOn.Format()
		g.p.Undated = append(g.p.Undated, l)
		g.propose(Proposal{Line: l, Rule: RuleUndated, Weight: g.s.deps.Calendar().Between(a.AssignedOn, g.today), Ask: "Chưa có hạn. Quyết định: đặt ngày, hay ghi nhận không đặt hạn."})
	}
	return g.repeated()
}

func (g *gathering) propose(p Proposal) { g.proposals = append(g.proposals, p) }

// repeated lists what meetings repeated and is still open.
func (g *gathering) repeated() error {
	ids := make([]assignment.ID, 0, len(g.reminders))
	for id := range g.reminders {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		a, err := g.s.deps.Assignments.Find(g.ctx, id)
		if err != nil {
			return err
		}
		if a.State.Open() {
			l := g.line(a)
			l.Note = g.reminders[id].Word()
			g.p.Repeated = append(g.p.Repeated, l)
		}
	}
	slices.SortStableFunc(g.p.Repeated, func(a, b Line) int { return cmp.Compare(g.reminders[b.ID].Times, g.reminders[a.ID].Times) })
	return nil
}

// moved lists what was confirmed since the last meeting. The parts of one duty,
// its bodies or its periods, are one line.
func (g *gathering) moved() error {
	w := storage.NewWhere(0).And("a.is_group = ?", false).And("a.state = 'confirmed'").And("a.confirmed_on > ?", string(g.p.Since))
	g.s.deps.Assignments.Visible(g.ctx, w)
	type part struct {
		Line

		parent assignment.ID
		period string
		on     civil.Date
	}
	list, err := storage.List(g.ctx, g.s.db.Reader(), func(r storage.Row) (x part, err error) {
		err = r.Scan(&x.ID, &x.parent, &x.Code, &x.Title, &x.Org, &x.period, &x.on, &x.Due, &x.Days)
		return x, err
	}, "SELECT a.id, a.parent, a.code, a.title, a.lead_org, a.period, a.confirmed_on, a.due_on, a.late_days FROM assignment a"+w.SQL()+" ORDER BY a.confirmed_on DESC, a.id LIMIT 5000", w.Args()...)
	if err != nil {
		return err
	}
	g.confirmed = len(list)
	type sum struct {
		n, late int
		bodies  map[apparatus.OrgID]bool
	}
	place, sums := map[assignment.ID]int{}, []sum{}
	for _, x := range list {
		key := x.parent
		if key == "" {
			key = x.ID
		}
		at, seen := place[key]
		if !seen {
			at = len(g.p.Moved)
			place[key] = at
			l := x.Line
			l.ID, l.Lead, l.Note = key, g.s.dir().Short(x.Org), "xác nhận "+x.on.Format()
			if x.parent != "" {
				l.Due = ""
			}
			g.p.Moved, sums = append(g.p.Moved, l), append(sums, sum{bodies: map[apparatus.OrgID]bool{}})
		}
		sums[at].n++
		sums[at].bodies[x.Org] = true
		if x.Days > 0 {
			sums[at].late++
		}
		l := &g.p.Moved[at]
		if n := len(sums[at].bodies); n > 1 {
			l.Lead = fmt.Sprintf("%d cơ quan", n)
		}
		l.Days = 0
	}
	for i := range g.p.Moved {
		l, s := &g.p.Moved[i], sums[i]
		if s.n > 1 {
			l.Note = fmt.Sprintf("%d lần xác nhận, gần nhất %s", s.n, strings.TrimPrefix(l.Note, "xác nhận "))
		}
		switch {
		case s.late > 0 && s.n > 1:
			l.Note += fmt.Sprintf("; %d lần nộp trễ", s.late)
		case s.late > 0:
			l.Note += "; nộp trễ"
		}
	}
	w = storage.NewWhere(0).And("a.is_group = ?", false).And("a.assigned_on > ?", string(g.p.Since)).And("a.state <> 'drafted'")
	g.s.deps.Assignments.Visible(g.ctx, w)
	g.given, err = storage.One(g.ctx, g.s.db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM assignment a"+w.SQL(), w.Args()...)
	return err
}

// lastCauses gives the cause that the last report on a duty named.
func (g *gathering) lastCauses() (map[assignment.ID]assignment.Cause, error) {
	out := map[assignment.ID]assignment.Cause{}
	return out, storage.Each(g.ctx, g.s.db.Reader(), func(r storage.Row) error {
		var id assignment.ID
		var c assignment.Cause
		err := r.Scan(&id, &c)
		out[id] = c // in the order of reports, so the last one stays
		return err
	}, "SELECT x.assignment, x.cause FROM assignment_report x JOIN assignment a ON a.id = x.assignment WHERE a.is_open = $1 AND x.cause <> '' AND x.state <> 'draft' ORDER BY x.id", true)
}

// partners counts the coordinating bodies of open duties.
func (g *gathering) partners() (map[assignment.ID]int, error) {
	out := map[assignment.ID]int{}
	return out, storage.Each(g.ctx, g.s.db.Reader(), func(r storage.Row) error {
		var id assignment.ID
		var n int
		err := r.Scan(&id, &n)
		out[id] = n
		return err
	}, "SELECT p.assignment, COUNT(*) FROM assignment_part p JOIN assignment a ON a.id = p.assignment WHERE a.is_open = $1 GROUP BY p.assignment", true)
}

// causes counts the causes of late reports since the last meeting.
func (g *gathering) causes() error {
	w := storage.NewWhere(0).And("x.cause <> ''").And("x.state <> 'draft'").And("x.submitted_at >= ?", storage.Millis(g.p.Since.AddDays(1).Time()))
	g.s.deps.Assignments.Visible(g.ctx, w)
	by := map[assignment.Cause]int{}
	err := storage.Each(g.ctx, g.s.db.Reader(), func(r storage.Row) error {
		var c assignment.Cause
		var n int
		err := r.Scan(&c, &n)
		by[c] = n
		return err
	}, "SELECT x.cause, COUNT(*) FROM assignment_report x JOIN assignment a ON a.id = x.assignment"+w.SQL()+" GROUP BY x.cause", w.Args()...)
	for _, c := range assignment.Causes() {
		if by[c] > 0 {
			g.p.Causes = append(g.p.Causes, Count{Name: c.Word(), N: by[c]})
		}
	}
	slices.SortStableFunc(g.p.Causes, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return err
}

// holders says with whom the late working days since the last meeting lay.
func (g *gathering) holders() error {
	list, err := g.s.deps.Tally.HolderTime(g.ctx, g.p.Since.AddDays(1), g.today)
	for _, h := range list {
		name := g.s.dir().Name(h.Org)
		if h.Side == assignment.SecretariatSide {
			name = "Thường trực Ban Chỉ đạo (chờ xác nhận, chờ quyết định)"
		}
		g.p.Holders = append(g.p.Holders, Count{Name: name, N: h.Days, Of: h.Of})
	}
	slices.SortStableFunc(g.p.Holders, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return err
}

// asks brings in requests for more time, where a room takes them.
func (g *gathering) asks() error {
	if g.s.deps.Extensions == nil {
		return nil
	}
	list, err := g.s.deps.Extensions(g.ctx)
	for _, x := range list {
		l := Line{ID: x.Assignment, Title: x.Title, Org: x.Lead, Lead: g.s.dir().Short(x.Lead), Due: x.Until, Note: "xin đến " + x.Until.Format() + ": " + x.Why}
		g.p.Asks = append(g.p.Asks, l)
		if x.Again {
			g.propose(Proposal{Line: l, Rule: RuleExtension, Ask: "Xin gia hạn lần nữa đến " + x.Until.Format() + ". Quyết định: đồng ý, không đồng ý, hay chỉ đạo khác."})
		}
	}
	return err
}

// figures counts; every figure names the list behind it.
func (g *gathering) figures() error {
	st, err := g.s.deps.Tally.Stats(g.ctx, g.p.Since.AddDays(1))
	if err != nil {
		return err
	}
	cells, err := g.s.deps.Tally.LateOn(g.ctx, []civil.Date{g.p.Since, g.today})
	if err != nil {
		return err
	}
	then := 0
	for _, c := range cells {
		then += c.Days[0]
	}
	const list = "/lam-viec/nhiem-vu?danh-sach="
	n := func(x int) string { return viet.Number(int64(x)) }
	view := func(v assignment.View) string { return list + string(v) }
	share := "chưa có việc nào có hạn được xác nhận"
	if st.Total.Done > 0 {
		share = n(st.Total.DoneInDay) + "/" + n(st.Total.Done)
		if st.Total.DoneAgreed != st.Total.DoneInDay {
			share += " theo hạn gốc, " + n(st.Total.DoneAgreed) + "/" + n(st.Total.Done) + " theo hạn đã gia hạn"
		}
	}
	g.p.Figures = []Figure{
		{"open", "Việc đang mở", n(st.Total.Open), "Danh sách Đang mở", view(assignment.OpenNow)},
		{"given", "Việc giao mới từ " + g.p.SinceName, n(g.given), "Sổ nhiệm vụ, ngày giao sau " + g.p.Since.Format(), list + string(assignment.All) + "&xep=" + assignment.SortNewest},
		{"moved", "Việc được xác nhận hoàn thành từ " + g.p.SinceName, n(g.confirmed), "Phụ lục III, mục 1", ""},
		{"in_time", "Trong đó nộp đúng hạn", share, "Việc có hạn, xác nhận sau " + g.p.Since.Format(), ""},
		{"waiting", "Đã báo cáo, chờ xác nhận", n(len(g.p.Waiting)), "Danh sách Chờ xác nhận", view(assignment.Waiting)},
		{"late", "Việc đang trễ", n(st.Total.Late), "Danh sách Đang trễ", view(assignment.Late)},
		{"late_then", "Việc trễ vào ngày " + g.p.Since.Format(), n(then), "Tính từ hạn và ngày báo cáo của từng việc", ""},
		{"silent", "Việc im lặng, chưa mở xem", n(len(g.p.Silent)), "Danh sách Im lặng và Chưa mở xem", view(assignment.Silent)},
		{"undated", "Việc chưa có hạn", n(len(g.p.Undated)), "Danh sách Chưa có hạn", view(assignment.Undated)},
	}
	return nil
}
