package dashboardweb

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/dashboard"
	"dondoc/internal/document"
	"dondoc/internal/extension"
	"dondoc/internal/feed"
	"dondoc/internal/identity"
	"dondoc/internal/ladder"
	"dondoc/internal/lexicon"
	"dondoc/internal/listing"
	"dondoc/internal/lunar"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/territory"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

const (
	bookPath    = "/lam-viec/so-ghi-viec"
	bookSize    = 100
	filterKind  = "loai"
	filterActor = "nguoi"
	filterUntil = "den"
)

// VerbLabel says an act in words, whichever room it comes from.
func VerbLabel(verb string) string {
	for _, words := range []func(string) string{assignment.VerbLabel, document.VerbLabel, identity.VerbLabel, apparatus.VerbLabel, calendar.VerbLabel, audit.VerbLabel, setting.VerbLabel, territory.VerbLabel, lexicon.VerbLabel, notify.VerbLabel, ladder.VerbLabel, feed.VerbLabel, extension.VerbLabel, committee.VerbLabel, dashboard.VerbLabel} {
		if s := words(verb); s != "" {
			return s
		}
	}
	return ""
}

type book struct {
	Filter ui.Filter
	Table  ui.Table
	Pages  ui.Pages
	People []ui.Option
	Kind   string
	Actor  string
	Until  string
	Wrong  string
}

// recordKinds are the sorts of record that the book can be narrowed to.
func recordKinds() []struct {
	Value, Label string
	Kinds        []string
} {
	return []struct {
		Value, Label string
		Kinds        []string
	}{
		{"nhiem-vu", "Nhiệm vụ, đôn đốc", []string{"assignment", extension.Kind, "ladder", "letter"}},
		{"van-ban", "Văn bản và phần đọc", []string{"document", "finding", document.KindIntake}},
		{"hop", "Phiên họp", []string{committee.Kind, committee.KindMember}},
		{"co-quan", "Cơ quan, đơn vị hành chính", []string{"organisation", "territory"}},
		{"tu-dien", "Từ điển đọc văn bản", []string{lexicon.Kind}},
		{"tai-khoan", "Tài khoản, đăng nhập, ủy quyền", []string{"account", feed.RecordKind, identity.KindDelegation}},
		{"de-xuat", "Đề xuất quyết định", []string{dashboard.KindProposal}},
		{"cai-dat", "Cài đặt, lịch làm việc", []string{"setting", "calendar"}},
	}
}

func kindOptions() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Mọi hồ sơ"}}
	for _, k := range recordKinds() {
		out = append(out, ui.Option{Value: k.Value, Label: k.Label})
	}
	return out
}

// book is the record of acts for those who check.
func (p *Pages) book(w http.ResponseWriter, r *http.Request) error {
	q := listing.Parse(r.URL.Query(), []string{filterKind, filterActor, filterUntil}, nil)
	b := book{Kind: q.First(filterKind), Actor: q.First(filterActor), Until: q.First(filterUntil)}
	b.Filter = ui.Filter{Action: bookPath, ClearHref: bookPath, NoSearch: true}
	find := audit.Query{Actor: b.Actor}
	if len(q.Cursor) == 1 {
		find.Before = q.Cursor[0]
		b.Pages.First = bookPath + "?" + q.Values().Encode()
	}
	chip := func(filter, label string) {
		b.Filter.Chips = append(b.Filter.Chips, ui.Chip{Label: label, Remove: bookPath + "?" + q.Without(filter, "").Encode()})
	}
	for _, k := range recordKinds() {
		if k.Value == b.Kind {
			find.Kinds = k.Kinds
			chip(filterKind, k.Label)
		}
	}
	people, err := p.Accounts.List(r.Context())
	if err != nil {
		return err
	}
	b.People = []ui.Option{{Value: "", Label: "Mọi người"}}
	names := map[string]string{}
	for _, a := range people {
		b.People = append(b.People, ui.Option{Value: a.ID, Label: a.Name})
		names[a.ID] = a.Name
	}
	if b.Actor != "" {
		chip(filterActor, "Người: "+names[b.Actor])
	}
	if b.Until != "" {
		day, err := lunar.Day(b.Until, civil.Of(p.Now()))
		if err != nil {
			b.Wrong, b.Filter.Open = err.Error(), true
		} else {
			find.Until = day.AddDays(1).Time()
			chip(filterUntil, "Đến "+day.Format())
		}
	}
	rows, err := p.Acts.Recent(r.Context(), find, bookSize+1)
	if err != nil {
		return err
	}
	page := listing.Cut(rows, bookSize, func(e audit.Entry) listing.Cursor { return listing.Cursor{e.ID} })
	if page.Next != nil {
		b.Pages.Next = bookPath + "?" + q.After(page.Next).Encode()
	}
	b.Pages.Summary = strconv.Itoa(len(page.Rows)) + " dòng trên trang này"
	b.Table = p.bookTable(r, page.Rows, names)
	return web.Page(w, r, web.View{Title: "Sổ ghi việc", Section: "so-ghi", Body: bookPage(b)})
}

func (p *Pages) bookTable(r *http.Request, rows []audit.Entry, names map[string]string) ui.Table {
	t := ui.Table{ID: "so", Caption: "Sổ ghi việc", Columns: []ui.Column{{Label: "Lúc", Role: ui.RoleDate}, {Label: "Việc", Role: ui.RoleTitle}, {Label: "Hồ sơ", Role: ui.RoleText}, {Label: "Người", Role: ui.RoleMeta}, {Label: "Lý do", Role: ui.RoleText}}, Empty: ui.EmptyState("Không có dòng nào khớp bộ lọc.", ui.Link{Label: "Bỏ hết", Href: bookPath})}
	g := ui.Group{Rows: make([]ui.Row, 0, len(rows))}
	dir, known := p.Directory(), map[ref.Ref]named{}
	for _, e := range rows {
		x, ok := known[e.On]
		if !ok { // a record stands on many lines; it is looked up once
			x.title, x.href = p.record(r, e, names)
			if e.On.ID != "new" { // what has no id yet is not one record
				known[e.On] = x
			}
		}
		name, href := x.title, x.href
		who := e.Actor.Name
		if who == "" {
			who = actorKind(e.Actor.Kind)
		}
		org := ""
		if e.Actor.Org != "" {
			org = dir.Short(apparatus.OrgID(e.Actor.Org))
		}
		g.Rows = append(g.Rows, ui.Row{ID: e.ID, Href: href, Cells: []templ.Component{ui.Text(civil.Instant(e.At)), ui.Text(VerbLabel(e.Verb)), ui.Text(name), actorLines(who, org), ui.Text(e.Reason)}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func actorKind(k actor.Kind) string {
	switch k {
	case actor.Anonymous:
		return "Khách chưa đăng nhập"
	case actor.Job:
		return "Hệ thống"
	case actor.Person:
	}
	return "Không rõ"
}

// record names the record of an act and says where it is shown. What the asker
// may not open is named by its sort and number only.
func (p *Pages) record(r *http.Request, e audit.Entry, names map[string]string) (name, href string) {
	switch e.On.Kind {
	case "assignment":
		return p.assignmentOf(r, e)
	case "document":
		if !identity.Allows(web.VisitOf(r).Actor, identity.DocumentList) {
			return "Văn bản", ""
		}
		if d, err := p.Documents.Find(r.Context(), document.ID(e.On.ID)); err == nil {
			return d.Title(), "/lam-viec/van-ban/" + e.On.ID
		}
		return "Văn bản", ""
	case "finding":
		return "Nhiệm vụ tìm thấy trong văn bản", ""
	case document.KindIntake:
		return "Tệp " + contentOf(e).File, ""
	case "account":
		if n := names[e.On.ID]; n != "" {
			return n, ""
		}
		return "Tài khoản", ""
	case "organisation":
		if e.On.ID == "list" {
			return "Danh mục cơ quan", ""
		}
		return p.Directory().Name(apparatus.OrgID(e.On.ID)), "/lam-viec/co-quan/" + url.PathEscape(e.On.ID)
	case "calendar":
		if d, err := civil.Parse(e.On.ID); err == nil {
			return "Lịch làm việc, ngày " + d.Format(), ""
		}
		return "Lịch làm việc", ""
	case "message":
		return "Thông báo tới một người", ""
	case "delivery", "hook":
		return "Gửi ra ngoài", ""
	case "ladder":
		if d, err := civil.Parse(e.On.ID); err == nil {
			return "Đôn đốc ngày " + d.Format(), "/lam-viec/don-doc"
		}
		return "Thang đôn đốc", "/lam-viec/don-doc/thang"
	case "letter":
		return "Công văn đôn đốc", "/lam-viec/don-doc/cong-van/" + url.PathEscape(e.On.ID)
	case feed.RecordKind:
		return feed.RecordTitle(e.Before, e.After), ""
	case lexicon.Kind:
		return "Từ điển đọc văn bản", "/lam-viec/tu-dien"
	case committee.Kind:
		return "Phiên họp", "/lam-viec/hop/" + url.PathEscape(e.On.ID)
	case committee.KindMember:
		return "Thành viên Ban Chỉ đạo", "/lam-viec/hop/thanh-vien"
	case "setting":
		return settingName(e.On), ""
	case identity.KindDelegation:
		return "Ủy quyền quyết định", ""
	case dashboard.KindProposal:
		return "Đề xuất cho việc chờ quyết định", PathDecide
	case "territory":
		return "Danh mục đơn vị hành chính", ""
	}
	return "Hệ thống", "" // a record that has no page of its own
}

func (p *Pages) assignmentOf(r *http.Request, e audit.Entry) (name, href string) {
	x := contentOf(e)
	switch {
	case !identity.Allows(web.VisitOf(r).Actor, identity.AssignmentView):
		return "Nhiệm vụ " + x.Code, ""
	case e.On.ID == "new":
		return "Nhiệm vụ mới", ""
	case x.Title == "":
		if a, err := p.Assignments.Find(r.Context(), assignment.ID(e.On.ID)); err == nil {
			x.Title = a.Title
		}
	}
	return x.Title, path(assignment.ID(e.On.ID))
}

// named is a record as the book shows it.
type named struct{ title, href string }

// content is what contents of acts are known by.
type content struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	File  string `json:"file"`
}

func contentOf(e audit.Entry) (x content) {
	for _, b := range []json.RawMessage{e.Before, e.After} {
		if len(b) > 0 && b[0] == '{' && json.Unmarshal(b, &x) != nil {
			x = content{} // a content of another shape names nothing
		}
	}
	return x
}

func settingName(on ref.Ref) string {
	keys := setting.Keys()
	if i := slices.IndexFunc(keys, func(k setting.Key) bool { return k.Name == on.ID }); i >= 0 {
		return keys[i].Label
	}
	return "Cài đặt"
}
