package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dondoc/internal/storage"
	"dondoc/internal/web/webtest"
)

// A decision from the form to the agencies: what it would move is shown before
// it is entered; then the deadlines are reckoned, the strip of an assignment
// shows the day, and the agency is told.
func TestADecisionAboutTheCalendar(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	b := openBrowser(t, p.srv, 1280, 900)
	b.signIn("thuongtruc")
	b.visit("/lam-viec/lich-lam-viec?nam=2023")
	b.wants("Năm 2023 có 249 ngày làm việc.", "Tháng 12", "Tết Nguyên đán", "Quốc khánh")
	b.shot("nam")
	b.visit("/lam-viec/lich-lam-viec/quyet-dinh")
	b.fill(`[name="basis"]`, "Công văn 99/UBND (kiểm thử)")
	b.fill(`[name="name"]`, "Nghỉ chống bão (kiểm thử)")
	b.fill(`[name="from-0"]`, "30/6/23")
	b.press("Xem trước")
	b.wants("Năm chỉ ghi hai chữ số. Có phải 30/06/2023?")
	b.shot("sai")
	b.fill(`[name="from-0"]`, "30/06/2023")
	b.fill(`[name="from-1"]`, "16/06/2023")
	b.press("Xem trước")
	b.wants("hạn của nhiệm vụ đang mở thay đổi", "Năm 2023 có 247 ngày làm việc, trước đây 249", "Sẽ là")
	b.shot("xem-truoc")
	b.press("Xác nhận, ghi vào lịch")
	b.wants("Đang tính lại các hạn")
	if _, err := p.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.visit(b.at())
	b.wants("hạn được tính lại", "cơ quan được báo", "Cơ quan được báo")
	b.shot("ket-qua")

	id, err := storage.One(t.Context(), p.DB.Reader(), storage.Scalar[string], "SELECT id FROM assignment WHERE lead_org = 'skhdt' AND is_open = $1 AND due_on = '2023-06-15' AND period <> ''", true)
	b.must(err)
	b.signIn("skhdt")
	b.visit("/lam-viec/thong-bao")
	b.wants("1 hạn được tính lại vì lịch làm việc thay đổi", "Nghỉ chống bão (kiểm thử), Công văn 99/UBND (kiểm thử)")
	b.visit("/lam-viec/nhiem-vu/" + id + "/han")
	b.wants("Nghỉ chống bão (kiểm thử)", "15/06/2023")
	b.shot("dai-ngay")
	b.visit("/lam-viec/nhiem-vu/" + id)
	b.wants("Tính lại hạn")
}

// A day off and hours of one organisation: they move no deadline, and stand on
// the organisation's own page and not on another's.
func TestAnOrganisationOfItsOwn(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, p.srv.URL)
	v.SignIn("thuongtruc", password)
	const decide, hours = "/lam-viec/lich-lam-viec/quyet-dinh", "/lam-viec/lich-lam-viec/gio"
	form := url.Values{"basis": {"Công văn 7/STC (kiểm thử)"}, "name": {"Di chuyển trụ sở (kiểm thử)"}, "org": {"stc"}, "from-0": {"16/06/2023"}, "to-0": {"19/06/2023"}, "kind-0": {"holiday"}, "viec": {"xem-truoc"}, "rev": {"0"}}
	code, body, _ := v.Post(decide, decide, form)
	if code != http.StatusOK || !strings.Contains(body, "Sở Tài chính") || strings.Contains(body, "Nhiệm vụ có hạn thay đổi") {
		t.Errorf("the preview: %d", code)
	}
	form.Set("viec", "xac-nhan")
	if code, _, _ := v.Post(decide, decide, form); code != http.StatusSeeOther {
		t.Fatalf("the decision: %d", code)
	}
	if code, body, _ := v.Post(hours, hours, url.Values{"org": {"stc"}, "from": {"01/06/2023"}, "open": {"07:30"}, "noon": {"12:00"}, "afternoon": {"13:00"}, "close": {"16:30"}, "basis": {"Quyết định 8 (kiểm thử)"}, "rev": {"1"}}); code != http.StatusSeeOther {
		t.Fatalf("the hours: %d %s", code, body)
	}
	for org, want := range map[string]bool{"stc": true, "snv": false} {
		_, body := v.Get("/lam-viec/co-quan/" + org)
		for _, words := range []string{"Thứ Sáu, 16/06/2023 đến thứ Hai, 19/06/2023", "Di chuyển trụ sở (kiểm thử), Công văn 7/STC (kiểm thử)", "07:30 đến 12:00, 13:00 đến 16:30", "Giờ riêng từ 01/06/2023"} {
			if strings.Contains(body, words) != want {
				t.Errorf("%s says %q: %v", org, words, !want)
			}
		}
	}
}
