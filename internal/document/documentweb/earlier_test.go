package documentweb_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestTheReadingPageSaysWhatWasAskedBefore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.enter(notice(t))
	s.want(s.do("thuongtruc", first+"/doc/giao", formOf(t, s.do("thuongtruc", first+"/doc", nil).Body.String(), first+"/doc/giao")), http.StatusSeeOther)
	if page := s.do("thuongtruc", first+"/doc", nil).Body.String(); strings.Contains(page, "Đã nhắc") {
		t.Error("the first notice was said before")
	}
	again := strings.NewReplacer("06-TB/BCĐ", "09-TB/BCĐ", "08 tháng 5 năm 2023", "09 tháng 6 năm 2023", "ngày 08 tháng 5", "ngày 09 tháng 6").Replace(notice(t)) + "\nGhi chú của bản sau.\n"
	second := s.enter(again)
	page := s.do("thuongtruc", second+"/doc", nil)
	s.want(page, http.StatusOK, "Đã nhắc 1 lần trước đây")
	ids := regexp.MustCompile(`id="f-([0-9a-z]{26})"`).FindAllStringSubmatch(page.Body.String(), -1)
	told := false
	for _, m := range ids {
		one := s.do("thuongtruc", second+"/doc?f="+m[1], nil).Body.String()
		told = told || strings.Contains(one, "Đã nhắc 1 lần từ 08/05/2023") && strings.Contains(one, "Thông báo số 06-TB/BCĐ") && strings.Contains(one, "Chờ tiếp nhận")
	}
	if !told {
		t.Error("no card says when it was asked before and what became of it")
	}
}
