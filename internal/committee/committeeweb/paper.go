package committeeweb

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"dondoc/internal/committee"
	"dondoc/internal/identity"
	"dondoc/internal/office"
	"dondoc/internal/stocktake"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

const (
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typePDF  = "application/pdf"
)

// writer is office.DOCX or office.PDF.
type writer func(w io.Writer, d office.Document) error

func paper(w http.ResponseWriter, name, kind string, write writer, d office.Document) error {
	var b bytes.Buffer
	if err := write(&b, d); err != nil {
		return err
	}
	web.Attachment(w, name, kind)
	_, err := w.Write(b.Bytes())
	return err
}

func (p *Pages) notice(w http.ResponseWriter, r *http.Request, ext, kind string, write writer) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	d, err := p.Committee.Notice(r.Context(), m.ID)
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.render(w, r, status, showView{Errors: errs})
	}
	return paper(w, fmt.Sprintf("Thong bao phien hop %d-%d (du thao)%s", m.Number, m.Year, ext), kind, write, d)
}

func (p *Pages) noticeDOCX(w http.ResponseWriter, r *http.Request) error {
	return p.notice(w, r, ".docx", typeDOCX, office.DOCX)
}

func (p *Pages) noticePDF(w http.ResponseWriter, r *http.Request) error {
	return p.notice(w, r, ".pdf", typePDF, office.PDF)
}

type packView struct {
	M       committee.Meeting
	Pack    stocktake.Pack
	Tabled  committee.Tabled
	Token   string
	Work    bool
	Links   bool // the visitor may open every duty
	Figures ui.Table
	Tables  []ui.Table
	Error   string
}

func (p *Pages) pack(w http.ResponseWriter, r *http.Request) error {
	return p.showPack(w, r, http.StatusOK, "")
}

func (p *Pages) showPack(w http.ResponseWriter, r *http.Request, status int, wrong string) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	v := packView{M: m, Token: web.Token(r), Work: works(r) && committee.VerbChoose.Possible(m.State), Links: seesAssignments(r), Error: wrong}
	if v.Pack, v.Tabled, err = p.Committee.Pack(r.Context(), m.ID); err != nil {
		return err
	}
	figures := ui.Group{}
	for _, f := range v.Pack.Figures {
		source := ui.Text(f.Source)
		if f.Href != "" && identity.Allows(visitor(r), identity.AssignmentList) && v.Links {
			source = ui.Anchor(ui.Link{Label: f.Source, Href: f.Href})
		}
		figures.Rows = append(figures.Rows, ui.Row{ID: f.Key, Cells: []templ.Component{ui.Text(f.Label), ui.Text(f.Value), source}})
	}
	v.Figures = ui.Table{ID: "so-lieu", Caption: "Số liệu và nguồn", Plain: true, Columns: []ui.Column{{Label: "Chỉ tiêu", Role: ui.RoleTitle}, {Label: "Số liệu", Role: ui.RoleText}, {Label: "Nguồn", Role: ui.RoleMeta}}, Groups: []ui.Group{figures}}
	for _, x := range []struct {
		id, caption, name, of string
		list                  []stocktake.Count
	}{{"nguyen-nhan", "Nguyên nhân nêu khi nộp trễ", "Nguyên nhân", "Số lần", v.Pack.Causes}, {"dang-giu", "Ngày làm việc bị trễ nằm ở đâu", "Cơ quan đang giữ việc", "Số ngày trễ", v.Pack.Holders}} {
		if len(x.list) == 0 {
			continue
		}
		g := ui.Group{}
		for i, c := range x.list {
			g.Rows = append(g.Rows, ui.Row{ID: x.id + itoa(i), Cells: []templ.Component{ui.Text(c.Name), ui.Text(itoa(c.N))}})
		}
		v.Tables = append(v.Tables, ui.Table{ID: x.id, Caption: x.caption, Plain: true, Columns: []ui.Column{{Label: x.name, Role: ui.RoleTitle}, {Label: x.of, Role: ui.RoleNumber}}, Groups: []ui.Group{g}})
	}
	for _, x := range []struct {
		id, caption, note string
		list              []stocktake.Line
	}{
		{"tre", "Việc đang trễ", "Nguyên nhân, đang ở đâu", v.Pack.Slipped},
		{"da-xong", "Đã xác nhận hoàn thành từ " + v.Pack.SinceName, "Kết quả", v.Pack.Moved},
		{"cho", "Đã báo cáo, chờ xác nhận", "Ghi chú", v.Pack.Waiting},
		{"im-lang", "Im lặng hoặc chưa mở xem", "Ghi chú", v.Pack.Silent},
		{"chua-han", "Chưa có hạn", "Ghi chú", v.Pack.Undated},
		{"nhac", "Đã nhắc tại phiên họp trước, còn mở", "Số lần nhắc", v.Pack.Repeated},
		{"gia-han", "Đang xin gia hạn", "Nội dung xin", v.Pack.Asks},
	} {
		if len(x.list) > 0 {
			v.Tables = append(v.Tables, lineTable(x.id, x.caption, x.note, x.list, v.Links))
		}
	}
	return web.Page(w, r, web.View{Title: "Tài liệu họp, " + m.Name(), Section: Section, Status: status, Print: true, Body: packPage(v)})
}

func lineTable(id, caption, note string, list []stocktake.Line, links bool) ui.Table { //nolint:revive // a fact of the visitor
	t := ui.Table{ID: id, Caption: caption, Plain: true, Columns: []ui.Column{{Label: "Nhiệm vụ", Role: ui.RoleTitle}, {Label: "Chủ trì", Role: ui.RoleMeta}, {Label: "Hạn", Role: ui.RoleDate}, {Label: "Trễ (ngày làm việc)", Role: ui.RoleNumber}, {Label: note, Role: ui.RoleText}}}
	g := ui.Group{}
	for i, l := range list {
		late := ""
		if l.Days > 0 {
			late = itoa(l.Days)
		}
		due := ui.Quiet("–")
		if l.Due != "" {
			due = ui.Date(l.Due)
		}
		row := ui.Row{ID: id + itoa(i), Cells: []templ.Component{ui.Text(l.Title), ui.Text(l.Lead), due, ui.Text(late), ui.Text(l.Note)}}
		if links {
			row.Href = "/lam-viec/nhiem-vu/" + url.PathEscape(string(l.ID))
		}
		g.Rows = append(g.Rows, row)
	}
	t.Groups = []ui.Group{g}
	return t
}

func (p *Pages) packDOCX(w http.ResponseWriter, r *http.Request) error {
	return p.packFile(w, r, ".docx", typeDOCX, office.DOCX, func(t committee.Tabled) string { return t.DOCX })
}

func (p *Pages) packPDF(w http.ResponseWriter, r *http.Request) error {
	return p.packFile(w, r, ".pdf", typePDF, office.PDF, func(t committee.Tabled) string { return t.PDF })
}

// packFile gives the file that was tabled, or one of now before the meeting.
func (p *Pages) packFile(w http.ResponseWriter, r *http.Request, ext, kind string, write writer, kept func(committee.Tabled) string) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	pack, tabled, err := p.Committee.Pack(r.Context(), m.ID)
	if err != nil {
		return err
	}
	if tabled.Hash == "" {
		return paper(w, fmt.Sprintf("Tai lieu phien hop %d-%d%s", m.Number, m.Year, ext), kind, write, p.Committee.PackDocument(m, pack))
	}
	f, content, err := p.Blobs.Open(r.Context(), kept(tabled))
	if err != nil {
		return err
	}
	web.Attachment(w, f.Name, kind)
	http.ServeContent(w, r, "", f.CreatedAt, content)
	return nil
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	_, err := p.Committee.Choose(r.Context(), idOf(r), r.PostForm["decision"])
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showPack(w, r, status, errs["decision"]+errs[""])
	}
	web.Flash(w, r, "Đã lưu nội dung cần quyết định.")
	return web.SeeOther(w, r, Path(idOf(r))+"/tai-lieu")
}
