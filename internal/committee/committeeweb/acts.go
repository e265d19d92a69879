package committeeweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/blob"
	"dondoc/internal/committee"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// took ends a form: back to a page with a sentence, or the meeting again with
// what was typed.
func (p *Pages) took(w http.ResponseWriter, r *http.Request, form, to, done string, err error) error {
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.render(w, r, status, showView{Form: form, Values: r.PostForm, Errors: errs})
	}
	if done != "" {
		web.Flash(w, r, done)
	}
	return web.SeeOther(w, r, Path(idOf(r))+to)
}

func (p *Pages) hold(w http.ResponseWriter, r *http.Request) error {
	bad := fault.Fields{}
	at := instant(r.PostForm, "held", "held_hour", bad)
	err := bad.Err()
	if err == nil {
		_, err = p.Committee.Hold(r.Context(), idOf(r), revOf(r), at)
	}
	return p.took(w, r, "bat-dau", "?ghi=1#them", "Phiên họp bắt đầu. Tài liệu họp đã được đóng như lúc trình.", err)
}

func (p *Pages) addItem(w http.ResponseWriter, r *http.Request) error {
	it := committee.Item{Title: r.PostFormValue("title"), Org: apparatus.OrgID(r.PostFormValue("org")), Heard: r.PostFormValue("heard") != ""}
	var file *blob.File
	f, head, err := r.FormFile("file")
	switch {
	case err == nil:
		defer func() { _ = f.Close() }()
		kept, perr := p.Blobs.Put(r.Context(), head.Filename, f)
		if perr != nil {
			return p.took(w, r, "chuong-trinh", "", "", fault.Because(fault.KindOf(perr), fault.Sentence(perr), perr))
		}
		file = &kept
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
		return fault.Because(fault.Invalid, "Tệp gửi lên bị đứt giữa chừng. Gửi lại tệp.", err)
	}
	_, err = p.Committee.AddItem(r.Context(), idOf(r), it, file)
	return p.took(w, r, "chuong-trinh", "#chuong-trinh", "Đã ghi vào chương trình họp.", err)
}

func (p *Pages) changeItem(w http.ResponseWriter, r *http.Request) error {
	var err error
	if r.PostFormValue("do") == "bo" {
		_, err = p.Committee.DropItem(r.Context(), idOf(r), r.PathValue("f"))
	} else {
		_, err = p.Committee.Hear(r.Context(), idOf(r), r.PathValue("f"))
	}
	return p.took(w, r, "chuong-trinh", "#chuong-trinh", "", err)
}

func (p *Pages) addOpinion(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Committee.AddOpinion(r.Context(), idOf(r), committee.Opinion{Who: r.PostFormValue("who"), Gist: r.PostFormValue("gist")})
	return p.took(w, r, "y-kien", "#y-kien", "Đã ghi ý kiến.", err)
}

func entryOf(v url.Values) committee.Entry {
	return committee.Entry{Words: v.Get("words"), Lead: v.Get("lead"), Coordinate: strings.FieldsFunc(v.Get("coordinate"), func(r rune) bool { return r == ';' || r == '\n' }), Term: v.Get("term")}
}

func (p *Pages) addConclusion(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Committee.AddConclusion(r.Context(), idOf(r), entryOf(r.PostForm))
	done := "Đã ghi kết luận."
	if gaps := c.Gaps(); err == nil && len(gaps) > 0 {
		words := make([]string, len(gaps))
		for i, g := range gaps {
			words[i] = string(g)
		}
		done = "Đã ghi kết luận; " + strings.Join(words, ", ") + "."
	}
	return p.took(w, r, "ket-luan", "?ghi=1#them", done, err)
}

func (p *Pages) conclude(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Committee.Conclude(r.Context(), idOf(r), revOf(r))
	return p.took(w, r, "chot", "", "Đã chốt kết luận. Tải dự thảo thông báo, trình ký, rồi tải bản ký lên.", err)
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	bad := fault.Fields{}
	at := instant(r.PostForm, "published", "published_hour", bad)
	err := bad.Err()
	if err == nil {
		_, err = p.Committee.Publish(r.Context(), idOf(r), revOf(r), at)
	}
	return p.took(w, r, "cong-bo", "", "Đã ghi ngày công bố.", err)
}

func (p *Pages) attach(w http.ResponseWriter, r *http.Request) error {
	id := document.ID(r.PostFormValue("document"))
	var err error
	if id == "" {
		err = fault.Field("document", "Chọn văn bản trong sổ.")
		if _, ferr := p.Committee.Find(r.Context(), idOf(r)); ferr != nil {
			return ferr
		}
	} else {
		_, err = p.Committee.Attach(r.Context(), idOf(r), revOf(r), id)
	}
	return p.took(w, r, "gan", "", "Đã gắn thông báo với phiên họp.", err)
}

type attendView struct {
	M      committee.Meeting
	Token  string
	Errors map[string]string
	Values url.Values
}

func (v attendView) presence(a committee.Attendant) string {
	if v.Values != nil {
		return v.Values.Get("presence-" + string(a.Member))
	}
	return string(a.Presence)
}

func (v attendView) note(a committee.Attendant) string {
	if v.Values != nil {
		return v.Values.Get("note-" + string(a.Member))
	}
	return a.Note
}

func presences() []ui.Option {
	out := []ui.Option{{Value: "", Label: "Chưa ghi"}}
	for _, x := range []committee.Presence{committee.Present, committee.Sent, committee.Absent} {
		out = append(out, ui.Option{Value: string(x), Label: x.Word()})
	}
	return out
}

func (p *Pages) attendForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAttend(w, r, http.StatusOK, attendView{})
}

func (p *Pages) showAttend(w http.ResponseWriter, r *http.Request, status int, v attendView) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	v.M, v.Token = m, web.Token(r)
	return web.Page(w, r, web.View{Title: "Thành phần dự " + m.Name(), Section: Section, Status: status, Body: attendPage(v, p.Directory())})
}

func (p *Pages) attend(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	said := map[committee.MemberID]committee.Attendant{}
	for _, a := range m.Attendance {
		pr := committee.Presence(r.PostFormValue("presence-" + string(a.Member)))
		if r.PostFormValue("all") != "" && pr == "" {
			pr = committee.Present
		}
		said[a.Member] = committee.Attendant{Presence: pr, Note: r.PostFormValue("note-" + string(a.Member))}
	}
	if _, err := p.Committee.Attend(r.Context(), m.ID, said); err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showAttend(w, r, status, attendView{Errors: errs, Values: r.PostForm})
	}
	web.Flash(w, r, "Đã ghi thành phần dự họp.")
	return web.SeeOther(w, r, Path(m.ID))
}

type conclusionView struct {
	M      committee.Meeting
	C      committee.Conclusion
	Token  string
	Values url.Values
	Errors map[string]string
	Names  []string
}

func (v conclusionView) field(name, label, hint string) ui.Field {
	return ui.Field{Name: name, Label: label, Hint: hint, Value: v.Values.Get(name), Error: v.Errors[name]}
}

func (p *Pages) conclusionForm(w http.ResponseWriter, r *http.Request) error {
	return p.showConclusion(w, r, http.StatusOK, conclusionView{})
}

func (p *Pages) showConclusion(w http.ResponseWriter, r *http.Request, status int, v conclusionView) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	list, err := p.Committee.Conclusions(r.Context(), m)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(c committee.Conclusion) bool { return string(c.ID) == r.PathValue("f") })
	if i < 0 || !committee.VerbChange.Possible(m.State) {
		return fault.NotFound
	}
	v.M, v.C, v.Token, v.Names = m, list[i], web.Token(r), p.orgNames()
	if v.Values == nil {
		var co []string
		for _, o := range v.C.Coordinate {
			co = append(co, p.Directory().Name(o))
		}
		v.Values = url.Values{"words": {v.C.Words}, "coordinate": {strings.Join(co, "; ")}, "term": {v.C.Typed()}}
		if v.C.Lead != "" {
			v.Values.Set("lead", p.Directory().Name(v.C.Lead))
		}
	}
	return web.Page(w, r, web.View{Title: "Kết luận " + itoa(v.C.Place), Section: Section, Status: status, Body: conclusionPage(v)})
}

func (p *Pages) changeConclusion(w http.ResponseWriter, r *http.Request) error {
	id, of := idOf(r), committee.ConclusionID(r.PathValue("f"))
	done := "Đã sửa kết luận."
	var err error
	if r.PostFormValue("do") == "bo" {
		done, err = "Đã bỏ kết luận.", p.Committee.DropConclusion(r.Context(), id, of, r.PostFormValue("reason"))
	} else {
		err = p.Committee.ChangeConclusion(r.Context(), id, of, revOf(r), entryOf(r.PostForm))
	}
	if err != nil {
		errs, status, ok := refused(err)
		if !ok {
			return err
		}
		return p.showConclusion(w, r, status, conclusionView{Values: r.PostForm, Errors: errs})
	}
	web.Flash(w, r, done)
	return web.SeeOther(w, r, Path(id)+"#ket-luan")
}

// file gives a report of the agenda to those who may see the meeting.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Committee.Find(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(m.Agenda, func(x committee.Item) bool { return x.File != "" && x.File == r.PathValue("file") }) {
		return fault.NotFound
	}
	f, content, err := p.Blobs.Open(r.Context(), r.PathValue("file"))
	if err != nil {
		return err
	}
	web.Attachment(w, f.Name, "application/octet-stream")
	http.ServeContent(w, r, "", f.CreatedAt, content)
	return nil
}
