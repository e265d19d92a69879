package app_test

import "testing"

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
}
