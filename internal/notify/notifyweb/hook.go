package notifyweb

import (
	"errors"
	"net/http"
	"strconv"

	"dondoc/internal/fault"
	"dondoc/internal/notify"
	"dondoc/internal/web"
)

// hookView is one webhook, new or not.
type hookView struct {
	Token  string
	H      notify.Hook
	New    bool
	Secret string // shown once
	Stale  bool
	Errors map[string]string
}

func (p *Pages) showHook(w http.ResponseWriter, r *http.Request, status int, v hookView) error {
	v.Token = web.Token(r)
	title := "Thêm webhook"
	if !v.New {
		title = "Webhook"
	}
	return web.Page(w, r, web.View{Title: title, Section: sectionOut, Status: status, Body: hookPage(v)})
}

func (p *Pages) newHook(w http.ResponseWriter, r *http.Request) error {
	return p.showHook(w, r, http.StatusOK, hookView{New: true})
}

func hookFrom(r *http.Request) notify.Hook {
	h := notify.Hook{ID: r.PathValue("id"), Name: r.PostFormValue("name"), URL: r.PostFormValue("url"), Active: r.PostFormValue("active") != ""}
	for _, k := range r.PostForm["kinds"] {
		h.Kinds = append(h.Kinds, notify.Kind(k))
	}
	if n, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64); err == nil {
		h.Rev = n
	}
	return h
}

func (p *Pages) addHook(w http.ResponseWriter, r *http.Request) error {
	h := hookFrom(r)
	id, secret, err := p.Notify.AddHook(r.Context(), h)
	if errors.Is(err, fault.Invalid) {
		return p.showHook(w, r, http.StatusUnprocessableEntity, hookView{New: true, H: h, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return p.fresh(w, r, id, secret)
}

// fresh shows a webhook with the secret that it was just given.
func (p *Pages) fresh(w http.ResponseWriter, r *http.Request, id, secret string) error {
	h, err := p.Notify.Hook(r.Context(), id)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.showHook(w, r, http.StatusOK, hookView{H: h, Secret: secret})
}

func (p *Pages) hook(w http.ResponseWriter, r *http.Request) error {
	h, err := p.Notify.Hook(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showHook(w, r, http.StatusOK, hookView{H: h})
}

func (p *Pages) editHook(w http.ResponseWriter, r *http.Request) error {
	h := hookFrom(r)
	now, err := p.Notify.Hook(r.Context(), h.ID)
	if err != nil {
		return err
	}
	err = p.Notify.EditHook(r.Context(), h)
	switch {
	case errors.Is(err, fault.Invalid):
		return p.showHook(w, r, http.StatusUnprocessableEntity, hookView{H: h, Errors: fault.FieldsOf(err)})
	case errors.Is(err, fault.Conflict):
		h.Rev = now.Rev
		return p.showHook(w, r, http.StatusConflict, hookView{H: h, Stale: true})
	case err != nil:
		return err
	}
	web.Flash(w, r, "Đã lưu webhook.")
	return web.SeeOther(w, r, pathHook+"/"+h.ID)
}

func (p *Pages) newSecret(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret, err := p.Notify.NewSecret(r.Context(), id)
	if err != nil {
		return err
	}
	return p.fresh(w, r, id, secret)
}

func (p *Pages) tryHook(w http.ResponseWriter, r *http.Request) error {
	id, err := p.Notify.TryHook(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, pathOne+"/"+id)
}
