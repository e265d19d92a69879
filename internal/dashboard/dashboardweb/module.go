package dashboardweb

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/document"
	"dondoc/internal/identity"
	"dondoc/internal/tally"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Assignments *assignment.Service
	Tally       *tally.Service
	Dashboard   *dashboard.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Acts        *audit.Service
	Documents   *document.Service
	Accounts    *identity.Service
	Now         func() time.Time
}

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/lam-viec", identity.DashboardView, p.show)
	rt.Get("/lam-viec/dieu-hanh.csv", identity.DashboardView, p.csv)
	rt.Get("/lam-viec/dieu-hanh.json", identity.DashboardView, p.json)
	rt.Get(bookPath, identity.AuditView, p.book)
	rt.Get(PathDecide, identity.DecisionView, p.decidePage)
	rt.Get(PathDecide+".csv", identity.DecisionView, p.decideCSV)
	rt.Get(PathDecide+".json", identity.DecisionView, p.decideJSON)
	rt.Post(PathDecide, identity.DecisionTake, p.take)
	rt.Post(PathDecide+"/"+formInstruct, identity.DecisionTake, p.instruct)
	rt.Post(PathDecide+"/hoan-tac", identity.DecisionTake, p.undo)
	rt.Post(PathDecide+"/"+formPropose, identity.DecisionPropose, p.propose)
	rt.Post(PathDecide+"/rut-de-xuat", identity.DecisionPropose, p.withdraw)
	rt.Get(PathDelegate, identity.DelegationGive, p.delegatePage)
	rt.Post(PathDelegate, identity.DelegationGive, p.delegate)
	rt.Post(PathDelegate+"/{id}/thu-hoi", identity.DelegationGive, p.revoke)
}

// list is the address of the list of assignments; one of them stands below it.
const list = "/lam-viec/nhiem-vu"

func path(id assignment.ID) string { return list + "/" + string(id) }

func to(view assignment.View) string {
	return list + "?" + assignment.FilterView + "=" + string(view)
}

func toOrg(view assignment.View, org apparatus.OrgID) string {
	return to(view) + "&" + assignment.FilterLead + "=" + string(org)
}

type page struct {
	dashboard.View

	Today  civil.Date
	Now    time.Time
	Dir    *apparatus.Directory
	Late   ui.Table
	Week   ui.Table
	Wait   ui.Table
	Undate ui.Table
	League ui.LeagueView
	Heat   ui.HeatView
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	today := civil.Of(p.Now())
	v, err := dashboard.Load(r.Context(), p.Assignments, p.Tally, today)
	if err != nil {
		return err
	}
	d := page{View: v, Today: today, Now: p.Now(), Dir: p.Directory()}
	d.Late = p.table("tre", "Đang trễ", v.Late, "Không có nhiệm vụ nào đang trễ.")
	d.Week = p.table("tuan", "Đến hạn tuần này", v.Week, "Không có việc nào đến hạn tuần này.")
	d.Wait = p.table("cho", "Chờ xác nhận", v.Waiting, "Không có báo cáo nào chờ xác nhận.")
	d.Undate = p.table("khong-han", "Chưa có hạn", v.Undated, "Mọi nhiệm vụ đều đã có hạn.")
	d.League = p.league(v)
	d.Heat = p.heat(v)
	return web.Page(w, r, web.View{Title: "Điều hành", Section: "dieu-hanh", Print: true, Body: dashboardPage(d)})
}

// table is a short list: time, what and who holds it, the day.
func (p *Pages) table(id, caption string, rows []assignment.Assignment, empty string) ui.Table {
	t := ui.Table{ID: id, Caption: caption, Plain: true, Empty: ui.EmptyState(empty), Columns: []ui.Column{{Label: "Thời gian", Role: ui.RoleClock}, {Label: "Nhiệm vụ, cơ quan và người giữ", Role: ui.RoleTitle}, {Label: "Hạn", Role: ui.RoleDate}}}
	g := ui.Group{}
	for _, a := range rows {
		who := p.Directory().Name(a.Lead)
		if a.HolderName != "" {
			who += ", " + a.HolderName
		}
		clock := ui.Clock{Kind: ui.ClockNone, Text: "Chưa có hạn"}
		due := ui.Date(a.Due)
		switch left := p.Calendar().Until(a.Due, p.Now()); {
		case a.State == assignment.Reported:
			clock = ui.Clock{Kind: ui.ClockLater, Text: "Nộp " + a.ReportedOn.Format()}
			if n := a.LateBy(p.Calendar(), civil.Of(p.Now())); n > 0 {
				clock = ui.Clock{Kind: ui.ClockHandedInLate, Text: fmt.Sprintf("Nộp trễ %d ngày", n)}
			}
		case left.Mark == workday.IsLate:
			clock = ui.Clock{Kind: ui.ClockLate, Text: fmt.Sprintf("%d ngày", left.Days), Exact: left.Text}
		case left.Mark == workday.IsToday && p.Calendar().OnOrAfter(a.Due) < civil.Of(p.Now()): // over, and no working day has passed since
			clock = ui.Clock{Kind: ui.ClockLate, Text: "Hết hạn", Exact: left.Text}
		case left.Mark == workday.IsToday:
			clock = ui.Clock{Kind: ui.ClockToday, Text: "Hôm nay"}
		case left.Mark == workday.IsLater:
			clock = ui.Clock{Kind: ui.ClockLater, Text: civil.WeekdayName(a.Due.Weekday())}
		}
		if a.Due == "" {
			due = ui.Absent("không nêu")
		}
		g.Rows = append(g.Rows, ui.Row{ID: id + string(a.ID), Href: path(a.ID), Cells: []templ.Component{clockMark(clock), ui.Two(a.Title, who), due}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func clockMark(c ui.Clock) templ.Component { return ui.ClockMark(c) }

func (p *Pages) league(v dashboard.View) ui.LeagueView {
	l := ui.LeagueView{Line: -1}
	for _, t := range v.League {
		l.Rows = append(l.Rows, ui.LeagueRow{Label: p.Directory().Short(t.Org), Href: list + "?" + assignment.FilterLead + "=" + string(t.Org), Hits: t.DoneInDay, N: t.Done})
	}
	if v.Stats.Total.Done > 0 {
		l.Line = float64(v.Stats.Total.DoneInDay) / float64(v.Stats.Total.Done)
		l.LineLabel = fmt.Sprintf("toàn tỉnh %d%%", int(l.Line*100+0.5))
		l.Sentence = fmt.Sprintf("Tỷ lệ nộp đúng hạn gốc của %d cơ quan, toàn tỉnh %d trên %d", len(l.Rows), v.Stats.Total.DoneInDay, v.Stats.Total.Done)
	}
	return l
}

func (p *Pages) heat(v dashboard.View) ui.HeatView {
	h := ui.HeatView{Caption: "Số nhiệm vụ đang trễ cuối mỗi tuần, theo cơ quan", Corner: "Cơ quan"}
	for _, d := range v.Days {
		h.Columns = append(h.Columns, d.Short())
	}
	for i, c := range v.Heat {
		if i == 10 {
			break
		}
		row := ui.HeatRow{Label: p.Directory().Short(c.Org), Href: toOrg(assignment.All, c.Org)}
		for _, n := range c.Days {
			row.Cells = append(row.Cells, ui.HeatCell{Count: n})
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	st, err := p.Tally.Stats(r.Context(), civil.Of(p.Now()).AddDays(-365))
	if err != nil {
		return err
	}
	head := []string{"Cơ quan", "Đang mở", "Đang trễ", "Đến hạn tuần này", "Chờ xác nhận", "Chưa có hạn", "Đã xác nhận trong 12 tháng", "Trong đó nộp đúng hạn"}
	rows := func(yield func([]string, error) bool) {
		for _, t := range st.ByOrg {
			row := []string{p.Directory().Name(t.Org)}
			for _, n := range []int{t.Open, t.Late, t.ThisWeek, t.Waiting, t.Undated, t.Done, t.DoneInDay} {
				row = append(row, strconv.Itoa(n))
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return web.CSV(w, "theo-co-quan-"+string(st.On)+".csv", head, rows)
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	st, err := p.Tally.Stats(r.Context(), civil.Of(p.Now()).AddDays(-365))
	if err != nil {
		return err
	}
	return web.JSON(w, st)
}
