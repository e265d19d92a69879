package ladderweb

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/ladder"
	"dondoc/internal/lunar"
	"dondoc/internal/office"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Ladder    *ladder.Service
	Directory func() *apparatus.Directory
	Calendar  func() *workday.Calendar
	// House is what stands in the head of a letter.
	House func() ladder.House
	// Next is the day of the next night of urging.
	Next func() civil.Date
	Now  func() time.Time
}

// Addresses of this room.
const (
	Path        = "/lam-viec/don-doc"
	rungsPath   = Path + "/thang"
	lettersPath = Path + "/cong-van"
)

const section = "don-doc"

// most is how many reminders a page names; the rest is counted.
const most = 300

func letterPath(id string) string { return lettersPath + "/" + url.PathEscape(id) }

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	see, direct := identity.DashboardView, identity.AssignmentDirect
	rt.Get(Path, see, p.plan)
	rt.Get(Path+".csv", see, p.planCSV)
	rt.Get(Path+".json", see, p.planJSON)
	rt.Get(rungsPath, see, p.rungs)
	rt.Post(rungsPath, direct, p.putRung)
	rt.Get(lettersPath, see, p.letters)
	rt.Post(lettersPath, direct, p.draft)
	rt.Get(lettersPath+"/{id}", see, p.letter)
	rt.Get(lettersPath+"/{id}/tai", see, p.download)
	rt.Post(lettersPath+"/{id}/so", direct, p.sent)
}

func itoa(n int) string { return strconv.Itoa(n) }

// day is the day that a dry run is asked for: the next night unless another is named.
func (p *Pages) day(r *http.Request) (civil.Date, error) {
	s := strings.TrimSpace(r.URL.Query().Get("ngay"))
	if s == "" {
		return p.Next(), nil
	}
	return lunar.Day(s, civil.Of(p.Now()))
}

type planView struct {
	Day     civil.Date
	Typed   string
	Error   string
	Lead    []string
	Table   ui.Table
	More    bool
	Query   string
	Last    civil.Date
	NoRungs bool
}

func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	v := planView{Typed: r.URL.Query().Get("ngay")}
	day, err := p.day(r)
	status := http.StatusOK
	if err != nil {
		v.Error, status, day = err.Error(), http.StatusUnprocessableEntity, p.Next()
	}
	v.Day = day
	v.Query = "?ngay=" + string(day)
	list, more, err := p.Ladder.Plan(r.Context(), day, most)
	if err != nil {
		return err
	}
	v.More = more
	if v.Last, err = p.Ladder.LastRun(r.Context()); err != nil {
		return err
	}
	v.Lead, v.Table = p.told(list)
	return web.Page(w, r, web.View{Title: "Đôn đốc", Section: section, Status: status, Print: true, Body: planPage(v)})
}

// told lays the plan out by agency, and says it in a sentence.
func (p *Pages) told(list []ladder.Telling) (lead []string, t ui.Table) {
	people, up := map[string]bool{}, map[ladder.Side]int{}
	groups := map[apparatus.OrgID]int{}
	t = ui.Table{ID: "nhac", Caption: "Ai sẽ được nhắc", Empty: ui.EmptyState("Không có việc nào đến bậc đôn đốc."), Columns: []ui.Column{{Label: "Thời gian", Role: ui.RoleClock}, {Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Báo cho", Role: ui.RoleMeta}, {Label: "Bậc", Role: ui.RoleState}, {Label: "Tiếp theo", Role: ui.RoleText}}}
	for _, x := range list {
		names := make([]string, len(x.To))
		for i, y := range x.To {
			people[y.ID] = true
			names[i] = y.Name
		}
		for _, s := range x.Rung.Sides {
			up[s]++
		}
		at, ok := groups[x.Owed.Lead]
		if !ok {
			at = len(t.Groups)
			groups[x.Owed.Lead] = at
			t.Groups = append(t.Groups, ui.Group{Title: p.Directory().Name(x.Owed.Lead)})
		}
		clock := ui.Clock{Kind: ui.ClockLater, Text: fmt.Sprintf("Còn %d ngày", -x.Late), Exact: x.Why}
		switch {
		case x.Late > 0:
			clock = ui.Clock{Kind: ui.ClockLate, Text: fmt.Sprintf("Trễ %d ngày", x.Late), Exact: x.Why}
		case x.Late == 0:
			clock = ui.Clock{Kind: ui.ClockToday, Text: "Hôm đó", Exact: x.Why}
		}
		title := x.Owed.Title
		if x.Owed.Period != "" {
			title += ", " + x.Owed.Period
		}
		who := strings.Join(names, ", ")
		if x.Gap {
			who += " (cơ quan chưa có tài khoản)"
		}
		g := &t.Groups[at]
		g.Rows = append(g.Rows, ui.Row{ID: string(x.Owed.ID) + x.Rung.ID, Href: "/lam-viec/nhiem-vu/" + string(x.Owed.ID), Cells: []templ.Component{
			ui.ClockMark(clock), ui.Two(title, x.Owed.Code+", hạn "+x.Owed.Due.Format()), ui.Text(who), ui.Text(step(x.Rung)), ui.Quiet(x.Next),
		}})
	}
	for i := range t.Groups {
		t.Groups[i].Note = itoa(len(t.Groups[i].Rows)) + " việc"
	}
	if len(list) == 0 {
		return nil, t
	}
	lead = append(lead, fmt.Sprintf("%d người được nhắc về %d việc của %d cơ quan.", len(people), len(list), len(t.Groups)))
	if n := up[ladder.Chairman]; n > 0 {
		lead = append(lead, fmt.Sprintf("%d việc vào danh sách của Chủ tịch.", n))
	}
	if n := up[ladder.Secretariat]; n > 0 {
		lead = append(lead, fmt.Sprintf("%d việc báo lên thường trực.", n))
	}
	return lead, t
}

func step(r ladder.Rung) string {
	s := r.When()
	if r.Ask {
		s += ", cần xác nhận đã nhận"
	}
	return s
}

func (p *Pages) planCSV(w http.ResponseWriter, r *http.Request) error {
	day, err := p.day(r)
	if err != nil {
		return fault.Field("ngay", err.Error())
	}
	list, _, err := p.Ladder.Plan(r.Context(), day, 100_000)
	if err != nil {
		return err
	}
	head := []string{"Mã", "Nhiệm vụ", "Kỳ", "Chủ trì", "Hạn", "Trễ (ngày làm việc)", "Bậc", "Báo cho", "Tiếp theo"}
	return web.CSV(w, "don-doc-"+string(day)+".csv", head, func(yield func([]string, error) bool) {
		for _, x := range list {
			names := make([]string, len(x.To))
			for i, y := range x.To {
				names[i] = y.Name
			}
			if !yield([]string{x.Owed.Code, x.Owed.Title, x.Owed.Period, p.Directory().Name(x.Owed.Lead), x.Owed.Due.Format(), itoa(x.Late), x.Rung.When(), strings.Join(names, "; "), x.Next}, nil) {
				return
			}
		}
	})
}

func (p *Pages) planJSON(w http.ResponseWriter, r *http.Request) error {
	day, err := p.day(r)
	if err != nil {
		return fault.Field("ngay", err.Error())
	}
	list, more, err := p.Ladder.Plan(r.Context(), day, 10_000)
	if err != nil {
		return err
	}
	return web.JSON(w, map[string]any{"day": day, "told": list, "more": more})
}

type rungsView struct {
	Rungs  []ladder.Rung
	Token  string
	May    bool
	Errors map[string]string
	Open   string // the rung whose form was refused; "moi" for a new one
	Values url.Values
}

func (p *Pages) rungs(w http.ResponseWriter, r *http.Request) error {
	return p.showRungs(w, r, http.StatusOK, rungsView{})
}

func (p *Pages) showRungs(w http.ResponseWriter, r *http.Request, status int, v rungsView) error {
	var err error
	if v.Rungs, err = p.Ladder.Rungs(r.Context()); err != nil {
		return err
	}
	v.Token, v.May = web.Token(r), identity.Allows(web.VisitOf(r).Actor, identity.AssignmentDirect)
	return web.Page(w, r, web.View{Title: "Thang đôn đốc", Section: section, Status: status, Body: rungsPage(v)})
}

func (p *Pages) putRung(w http.ResponseWriter, r *http.Request) error {
	x := ladder.Rung{ID: r.PostFormValue("id"), Work: ladder.Work(r.PostFormValue("work")), Ask: r.PostFormValue("ask") != "", Active: r.PostFormValue("active") != ""}
	var err error
	if x.Days, err = strconv.Atoi(strings.TrimSpace(r.PostFormValue("days"))); err != nil {
		x.Days = 999 // refused with its sentence
	}
	if x.Rev, err = strconv.ParseInt(r.PostFormValue("rev"), 10, 64); err != nil {
		x.Rev = 0
	}
	for _, s := range r.PostForm["sides"] {
		x.Sides = append(x.Sides, ladder.Side(s))
	}
	err = p.Ladder.Put(r.Context(), x)
	if e := fault.FieldsOf(err); e != nil {
		open := x.ID
		if open == "" {
			open = "moi"
		}
		return p.showRungs(w, r, http.StatusUnprocessableEntity, rungsView{Errors: e, Open: open, Values: r.PostForm})
	}
	if fault.KindOf(err) == fault.Conflict && err != nil {
		return p.showRungs(w, r, http.StatusConflict, rungsView{Errors: map[string]string{"": "Bậc này vừa được người khác sửa. Trang này là bản mới nhất; sửa lại rồi lưu."}, Values: r.PostForm})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã lưu bậc đôn đốc. Có hiệu lực từ lần đôn đốc kế tiếp.")
	return web.SeeOther(w, r, rungsPath)
}

type lettersView struct {
	Agencies []ladder.Urgent
	Letters  ui.Table
	Dir      *apparatus.Directory
	Token    string
	May      bool
}

func (p *Pages) letters(w http.ResponseWriter, r *http.Request) error {
	v := lettersView{Dir: p.Directory(), Token: web.Token(r), May: identity.Allows(web.VisitOf(r).Actor, identity.AssignmentDirect)}
	var err error
	if v.Agencies, err = p.Ladder.Agencies(r.Context()); err != nil {
		return err
	}
	list, err := p.Ladder.Letters(r.Context(), 100)
	if err != nil {
		return err
	}
	g := ui.Group{}
	for _, l := range list {
		state := "Dự thảo"
		if l.State == ladder.LetterSent {
			state = "Đã ký số " + l.Number
		}
		g.Rows = append(g.Rows, ui.Row{ID: l.ID, Href: letterPath(l.ID), Cells: []templ.Component{ui.Two(v.Dir.Name(l.Org), itoa(len(l.Rows))+" nhiệm vụ quá hạn, "+l.DraftedBy), ui.Text(state), ui.Date(l.AsOf)}})
	}
	v.Letters = ui.Table{ID: "cong-van", Caption: "Công văn đôn đốc đã soạn", Plain: true, Empty: ui.EmptyState("Chưa soạn công văn đôn đốc nào."), Groups: []ui.Group{g}, Columns: []ui.Column{{Label: "Gửi", Role: ui.RoleTitle}, {Label: "Tình trạng", Role: ui.RoleState}, {Label: "Số liệu ngày", Role: ui.RoleDate}}}
	return web.Page(w, r, web.View{Title: "Công văn đôn đốc", Section: section, Body: lettersPage(v)})
}

func (p *Pages) draft(w http.ResponseWriter, r *http.Request) error {
	l, err := p.Ladder.Draft(r.Context(), apparatus.OrgID(r.PostFormValue("org")))
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã soạn dự thảo công văn.")
	return web.SeeOther(w, r, letterPath(l.ID))
}

type letterView struct {
	L      ladder.Letter
	Name   string
	Table  ui.Table
	Token  string
	May    bool
	Errors map[string]string
	Values url.Values
	Bare   bool // the head of the letter is not set up
}

func (p *Pages) letter(w http.ResponseWriter, r *http.Request) error {
	return p.showLetter(w, r, http.StatusOK, letterView{})
}

func (p *Pages) showLetter(w http.ResponseWriter, r *http.Request, status int, v letterView) error {
	var err error
	if v.L, err = p.Ladder.Find(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	v.Name, v.Token, v.May = p.Directory().Name(v.L.Org), web.Token(r), identity.Allows(web.VisitOf(r).Actor, identity.AssignmentDirect)
	h := p.House()
	v.Bare = h.Place == "" || h.Superior == ""
	g := ui.Group{}
	for _, x := range v.L.Rows {
		g.Rows = append(g.Rows, ui.Row{ID: string(x.ID), Href: "/lam-viec/nhiem-vu/" + string(x.ID), Cells: []templ.Component{
			ui.ClockMark(ui.Clock{Kind: ui.ClockLate, Text: fmt.Sprintf("Trễ %d ngày", x.Late)}), ui.Two(x.Title, x.Origin), ui.Text(times(x.Told)), ui.Date(x.Due),
		}})
	}
	v.Table = ui.Table{ID: "viec", Caption: "Nhiệm vụ nêu trong công văn", Plain: true, Groups: []ui.Group{g}, Columns: []ui.Column{{Label: "Thời gian", Role: ui.RoleClock}, {Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Đã nhắc", Role: ui.RoleMeta}, {Label: "Hạn", Role: ui.RoleDate}}}
	return web.Page(w, r, web.View{Title: "Công văn đôn đốc " + v.Name, Section: section, Status: status, Body: letterPage(v)})
}

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	l, err := p.Ladder.Find(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f := office.Word
	if r.URL.Query().Get("dang") == string(office.Print) {
		f = office.Print
	}
	d := p.Ladder.Document(l, p.House())
	web.Attachment(w, d.FileName(f), f.ContentType())
	return f.Write(w, d)
}

func (p *Pages) sent(w http.ResponseWriter, r *http.Request) error {
	on, err := web.OptionalDay(r.PostFormValue("signed"), civil.Of(p.Now()))
	if err != nil {
		return p.showLetter(w, r, http.StatusUnprocessableEntity, letterView{Errors: map[string]string{"signed": err.Error()}, Values: r.PostForm})
	}
	rev, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		rev = 0
	}
	_, err = p.Ladder.Sent(r.Context(), r.PathValue("id"), rev, r.PostFormValue("number"), on)
	if e := fault.FieldsOf(err); e != nil {
		return p.showLetter(w, r, http.StatusUnprocessableEntity, letterView{Errors: e, Values: r.PostForm})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã ghi số công văn. Từng nhiệm vụ trong công văn ghi lần đôn đốc này.")
	return web.SeeOther(w, r, letterPath(r.PathValue("id")))
}

// times says how often a thing was urged before.
func times(n int) string {
	if n == 0 {
		return "chưa nhắc"
	}
	return fmt.Sprintf("%d lần", n)
}
