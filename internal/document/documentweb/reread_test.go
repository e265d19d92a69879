package documentweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/reading"
)

func TestASecondReadingIsShownAsADifference(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one := s.enter(notice(t))
	again := one + "/doc/doc-lai"
	s.want(s.do("thuongtruc", one+"/doc", nil), http.StatusOK, "Đọc lại")
	s.want(s.do("thuongtruc", again, nil), http.StatusOK, "Đọc lại không khác trước", "Ghi nhận đã đọc lại")
	s.want(s.do("skhdt", again, nil), http.StatusNotFound)

	s.read = func(text string, opt reading.Options) reading.Result {
		res := reading.Read(text, opt)
		res.Assignments = res.Assignments[1:]
		res.Assignments[0].Lead = []string{"Sở Kế hoạch và Đầu tư"}
		return res
	}
	page := s.do("thuongtruc", again, nil)
	s.want(page, http.StatusOK, "2 điểm khác:", "1 nhiệm vụ đọc khác trước, 1 nhiệm vụ không còn tìm thấy", "Chủ trì: Sở Kế hoạch và Đầu tư", "Không có nhiệm vụ")
	s.want(s.do("thuongtruc", again, url.Values{}), http.StatusUnprocessableEntity, "Chọn ít nhất một điểm")
	keys := regexp.MustCompile(`name="take" value="([0-9a-f]+)"`).FindAllStringSubmatch(page.Body.String(), -1)
	if len(keys) != 2 {
		t.Fatalf("%d points to choose", len(keys))
	}
	chosen := url.Values{"take": {keys[0][1]}}
	s.want(s.do("thuongtruc", again, chosen), http.StatusSeeOther)
	s.want(s.do("chutich", again, chosen), http.StatusConflict, "Xem lại khác biệt")
	s.want(s.do("thuongtruc", again, nil), http.StatusOK, "1 điểm khác:")
	s.want(s.do("thuongtruc", again, url.Values{"none": {"1"}}), http.StatusSeeOther)
	if show := s.do("thuongtruc", one, nil).Body.String(); strings.Count(show, "Đọc lại văn bản") != 2 {
		t.Error("the record of the document does not tell of both")
	}
}
