package identityweb

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
)

type ownView struct {
	Token   string
	Account identity.Account
	Org     string
	Tokens  []identity.Token
	// Sessions are where the person is signed in.
	Sessions []identity.OpenSession
	Fresh    string // a token just issued, shown once
	Errors   map[string]string
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	return p.showOwn(w, r, http.StatusOK, ownView{})
}

func (p *Pages) showOwn(w http.ResponseWriter, r *http.Request, status int, v ownView) error {
	a := actor.From(r.Context())
	acc, err := p.Accounts.Find(r.Context(), a.ID)
	if err != nil {
		return err
	}
	if v.Tokens, err = p.Accounts.Tokens(r.Context(), a.ID); err != nil {
		return err
	}
	if v.Sessions, err = p.Accounts.Sessions(r.Context()); err != nil {
		return err
	}
	v.Token, v.Account, v.Org = web.Token(r), acc, p.Directory().Name(apparatus.OrgID(acc.Org))
	return web.Page(w, r, web.View{Title: "Trang cá nhân", Section: "ca-nhan", Status: status, Body: ownPage(v)})
}

func (p *Pages) ownPassword(w http.ResponseWriter, r *http.Request) error {
	err := p.Accounts.ChangeOwnPassword(r.Context(), r.PostFormValue("old"), r.PostFormValue("password"))
	if errors.Is(err, fault.Invalid) {
		return p.showOwn(w, r, http.StatusUnprocessableEntity, ownView{Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	web.SetSession(w, r, "")
	web.Flash(w, r, "Đã đổi mật khẩu. Đăng nhập lại bằng mật khẩu mới.")
	return web.SeeOther(w, r, PathSignIn)
}

const tokenLife = 365 * 24 * time.Hour

func (p *Pages) issueToken(w http.ResponseWriter, r *http.Request) error {
	sec, err := p.Accounts.IssueToken(r.Context(), actor.From(r.Context()).ID, r.PostFormValue("name"), tokenLife)
	if errors.Is(err, fault.Invalid) {
		return p.showOwn(w, r, http.StatusUnprocessableEntity, ownView{Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return p.showOwn(w, r, http.StatusOK, ownView{Fresh: sec})
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.RevokeToken(r.Context(), actor.From(r.Context()).ID, r.PathValue("id")); err != nil {
		if errors.Is(err, fault.Conflict) {
			return fault.NotFound
		}
		return err
	}
	web.Flash(w, r, "Đã thu hồi mã truy cập.")
	return web.SeeOther(w, r, PathOwn)
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.EndSession(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(w, r, "Đã đăng xuất ở nơi đó.")
	return web.SeeOther(w, r, PathOwn)
}

func (p *Pages) endOtherSessions(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.EndOtherSessions(r.Context()); err != nil {
		return err
	}
	web.Flash(w, r, "Đã đăng xuất ở mọi nơi khác.")
	return web.SeeOther(w, r, PathOwn)
}

// device names a browser the way its owner would: "Chrome trên Windows".
func device(agent string) string {
	find := func(names ...string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	browser := find("Edg/", "Edge", "OPR/", "Opera", "coc_coc", "Cốc Cốc", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := find("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS X", "macOS", "Linux", "Linux")
	switch {
	case browser != "" && system != "":
		return browser + " trên " + system
	case browser+system != "":
		return browser + system
	}
	return "Trình duyệt khác"
}
