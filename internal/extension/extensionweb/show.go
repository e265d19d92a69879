package extensionweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type showView struct {
	C         extension.Case
	Token     string
	Lead      string // the sentence that the page opens with
	Rights    extension.Rights
	Effect    []string
	Before    ui.Days
	After     ui.Days
	DaysFacts []ui.Fact
	Files     []ui.FileLink
	Others    []ui.Link
	Granted   int // how often the day was moved already
	Facts     []ui.Fact
	Events    []ui.Event
	Undo      string // until when, "" for not at all
	Values    url.Values
	Errors    map[string]string
	Form      string // which form was refused
	Clash     string
	Typed     []string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.render(w, r, http.StatusOK, showView{})
}

// render shows one case; v brings what a refused form had.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, v showView) error {
	ctx := r.Context()
	c, err := p.Extensions.Find(ctx, idOf(r))
	if err != nil {
		return err
	}
	a, err := p.Assignments.Find(ctx, c.Assignment)
	if err != nil {
		return err
	}
	v.C, v.Token, v.Rights = c, web.Token(r), p.Extensions.RightsOn(ctx, c)
	if v.Values == nil {
		v.Values = url.Values{}
	}
	if at := v.Rights.UndoUntil; !at.IsZero() {
		v.Undo = at.In(civil.Zone()).Format("15:04")
	}
	before, after := p.Extensions.Sides(a, c.Request)
	v.Before = window(before.Days, c.Original, c.DueThen)
	if len(after.Days) > 0 {
		v.After = window(after.Days, c.Original, c.DueThen)
		v.Effect = words(c.DueThen, c.Original, p.Extensions.EffectOf(c.DueThen, c.Original, c.Until()))
	}
	files, err := p.Blobs.List(ctx, c.Files)
	if err != nil {
		return err
	}
	for _, f := range files {
		v.Files = append(v.Files, ui.FileLink{Name: f.Name, Href: Path(c.ID) + "/tep/" + url.PathEscape(f.ID), Note: size(f.Size)})
	}
	list, err := p.Extensions.For(ctx, c.Assignment)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.State == extension.Granted && o.ID != c.ID && o.Asked.At.Before(c.Asked.At) {
			v.Granted++
		}
		if o.ID != c.ID {
			v.Others = append(v.Others, ui.Link{Label: "Đề nghị ngày " + civil.Of(o.Asked.At).Format() + ", đến " + o.Until().Format() + ": " + small(o.State.Word()), Href: Path(o.ID)})
		}
	}
	acts, err := p.Acts.Timeline(ctx, c.ID.Ref())
	if err != nil {
		return err
	}
	v.Events = p.events(acts)
	v.Lead, v.DaysFacts, v.Facts = p.lead(c), p.days(c, a), p.facts(c)
	return web.Page(w, r, web.View{Title: "Đề nghị gia hạn: " + c.Title, Section: section, Status: status, Body: showPage(v)})
}

func small(s string) string {
	head, rest, _ := strings.Cut(s, " ")
	return strings.ToLower(head) + " " + rest
}

// lead is what a person would say first.
func (p *Pages) lead(c extension.Case) string {
	who := p.Directory().Name(c.AskedOrg)
	if c.AskedOrg == "" {
		who = c.Asked.Name
	}
	gain := p.Extensions.EffectOf(c.DueThen, c.Original, c.AskedUntil).Gain
	s := who + " đề nghị lùi hạn từ " + day(c.DueThen) + " đến " + day(c.AskedUntil) + ", thêm " + itoa(gain) + " ngày làm việc."
	switch c.State {
	case extension.Granted:
		s += " " + c.Decision.Deed.Name + " gia hạn đến " + day(c.Decision.Until) + "."
	case extension.Refused:
		s += " " + c.Decision.Deed.Name + " không gia hạn."
	case extension.Withdrawn:
		s += " Cơ quan đề nghị đã rút."
	case extension.Asked:
		if c.Work == assignment.Reported || !c.Work.Open() {
			s += " Nhiệm vụ không còn chờ làm (" + small(c.Work.Word()) + ")."
		} else if n := p.Calendar().Between(civil.Of(c.Asked.At), p.today()); n > 0 {
			s += " Đã chờ " + itoa(n) + " ngày làm việc."
		}
	}
	return s
}

// days are the dates of the case, side by side; none is ever erased.
func (p *Pages) days(c extension.Case, a assignment.Assignment) []ui.Fact {
	out := []ui.Fact{{Label: "Hạn gốc", Value: ui.Text(day(c.Original)), Note: "Giữ nguyên trong mọi thống kê."}, {Label: "Hạn lúc đề nghị", Value: ui.Text(day(c.DueThen))}, {Label: "Đề nghị", Value: ui.Text(day(c.AskedUntil))}}
	if c.State == extension.Granted {
		out = append(out, ui.Fact{Label: "Đã gia hạn", Value: ui.Strong(day(c.Decision.Until))})
	}
	if a.Due != "" && a.Due != c.DueThen && (c.State != extension.Granted || a.Due != c.Decision.Until) {
		out = append(out, ui.Fact{Label: "Hạn hiện nay", Value: ui.Strong(day(a.Due))})
	}
	if a.ReportedOn != "" && (a.State == assignment.Reported || a.State == assignment.Confirmed) {
		f := ui.Fact{Label: "Đã nộp", Value: ui.Text(day(a.ReportedOn)), Note: "Đúng hạn đã gia hạn, "}
		if a.LateDays > 0 {
			f.Note = "Trễ " + itoa(a.LateDays) + " ngày làm việc so với hạn đã gia hạn, "
		}
		if a.LateOriginal > 0 {
			f.Note += "trễ " + itoa(a.LateOriginal) + " ngày làm việc so với hạn gốc."
		} else {
			f.Note += "đúng hạn gốc."
		}
		out = append(out, f)
	}
	return out
}

func (p *Pages) facts(c extension.Case) []ui.Fact {
	dir := p.Directory()
	out := []ui.Fact{
		{Label: "Nhiệm vụ", Value: ui.Anchor(ui.Link{Label: c.Title, Href: workOf(c.Assignment)}), Note: c.Code},
		{Label: "Chủ trì", Value: ui.Text(dir.Name(c.LeadNow))},
		{Label: "Người đề nghị", Value: ui.Text(c.Asked.Name), Note: dir.Name(c.AskedOrg) + ", " + civil.Instant(c.Asked.At)},
	}
	by := "Thường trực Ban Chỉ đạo hoặc Chủ tịch"
	if c.Further {
		by = "Chủ tịch"
	}
	if d := c.Decision.Deed; d.Name != "" {
		return append(out, ui.Fact{Label: "Người quyết định", Value: ui.Text(d.Name), Note: civil.Instant(d.At)})
	}
	return append(out, ui.Fact{Label: "Quyết định", Value: ui.Text(by), Note: "Cơ quan có phần việc không tự quyết định."})
}

// events turns the record of acts into the timeline, newest first.
func (p *Pages) events(acts []audit.Entry) []ui.Event {
	out := make([]ui.Event, 0, len(acts))
	for _, e := range acts {
		ev := ui.Event{Icon: "assigned", Title: extension.VerbLabel(e.Verb), Who: e.Actor.Name, When: civil.Instant(e.At), Datetime: civil.ISO(e.At), Detail: e.Reason}
		if e.Actor.Org != "" {
			ev.Who += ", " + p.Directory().Short(apparatus.OrgID(e.Actor.Org))
		}
		var after extension.Request
		if len(e.After) > 0 && json.Unmarshal(e.After, &after) == nil {
			ev.Icon, ev.Extra = mark(e.Verb, after)
		}
		out = append(out, ev)
	}
	return out
}

// mark is the icon of an act, and what stands beside it.
func mark(verb string, r extension.Request) (icon, extra string) {
	switch verb {
	case extension.VerbAsk:
		return "reported", "đến " + r.AskedUntil.Format()
	case extension.VerbPropose:
		return "drafted", choice(r.Proposal.Choice, r.Proposal.Until)
	case extension.VerbDecide:
		if r.State == extension.Refused {
			return "cancelled", "không gia hạn"
		}
		return "confirmed", choice(extension.Grant, r.Decision.Until)
	case extension.VerbUndo:
		return "returned", ""
	}
	return "cancelled", ""
}

func choice(c extension.Choice, until civil.Date) string {
	if c == extension.Grant {
		return "gia hạn đến " + until.Format()
	}
	return c.Word()
}

// window keeps the days that the case is about: from the week of the original
// day on, unless that lies far back, with the week before the due day.
func window(list []deadline.Day, original, due civil.Date) ui.Days {
	from := due.Monday().AddDays(-7)
	if original < from && original.DaysUntil(due) < 7*farBack {
		from = original.Monday()
	}
	for len(list) > 0 && list[0].Date < from {
		list = list[1:]
	}
	if len(list) > maxStrip {
		list = list[len(list)-maxStrip:]
	}
	return ui.Weeks(list)
}

// farBack and maxStrip bound a strip on this page, in weeks and in days; the
// whole one has a page of its own.
const (
	farBack  = 8
	maxStrip = 98
)

// verdict reads a proposal or a decision.
func verdict(r *http.Request) (v extension.Verdict, err error) {
	v = extension.Verdict{Choice: extension.Choice(r.PostFormValue("choice")), Reason: r.PostFormValue("reason")}
	if v.Choice == extension.Grant {
		v.Until, err = dayOf(r, "until")
	}
	return v, err
}

func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	x, err := verdict(r)
	if err == nil {
		_, err = p.Extensions.Propose(r.Context(), idOf(r), revOf(r), x)
	}
	return p.after(w, r, "tham-muu", "Đã ghi tham mưu. Người có thẩm quyền quyết định.", err)
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	x, err := verdict(r)
	var done extension.Request
	if err == nil {
		done, err = p.Extensions.Decide(r.Context(), idOf(r), revOf(r), x)
	}
	said := "Đã quyết định không gia hạn; hạn " + done.DueThen.Format() + " giữ nguyên."
	if done.State == extension.Granted {
		said = "Đã gia hạn đến " + day(done.Decision.Until) + "; hạn gốc " + done.Original.Format() + " giữ nguyên."
	}
	return p.after(w, r, "quyet-dinh", said, err)
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Extensions.Withdraw(r.Context(), idOf(r), revOf(r))
	return p.after(w, r, "rut", "Đã rút đề nghị gia hạn.", err)
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	back, err := p.Extensions.Undo(r.Context(), idOf(r), revOf(r))
	return p.after(w, r, "hoan-tac", "Đã hoàn tác. Hạn trở lại "+back.DueThen.Format()+", đề nghị lại chờ quyết định; cả hai việc đều còn trên sổ.", err)
}

// after ends a verb: back to the case with a sentence, or the case again with
// what was typed; after a clash with both versions.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, form, done string, err error) error {
	switch {
	case err == nil:
		web.Flash(w, r, done)
		return web.SeeOther(w, r, Path(idOf(r)))
	case errors.Is(err, fault.Invalid):
		return p.render(w, r, http.StatusUnprocessableEntity, showView{Form: form, Values: r.PostForm, Errors: fault.FieldsOf(err)})
	case errors.Is(err, fault.Conflict):
		v := showView{Form: form, Values: r.PostForm, Clash: fault.Sentence(err)}
		if stale, ok := errors.AsType[*extension.StaleError](err); ok {
			v.Clash = theirs(stale.Now)
			if x, verr := verdict(r); verr == nil && x.Choice != "" {
				v.Typed = append(v.Typed, "Quyết định đồng chí vừa gửi, chưa được ghi: "+choice(x.Choice, x.Until)+".")
			}
		}
		if s := strings.TrimSpace(r.PostFormValue("reason")); s != "" {
			v.Typed = append(v.Typed, "Lý do đã gõ: “"+s+"”")
		}
		return p.render(w, r, http.StatusConflict, v)
	}
	return err
}

// theirs says what somebody else did meanwhile.
func theirs(now extension.Request) string {
	switch d := now.Decision.Deed; {
	case now.State == extension.Granted:
		return d.Name + " đã gia hạn đến " + now.Decision.Until.Format() + " lúc " + civil.Instant(d.At) + "."
	case now.State == extension.Refused:
		return d.Name + " đã quyết định không gia hạn lúc " + civil.Instant(d.At) + ": “" + now.Decision.Reason + "”"
	case now.State == extension.Withdrawn:
		return "Cơ quan đề nghị đã rút đề nghị này."
	case now.Proposal.Choice != "":
		return now.Proposal.Deed.Name + " đã ghi tham mưu " + choice(now.Proposal.Choice, now.Proposal.Until) + " lúc " + civil.Instant(now.Proposal.Deed.At) + ". Xem lại rồi quyết định."
	}
	return "Đề nghị đã được người khác thay đổi. Trang này là bản mới nhất; xem lại rồi gửi."
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	has, err := p.Extensions.HasFile(r.Context(), idOf(r), r.PathValue("file"))
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
