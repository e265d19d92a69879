package committeeweb

import (
	"errors"
	"net/http"
	"net/url"

	"dondoc/internal/collate"
	"dondoc/internal/committee"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// refreshAfter is how often, in seconds, the page comes anew while a file is
// being read.
const refreshAfter = "3"

type signView struct {
	M          committee.Meeting
	Token      string
	Symbol     string
	Intake     document.Intake
	Comparison collate.Comparison
	Edit       []string // where each conclusion is corrected
	Values     url.Values
	Errors     map[string]string
}

func (v signView) field(name, label, hint string) ui.Field {
	return ui.Field{Name: name, Label: label, Hint: hint, Value: v.Values.Get(name), Error: v.Errors[name]}
}

func (p *Pages) signForm(w http.ResponseWriter, r *http.Request) error {
	v := signView{}
	if id := r.URL.Query().Get("phieu"); id != "" {
		v.Values = url.Values{"intake": {id}}
	}
	return p.showSign(w, r, http.StatusOK, v)
}

func (p *Pages) showSign(w http.ResponseWriter, r *http.Request, status int, v signView) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	v.M, v.Token, v.Symbol = m, web.Token(r), p.Committee.Symbol(m.Template)
	if id := v.Values.Get("intake"); id != "" {
		if v.Comparison, v.Intake, err = p.Committee.Compare(r.Context(), m.ID, id); err != nil {
			return err
		}
		list, err := p.Committee.Conclusions(r.Context(), m)
		if err != nil {
			return err
		}
		for _, c := range list {
			v.Edit = append(v.Edit, Path(m.ID)+"/ket-luan/"+url.PathEscape(string(c.ID)))
		}
		if _, typed := v.Values["number"]; !typed {
			f := v.Intake.Facts
			v.Values.Set("number", f.Number)
			v.Values.Set("signed_on", f.SignedOn.Format())
			if f.SignedOn == "" {
				v.Values.Set("signed_on", "")
			}
		}
	}
	if v.Intake.ID != "" && v.Intake.State == document.Waiting {
		w.Header().Set("Refresh", refreshAfter)
	}
	return web.Page(w, r, web.View{Title: "Bản ký, " + m.Name(), Section: Section, Status: status, Body: signPage(v)})
}

// receive takes the signed copy in and leads to the comparison.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	a := document.Arrival{Source: document.Upload}
	file, head, err := r.FormFile("file")
	switch {
	case err == nil:
		defer func() { _ = file.Close() }()
		a.FileName, a.File = head.Filename, file
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		return p.showSign(w, r, http.StatusUnprocessableEntity, signView{Errors: map[string]string{"file": "Chọn tệp bản ký (PDF hoặc DOCX)."}})
	default:
		return fault.Because(fault.Invalid, "Tệp gửi lên bị đứt giữa chừng. Gửi lại tệp.", err)
	}
	in, err := p.Documents.Receive(r.Context(), a)
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showSign(w, r, status, signView{Errors: errs})
	}
	return web.SeeOther(w, r, Path(m.ID)+"/ban-ky?phieu="+url.QueryEscape(in.ID))
}

func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Committee.Find(r.Context(), idOf(r)); err != nil {
		return err
	}
	bad := fault.Fields{}
	c := committee.SignedCopy{Intake: r.PostFormValue("intake"), Number: r.PostFormValue("number"), SignedOn: dayOf(r.PostForm, "signed_on", bad), PublishedAt: instant(r.PostForm, "published_on", "published_hour", bad), Seen: r.PostFormValue("seen") != "", Early: r.PostFormValue("early") != ""}
	err := bad.Err()
	var m committee.Meeting
	if err == nil {
		m, err = p.Committee.Sign(r.Context(), idOf(r), c)
	}
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showSign(w, r, status, signView{Values: r.PostForm, Errors: errs})
	}
	list, err := p.Committee.Conclusions(r.Context(), m)
	if err != nil {
		return err
	}
	web.Flash(w, r, "Thông báo số "+m.Notice+" đã vào sổ; "+itoa(len(list))+" kết luận đã giao thành nhiệm vụ.")
	return web.SeeOther(w, r, Path(m.ID))
}

func matchWord(m collate.Match) string {
	switch {
	case m.Same:
		return "Giống dự thảo"
	case m.Found:
		return "Khác dự thảo"
	}
	return "Không thấy trong bản ký"
}

func waits(in document.Intake) string {
	switch in.State {
	case document.Waiting:
		return "Tệp đã được lưu và đang được đọc. Đọc xong, trang này tự hiện phần so với dự thảo."
	case document.Ready:
		return ""
	case document.Failed, document.Cancelled:
	}
	if in.Failure != "" {
		return in.Failure
	}
	return "Tệp này không đọc được. Tải tệp khác lên."
}
