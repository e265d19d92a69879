package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/office"
	"dondoc/internal/web/webtest"
)

// planned is the coming meeting of the sample, and the clerk who runs it.
func planned(t *testing.T, p *app.App) (committee.Meeting, actor.Actor) {
	t.Helper()
	id, err := p.Identity.IDOf(t.Context(), "thuongtruc")
	if err != nil {
		t.Fatal(err)
	}
	acc, err := p.Identity.Find(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	who := actor.Actor{Kind: actor.Person, ID: acc.ID, Name: acc.Name, Org: acc.Org, Grants: acc.Grants}
	list, err := p.Committee.List(actor.With(t.Context(), who), 2023)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(m committee.Meeting) bool { return m.State == committee.Planned })
	if len(list) != 4 || i < 0 {
		t.Fatalf("%d meetings in the sample", len(list))
	}
	return list[i], who
}

// The journey of a meeting in a real browser: earlier duties are carried over,
// the pack is tabled, conclusions are typed in the room, the notice is drafted,
// and the signed copy becomes assignments.
func TestTheJourneyOfAMeeting(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	m, who := planned(t, p.App)
	ctx := actor.With(t.Context(), who)
	b := openBrowser(t, p.srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit("/lam-viec/hop")
	b.wants("đã họp 3 phiên", "lâu nhất 32 ngày (19 ngày làm việc)", "2 ngày (2 ngày làm việc)")
	b.press("Phiên họp thứ tư năm 2023")
	page := b.at()
	b.wants("việc của các thông báo trước còn mở", "Nhắc lại")

	// what is before the meeting: four questions, three decisions, figures with their lists
	b.visit(page + "/tai-lieu")
	b.wants("1. Phải làm gì", "3. Có đúng tiến độ không", "Nếu chưa thì làm gì", "Số liệu đến 09:00, 12/06/2023", "Danh sách Đang trễ", "Nguyên nhân nêu khi nộp trễ", "Ngày làm việc bị trễ nằm ở đâu")
	b.shot("tai-lieu")
	shown := regexp.MustCompile(`Đang trễ (\d+) việc`).FindStringSubmatch(b.text())
	b.press("Danh sách Đang trễ")
	if rows := b.count("main"); shown == nil || strings.Count(rows, "Trễ ") < 1 {
		b.must(os.ErrInvalid)
	}

	// the meeting begins, and what was tabled is closed
	b.visit(page)
	b.fill(`#bat-dau-held`, "12/06/2023")
	b.fill(`#bat-dau-held_hour`, "08:30")
	b.press("Bắt đầu phiên họp")
	b.wants("Đang họp, chưa chốt", "Tài liệu họp đã được đóng")

	// conclusions by keyboard: words, lead, time, Enter
	say := func(words, lead, term string) {
		t.Helper()
		b.fill(`#ket-luan-words`, words)
		b.fill(`#ket-luan-lead`, lead)
		b.fill(`#ket-luan-term`, term)
		b.leave(func() { b.must(chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS(`#ket-luan-term`), "\r"))) })
	}
	say("Rà soát lại toàn bộ thủ tục đầu tư theo hướng một đầu mối", "SKHĐT", "15/7")
	b.wants("Thêm kết luận 2", "Chậm nhất 15/07/2023", "Sở Kế hoạch và Đầu tư")
	say("Tổ chức sơ kết giữa nhiệm kỳ", "", "")
	b.wants("chưa có cơ quan chủ trì, chưa đặt hạn", "1 kết luận còn thiếu")
	b.press("Chốt kết luận")
	b.wants("Chưa soạn được thông báo: kết luận 2 chưa có cơ quan chủ trì, chưa đặt hạn")
	b.press("Tổ chức sơ kết giữa nhiệm kỳ")
	b.fill(`[name=lead]`, "Sở Nội vụ")
	b.fill(`[name=term]`, "hằng tuần")
	b.press("Lưu kết luận")

	// one earlier duty is replaced by the first conclusion
	priors, err := p.Committee.Priors(ctx, m)
	if err != nil {
		t.Fatal(err)
	}
	free := slices.IndexFunc(priors, func(x committee.Prior) bool { return x.Carry.Decision == "" && !x.A.Group })
	repeated := slices.IndexFunc(priors, func(x committee.Prior) bool { return x.Carry.Decision == committee.Repeat && x.Reminder.Times == 2 })
	if free < 0 || repeated < 0 {
		t.Fatalf("nothing to replace or repeat among %d", len(priors))
	}
	old, again := priors[free].A, priors[repeated].A
	b.visit(page + "/viec-cu")
	b.wants("Đã nhắc 2 lần từ ngày 01/03/2023", "Nhắc lại (đã chuẩn bị, chưa có hiệu lực)", "Kết thúc tại phiên họp (đã chuẩn bị, chưa có hiệu lực)")
	b.choose(`#f-`+string(old.ID)+` [name=decision]`, "replace")
	first, err := p.Committee.Conclusions(ctx, m)
	if err != nil {
		t.Fatal(err)
	}
	b.choose(`#f-`+string(old.ID)+` [name=conclusion]`, string(first[0].ID))
	b.follow(`#f-` + string(old.ID) + ` .btn`)
	b.wants("Thay bằng kết luận mới (đã chuẩn bị, chưa có hiệu lực)")
	b.visit(page)
	b.press("Chốt kết luận")
	b.wants("Đã chốt, chờ ký", "Dự thảo thông báo (DOCX)")

	// the draft, signed and brought back
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	for _, name := range []string{"thong-bao.docx", "thong-bao.pdf", "tai-lieu.docx", "tai-lieu.pdf"} {
		code, body := v.Get(page + "/" + name)
		if start := map[string]string{".docx": "PK", ".pdf": "%PDF"}[filepath.Ext(name)]; code != 200 || !strings.HasPrefix(body, start) {
			t.Errorf("%s: %d", name, code)
		}
		b.keep(name, body)
	}
	d, err := p.Committee.Notice(ctx, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.Number, d.Date, d.Draft = "08-TB/BCĐ", civil.Date("2023-06-12"), false
	file := filepath.Join(t.TempDir(), "08-TB-BCD.pdf")
	f, err := os.Create(file)
	if err == nil {
		err = office.PDF(f, d)
	}
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	b.press("Tải bản ký")
	b.must(chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(`[name=file]`), []string{file})))
	b.press("So với dự thảo")
	b.wants("đang được đọc")
	if _, err := p.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.visit(b.at())
	b.wants("Không có chỗ khác", "Giống dự thảo")
	b.fill(`[name=number]`, "08-TB/BCĐ")
	b.fill(`[name=signed_on]`, "12/06/2023")
	b.press("Vào sổ, giao 2 nhiệm vụ")
	b.wants("Thông báo số 08-TB/BCĐ đã vào sổ; 2 kết luận đã giao thành nhiệm vụ", "Thông báo đã ký", "ký 12/06/2023 sau 0 ngày")
	b.visit(page + "/ban-ky")
	b.wants("đã vào sổ; nhiệm vụ đã giao một lần")

	// both duties name each other, and the repeated one says how often
	b.visit(page)
	b.press("Mở nhiệm vụ")
	b.wants("Rà soát lại toàn bộ thủ tục đầu tư", "Thay cho", old.Code, "Phiên họp thứ tư năm 2023")
	b.visit("/lam-viec/nhiem-vu/" + string(old.ID))
	b.wants("Được thay thế", "Thay bằng")
	b.visit("/lam-viec/nhiem-vu/" + string(again.ID))
	b.wants("Đã nhắc 3 lần từ ngày 01/03/2023", "Nhắc lại tại phiên họp")
	b.visit(page + "/tai-lieu")
	b.wants("Đóng như lúc trình tại phiên họp", "Số liệu đến 09:00, 12/06/2023")

	// a head whose agency attends sees it, others find nothing
	b.signIn("skhdt")
	b.visit(page)
	b.wants("Phiên họp thứ tư năm 2023", "Thông báo đã ký")
	b.signIn("huyen")
	b.visit(page)
	b.wants("Không tìm thấy")
}
