package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/civil"
	"dondoc/internal/web/webtest"
)

// One person may hold several roles, each in a body of its own; the form shows
// and keeps all of them, also over a conflict.
func TestSeveralRolesOfOnePerson(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	a, srv, c := p.App, p.srv, p.clock
	v := webtest.New(t, srv.URL)
	v.SignIn("quantri", password)
	form := url.Values{"user": {"kiem.nhiem"}, "name": {"Trần Kiêm Nhiệm (minh họa)"}, "org": {"snv"}, "role-0": {"officer"}, "role-1": {"agency_head"}, "scope-1": {"ttxtdt"}, "role-2": {""}}
	if code, body, _ := v.Post("/lam-viec/tai-khoan/moi", "/lam-viec/tai-khoan/moi", form); code != http.StatusOK || !strings.Contains(body, "Mật khẩu: ") {
		t.Fatalf("%d %.300s", code, body)
	}
	id, err := a.Identity.IDOf(t.Context(), "kiem.nhiem")
	if err != nil {
		t.Fatal(err)
	}
	held := func() string {
		t.Helper()
		acc, err := a.Identity.Find(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, g := range acc.Grants {
			out = append(out, string(g.Role)+"@"+g.Org)
		}
		return strings.Join(out, " ")
	}
	if got := held(); got != "agency_head@ttxtdt officer@snv" && got != "officer@snv agency_head@ttxtdt" {
		t.Errorf("held after adding: %s", got)
	}
	page := "/lam-viec/tai-khoan/" + id
	_, body := v.Get(page)
	for _, want := range []string{`name="role-2"`, `<option value="agency_head" selected>`, `<option value="ttxtdt" selected>`} {
		if !strings.Contains(body, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	rev := regexp.MustCompile(`name="rev" value="(\d+)"`).FindStringSubmatch(body)
	edit := url.Values{"rev": {rev[1]}, "user": {"kiem.nhiem"}, "name": {"Trần Kiêm Nhiệm (minh họa)"}, "title": {"Phó Giám đốc"}, "org": {"snv"}, "active": {"1"}, "role-0": {"officer"}, "role-1": {"auditor"}, "scope-1": {"ubnd"}}
	if code, _, _ := v.Post(page, page, edit); code != http.StatusSeeOther || !strings.Contains(held(), "auditor@ubnd") || strings.Contains(held(), "ttxtdt") {
		t.Errorf("after the edit: %s", held())
	}
	edit.Set("title", "Giám đốc")
	code, body, _ := v.Post(page, page, edit)
	if code != http.StatusConflict || !strings.Contains(body, "officer@snv") || !strings.Contains(body, "Kiểm tra, giám sát") && !strings.Contains(body, "tại Ủy ban nhân dân tỉnh") {
		t.Errorf("stale: %d", code)
	}
	now := regexp.MustCompile(`name="rev" value="(\d+)"`).FindStringSubmatch(body)
	settled := url.Values{"rev": {now[1]}, "user": {"kiem.nhiem"}, "name": {"Trần Kiêm Nhiệm (minh họa)"}, "title": {"Giám đốc"}, "org": {"snv"}, "active": {"1"}, "grants": {"officer@snv;auditor@ubnd"}}
	if code, _, _ := v.Post(page, page, settled); code != http.StatusSeeOther || !strings.Contains(held(), "auditor@ubnd") || !strings.Contains(held(), "officer@snv") {
		t.Errorf("settled: %d %s", code, held())
	}
	// a body that has ended stays chosen: saving moves nobody
	c.Set(civil.Date("2025-03-03").At(9, 0))
	v.SignIn("quantri", password)
	old, err := a.Identity.IDOf(t.Context(), "skhdt")
	if err != nil {
		t.Fatal(err)
	}
	if _, body := v.Get("/lam-viec/tai-khoan/" + old); !strings.Contains(body, `<option value="skhdt" selected>Sở Kế hoạch và Đầu tư (không còn hoạt động)</option>`) {
		t.Error("the form of somebody in a body that has ended proposes another one")
	}
	bad := url.Values{"rev": {"9"}, "user": {"kiem.nhiem"}, "name": {"X"}, "org": {"snv"}, "role-0": {"vua"}}
	if code, body, _ := v.Post(page, page, bad); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Vai trò không hợp lệ") {
		t.Errorf("a role that does not exist: %d", code)
	}
}
