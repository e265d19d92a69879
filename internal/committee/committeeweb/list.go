package committeeweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/fault"
	"dondoc/internal/office"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type listView struct {
	Year  int
	Years []ui.Link
	Pace  committee.YearPace
	Table ui.Table
	Work  bool
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	v := listView{Year: civil.Of(p.Now()).Year(), Work: works(r)}
	if y, err := strconv.Atoi(r.URL.Query().Get("nam")); err == nil {
		v.Year = y
	}
	years, err := p.Committee.Years(r.Context())
	if err != nil {
		return err
	}
	for _, y := range years {
		l := ui.Link{Label: itoa(y), Href: PathList + "?nam=" + itoa(y)}
		if y == v.Year {
			l.Href = ""
		}
		v.Years = append(v.Years, l)
	}
	list, err := p.Committee.List(r.Context(), v.Year)
	if err != nil {
		return err
	}
	v.Pace = p.Committee.YearPace(list)
	g := ui.Group{}
	for _, m := range list {
		pace := p.Committee.Pace(m)
		g.Rows = append(g.Rows, ui.Row{ID: string(m.ID), Href: Path(m.ID), Cells: []templ.Component{
			ui.Text(m.Name()), ui.Text(when(m)), ui.Text(m.State.Word()), notice(m), ui.Text(spanShort(pace.ToSigned)), ui.Text(spanShort(pace.ToPublished)),
		}})
	}
	v.Table = ui.Table{
		ID: "phien-hop", Caption: "Phiên họp năm " + itoa(v.Year), Groups: []ui.Group{g}, Empty: ui.EmptyState("Chưa có phiên họp nào trong năm " + itoa(v.Year) + "."),
		Columns: []ui.Column{{Label: "Phiên họp", Role: ui.RoleTitle}, {Label: "Ngày họp", Role: ui.RoleDate}, {Label: "Bước", Role: ui.RoleState}, {Label: "Thông báo", Role: ui.RoleMeta}, {Label: "Họp → ký", Role: ui.RoleText}, {Label: "Ký → công bố", Role: ui.RoleText}},
	}
	return web.Page(w, r, web.View{Title: "Phiên họp Ban Chỉ đạo", Section: Section, Body: listPage(v)})
}

func when(m committee.Meeting) string {
	at := m.HeldAt
	if at.IsZero() {
		at = m.PlannedAt
	}
	if at.IsZero() {
		return ""
	}
	return at.In(civil.Zone()).Format("15:04, 02/01/2006")
}

func notice(m committee.Meeting) templ.Component {
	if m.Notice == "" {
		return ui.Absent("Chưa có")
	}
	return ui.DocNumber(m.Notice)
}

func spanShort(s committee.Span) string {
	if !s.Known() {
		return ""
	}
	return itoa(s.Calendar) + " ngày (" + itoa(s.Working) + " ngày làm việc)"
}

type planView struct {
	Token  string
	Action string
	Title  string
	Crumb  ui.Link
	Values url.Values
	Errors map[string]string
	Rev    string
	Chairs []ui.Option
}

func (v planView) field(name, label, hint string) ui.Field {
	return ui.Field{Name: name, Label: label, Hint: hint, Value: v.Values.Get(name), Error: v.Errors[name]}
}

func (p *Pages) chairs(r *http.Request) ([]ui.Option, error) {
	members, err := p.Committee.Members(r.Context())
	out := []ui.Option{{Value: "", Label: "Trưởng ban"}}
	for _, m := range members {
		if m.Role == committee.Head || m.Role == committee.Deputy {
			out = append(out, ui.Option{Value: string(m.ID), Label: m.Name + ", " + m.Role.Word()})
		}
	}
	return out, err
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	year := civil.Of(p.Now()).Year()
	n, err := p.Committee.Next(r.Context(), year)
	if err != nil {
		return err
	}
	return p.showPlan(w, r, http.StatusOK, planView{Values: url.Values{"year": {itoa(year)}, "number": {itoa(n)}, "hour": {"08:00"}, "template": {string(office.State)}}})
}

func (p *Pages) showPlan(w http.ResponseWriter, r *http.Request, status int, v planView) error {
	var err error
	if v.Chairs, err = p.chairs(r); err != nil {
		return err
	}
	if v.Token = web.Token(r); v.Action == "" {
		v.Action, v.Title, v.Crumb = PathList+"/moi", "Lập phiên họp", ui.Link{Label: "Lập phiên họp"}
	}
	return web.Page(w, r, web.View{Title: v.Title, Section: Section, Status: status, Body: planPage(v)})
}

func planOf(v url.Values) (committee.Plan, error) {
	bad := fault.Fields{}
	num := func(name string) int {
		n, err := strconv.Atoi(strings.TrimSpace(v.Get(name)))
		if err != nil {
			bad.Add(name, "Ghi một số.")
		}
		return n
	}
	pl := committee.Plan{
		Year: num("year"), Number: num("number"), Subject: v.Get("subject"), PlannedAt: instant(v, "day", "hour", bad), Place: v.Get("place"), Chair: committee.MemberID(v.Get("chair")),
		Template: office.Template(v.Get("template")), Authority: lines(v.Get("authority")), Signer: v.Get("signer"), Recipients: lines(v.Get("recipients")),
	}
	return pl, bad.Err()
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	pl, err := planOf(r.PostForm)
	var m committee.Meeting
	if err == nil {
		m, err = p.Committee.Add(r.Context(), pl)
	}
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showPlan(w, r, status, planView{Values: r.PostForm, Errors: errs})
	}
	web.Flash(w, r, "Đã lập "+m.Name()+".")
	return web.SeeOther(w, r, Path(m.ID))
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	at := m.PlannedAt.In(civil.Zone())
	return p.showPlan(w, r, http.StatusOK, editView(m, url.Values{
		"year": {itoa(m.Year)}, "number": {itoa(m.Number)}, "subject": {m.Subject}, "day": {civil.Of(m.PlannedAt).Format()}, "hour": {at.Format("15:04")}, "place": {m.Place}, "chair": {string(m.Chair)},
		"template": {string(m.Template)}, "authority": {strings.Join(m.Authority, "\n")}, "signer": {m.Signer}, "recipients": {strings.Join(m.Recipients, "\n")},
	}, nil))
}

func editView(m committee.Meeting, v url.Values, errs map[string]string) planView {
	return planView{Action: Path(m.ID) + "/sua", Title: "Sửa thông tin phiên họp", Crumb: ui.Link{Label: m.Name(), Href: Path(m.ID)}, Values: v, Errors: errs, Rev: strconv.FormatInt(m.Rev, 10)}
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	pl, err := planOf(r.PostForm)
	if err == nil {
		_, err = p.Committee.Edit(r.Context(), m.ID, revOf(r), pl)
	}
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showPlan(w, r, status, editView(m, r.PostForm, errs))
	}
	web.Flash(w, r, "Đã lưu thông tin phiên họp.")
	return web.SeeOther(w, r, Path(m.ID))
}

type memberView struct {
	Token  string
	Now    ui.Table
	Past   ui.Table
	Work   bool
	Values url.Values
	Errors map[string]string
	Orgs   []ui.Option
	Edit   committee.MemberID
}

func (v memberView) field(name, label, hint string) ui.Field {
	return ui.Field{Name: name, Label: label, Hint: hint, Value: v.Values.Get(name), Error: v.Errors[name]}
}

func (p *Pages) members(w http.ResponseWriter, r *http.Request) error {
	v := memberView{Values: url.Values{}}
	if id := r.URL.Query().Get("sua"); id != "" && works(r) {
		list, err := p.Committee.Members(r.Context())
		if err != nil {
			return err
		}
		for _, m := range list {
			if string(m.ID) == id {
				v.Edit = m.ID
				v.Values = url.Values{"id": {id}, "rev": {strconv.FormatInt(m.Rev, 10)}, "name": {m.Name}, "title": {m.Title}, "role": {string(m.Role)}, "org": {string(m.Org)}, "from": {m.From.Format()}, "to": {m.To.Format()}}
			}
		}
	}
	return p.showMembers(w, r, http.StatusOK, v)
}

func (p *Pages) showMembers(w http.ResponseWriter, r *http.Request, status int, v memberView) error {
	list, err := p.Committee.Members(r.Context())
	if err != nil {
		return err
	}
	v.Token, v.Work, v.Orgs = web.Token(r), works(r), p.orgOptions("Chọn cơ quan")
	columns := []ui.Column{{Label: "Họ tên", Role: ui.RoleTitle}, {Label: "Vai trò", Role: ui.RoleState}, {Label: "Chức vụ", Role: ui.RoleMeta}, {Label: "Cơ quan", Role: ui.RoleText}, {Label: "Từ ngày", Role: ui.RoleDate}, {Label: "Đến ngày", Role: ui.RoleText}}
	v.Now = ui.Table{ID: "thanh-vien", Caption: "Thành viên hiện nay", Columns: columns, Groups: []ui.Group{{}}, Plain: true, Empty: ui.EmptyState("Chưa ghi thành viên nào.")}
	v.Past = ui.Table{ID: "thoi-tham-gia", Caption: "Đã thôi tham gia", Columns: columns, Groups: []ui.Group{{}}, Plain: true}
	today := civil.Of(p.Now())
	for _, m := range list {
		to := ""
		if m.To != "" {
			to = m.To.Format()
		}
		row := ui.Row{ID: string(m.ID), Cells: []templ.Component{ui.Text(m.Name), ui.Text(m.Role.Word()), ui.Text(m.Title), ui.Text(p.Directory().Name(m.Org)), ui.Date(m.From), ui.Text(to)}}
		if v.Work {
			row.Href = pathMembers + "?sua=" + url.QueryEscape(string(m.ID)) + "#ghi"
		}
		t := &v.Now
		if m.To != "" && m.To < today {
			t = &v.Past
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	return web.Page(w, r, web.View{Title: "Thành viên Ban Chỉ đạo", Section: Section, Status: status, Body: membersPage(v)})
}

func roleOptions() []ui.Option {
	var out []ui.Option
	for _, x := range committee.Roles() {
		out = append(out, ui.Option{Value: string(x), Label: x.Word()})
	}
	return out
}

func (p *Pages) putMember(w http.ResponseWriter, r *http.Request) error {
	bad := fault.Fields{}
	m := committee.Member{
		ID: committee.MemberID(r.PostFormValue("id")), Name: r.PostFormValue("name"), Title: r.PostFormValue("title"), Role: committee.Role(r.PostFormValue("role")), Org: apparatus.OrgID(r.PostFormValue("org")),
		From: dayOf(r.PostForm, "from", bad), To: dayOf(r.PostForm, "to", bad), Rev: revOf(r),
	}
	err := bad.Err()
	if err == nil {
		m, err = p.Committee.PutMember(r.Context(), m)
	}
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showMembers(w, r, status, memberView{Values: r.PostForm, Errors: errs, Edit: m.ID})
	}
	web.Flash(w, r, "Đã ghi "+m.Name+", "+m.Role.Word()+".")
	return web.SeeOther(w, r, pathMembers)
}

// listCSV gives the meetings of a year as a table, with the days between.
func (p *Pages) listCSV(w http.ResponseWriter, r *http.Request) error {
	year := civil.Of(p.Now()).Year()
	if y, err := strconv.Atoi(r.URL.Query().Get("nam")); err == nil {
		year = y
	}
	list, err := p.Committee.List(r.Context(), year)
	if err != nil {
		return err
	}
	number := func(s committee.Span, n int) string {
		if !s.Known() {
			return ""
		}
		return itoa(n)
	}
	head := []string{"nam", "phien_hop", "buoc", "ngay_hop", "thong_bao", "ngay_ky", "ngay_cong_bo", "ngay_hop_den_ky", "ngay_lam_viec_hop_den_ky", "ngay_ky_den_cong_bo", "ngay_lam_viec_ky_den_cong_bo"}
	return web.CSV(w, "phien-hop-"+itoa(year)+".csv", head, func(yield func([]string, error) bool) {
		for _, m := range list {
			x := p.Committee.Pace(m)
			if !yield([]string{itoa(m.Year), itoa(m.Number), m.State.Word(), string(m.MetOn()), m.Notice, string(m.SignedOn), string(m.PublishedOn()), number(x.ToSigned, x.ToSigned.Calendar), number(x.ToSigned, x.ToSigned.Working), number(x.ToPublished, x.ToPublished.Calendar), number(x.ToPublished, x.ToPublished.Working)}, nil) {
				return
			}
		}
	})
}
