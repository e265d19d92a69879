package documentweb_test

import (
	"net/http"
	"regexp"
	"testing"
)

func TestAMisreadingIsReportedAndListed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one := s.enter(notice(t))
	list := "/lam-viec/van-ban/doc-sai"
	s.want(s.do("thuongtruc", list, nil), http.StatusOK, "Không có chỗ đọc sai nào")
	page := s.do("thuongtruc", one+"/doc", nil).Body.String()
	id := regexp.MustCompile(`id="f-([0-9a-z]{26})"`).FindStringSubmatch(page)[1]
	at := one + "/doc/" + id + "/doc-sai"
	form := formOf(t, s.do("thuongtruc", one+"/doc?f="+id+"&mo=doc-sai", nil).Body.String(), at)
	form.Set("note", "chủ trì là Sở Tài chính")
	s.want(s.do("thuongtruc", at, form), http.StatusUnprocessableEntity, "Chọn ít nhất một điểm đọc sai", "chủ trì là Sở Tài chính")
	form.Set("wrong", "lead")
	s.want(s.do("skhdt", at, form), http.StatusForbidden)
	s.want(s.do("thuongtruc", at, form), http.StatusSeeOther)
	s.want(s.do("thuongtruc", "/lam-viec/van-ban", nil), http.StatusOK, "Chỗ đọc sai (1)")
	shown := s.do("chutich", list, nil)
	s.want(shown, http.StatusOK, "Sai cơ quan chủ trì", "chủ trì là Sở Tài chính", "Thông báo số 06-TB/BCĐ", "Phần chữ của văn bản")
	s.want(s.do("thuongtruc", list+".json", nil), http.StatusOK, `"wrong":["lead"]`, `"words":`, `"version":`)
	s.want(s.do("skhdt", list, nil), http.StatusNotFound)
	s.want(s.do("thuongtruc", one, nil), http.StatusOK, "Báo đọc sai")
	settle := regexp.MustCompile(`action="(` + list + `/[0-9a-z]{26}/xong)"`).FindStringSubmatch(shown.Body.String())[1]
	done := formOf(t, shown.Body.String(), settle)
	done.Set("note", "đã sửa")
	s.want(s.do("chutich", settle, done), http.StatusSeeOther)
	s.want(s.do("chutich", settle, done), http.StatusSeeOther)
	s.want(s.do("thuongtruc", list+"?trang-thai=tat-ca", nil), http.StatusOK, "Đã xử lý: đã sửa")
}
