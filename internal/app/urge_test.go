package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/extract"
	"dondoc/internal/web/webtest"
	"dondoc/internal/workday"
)

// owed gives out one assignment by hand and gives its address.
func (p place) owed(t *testing.T, title string, due civil.Date) (id assignment.ID, path string) {
	t.Helper()
	x, err := p.Assignments.Assign(actor.With(t.Context(), actor.System("kiểm thử")), assignment.New{Title: title, Lead: "stc", Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: due}})
	if err != nil {
		t.Fatal(err)
	}
	return x.ID, "/lam-viec/nhiem-vu/" + string(x.ID)
}

const viewPath = "/lam-viec/nhiem-vu?danh-sach="

// An agency that was given what is not its own says so before the day; the
// secretariat sees why and gives it to another one, which finds it among its
// work, and all of it stands on the timeline. A report that says the same as
// the one before is pointed out.
func TestTheJourneyOfAnObjection(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	_, path := p.owed(t, "Rà soát nhu cầu vốn xúc tiến đầu tư", "2023-06-30")
	b := openBrowser(t, p.srv, 1280, 900)

	b.signIn("dau.stc")
	b.visit(path)
	b.eval(`(() => { const e = document.querySelector('[name=objection][value=` + string(assignment.NotOurs) + `]'); e.closest('details').open = true; e.click(); return "" })()`)
	b.fill(`#y-kien-reason`, "Xúc tiến đầu tư thuộc Sở Kế hoạch và Đầu tư (Quyết định 15/2020/QĐ-UBND, minh họa).")
	b.press("Gửi ý kiến")
	b.wants("Có ý kiến khác ("+lower(assignment.NotOurs.Word())+")", "Quyết định 15/2020/QĐ-UBND")
	b.shot("objection")
	b.signOut()

	b.signIn("thuongtruc")
	b.visit(viewPath + "co-y-kien")
	b.press("Rà soát nhu cầu vốn xúc tiến đầu tư")
	b.wants("Có ý kiến khác ("+lower(assignment.NotOurs.Word())+")", "Quyết định 15/2020/QĐ-UBND")
	b.shot("deciding")
	b.choose(`#quyet-dinh-org`, "skhdt")
	b.fill(`#quyet-dinh-reason`, "Đúng thẩm quyền của Sở Kế hoạch và Đầu tư.")
	b.press("Ghi quyết định")
	b.wants("Sở Kế hoạch và Đầu tư", "Đúng thẩm quyền")
	b.signOut()

	b.signIn("skhdt")
	b.visit("/lam-viec/viec-cua-toi")
	b.wants("Rà soát nhu cầu vốn xúc tiến đầu tư")
	const body = "Đã rà soát nhu cầu vốn của 12 chương trình xúc tiến đầu tư trong sáu tháng đầu năm và tổng hợp trình Ủy ban nhân dân tỉnh."
	report := func(text string) {
		t.Helper()
		b.visit(path)
		b.press("Báo cáo kết quả")
		b.fill(`[name=body]`, text)
		b.press("Nộp báo cáo kết quả")
		b.wants("Chờ xác nhận")
		b.signOut()
	}
	report(body)
	b.signIn("thuongtruc")
	b.visit(path)
	b.fill(`#tra-lai-reason`, "Chưa có danh mục kèm theo.")
	b.press("Trả lại báo cáo")
	b.signOut()
	b.signIn("skhdt")
	report(strings.Replace(body, "12", "13", 1))
	b.signIn("thuongtruc")
	b.visit(path)
	b.wants("% một báo cáo trước", "Giao việc", "Nêu ý kiến khác", "Quyết định", "Trả lại báo cáo", "Vũ Thị Mai (minh họa)", "Quyết định 15/2020/QĐ-UBND")
	b.shot("repeated")
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// What the lead never opened, and where it has been silent, are lists of their
// own; looking at it, and saying something, takes it off.
func TestTheJourneyOfSilence(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	const title = "Báo cáo nguồn thu từ phí thẩm định"
	id, path := p.owed(t, title, "2023-08-31")
	b := openBrowser(t, p.srv, 1280, 900)
	listed := func(view string) bool {
		t.Helper()
		b.visit(viewPath + view + "&tim=nguon+thu+tu+phi+tham+dinh")
		return strings.Contains(b.text(), title)
	}
	b.signIn("thuongtruc")
	if listed("chua-mo") {
		t.Error("nobody can have opened what was given out this morning")
	}
	b.signOut()
	p.clock.Set(civil.Date("2023-06-15").At(9, 0)) // two working days later
	b.signIn("thuongtruc")
	if !listed("chua-mo") {
		t.Error("what nobody has opened is not in its list")
	}
	b.shot("unopened")
	b.visit(path) // the secretariat's looking at it is not the lead's
	if !listed("chua-mo") {
		t.Error("the secretariat opened it in the lead's place")
	}
	b.signOut()
	b.signIn("dau.stc")
	b.visit(path)
	b.signOut()
	b.signIn("thuongtruc")
	if listed("chua-mo") || listed("im-lang") {
		t.Error("what the head has opened today is still unopened, or silent already")
	}
	b.signOut()
	p.clock.Set(civil.Date("2023-07-17").At(9, 0))
	b.signIn("thuongtruc")
	if !listed("im-lang") {
		t.Error("five weeks without a word are not silence")
	}
	b.shot("silent")
	who, err := p.Identity.IDOf(t.Context(), "dau.stc")
	if err != nil {
		t.Fatal(err)
	}
	head, err := p.Identity.As(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Assignments.Report(actor.With(t.Context(), head), id, assignment.Filing{Nonce: "01h0000000000000000000001", Body: "Đã thu thập số liệu của sáu đơn vị.", Submit: true, Progress: true}); err != nil {
		t.Fatal(err)
	}
	if listed("im-lang") {
		t.Error("a report of progress does not end the silence")
	}
}

// A letter that urges: drafted, downloaded, read page by page, its number
// entered after it was signed.
func TestTheJourneyOfALetter(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	const tasks = 30
	for i := range tasks { // more than one page of them
		p.owed(t, fmt.Sprintf("Đối chiếu công nợ của đơn vị số %d thuộc ngành tài chính", i+1), "2023-06-16")
	}
	p.clock.Set(civil.Date("2023-06-27").At(9, 0))
	b := openBrowser(t, p.srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit("/lam-viec/don-doc/cong-van")
	b.wants("Cơ quan đang có việc trễ", "Sở Tài chính")
	b.eval(`(() => { const li = [...document.querySelectorAll('ul.urgent li')].find(e => e.innerText.includes('Sở Tài chính')); li.querySelector('button').id = 'soan'; return "" })()`)
	b.follow(`#soan`)
	b.wants("Nhiệm vụ nêu trong công văn", "Dự thảo, chờ ký", "đơn vị số 30")
	b.shot("letter")
	letter := b.at()
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	code, pdf := v.Get(letter + "/tai?dang=pdf")
	if code != 200 || !strings.HasPrefix(pdf, "%PDF-") {
		t.Fatalf("%d %.40q", code, pdf)
	}
	b.keep("letter.pdf", pdf)
	d, err := extract.Extract(t.Context(), "cong-van.pdf", []byte(pdf))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(d.Text), " ")
	for _, w := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Kính gửi", "Sở Tài chính", "Nơi nhận", "16/06/2023"} {
		if !strings.Contains(text, w) {
			t.Errorf("the letter does not say %q", w)
		}
	}
	for i := range tasks {
		if !strings.Contains(text, fmt.Sprintf("đơn vị số %d thuộc", i+1)) {
			t.Errorf("task %d is missing in the letter", i+1)
		}
	}
	b.fill(`[name=number]`, "125/CV-BCĐ")
	b.fill(`[name=signed]`, "27/06/2023")
	b.press("Ghi số công văn")
	b.wants("Đã ký số 125/CV-BCĐ ngày 27/06/2023")
}

// The rhythm of a standing duty: "ngày 31" means the last day of shorter months
// (D27), five days are shown before anything is changed, and only then it is.
func TestTheJourneyOfARhythm(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	x, err := p.Assignments.Assign(actor.With(t.Context(), actor.System("kiểm thử")), assignment.New{Title: "Báo cáo thu ngân sách", Lead: "stc", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week}})
	if err != nil {
		t.Fatal(err)
	}
	path := "/lam-viec/nhiem-vu/" + string(x.ID)
	b := openBrowser(t, p.srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit(path + "/nhip")
	b.fill(`[name=nhip]`, "ngày 31 hằng tháng")
	b.press("Xem trước")
	b.wants("Năm kỳ tới", "30/06/2023", "31/07/2023", "31/08/2023", "30/09/2023", "31/10/2023", "Quy tắc RFC 5545")
	b.shot("rhythm")
	if before, err := p.Assignments.Find(actor.With(t.Context(), actor.System("kiểm thử")), x.ID); err != nil || before.Deadline.Rule == "" && before.Deadline.Every != workday.Week {
		t.Errorf("looking has changed it: %+v, %v", before.Deadline, err)
	}
	b.fill(`[name=reason]`, "Theo quy chế làm việc (minh họa).")
	b.press("Dùng nhịp này")
	b.wants("31")
	after, err := p.Assignments.Find(actor.With(t.Context(), actor.System("kiểm thử")), x.ID)
	if err != nil || !strings.Contains(after.Deadline.Rule, "MONTHLY") {
		t.Errorf("%+v, %v", after.Deadline, err)
	}
}

// What belonged to an account that was disabled is dead within a second (O07):
// session, token and calendar address, though they were used a moment before.
func TestADisabledAccountIsDeadAtOnce(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	system := actor.With(t.Context(), actor.System("kiểm thử"))
	v := webtest.New(t, p.srv.URL)
	v.SignIn("dau.stc", password)
	if code, _ := v.Get("/lam-viec/viec-cua-toi"); code != 200 {
		t.Fatalf("before: %d", code)
	}
	id, err := p.Identity.IDOf(system, "dau.stc")
	if err != nil {
		t.Fatal(err)
	}
	token, err := p.Identity.IssueToken(system, id, "thử", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Identity.Bearer(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	acc, err := p.Identity.Find(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	feed := subscribe(t, v, "calendar:")
	if code, _, _ := ask(t, p.srv.URL+feed, ""); code != http.StatusOK {
		t.Fatalf("the calendar before: %d", code)
	}
	start := time.Now()
	acc.Active = false
	if err := p.Identity.Edit(p.person(t, "quantri"), acc); err != nil {
		t.Fatal(err)
	}
	code, body := v.Get("/lam-viec/viec-cua-toi")
	calendar, _, _ := ask(t, p.srv.URL+feed, "")
	if _, err := p.Identity.Bearer(t.Context(), token); err == nil || calendar != http.StatusNotFound || code == 200 && strings.Contains(body, "Việc của tôi") || time.Since(start) > time.Second {
		t.Errorf("after %s: session %d, calendar %d, token %v", time.Since(start), code, calendar, err)
	}
}
