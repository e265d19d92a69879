package assignmentweb

import (
	"errors"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

type listView struct {
	Title  string
	Meta   templ.Component
	Filter ui.Filter
	Query  listing.Query
	Orgs   []ui.Option
	Errors map[string]string
	Table  ui.Table
	Pages  ui.Pages
	Extra  ui.Table // parts that the actor's bodies still owe
}

// row shows one assignment in a list.
func (p *Pages) row(c *clocks, a assignment.Assignment) ui.Row {
	who := p.Directory().Short(a.Lead)
	if a.Lead == "" {
		who = ""
	}
	due := ui.Date(a.Due)
	switch {
	case a.Due == "" && a.Deadline.Phrase != "":
		due = ui.Text("“" + a.Deadline.Phrase + "”")
	case a.Due == "":
		due = ui.Absent("Không nêu")
	}
	if h := p.holder(a); h != "" && who != "" {
		who += ", " + h
	}
	lead := ui.Text(who)
	if who == "" {
		lead = ui.Absent("Chưa rõ chủ trì")
	}
	title := a.Title
	if a.Period != "" {
		title += " (" + a.Period + ")"
	}
	return ui.Row{ID: string(a.ID), Href: Path(a.ID), Cells: []templ.Component{
		ui.ClockMark(c.of(a)), ui.Text(title), ui.DocNumber(a.OriginLabel), lead, ui.State(string(a.State), ""), due,
	}}
}

func columns() []ui.Column {
	return []ui.Column{
		{Label: "Còn lại", Role: ui.RoleClock}, {Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Nguồn", Role: ui.RoleMeta}, {Label: "Chủ trì, người giữ", Role: ui.RoleMeta}, {Label: "Trạng thái", Role: ui.RoleState}, {Label: "Hạn", Role: ui.RoleDate},
	}
}

// mine is Việc của tôi: what is owed, in bands by time.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	q := listing.Parse(r.URL.Query(), []string{assignment.FilterState}, assignment.Sorts())
	q.Filters[assignment.FilterView] = []string{string(assignment.Mine)}
	q.Size = 200
	page, err := p.Assignments.List(r.Context(), q)
	if err != nil {
		return err
	}
	today := p.today()
	week := today.Monday().AddDays(6)
	bands := []struct {
		title, note string
		rows        []ui.Row
	}{{title: "Trễ"}, {title: "Hôm nay", note: today.Long()}, {title: "Tuần này"}, {title: "Sau đó"}, {title: "Thường xuyên", note: "đồng hồ chạy theo từng phản ánh"}, {title: "Chưa có hạn", note: "chờ thường trực đặt hạn"}, {title: "Đã nộp, chờ xác nhận"}}
	late, due, c := 0, 0, p.clocks()
	for _, a := range page.Rows {
		last := p.Calendar().OnOrAfter(a.Due)
		i := 3
		switch {
		case a.State == assignment.Reported:
			i = 6
		case a.Due == "" && a.SameDay():
			i = 4
		case a.Due == "":
			i = 5
		case last < today:
			i = 0
			late++
		case last == today:
			i = 1
			due++
		case a.Due <= week:
			i = 2
		}
		bands[i].rows = append(bands[i].rows, p.row(c, a))
	}
	t := ui.Table{ID: "viec", Caption: "Việc của tôi, xếp theo ngày phải xong", Columns: columns(), Empty: ui.EmptyState("Không có việc nào đang chờ.", ui.Link{Label: "Xem tất cả nhiệm vụ", Href: PathList})}
	for _, b := range bands {
		if len(b.rows) > 0 {
			note := itoa(len(b.rows)) + " việc"
			if b.note != "" {
				note += ", " + b.note
			}
			t.Groups = append(t.Groups, ui.Group{Title: b.title, Note: note, Rows: b.rows})
		}
	}
	parts, err := p.Assignments.Coordinates(r.Context())
	if err != nil {
		return err
	}
	v := listView{Title: "Việc của tôi", Meta: mineMeta(len(page.Rows), late, due), Query: q, Table: t}
	v.Filter = ui.Filter{Action: PathMine, Query: q.Search, Placeholder: "Tìm theo tên, số văn bản, có dấu hay không dấu", NoFields: true, Downloads: append(p.downloads(q), ui.Link{Label: "đăng ký lịch trên điện thoại", Href: "/lam-viec/lich"})}
	if len(parts) > 0 {
		v.Extra = ui.Table{ID: "phoi-hop", Caption: "Phần phối hợp còn nợ", Columns: columns(), Groups: []ui.Group{{Title: "Phần phối hợp còn nợ", Note: itoa(len(parts)) + " việc của cơ quan khác"}}}
		for _, a := range parts {
			v.Extra.Groups[0].Rows = append(v.Extra.Groups[0].Rows, p.row(c, a))
		}
	}
	if page.Next != nil {
		v.Pages = ui.Pages{Summary: "200 việc gần hạn nhất", Next: PathList + "?" + q.With(assignment.FilterView, string(assignment.Mine)).Encode()}
	}
	return web.Page(w, r, web.View{Title: v.Title, Section: "cua-toi", Body: listPage(v)})
}

func (p *Pages) downloads(q listing.Query) []ui.Link {
	qs := "?" + q.Values().Encode()
	return []ui.Link{{Label: "CSV", Href: PathList + ".csv" + qs}, {Label: "JSON", Href: PathList + ".json" + qs}, {Label: "Lịch", Href: PathList + ".ics" + qs}}
}

func parse(r *http.Request) listing.Query {
	q := listing.Parse(r.URL.Query(), assignment.Filters(), assignment.Sorts())
	if q.First(assignment.FilterView) == "" && q.First(assignment.FilterState) == "" && q.Search == "" {
		q.Filters[assignment.FilterView] = []string{string(assignment.OpenNow)} // what is still owed, unless asked otherwise
	}
	return q
}

// list is the list of all assignments that the actor may see.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	q := parse(r)
	page, err := p.Assignments.List(r.Context(), q)
	status, errs := http.StatusOK, map[string]string(nil)
	if errors.Is(err, fault.Invalid) {
		status, errs = http.StatusUnprocessableEntity, fault.FieldsOf(err)
		err = nil
	}
	if err != nil {
		return err
	}
	v := listView{Title: p.title(q), Query: q, Errors: errs, Orgs: p.leadOptions()}
	v.Table = ui.Table{ID: "nhiem-vu", Caption: v.Title, Columns: columns(), Empty: p.empty(q)}
	v.Table.Columns[0].SortHref, v.Table.Columns[1].SortHref = PathList+"?"+q.With("xep", turn(q.Sort)).Encode(), PathList+"?"+q.With("xep", assignment.SortTitle).Encode()
	rows, err := p.drawn(r.Context(), page.Rows)
	if err != nil {
		return err
	}
	v.Table.Groups = []ui.Group{{Rows: rows}}
	v.Filter = p.filterBar(q)
	v.Filter.Open = errs != nil
	v.Pages = p.pages(q, len(page.Rows), page.Next)
	return web.Page(w, r, web.View{Title: v.Title, Section: "nhiem-vu", Status: status, Body: listPage(v)})
}

func turn(sort string) string {
	if sort == assignment.SortDue {
		return assignment.SortDueDesc
	}
	return assignment.SortDue
}

func (p *Pages) title(q listing.Query) string {
	for _, v := range assignment.Views() {
		if v.View == q.First(assignment.FilterView) && v.View != string(assignment.OpenNow) {
			return "Nhiệm vụ: " + v.Name
		}
	}
	return "Nhiệm vụ"
}

func (p *Pages) empty(q listing.Query) templ.Component {
	if q.Active() == 0 {
		return ui.EmptyState("Chưa có nhiệm vụ nào. Nhiệm vụ được giao từ văn bản đã đọc.", ui.Link{Label: "Mở sổ văn bản", Href: "/lam-viec/van-ban"})
	}
	return ui.EmptyState("Không có việc nào khớp "+itoa(q.Active())+" bộ lọc.", ui.Link{Label: "Bỏ hết", Href: PathList})
}

func (p *Pages) pages(q listing.Query, n int, next listing.Cursor) ui.Pages {
	out := ui.Pages{Summary: itoa(n) + " việc trên trang này", Keys: []ui.Key{{Keys: []string{"J", "K"}, Does: "chuyển dòng"}, {Keys: []string{"Enter"}, Does: "mở"}}}
	if next == nil && q.Cursor == nil {
		out.Summary = itoa(n) + " việc"
	}
	if q.Cursor != nil {
		out.First = PathList + "?" + q.Values().Encode()
	}
	if next != nil {
		out.Next = PathList + "?" + q.After(next).Encode()
	}
	for _, v := range assignment.Views() {
		out.Saved = append(out.Saved, ui.Link{Label: v.Name, Href: PathList + "?" + assignment.FilterView + "=" + v.View})
	}
	out.Saved = append(out.Saved, ui.Link{Label: "Đề nghị gia hạn", Href: "/lam-viec/gia-han"})
	return out
}

func (p *Pages) filterBar(q listing.Query) ui.Filter {
	f := ui.Filter{Action: PathList, Query: q.Search, Placeholder: "Tìm theo tên, số văn bản, có dấu hay không dấu", ClearHref: PathList, Downloads: p.downloads(q), Keep: []ui.HiddenValue{{Name: "xep", Value: q.Sort}}}
	chip := func(field, value, label string) {
		f.Chips = append(f.Chips, ui.Chip{Label: label, Remove: PathList + "?" + q.Without(field, value).Encode()})
	}
	for _, v := range assignment.Views() {
		if v.View == q.First(assignment.FilterView) && v.View != string(assignment.OpenNow) {
			chip(assignment.FilterView, v.View, v.Name)
		}
	}
	for _, x := range q.Filters[assignment.FilterLead] {
		chip(assignment.FilterLead, x, p.Directory().Short(apparatus.OrgID(x)))
	}
	for _, x := range q.Filters[assignment.FilterState] {
		chip(assignment.FilterState, x, assignment.State(x).Word())
	}
	if x := q.First(assignment.FilterOrigin); x != "" {
		chip(assignment.FilterOrigin, x, "Theo một văn bản")
	}
	if x := q.First(assignment.FilterFrom); x != "" {
		chip(assignment.FilterFrom, x, "Hạn từ "+day(x))
	}
	if x := q.First(assignment.FilterTo); x != "" {
		chip(assignment.FilterTo, x, "Hạn đến "+day(x))
	}
	for _, field := range assignment.SightFilters() {
		if x := q.First(field); x != "" {
			chip(field, x, assignment.SightWords(field, x))
		}
	}
	return f
}

func day(s string) string {
	if d, err := civil.ParseVN(s); err == nil {
		return d.Format()
	}
	return s
}

// leadOptions is the bodies that may lead, kept until the directory or the day
// changes.
func (p *Pages) leadOptions() []ui.Option {
	dir, today := p.Directory(), p.today()
	if known := p.leads.Load(); known != nil && known.dir == dir && known.day == today {
		return known.options
	}
	out := []ui.Option{{Value: "", Label: "Tất cả cơ quan"}}
	for _, o := range dir.On(today) {
		if o.Kind != apparatus.Division && o.Kind != apparatus.Commune {
			out = append(out, ui.Option{Value: string(o.ID), Label: o.Name})
		}
	}
	p.leads.Store(&leadList{dir, today, out})
	return out
}

func stateOptions() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Mọi trạng thái"}}
	for _, s := range assignment.States() {
		out = append(out, ui.Option{Value: string(s), Label: s.Word()})
	}
	return out
}

func viewOptions() []ui.Option {
	var out []ui.Option
	for _, v := range assignment.Views() {
		out = append(out, ui.Option{Value: v.View, Label: v.Name})
	}
	return out
}

// all walks every page of a list, for the exports.
func (p *Pages) all(r *http.Request) iter.Seq2[assignment.Assignment, error] {
	q := parse(r)
	q.Size = listing.MaxPageSize
	return func(yield func(assignment.Assignment, error) bool) {
		for {
			page, err := p.Assignments.List(r.Context(), q)
			if err != nil {
				yield(assignment.Assignment{}, err)
				return
			}
			for _, a := range page.Rows {
				if !yield(a, nil) {
					return
				}
			}
			if page.Next == nil {
				return
			}
			q.Cursor = page.Next
		}
	}
}

func (p *Pages) listCSV(w http.ResponseWriter, r *http.Request) error {
	head := []string{"Mã", "Nhiệm vụ", "Nguồn", "Cơ quan chủ trì", "Người giữ", "Trạng thái", "Ngày giao", "Hạn gốc", "Hạn hiện tại", "Trễ (ngày làm việc)", "Thời hạn theo văn bản"}
	today := p.today()
	rows := func(yield func([]string, error) bool) {
		for a, err := range p.all(r) {
			row := []string{a.Code, a.Title, a.OriginLabel, p.Directory().Name(a.Lead), p.holder(a), a.State.Word(), a.AssignedOn.Format(), a.OriginalDue.Format(), a.Due.Format(), itoa(a.LateBy(p.Calendar(), today)), a.Deadline.Phrase}
			if !yield(row, err) {
				return
			}
		}
	}
	return web.CSV(w, "nhiem-vu-"+string(today)+".csv", head, rows)
}

type jsonRow struct {
	assignment.Assignment

	LeadName string `json:"lead_name"`
	LateDays int    `json:"late_days"`
}

func (p *Pages) listJSON(w http.ResponseWriter, r *http.Request) error {
	rows := []jsonRow{}
	for a, err := range p.all(r) {
		if err != nil {
			return err
		}
		rows = append(rows, jsonRow{a, p.Directory().Name(a.Lead), a.LateBy(p.Calendar(), p.today())})
	}
	return web.JSON(w, map[string]any{"as_of": p.Now().Format(time.RFC3339), "assignments": rows})
}
