package documentweb

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// factFields are the form's fields in the order of the page.
func factFields() []string {
	return []string{"number", "type", "issuer", "signer", "subject", "met_on", "signed_on", "published_on", "published_at", "dates_checked", "encoding", "reason"}
}

type newData struct {
	Token  string
	Text   string
	Errors map[string]string
	Kept   time.Time // a draft was brought back
	// Pending are the files that were sent and are not in the register yet.
	Pending []document.Intake
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	if id := r.URL.Query().Get("phieu"); id != "" {
		return p.intakeForm(w, r, id)
	}
	typed, at := p.drafted(r, newPath(), url.Values{})
	return p.showNew(w, r, newData{Text: typed.Get("text"), Kept: at}, http.StatusOK)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, d newData, status int) error {
	var err error
	if d.Pending, err = p.Documents.Pending(r.Context()); err != nil {
		return err
	}
	d.Token = web.Token(r)
	return web.Page(w, r, web.View{Title: "Vào sổ văn bản", Section: Section, Status: status, Body: newPage(d)})
}

// receive takes the file or the text. What was typed comes back with the
// sentence when it cannot be read.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request) error {
	a := document.Arrival{Source: document.Paste, Text: r.PostFormValue("text")}
	if file, head, err := r.FormFile("file"); err == nil {
		defer func() { _ = file.Close() }()
		a.Source, a.FileName, a.File = document.Upload, head.Filename, file
	} else if !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart) {
		return fault.Because(fault.Invalid, "Tệp gửi lên bị đứt giữa chừng. Gửi lại tệp.", err)
	}
	in, err := p.Documents.Receive(r.Context(), a)
	if document.IsSecret(err) { // what was typed must not stay anywhere either
		if err := p.dropDraft(r, newPath()); err != nil {
			return err
		}
		a.Text = ""
	}
	if err != nil {
		return p.refused(w, r, err, func(errs map[string]string, status int) error {
			return p.showNew(w, r, newData{Text: a.Text, Errors: errs}, status)
		})
	}
	if err := p.dropDraft(r, newPath()); err != nil {
		return err
	}
	return web.SeeOther(w, r, intakePath(in.ID))
}

// refused shows the form again for what a person can correct; any other error goes on.
func (p *Pages) refused(_ http.ResponseWriter, _ *http.Request, err error, again func(map[string]string, int) error) error {
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.TooLarge && kind != fault.Conflict {
		return err
	}
	errs := fault.FieldsOf(err)
	if len(errs) == 0 {
		errs = map[string]string{"": fault.Sentence(err)}
	}
	return again(errs, web.Status(kind))
}

type intakeData struct {
	Token  string
	Intake document.Intake
	Values url.Values
	Dups   []document.Duplicate
	Errors map[string]string
	Kept   time.Time
}

func (d intakeData) field(name, label string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: d.Values.Get(name), Error: d.Errors[name]}
}

func (d intakeData) hint(name, label, hint string) ui.Field {
	f := d.field(name, label)
	f.Hint = hint
	return f
}

// hasDates reports that a question about dates was asked, so that the tick for it shows.
func (d intakeData) hasDates() bool {
	return d.Values.Get("dates_checked") != "" || d.Errors["met_on"] != "" || d.Errors["signed_on"] != "" || d.Errors["published_at"] != ""
}

func (d intakeData) preview() string {
	r := []rune(d.Intake.Text)
	if len(r) > 6000 {
		return string(r[:6000]) + " …"
	}
	return string(r)
}

func valuesOf(f document.Facts) url.Values {
	v := url.Values{}
	v.Set("number", f.Number)
	v.Set("type", f.Type)
	v.Set("issuer", f.Issuer)
	v.Set("signer", f.Signer)
	v.Set("subject", f.Subject)
	v.Set("met_on", f.MetOn.Format())
	v.Set("signed_on", f.SignedOn.Format())
	if !f.PublishedAt.IsZero() {
		v.Set("published_on", civil.Of(f.PublishedAt).Format())
		v.Set("published_time", f.PublishedAt.In(civil.Zone()).Format("15:04"))
	}
	return v
}

// factsOf reads the facts out of a form; days that cannot be read are named.
func factsOf(v url.Values, today civil.Date) (document.Facts, error) {
	f := document.Facts{Number: v.Get("number"), Type: v.Get("type"), Issuer: v.Get("issuer"), Signer: v.Get("signer"), Subject: v.Get("subject")}
	bad := fault.Fields{}
	f.MetOn = web.Day(v, "met_on", today, bad)
	f.SignedOn = web.Day(v, "signed_on", today, bad)
	if on := web.Day(v, "published_on", today, bad); on != "" {
		f.PublishedAt = on.Time()
		if s := strings.TrimSpace(v.Get("published_time")); s != "" {
			t, err := time.Parse("15:04", s)
			if err != nil {
				bad.Add("published_time", "Ghi giờ dạng 16:19.")
			}
			f.PublishedAt = on.At(t.Hour(), t.Minute())
		}
	}
	return f, bad.Err()
}

func (p *Pages) intakeForm(w http.ResponseWriter, r *http.Request, id string) error {
	in, err := p.Documents.Intake(r.Context(), id)
	if err != nil {
		return err
	}
	if in.Document != "" {
		return web.SeeOther(w, r, ShowPath(in.Document))
	}
	if in.State != document.Ready {
		return p.unread(w, r, in, nil, http.StatusOK)
	}
	d := intakeData{Intake: in}
	d.Values, d.Kept = p.drafted(r, intakePath(id), valuesOf(in.Facts))
	if d.Dups, err = p.Documents.Likely(r.Context(), in, in.Facts); err != nil {
		return err
	}
	return p.showIntake(w, r, d, http.StatusOK)
}

func (p *Pages) showIntake(w http.ResponseWriter, r *http.Request, d intakeData, status int) error {
	d.Token = web.Token(r)
	return web.Page(w, r, web.View{Title: "Vào sổ văn bản", Section: Section, Status: status, Body: intakePage(d)})
}

func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	id := r.PostFormValue("intake")
	in, err := p.Documents.Intake(r.Context(), id)
	if err != nil {
		return err
	}
	if in.State != document.Ready {
		return p.unread(w, r, in, map[string]string{"": "Tệp chưa đọc xong nên chưa vào sổ được."}, http.StatusConflict)
	}
	d := intakeData{Intake: in, Values: r.PostForm}
	facts, err := factsOf(r.PostForm, civil.Of(p.Now()))
	var doc document.Document
	if err == nil {
		doc, err = p.Documents.Register(r.Context(), document.Registration{
			Intake: id, Facts: facts, DatesChecked: r.PostFormValue("dates_checked") != "", EncodingAccepted: r.PostFormValue("encoding") != "", KeepReason: r.PostFormValue("reason"),
		})
	}
	if err != nil {
		if dup, ok := errors.AsType[*document.DuplicateError](err); ok {
			d.Dups = dup.Found
			d.Errors = map[string]string{"reason": "Văn bản có thể đã có trong sổ. Mở văn bản đã có, hoặc ghi lý do vẫn lưu bản này."}
			return p.showIntake(w, r, d, http.StatusConflict)
		}
		return p.refused(w, r, err, func(errs map[string]string, status int) error {
			if d.Errors = errs; errs["published_at"] != "" {
				errs["published_on"] = errs["published_at"]
			}
			var lerr error
			if d.Dups, lerr = p.Documents.Likely(r.Context(), in, facts); lerr != nil {
				return lerr
			}
			return p.showIntake(w, r, d, status)
		})
	}
	if err := p.dropDraft(r, intakePath(id)); err != nil {
		return err
	}
	web.Flash(w, r, doc.Title()+" đã vào sổ.")
	return web.SeeOther(w, r, ReadPath(doc.ID))
}
