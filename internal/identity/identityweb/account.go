package identityweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type accountView struct {
	Token    string
	Account  identity.Account
	New      bool
	Orgs     []ui.Option
	Errors   map[string]string
	Conflict *ui.Conflict
	Fresh    string // a password just set, shown once
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAccount(w, r, http.StatusOK, accountView{New: true, Account: identity.Account{Grants: []actor.Grant{{Role: actor.Officer}}}})
}

func (p *Pages) showAccount(w http.ResponseWriter, r *http.Request, status int, v accountView) error {
	v.Token = web.Token(r)
	v.Orgs = []ui.Option{{Value: "", Label: "Chọn cơ quan"}}
	for _, o := range p.Directory().On(civil.Of(p.Now())) {
		v.Orgs = append(v.Orgs, ui.Option{Value: string(o.ID), Label: o.Name})
	}
	// A body that has ended stays to choose while the person holds something in
	// it, or saving would move them without a word.
	own := []string{v.Account.Org}
	for _, g := range v.Account.Grants {
		own = append(own, g.Org)
	}
	for _, id := range own {
		if id != "" && !slices.ContainsFunc(v.Orgs, func(o ui.Option) bool { return o.Value == id }) {
			v.Orgs = append(v.Orgs, ui.Option{Value: id, Label: p.Directory().Name(apparatus.OrgID(id)) + " (không còn hoạt động)"})
		}
	}
	title := "Thêm tài khoản"
	if !v.New {
		title = "Tài khoản " + v.Account.User
	}
	return web.Page(w, r, web.View{Title: title, Section: "tai-khoan", Status: status, Body: accountPage(v)})
}

// maxGrants is up to how many roles the form offers one more line.
const maxGrants = 10

// accountFrom reads the form. Roles come as pairs role-0, scope-0 …; a role
// without a body of its own holds in the person's own. From the page of both
// versions they come as one value.
func accountFrom(r *http.Request) identity.Account {
	a := identity.Account{User: r.PostFormValue("user"), Name: r.PostFormValue("name"), Title: r.PostFormValue("title"), Org: r.PostFormValue("org"), Active: r.PostFormValue("active") != ""}
	add := func(role, scope string) {
		if scope == "" {
			scope = a.Org
		}
		g := actor.Grant{Role: actor.Role(role), Org: scope}
		if role != "" && !slices.Contains(a.Grants, g) {
			a.Grants = append(a.Grants, g)
		}
	}
	if r.PostForm.Has("grants") {
		for one := range strings.SplitSeq(r.PostFormValue("grants"), ";") {
			role, scope, _ := strings.Cut(one, "@")
			add(role, scope)
		}
		return a
	}
	for i := 0; r.PostForm.Has("role-" + strconv.Itoa(i)); i++ {
		add(r.PostFormValue("role-"+strconv.Itoa(i)), r.PostFormValue("scope-"+strconv.Itoa(i)))
	}
	return a
}

// needsOrg: a person belongs to a body; the form proposes none.
func needsOrg(a identity.Account) error {
	if a.Org == "" {
		return fault.Field("org", "Chọn cơ quan của người này.")
	}
	return nil
}

// grantsValue is an account's roles as one value of a form.
func grantsValue(a identity.Account) string {
	var out []string
	for _, g := range a.Grants {
		out = append(out, string(g.Role)+"@"+g.Org)
	}
	return strings.Join(out, ";")
}

func (p *Pages) grantsShown(a identity.Account) string {
	var out []string
	for _, g := range a.Grants {
		out = append(out, identity.RoleName(g.Role)+" tại "+p.Directory().Name(apparatus.OrgID(g.Org)))
	}
	return strings.Join(out, "; ")
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	a := accountFrom(r)
	password := r.PostFormValue("password")
	if password == "" {
		password = identity.NewPassword()
	}
	err := needsOrg(a)
	if err == nil {
		a, err = p.Accounts.CreateAccount(r.Context(), a, password)
	}
	if errors.Is(err, fault.Invalid) {
		return p.showAccount(w, r, http.StatusUnprocessableEntity, accountView{New: true, Account: a, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return p.showAccount(w, r, http.StatusOK, accountView{Account: a, Fresh: password})
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Accounts.Find(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showAccount(w, r, http.StatusOK, accountView{Account: a})
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	a := accountFrom(r)
	a.ID = r.PathValue("id")
	now, err := p.Accounts.Find(r.Context(), a.ID)
	if err != nil {
		return err
	}
	a.Rev = rev(r)
	if err = needsOrg(a); err == nil {
		err = p.Accounts.Edit(r.Context(), a)
	}
	switch {
	case errors.Is(err, fault.Invalid):
		return p.showAccount(w, r, http.StatusUnprocessableEntity, accountView{Account: a, Errors: fault.FieldsOf(err)})
	case errors.Is(err, fault.Conflict) && now.Rev != a.Rev:
		c := &ui.Conflict{Form: ui.FormHead{Action: PathAccounts + "/" + a.ID, Token: web.Token(r), Rev: strconv.FormatInt(now.Rev, 10), Hidden: active(a)}, Fields: []ui.ConflictField{
			{Name: "user", Label: "Tên đăng nhập", Theirs: now.User, Mine: a.User},
			{Name: "name", Label: "Họ tên", Theirs: now.Name, Mine: a.Name},
			{Name: "title", Label: "Chức vụ", Theirs: now.Title, Mine: a.Title},
			{Name: "org", Label: "Cơ quan", Theirs: now.Org, Mine: a.Org, TheirsShown: p.Directory().Name(apparatus.OrgID(now.Org)), MineShown: p.Directory().Name(apparatus.OrgID(a.Org))},
			{Name: "grants", Label: "Vai trò", Theirs: grantsValue(now), Mine: grantsValue(a), TheirsShown: p.grantsShown(now), MineShown: p.grantsShown(a)},
		}}
		return p.showAccount(w, r, http.StatusConflict, accountView{Account: now, Conflict: c})
	case err != nil:
		return err
	}
	web.Flash(w, r, "Đã lưu tài khoản "+a.User+".")
	return web.SeeOther(w, r, PathAccounts)
}

// active carries the box that was ticked through the page of both versions.
func active(a identity.Account) []ui.HiddenValue {
	if !a.Active {
		return nil
	}
	return []ui.HiddenValue{{Name: "active", Value: "1"}}
}
