package documentweb

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// refreshAfter is how often, in seconds, the page of a file being read comes
// again. A header does it, so that it needs no script.
const refreshAfter = 3

// underwayData is a file that a job reads, or that could not be read.
type underwayData struct {
	Token  string
	Work   document.Underway
	Now    time.Time
	Errors map[string]string
}

func cancelPath() string { return newPath() + "/thoi-doc" }

// unread shows an intake whose text is not there.
func (p *Pages) unread(w http.ResponseWriter, r *http.Request, in document.Intake, errs map[string]string, status int) error {
	u, err := p.Documents.Underway(r.Context(), in)
	if err != nil {
		return err
	}
	if in.State == document.Waiting {
		w.Header().Set("Refresh", strconv.Itoa(refreshAfter))
	}
	d := underwayData{Token: web.Token(r), Work: u, Now: p.Now(), Errors: errs}
	return web.Page(w, r, web.View{Title: d.title(), Section: Section, Status: status, Body: underwayPage(d)})
}

// cancelIntake gives the reading of a file up.
func (p *Pages) cancelIntake(w http.ResponseWriter, r *http.Request) error {
	id := r.PostFormValue("intake")
	in, err := p.Documents.Intake(r.Context(), id)
	if err != nil {
		return err
	}
	if err := p.Documents.CancelIntake(r.Context(), id); err != nil {
		if fault.KindOf(err) == fault.Conflict {
			web.Flash(w, r, fault.Sentence(err))
			return web.SeeOther(w, r, intakePath(id))
		}
		return err
	}
	web.Flash(w, r, "Đã thôi đọc tệp “"+in.FileName+"”.")
	return web.SeeOther(w, r, newPath())
}

func (d underwayData) title() string {
	switch d.Work.Intake.State {
	case document.Failed:
		return "Chưa đọc được tệp"
	case document.Cancelled:
		return "Đã thôi đọc tệp"
	case document.Waiting, document.Ready:
	}
	return "Đang đọc tệp"
}

// label counts the pages, once their number is known.
func (d underwayData) label() string {
	switch {
	case d.Work.Total > 1:
		return fmt.Sprintf("Đang đọc trang %d trên %d", min(d.Work.Done+1, d.Work.Total), d.Work.Total)
	case d.Work.Running:
		return "Đang đọc"
	}
	return "Đang chờ đến lượt đọc"
}

// note says how long it may still take, once that can be judged.
func (d underwayData) note() string {
	left := ""
	if n := d.Work.Done; n >= 3 && d.Work.Total > n {
		rest := d.Now.Sub(d.Work.Since) / time.Duration(n) * time.Duration(d.Work.Total-n)
		switch {
		case rest < time.Minute:
			left = "Còn dưới 1 phút. "
		default:
			left = fmt.Sprintf("Còn khoảng %d phút. ", int(rest.Round(time.Minute)/time.Minute))
		}
	}
	return left + "Đồng chí có thể rời trang này; tệp vẫn được đọc tiếp."
}

func (d underwayData) progress() ui.ProgressView {
	return ui.ProgressView{Label: d.label(), Note: d.note(), Done: d.Work.Done, Total: max(d.Work.Total, 1), Cancel: cancelReading(d, "Thôi đọc")}
}

// pendingTable lists what a person brought in and has not entered yet.
func pendingTable(list []document.Intake) ui.Table {
	t := ui.Table{
		Caption: "Tệp đã gửi, chưa vào sổ", Plain: true,
		Columns: []ui.Column{{Label: "Tệp", Role: ui.RoleTitle}, {Label: "Gửi lúc", Role: ui.RoleMeta}, {Label: "Tình trạng"}},
	}
	var g ui.Group
	for _, in := range list {
		g.Rows = append(g.Rows, ui.Row{Href: intakePath(in.ID), Cells: []templ.Component{ui.Text(in.FileName), ui.Text(civil.Instant(in.CreatedAt)), ui.Text(intakeWord(in))}})
	}
	t.Groups = []ui.Group{g}
	return t
}

func intakeWord(in document.Intake) string {
	switch in.State {
	case document.Waiting:
		return "Đang đọc"
	case document.Failed:
		return "Chưa đọc được"
	case document.Ready:
		return "Đã đọc, chờ kiểm tra rồi vào sổ"
	case document.Cancelled:
		return "Đã thôi"
	}
	return ""
}
