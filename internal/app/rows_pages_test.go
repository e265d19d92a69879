package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/storage"
	"dondoc/internal/web/webtest"
	"dondoc/internal/workday"
)

// D02 and D27 on the page: a yearly duty of 29/02 is shown with its rule in
// words and the days that come of it, before anything is kept.
func TestD02TheRuleIsShownWithFiveDays(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	x, err := p.Assignments.Assign(actor.With(t.Context(), actor.System("kiểm thử")), assignment.New{Title: "Báo cáo năm", Lead: "stc", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Year}})
	if err != nil {
		t.Fatal(err)
	}
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	for _, c := range []struct {
		id, words string
		want      []string
	}{
		{"D02", "29/02 hằng năm", []string{"29/02/2024", "28/02/2025", "ngày 28/02/2026 nghỉ", "28/02/2027", "29/02/2028", "Ngày 29 tháng 2 hằng năm (tháng không có ngày 29 thì ngày cuối tháng)"}},
		{"D27", "ngày 31 hằng tháng", []string{"30/06/2023", "31/07/2023", "31/08/2023", "ngày 30/09/2023 nghỉ", "31/10/2023", "Ngày 31 hằng tháng (tháng không có ngày 31 thì ngày cuối tháng)"}},
	} {
		code, body := v.Get("/lam-viec/nhiem-vu/" + string(x.ID) + "/nhip?nhip=" + url.QueryEscape(c.words))
		for _, want := range append(c.want, "Năm kỳ tới", "Hệ thống hiểu là", "Quy tắc RFC 5545") {
			if code != http.StatusOK || !strings.Contains(body, want) {
				at := strings.Index(body, "Hệ thống hiểu là")
				t.Errorf("%s %s: %d, the page lacks %q: %.900s", c.id, c.words, code, want, body[max(at, 0):])
			}
		}
		if code, body := v.Get("/lam-viec/nhiem-vu/" + string(x.ID) + "/nhip?nhip=" + url.QueryEscape("lần thứ 3 hằng tháng")); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Ghi một nhịp, ví dụ") || !strings.Contains(body, `value="lần thứ 3 hằng tháng"`) {
			t.Errorf("a number that went unheard: %d", code)
		}
		if strings.Count(body[strings.Index(body, `<ol class="why-marks">`):], "<li>") != 5 {
			t.Errorf("%s: not five days", c.id)
		}
	}
}

// O08: an account goes from one agency to another while a page is open. The next
// request has the new rights, the form that is still open changes nothing, and
// no page was kept by the browser.
func TestO08AnAccountThatMovesToAnotherAgency(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	system := actor.With(t.Context(), actor.System("kiểm thử"))
	old, oldPath := p.owed(t, "Việc của Sở Tài chính", "2023-06-30")
	next, err := p.Assignments.Assign(system, assignment.New{Title: "Việc của Sở Kế hoạch và Đầu tư", Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: "2023-06-30"}})
	if err != nil {
		t.Fatal(err)
	}
	v := webtest.New(t, p.srv.URL)
	v.SignIn("dau.stc", password)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.srv.URL+oldPath, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	code, open, head := v.Do(req)
	if code != http.StatusOK || head.Get("Cache-Control") != "no-store" {
		t.Fatalf("before: %d, %q", code, head.Get("Cache-Control"))
	}
	if code, _ := v.Get("/lam-viec/nhiem-vu/" + string(next.ID)); code != http.StatusNotFound {
		t.Fatalf("the other agency's page is open before: %d", code)
	}
	id, err := p.Identity.IDOf(system, "dau.stc")
	if err != nil {
		t.Fatal(err)
	}
	acc, err := p.Identity.Find(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	acc.Org, acc.Grants = "skhdt", []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}
	if err := p.Identity.Edit(p.person(t, "quantri"), acc); err != nil {
		t.Fatal(err)
	}
	// other rights end the session: whoever goes on signs in with the new ones
	if code, _, head := v.Send(oldPath, oldPath+"/tiep-nhan", url.Values{"_token": {webtest.TokenIn(open)}, "rev": {"1"}}); code != http.StatusSeeOther || !strings.HasPrefix(head.Get("Location"), "/dang-nhap") {
		t.Errorf("the form that was open: %d %s", code, head.Get("Location"))
	}
	if code, body := v.Get(oldPath); code != http.StatusSeeOther || strings.Contains(body, "Việc của Sở Tài chính") {
		t.Errorf("the page that was open: %d", code)
	}
	v.SignIn("dau.stc", password)
	if code, _, _ := v.Post("/lam-viec", oldPath+"/tiep-nhan", url.Values{"rev": {"1"}}); code != http.StatusNotFound {
		t.Errorf("the same form with the new rights: %d", code)
	}
	if a, err := p.Assignments.Find(system, old); err != nil || a.State != assignment.Assigned {
		t.Errorf("it has changed something: %s %v", a.State, err)
	}
	if code, body := v.Get(oldPath); code != http.StatusNotFound || strings.Contains(body, "Việc của Sở Tài chính") {
		t.Errorf("the old agency's page: %d", code)
	}
	if code, body := v.Get("/lam-viec/nhiem-vu/" + string(next.ID)); code != http.StatusOK || !strings.Contains(body, "Việc của Sở Kế hoạch và Đầu tư") {
		t.Errorf("the new agency's page: %d", code)
	}
	if _, body := v.Get("/lam-viec/nhiem-vu?danh-sach=tat-ca"); strings.Contains(body, "Việc của Sở Tài chính") || !strings.Contains(body, "Việc của Sở Kế hoạch và Đầu tư") {
		t.Error("the list is still the old agency's")
	}
}

// O17 on the page: the refusal says what to do, and neither the form nor the
// draft gives the text back.
func TestO17ThePageKeepsNothingOfAStampedText(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	const page, plan = "/lam-viec/van-ban/moi", "phương án bảo vệ mục tiêu thử nghiệm"
	text := "ỦY BAN NHÂN DÂN TỈNH\nTỐI MẬT\nSố: 12/KH-UBND\nGiao Sở Nội vụ rà soát " + plan + "."
	if err := p.Identity.SaveDraft(p.person(t, "thuongtruc"), page, url.Values{"text": {text}}); err != nil {
		t.Fatal(err)
	}
	if _, body := v.Get(page); !strings.Contains(body, plan) {
		t.Fatal("the draft is not there to begin with")
	}
	code, body, _ := v.Post(page, page, url.Values{"text": {text}})
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, "văn thư mật") || strings.Contains(body, plan) {
		t.Errorf("%d, the text came back: %v", code, strings.Contains(body, plan))
	}
	if _, body := v.Get(page); strings.Contains(body, plan) {
		t.Error("the draft is still there")
	}
	for _, q := range []string{"SELECT COUNT(*) FROM identity_draft WHERE values_json LIKE $1", "SELECT COUNT(*) FROM document_intake WHERE text LIKE $1", "SELECT COUNT(*) FROM audit_act WHERE before_json || after_json || reason LIKE $1"} {
		if n, err := storage.One(t.Context(), p.DB.Reader(), storage.Scalar[int64], q, "%"+plan+"%"); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", q, n, err)
		}
	}
}
