package app_test

import (
	"strings"
	"testing"
)

// A head of an agency sees at the bell that there is something, acknowledges
// it by one press on a phone, and chooses how to be told.
func TestAHeadIsToldAndAcknowledges(t *testing.T) {
	t.Parallel()
	_, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	b := openBrowser(t, srv, 390, 800)
	b.signIn("skhdt")
	before := b.eval(`document.querySelector(".bell .badge").textContent`)
	b.follow(".bell")
	b.wants("Thông báo", "chờ đồng chí xác nhận đã nhận", "Trễ")
	if b.eval(`document.documentElement.scrollWidth > innerWidth ? "wide" : ""`) == "wide" {
		t.Error("the page is wider than the phone")
	}
	b.press("Đã nhận, đang xử lý")
	b.wants("Đã ghi nhận: đồng chí đã nhận và đang xử lý.", "đã xác nhận")
	if after := b.eval(`document.querySelector(".bell .badge").textContent`); after == before {
		t.Errorf("the bell still says %s", after)
	}
	b.visit("/lam-viec/thong-bao/tuy-chon")
	b.fill(`[name="mail"]`, "skhdt@binhdinh")
	b.fill(`[name="quiet_from"]`, "25:00")
	b.press("Lưu cách nhận")
	b.wants("Ghi một địa chỉ thư", "Ghi giờ và phút", "Ghi cả giờ bắt đầu")
	b.eval(`(document.querySelectorAll('[name="mail"], [name="quiet_from"]').forEach(e => { e.value = "" }), "")`)
	b.fill(`[name="mail"]`, "skhdt@example.vn")
	b.press("Lưu cách nhận")
	b.wants("Đã lưu cách nhận thông báo.")
	if got := b.eval(`document.querySelector('[name="mail"]').value`); !strings.Contains(got, "skhdt@example.vn") {
		t.Errorf("the address is %q", got)
	}
}
