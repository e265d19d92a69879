package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/assignment"
	"dondoc/internal/listing"
	"dondoc/internal/web/webtest"
)

// every lists all assignments as the system sees them.
func every(t *testing.T, a *app.App) []assignment.Assignment {
	t.Helper()
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	var out []assignment.Assignment
	q := listing.Query{Size: listing.MaxPageSize, Sort: assignment.SortNewest}
	for {
		p, err := a.Assignments.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Rows...)
		if p.Next == nil {
			return out
		}
		q.Cursor = p.Next
	}
}

// A crawl from one agency: of everything that is not its own, nothing is found
// by address, by link of any page, by list, search, export or interface.
func TestACrawlFindsNothingOfOthers(t *testing.T) {
	t.Parallel()
	a, as := clients(t)
	api := as("huyen")
	v := webtest.New(t, api.base)
	v.SignIn("huyen", password)
	id, err := a.Identity.IDOf(t.Context(), "huyen")
	if err != nil {
		t.Fatal(err)
	}
	who, err := a.Identity.As(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	ctx := actor.With(t.Context(), who)
	hidden, own := map[string]assignment.Assignment{}, 0
	for _, x := range every(t, a) {
		if _, err := a.Assignments.Find(ctx, x.ID); err != nil {
			hidden[string(x.ID)] = x
		} else {
			own++
		}
	}
	if len(hidden) < 80 || own == 0 {
		t.Fatalf("%d hidden, %d own: the sample has changed", len(hidden), own)
	}
	for id := range hidden {
		for _, path := range []string{"", "/bao-cao", "/tep/khong-co"} {
			if code, _ := v.Get("/lam-viec/nhiem-vu/" + id + path); code != http.StatusNotFound {
				t.Fatalf("%s%s: %d", id, path, code)
			}
		}
		if got := api.do("GET", "/api/v1/assignments/"+id, ""); got.code != http.StatusNotFound {
			t.Fatalf("api %s: %d", id, got.code)
		}
		if got := api.do("GET", "/api/v1/assignments/"+id+"/reports", ""); got.code != http.StatusNotFound {
			t.Fatalf("api reports of %s: %d", id, got.code)
		}
	}
	leak := func(where, body string) {
		t.Helper()
		for _, m := range regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{26}`).FindAllString(body, -1) {
			if x, ok := hidden[m]; ok {
				t.Fatalf("%s shows %s of %s", where, x.Code, x.Lead)
			}
		}
	}
	seen, todo := map[string]bool{}, []string{"/lam-viec/viec-cua-toi", "/lam-viec/nhiem-vu?danh-sach=tat-ca", "/lam-viec/nhiem-vu.json?danh-sach=tat-ca", "/lam-viec/nhiem-vu.csv?danh-sach=tat-ca", "/lam-viec/van-ban", "/lam-viec/co-quan", "/lam-viec/muc-luc"}
	for _, words := range []string{"giai ngan", "thủ tục", "PAR INDEX", "Sở Tài chính", "NV-23"} {
		todo = append(todo, "/lam-viec/nhiem-vu?danh-sach=tat-ca&tim="+strings.ReplaceAll(words, " ", "+"))
	}
	for len(todo) > 0 && len(seen) < 400 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] || strings.HasPrefix(path, "/dang-") || strings.HasPrefix(path, "/tinh/") {
			continue
		}
		seen[path] = true
		code, body := v.Get(path)
		if code >= http.StatusInternalServerError {
			t.Errorf("%s: %d", path, code)
		}
		leak(path, body)
		for _, m := range regexp.MustCompile(`href="(/[^"#]*)`).FindAllStringSubmatch(body, -1) {
			todo = append(todo, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
	if len(seen) < 20 {
		t.Errorf("the crawl saw %d pages only", len(seen))
	}
	for _, view := range []string{"tat-ca", "dang-mo", "tre", "cho-xac-nhan", "tuan-nay", "cua-toi"} {
		got := api.do("GET", fmt.Sprintf("/api/v1/assignments?view=%s&limit=500", view), "")
		leak("api "+view, got.raw)
		if !json.Valid([]byte(got.raw)) {
			t.Errorf("api %s: %.100s", view, got.raw)
		}
	}
}
