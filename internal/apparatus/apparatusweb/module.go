package apparatusweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/lunar"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// Pages are this room's pages.
type Pages struct {
	Organisations *apparatus.Service
	Working       func(apparatus.OrgID) []ui.Fact // when an organisation works, from the calendar's room
	Now           func() time.Time
}

// PathList is the list's address.
const PathList = "/lam-viec/co-quan"

// Path is one organisation's address.
func Path(id apparatus.OrgID) string { return PathList + "/" + url.PathEscape(string(id)) }

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(PathList, identity.OrganisationList, p.list)
	rt.Get(PathList+".csv", identity.OrganisationList, p.csv)
	rt.Get(PathList+".json", identity.OrganisationList, p.json)
	rt.Get(PathList+"/moi", identity.OrganisationEdit, p.newForm)
	rt.Post(PathList+"/moi", identity.OrganisationEdit, p.create)
	rt.Get(PathList+"/{id}", identity.OrganisationList, p.show)
	rt.Get(PathList+"/{id}/sua", identity.OrganisationEdit, p.editForm)
	rt.Post(PathList+"/{id}/sua", identity.OrganisationEdit, p.edit)
	rt.Post(PathList+"/{id}/ket-thuc", identity.OrganisationEdit, p.end)
}

// asOf is the day that the list is asked for; today unless said.
func (p *Pages) asOf(r *http.Request) (civil.Date, string) {
	s := r.URL.Query().Get("ngay")
	if s == "" {
		return civil.Of(p.Now()), ""
	}
	d, err := lunar.Day(s, civil.Of(p.Now()))
	if err != nil {
		return civil.Of(p.Now()), err.Error()
	}
	return d, ""
}

// rows lists the bodies of a day that match the search, each below the one it
// answers to.
func (p *Pages) rows(r *http.Request, on civil.Date) []apparatus.Node {
	nodes := p.Organisations.Directory().Tree(on)
	q := viet.Fold(r.URL.Query().Get("tim"))
	if q == "" {
		return nodes
	}
	return slices.DeleteFunc(nodes, func(n apparatus.Node) bool {
		return !strings.Contains(viet.Fold(strings.Join(append([]string{n.Name, n.Short, n.Abbr}, n.Aliases...), " ")), q)
	})
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	on, wrong := p.asOf(r)
	nodes := p.rows(r, on)
	q := r.URL.Query().Get("tim")
	t := ui.Table{ID: "co-quan", Caption: "Cơ quan, tổ chức", Columns: []ui.Column{{Label: "Tên", Role: ui.RoleTitle}, {Label: "Tên tắt", Role: ui.RoleMeta}, {Label: "Loại", Role: ui.RoleMeta}, {Label: "Từ ngày", Role: ui.RoleDate}}, Empty: ui.EmptyState("Không có cơ quan nào khớp.", ui.Link{Label: "Bỏ hết", Href: PathList})}
	g := ui.Group{}
	for _, n := range nodes {
		short := n.Short
		if short == "" {
			short = n.Abbr
		}
		from := ui.Absent("Không rõ")
		if n.From != "" {
			from = ui.Date(n.From)
		}
		g.Rows = append(g.Rows, ui.Row{ID: string(n.ID), Href: Path(n.ID), Cells: []templ.Component{ui.Text(strings.Repeat("\u2003", n.Depth) + n.Name), ui.Text(short), ui.Text(n.Kind.Name()), from}})
	}
	t.Groups = []ui.Group{g}
	qs := "?" + url.Values{"ngay": {string(on)}, "tim": {q}}.Encode()
	f := ui.Filter{Action: PathList, Query: q, Placeholder: "Tìm theo tên, tên tắt, có dấu hay không dấu", ClearHref: PathList, Downloads: []ui.Link{{Label: "CSV", Href: PathList + ".csv" + qs}, {Label: "JSON", Href: PathList + ".json" + qs}}, Open: wrong != ""}
	v := listView{Table: t, Filter: f, On: on, Wrong: wrong, N: len(g.Rows), May: identity.Allows(web.VisitOf(r).Actor, identity.OrganisationEdit)}
	return web.Page(w, r, web.View{Title: "Cơ quan", Section: "co-quan", Body: listPage(v)})
}

type listView struct {
	Table  ui.Table
	Filter ui.Filter
	On     civil.Date
	Wrong  string
	N      int
	May    bool
	News   bool // may follow what becomes of assignments
}

func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	on, _ := p.asOf(r)
	dir := p.Organisations.Directory()
	rows := func(yield func([]string, error) bool) {
		for _, n := range p.rows(r, on) {
			if !yield([]string{string(n.ID), n.Name, n.Short, n.Abbr, n.Kind.Name(), dir.Name(dir.Above(n.ID, on)), n.From.Format(), n.To.Format()}, nil) {
				return
			}
		}
	}
	return web.CSV(w, "co-quan-"+string(on)+".csv", []string{"Mã", "Tên", "Tên tắt", "Ký hiệu", "Loại", "Cấp trên", "Từ ngày", "Đến ngày"}, rows)
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	on, _ := p.asOf(r)
	rows := []apparatus.Org{}
	for _, n := range p.rows(r, on) {
		rows = append(rows, n.Org)
	}
	return web.JSON(w, map[string]any{"as_of": on, "organisations": rows})
}

type showView struct {
	Org    apparatus.Org
	Facts  []ui.Fact
	Below  ui.Table
	May    bool
	News   bool // may follow what becomes of assignments
	Token  string
	Orgs   []ui.Option
	Errors map[string]string
	Values url.Values
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.render(w, r, http.StatusOK, nil)
}

// render shows one organisation; errs and the posted form stand in the form of
// its end when that was refused.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, errs map[string]string) error {
	dir := p.Organisations.Directory()
	o, ok := dir.Get(apparatus.OrgID(r.PathValue("id")))
	if !ok {
		return fault.NotFound
	}
	v := showView{Org: o, May: identity.Allows(web.VisitOf(r).Actor, identity.OrganisationEdit), News: identity.Allows(web.VisitOf(r).Actor, identity.AssignmentList), Token: web.Token(r), Orgs: p.options(o.ID), Errors: errs, Values: r.PostForm}
	fact := func(label string, c templ.Component) { v.Facts = append(v.Facts, ui.Fact{Label: label, Value: c}) }
	fact("Loại", ui.Text(o.Kind.Name()))
	today := civil.Of(p.Now())
	if o.Parent != "" {
		fact("Cấp trên", ui.Anchor(ui.Link{Label: dir.Name(o.Parent), Href: Path(o.Parent)}))
	}
	if up := dir.Above(o.ID, today); up != o.Parent {
		fact("Cấp trên hiện nay", ui.Anchor(ui.Link{Label: dir.Name(up), Href: Path(up)}))
	}
	for _, x := range []struct{ label, value string }{{"Tên tắt", o.Short}, {"Ký hiệu", o.Abbr}, {"Tên khác", strings.Join(o.Aliases, "; ")}, {"Ghi chú", o.Note}} {
		if x.value != "" {
			fact(x.label, ui.Text(x.value))
		}
	}
	if o.FocalPoint {
		fact("Đầu mối", ui.Text("Đầu mối tiếp nhận phản ánh, kiến nghị"))
	}
	if o.Standing != "" {
		fact("Thường trực", ui.Anchor(ui.Link{Label: dir.Name(o.Standing), Href: Path(o.Standing)}))
	}
	if o.From != "" {
		fact("Từ ngày", ui.Date(o.From))
	}
	if o.To != "" {
		fact("Đến hết ngày", ui.Date(o.To))
	}
	for _, x := range []struct {
		label string
		ids   []apparatus.OrgID
	}{{"Tiếp nhận từ", dir.Predecessors(o.ID)}, {"Chuyển cho", dir.Successors(o.ID)}} {
		for _, id := range x.ids {
			fact(x.label, ui.Anchor(ui.Link{Label: dir.Name(id), Href: Path(id)}))
		}
	}
	if o.To == "" || o.To >= today {
		v.Facts = append(v.Facts, p.Working(o.ID)...)
	}
	on := today
	if o.To != "" && o.To < today {
		on = o.To // an ended body shows what stood below it on its last day
	}
	g := ui.Group{}
	for _, id := range dir.Below(o.ID, on) {
		c, _ := dir.Get(id)
		g.Rows = append(g.Rows, ui.Row{ID: string(id), Href: Path(id), Cells: []templ.Component{ui.Text(c.Name), ui.Text(c.Kind.Name())}})
	}
	v.Below = ui.Table{ID: "duoi", Caption: "Đơn vị trực thuộc", Plain: true, Columns: []ui.Column{{Label: "Tên", Role: ui.RoleTitle}, {Label: "Loại", Role: ui.RoleMeta}}, Groups: []ui.Group{g}, Empty: ui.EmptyState("Không có đơn vị trực thuộc trong danh bạ.")}
	return web.Page(w, r, web.View{Title: o.Name, Section: "co-quan", Status: status, Body: showPage(v)})
}

func (p *Pages) options(without apparatus.OrgID) []ui.Option {
	out := []ui.Option{{Value: "", Label: "Không có"}}
	for _, o := range p.Organisations.Directory().All() {
		if o.ID != without && o.Kind != apparatus.Commune {
			out = append(out, ui.Option{Value: string(o.ID), Label: o.Name})
		}
	}
	return out
}

type formView struct {
	Org      apparatus.Org
	New      bool
	Token    string
	Errors   map[string]string
	Orgs     []ui.Option
	Conflict *ui.Conflict
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, status int, v formView) error {
	v.Token, v.Orgs = web.Token(r), p.options(v.Org.ID)
	title := "Sửa " + v.Org.Name
	if v.New {
		title = "Thêm cơ quan"
	}
	return web.Page(w, r, web.View{Title: title, Section: "co-quan", Status: status, Body: formPage(v)})
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.form(w, r, http.StatusOK, formView{New: true, Org: apparatus.Org{Kind: apparatus.Department}})
}

func (p *Pages) orgFrom(r *http.Request) (apparatus.Org, error) {
	o := apparatus.Org{
		Name: r.PostFormValue("name"), Short: r.PostFormValue("short"), Abbr: r.PostFormValue("abbr"), Aliases: strings.Split(r.PostFormValue("aliases"), "\n"), Kind: apparatus.Kind(r.PostFormValue("kind")),
		Parent: apparatus.OrgID(r.PostFormValue("parent")), Standing: apparatus.OrgID(r.PostFormValue("standing")), FocalPoint: r.PostFormValue("focal") != "", Note: r.PostFormValue("note"),
	}
	if s := strings.TrimSpace(r.PostFormValue("from")); s != "" {
		d, err := lunar.Day(s, civil.Of(p.Now()))
		if err != nil {
			return o, fault.Field("from", err.Error())
		}
		o.From = d
	}
	return o, nil
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	o, err := p.orgFrom(r)
	if err == nil {
		o, err = p.Organisations.Create(r.Context(), o)
	}
	if errors.Is(err, fault.Invalid) {
		return p.form(w, r, http.StatusUnprocessableEntity, formView{New: true, Org: o, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã thêm "+o.Name+".")
	return web.SeeOther(w, r, Path(o.ID))
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	o, ok := p.Organisations.Directory().Get(apparatus.OrgID(r.PathValue("id")))
	if !ok {
		return fault.NotFound
	}
	return p.form(w, r, http.StatusOK, formView{Org: o})
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	now, ok := p.Organisations.Directory().Get(apparatus.OrgID(r.PathValue("id")))
	if !ok {
		return fault.NotFound
	}
	o, err := p.orgFrom(r)
	o.ID, o.To, o.Unit, o.Rev = now.ID, now.To, now.Unit, rev(r)
	if err == nil {
		err = p.Organisations.Edit(r.Context(), o, r.PostFormValue("reason"))
	}
	switch {
	case errors.Is(err, fault.Invalid):
		return p.form(w, r, http.StatusUnprocessableEntity, formView{Org: o, Errors: fault.FieldsOf(err)})
	case errors.Is(err, fault.Conflict):
		dir := p.Organisations.Directory()
		c := &ui.Conflict{Form: ui.FormHead{Action: Path(o.ID) + "/sua", Token: web.Token(r), Rev: strconv.FormatInt(now.Rev, 10)}, KeepOld: ui.Link{Label: "Giữ bản đang có", Href: Path(o.ID)}, Fields: []ui.ConflictField{
			{Name: "name", Label: "Tên", Theirs: now.Name, Mine: o.Name},
			{Name: "short", Label: "Tên tắt", Theirs: now.Short, Mine: o.Short},
			{Name: "abbr", Label: "Ký hiệu", Theirs: now.Abbr, Mine: o.Abbr},
			{Name: "aliases", Label: "Tên khác", Theirs: strings.Join(now.Aliases, "\n"), Mine: strings.Join(o.Aliases, "\n"), Long: true},
			{Name: "kind", Label: "Loại", Theirs: string(now.Kind), Mine: string(o.Kind), TheirsShown: now.Kind.Name(), MineShown: o.Kind.Name()},
			{Name: "parent", Label: "Cấp trên", Theirs: string(now.Parent), Mine: string(o.Parent), TheirsShown: dir.Name(now.Parent), MineShown: dir.Name(o.Parent)},
			{Name: "standing", Label: "Cơ quan thường trực", Theirs: string(now.Standing), Mine: string(o.Standing), TheirsShown: dir.Name(now.Standing), MineShown: dir.Name(o.Standing)},
			{Name: "focal", Label: "Đầu mối tiếp nhận", Theirs: focal(now), Mine: focal(o)},
			{Name: "from", Label: "Có từ ngày", Theirs: now.From.Format(), Mine: o.From.Format()},
			{Name: "note", Label: "Ghi chú", Theirs: now.Note, Mine: o.Note, Long: true},
			{Name: "reason", Label: "Lý do sửa", Mine: r.PostFormValue("reason")},
		}}
		return p.form(w, r, http.StatusConflict, formView{Org: now, Conflict: c})
	case err != nil:
		return err
	}
	web.Flash(w, r, "Đã lưu "+o.Name+".")
	return web.SeeOther(w, r, Path(o.ID))
}

// focal is the tick of the form as it is posted.
func focal(o apparatus.Org) string {
	if o.FocalPoint {
		return "có"
	}
	return ""
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	var last civil.Date
	var err error
	if last, err = lunar.Day(r.PostFormValue("to"), civil.Of(p.Now())); err != nil {
		err = fault.Field("to", err.Error())
	}
	if err == nil {
		var next []apparatus.OrgID
		for _, s := range r.PostForm["successor"] {
			if s != "" {
				next = append(next, apparatus.OrgID(s))
			}
		}
		err = p.Organisations.End(r.Context(), apparatus.OrgID(r.PathValue("id")), rev(r), last, next, r.PostFormValue("basis"))
	}
	if errors.Is(err, fault.Invalid) {
		return p.render(w, r, http.StatusUnprocessableEntity, fault.FieldsOf(err))
	}
	if errors.Is(err, fault.Conflict) {
		return p.render(w, r, http.StatusConflict, map[string]string{"": "Trong lúc đồng chí đang xem, thông tin cơ quan này đã thay đổi. Trang này là bản mới nhất; xem lại rồi hãy gửi."})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã ghi ngày kết thúc và tổ chức tiếp nhận.")
	return web.SeeOther(w, r, Path(apparatus.OrgID(r.PathValue("id"))))
}

func rev(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
