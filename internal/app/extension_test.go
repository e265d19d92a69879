package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/extension"
	"dondoc/internal/ref"
	"dondoc/internal/workday"
)

// A later day, in a real browser: asked with a preview, prepared by the
// secretariat, decided on the chairman's phone, on the record with both dates
// and in the figures, and taken back.
func TestTheJourneyOfAnExtension(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	jobs := actor.With(t.Context(), actor.System("test"))
	a, err := p.Assignments.Assign(jobs, assignment.New{Title: "Trình phương án rút ngắn thủ tục (dữ liệu minh họa)", Lead: "skhdt", Origin: ref.New("document", "khac"), OriginLabel: "Ý kiến tại giao ban", AssignedOn: "2023-05-29", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-16", Bound: workday.By}})
	if err != nil {
		t.Fatal(err)
	}
	path := "/lam-viec/nhiem-vu/" + string(a.ID)
	b := openBrowser(t, p.srv, 1280, 900)

	b.signIn("skhdt")
	b.visit(path)
	b.press("Đề nghị gia hạn")
	b.fill(`[name=until]`, "30/6/2023")
	b.fill(`[name=reason]`, "Chờ ý kiến của ba sở; đã có dự thảo phương án.")
	b.press("Xem trước ngày này")
	b.wants("30/06/2023 là thứ Sáu", "Thêm 10 ngày làm việc", "Hạn gốc 16/06/2023 giữ nguyên", "trễ 10 ngày làm việc so với hạn gốc")
	b.choose(`[name=cause]`, string(assignment.Coordination))
	b.press("Gửi đề nghị gia hạn")
	b.wants("Nêu căn cứ (số văn bản, biên bản) hoặc đính kèm tệp.") // and what was typed is still there
	if typed, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector('[name=reason]').value`)); err != nil || !strings.Contains(typed, "ba sở") {
		t.Fatalf("typed text is lost: %q %v", typed, err)
	}
	b.fill(`[name=evidence]`, "Công văn 123/SKHĐT-TH ngày 05/06/2023.")
	b.press("Gửi đề nghị gia hạn")
	b.wants("Đã gửi đề nghị gia hạn", "Chờ quyết định", "thêm 10 ngày làm việc", "Công văn 123/SKHĐT-TH")
	one := b.at()
	b.visit(path)
	b.wants("1 đề nghị", "Đề nghị đến 30/06/2023", "Hạn 16/06/2023")
	b.signOut()

	b.signIn("thuongtruc")
	b.visit("/lam-viec/gia-han")
	b.wants("Chờ đồng chí quyết định", "Trình phương án rút ngắn thủ tục")
	b.visit(one)
	b.mark("Ghi tham mưu")
	b.must(chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(`#form-tham-muu [value=grant]`))))
	b.fill(`#tm-until`, "28/06/2023")
	b.fill(`#tm-reason`, "Đủ thời gian lấy ý kiến.")
	b.press("Ghi tham mưu")
	b.wants("Tham mưu của Thường trực", "Đề xuất gia hạn đến 28/06/2023", "Chờ quyết định")
	b.signOut()

	// on a phone, one press does what was prepared
	phone := openBrowser(t, p.srv, 390, 844)
	phone.signIn("chutich")
	phone.visit(one)
	if wide, err := chromedp.Run(phone.ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`)); err != nil || wide {
		t.Errorf("the page scrolls sideways: %v", err)
	}
	low, err := chromedp.Run(phone.ctx, chromedp.Evaluate[float64](`Math.min(...[...document.querySelectorAll('#quyet-dinh button')].map(e => e.getBoundingClientRect().height))`))
	if err != nil || low < 44 {
		t.Errorf("buttons are %v px high, %v", low, err)
	}
	phone.press("Đồng ý gia hạn")
	phone.wants("Đã gia hạn đến thứ Tư, 28/06/2023", "hạn gốc 16/06/2023 giữ nguyên", "Đủ thời gian lấy ý kiến.")
	phone.visit(path)
	phone.wants("Hạn gốc 16/06/2023", "Hạn hiện tại 28/06/2023", "Nguyễn Hữu Thành (minh họa) gia hạn ngày 12/06/2023, đến 28/06/2023: Đủ thời gian lấy ý kiến.")
	before, err := p.Extensions.Stats(jobs, "2023-01-01")
	if err != nil {
		t.Fatal(err)
	}
	phone.visit("/lam-viec/gia-han")
	phone.wants(fmt.Sprintf("có %d đề nghị: %d được gia hạn", before.Total.Asked, before.Total.Granted))

	// and takes it back; nine minutes are in time, eleven are not
	p.clock.Set(p.clock.Now().Add(9 * time.Minute))
	phone.visit(one)
	phone.press("Hoàn tác quyết định")
	phone.wants("Đã hoàn tác", "Chờ quyết định", "Quyết định về đề nghị gia hạn", "Hoàn tác quyết định gia hạn")
	now, err := p.Assignments.Find(jobs, a.ID)
	if err != nil || now.Due != "2023-06-16" || now.OriginalDue != "2023-06-16" {
		t.Errorf("after undoing: due %s, original %s, %v", now.Due, now.OriginalDue, err)
	}
	after, err := p.Extensions.Stats(jobs, "2023-01-01")
	if err != nil || after.Total.Granted != before.Total.Granted-1 || after.Total.Waiting != before.Total.Waiting+1 {
		t.Errorf("figures: %+v, before %+v, %v", after.Total, before.Total, err)
	}
	phone.press("Đồng ý gia hạn")
	p.clock.Set(p.clock.Now().Add(11 * time.Minute))
	phone.visit(one)
	if strings.Contains(phone.text(), "Hoàn tác quyết định\n") {
		t.Error("after eleven minutes it still offers to undo")
	}

	// handed in by the agreed day: both figures say so
	p.clock.Set(time.Date(2023, 6, 27, 9, 0, 0, 0, p.clock.Now().Location()))
	b.signIn("skhdt")
	b.visit(path + "/bao-cao")
	b.fill(`[name=body]`, "Đã trình phương án.")
	b.press("Nộp báo cáo")
	b.visit(one)
	b.wants("Đúng hạn đã gia hạn", "trễ 7 ngày làm việc so với hạn gốc")
}

// The demonstration shows every way that a request can go, and one that waits
// for the chairman.
func TestTheSampleHasExtensions(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	st, err := p.Extensions.Stats(actor.With(t.Context(), actor.System("test")), "2023-01-01")
	if err != nil || st.Total.Granted != 2 || st.Total.Refused != 1 || st.Total.Withdrawn != 1 || st.Total.Waiting != 2 {
		t.Errorf("%+v %v", st.Total, err)
	}
	id, err := p.Identity.IDOf(t.Context(), "chutich")
	if err != nil {
		t.Fatal(err)
	}
	list, err := p.Extensions.Pending(actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: id, Org: "ubnd", Grants: []actor.Grant{{Role: actor.Chairman, Org: "ubnd"}}}))
	if err != nil || len(list) != 2 || !list[0].Further || list[0].Nth != 2 || list[0].Proposal.Choice != extension.Grant {
		t.Errorf("%+v %v", list, err)
	}
}

// The same over the interface: asked once under one key, decided only on what
// was read, by nobody but the assigning side.
func TestAnExtensionOverTheInterface(t *testing.T) {
	t.Parallel()
	a, as := clients(t)
	sec, head, other := as("thuongtruc"), as("skhdt"), as("huyen")
	work, err := a.Assignments.Assign(actor.With(t.Context(), actor.System("test")), assignment.New{Title: "Rà soát (dữ liệu minh họa)", Lead: "skhdt", Origin: ref.New("document", "khac"), AssignedOn: "2023-06-01", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-16", Bound: workday.By}})
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/assignments/" + string(work.ID) + "/extensions"
	body := `{"until":"2023-06-30","cause":"coordination","reason":"Chờ ý kiến","evidence":"Công văn 1"}`
	for _, x := range []struct {
		who   client
		body  string
		code  int
		field string
	}{
		{other, body, 404, ""},
		{sec, body, 403, ""},
		{head, strings.Replace(body, "2023-06-30", "2023-06-16", 1), 422, "until"},
		{head, strings.Replace(body, "2023-06-30", "30/6/2023", 1), 422, "until"},
		{head, strings.Replace(body, "coordination", "weather", 1), 422, "cause"},
	} {
		if got := x.who.do("POST", path, x.body); got.code != x.code || !strings.Contains(got.raw, x.field) {
			t.Errorf("%s: %d %s", x.body, got.code, got.raw)
		}
	}
	made := head.do("POST", path, body, "Idempotency-Key", "e1")
	again := head.do("POST", path, body, "Idempotency-Key", "e1")
	one := made.head.Get("Location")
	if made.code != 201 || again.code != 201 || one == "" || again.head.Get("Location") != one || made.head.Get("ETag") != `"1"` || text(made.body["original_due"]) != "2023-06-16" {
		t.Fatalf("%d %s, again %d", made.code, made.raw, again.code)
	}
	grant := `{"choice":"grant","until":"2023-06-28"}`
	for _, x := range []struct {
		who  client
		etag []string
		body string
		code int
	}{
		{sec, nil, grant, 428},
		{sec, []string{"If-Match", `"7"`}, grant, 412},
		{head, []string{"If-Match", `"1"`}, grant, 404},
		{sec, []string{"If-Match", `"1"`}, `{"choice":"refuse"}`, 422},
		{sec, []string{"If-Match", `"1"`}, grant, 200},
		{as("chutich"), []string{"If-Match", `"1"`}, `{"choice":"refuse","reason":"x"}`, 412},
	} {
		if got := x.who.do("POST", one+"/decision", x.body, x.etag...); got.code != x.code || x.code == 200 && (text(got.body["due"]) != "2023-06-28" || text(got.body["original_due"]) != "2023-06-16") {
			t.Errorf("%s %v: %d %s", x.body, x.etag, got.code, got.raw)
		}
	}
	if got := other.do("GET", one, ""); got.code != 404 {
		t.Errorf("another agency reads it: %d", got.code)
	}
	if got := head.do("GET", "/api/v1/extensions?state=granted&lead=skhdt", ""); got.code != 200 || !strings.Contains(got.raw, string(work.ID)) {
		t.Errorf("the list: %d %s", got.code, got.raw)
	}
}
