package calendarweb

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

type decisionView struct {
	Decision calendar.Decision
	Outcome  string
	Waiting  bool
	Facts    []ui.Fact
	Days     ui.Table
	Told     []string
}

// decision shows one change and what became of it. While deadlines are being
// reckoned the page looks again by itself.
func (p *Pages) decision(w http.ResponseWriter, r *http.Request) error {
	d, err := p.Calendar.Find(r.Context(), calendar.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v := decisionView{Decision: d, Outcome: outcome(d), Waiting: d.Org == "" && d.Source != calendar.ByHours && d.Reckoned.IsZero()}
	if v.Waiting {
		w.Header().Set("Refresh", "3")
	}
	v.Facts = []ui.Fact{{Label: "Căn cứ", Value: ui.Text(d.Basis)}, {Label: "Áp dụng", Value: ui.Text(p.scope(d))}, {Label: "Người nhập", Value: ui.Text(d.By), Note: civil.Instant(d.At)}}
	if d.Hours != nil {
		v.Facts = append(v.Facts, ui.Fact{Label: "Giờ làm việc từ " + d.Hours.From.Format(), Value: ui.Text(calendar.HoursWords(d.Hours.Hours))})
	}
	if !d.Reckoned.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: "Tính lại xong lúc", Value: ui.Moment(d.Reckoned)})
	}
	g := ui.Group{}
	for _, x := range d.Days {
		g.Rows = append(g.Rows, ui.Row{ID: string(x.Date), Cells: dayCells(x.Date, x.Name+", "+kindWords(x))})
	}
	for _, x := range d.Struck {
		g.Rows = append(g.Rows, ui.Row{ID: string(x), Cells: dayCells(x, "Bỏ khỏi lịch, như ngày thường trong tuần")})
	}
	v.Days = ui.Table{ID: "ngay", Plain: true, Caption: "Các ngày của quyết định", Columns: []ui.Column{{Label: "Ngày", Role: ui.RoleTitle}, {Label: "Nội dung", Role: ui.RoleText}}, Groups: []ui.Group{g}}
	dir := p.Directory()
	for _, org := range d.Told {
		v.Told = append(v.Told, dir.Name(org))
	}
	return web.Page(w, r, web.View{Title: d.Name, Section: section, Body: decisionPage(v)})
}

type fileView struct {
	Values url.Values
	Errors map[string]string
	Token  string
	File   *calendar.File
	Lines  ui.Table
	Sum    string
}

func (p *Pages) fileForm(w http.ResponseWriter, r *http.Request) error {
	return p.showFile(w, r, http.StatusOK, fileView{Values: url.Values{}})
}

func (p *Pages) showFile(w http.ResponseWriter, r *http.Request, status int, v fileView) error {
	v.Token = web.Token(r)
	return web.Page(w, r, web.View{Title: "Nhập tệp lịch", Section: section, Status: status, Body: filePage(v)})
}

// file judges a calendar file line by line; one that will do is shown with the
// deadlines that it moves, and entered when that is confirmed.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	text, err := upload(r)
	if err != nil {
		return p.showFile(w, r, http.StatusUnprocessableEntity, fileView{Values: r.PostForm, Errors: fault.FieldsOf(err)})
	}
	v := fileView{Values: r.PostForm}
	f, err := p.Calendar.Judge([]byte(text), strings.TrimSpace(r.PostFormValue("basis")))
	if err != nil {
		v.Errors = fault.FieldsOf(err)
		return p.showFile(w, r, http.StatusUnprocessableEntity, v)
	}
	v.File, v.Lines = &f, verdicts(f)
	v.Sum = fmt.Sprintf("%d dòng: %d thêm mới, %d thay đổi, %d không đổi, %d không nhận.", len(f.Lines), f.Count(calendar.Added), f.Count(calendar.Altered), f.Count(calendar.Same), f.Count(calendar.Wrong))
	d := calendar.Decision{Name: r.PostFormValue("name"), Basis: r.PostFormValue("basis"), Days: f.Days}
	switch {
	case f.Count(calendar.Wrong) > 0:
		v.Errors = map[string]string{"file": "Chưa nhập dòng nào. Sửa các dòng “Không nhận” rồi gửi lại tệp."}
		return p.showFile(w, r, http.StatusUnprocessableEntity, v)
	case len(f.Days) == 0:
		return p.showFile(w, r, http.StatusOK, v)
	}
	if err := p.Calendar.Check(&d); err != nil {
		v.Errors = fault.FieldsOf(err)
		return p.showFile(w, r, http.StatusUnprocessableEntity, v)
	}
	r.PostForm.Set("text", text)
	return p.settleFile(w, r, v, d)
}

func (p *Pages) settleFile(w http.ResponseWriter, r *http.Request, v fileView, d calendar.Decision) error {
	return p.settle(w, r, formView{Values: r.PostForm, Judged: &v}, d, calendar.ByImport, filePath)
}

// missing says which years a file leaves out, and what becomes of them.
func missing(years []int) string {
	names := make([]string, len(years))
	for i, y := range years {
		names[i] = strconv.Itoa(y)
	}
	return "Tệp không có ngày nào của năm " + strings.Join(names, ", ") + ". Ngày nghỉ của năm đó vẫn được tính theo luật và đánh dấu tạm tính, không bị coi là năm không có ngày nghỉ."
}

// upload gives the file that was chosen, or the text that was carried along
// from the preview.
func upload(r *http.Request) (string, error) {
	if text := r.PostFormValue("text"); text != "" {
		return text, nil
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return "", fault.Field("file", "Chọn một tệp CSV.")
	}
	b, err := io.ReadAll(io.LimitReader(f, calendar.MaxFile+1))
	return string(b), errors.Join(err, f.Close())
}

type hoursView struct {
	Values url.Values
	Errors map[string]string
	Orgs   []ui.Option
	Token  string
	Number string
	Facts  []ui.Fact
}

func (p *Pages) hoursForm(w http.ResponseWriter, r *http.Request) error {
	org := apparatus.OrgID(r.URL.Query().Get(orgParam))
	h := p.Calendar.HoursOn(org, p.today())
	return p.showHours(w, r, http.StatusOK, hoursView{Values: url.Values{"org": {string(org)}, "open": {calendar.Clock(h.Open)}, "noon": {calendar.Clock(h.Noon)}, "afternoon": {calendar.Clock(h.Afternoon)}, "close": {calendar.Clock(h.Close)}}})
}

func (p *Pages) showHours(w http.ResponseWriter, r *http.Request, status int, v hoursView) error {
	v.Token, v.Number, v.Orgs, v.Facts = web.Token(r), strconv.FormatInt(p.Calendar.Number(), 10), p.orgs("Toàn tỉnh"), p.hoursFacts()
	return web.Page(w, r, web.View{Title: "Giờ làm việc", Section: section, Status: status, Body: hoursPage(v)})
}

// minutes reads "07:30" or "7h30" as minutes after midnight.
func minutes(s string) (int, bool) {
	h, m, ok := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "h", ":"), ":")
	hour, herr := strconv.Atoi(h)
	if m == "" {
		m = "0"
	}
	minute, merr := strconv.Atoi(m)
	ok = ok && herr == nil && merr == nil && hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && len(h) <= 2 && len(m) <= 2
	return hour*60 + minute, ok
}

func (p *Pages) hours(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	bad := fault.Fields{}
	at := func(name string) int {
		n, ok := minutes(r.PostFormValue(name))
		if !ok {
			bad.Add(name, "Ghi giờ và phút, ví dụ 07:30.")
		}
		return n
	}
	h := calendar.HoursFrom{Org: apparatus.OrgID(r.PostFormValue("org")), From: web.Day(r.PostForm, "from", p.today(), bad), Basis: r.PostFormValue("basis"), Hours: workday.Hours{Open: at("open"), Noon: at("noon"), Afternoon: at("afternoon"), Close: at("close")}}
	if _, ok := p.Directory().Get(h.Org); h.Org != "" && !ok {
		bad.Add("org", "Chọn một cơ quan trong danh sách.")
	}
	err := bad.Err()
	var d calendar.Decision
	if err == nil {
		d, err = p.Calendar.SetHours(r.Context(), h, number(r))
	}
	switch fault.KindOf(err) { //nolint:exhaustive // the rest is refused or taken
	case fault.Invalid:
		return p.showHours(w, r, http.StatusUnprocessableEntity, hoursView{Values: r.PostForm, Errors: fault.FieldsOf(err)})
	case fault.Conflict:
		return p.showHours(w, r, http.StatusConflict, hoursView{Values: r.PostForm, Errors: map[string]string{"": fault.Sentence(err)}})
	default:
		if err != nil {
			return err
		}
	}
	web.Flash(w, r, "Đã ghi giờ làm việc mới.")
	return web.SeeOther(w, r, DecisionPath(d.ID))
}
