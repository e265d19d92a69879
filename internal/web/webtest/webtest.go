// Package webtest is a browser without script for tests: it keeps cookies,
// sends form tokens, does not follow redirects, and holds every answer to the
// promises that all pages make.
package webtest

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Visitor is one person's browser.
type Visitor struct {
	t    testing.TB
	base string
	c    *http.Client
}

// New opens a browser on the site at base, "http://127.0.0.1:1234".
func New(t testing.TB, base string) *Visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Visitor{t, base, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Do sends a request as it is.
func (v *Visitor) Do(req *http.Request) (int, string, http.Header) {
	v.t.Helper()
	res, err := v.c.Do(req)
	if err != nil {
		v.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	b, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		v.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	for _, broken := range Broken(res.StatusCode, res.Header, string(b)) {
		v.t.Errorf("%s %s: %s", req.Method, req.URL.Path, broken)
	}
	return res.StatusCode, string(b), res.Header
}

// internals are words that only the program says.
var internals = regexp.MustCompile(`SQLSTATE|sql: |goroutine \d|\.go:\d+|panic: |runtime error|no such table|%!\w?\(|<nil>|context deadline|0x[0-9a-f]{8}`)

// inline is what the content security policy forbids in a page.
var inline = regexp.MustCompile(`<[a-z][^>]*\s(?:style|on[a-z]+)="|<script>|href="javascript:`)

// Broken lists the promises that an answer breaks: a redirect carries no page,
// a page carries its policy and nothing inline, and no answer shows internals.
func Broken(code int, head http.Header, body string) []string {
	var out []string
	html := strings.HasPrefix(head.Get("Content-Type"), "text/html")
	if code >= 300 && code < 400 && strings.Contains(body, "<html") {
		out = append(out, "a redirect carries a page")
	}
	if html && !strings.Contains(head.Get("Content-Security-Policy"), "default-src 'none'") {
		out = append(out, "a page without its policy")
	}
	if m := inline.FindString(body); html && m != "" {
		out = append(out, "inline script or style: "+m)
	}
	if m := internals.FindString(body); m != "" && (html || code >= 400) {
		out = append(out, "internal words: "+m)
	}
	return out
}

// Get opens a page.
func (v *Visitor) Get(path string) (int, string) {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	code, body, _ := v.Do(req)
	return code, body
}

var tokenField = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// TokenIn is the form token that a page carries, or "".
func TokenIn(body string) string {
	if m := tokenField.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	return ""
}

// Post opens page, takes its token, and sends the form to path.
func (v *Visitor) Post(page, path string, form url.Values) (int, string, http.Header) {
	v.t.Helper()
	_, body := v.Get(page)
	if token := TokenIn(body); token != "" {
		form.Set("_token", token)
	}
	return v.Send(page, path, form)
}

// Send sends a form with whatever token it carries; page is where it claims to come from.
func (v *Visitor) Send(page, path string, form url.Values) (int, string, http.Header) {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Referer", v.base+page)
	return v.Do(req)
}

// SignIn signs in at /dang-nhap.
func (v *Visitor) SignIn(user, password string) {
	v.t.Helper()
	if code, body, _ := v.Post("/dang-nhap", "/dang-nhap", url.Values{"user": {user}, "password": {password}}); code != http.StatusSeeOther {
		v.t.Fatalf("sign in as %s: %d %s", user, code, body)
	}
}
