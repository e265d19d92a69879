package dashboardweb

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// PathDelegate is where a chairman delegates kinds of decision to deputies.
const PathDelegate = "/lam-viec/uy-quyen"

type delegateView struct {
	Given  []identity.Delegation
	Names  map[string]string
	Takers []ui.Option
	Values url.Values
	Errors map[string]string
	Token  string
	Today  civil.Date
}

func (v delegateView) field(name, label string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: v.Values.Get(name), Error: v.Errors[name]}
}

func (v delegateView) kinds() ui.Field {
	return ui.Field{Name: "kinds", Label: "Loại việc được quyết định", Values: v.Values["kinds"], Error: v.Errors["kinds"]}
}

func (delegateView) kindOptions() []ui.Option {
	var out []ui.Option
	for _, k := range identity.DecisionKinds() {
		out = append(out, ui.Option{Value: string(k), Label: k.Word()})
	}
	return out
}

func (v delegateView) live(d identity.Delegation) bool {
	return d.Revoked.IsZero() && d.Until >= v.Today
}

func (delegateView) ended(d identity.Delegation) string {
	if !d.Revoked.IsZero() {
		return "Đã thu hồi " + civil.Instant(d.Revoked)
	}
	return "Đã hết hạn"
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func kindWords(kinds []identity.DecisionKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = lowerFirst(k.Word())
	}
	return strings.Join(words, "; ")
}

func (p *Pages) names(r *http.Request) (map[string]string, error) {
	people, err := p.Accounts.List(r.Context())
	names := make(map[string]string, len(people))
	for _, a := range people {
		names[a.ID] = a.Name
	}
	return names, err
}

// running lists the delegations of an account that hold today.
func (p *Pages) running(r *http.Request, giver string) ([]identity.Delegation, map[string]string, error) {
	all, err := p.Accounts.Delegations(r.Context(), giver)
	if err != nil {
		return nil, nil, err
	}
	var out []identity.Delegation
	for _, d := range all {
		if d.On(civil.Of(p.Now())) {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		return nil, nil, nil
	}
	names, err := p.names(r)
	return out, names, err
}

func (p *Pages) delegatePage(w http.ResponseWriter, r *http.Request) error {
	today := civil.Of(p.Now())
	return p.drawDelegate(w, r, http.StatusOK, delegateView{Values: url.Values{"from": {today.Format()}, "until": {today.AddDays(7).Format()}}})
}

func (p *Pages) drawDelegate(w http.ResponseWriter, r *http.Request, status int, v delegateView) error {
	var err error
	if v.Given, err = p.Accounts.Delegations(r.Context(), web.VisitOf(r).Actor.ID); err != nil {
		return err
	}
	if v.Names, err = p.names(r); err != nil {
		return err
	}
	deputies, err := p.Accounts.Deputies(r.Context())
	if err != nil {
		return err
	}
	v.Takers = []ui.Option{{Value: "", Label: "Chọn cấp phó"}}
	for _, a := range deputies {
		v.Takers = append(v.Takers, ui.Option{Value: a.ID, Label: a.Name + ", " + a.Title})
	}
	v.Token, v.Today = web.Token(r), civil.Of(p.Now())
	return web.Page(w, r, web.View{Title: "Ủy quyền", Section: "can-quyet-dinh", Status: status, Body: delegatePage(v)})
}

func (p *Pages) delegate(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Invalid
	}
	d := identity.Delegation{Taker: r.PostFormValue("taker"), Why: r.PostFormValue("why")}
	for _, k := range r.PostForm["kinds"] {
		d.Kinds = append(d.Kinds, identity.DecisionKind(k))
	}
	wrong := map[string]string{}
	for name, to := range map[string]*civil.Date{"from": &d.From, "until": &d.Until} {
		day, err := civil.ParseVN(r.PostFormValue(name))
		if err != nil && r.PostFormValue(name) != "" {
			wrong[name] = err.Error()
		}
		*to = day
	}
	_, err := p.Accounts.Delegate(r.Context(), d)
	if errors.Is(err, fault.Invalid) {
		fields := fault.FieldsOf(err)
		maps.Copy(fields, wrong)
		return p.drawDelegate(w, r, http.StatusUnprocessableEntity, delegateView{Values: r.PostForm, Errors: fields})
	}
	if err != nil {
		return err
	}
	web.Flash(w, r, "Đã ủy quyền từ "+d.From.Format()+" đến hết "+d.Until.Format()+".")
	return web.SeeOther(w, r, PathDelegate)
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.Revoke(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(w, r, "Đã thu hồi ủy quyền. Từ lần mở trang sau, cấp phó không còn quyết định thay.")
	return web.SeeOther(w, r, PathDelegate)
}
