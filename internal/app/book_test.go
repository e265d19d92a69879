package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/web/webtest"
)

// The record of acts is read by people: words, names and titles, no code of
// the program; narrowed by record, person and day; and whoever may not open a
// record does not read its title here.
func TestTheBookIsForPeople(t *testing.T) {
	t.Parallel()
	_, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, srv.URL)
	v.SignIn("thuongtruc", password)
	code := regexp.MustCompile(`>[^<]*\b(?:account|assignment|calendar|document|finding|lexicon|organisation|setting|territory)[.:][a-z0-9_]+[^<]*<`)
	pages := 0
	for path := "/lam-viec/so-ghi-viec"; path != "" && pages < 30; pages++ {
		status, body := v.Get(path)
		if m := code.FindString(body); status != http.StatusOK || m != "" {
			t.Fatalf("%s: %d %s", path, status, m)
		}
		if n := strings.Count(body, `data-label="Việc"></td>`) + strings.Count(body, `data-label="Hồ sơ"></td>`); n > 0 {
			t.Errorf("%s: %d rows say nothing", path, n)
		}
		path = ""
		if m := regexp.MustCompile(`href="(/lam-viec/so-ghi-viec\?sau=[^"]+)" rel="next"`).FindStringSubmatch(body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if pages < 4 {
		t.Errorf("only %d pages", pages)
	}
	if _, body := v.Get("/lam-viec/so-ghi-viec?loai=tai-khoan&den=12/06/2023"); !strings.Contains(body, "Đăng nhập") || strings.Contains(body, "Xác nhận hoàn thành") || !strings.Contains(body, "Đến 12/06/2023") {
		t.Error("narrowed to accounts it shows something else")
	}
	if _, body := v.Get("/lam-viec/so-ghi-viec?den=30/02/2023"); !strings.Contains(body, "không có trong lịch") {
		t.Error("an impossible day is not said")
	}
	admin := webtest.New(t, srv.URL)
	admin.SignIn("quantri", password)
	if _, body := admin.Get("/lam-viec/so-ghi-viec?loai=nhiem-vu"); strings.Contains(body, "/lam-viec/nhiem-vu/") || strings.Contains(body, "giải ngân") || !strings.Contains(body, "Nhiệm vụ NV-") {
		t.Error("the administrator reads what assignments say")
	}
}
