package committeeweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type showView struct {
	M           committee.Meeting
	Token       string
	Work        bool
	Pace        committee.Pace
	Conclusions []committee.Conclusion
	Incomplete  int
	Table       ui.Table // of conclusions
	Priors      []committee.Prior
	PriorTable  ui.Table // the longest late of them
	Orgs        []ui.Option
	Names       []string // of bodies, for the field that completes them
	Documents   []ui.Option
	Facts       []ui.Fact
	Files       []ui.FileLink
	Events      []ui.Event
	Form        string
	Values      url.Values
	Errors      map[string]string
	Symbol      string
	PackSeen    bool
	Focus       bool // straight into the next conclusion
}

func (v showView) field(form, name, label, hint string) ui.Field {
	f := ui.Field{ID: form + "-" + name, Name: name, Label: label, Hint: hint}
	if v.Form == form {
		f.Value, f.Error = v.Values.Get(name), v.Errors[name]
	}
	return f
}

func (v showView) head(form string) ui.FormHead {
	return ui.FormHead{ID: "f-" + form, Action: Path(v.M.ID) + "/" + form, Token: v.Token, Rev: strconv.FormatInt(v.M.Rev, 10)}
}

func (v showView) can(verb committee.Verb) bool { return v.Work && verb.Possible(v.M.State) }

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.render(w, r, http.StatusOK, showView{Focus: r.URL.Query().Get("ghi") != ""})
}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, v showView) error {
	ctx := r.Context()
	m, err := p.Committee.Find(ctx, idOf(r))
	if err != nil {
		return err
	}
	v.M, v.Token, v.Work, v.Pace, v.Symbol = m, web.Token(r), works(r), p.Committee.Pace(m), p.Committee.Symbol(m.Template)
	if v.Values == nil {
		v.Values = url.Values{}
	}
	if v.Conclusions, err = p.Committee.Conclusions(ctx, m); err != nil {
		return err
	}
	for _, c := range v.Conclusions {
		if !m.Attached && len(c.Gaps()) > 0 {
			v.Incomplete++
		}
	}
	v.Table = p.conclusionTable(m, v.Conclusions, v.can(committee.VerbChange))
	if v.Priors, err = p.Committee.Priors(ctx, m); err != nil {
		return err
	}
	v.PriorTable = p.priorTable(v.Priors)
	if v.Work {
		v.Orgs = p.orgOptions("Không có cơ quan")
		v.Names = p.orgNames()
	}
	if v.can(committee.VerbAttach) {
		if v.Documents, err = p.documentOptions(r); err != nil {
			return err
		}
	}
	tabled, seen, err := p.Committee.Tabled(ctx, m.ID)
	if err != nil {
		return err
	}
	v.PackSeen = seen
	v.Facts, v.Files = p.facts(m, v.Pace), p.files(v, tabled.Hash)
	acts, err := p.Acts.Timeline(ctx, m.ID.Ref())
	if err != nil {
		return err
	}
	for _, e := range acts {
		words := committee.VerbLabel(e.Verb)
		if words == "" {
			words = assignment.VerbLabel(e.Verb)
		}
		v.Events = append(v.Events, ui.Event{Icon: "assigned", Title: words, Detail: detail(e), Who: e.Actor.Name, When: civil.Instant(e.At), Datetime: civil.ISO(e.At)})
	}
	return web.Page(w, r, web.View{Title: m.Name(), Section: Section, Status: status, Print: true, Body: showPage(v)})
}

// detail is what an act was about, where it has a title of its own, and why.
func detail(e audit.Entry) string {
	var x struct{ Title, Words string }
	if len(e.After) > 0 {
		if err := json.Unmarshal(e.After, &x); err != nil {
			x.Title = ""
		}
	}
	said := short(x.Title+x.Words, 120)
	if e.Reason != "" && said != "" {
		return said + ". " + e.Reason
	}
	return said + e.Reason
}

// orgNames lists the names that a body may be typed by.
func (p *Pages) orgNames() []string {
	var out []string
	for _, o := range p.Directory().On(civil.Of(p.Now())) {
		if o.Kind != apparatus.Division {
			out = append(out, o.Name)
		}
	}
	return out
}

func (p *Pages) documentOptions(r *http.Request) ([]ui.Option, error) {
	page, err := p.Documents.List(r.Context(), listing.Query{Size: listing.PageSize})
	out := []ui.Option{{Value: "", Label: "Chọn văn bản trong sổ"}}
	for _, d := range page.Rows {
		out = append(out, ui.Option{Value: string(d.ID), Label: d.Title() + ", ký " + d.SignedOn.Format()})
	}
	return out, err
}

func (p *Pages) conclusionTable(m committee.Meeting, list []committee.Conclusion, edit bool) ui.Table {
	t := ui.Table{ID: "ket-luan", Caption: "Kết luận", Plain: true, Columns: []ui.Column{{Label: "TT", Role: ui.RoleNumber}, {Label: "Kết luận", Role: ui.RoleTitle}, {Label: "Chủ trì", Role: ui.RoleMeta}, {Label: "Thời hạn", Role: ui.RoleText}, {Label: "Nhiệm vụ", Role: ui.RoleText}}, Groups: []ui.Group{{}}, Empty: ui.EmptyState("Chưa ghi kết luận nào.")}
	for _, c := range list {
		row := ui.Row{ID: string(c.ID), Cells: []templ.Component{ui.Text(itoa(c.Place)), ui.Text(c.Words), p.leadCell(c), termCell(m, c), nil}}
		switch {
		case c.Assignment != "":
			row.Cells[4] = ui.Anchor(ui.Link{Label: "Mở nhiệm vụ", Href: "/lam-viec/nhiem-vu/" + url.PathEscape(string(c.Assignment))})
		case edit:
			row.Href = Path(m.ID) + "/ket-luan/" + url.PathEscape(string(c.ID))
			row.Cells[4] = ui.Quiet("Chưa giao")
		default:
			row.Cells[4] = ui.Quiet("Chưa giao")
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	return t
}

const shownPriors = 8

func (p *Pages) priorTable(list []committee.Prior) ui.Table {
	t := ui.Table{ID: "viec-cu-dau", Caption: "Việc trễ lâu nhất", Plain: true, Columns: []ui.Column{{Label: "Tình trạng", Role: ui.RoleText}, {Label: "Việc cũ", Role: ui.RoleTitle}, {Label: "Chủ trì", Role: ui.RoleMeta}, {Label: "Tại phiên họp", Role: ui.RoleText}}, Groups: []ui.Group{{}}}
	for _, x := range list[:min(shownPriors, len(list))] {
		said := x.Carry.Decision.Word()
		if said == "" {
			said = "Chưa nói đến"
		}
		if words := x.Reminder.Word(); words != "" {
			said += "; " + words
		}
		clock := ui.Text(clockWords(x))
		if x.LateDays > 0 {
			clock = ui.Pressing(clockWords(x))
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, ui.Row{ID: "viec-" + string(x.A.ID), Href: "/lam-viec/nhiem-vu/" + url.PathEscape(string(x.A.ID)), Cells: []templ.Component{clock, ui.Text(short(x.A.Title, 160)), ui.Text(p.leadName(x.A)), ui.Text(said)}})
	}
	return t
}

func (p *Pages) leadCell(c committee.Conclusion) templ.Component {
	if c.Lead == "" {
		return ui.Absent("Chưa có chủ trì")
	}
	s := p.Directory().Name(c.Lead)
	if len(c.Coordinate) > 0 {
		var names []string
		for _, o := range c.Coordinate {
			names = append(names, p.Directory().Short(o))
		}
		s += "; phối hợp: " + strings.Join(names, ", ")
	}
	return ui.Text(s)
}

func termCell(m committee.Meeting, c committee.Conclusion) templ.Component {
	if c.Kind == "" && m.Attached {
		return ui.Absent("Thông báo không nêu")
	}
	if c.Kind == "" {
		return ui.Absent("Chưa đặt hạn")
	}
	return ui.Text(c.Word())
}

func (p *Pages) facts(m committee.Meeting, pace committee.Pace) []ui.Fact {
	chair := ui.Fact{Label: "Chủ trì", Value: ui.Absent("Chưa có")}
	if m.ChairName != "" {
		chair.Value, chair.Note = ui.Strong(m.ChairName), m.ChairTitle
	}
	out := []ui.Fact{chair}
	if !m.PlannedAt.IsZero() {
		out = append(out, ui.Fact{Label: "Dự kiến", Value: ui.Text(civil.Instant(m.PlannedAt))})
	}
	if !m.HeldAt.IsZero() {
		out = append(out, ui.Fact{Label: "Họp", Value: ui.Text(civil.Instant(m.HeldAt))})
	}
	if m.Place != "" {
		out = append(out, ui.Fact{Label: "Địa điểm", Value: ui.Text(m.Place)})
	}
	if m.SignedOn != "" {
		out = append(out, ui.Fact{Label: "Ký", Value: ui.Date(m.SignedOn), Note: after(pace.ToSigned, "họp")})
	}
	if !m.PublishedAt.IsZero() {
		out = append(out, ui.Fact{Label: "Công bố", Value: ui.Text(civil.Instant(m.PublishedAt)), Note: after(pace.ToPublished, "ký")})
	}
	n := map[committee.Presence]int{}
	for _, a := range m.Attendance {
		n[a.Presence]++
	}
	said := fmt.Sprintf("%d có mặt, %d cử người dự thay, %d vắng", n[committee.Present], n[committee.Sent], n[committee.Absent])
	if n[""] == len(m.Attendance) {
		said = "Chưa ghi"
	}
	return append(out, ui.Fact{Label: "Thành phần", Value: ui.Text(itoa(len(m.Attendance)) + " thành viên"), Note: said})
}

func after(s committee.Span, from string) string {
	if !s.Known() {
		return ""
	}
	return "sau ngày " + from + " " + spanShort(s)
}

func (p *Pages) files(v showView, frozen string) []ui.FileLink {
	var out []ui.FileLink
	m := v.M
	if v.PackSeen {
		note := "như hiện nay, chưa đóng"
		if frozen != "" {
			note = "như đã trình tại phiên họp"
		}
		out = append(out, ui.FileLink{Name: "Tài liệu họp", Href: Path(m.ID) + "/tai-lieu", Note: note})
	}
	if m.Document != "" {
		out = append(out, ui.FileLink{Name: "Thông báo số " + m.Notice, Href: "/lam-viec/van-ban/" + url.PathEscape(string(m.Document)), Note: "trong sổ văn bản"})
	} else if len(v.Conclusions) > 0 && v.Incomplete == 0 {
		out = append(out, ui.FileLink{Name: "Dự thảo thông báo (DOCX)", Href: Path(m.ID) + "/thong-bao.docx", Note: v.Symbol}, ui.FileLink{Name: "Dự thảo thông báo (PDF)", Href: Path(m.ID) + "/thong-bao.pdf", Note: v.Symbol})
	}
	return out
}

func seesAssignments(r *http.Request) bool { return identity.SeesAll(visitor(r)) }
