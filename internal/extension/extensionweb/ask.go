package extensionweb

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type askView struct {
	A       assignment.Assignment
	Token   string
	Nonce   string
	DueSeen string
	Values  url.Values
	Errors  map[string]string
	Clash   string // why it was not taken
	Restore string
	Path    string
	Before  []ui.Link // the cases that there were
	Granted int
	Effect  []string
	Days    ui.Days
	Files   bool // files were chosen and must be chosen again
}

func (p *Pages) askForm(w http.ResponseWriter, r *http.Request) error {
	id := assignment.ID(r.PathValue("id"))
	v := askView{Nonce: storage.NewID(p.Now()), Values: url.Values{}}
	if typed, at, ok := p.Accounts.Draft(r.Context(), AskPath(id)); ok {
		v.Restore = "Đã khôi phục nội dung gõ dở lúc " + civil.Instant(at) + "."
		maps.Copy(v.Values, typed)
	}
	return p.showAsk(w, r, http.StatusOK, v)
}

// showAsk shows the form, or why one may not ask now: with the form's words
// still there if something was typed.
func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, status int, v askView) error {
	ctx, id := r.Context(), assignment.ID(r.PathValue("id"))
	a, err := p.Assignments.Find(ctx, id)
	if err != nil {
		return err
	}
	if err := p.Extensions.MayAsk(ctx, id); err != nil && v.Clash == "" {
		if !errors.Is(err, fault.Conflict) {
			return err
		}
		status, v.Clash = http.StatusConflict, fault.Sentence(err)
	}
	v.A, v.Token, v.Path = a, web.Token(r), AskPath(id)
	v.DueSeen = string(a.Due)
	list, err := p.Extensions.For(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range list {
		v.Before = append(v.Before, ui.Link{Label: "Đề nghị ngày " + civil.Of(c.Asked.At).Format() + ": " + strings.ToLower(c.State.Word()[:1]) + c.State.Word()[1:], Href: Path(c.ID)})
		if c.State == extension.Granted {
			v.Granted++
		}
	}
	if until, err := civil.ParseVN(v.Values.Get("until")); err == nil && a.Due != "" {
		v.Effect = words(a.Due, a.OriginalDue, p.Extensions.EffectOf(a.Due, a.OriginalDue, until))
		if until > a.Due && a.Due.DaysUntil(until) < 400 {
			_, after := p.Extensions.Sides(a, extension.Request{State: extension.Asked, AskedUntil: until, Reason: "xem trước"})
			v.Days = window(after.Days, a.OriginalDue, a.Due)
		}
	}
	return web.Page(w, r, web.View{Title: "Đề nghị gia hạn: " + a.Title, Section: "cua-toi", Status: status, Body: askPage(v)})
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	id := assignment.ID(r.PathValue("id"))
	v := askView{Nonce: r.PostFormValue("nonce"), Values: r.PostForm}
	wish := extension.Wish{Nonce: v.Nonce, Cause: assignment.Cause(r.PostFormValue("cause")), Reason: r.PostFormValue("reason"), Evidence: r.PostFormValue("evidence"), DueSeen: civil.Date(r.PostFormValue("due_seen"))}
	until, err := dayOf(r, "until")
	wish.Until = until
	v.Files = r.MultipartForm != nil && len(r.MultipartForm.File["files"]) > 0
	if r.PostFormValue("do") == "xem" {
		v.Errors = fault.FieldsOf(err)
		if err == nil && until == "" {
			v.Errors = map[string]string{"until": "Ghi ngày muốn xem trước."}
		}
		return p.showAsk(w, r, http.StatusOK, v)
	}
	var files []blob.File
	if err == nil {
		files, err = p.uploads(r)
	}
	var made extension.Request
	if err == nil {
		made, err = p.Extensions.Ask(r.Context(), id, wish, files)
	}
	switch {
	case errors.Is(err, fault.Invalid), errors.Is(err, fault.TooLarge):
		if v.Errors = fault.FieldsOf(err); v.Errors == nil {
			v.Errors = map[string]string{"files": fault.Sentence(err)}
		}
		return p.showAsk(w, r, web.Status(fault.KindOf(err)), v)
	case errors.Is(err, fault.Conflict):
		v.Clash = fault.Sentence(err)
		return p.showAsk(w, r, http.StatusConflict, v)
	case err != nil:
		return err
	}
	if err := p.Accounts.DropDraft(r.Context(), AskPath(id)); err != nil {
		return err
	}
	web.Flash(w, r, "Đã gửi đề nghị gia hạn. Trong lúc chờ quyết định, hạn "+made.DueThen.Format()+" vẫn giữ nguyên.")
	return web.SeeOther(w, r, Path(made.ID))
}

func (p *Pages) uploads(r *http.Request) ([]blob.File, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	heads := r.MultipartForm.File["files"]
	if len(heads) > maxFiles {
		return nil, fault.Field("files", "Mỗi đề nghị kèm nhiều nhất "+itoa(maxFiles)+" tệp.")
	}
	var out []blob.File
	for _, h := range heads {
		f, err := h.Open()
		if err != nil {
			return nil, err
		}
		kept, err := p.Blobs.Put(r.Context(), h.Filename, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		out = append(out, kept)
	}
	return out, nil
}
