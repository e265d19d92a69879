package app_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/audit"
)

// The journey of the README, in a real browser: from the notice to the
// chairman's figures.
func TestTheJourneyOfANotice(t *testing.T) {
	t.Parallel()
	_, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	b := openBrowser(t, srv, 1280, 900)

	b.signIn("chutich")
	before := b.count("main p.lead, main .lead")
	if !strings.Contains(before, "nhiệm vụ") {
		t.Fatalf("the chairman's first sentence is %q", before)
	}
	b.signOut()

	// the committee's office confirms what is left of the notice
	b.signIn("thuongtruc")
	b.visit("/lam-viec/van-ban")
	b.press("Thông báo số 06-TB/BCĐ")
	b.press("Đọc thành nhiệm vụ")
	b.wants("10 nhiệm vụ tìm thấy", "Giám đốc Sở Kế hoạch và Đầu tư")
	reading := b.at()
	b.press("Xác nhận, giao")
	b.wants("Đã giao 1 nhiệm vụ")
	b.visit(reading)
	b.wants("Đã giao (3)")
	b.signOut()

	// the head of the lead agency hands the same-day duty to the focal point
	b.signIn("skhdt")
	b.wants("Việc của tôi", "Trong ngày, từng phản ánh", "hằng tuần")
	b.press("Làm đầu mối tiếp nhận")
	duty := b.at()
	b.choose(`#giao-tiep-to`, "o:ttxtdt")
	b.press("Giao tiếp")
	b.wants("Đã giao tiếp trong nội bộ", "Trung tâm Xúc tiến đầu tư")
	b.signOut()

	// the focal point acknowledges and reports with a file
	b.signIn("ttxtdt")
	b.wants("Làm đầu mối tiếp nhận")
	b.visit(duty)
	b.press("Tiếp nhận")
	b.wants("Đang thực hiện")
	b.press("Báo cáo kết quả")
	file := filepath.Join(t.TempDir(), "so-lieu-tuan-24.txt")
	if err := os.WriteFile(file, []byte("Nhận 11, có kết quả trong ngày 11 (dữ liệu minh họa).\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.fill(`[name=body]`, "Đã nhận 11 phản ánh, có kết quả trong ngày 11.")
	b.fill(`[name=figure]`, "11/11")
	b.must(chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(`[name=files]`), []string{file})))
	b.press("Nộp báo cáo")
	b.wants("Chờ xác nhận", "so-lieu-tuan-24.txt")
	b.signOut()

	// the office returns it with a reason, the focal point reports again, the office confirms
	b.signIn("thuongtruc")
	b.visit(duty)
	b.mark("Trả lại báo cáo")
	b.fill(`#tra-lai-reason`, "Chưa tách theo năm lĩnh vực.")
	b.press("Trả lại báo cáo")
	b.wants("Bị trả lại", "Chưa tách theo năm lĩnh vực.")
	b.signOut()
	b.signIn("ttxtdt")
	b.visit(duty)
	b.press("Báo cáo kết quả")
	b.fill(`[name=body]`, "Đã tách số liệu theo năm lĩnh vực.")
	b.press("Nộp báo cáo")
	b.signOut()
	b.signIn("thuongtruc")
	b.visit(duty)
	b.press("Xác nhận hoàn thành")
	b.wants("Đã xác nhận")
	// every step is on the timeline
	b.wants("Giao việc", "Giao tiếp trong nội bộ", "Tiếp nhận", "Báo cáo", "Trả lại báo cáo", "Xác nhận hoàn thành", "Phan Văn Lộc (minh họa)", "Vũ Thị Mai (minh họa)")
	b.signOut()

	// the chairman's figures have moved
	b.signIn("chutich")
	if after := b.count("main p.lead, main .lead"); after == before {
		t.Errorf("the figures have not moved: %q", after)
	}
}

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// axe runs axe-core on the page that is open.
func (b *browser) axe(name, script string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script+"; true")); err != nil {
		b.t.Fatal(err)
	}
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']}).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	var list []violation
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range list {
		for i, n := range v.Nodes {
			if i == 3 {
				break
			}
			b.t.Errorf("%s: %s (%s): %.200s %.200s", name, v.ID, v.Help, n.HTML, n.FailureSummary)
		}
	}
}

// No page breaks WCAG 2.2 A or AA as far as a machine can see, wide or narrow.
func TestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(filepath.Join("testdata", "axe", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	a, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	doc, one, group := addresses(t, a)
	coming, _ := planned(t, a)
	meeting := "/lam-viec/hop/" + string(coming.ID)
	officer, err := a.Identity.IDOf(t.Context(), "huyen")
	if err != nil {
		t.Fatal(err)
	}
	people := []struct {
		user  string
		pages []string
	}{
		{"chutich", []string{"/lam-viec", "/lam-viec?ngay=2023-05-15", "/lam-viec/can-quyet-dinh", "/lam-viec/uy-quyen", "/lam-viec/ban-tin-sang", "/lam-viec/so-ghi-viec", "/lam-viec/so-ghi-viec?loai=nhiem-vu&den=30/02/2023", "/lam-viec/gia-han", "/lam-viec/gia-han?tu=rac", "/lam-viec/ca-nhan", "/lam-viec/khong-co-trang-nay"}},
		{"thuongtruc", []string{"/lam-viec/nhiem-vu", "/lam-viec/nhiem-vu?chu-tri=stc&han-den=rac", "/lam-viec/nhiem-vu?tim=khong+co+gi", one, group, one + "/sua", "/lam-viec/van-ban", doc, doc + "/doc", doc + "/sua", "/lam-viec/van-ban/moi", "/lam-viec/muc-luc", one + "/han", "/lam-viec/don-doc", "/lam-viec/don-doc?ngay=30/02/2023", "/lam-viec/don-doc/thang", "/lam-viec/don-doc/cong-van", "/lam-viec/lich-lam-viec", "/lam-viec/lich-lam-viec/quyet-dinh", "/lam-viec/lich-lam-viec/tep", "/lam-viec/lich-lam-viec/gio", "/lam-viec/hop", "/lam-viec/hop/moi", "/lam-viec/hop/thanh-vien", meeting, meeting + "/viec-cu", meeting + "/tai-lieu", meeting + "/thanh-phan"}},
		{"skhdt", []string{"/lam-viec/viec-cua-toi", "/lam-viec/co-quan", "/lam-viec/co-quan/skhdt", "/lam-viec/lich", "/lam-viec/thong-bao", "/lam-viec/thong-bao?loai=dispute", "/lam-viec/thong-bao/tuy-chon"}},
		{"quantri", []string{"/lam-viec/tai-khoan", "/lam-viec/tai-khoan/moi", "/lam-viec/tai-khoan/" + officer, "/lam-viec/cai-dat", "/lam-viec/co-quan/moi", "/lam-viec/co-quan/stc", "/lam-viec/co-quan/skhdt/sua", "/lam-viec/gui-di", "/lam-viec/gui-di?kenh=hook&trang-thai=failed", "/lam-viec/gui-di/webhook/moi", "/lam-viec/gui-di/nguoi-nhan", "/lam-viec/gui-di/nguoi-nhan/" + officer}},
	}
	dark := chromedp.Flag("blink-settings", "preferredColorScheme=0")
	for name, x := range map[string]struct {
		width int64
		flags []chromedp.ExecAllocatorOption
	}{"1280": {1280, nil}, "390": {390, nil}, "1280 dark": {1280, []chromedp.ExecAllocatorOption{dark}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := openBrowser(t, srv, x.width, 900, x.flags...)
			b.visit("/dang-nhap")
			b.until("the scheme that was asked for", fmt.Sprintf("matchMedia('(prefers-color-scheme: dark)').matches === %v", x.flags != nil))
			b.axe("/dang-nhap", string(script))
			for _, p := range people {
				b.signIn(p.user)
				for _, page := range p.pages {
					b.visit(page)
					b.axe(page, string(script))
				}
				if p.user == "skhdt" {
					b.visit("/lam-viec/viec-cua-toi")
					b.press("Làm đầu mối tiếp nhận")
					b.axe("one as its head", string(script))
					b.press("Báo cáo kết quả")
					b.axe("report form", string(script))
				}
				b.signOut()
			}
		})
	}
}

// addresses finds a document, an assignment and a group of the sample.
func addresses(t *testing.T, a *app.App) (doc, one, group string) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	acts, err := a.Acts.Recent(ctx, audit.Query{}, 5000)
	if err != nil {
		t.Fatal(err)
	}
	isGroup := regexp.MustCompile(`"group":true`)
	for _, e := range acts {
		switch {
		case e.Verb == "document.register" && doc == "":
			doc = "/lam-viec/van-ban/" + e.On.ID
		case e.Verb == "assignment.return" && one == "":
			one = "/lam-viec/nhiem-vu/" + e.On.ID
		case e.Verb == "assignment.assign" && group == "" && isGroup.Match(e.After):
			group = "/lam-viec/nhiem-vu/" + e.On.ID
		}
	}
	if doc == "" || one == "" || group == "" {
		t.Fatalf("%q %q %q", doc, one, group)
	}
	return doc, one, group
}
