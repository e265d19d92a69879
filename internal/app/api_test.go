package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/app"
)

// client is a program that uses the interface.
type client struct {
	t     *testing.T
	base  string
	token string
}

// clients opens the sample and gives each account's program.
func clients(t *testing.T) (*app.App, func(user string) client) {
	t.Helper()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	a, srv, accounts := p.App, p.srv, p.accounts
	return a, func(user string) client {
		for _, x := range accounts {
			if x.User == user {
				return client{t, srv.URL, x.Token}
			}
		}
		return client{t, srv.URL, ""}
	}
}

type answer struct {
	code int
	head http.Header
	body map[string]any
	raw  string
	// closed: the server said that it closes the connection
	closed bool
}

func (c client) do(method, path, body string, head ...string) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(head); i += 2 {
		req.Header.Set(head[i], head[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		c.t.Fatal(err)
	}
	out := answer{code: res.StatusCode, head: res.Header, raw: string(b), closed: res.Close}
	if err := json.Unmarshal(b, &out.body); err != nil {
		c.t.Errorf("%s %s: %d is no JSON: %.200s", method, path, res.StatusCode, b)
	}
	return out
}

func text(v any) string { return fmt.Sprint(v) }

// Every refusal is one problem of RFC 9457, in Vietnamese, with the fields
// that are wrong, whoever finds the mistake.
func TestEveryRefusalOfTheInterfaceIsAProblem(t *testing.T) {
	t.Parallel()
	_, as := clients(t)
	good := `{"title":"Rà soát","lead":"stc","due":"2023-06-30"}`
	for _, x := range []struct {
		user, method, path, body string
		head                     []string
		code                     int
		field                    string
	}{
		{"", "GET", "/api/v1/assignments", "", nil, 401, ""},
		{"", "GET", "/api/v1/khong-co", "", nil, 401, ""},
		{"thuongtruc", "GET", "/api/v1/khong-co", "", nil, 404, ""},
		{"thuongtruc", "GET", "/api/v1/assignments/khong-co", "", nil, 404, ""},
		{"thuongtruc", "GET", "/api/v1/documents/khong-co", "", nil, 404, ""},
		{"thuongtruc", "GET", "/api/v1/organisations/khong-co", "", nil, 404, ""},
		{"thuongtruc", "DELETE", "/api/v1/assignments", "", nil, 405, ""},
		{"thuongtruc", "GET", "/api/v1/assignments?limit=0", "", nil, 422, "limit"},
		{"thuongtruc", "GET", "/api/v1/assignments?limit=nhieu", "", nil, 422, "limit"},
		{"thuongtruc", "GET", "/api/v1/assignments?state=xong", "", nil, 422, "state"},
		{"thuongtruc", "GET", "/api/v1/organisations?on=2023-02-30", "", nil, 422, "on"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"lead":"stc"}`, nil, 422, "title"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"title":"","lead":"stc"}`, nil, 422, "title"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"title":"x","lead":"khong"}`, nil, 422, "lead"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"title":"x","lead":"stc","due":"2023-02-30"}`, nil, 422, "due"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"title":"x","lead":"stc","la":1}`, nil, 422, "la"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"title":5,"lead":"stc"}`, nil, 422, "title"},
		{"thuongtruc", "POST", "/api/v1/assignments", `{"title":`, nil, 400, "body"},
		{"thuongtruc", "POST", "/api/v1/assignments", good, []string{"Content-Type", "text/plain"}, 415, ""},
		{"thuongtruc", "POST", "/api/v1/documents", `{"text":"` + strings.Repeat("x", 9<<20) + `"}`, nil, 413, ""},
		{"huyen", "POST", "/api/v1/assignments", good, nil, 404, ""},
		{"quantri", "GET", "/api/v1/assignments", "", nil, 403, ""},
	} {
		got := as(x.user).do(x.method, x.path, x.body, x.head...)
		name := fmt.Sprintf("%s %s %.60s by %q", x.method, x.path, x.body, x.user)
		if got.code != x.code || got.head.Get("Content-Type") != "application/problem+json" || text(got.body["status"]) != text(x.code) {
			t.Errorf("%s: %d %s %.300s", name, got.code, got.head.Get("Content-Type"), got.raw)
			continue
		}
		if title := text(got.body["title"]); !regexp.MustCompile(`[à-ỹđ]`).MatchString(title) || len(title) < 15 {
			t.Errorf("%s: the title is %q", name, title)
		}
		errs, _ := got.body["errors"].(map[string]any)
		if x.field != "" && (errs[x.field] == nil || strings.Contains(text(errs[x.field]), "expected")) {
			t.Errorf("%s: errors %v, want one for %s", name, errs, x.field)
		}
		if x.code == 413 && !got.closed {
			t.Errorf("%s: the connection stays open with the rest of the body on it", name)
		}
		if x.code == 405 && got.head.Get("Allow") != "GET, POST" {
			t.Errorf("%s allows %q", name, got.head.Get("Allow"))
		}
	}
}

// A list is walked by its Link headers: every row once, in order.
func TestListsAreWalkedByLinks(t *testing.T) {
	t.Parallel()
	_, as := clients(t)
	c := as("chutich")
	for _, what := range []string{"assignments?view=tat-ca", "assignments?view=tat-ca&sort=ten", "assignments?view=tat-ca&sort=moi", "documents?"} {
		name, _, _ := strings.Cut(what, "?")
		whole := c.do("GET", "/api/v1/"+what+"&limit=500", "")
		all, _ := whole.body[name].([]any)
		var seen []string
		pages := 0
		for path := "/api/v1/" + what + "&limit=2"; path != "" && pages < 200; pages++ {
			got := c.do("GET", path, "")
			rows, _ := got.body[name].([]any)
			for _, r := range rows {
				m, _ := r.(map[string]any)
				seen = append(seen, text(m["id"]))
			}
			path = ""
			if m := regexp.MustCompile(`^<([^>]+)>; rel="next"$`).FindStringSubmatch(got.head.Get("Link")); m != nil {
				path = m[1]
			}
		}
		if len(all) < 3 || len(seen) != len(all) || pages < 2 {
			t.Errorf("%s: %d rows over %d pages, %d at once", what, len(seen), pages, len(all))
			continue
		}
		for i, r := range all {
			if m, _ := r.(map[string]any); text(m["id"]) != seen[i] {
				t.Fatalf("%s: row %d differs", what, i)
			}
		}
	}
}

// Creating, the day, reporting: once under one key, and only on what was read.
func TestTheInterfaceWritesOnceAndOnlyOnWhatWasRead(t *testing.T) {
	t.Parallel()
	_, as := clients(t)
	sec, head, other := as("thuongtruc"), as("skhdt"), as("huyen")
	body := `{"title":"Rà soát thủ tục về đầu tư","lead":"skhdt","coordinate":["stc"],"due":"2023-06-30","origin":"Công văn số 12"}`
	made := sec.do("POST", "/api/v1/assignments", body, "Idempotency-Key", "k1")
	id := text(made.body["id"])
	if made.code != http.StatusCreated || made.head.Get("Location") != "/api/v1/assignments/"+id || made.head.Get("ETag") != `"1"` || text(made.body["due"]) != "2023-06-30" || text(made.body["lead_name"]) != "Sở Kế hoạch và Đầu tư" {
		t.Fatalf("%d %v %s", made.code, made.head, made.raw)
	}
	if again := sec.do("POST", "/api/v1/assignments", body, "Idempotency-Key", "k1"); again.code != http.StatusCreated || text(again.body["id"]) != id {
		t.Errorf("the same key: %d %s", again.code, again.raw)
	}
	if clash := sec.do("POST", "/api/v1/assignments", strings.Replace(body, "12", "13", 1), "Idempotency-Key", "k1"); clash.code != http.StatusUnprocessableEntity {
		t.Errorf("another body under the same key: %d", clash.code)
	}
	path := made.head.Get("Location")
	day := `{"due":"2023-06-27","reason":"Theo chỉ đạo"}`
	for _, x := range []struct {
		who  client
		etag []string
		code int
	}{{sec, nil, 428}, {sec, []string{"If-Match", `"7"`}, 412}, {sec, []string{"If-Match", "rac"}, 412}, {head, []string{"If-Match", `"1"`}, 404}, {sec, []string{"If-Match", `"1"`}, 200}, {sec, []string{"If-Match", `"1"`}, 412}} {
		if got := x.who.do("PATCH", path, day, x.etag...); got.code != x.code || x.code == 200 && (got.head.Get("ETag") != `"2"` || text(got.body["due"]) != "2023-06-27" || text(got.body["original_due"]) != "2023-06-30") {
			t.Errorf("%v: %d %s", x.etag, got.code, got.raw)
		}
	}
	if got := other.do("GET", path, ""); got.code != http.StatusNotFound {
		t.Errorf("another agency reads it: %d", got.code)
	}
	if got := other.do("POST", path+"/reports", `{"body":"Đã xong"}`); got.code != http.StatusNotFound {
		t.Errorf("another agency reports: %d", got.code)
	}
	report := `{"body":"Đã rà soát 5 lĩnh vực.","figure":"5/5","percent":100,"claimed_on":"2023-06-09"}`
	for range 2 {
		if got := head.do("POST", path+"/reports", report, "Idempotency-Key", "r1"); got.code != http.StatusCreated || text(got.body["state"]) != "reported" || text(got.body["reported_on"]) != "2023-06-12" {
			t.Fatalf("report: %d %s", got.code, got.raw)
		}
	}
	list := head.do("GET", path+"/reports", "")
	if rows, _ := list.body["reports"].([]any); len(rows) != 1 || !bytes.Contains([]byte(list.raw), []byte("Đã rà soát 5 lĩnh vực.")) {
		t.Errorf("reports: %s", list.raw)
	}
	if got := head.do("POST", path+"/reports", `{"body":"Lần nữa"}`); got.code != http.StatusConflict {
		t.Errorf("a report on what waits for its confirmation: %d %s", got.code, got.raw)
	}
}

// A document comes in as text, is read, and makes nothing until confirmed; the
// same one again is offered, not taken.
func TestADocumentComesInOverTheInterface(t *testing.T) {
	t.Parallel()
	a, as := clients(t)
	sec := as("thuongtruc")
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	before, err := a.Tally.Stats(ctx, "2023-01-01")
	if err != nil {
		t.Fatal(err)
	}
	notice := "ỦY BAN NHÂN DÂN TỈNH\nSố: 99/TB-UBND\nBình Định, ngày 09 tháng 6 năm 2023\n\nTHÔNG BÁO\nKết luận phiên họp\n\nGiao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ báo cáo kết quả trước ngày 30/6/2023."
	b, err := json.Marshal(map[string]string{"text": notice})
	if err != nil {
		t.Fatal(err)
	}
	made := sec.do("POST", "/api/v1/documents", string(b))
	if made.code != http.StatusCreated || text(made.body["number"]) != "99/TB-UBND" || text(made.body["open_findings"]) != "1" || text(made.body["text"]) != notice {
		t.Fatalf("%d %s", made.code, made.raw)
	}
	if got := sec.do("GET", made.head.Get("Location"), ""); got.code != http.StatusOK || text(got.body["id"]) != text(made.body["id"]) {
		t.Errorf("Location %q: %d", made.head.Get("Location"), got.code)
	}
	if again := sec.do("POST", "/api/v1/documents", string(b)); again.code != http.StatusConflict && again.code != http.StatusUnprocessableEntity {
		t.Errorf("the same again: %d %s", again.code, again.raw)
	}
	after, err := a.Tally.Stats(ctx, "2023-01-01")
	if err != nil || after.Total.Open != before.Total.Open {
		t.Errorf("reading alone made assignments: %d, then %d; %v", before.Total.Open, after.Total.Open, err)
	}
}

// The description names every address with its errors, and needs no token.
func TestTheInterfaceDescribesItself(t *testing.T) {
	t.Parallel()
	_, as := clients(t)
	spec := as("").do("GET", "/openapi.json", "")
	if spec.code != http.StatusOK || !strings.HasPrefix(text(spec.body["openapi"]), "3.1") {
		t.Fatalf("%d %.200s", spec.code, spec.raw)
	}
	paths, _ := spec.body["paths"].(map[string]any)
	for _, p := range []string{"/api/v1/assignments", "/api/v1/assignments/{id}", "/api/v1/assignments/{id}/reports", "/api/v1/documents", "/api/v1/documents/{id}", "/api/v1/organisations", "/api/v1/organisations/{id}"} {
		ops, ok := paths[p].(map[string]any)
		if !ok {
			t.Errorf("%s is not described", p)
		}
		for method, op := range ops {
			b, err := json.Marshal(op)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{`"operationId"`, `"summary"`, "application/problem+json", "#/components/schemas/Problem"} {
				if !bytes.Contains(b, []byte(want)) {
					t.Errorf("%s %s lacks %s", method, p, want)
				}
			}
		}
	}
	if strings.Contains(spec.raw, "example.com") || strings.Contains(spec.raw, "ErrorModel") {
		t.Error("the description carries the library's own examples")
	}
}
