package calendarweb

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/viet"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// steps shows the days of a decision, as they are now and as they will be.
func (p *Pages) steps(list []calendar.Step) ui.Table {
	t := ui.Table{ID: "ngay", Plain: true, Caption: "Các ngày của quyết định", Columns: []ui.Column{{Label: "Ngày", Role: ui.RoleTitle}, {Label: "Đang là", Role: ui.RoleText}, {Label: "Sẽ là", Role: ui.RoleText}}}
	g := ui.Group{}
	for _, s := range list {
		g.Rows = append(g.Rows, ui.Row{ID: string(s.Date), Cells: []templ.Component{ui.Two(viet.Title(s.Date.Long()), lunarLong(s.Date)), stepWords(s.Was, s.Date), stepWords(s.Now, s.Date)}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func stepWords(s workday.Special, d civil.Date) templ.Component {
	switch {
	case s.Date == "" && weekend(d):
		return ui.Quiet("Cuối tuần")
	case s.Date == "":
		return ui.Quiet("Ngày làm việc")
	case s.Status == workday.Undecided:
		return ui.Absent(s.Name + ", " + kindWords(s))
	}
	return ui.Text(s.Name + ", " + kindWords(s))
}

// agencies says whose deadlines move: how many, from when to when.
func (p *Pages) agencies(moved []assignment.Moved) ui.Table {
	t := ui.Table{ID: "co-quan", Plain: true, Caption: "Cơ quan có hạn thay đổi", Columns: []ui.Column{{Label: "Cơ quan", Role: ui.RoleTitle}, {Label: "Số hạn", Role: ui.RoleNumber}, {Label: "Hạn đang là", Role: ui.RoleText}, {Label: "Hạn sẽ là", Role: ui.RoleText}}}
	t.Empty = ui.EmptyState("Không hạn nào của nhiệm vụ đang mở thay đổi.")
	type span struct{ from, to civil.Date }
	wide := func(s *span, d civil.Date) {
		if d == "" {
			return
		}
		if s.from == "" || d < s.from {
			s.from = d
		}
		s.to = max(s.to, d)
	}
	count := map[apparatus.OrgID]int{}
	was, now := map[apparatus.OrgID]*span{}, map[apparatus.OrgID]*span{}
	var order []apparatus.OrgID
	for _, m := range moved {
		if count[m.Lead] == 0 {
			order = append(order, m.Lead)
			was[m.Lead], now[m.Lead] = &span{}, &span{}
		}
		count[m.Lead]++
		wide(was[m.Lead], m.LastFrom)
		wide(now[m.Lead], m.LastTo)
	}
	words := func(s *span) string {
		if s.from == s.to {
			return s.from.Format()
		}
		return s.from.Format() + " đến " + s.to.Format()
	}
	slices.SortFunc(order, func(a, b apparatus.OrgID) int { return cmp.Compare(count[b], count[a]) })
	g, dir := ui.Group{}, p.Directory()
	for _, org := range order {
		g.Rows = append(g.Rows, ui.Row{ID: string(org), Cells: []templ.Component{ui.Text(dir.Name(org)), ui.Number(count[org]), ui.Text(words(was[org])), ui.Text(words(now[org]))}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func (p *Pages) duties(moved []assignment.Moved) ui.Table {
	t := ui.Table{ID: "nhiem-vu", Plain: true, Caption: "Nhiệm vụ có hạn thay đổi", Columns: []ui.Column{{Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Chủ trì", Role: ui.RoleMeta}, {Label: "Hạn đang là", Role: ui.RoleText}, {Label: "Hạn sẽ là", Role: ui.RoleText}}}
	g, dir := ui.Group{}, p.Directory()
	for _, m := range moved {
		g.Rows = append(g.Rows, ui.Row{ID: string(m.ID), Href: "/lam-viec/nhiem-vu/" + url.PathEscape(string(m.ID)), Cells: []templ.Component{ui.Text(m.Title), ui.Text(dir.Short(m.Lead)), ui.Date(m.LastFrom), ui.Date(m.LastTo)}})
	}
	t.Groups = []ui.Group{g}
	return t
}

// verdicts shows a calendar file line by line.
func verdicts(f calendar.File) ui.Table {
	t := ui.Table{ID: "dong", Plain: true, Caption: "Từng dòng của tệp lịch", Columns: []ui.Column{{Label: "Ngày", Role: ui.RoleTitle}, {Label: "Dòng", Role: ui.RoleMeta}, {Label: "Nội dung trong tệp", Role: ui.RoleText}, {Label: "Kết quả", Role: ui.RoleText}}}
	g := ui.Group{}
	for _, l := range f.Lines {
		day := ui.Absent("Chưa đọc được")
		if l.Day.Date != "" {
			day = ui.Text(viet.Title(l.Day.Date.Long()))
		}
		var result templ.Component
		switch l.Verdict {
		case calendar.Wrong:
			result = ui.Pressing("Không nhận: " + l.Why)
		case calendar.Same:
			result = ui.Quiet("Đã có, không đổi")
		case calendar.Added:
			result = ui.Text("Thêm mới")
		case calendar.Altered:
			result = ui.Text("Thay “" + l.Was.Name + ", " + kindWords(l.Was) + "”")
		}
		content := ui.Text("")
		if l.Day.Date != "" {
			content = ui.Text(l.Day.Name + ", " + kindWords(l.Day))
		}
		g.Rows = append(g.Rows, ui.Row{ID: fmt.Sprint("dong-", l.Number), Cells: []templ.Component{day, ui.Text(fmt.Sprintf("Dòng %d", l.Number)), content, result}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func dayCells(d civil.Date, words string) []templ.Component {
	return []templ.Component{ui.Two(viet.Title(d.Long()), lunarLong(d)), ui.Text(words)}
}
