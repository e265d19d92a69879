package lexiconweb

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/lexicon"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// Pages are this room's pages.
type Pages struct {
	Lexicon   *lexicon.Service
	Documents *document.Service
	Directory func() *apparatus.Directory
	Now       func() time.Time
}

const (
	section = "tu-dien"
	// PathList is the list's address.
	PathList = "/lam-viec/tu-dien"
	newPath  = PathList + "/moi"
	loadPath = PathList + "/nhap"
	casePath = PathList + "/hoi-quy"
	// maxList is the largest list of names that is taken in.
	maxList = 1 << 20
)

// Path is one entry's address.
func Path(id lexicon.ID) string { return PathList + "/" + url.PathEscape(string(id)) }

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	see, propose, decide := identity.LexiconView, identity.LexiconPropose, identity.LexiconDecide
	one := PathList + "/{id}"
	rt.Get(PathList, see, p.list)
	rt.Get(PathList+".csv", see, p.csv)
	rt.Get(PathList+".json", see, p.json)
	rt.Get(casePath+".jsonl", decide, p.cases)
	rt.Get(casePath+".json", decide, p.regression)
	rt.Get(newPath, propose, p.newForm)
	rt.Post(newPath, propose, p.propose)
	rt.Post(loadPath, propose, p.load, web.MaxBody(maxList))
	rt.Get(one, see, p.show)
	rt.Post(one+"/duyet", decide, p.approve)
	rt.Post(one+"/khong-duyet", decide, p.refuse)
	rt.Post(one+"/thoi-dung", decide, p.retire)
}

func query(r *http.Request) lexicon.Query {
	q := r.URL.Query()
	return lexicon.Query{State: lexicon.State(q.Get("trang-thai")), Text: q.Get("tim")}
}

type listView struct {
	Lead   string
	Filter ui.Filter
	State  string
	Table  ui.Table
	May    bool
	Cases  []ui.Link
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	q := query(r)
	all, err := p.Lexicon.List(r.Context(), lexicon.Query{})
	if err != nil {
		return err
	}
	rows := all
	if q != (lexicon.Query{}) {
		if rows, err = p.Lexicon.List(r.Context(), q); err != nil {
			return err
		}
	}
	who := web.VisitOf(r).Actor
	qs := "?" + url.Values{"trang-thai": {string(q.State)}, "tim": {q.Text}}.Encode()
	v := listView{Lead: lead(all), State: string(q.State), May: lexicon.MayPropose(who), Table: p.table(rows, q)}
	v.Filter = ui.Filter{Action: PathList, Query: q.Text, Placeholder: "Tìm tên gọi, cơ quan, có dấu hay không dấu", ClearHref: PathList, Downloads: []ui.Link{{Label: "CSV", Href: PathList + ".csv" + qs}, {Label: "JSON", Href: PathList + ".json" + qs}}}
	if slices.Contains(lexicon.States(), q.State) {
		v.Filter.Chips = []ui.Chip{{Label: q.State.Label(), Remove: PathList + "?" + url.Values{"tim": {q.Text}}.Encode()}}
	}
	if lexicon.MayDecide(who) {
		v.Cases = []ui.Link{{Label: "Ca kiểm thử, JSONL", Href: casePath + ".jsonl"}, {Label: "Ca kiểm thử và từ điển, JSON", Href: casePath + ".json"}}
	}
	return web.Page(w, r, web.View{Title: "Từ điển đọc văn bản", Section: section, Body: listPage(v)})
}

// lead says how things stand before the table does.
func lead(all []lexicon.Entry) string {
	n := map[lexicon.State]int{}
	for _, e := range all {
		n[e.State]++
	}
	switch {
	case n[lexicon.Proposed] > 0:
		return fmt.Sprintf("%d tên gọi chờ duyệt, %d tên gọi đang dùng khi đọc văn bản.", n[lexicon.Proposed], n[lexicon.Approved])
	case n[lexicon.Approved] > 0:
		return fmt.Sprintf("%d tên gọi đang dùng khi đọc văn bản. Không có tên gọi nào chờ duyệt.", n[lexicon.Approved])
	}
	return "Từ điển ghi những tên gọi cơ quan mà văn bản dùng và danh bạ chưa có."
}

func (p *Pages) table(rows []lexicon.Entry, q lexicon.Query) ui.Table {
	t := ui.Table{ID: "tu-dien", Caption: "Tên gọi trong từ điển", Columns: []ui.Column{{Label: "Tên gọi", Role: ui.RoleTitle}, {Label: "Được hiểu là", Role: ui.RoleMeta}, {Label: "Trạng thái", Role: ui.RoleState}, {Label: "Văn bản ký", Role: ui.RoleText}, {Label: "Đề xuất", Role: ui.RoleDate}}}
	t.Empty = ui.EmptyState("Chưa có tên gọi nào. Khi sửa nhiệm vụ đọc được, chọn “Nhớ tên gọi này”.")
	if q != (lexicon.Query{}) {
		t.Empty = ui.EmptyState("Không có tên gọi nào khớp.", ui.Link{Label: "Bỏ hết", Href: PathList})
	}
	g, dir := ui.Group{}, p.Directory()
	for _, e := range rows {
		g.Rows = append(g.Rows, ui.Row{ID: string(e.ID), Href: Path(e.ID), Cells: []templ.Component{ui.Text(e.Phrase), ui.Text(dir.Name(e.Org)), ui.Text(e.State.Label()), ui.Text(days(e)), ui.Date(civil.Of(e.Proposed.At))}})
	}
	t.Groups = []ui.Group{g}
	return t
}

// days says for documents of which days an entry counts.
func days(e lexicon.Entry) string {
	to := e.To
	if e.LastDay != "" {
		to = e.LastDay
	}
	switch {
	case e.From != "" && to != "":
		return e.From.Format() + " đến " + to.Format()
	case e.From != "":
		return "Từ " + e.From.Format()
	case to != "":
		return "Đến " + to.Format()
	}
	return "Mọi ngày"
}

type showView struct {
	Entry  lexicon.Entry
	Facts  []ui.Fact
	May    bool   // decide
	Own    string // why this person may not approve
	Token  string
	Errors map[string]string
	Values url.Values
	Org    string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.render(w, r, http.StatusOK, nil)
}

// render shows one entry; errs and the posted form stand in the form that was
// not taken.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, errs map[string]string) error {
	e, err := p.Lexicon.Find(r.Context(), lexicon.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	who, dir := web.VisitOf(r).Actor, p.Directory()
	v := showView{Entry: e, May: lexicon.MayDecide(who), Own: lexicon.OwnProposal(who, e), Token: web.Token(r), Errors: errs, Values: r.PostForm, Org: dir.Name(e.Org)}
	fact := func(label string, c templ.Component, note string) {
		v.Facts = append(v.Facts, ui.Fact{Label: label, Value: c, Note: note})
	}
	fact("Trạng thái", ui.Text(e.State.Label()), "")
	fact("Được hiểu là", ui.Anchor(ui.Link{Label: v.Org, Href: "/lam-viec/co-quan/" + url.PathEscape(string(e.Org))}), p.heirs(e))
	fact("Văn bản ký", ui.Text(days(e)), "")
	if e.Note != "" {
		fact("Ghi chú", ui.Text(e.Note), "")
	}
	if e.Document != "" {
		if d, err := p.Documents.Find(r.Context(), document.ID(e.Document)); err == nil {
			fact("Gặp trong", ui.Anchor(ui.Link{Label: d.Title(), Href: "/lam-viec/van-ban/" + url.PathEscape(e.Document)}), "")
		}
	}
	for _, x := range []struct {
		label string
		deed  lexicon.Deed
	}{{"Đề xuất", e.Proposed}, {decidedLabel(e), e.Decided}, {"Thôi dùng", e.Retired}} {
		if !x.deed.At.IsZero() {
			fact(x.label, ui.Text(x.deed.Name), civil.Instant(x.deed.At))
		}
	}
	if e.Reason != "" {
		fact("Lý do", ui.Text(e.Reason), "")
	}
	return web.Page(w, r, web.View{Title: e.Phrase, Section: section, Status: status, Body: showPage(v)})
}

func decidedLabel(e lexicon.Entry) string {
	if e.State == lexicon.Refused {
		return "Không duyệt"
	}
	return "Duyệt"
}

// heirs says who is meant today, where the body itself has ended.
func (p *Pages) heirs(e lexicon.Entry) string {
	dir := p.Directory()
	o, ok := dir.Get(e.Org)
	today := civil.Of(p.Now())
	if !ok || o.On(today) {
		return ""
	}
	var names []string
	for _, id := range dir.Heirs(e.Org, today) {
		names = append(names, dir.Name(id))
	}
	if len(names) == 0 {
		return "Cơ quan không hoạt động vào hôm nay."
	}
	return "Văn bản ký hôm nay thì hiểu là " + strings.Join(names, " hoặc ") + "."
}

// decided answers a decision: back to the entry, or the form with what is wrong.
func (p *Pages) decided(w http.ResponseWriter, r *http.Request, err error, done string) error {
	kind := fault.KindOf(err)
	switch {
	case err == nil:
		web.Flash(w, r, done)
		return web.SeeOther(w, r, Path(lexicon.ID(r.PathValue("id"))))
	case kind == fault.Invalid:
		return p.render(w, r, web.Status(kind), fault.FieldsOf(err))
	case kind == fault.Conflict || kind == fault.Forbidden && lexicon.MayDecide(actor.From(r.Context())):
		return p.render(w, r, web.Status(kind), map[string]string{"": fault.Sentence(err)})
	}
	return err
}

func (p *Pages) approve(w http.ResponseWriter, r *http.Request) error {
	return p.decided(w, r, p.Lexicon.Approve(r.Context(), lexicon.ID(r.PathValue("id")), rev(r)), "Đã duyệt. Tên gọi được dùng khi đọc văn bản từ nay.")
}

func (p *Pages) refuse(w http.ResponseWriter, r *http.Request) error {
	return p.decided(w, r, p.Lexicon.Refuse(r.Context(), lexicon.ID(r.PathValue("id")), rev(r), r.PostFormValue("reason")), "Đã ghi không duyệt.")
}

func (p *Pages) retire(w http.ResponseWriter, r *http.Request) error {
	bad := fault.Fields{}
	last := p.day(r, "last", bad)
	err := bad.Err()
	if err == nil {
		err = p.Lexicon.Retire(r.Context(), lexicon.ID(r.PathValue("id")), rev(r), last, r.PostFormValue("reason"))
	}
	return p.decided(w, r, err, "Đã ghi thôi dùng tên gọi này.")
}

type formView struct {
	Values url.Values
	Errors map[string]string
	Token  string
	Orgs   []ui.Option
	Load   bool // the list was refused, not the single name
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, status int, v formView) error {
	v.Token = web.Token(r)
	v.Orgs = []ui.Option{{Value: "", Label: "Chọn cơ quan"}}
	for _, o := range p.Directory().All() {
		v.Orgs = append(v.Orgs, ui.Option{Value: string(o.ID), Label: ended(o)})
	}
	return web.Page(w, r, web.View{Title: "Đề xuất tên gọi", Section: section, Status: status, Body: formPage(v)})
}

func ended(o apparatus.Org) string {
	if o.To != "" {
		return o.Name + " (đến " + o.To.Format() + ")"
	}
	return o.Name
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.form(w, r, http.StatusOK, formView{Values: r.URL.Query()})
}

func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	bad := fault.Fields{}
	in := lexicon.Proposal{Phrase: r.PostFormValue("phrase"), Org: apparatus.OrgID(r.PostFormValue("org")), From: p.day(r, "from", bad), To: p.day(r, "to", bad), Note: r.PostFormValue("note")}
	err := bad.Err()
	var e lexicon.Entry
	if err == nil {
		e, err = p.Lexicon.Propose(r.Context(), in)
	}
	if errors.Is(err, fault.Invalid) {
		return p.form(w, r, http.StatusUnprocessableEntity, formView{Values: r.PostForm, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã đề xuất, chờ duyệt.")
	return web.SeeOther(w, r, Path(e.ID))
}

// load takes in a CSV list.
func (p *Pages) load(w http.ResponseWriter, r *http.Request) error {
	file, err := upload(r)
	var added, known int
	if err == nil {
		added, known, err = p.Lexicon.Import(r.Context(), file)
	}
	if errors.Is(err, fault.Invalid) {
		return p.form(w, r, http.StatusUnprocessableEntity, formView{Errors: fault.FieldsOf(err), Load: true})
	}
	if err != nil {
		return err
	}
	done := fmt.Sprintf("Đã đề xuất %d tên gọi, chờ duyệt.", added)
	if known > 0 {
		done += fmt.Sprintf(" Bỏ qua %d tên gọi đã có.", known)
	}
	web.Flash(w, r, done)
	return web.SeeOther(w, r, PathList)
}

func upload(r *http.Request) ([]byte, error) {
	f, _, err := r.FormFile("file")
	if err != nil {
		return nil, fault.Field("file", "Chọn một tệp CSV.")
	}
	b, err := io.ReadAll(io.LimitReader(f, maxList))
	return b, errors.Join(err, f.Close())
}

func (p *Pages) day(r *http.Request, name string, bad fault.Fields) civil.Date {
	return web.Day(r.PostForm, name, civil.Of(p.Now()), bad)
}

func rev(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
