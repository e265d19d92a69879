package documentweb_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestALongNoticeStaysWorkable opens a notice of 300 duties: a page of it must
// not be heavier than any list (60 kB over the wire).
func TestALongNoticeStaysWorkable(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var b strings.Builder
	b.WriteString("THÔNG BÁO\nKết luận của Trưởng Ban Chỉ đạo\nSố: 77-TB/BCĐ\nTrưởng Ban Chỉ đạo yêu cầu:\n")
	for i := range 300 {
		who := []string{"Sở Nội vụ", "Sở Kế hoạch và Đầu tư", "Sở Chưa Có Tên"}[i%3]
		fmt.Fprintf(&b, "Giao %s rà soát, tổng hợp hồ sơ của %d đơn vị sự nghiệp công lập và báo cáo trước ngày 30/6/2023.\n", who, i+1)
	}
	one := s.enter(b.String())
	for _, query := range []string{"", "?xem=san-sang", "?xem=chua-ro&nhom=co-quan", "?nhom=co-quan&trang=5", "?d=khong-co"} {
		page := s.do("thuongtruc", one+"/doc"+query, nil)
		s.want(page, http.StatusOK, "Trang ")
		var zipped bytes.Buffer
		z := gzip.NewWriter(&zipped)
		if _, err := z.Write(page.Body.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%q: %d bytes, %d over the wire", query, page.Body.Len(), zipped.Len())
		if zipped.Len() > 60_000 {
			t.Errorf("%q weighs %d bytes", query, zipped.Len())
		}
	}
}
