package calendarweb

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/lunar"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

type yearView struct {
	Year      int
	Lead      []templ.Component
	Open      int // days not yet decided
	Months    []ui.YearMonth
	Days      ui.Table
	Hours     []ui.Fact
	Changes   ui.Table
	May       bool
	Downloads []ui.Link
}

func (p *Pages) year(w http.ResponseWriter, r *http.Request) error {
	changes, err := p.Calendar.Decisions(r.Context(), 0)
	if err != nil {
		return err
	}
	year, cal := p.yearOf(r), p.Calendar.Calendar()
	first, last := ends(year)
	v := yearView{Year: year, May: identity.Allows(web.VisitOf(r).Actor, identity.CalendarEdit)}
	days := calendar.Year(cal, year)
	off, makeup := 0, 0
	for _, d := range days {
		switch {
		case d.Kind == workday.Makeup:
			makeup++
		case !weekend(d.Date):
			off++
		}
		if d.Status == workday.Undecided {
			v.Open++
		}
	}
	v.Lead = []templ.Component{ui.Strong(fmt.Sprintf("Năm %d có %d ngày làm việc.", year, workingDays(cal, first, last)))}
	rest := fmt.Sprintf(" Nghỉ lễ, nghỉ bù %d ngày trong tuần", off)
	if makeup > 0 {
		rest += fmt.Sprintf(", làm bù %d ngày cuối tuần", makeup)
	}
	v.Lead = append(v.Lead, ui.Text(rest+"."))
	for m := 1; m <= 12; m++ {
		v.Months = append(v.Months, month(cal, year, m, p.today()))
	}
	var edit func(workday.Special) string
	if v.May {
		edit = editPath
	}
	v.Days = p.table(days, edit)
	v.Hours = p.hoursFacts()
	v.Changes = p.changes(changes)
	for _, kind := range []string{"csv", "json"} {
		v.Downloads = append(v.Downloads, ui.Link{Label: map[string]string{"csv": "CSV", "json": "JSON"}[kind], Href: Path + "." + kind + "?" + yearParam + "=" + strconv.Itoa(year)})
	}
	return web.Page(w, r, web.View{Title: "Lịch làm việc năm " + strconv.Itoa(year), Section: section, Body: yearPage(v)})
}

func weekend(d civil.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// month draws one month; weeks start on Monday.
func month(cal *workday.Calendar, year, m int, today civil.Date) ui.YearMonth {
	first := civil.New(year, m, 1)
	last := first.AddMonths(1).AddDays(-1)
	out := ui.YearMonth{Name: "Tháng " + strconv.Itoa(m), Note: fmt.Sprintf("%d ngày làm việc", workingDays(cal, first, last))}
	for d := first.AddDays(-(int(first.Weekday()) + 6) % 7); d <= last; {
		var week []ui.YearDay
		for range 7 {
			if d >= first && d <= last {
				week = append(week, day(cal, d, today))
			} else {
				week = append(week, ui.YearDay{})
			}
			d = d.AddDays(1)
		}
		out.Weeks = append(out.Weeks, week)
	}
	return out
}

func day(cal *workday.Calendar, d, today civil.Date) ui.YearDay {
	out := ui.YearDay{Kind: ui.YearWork, Number: strconv.Itoa(d.Time().Day()), Datetime: string(d), Today: d == today}
	if weekend(d) {
		out.Kind = ui.YearRest
	}
	s, ok := cal.Special(d)
	if !ok {
		return out
	}
	out.Words = d.Long() + ": " + s.Name + ", " + kindWords(s)
	switch {
	case s.Kind == workday.Makeup:
		out.Kind, out.Sign = ui.YearMakeup, "làm"
	case s.Status == workday.Undecided:
		out.Kind, out.Sign = ui.YearUnknown, lunarShort(d)
	default:
		out.Kind, out.Sign = ui.YearOff, lunarShort(d)
	}
	switch s.Kind {
	case workday.Compensatory:
		out.Sign = "bù"
	case workday.SwapOff:
		out.Sign = "đổi"
	case workday.Holiday, workday.Makeup:
	}
	return out
}

func kindWords(s workday.Special) string {
	words := map[workday.Kind]string{workday.Holiday: "nghỉ lễ", workday.Compensatory: "nghỉ bù", workday.SwapOff: "nghỉ hoán đổi", workday.Makeup: "làm bù"}[s.Kind]
	if s.Status == workday.Undecided {
		words += ", chưa quyết định"
	}
	return words
}

// lunarShort is the lunar date as "29/12"; "" past the lunar calendar.
func lunarShort(d civil.Date) string {
	l, err := lunar.Of(d)
	if err != nil {
		return ""
	}
	return strconv.Itoa(l.Day) + "/" + strconv.Itoa(l.Month)
}

func lunarLong(d civil.Date) string {
	l, err := lunar.Of(d)
	if err != nil {
		return ""
	}
	return l.Words()
}

// table lists the days; edit is where a row leads for those who may change it.
func (p *Pages) table(days []workday.Special, edit func(workday.Special) string) ui.Table {
	t := ui.Table{ID: "ngay", Plain: true, Caption: "Các ngày khác với ngày thường trong tuần", Columns: []ui.Column{{Label: "Ngày", Role: ui.RoleTitle}, {Label: "Nội dung", Role: ui.RoleText}, {Label: "Loại", Role: ui.RoleState}, {Label: "Tình trạng", Role: ui.RoleState}, {Label: "Căn cứ", Role: ui.RoleText}}}
	t.Empty = ui.EmptyState("Năm này chưa có ngày nào khác ngày thường.")
	g := ui.Group{}
	for _, d := range days {
		status := ui.Text(calendar.StatusName(d.Status))
		if d.Status == workday.Undecided {
			status = ui.Absent(calendar.StatusName(d.Status))
		}
		row := ui.Row{ID: string(d.Date), Cells: []templ.Component{ui.Two(viet.Title(d.Date.Long()), lunarLong(d.Date)), ui.Text(d.Name), ui.Text(calendar.KindName(d.Kind)), status, ui.Text(d.Basis)}}
		if edit != nil {
			row.Href = edit(d)
		}
		g.Rows = append(g.Rows, row)
	}
	t.Groups = []ui.Group{g}
	return t
}

func (p *Pages) hoursFacts() []ui.Fact {
	now := p.Calendar.HoursOn("", p.today())
	out := []ui.Fact{{Label: "Hiện nay", Value: ui.Text(calendar.HoursWords(now))}}
	for _, h := range p.Calendar.AllHours("") {
		out = append(out, ui.Fact{Label: "Từ " + h.From.Format(), Value: ui.Text(calendar.HoursWords(h.Hours)), Note: h.Basis})
	}
	if len(out) == 1 {
		out[0].Note = "Giờ mặc định, chưa nhập quy định của tỉnh."
	}
	return out
}

func (p *Pages) changes(list []calendar.Decision) ui.Table {
	t := ui.Table{ID: "thay-doi", Plain: true, Caption: "Các lần thay đổi lịch làm việc", Columns: []ui.Column{{Label: "Nội dung", Role: ui.RoleTitle}, {Label: "Căn cứ", Role: ui.RoleText}, {Label: "Áp dụng", Role: ui.RoleMeta}, {Label: "Người nhập", Role: ui.RoleMeta}, {Label: "Lúc", Role: ui.RoleDate}, {Label: "Kết quả", Role: ui.RoleText}}}
	t.Empty = ui.EmptyState("Lịch chưa được thay đổi lần nào kể từ khi cài đặt.")
	g := ui.Group{}
	for _, d := range list {
		g.Rows = append(g.Rows, ui.Row{ID: string(d.ID), Href: DecisionPath(d.ID), Cells: []templ.Component{ui.Text(d.Name), ui.Text(d.Basis), ui.Text(p.scope(d)), ui.Text(d.By), ui.Moment(d.At), ui.Text(outcome(d))}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func (p *Pages) scope(d calendar.Decision) string {
	if d.Org == "" {
		return "Toàn tỉnh"
	}
	return p.Directory().Name(d.Org)
}

// outcome says what became of open deadlines.
func outcome(d calendar.Decision) string {
	switch {
	case d.Org != "" || d.Source == calendar.ByHours:
		return "Không đổi hạn của nhiệm vụ"
	case d.Reckoned.IsZero():
		return "Đang tính lại các hạn"
	case d.Moved == 0:
		return "Không hạn nào thay đổi"
	}
	return fmt.Sprintf("%d hạn được tính lại, %d cơ quan được báo", d.Moved, len(d.Told))
}
