package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
)

// SessionCookie and formCookie name the two cookies; with HTTPS they carry the
// __Host- prefix, so that no neighbour host can set them.
const (
	sessionCookie = "dondoc_phien"
	formCookie    = "dondoc_bieu_mau"
	flashCookie   = "dondoc_bao"
)

func cookieName(name string, secure bool) string { //nolint:revive // HTTPS or not
	if secure {
		return "__Host-" + name
	}
	return name
}

// serve runs one route: headers, session, permission, form token, handler.
func (rt *Router) serve(w http.ResponseWriter, r *http.Request, route *Route) {
	q := &request{rt: rt, id: rt.opt.NewID()}
	defer func() {
		if p := recover(); p != nil {
			rt.opt.Log.ErrorContext(r.Context(), "panic", slog.Any("panic", p), slog.String("request_id", q.id), slog.String("stack", string(debug.Stack())))
			rt.fail(w, r, q, fault.Internal)
		}
	}()
	headers(w.Header(), rt.opt.Secure)
	ctx := context.WithValue(r.Context(), ctxKey{}, q)
	r = r.WithContext(ctx)
	if rt.opt.Gate != nil {
		if to := rt.opt.Gate(r); to != "" {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
	}
	if err := rt.identify(w, r, q, route); err != nil {
		rt.fail(w, r, q, err)
		return
	}
	a := q.visit.Actor
	a.RequestID = q.id
	r = r.WithContext(actor.With(ctx, a))
	if err := rt.admit(w, r, q, route); err != nil {
		if !errors.Is(err, errAnswered) {
			rt.fail(w, r, q, err)
		}
		return
	}
	if err := route.handler(w, r); err != nil {
		rt.fail(w, r, q, err)
	}
	if r.MultipartForm != nil {
		if err := r.MultipartForm.RemoveAll(); err != nil {
			rt.opt.Log.WarnContext(ctx, "temporary upload not removed", slog.Any("error", err))
		}
	}
}

func headers(h http.Header, secure bool) { //nolint:revive // HTTPS or not
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// identify finds out who asks.
func (rt *Router) identify(w http.ResponseWriter, r *http.Request, q *request, route *Route) error {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && route.bearer && rt.opt.Bearer != nil {
		a, err := rt.opt.Bearer(r.Context(), token)
		if err != nil {
			return err
		}
		q.visit = Visit{Actor: a}
		return nil
	}
	if c, err := r.Cookie(cookieName(sessionCookie, rt.opt.Secure)); err == nil && c.Value != "" && rt.opt.Resolve != nil {
		v, err := rt.opt.Resolve(r.Context(), c.Value, !route.quiet)
		if err != nil && !errors.Is(err, fault.Unauthenticated) {
			return err
		}
		q.visit = v
	}
	if q.visit.FormToken == "" {
		q.anon = rt.formToken(w, r)
	}
	return nil
}

// formToken gives a visitor without session a token of its own in a cookie.
func (rt *Router) formToken(w http.ResponseWriter, r *http.Request) string {
	name := cookieName(formCookie, rt.opt.Secure)
	if c, err := r.Cookie(name); err == nil && len(c.Value) >= 32 {
		return c.Value
	}
	if r.Method != http.MethodGet {
		return ""
	}
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	token := base64.RawURLEncoding.EncodeToString(b)
	http.SetCookie(w, rt.cookie(name, token))
	return token
}

func (rt *Router) cookie(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: rt.opt.Secure, SameSite: http.SameSiteLaxMode}
}

// SetSession puts a session's secret into the browser; "" takes it out.
func SetSession(w http.ResponseWriter, r *http.Request, secret string) {
	rt := from(r).rt
	c := rt.cookie(cookieName(sessionCookie, rt.opt.Secure), secret)
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// SessionSecret is the session's secret that the browser sent, or "".
func SessionSecret(r *http.Request) string {
	c, err := r.Cookie(cookieName(sessionCookie, from(r).rt.opt.Secure))
	if err != nil {
		return ""
	}
	return c.Value
}

// errAnswered says that a request was sent elsewhere: it is answered, and its
// handler must not run.
var errAnswered = errors.New("web: already answered")

// admit checks permission, origin and form token, in this order. Only nil lets
// the handler run.
func (rt *Router) admit(w http.ResponseWriter, r *http.Request, q *request, route *Route) error {
	r.Body = http.MaxBytesReader(w, r.Body, route.max)
	a := q.visit.Actor
	if route.Perm != Public {
		if !a.SignedIn() {
			return rt.comeBack(w, r, q)
		}
		if route.Perm != SignedIn && !rt.opt.Allows(a, route.Perm) {
			if r.Method == http.MethodGet {
				return fault.NotFound // what one may not see does not exist
			}
			return fault.Forbidden
		}
	}
	if r.Method != http.MethodPost || a.ViaToken {
		return nil
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" {
		return fault.Say(fault.Forbidden, "Biểu mẫu được gửi từ một trang khác nên không được nhận. Mở lại trang rồi gửi.")
	}
	if err := parse(r); err != nil {
		return err
	}
	if want := Token(r); want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(r.PostFormValue("_token"))) != 1 {
		if q.visit.Expired != "" {
			return rt.comeBack(w, r, q)
		}
		return fault.Say(fault.Forbidden, "Biểu mẫu đã cũ hoặc phiên làm việc đã đổi. Quay lại, tải lại trang rồi gửi; nội dung đã nhập vẫn còn trên trang trước.")
	}
	return nil
}

// memory is how much of an upload is held in memory; the rest goes to a temporary file.
const memory = 1 << 20

func parse(r *http.Request) error {
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(memory)
	} else {
		err = r.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &tooLarge):
		return fault.Say(fault.TooLarge, "Nội dung gửi lên vượt "+megabytes(tooLarge.Limit)+". Chia nhỏ tệp hoặc nén lại rồi gửi.")
	default:
		return fault.Because(fault.Invalid, "Dữ liệu gửi lên bị đứt giữa chừng hoặc sai dạng. Gửi lại biểu mẫu.", err)
	}
}

// comeBack sends an anonymous visitor to sign in and keeps what was typed.
func (rt *Router) comeBack(w http.ResponseWriter, r *http.Request, q *request) error {
	back := r.URL.RequestURI()
	if r.Method == http.MethodPost {
		back = LocalPath(r.Referer())
		if u, err := url.Parse(r.Referer()); err == nil && u.Path != "" {
			back = LocalPath(u.RequestURI())
		}
		if err := parse(r); err == nil && q.visit.Expired != "" && rt.opt.KeepDraft != nil {
			key := r.PostFormValue("_draft")
			next := LocalPath(key)
			if key == "" { // a form without drafts of its own: its page shows what was in it
				key, next = back+unsentMark, back+sign(back)+unsentParam
			}
			if err := rt.opt.KeepDraft(r.Context(), q.visit.Expired, key, r.PostForm); err != nil {
				rt.opt.Log.WarnContext(r.Context(), "draft not kept", slog.Any("error", err))
			} else {
				back = next
			}
		}
	}
	if wantsData(r) {
		return fault.Unauthenticated
	}
	to := url.Values{"tiep": {back}}
	if q.visit.Expired != "" {
		to.Set("het-phien", "1")
	}
	http.Redirect(w, r, rt.opt.SignIn+"?"+to.Encode(), http.StatusSeeOther)
	return errAnswered
}

// What was in a form that was sent after the session had ended is kept under
// its page's address with unsentMark; the page is then opened with unsentParam.
const (
	unsentMark  = "#chua-gui"
	unsentParam = "chua-gui=1"
)

func sign(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// unsent is what was typed into a form of this page that could not be taken.
func (rt *Router) unsent(r *http.Request) []string {
	page, ok := strings.CutSuffix(r.URL.RequestURI(), unsentParam)
	if !ok || r.Method != http.MethodGet || rt.opt.Unsent == nil {
		return nil
	}
	return rt.opt.Unsent(r.Context(), strings.TrimRight(page, "?&")+unsentMark)
}

func wantsData(r *http.Request) bool {
	return slices.Contains([]string{".json", ".csv", ".ics", ".atom"}, path.Ext(r.URL.Path)) || r.Header.Get("X-Requested-With") == "dondoc"
}

// ignoreGone drops the error of a browser that went away.
func ignoreGone(err error) error {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
