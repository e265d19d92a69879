package notifyweb

import (
	"errors"
	"net/http"
	"strconv"

	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/notify"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// choiceView is how one person wants to be told.
type choiceView struct {
	Title  string
	Crumb  ui.Link
	Action string
	Token  string
	P      notify.Preference
	Errors map[string]string
	Stale  bool
}

func (p *Pages) choiceForm(w http.ResponseWriter, r *http.Request) error {
	pref, err := p.Notify.Preference(r.Context())
	if err != nil {
		return err
	}
	return p.showChoice(w, r, http.StatusOK, choiceView{P: pref})
}

func (p *Pages) showChoice(w http.ResponseWriter, r *http.Request, status int, v choiceView) error {
	v.Token = web.Token(r)
	in := section
	if v.Title == "" {
		v.Title, v.Crumb, v.Action = "Cách nhận thông báo", ui.Link{Label: "Thông báo", Href: PathInbox}, PathChoice
	} else {
		in = sectionOut
	}
	return web.Page(w, r, web.View{Title: v.Title, Section: in, Status: status, Body: choicePage(v)})
}

// preferenceFrom reads the form.
func preferenceFrom(r *http.Request, account string) notify.Preference {
	get := r.PostFormValue
	p := notify.Preference{Account: account, Mail: get("mail"), Phone: get("phone"), QuietFrom: get("quiet_from"), QuietTo: get("quiet_to"), DigestAt: get("digest_at"), Kinds: map[notify.Kind]notify.Choice{}}
	for _, k := range notify.Kinds() {
		p.Kinds[k] = notify.Choice{Mail: notify.Way(get("mail-" + string(k))), Short: get("short-"+string(k)) != ""}
	}
	if n, err := strconv.ParseInt(get("rev"), 10, 64); err == nil {
		p.Rev = n
	}
	return p
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	pref := preferenceFrom(r, web.VisitOf(r).Actor.ID)
	return p.keep(w, r, pref, choiceView{}, PathChoice)
}

// keep takes the form, or shows it again with what was wrong.
func (p *Pages) keep(w http.ResponseWriter, r *http.Request, pref notify.Preference, v choiceView, next string) error {
	err := p.Notify.Put(r.Context(), pref)
	v.P = pref
	switch {
	case errors.Is(err, fault.Invalid):
		v.Errors = fault.FieldsOf(err)
		return p.showChoice(w, r, http.StatusUnprocessableEntity, v)
	case errors.Is(err, fault.Conflict):
		now, ferr := p.Notify.PreferenceOf(r.Context(), pref.Account)
		if ferr != nil {
			return ferr
		}
		v.P.Rev, v.Stale = now.Rev, true
		return p.showChoice(w, r, http.StatusConflict, v)
	case err != nil:
		return err
	}
	web.Flash(w, r, "Đã lưu cách nhận thông báo.")
	return web.SeeOther(w, r, next)
}

// people lists who has which address, for who looks after accounts.
func (p *Pages) people(w http.ResponseWriter, r *http.Request) error {
	list, err := p.Accounts.List(r.Context())
	if err != nil {
		return err
	}
	prefs, err := p.Notify.Preferences(r.Context())
	if err != nil {
		return err
	}
	return web.Page(w, r, web.View{Title: "Địa chỉ nhận", Section: sectionOut, Body: peoplePage(peopleTable(list, prefs))})
}

func (p *Pages) personView(r *http.Request) (identity.Account, choiceView, error) {
	a, err := p.Accounts.Find(r.Context(), r.PathValue("id"))
	return a, choiceView{Title: a.Name, Crumb: ui.Link{Label: "Địa chỉ nhận", Href: pathPeople}, Action: pathPeople + "/" + a.ID}, err
}

func (p *Pages) personForm(w http.ResponseWriter, r *http.Request) error {
	a, v, err := p.personView(r)
	if err != nil {
		return err
	}
	if v.P, err = p.Notify.PreferenceOf(r.Context(), a.ID); err != nil {
		return err
	}
	return p.showChoice(w, r, http.StatusOK, v)
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	a, v, err := p.personView(r)
	if err != nil {
		return err
	}
	return p.keep(w, r, preferenceFrom(r, a.ID), v, pathPeople)
}

func number(n int) string { return viet.Number(int64(n)) }
