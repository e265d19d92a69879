package dashboardweb

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/fault"
	"dondoc/internal/tally"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

type page struct {
	dashboard.View

	Today   civil.Date
	Now     time.Time
	Past    bool // a past day, made from the record of acts
	Wrong   string
	Typed   string
	Dir     *apparatus.Directory
	Cal     *workday.Calendar
	LateT   ui.Table
	WeekT   ui.Table
	WaitT   ui.Table
	Rank    league
	HeatV   ui.HeatView
	Held    ui.BarsView
	HeldN   int // holders that are not shown
	Curves  []curve
	Ahead   ahead
	Decides decideView
}

// link is the address of a list, or nothing on a past day: lists show today.
func (d page) link(href string) string {
	if d.Past {
		return ""
	}
	return href
}

// service is the page's service on the day that the address names.
func (p *Pages) service(r *http.Request) (s *dashboard.Service, day civil.Date, past bool, err error) { //nolint:revive // a service and which day it shows
	typed := r.URL.Query().Get("ngay")
	today := civil.Of(p.Now())
	if typed == "" {
		return p.Dashboard, today, false, nil
	}
	day, err = civil.ParseVN(typed)
	if err != nil {
		return p.Dashboard, today, false, fault.Field("ngay", err.Error())
	}
	if day > today {
		return p.Dashboard, today, false, fault.Field("ngay", "Ngày "+day.Format()+" chưa tới.")
	}
	s, err = p.Dashboard.On(r.Context(), day)
	if err != nil {
		return p.Dashboard, today, false, err
	}
	return s, day, day < today, nil
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	s, day, past, err := p.service(r)
	status, wrong := http.StatusOK, ""
	if errors.Is(err, fault.Invalid) {
		status, wrong = http.StatusUnprocessableEntity, fault.FieldsOf(err)["ngay"]
		err = nil
	}
	if err != nil {
		return err
	}
	v, err := s.Load(r.Context())
	if err != nil {
		return err
	}
	now := p.Now()
	if past {
		now = day.At(23, 59)
	}
	d := page{View: v, Today: day, Now: now, Past: past, Wrong: wrong, Typed: r.URL.Query().Get("ngay"), Dir: p.Directory(), Cal: p.Calendar()}
	d.LateT = p.table(d, "tre", "Đang trễ", v.Late, "Không có nhiệm vụ nào đang trễ.")
	d.WeekT = p.table(d, "tuan", "Đến hạn tuần này", v.Week, "Không có việc nào đến hạn tuần này.")
	d.WaitT = p.table(d, "cho", "Chờ xác nhận", v.Waiting, "Không có báo cáo nào chờ xác nhận.")
	d.Rank, d.HeatV = d.league(), d.heat()
	d.Held, d.HeldN = d.held()
	for _, g := range v.Goals {
		if c, ok := d.curve(g); ok {
			d.Curves = append(d.Curves, c)
		}
	}
	d.Ahead = d.ahead()
	d.Decides = decideView{Token: web.Token(r), p: p, Now: p.Now(), Today: day, Items: v.Decide}
	for _, x := range v.Decide {
		d.Decides.Takes = d.Decides.Takes || x.Refused == "" && !past
	}
	return web.Page(w, r, web.View{Title: "Điều hành", Section: "dieu-hanh", Status: status, Print: true, Body: dashboardPage(d)})
}

// table is a short list: time, what and who holds it, the day.
func (p *Pages) table(d page, id, caption string, rows []assignment.Assignment, empty string) ui.Table {
	t := ui.Table{ID: id, Caption: caption, Plain: true, Empty: ui.EmptyState(empty), Columns: []ui.Column{{Label: "Thời gian", Role: ui.RoleClock}, {Label: "Nhiệm vụ, cơ quan và người giữ", Role: ui.RoleTitle}, {Label: "Hạn", Role: ui.RoleDate}}}
	g := ui.Group{}
	for _, a := range rows {
		g.Rows = append(g.Rows, ui.Row{ID: id + string(a.ID), Href: path(a.ID), Cells: []templ.Component{ui.ClockMark(d.clock(a)), ui.Two(titleOf(a), d.holder(a)), dueOf(a)}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func titleOf(a assignment.Assignment) string {
	if a.Period != "" {
		return a.Title + " (" + a.Period + ")"
	}
	return a.Title
}

func dueOf(a assignment.Assignment) templ.Component {
	if a.Due == "" {
		return ui.Absent("không nêu")
	}
	return ui.Date(a.Due)
}

// holder is the body and the person who holds the thing there.
func (d page) holder(a assignment.Assignment) string {
	who := d.Dir.Name(a.Lead)
	switch {
	case a.State == assignment.Disputed:
		who += ", chờ quyết định về ý kiến khác"
	case a.HolderName != "":
		who += ", " + a.HolderName
	case a.HolderOrg != "":
		who += ", " + d.Dir.Name(a.HolderOrg)
	}
	return who
}

func (d page) clock(a assignment.Assignment) ui.Clock {
	left := d.Cal.Until(a.Due, d.Now)
	switch {
	case a.State == assignment.Reported:
		if n := a.LateBy(d.Cal, d.Today); n > 0 {
			return ui.Clock{Kind: ui.ClockHandedInLate, Text: fmt.Sprintf("Nộp trễ %d ngày", n)}
		}
		return ui.Clock{Kind: ui.ClockLater, Text: "Nộp " + a.ReportedOn.Format()}
	case a.Due == "":
		return ui.Clock{Kind: ui.ClockNone, Text: "Chưa có hạn"}
	case left.Mark == workday.IsLate:
		return ui.Clock{Kind: ui.ClockLate, Text: fmt.Sprintf("%d ngày", left.Days), Exact: left.Text}
	case left.Mark == workday.IsToday && d.Cal.OnOrAfter(a.Due) < d.Today: // over, and no working day has passed since
		return ui.Clock{Kind: ui.ClockLate, Text: "Hết hạn", Exact: left.Text}
	case left.Mark == workday.IsToday:
		return ui.Clock{Kind: ui.ClockToday, Text: "Hôm nay"}
	}
	return ui.Clock{Kind: ui.ClockLater, Text: civil.WeekdayName(a.Due.Weekday())}
}

// rankRow is one body of the league: its shares against the original and the
// agreed day, each with its interval.
type rankRow struct {
	Label, Href              string
	N                        int
	Original, Agreed         int
	OriginalHref, DoneHref   string
	AgreedHref               string
	Median                   float64
	Low1, High1, Low2, High2 float64
	Below                    bool // the whole interval lies below the province's line
}

func (r rankRow) share(hits int) float64 { return float64(hits) / float64(max(1, r.N)) }

type league struct {
	Ranked, Few []rankRow
	Total       rankRow
}

func (d page) league() league {
	row := func(t tally.Tally) rankRow {
		since := string(d.Since)
		r := rankRow{Label: d.Dir.Short(t.Org), Href: d.link(narrowed(assignment.OpenNow, assignment.FilterLead, string(t.Org))), N: t.Done, Original: t.DoneInDay, Agreed: t.DoneAgreed, Median: t.LateMedian}
		r.DoneHref = d.link(narrowed(assignment.All, assignment.FilterLead, string(t.Org), assignment.FilterDone, since))
		r.OriginalHref = d.link(narrowed(assignment.All, assignment.FilterLead, string(t.Org), assignment.FilterDone, since, assignment.FilterOnTime, assignment.ByOriginal))
		r.AgreedHref = d.link(narrowed(assignment.All, assignment.FilterLead, string(t.Org), assignment.FilterDone, since, assignment.FilterOnTime, assignment.ByAgreed))
		r.Low1, r.High1 = ui.Wilson(t.DoneInDay, t.Done)
		r.Low2, r.High2 = ui.Wilson(t.DoneAgreed, t.Done)
		return r
	}
	l := league{Total: row(d.Stats.Total)}
	for _, t := range d.League {
		r := row(t)
		if t.Done < dashboard.MinN {
			l.Few = append(l.Few, r)
			continue
		}
		r.Below = r.High1 < l.Total.share(l.Total.Original)
		l.Ranked = append(l.Ranked, r)
	}
	return l
}

func (d page) heat() ui.HeatView {
	h := ui.HeatView{Caption: "Số nhiệm vụ đang trễ cuối mỗi tuần, theo cơ quan", Corner: "Cơ quan"}
	for _, day := range d.Days {
		h.Columns = append(h.Columns, day.Short())
	}
	for i, c := range d.Heat {
		if i == 10 {
			break
		}
		row := ui.HeatRow{Label: d.Dir.Short(c.Org), Href: d.link(toOrg(assignment.OpenNow, c.Org))}
		for k, n := range c.Days {
			row.Cells = append(row.Cells, ui.HeatCell{Count: n, Href: d.link(narrowed(assignment.All, assignment.FilterLead, string(c.Org), assignment.FilterLateOn, string(d.Days[k])))})
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

// held is who holds what is late, the most first.
func (d page) held() (v ui.BarsView, more int) {
	const most = 8
	v.Sentence = "Số việc đang trễ theo cơ quan và người giữ"
	for i, h := range d.Holders {
		if i == most {
			return v, len(d.Holders) - most
		}
		who, filter := d.Dir.Short(h.Org), h.Holder
		if h.Holder == "" {
			filter = assignment.Nobody
			who += ", chưa giao ai"
		} else {
			if o, ok := d.Dir.Get(apparatus.OrgID(h.Holder)); ok {
				who += ", " + o.Name
			} else {
				who += ", " + h.Holder
			}
		}
		v.Bars = append(v.Bars, ui.Bar{
			Label: who, Value: float64(h.N), Pressing: true, Shown: fmt.Sprintf("%d việc, lâu nhất %d ngày", h.N, d.Cal.Late(h.Oldest, d.Today)),
			Href: d.link(narrowed(assignment.Late, assignment.FilterLead, string(h.Org), assignment.FilterHolder, filter)),
		})
	}
	return v, 0
}

// ahead is the forecast as it is drawn.
type ahead struct {
	Rows     []aheadRow
	Max      int
	Sentence string // the finding
	Checked  string
	Skill    string
	Href     string
}

type aheadRow struct {
	Label, Href string
	N           int
	Expected    float64
	Low, High   int
	Own         bool
	Chance      string
}

func percent(x float64) string { return viet.Decimal(100*x, 0) + "%" }

func (d page) ahead() ahead {
	f := d.Forecast
	a := ahead{Href: d.link(narrowed(assignment.OpenNow, assignment.FilterLastFrom, string(f.From), assignment.FilterLastTo, string(f.Until)))}
	if !f.Ready {
		return a
	}
	a.Sentence = fmt.Sprintf("Bốn tuần tới có thể trễ %s trong %d việc đến hạn", span(f.Sum.Low, f.Sum.High), f.Sum.N)
	c := f.Check
	if c.N > 0 {
		a.Checked = fmt.Sprintf("Kiểm tra với %d tuần qua: dự báo %s, thực tế %s trong %s việc; số trễ nằm trong khoảng dự báo %d trên %d tuần.", c.Weeks, percent(c.Expected/float64(c.N)), percent(float64(c.Late)/float64(c.N)), viet.Number(int64(c.N)), c.Inside, c.Weeks)
		a.Skill = fmt.Sprintf("Sai số Brier %s, nếu chỉ dùng mức chung của tỉnh là %s", viet.Decimal(c.Brier, 3), viet.Decimal(c.BrierBase, 3))
		if c.Skill() > 0.005 {
			a.Skill += fmt.Sprintf(": sát hơn %s.", percent(c.Skill()))
		} else {
			a.Skill += ": lịch sử riêng của từng cơ quan chưa cho dự báo sát hơn mức chung."
		}
	}
	for i, b := range f.Bodies {
		if i == 8 {
			break
		}
		a.Max = max(a.Max, b.Count.High, 1)
		a.Rows = append(a.Rows, aheadRow{
			Label: d.Dir.Short(apparatus.OrgID(b.Org)), N: b.Count.N, Expected: b.Count.Expected, Low: b.Count.Low, High: b.Count.High, Own: b.Cases >= 10,
			Chance: fmt.Sprintf("khả năng trễ mỗi việc %s (%s đến %s), theo %d việc đã qua", percent(b.Chance), percent(b.Low), percent(b.High), b.Cases),
			Href:   d.link(narrowed(assignment.OpenNow, assignment.FilterLead, b.Org, assignment.FilterLastFrom, string(f.From), assignment.FilterLastTo, string(f.Until))),
		})
	}
	return a
}

func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + " đến " + strconv.Itoa(high)
}

func pct(x float64) string {
	return strconv.FormatFloat(100*math.Min(1, math.Max(0, x)), 'f', 2, 64) + "%"
}
