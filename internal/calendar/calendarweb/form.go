package calendarweb

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// What a form is sent for.
const (
	actField   = "viec"
	actPreview = "xem-truoc"
	actConfirm = "xac-nhan"
	actMore    = "them-dong"
	actBack    = "sua-lai"
)

const (
	leastRows = 4
	mostRows  = 60
	moreRows  = 4
	// longest is how many days one row may span.
	longest = 60
	// struck is the kind of a day that is like its weekday again.
	struck = "struck"
)

// row is one line of the form as it was typed.
type row struct {
	Index                int
	From, To, Kind, Name string
	Errors               map[string]string
}

func (r *row) empty() bool { return r.From == "" && r.To == "" && r.Name == "" }

type formView struct {
	Values url.Values
	Rows   []row
	Errors map[string]string
	Orgs   []ui.Option
	Token  string
	Number string
	Clash  []calendar.Decision // what others changed meanwhile
	// Preview
	Preview *preview
	Hidden  []ui.HiddenValue
	Judged  *fileView // the lines of a calendar file
}

func editPath(d workday.Special) string {
	return decisionPath + "?" + url.Values{"from-0": {d.Date.Format()}, "kind-0": {string(d.Kind)}, "name": {d.Name}}.Encode()
}

func rowsOf(v url.Values) []row {
	n, err := strconv.Atoi(v.Get("rows"))
	if err != nil || n < leastRows || n > mostRows {
		n = leastRows
	}
	var out []row
	for i := range n {
		at := "-" + strconv.Itoa(i)
		kind := v.Get("kind" + at)
		if kind == "" {
			kind = string(workday.Holiday)
		}
		out = append(out, row{Index: i, From: v.Get("from" + at), To: v.Get("to" + at), Kind: kind, Name: v.Get("rowname" + at), Errors: map[string]string{}})
	}
	return out
}

// read makes the decision of what was typed. Errors stand at their rows and in
// bad, by the fields' names.
func (p *Pages) read(v url.Values, rows []row, bad fault.Fields) calendar.Decision {
	d := calendar.Decision{Name: v.Get("name"), Basis: v.Get("basis"), Org: apparatus.OrgID(v.Get("org"))}
	if _, ok := p.Directory().Get(d.Org); d.Org != "" && !ok {
		bad.Add("org", "Chọn một cơ quan trong danh sách.")
	}
	for i := range rows {
		if !rows[i].empty() {
			p.readRow(&rows[i], &d, bad)
		}
	}
	return d
}

func (p *Pages) readRow(r *row, d *calendar.Decision, bad fault.Fields) {
	at := "-" + strconv.Itoa(r.Index)
	wrong := fault.Fields{}
	typed := url.Values{"from": {r.From}, "to": {r.To}}
	from, to := web.Day(typed, "from", p.today(), wrong), web.Day(typed, "to", p.today(), wrong)
	switch {
	case len(wrong) > 0:
	case from == "":
		wrong.Add("from", "Ghi ngày bắt đầu.")
	case to != "" && to < from:
		wrong.Add("to", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
	case to != "" && from.DaysUntil(to) >= longest:
		wrong.Add("to", fmt.Sprintf("Một dòng có tối đa %d ngày.", longest))
	}
	for name, sentence := range wrong {
		r.Errors[name] = sentence
		bad.Add(name+at, sentence)
	}
	if len(wrong) > 0 {
		return
	}
	if to == "" {
		to = from
	}
	for x := from; x <= to; x = x.AddDays(1) {
		r.add(d, x, from < to)
	}
}

// add enters one day of a row. In a stretch, days of the weekend are passed
// over where they can't be meant: they are off already.
func (r *row) add(d *calendar.Decision, x civil.Date, stretch bool) {
	kind := workday.Kind(r.Kind)
	switch {
	case r.Kind == struck:
		d.Struck = append(d.Struck, x)
	case stretch && weekend(x) && (kind == workday.Compensatory || kind == workday.SwapOff):
	default:
		d.Days = append(d.Days, workday.Special{Date: x, Kind: kind, Name: r.Name, Status: workday.Decided})
	}
}

func (p *Pages) decisionForm(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	if v.Get("org") == "" {
		v.Set("org", v.Get(orgParam))
	}
	return p.form(w, r, http.StatusOK, formView{Values: v, Rows: rowsOf(v)})
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, status int, v formView) error {
	v.Token, v.Number = web.Token(r), strconv.FormatInt(p.Calendar.Number(), 10)
	v.Orgs = p.orgs("Toàn tỉnh")
	return web.Page(w, r, web.View{Title: "Nhập quyết định về lịch làm việc", Section: section, Status: status, Body: formPage(v)})
}

func (p *Pages) orgs(all string) []ui.Option {
	out, today := []ui.Option{{Value: "", Label: all}}, p.today()
	for _, o := range p.Directory().All() {
		if o.On(today) {
			out = append(out, ui.Option{Value: string(o.ID), Label: o.Name})
		}
	}
	return out
}

func number(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// decide takes the form: first it shows what the decision would do, then, when
// that is confirmed, enters it.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	v := formView{Values: r.PostForm, Rows: rowsOf(r.PostForm)}
	switch r.PostFormValue(actField) {
	case actMore:
		v.Values.Set("rows", strconv.Itoa(min(len(v.Rows)+moreRows, mostRows)))
		v.Rows = rowsOf(v.Values)
		return p.form(w, r, http.StatusOK, v)
	case actBack:
		return p.form(w, r, http.StatusOK, v)
	}
	bad := fault.Fields{}
	d := p.read(r.PostForm, v.Rows, bad)
	if err := p.Calendar.Check(&d); err != nil {
		for name, sentence := range fault.FieldsOf(err) {
			if name != "days" || len(bad) == 0 {
				bad.Add(name, sentence)
			}
		}
	}
	if len(bad) > 0 {
		v.Errors = bad
		return p.form(w, r, http.StatusUnprocessableEntity, v)
	}
	return p.settle(w, r, v, d, calendar.ByDecision, decisionPath)
}

// settle shows the preview of a decision or, when it was confirmed, enters it.
func (p *Pages) settle(w http.ResponseWriter, r *http.Request, v formView, d calendar.Decision, source calendar.Source, action string) error {
	status := http.StatusOK
	if r.PostFormValue(actField) == actConfirm {
		d.Source = source
		done, err := p.Calendar.Decide(r.Context(), d, number(r))
		switch fault.KindOf(err) { //nolint:exhaustive // the rest is refused or taken
		case fault.Conflict: // both versions are seen: what others entered, and this one against it
			status = http.StatusConflict
			if v.Clash, err = p.Calendar.Decisions(r.Context(), number(r)); err != nil {
				return err
			}
		default:
			if err != nil {
				return err
			}
			web.Flash(w, r, "Đã nhập “"+done.Name+"” vào lịch làm việc.")
			return web.SeeOther(w, r, DecisionPath(done.ID))
		}
	}
	look, err := p.preview(r, d)
	if err != nil {
		return err
	}
	look.Action = action
	v.Preview = &look
	v.Token, v.Number = web.Token(r), strconv.FormatInt(p.Calendar.Number(), 10)
	for name, values := range r.PostForm {
		if name == actField || name == "rev" || name == "_token" || name == "_draft" || len(values) == 0 || values[0] == "" {
			continue
		}
		v.Hidden = append(v.Hidden, ui.HiddenValue{Name: name, Value: values[0]})
	}
	return web.Page(w, r, web.View{Title: "Xem trước thay đổi lịch làm việc", Section: section, Status: status, Body: previewPage(v)})
}

// preview is what a decision would do.
type preview struct {
	Decision calendar.Decision
	Action   string
	Scope    string
	Days     ui.Table
	Moved    int
	Agencies ui.Table
	Duties   *ui.Table // nil for those who don't read the work
	Cut      int       // duties that the table leaves out
	Past     int       // days before today
	Saved    int       // late now, not late then
	Lost     int       // not late now, late then
	Notes    []string
	Before   int // working days of the year
	After    int
	Year     int
}

const mostDuties = 100

func (p *Pages) preview(r *http.Request, d calendar.Decision) (preview, error) {
	today, future := p.today(), p.Calendar.Future(d)
	v := preview{Decision: d, Scope: p.scope(d), Days: p.steps(p.Calendar.Steps(d))}
	for _, s := range p.Calendar.Steps(d) {
		if s.Date < today {
			v.Past++
		}
		v.Year = s.Date.Year()
	}
	if d.Org != "" {
		return v, nil
	}
	first, last := ends(v.Year)
	v.Before, v.After = workingDays(p.Calendar.Calendar(), first, last), workingDays(future, first, last)
	v.Notes = notes(d, future, v.Year)
	moved, err := p.Assignments.PreviewReckon(r.Context(), future)
	if err != nil {
		return v, err
	}
	v.Moved = len(moved)
	for _, m := range moved {
		switch {
		case m.LastFrom != "" && m.LastFrom < today && m.LastTo >= today:
			v.Saved++
		case m.LastFrom >= today && m.LastTo != "" && m.LastTo < today:
			v.Lost++
		}
	}
	v.Agencies = p.agencies(moved)
	if who := web.VisitOf(r).Actor; identity.Allows(who, identity.AssignmentList) && identity.SeesAll(who) {
		t := p.duties(moved[:min(len(moved), mostDuties)])
		v.Duties, v.Cut = &t, max(0, len(moved)-mostDuties)
	}
	return v, nil
}

// notes say what a person may have overlooked.
func notes(d calendar.Decision, future *workday.Calendar, year int) []string {
	count := map[workday.Kind]int{}
	for _, x := range d.Days {
		count[x.Kind]++
	}
	var out []string
	if off, on := count[workday.SwapOff], count[workday.Makeup]; off != on {
		out = append(out, fmt.Sprintf("Quyết định có %d ngày nghỉ hoán đổi và %d ngày làm bù. Kiểm tra lại nếu số ngày phải bằng nhau.", off, on))
	}
	for _, x := range d.Days {
		if x.Kind == workday.Makeup && x.Date.Weekday() != time.Saturday && x.Date.Weekday() != time.Sunday {
			out = append(out, "Ngày làm bù "+x.Date.Format()+" là "+civil.WeekdayName(x.Date.Weekday())+".")
		}
	}
	first, last := ends(year)
	open := future.Undecided(first, last)
	if len(open) > 0 {
		names := make([]string, len(open))
		for i, x := range open {
			names[i] = x.Date.Format() + " (" + x.Name + ")"
		}
		out = append(out, fmt.Sprintf("Năm %d còn %d ngày chưa quyết định, tạm tính là nghỉ: ", year, len(open))+strings.Join(names, ", ")+". Ngày không còn nghỉ thì ghi thêm một dòng “Không nghỉ nữa”.")
	}
	return out
}
