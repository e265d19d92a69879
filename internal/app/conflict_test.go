package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/web/webtest"
)

// Two people work on one assignment: the second to send sees what changed, by
// whom, and what was typed, whether its form is still there or not.
func TestTwoPeopleOnOneAssignment(t *testing.T) {
	t.Parallel()
	_, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	head, sec := webtest.New(t, srv.URL), webtest.New(t, srv.URL)
	head.SignIn("skhdt", password)
	sec.SignIn("thuongtruc", password)
	_, list := head.Get("/lam-viec/viec-cua-toi")
	revField := regexp.MustCompile(`name="rev" value="(\d+)"`)
	page, seen := "", ""
	for _, m := range regexp.MustCompile(`/lam-viec/nhiem-vu/[a-z0-9]{26}`).FindAllString(list, -1) {
		_, body := head.Get(m)
		if rev := revField.FindStringSubmatch(body); rev != nil && strings.Contains(body, m+"/y-kien") {
			page, seen = m, rev[1]
			break
		}
	}
	if page == "" {
		t.Fatal("no assignment that may be disputed")
	}
	if code, body, _ := sec.Post(page, page+"/han", url.Values{"rev": {seen}, "due": {"12/06/2023"}, "reason": {"Theo chỉ đạo mới"}}); code != http.StatusSeeOther {
		t.Fatalf("setting the day: %d %.300s", code, body)
	}
	code, body, _ := head.Post(page, page+"/y-kien", url.Values{"rev": {seen}, "objection": {"not_ours"}, "reason": {"Việc này thuộc Sở Tài chính"}})
	for _, want := range []string{"nhiệm vụ đã thay đổi", "12/06/2023", "Nội dung đã gõ: “Việc này thuộc Sở Tài chính”"} {
		if code != http.StatusConflict || !strings.Contains(body, want) {
			t.Errorf("%d, without %q", code, want)
		}
	}
	now := revField.FindStringSubmatch(body)
	if now == nil || now[1] == seen {
		t.Fatalf("the page carries no new version: %v", now)
	}
	if code, _, _ := sec.Post(page, page+"/huy", url.Values{"rev": {now[1]}, "reason": {"Rút"}}); code != http.StatusSeeOther {
		t.Fatalf("cancelling: %d", code)
	}
	code, body, _ = head.Post(page, page+"/y-kien", url.Values{"rev": {now[1]}, "objection": {"not_ours"}, "reason": {"Việc này thuộc Sở Tài chính"}})
	if code != http.StatusConflict && code != http.StatusForbidden || !strings.Contains(body, "Việc này thuộc Sở Tài chính") {
		t.Errorf("after it was cancelled: %d, what was typed is gone", code)
	}
}
