package assignmentweb

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

func idOf(r *http.Request) assignment.ID { return assignment.ID(r.PathValue("id")) }

func revOf(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// after ends a verb: back to the record with a sentence, or the record again
// with the form open and what was typed.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, form, done string, err error) error {
	switch {
	case err == nil:
		web.Flash(w, r, done)
		return web.SeeOther(w, r, Path(idOf(r)))
	case errors.Is(err, fault.Invalid):
		return p.render(w, r, http.StatusUnprocessableEntity, showView{Form: form, Values: r.PostForm, Errors: fault.FieldsOf(err)})
	case errors.Is(err, fault.Conflict):
		v := showView{Form: form, Values: r.PostForm, Errors: map[string]string{"": fault.Sentence(err)}}
		var stale *assignment.StaleError
		v.Stale = errors.As(err, &stale)
		for _, name := range []string{"reason", "body", "asked"} { // the form may not be there any more
			if s := strings.TrimSpace(r.PostFormValue(name)); s != "" {
				v.Typed = append(v.Typed, s)
			}
		}
		return p.render(w, r, http.StatusConflict, v)
	}
	return err
}

func (p *Pages) acknowledge(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.Acknowledge(r.Context(), idOf(r), revOf(r))
	return p.after(w, r, "", "Đã tiếp nhận nhiệm vụ.", err)
}

func objections() []ui.Option {
	var out []ui.Option
	for _, o := range assignment.Objections() {
		out = append(out, ui.Option{Value: string(o), Label: o.Word()})
	}
	return out
}

func causes() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Chọn nguyên nhân"}}
	for _, c := range assignment.Causes() {
		out = append(out, ui.Option{Value: string(c), Label: c.Word()})
	}
	return out
}

func (p *Pages) pause(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.Pause(r.Context(), idOf(r), revOf(r), r.PostFormValue("reason"))
	return p.after(w, r, "tam-dung", "Đã tạm dừng thời hạn.", err)
}

func (p *Pages) resume(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Assignments.Resume(r.Context(), idOf(r), revOf(r), r.PostFormValue("reason"))
	return p.after(w, r, "chay-tiep", "Thời hạn chạy tiếp, hạn mới "+a.Due.Format()+".", err)
}

func (p *Pages) dispute(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.Dispute(r.Context(), idOf(r), revOf(r), assignment.Objection(r.PostFormValue("objection")), r.PostFormValue("reason"))
	return p.after(w, r, "y-kien", "Đã gửi ý kiến tới thường trực Ban Chỉ đạo.", err)
}

// optionalDay reads a day that may be left empty.
func (p *Pages) optionalDay(r *http.Request, name string) (civil.Date, error) {
	d, err := web.OptionalDay(r.PostFormValue(name), p.today())
	if err != nil {
		return "", fault.Field(name, err.Error())
	}
	return d, nil
}

func (p *Pages) handOn(w http.ResponseWriter, r *http.Request) error {
	inner, err := p.optionalDay(r, "inner")
	if err == nil {
		to := r.PostFormValue("to")
		h := assignment.Holder{Inner: inner}
		if x, ok := strings.CutPrefix(to, "o:"); ok {
			h.Org = apparatus.OrgID(x)
		} else if x, ok := strings.CutPrefix(to, "p:"); ok {
			acc, ferr := p.Accounts.Find(r.Context(), x)
			if ferr != nil {
				return ferr
			}
			h.Person, h.PersonName, h.Org = acc.ID, acc.Name, apparatus.OrgID(acc.Org)
		}
		_, err = p.Assignments.HandOn(r.Context(), idOf(r), revOf(r), h)
	}
	return p.after(w, r, "giao-tiep", "Đã giao tiếp trong nội bộ.", err)
}

func (p *Pages) askPart(w http.ResponseWriter, r *http.Request) error {
	by, err := p.optionalDay(r, "asked_due")
	if err == nil {
		_, err = p.Assignments.AskPart(r.Context(), idOf(r), apparatus.OrgID(r.PostFormValue("org")), r.PostFormValue("asked"), by)
	}
	return p.after(w, r, "phoi-hop", "Đã gửi yêu cầu phối hợp.", err)
}

func (p *Pages) deliverPart(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.DeliverPart(r.Context(), idOf(r), apparatus.OrgID(r.PostFormValue("org")), r.PostFormValue("body"))
	return p.after(w, r, "phan-viec", "Đã gửi phần việc phối hợp.", err)
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Assignments.Confirm(r.Context(), idOf(r), revOf(r))
	done := "Đã xác nhận hoàn thành."
	if a.Period != "" && err == nil {
		done = "Đã xác nhận. Kỳ tới: " + a.Period + ", hạn " + a.Due.Format() + "."
	}
	return p.after(w, r, "", done, err)
}

func (p *Pages) giveBack(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.Return(r.Context(), idOf(r), revOf(r), r.PostFormValue("reason"))
	return p.after(w, r, "tra-lai", "Đã trả lại báo cáo.", err)
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.Decide(r.Context(), idOf(r), revOf(r), apparatus.OrgID(r.PostFormValue("org")), r.PostFormValue("reason"))
	return p.after(w, r, "quyet-dinh", "Đã quyết định.", err)
}

func (p *Pages) setDue(w http.ResponseWriter, r *http.Request) error {
	day, err := p.optionalDay(r, "due")
	if err == nil && day == "" && r.PostFormValue("none") == "" {
		err = fault.Field("due", "Ghi ngày hạn, hoặc bấm “Ghi nhận không đặt hạn”.")
	}
	if err == nil {
		_, err = p.Assignments.SetDue(r.Context(), idOf(r), revOf(r), day, r.PostFormValue("reason"))
	}
	return p.after(w, r, "han", "Đã ghi hạn.", err)
}

func (p *Pages) cancel(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Assignments.Cancel(r.Context(), idOf(r), revOf(r), r.PostFormValue("reason"))
	return p.after(w, r, "huy", "Đã hủy nhiệm vụ.", err)
}

type reportForm struct {
	A       assignment.Assignment
	Token   string
	Nonce   string
	Period  string // that the form was opened for
	Values  url.Values
	Errors  map[string]string
	Submit  bool   // this person may hand in
	Restore string // what was typed before the session ended
	Draft   string
	Keep    []ui.FileLink
	Late    int // working days; a cause is asked for
	Goal    *assignment.Goal
}

func (p *Pages) reportForm(w http.ResponseWriter, r *http.Request) error {
	key := Path(idOf(r)) + "/bao-cao"
	f := reportForm{Nonce: storage.NewID(p.Now()), Values: url.Values{}}
	reports, err := p.Assignments.Reports(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	if len(reports) > 0 && reports[0].State == assignment.ReportDraft {
		d := reports[0]
		f.Nonce = d.ID
		f.Values = url.Values{"body": {d.Body}, "figure": {d.Figure}, "percent": {itoa(d.Percent)}, "claimed": {d.ClaimedOn.Format()}, "keep": d.Files}
	}
	if typed, at, ok := p.Accounts.Draft(r.Context(), key); ok {
		f.Restore = "Đã khôi phục nội dung gõ dở lúc " + civil.Instant(at) + "."
		maps.Copy(f.Values, typed)
		if n := typed.Get("nonce"); n != "" {
			f.Nonce = n
		}
		f.Period = typed.Get("period")
	}
	return p.showReportForm(w, r, http.StatusOK, f)
}

func (p *Pages) showReportForm(w http.ResponseWriter, r *http.Request, status int, f reportForm) error {
	a, err := p.Assignments.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	if err := p.Assignments.May(r.Context(), a.ID, assignment.VerbDraft); err != nil {
		return err
	}
	f.A, f.Token, f.Draft = a, web.Token(r), Path(a.ID)+"/bao-cao"
	if f.Period == "" {
		f.Period = a.Period
	}
	if a.Due != "" && a.PausedOn == "" {
		f.Late = p.Calendar().Late(a.Due, p.today())
	}
	switch t, ok, err := p.Assignments.Trajectory(r.Context(), a.ID); {
	case err != nil:
		return err
	case ok:
		f.Goal = &t.Goal
	}
	f.Submit = p.Assignments.May(r.Context(), a.ID, assignment.VerbReport) == nil
	files, err := p.Blobs.List(r.Context(), f.Values["keep"])
	if err != nil {
		return err
	}
	for _, x := range files {
		f.Keep = append(f.Keep, ui.FileLink{Name: x.Name, Href: x.ID, Note: size(x.Size)})
	}
	return web.Page(w, r, web.View{Title: "Báo cáo: " + a.Title, Section: "cua-toi", Status: status, Body: reportPage(f)})
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	f := reportForm{Nonce: r.PostFormValue("nonce"), Period: r.PostFormValue("period"), Values: r.PostForm}
	filing := assignment.Filing{Nonce: f.Nonce, Body: r.PostFormValue("body"), Figure: r.PostFormValue("figure"), Submit: r.PostFormValue("do") == "nop", Period: r.PostFormValue("period"), Value: strings.TrimSpace(r.PostFormValue("value")), Cause: assignment.Cause(r.PostFormValue("cause"))}
	filing.Progress = r.PostFormValue("do") == "tien-do"
	filing.Submit = filing.Submit || filing.Progress
	keep, err := p.own(r)
	if err != nil {
		return err
	}
	filing.Keep = keep
	if filing.ClaimedOn, err = p.optionalDay(r, "claimed"); err == nil {
		if s := strings.TrimSpace(strings.TrimSuffix(r.PostFormValue("percent"), "%")); s != "" {
			if filing.Percent, err = strconv.Atoi(s); err != nil {
				err = fault.Field("percent", "Ghi mức hoàn thành bằng số từ 0 đến 100.")
			}
		}
	}
	if err == nil {
		filing.Files, err = p.uploads(r)
	}
	if err == nil {
		_, err = p.Assignments.Report(r.Context(), idOf(r), filing)
	}
	switch {
	case errors.Is(err, fault.Invalid), errors.Is(err, fault.TooLarge):
		f.Errors = fault.FieldsOf(err)
		if f.Errors == nil {
			f.Errors = map[string]string{"files": fault.Sentence(err)}
		}
		return p.showReportForm(w, r, web.Status(fault.KindOf(err)), f)
	case err != nil:
		return p.after(w, r, "", "", err)
	}
	if err := p.Accounts.DropDraft(r.Context(), Path(idOf(r))+"/bao-cao"); err != nil {
		return err
	}
	done := "Đã lưu dự thảo. Thủ trưởng cơ quan nộp báo cáo."
	switch {
	case filing.Progress:
		done = "Đã gửi báo cáo tiến độ. Nhiệm vụ vẫn đang thực hiện."
	case filing.Submit:
		done = "Đã nộp báo cáo, chờ xác nhận."
	}
	return p.after(w, r, "", done, nil)
}

// own keeps only files that hang on this assignment already.
func (p *Pages) own(r *http.Request) ([]string, error) {
	var out []string
	for _, id := range r.PostForm["keep"] {
		has, err := p.Assignments.HasFile(r.Context(), idOf(r), id)
		if err != nil {
			return nil, err
		}
		if has {
			out = append(out, id)
		}
	}
	return out, nil
}

const maxFiles = 10

func (p *Pages) uploads(r *http.Request) ([]blob.File, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	heads := r.MultipartForm.File["files"]
	if len(heads) > maxFiles {
		return nil, fault.Field("files", "Mỗi báo cáo kèm nhiều nhất "+itoa(maxFiles)+" tệp.")
	}
	var out []blob.File
	for _, h := range heads {
		f, err := h.Open()
		if err != nil {
			return nil, err
		}
		b, err := p.Blobs.Put(r.Context(), h.Filename, io.Reader(f))
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

type editView struct {
	A        assignment.Assignment
	Token    string
	Values   url.Values
	Errors   map[string]string
	Orgs     []ui.Option
	Conflict *ui.Conflict
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Assignments.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	return p.showEdit(w, r, http.StatusOK, editView{A: a, Values: url.Values{"title": {a.Title}, "lead": {string(a.Lead)}}})
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, v editView) error {
	v.Token, v.Orgs = web.Token(r), slices.Clone(p.leadOptions())
	v.Orgs[0].Label = "Chưa rõ chủ trì"
	return web.Page(w, r, web.View{Title: "Sửa nhiệm vụ", Section: "nhiem-vu", Status: status, Body: editPage(v)})
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	title, lead := r.PostFormValue("title"), apparatus.OrgID(r.PostFormValue("lead"))
	_, err := p.Assignments.Edit(r.Context(), idOf(r), revOf(r), title, lead, r.PostFormValue("reason"))
	var stale *assignment.StaleError
	switch {
	case errors.As(err, &stale):
		now := stale.Now
		dir := p.Directory()
		c := &ui.Conflict{Form: ui.FormHead{Action: Path(now.ID) + "/sua", Token: web.Token(r), Rev: strconv.FormatInt(now.Rev, 10)}, KeepOld: ui.Link{Label: "Giữ bản đang có", Href: Path(now.ID)}, Fields: []ui.ConflictField{
			{Name: "title", Label: "Nội dung", Theirs: now.Title, Mine: title, Long: true},
			{Name: "lead", Label: "Cơ quan chủ trì", Theirs: string(now.Lead), Mine: string(lead), TheirsShown: dir.Name(now.Lead), MineShown: dir.Name(lead)},
		}}
		return p.showEdit(w, r, http.StatusConflict, editView{A: now, Values: r.PostForm, Conflict: c})
	case errors.Is(err, fault.Invalid):
		a, ferr := p.Assignments.Find(r.Context(), idOf(r))
		if ferr != nil {
			return ferr
		}
		return p.showEdit(w, r, http.StatusUnprocessableEntity, editView{A: a, Values: r.PostForm, Errors: fault.FieldsOf(err)})
	}
	return p.after(w, r, "", "Đã sửa nhiệm vụ.", err)
}
