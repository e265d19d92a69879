package assignmentweb

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/ladder"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type showView struct {
	A        assignment.Assignment
	Token    string
	Clock    ui.Clock
	Days     ui.Days
	Why      []string
	Goal     *goalView
	Told     []ladder.Receipt
	Rhythm   string // of a standing duty, in words
	Facts    []ui.Fact
	Events   []ui.Event
	Reports  []reportView
	Parts    []partView
	Members  ui.Table
	MemberOf *assignment.Assignment
	Allowed  map[assignment.Verb]bool
	Refused  string   // why this person may not confirm
	Form     string   // which form is open, after an error
	Stale    bool     // the record changed between reading and sending
	Typed    []string // what was typed into a form that was refused
	Values   url.Values
	Errors   map[string]string
	Units    []ui.Option // whom the lead may hand it to
	Orgs     []ui.Option
	OwnParts []apparatus.OrgID

	Extensions []extension.Case
	MayExtend  bool // this person may ask for a later day now
}

type reportView struct {
	assignment.Report

	Title string
	State string
	Files []ui.FileLink
	Late  string
	Done  string // when they say it was done, beside when they said it
}

type partView struct {
	assignment.Part

	Name string
	Late string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.render(w, r, http.StatusOK, showView{})
}

// render shows one assignment; v brings what a refused form had.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, v showView) error {
	ctx := r.Context()
	id := assignment.ID(r.PathValue("id"))
	a, err := p.Assignments.Find(ctx, id)
	if err != nil {
		return err
	}
	if err := p.Assignments.Opened(ctx, a); err != nil {
		return err
	}
	if a.OpenedOn == "" { // opening may have made a new version, which the forms act on
		if a, err = p.Assignments.Find(ctx, id); err != nil {
			return err
		}
	}
	v.A, v.Token, v.Clock = a, web.Token(r), p.clockOf(a)
	if v.Values == nil {
		v.Values = url.Values{}
	}
	if v.Allowed, err = p.Assignments.Allowed(ctx, id); err != nil {
		return err
	}
	if a.State == assignment.Reported && visitorDirects(r) && !v.Allowed[assignment.VerbConfirm] {
		v.Refused = fault.Sentence(p.Assignments.May(ctx, id, assignment.VerbConfirm))
	}
	if err := p.reports(r, &v); err != nil {
		return err
	}
	if err := p.parts(r, &v); err != nil {
		return err
	}
	if a.Group {
		members, err := p.Assignments.Members(ctx, id)
		if err != nil {
			return err
		}
		v.Members = p.memberTable(a, members)
	}
	if a.Parent != "" {
		if parent, err := p.Assignments.Find(ctx, a.Parent); err == nil {
			v.MemberOf = &parent
		}
	}
	if v.Told, err = p.Ladder.Receipts(ctx, id); err != nil {
		return err
	}
	v.Rhythm = p.Assignments.Rhythm(a)
	acts, err := p.Acts.Timeline(ctx, id.Ref())
	if err != nil {
		return err
	}
	v.Events = p.events(acts, id)
	if v.Stale && len(v.Events) > 0 {
		last := v.Events[0]
		v.Errors[""] = "Trong lúc đồng chí đang xem, nhiệm vụ đã thay đổi: " + strings.Join(slices.DeleteFunc([]string{last.Title, last.Who, last.When}, func(s string) bool { return s == "" }), ", ") + ". Trang này là bản mới nhất; xem lại rồi hãy gửi."
	}
	strip := p.strip(a)
	v.Days, v.Why = p.days(strip), p.words(a, strip)
	if err := p.goal(r, &v); err != nil {
		return err
	}
	if v.Extensions, err = p.Extensions.For(ctx, id); err != nil {
		return err
	}
	v.MayExtend = p.Extensions.MayAsk(ctx, id) == nil
	v.Facts = p.facts(a)
	said, err := p.meetingFacts(r, a)
	if err != nil {
		return err
	}
	v.Facts = append(v.Facts, said...)
	if err := p.options(r, &v); err != nil {
		return err
	}
	return web.Page(w, r, web.View{Title: a.Title, Section: "nhiem-vu", Status: status, Body: showPage(v)})
}

func visitorDirects(r *http.Request) bool {
	return identity.Allows(visitor(r), identity.AssignmentDirect)
}

func (p *Pages) reports(r *http.Request, v *showView) error {
	list, err := p.Assignments.Reports(r.Context(), v.A.ID)
	if err != nil {
		return err
	}
	for i, x := range list {
		rv := reportView{Report: x, Title: fmt.Sprintf("Lần %d, %s", len(list)-i, civil.Instant(x.WrittenAt)), State: "reported"}
		switch x.State {
		case assignment.ReportDraft:
			rv.Title, rv.State = "Dự thảo, "+civil.Instant(x.WrittenAt), "drafted"
		case assignment.ReportReturned:
			rv.State = "returned"
		case assignment.ReportConfirmed:
			rv.State = "confirmed"
		case assignment.ReportSubmitted:
		}
		if n := p.Calendar().Late(x.Due, civil.Of(x.SubmittedAt)); n > 0 && x.State != assignment.ReportDraft {
			rv.Late = "Nộp trễ " + itoa(n) + " ngày làm việc"
			if x.ClaimedOn != "" {
				rv.Done = ", báo cáo muộn " + itoa(n) + " ngày làm việc"
			}
		}
		if x.ClaimedOn != "" {
			rv.Done = "Ghi hoàn thành ngày " + x.ClaimedOn.Format() + rv.Done + "."
		}
		files, err := p.Blobs.List(r.Context(), x.Files)
		if err != nil {
			return err
		}
		for _, f := range files {
			rv.Files = append(rv.Files, ui.FileLink{Name: f.Name, Href: filePath(v.A.ID, f.ID), Note: size(f.Size)})
		}
		v.Reports = append(v.Reports, rv)
	}
	return nil
}

func size(n int64) string {
	if n < 1<<20 {
		return itoa(int(n>>10)+1) + " kB"
	}
	return itoa(int(n>>20)) + " MB"
}

func (p *Pages) parts(r *http.Request, v *showView) error {
	list, err := p.Assignments.Parts(r.Context(), v.A.ID)
	if err != nil {
		return err
	}
	for _, x := range list {
		pv := partView{Part: x, Name: p.Directory().Name(x.Org)}
		if x.DeliveredOn == "" {
			if n := p.Calendar().Late(x.AskedDue, p.today()); n > 0 {
				pv.Late = "Trễ " + itoa(n) + " ngày làm việc"
			}
		}
		v.Parts = append(v.Parts, pv)
		own := visitor(r).Org
		if x.DeliveredOn == "" && own != "" && p.Directory().Within(x.Org, apparatus.OrgID(own)) {
			v.OwnParts = append(v.OwnParts, x.Org)
		}
	}
	return nil
}

func (p *Pages) memberTable(duty assignment.Assignment, list []assignment.Assignment) ui.Table {
	done := 0
	g := ui.Group{}
	for _, a := range list {
		if a.State == assignment.Confirmed {
			done++
		}
		g.Rows = append(g.Rows, ui.Row{ID: string(a.ID), Href: Path(a.ID), Cells: []templ.Component{ui.ClockMark(p.clockOf(a)), ui.Text(p.memberName(duty, a)), ui.State(string(a.State), "")}})
	}
	g.Title, g.Note = "Việc của từng cơ quan", fmt.Sprintf("%d trên %d đã xác nhận", done, len(list))
	if duty.Standing() {
		g.Title = "Các kỳ"
	}
	return ui.Table{ID: "thanh-phan", Caption: g.Title, Columns: []ui.Column{{Label: "Còn lại", Role: ui.RoleClock}, {Label: memberHead(duty), Role: ui.RoleTitle}, {Label: "Trạng thái", Role: ui.RoleState}}, Groups: []ui.Group{g}, Plain: true}
}

func (p *Pages) facts(a assignment.Assignment) []ui.Fact {
	dir := p.Directory()
	lead := ui.Fact{Label: "Chủ trì", Value: ui.Absent("Chưa rõ chủ trì")}
	if a.Lead != "" {
		lead.Value = ui.Strong(dir.Name(a.Lead))
	}
	if a.HolderName != "" {
		lead.Note = "Đã giao tiếp: " + a.HolderName
		if a.InnerDue != "" {
			lead.Note += ", hạn nội bộ " + a.InnerDue.Format()
		}
	}
	out := []ui.Fact{lead}
	if a.Through != "" {
		out = append(out, ui.Fact{Label: "Qua", Value: ui.Text(dir.Name(a.Through))})
	}
	out = append(out, ui.Fact{Label: "Xác nhận", Value: ui.Text("Thường trực Ban Chỉ đạo hoặc Chủ tịch"), Note: "Cơ quan có phần việc không tự xác nhận."})
	if a.OriginLabel != "" {
		origin := ui.Fact{Label: "Nguồn", Value: ui.Text(a.OriginLabel)}
		if a.Origin.Kind == "document" {
			origin.Value = ui.Anchor(ui.Link{Label: a.OriginLabel, Href: fmt.Sprintf("/lam-viec/van-ban/%s#n%d", url.PathEscape(a.Origin.ID), a.SpanStart)})
		}
		out = append(out, origin)
	}
	if a.Quote != "" {
		out = append(out, ui.Fact{Label: "Trích", Value: ui.Quote(clip(a.Quote))})
	}
	if a.TimesReturned > 0 {
		out = append(out, ui.Fact{Label: "Trả lại", Value: ui.Text(itoa(a.TimesReturned) + " lần")})
	}
	return out
}

const quoteLength = 420

func clip(s string) string {
	if r := []rune(s); len(r) > quoteLength {
		return string(r[:quoteLength]) + "…"
	}
	return s
}

// options fills what the open forms offer.
func (p *Pages) options(r *http.Request, v *showView) error {
	dir := p.Directory()
	if v.Allowed[assignment.VerbHandOn] {
		orgs := []string{string(v.A.Lead)}
		for _, id := range dir.Subtree(v.A.Lead) {
			if o, ok := dir.Get(id); ok && id != v.A.Lead && o.On(p.today()) {
				v.Units = append(v.Units, ui.Option{Value: "o:" + string(id), Label: o.Name, Group: "Đơn vị"})
				orgs = append(orgs, string(id))
			}
		}
		people, err := p.Accounts.People(r.Context(), orgs)
		if err != nil {
			return err
		}
		for _, x := range people {
			v.Units = append(v.Units, ui.Option{Value: "p:" + x.ID, Label: x.Name + ", " + dir.Short(apparatus.OrgID(x.Org)), Group: "Cán bộ"})
		}
	}
	if v.Allowed[assignment.VerbPartAsk] || v.Allowed[assignment.VerbDecide] {
		v.Orgs = p.leadOptions()[1:]
	}
	return nil
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	id := assignment.ID(r.PathValue("id"))
	has, err := p.Assignments.HasFile(r.Context(), id, r.PathValue("file"))
	if err != nil {
		return err
	}
	if !has {
		return fault.NotFound
	}
	f, content, err := p.Blobs.Open(r.Context(), r.PathValue("file"))
	if err != nil {
		return err
	}
	web.Attachment(w, f.Name, "application/octet-stream")
	http.ServeContent(w, r, "", f.CreatedAt, content)
	return nil
}
