package identityweb

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/web"
)

// Setup is what the set-up page asks for.
type Setup struct {
	Province  string
	Committee string
	Standing  string
	User      string
	Name      string
	Password  string
}

// Pages are this room's pages.
type Pages struct {
	Accounts  *identity.Service
	Directory func() *apparatus.Directory
	Now       func() time.Time
	// SetUp makes an empty database a province's; the app fills it in.
	SetUp func(ctx context.Context, s Setup) error
	// SetupCode is the one-time code printed at start; "" when set up.
	SetupCode func() string
	// Hint is shown on the sign-in page (the demo's accounts).
	Hint string
	// Settings lists settings for the administrator, and changes one.
	Settings SettingsOffice
}

// SettingsOffice is the part of the settings that the page needs.
type SettingsOffice interface {
	Lines() []SettingLine
	Put(ctx context.Context, name, value string, rev int64) error
}

// SettingLine is one setting as the page shows it.
type SettingLine struct {
	Name, Label, Help, Value string
	Rev                      int64
}

// Addresses of this room.
const (
	PathSignIn   = "/dang-nhap"
	PathSignOut  = "/dang-xuat"
	PathSetUp    = "/cai-dat"
	PathPing     = "/lam-viec/phien"
	PathDraft    = "/lam-viec/nhap"
	PathOwn      = "/lam-viec/ca-nhan"
	PathAccounts = "/lam-viec/tai-khoan"
	PathSettings = "/lam-viec/cai-dat"
)

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(PathSignIn, web.Public, p.signInForm)
	rt.Post(PathSignIn, web.Public, p.signIn)
	rt.Post(PathSignOut, web.SignedIn, p.signOut)
	rt.Get(PathSetUp, web.Public, p.setUpForm)
	rt.Post(PathSetUp, web.Public, p.setUp)
	rt.Post(PathPing, web.SignedIn, p.ping)
	rt.Post(PathPing+"/het", web.SignedIn, p.expire, web.Quiet())
	rt.Post(PathDraft, web.SignedIn, p.draft, web.Quiet())
	rt.Get(PathOwn, web.SignedIn, p.own)
	rt.Post(PathOwn+"/mat-khau", web.SignedIn, p.ownPassword)
	rt.Post(PathOwn+"/ma-truy-cap", web.SignedIn, p.issueToken)
	rt.Post(PathOwn+"/ma-truy-cap/{id}/thu-hoi", web.SignedIn, p.revokeToken)
	rt.Post(PathOwn+"/phien/{id}/ket-thuc", web.SignedIn, p.endSession)
	rt.Post(PathOwn+"/phien-khac/ket-thuc", web.SignedIn, p.endOtherSessions)
	rt.Get(PathAccounts, identity.AccountManage, p.list)
	rt.Get(PathAccounts+"/moi", identity.AccountManage, p.newForm)
	rt.Post(PathAccounts+"/moi", identity.AccountManage, p.create)
	rt.Get(PathAccounts+"/{id}", identity.AccountManage, p.editForm)
	rt.Post(PathAccounts+"/{id}", identity.AccountManage, p.edit)
	rt.Post(PathAccounts+"/{id}/mat-khau", identity.AccountManage, p.resetPassword)
	rt.Get(PathSettings, identity.SettingEdit, p.settings)
	rt.Post(PathSettings, identity.SettingEdit, p.putSetting)
}

type signInView struct {
	Token, User, Next, Hint, Error string
	Ended                          bool
}

func (p *Pages) signInForm(w http.ResponseWriter, r *http.Request) error {
	if a := web.VisitOf(r).Actor; a.SignedIn() {
		return web.SeeOther(w, r, next(r.URL.Query().Get("tiep"), a))
	}
	return p.showSignIn(w, r, http.StatusOK, signInView{Next: r.URL.Query().Get("tiep"), Ended: r.URL.Query().Get("het-phien") != ""})
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, v signInView) error {
	v.Token, v.Hint = web.Token(r), p.Hint
	return web.Page(w, r, web.View{Title: "Đăng nhập", Status: status, Public: true, Body: signInPage(v)})
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	user, to := r.PostFormValue("user"), r.PostFormValue("tiep")
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	secret, a, err := p.Accounts.SignIn(r.Context(), user, r.PostFormValue("password"), host, r.UserAgent())
	switch fault.KindOf(err) { //nolint:exhaustive // the two that the form itself answers
	case fault.Unauthenticated:
		return p.showSignIn(w, r, http.StatusUnauthorized, signInView{User: user, Next: to, Error: fault.Sentence(err)})
	case fault.TooMany:
		return p.showSignIn(w, r, http.StatusTooManyRequests, signInView{User: user, Next: to, Error: fault.Sentence(err)})
	}
	if err != nil {
		return err
	}
	web.SetSession(w, r, secret)
	return web.SeeOther(w, r, next(to, a))
}

// next is where to go after signing in: back where one came from, if that is
// on this site, else the actor's own start.
func next(to string, a actor.Actor) string {
	if to = web.LocalPath(to); to == "/" || strings.HasPrefix(to, PathSignIn) || strings.HasPrefix(to, PathSignOut) {
		return identity.Home(a)
	}
	return to
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.SignOut(r.Context(), web.SessionSecret(r)); err != nil {
		return err
	}
	web.SetSession(w, r, "")
	web.Flash(w, r, "Đã đăng xuất.")
	return web.SeeOther(w, r, PathSignIn)
}

func (p *Pages) ping(w http.ResponseWriter, _ *http.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// expire ends a session that the page has counted down.
func (p *Pages) expire(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.Expire(r.Context(), web.SessionSecret(r)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (p *Pages) draft(w http.ResponseWriter, r *http.Request) error {
	if err := p.Accounts.SaveDraft(r.Context(), r.PostFormValue("_draft"), r.PostForm); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	list, err := p.Accounts.List(r.Context())
	if err != nil {
		return err
	}
	return web.Page(w, r, web.View{Title: "Tài khoản", Section: "tai-khoan", Body: accountsPage(list, p.Directory())})
}

func (p *Pages) resetPassword(w http.ResponseWriter, r *http.Request) error {
	password := identity.NewPassword()
	if err := p.Accounts.SetPassword(r.Context(), r.PathValue("id"), password); err != nil {
		return err
	}
	a, err := p.Accounts.Find(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showAccount(w, r, http.StatusOK, accountView{Account: a, Fresh: password})
}

func rev(r *http.Request) int64 {
	var n int64
	for _, c := range r.PostFormValue("rev") {
		if c < '0' || c > '9' || n > 1<<50 {
			return 0
		}
		n = n*10 + int64(c-'0')
	}
	return n
}
