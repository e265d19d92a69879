package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/web/webtest"
)

const formToken = "the-token-of-the-session"

// site is a router with one person, who may read and may not direct.
type site struct {
	*web.Router

	ran   map[string]int // how often each handler ran
	draft url.Values
	key   string // that the draft was kept under
	log   strings.Builder
}

func newSite(t *testing.T) (*site, string) {
	t.Helper()
	s := &site{ran: map[string]int{}}
	s.Router = web.NewRouter(web.Options{
		Resolve: func(_ context.Context, cookie string, _ bool) (web.Visit, error) {
			switch cookie {
			case "alive":
				return web.Visit{Actor: actor.Actor{Kind: actor.Person, ID: "an"}, FormToken: formToken}, nil
			case "ended":
				return web.Visit{Expired: "an"}, nil
			}
			return web.Visit{}, fault.Unauthenticated
		},
		Allows: func(_ actor.Actor, p actor.Permission) bool { return p == "read" },
		KeepDraft: func(_ context.Context, _, key string, values url.Values) error {
			s.draft, s.key = values, key
			return nil
		},
		Unsent: func(_ context.Context, key string) []string { return []string{"kept under " + key} },
		Frame: func(f web.Frame) templ.Component {
			return templ.Join(templ.Raw("<!doctype html><html lang=\"vi\"><p>"+f.Flash+strings.Join(f.Unsent, "")+"</p>"), f.Body, templ.Raw("</html>"))
		},
		Failure: func(f web.Failure) templ.Component { return ui.Text(f.Sentence + " " + f.Code) },
		Log:     slog.New(slog.NewTextHandler(&s.log, nil)),
		Now:     func() time.Time { return time.Unix(0, 0) },
		NewID:   func() string { return "MA-SO" },
		SignIn:  "/dang-nhap",
	})
	page := func(name string, err error) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			s.ran[name]++
			if err != nil {
				return err
			}
			web.Flash(w, r, "Đã lưu.")
			return web.Page(w, r, web.View{Title: name, Body: ui.Text("bí mật của " + name)})
		}
	}
	s.Get("/cong-khai", web.Public, page("public", nil))
	s.Get("/doc", "read", page("read", nil))
	s.Get("/doc.csv", "read", page("csv", nil))
	s.Get("/chi-dao", "direct", page("direct", nil))
	s.Post("/doc", "read", page("post", nil))
	s.Post("/chi-dao", "direct", page("post-direct", nil))
	s.Get("/hong", "read", page("broken", errors.New("sql: no such table: assignment at store.go:12")))
	s.Get("/vo", "read", func(http.ResponseWriter, *http.Request) error { panic("goroutine 7") })
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return s, srv.URL
}

// as sends a request with a session cookie and, for POST, a form.
func as(t *testing.T, base, method, path, cookie string, form url.Values, head ...string) (int, string, http.Header) { //nolint:revive // a request has this many sides
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != "" {
		req.Header.Set("Cookie", "dondoc_phien="+cookie)
	}
	for i := 0; i+1 < len(head); i += 2 {
		req.Header.Set(head[i], head[i+1])
	}
	return webtest.New(t, base).Do(req)
}

// A handler runs only for those whom its permission admits, and only with the
// form token; whoever is sent to the sign-in page gets nothing of the page.
func TestOnlyTheAdmittedReachAHandler(t *testing.T) {
	t.Parallel()
	s, base := newSite(t)
	good, bad := url.Values{"_token": {formToken}}, url.Values{"_token": {"x"}}
	for _, x := range []struct {
		method, path, cookie string
		form                 url.Values
		head                 []string
		code                 int
		ran                  string // the handler that may run, or ""
	}{
		{"GET", "/doc", "", nil, nil, 303, ""},
		{"GET", "/doc", "wrong", nil, nil, 303, ""},
		{"GET", "/doc", "ended", nil, nil, 303, ""},
		{"GET", "/doc.csv", "", nil, nil, 401, ""},
		{"GET", "/doc", "", nil, []string{"X-Requested-With", "dondoc"}, 401, ""},
		{"GET", "/chi-dao", "", nil, nil, 303, ""},
		{"GET", "/chi-dao", "alive", nil, nil, 404, ""},
		{"GET", "/doc", "alive", nil, nil, 200, "read"},
		{"GET", "/cong-khai", "", nil, nil, 200, "public"},
		{"POST", "/doc", "", good, nil, 303, ""},
		{"POST", "/doc", "ended", good, nil, 303, ""},
		{"POST", "/doc", "alive", bad, nil, 403, ""},
		{"POST", "/doc", "alive", url.Values{}, nil, 403, ""},
		{"POST", "/doc", "alive", good, []string{"Sec-Fetch-Site", "cross-site"}, 403, ""},
		{"POST", "/chi-dao", "alive", good, nil, 403, ""},
		{"POST", "/doc", "alive", good, nil, 200, "post"},
		{"POST", "/doc", "alive", url.Values{"_token": {formToken}, "x": {strings.Repeat("x", 2<<20)}}, nil, 413, ""},
		{"GET", "/khong-co", "alive", nil, nil, 404, ""},
	} {
		clear(s.ran)
		code, body, _ := as(t, base, x.method, x.path, x.cookie, x.form, x.head...)
		if code != x.code {
			t.Errorf("%s %s with %q: %d, want %d", x.method, x.path, x.cookie, code, x.code)
		}
		if len(s.ran) > 1 || s.ran[x.ran] != min(1, len(x.ran)) {
			t.Errorf("%s %s with %q ran %v, want %q", x.method, x.path, x.cookie, s.ran, x.ran)
		}
		if x.ran == "" && strings.Contains(body, "bí mật") {
			t.Errorf("%s %s with %q shows the page: %s", x.method, x.path, x.cookie, body)
		}
	}
}

func TestAnInternalErrorShowsItsCodeOnly(t *testing.T) {
	t.Parallel()
	s, base := newSite(t)
	for _, path := range []string{"/hong", "/vo"} {
		code, body, _ := as(t, base, "GET", path, "alive", nil)
		if code != http.StatusInternalServerError || !strings.Contains(body, "MA-SO") || strings.Contains(body, "goroutine") || strings.Contains(body, "sql") {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if log := s.log.String(); !strings.Contains(log, "no such table") || !strings.Contains(log, "MA-SO") {
		t.Errorf("the log lacks what went wrong: %s", log)
	}
}

func TestTypingOutlivesAnEndedSession(t *testing.T) {
	t.Parallel()
	s, base := newSite(t)
	_, _, head := as(t, base, "POST", "/doc", "ended", url.Values{"_draft": {"/doc"}, "body": {"đã gõ"}}, "Referer", base+"/doc")
	if s.draft.Get("body") != "đã gõ" || head.Get("Location") != "/dang-nhap?het-phien=1&tiep=%2Fdoc" {
		t.Errorf("%v, %s", s.draft, head.Get("Location"))
	}
}

// A form that keeps no drafts loses nothing either: its page shows what was in
// it, with or without a question in its address.
func TestAFormWithoutDraftsLosesNothing(t *testing.T) {
	t.Parallel()
	for from, to := range map[string]string{"/doc": "/doc?chua-gui=1", "/doc?trang=2": "/doc?trang=2&chua-gui=1"} {
		s, base := newSite(t)
		_, _, head := as(t, base, "POST", "/doc", "ended", url.Values{"reason": {"đã gõ"}}, "Referer", base+from)
		want := "/dang-nhap?" + url.Values{"het-phien": {"1"}, "tiep": {to}}.Encode()
		if s.draft.Get("reason") != "đã gõ" || s.key != from+"#chua-gui" || head.Get("Location") != want {
			t.Errorf("%v under %q, to %s, want %s", s.draft, s.key, head.Get("Location"), want)
		}
		if _, body, _ := as(t, base, "GET", to, "alive", nil); !strings.Contains(body, "kept under "+from+"#chua-gui") {
			t.Errorf("%s shows %s", to, body)
		}
		if _, body, _ := as(t, base, "GET", from, "alive", nil); strings.Contains(body, "kept under") {
			t.Errorf("%s shows %s", from, body)
		}
	}
}

func TestFlashIsShownOnce(t *testing.T) {
	t.Parallel()
	_, base := newSite(t)
	v := webtest.New(t, base)
	for i, want := range []bool{false, true} {
		if _, body := v.Get("/cong-khai"); strings.Contains(body, "Đã lưu.") != want {
			t.Errorf("page %d: %s", i, body)
		}
	}
}

func TestLocalPath(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/lam-viec?x=1": "/lam-viec?x=1", "": "/", "//evil.vn": "/", "https://evil.vn": "/", "/\\evil.vn": "/", "javascript:alert(1)": "/", "/a\r\nSet-Cookie: x": "/", "lam-viec": "/",
	} {
		if got := web.LocalPath(in); got != want {
			t.Errorf("%q goes to %q, want %q", in, got, want)
		}
	}
}

func TestCSVTakesNoFormula(t *testing.T) {
	t.Parallel()
	rec := httptest.NewRecorder()
	rows := func(yield func([]string, error) bool) {
		_ = yield([]string{"=1+1", "+84", "-5", "@x", "Sở \"A\", B"}, nil)
	}
	if err := web.CSV(rec, "danh-sach.csv", []string{"a", "b", "c", "d", "e"}, rows); err != nil {
		t.Fatal(err)
	}
	if got, want := rec.Body.String(), "\ufeffa,b,c,d,e\r\n'=1+1,'+84,'-5,'@x,\"Sở \"\"A\"\", B\"\r\n"; got != want {
		t.Errorf("%q", got)
	}
}
