package documentweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"dondoc/internal/document"
	"dondoc/internal/fault"
)

// upload sends a file as a browser does.
func (s *site) upload(who, name, content string) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		s.t.Fatal(err)
	}
	if err := m.WriteField("_token", "the-token"); err != nil {
		s.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, "/lam-viec/van-ban/moi", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "dondoc_phien", Value: who})
	w := httptest.NewRecorder()
	s.rt.ServeHTTP(w, r)
	return w
}

func TestAScanIsReadWhileItsPageShowsHowFar(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.docs.HandleJobs(s.queue)
	w := s.upload("thuongtruc", "ban-quet.pdf", "%PDF-1.7")
	s.want(w, http.StatusSeeOther)
	to := w.Header().Get("Location")
	page := s.do("thuongtruc", to, nil)
	s.want(page, http.StatusOK, "Đang chờ đến lượt đọc", "có thể rời trang này", "Thôi đọc", "<progress")
	if page.Header().Get("Refresh") == "" {
		t.Error("without script the page stands still")
	}
	s.want(s.do("chutich", to, nil), http.StatusNotFound)
	s.want(s.do("thuongtruc", "/lam-viec/van-ban/moi", nil), http.StatusOK, "Tệp đã gửi, chưa vào sổ", "ban-quet.pdf")

	s.pages = func(progress func(done, total int)) (document.Extraction, error) {
		progress(12, 30)
		s.want(s.do("thuongtruc", to, nil), http.StatusOK, "Đang đọc trang 13 trên 30")
		return document.Extraction{Text: notice(t)}, nil
	}
	if _, err := s.queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := s.do("thuongtruc", to, nil)
	s.want(done, http.StatusOK, "Kiểm tra thông tin", "06-TB/BCĐ")
	if done.Header().Get("Refresh") != "" {
		t.Error("the form is taken away while it is filled in")
	}
}

func TestAScanCanBeGivenUpOrFail(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.docs.HandleJobs(s.queue)
	to := s.upload("thuongtruc", "ban-quet.pdf", "%PDF-1.7").Header().Get("Location")
	s.pages = func(func(done, total int)) (document.Extraction, error) {
		return document.Extraction{}, fault.Field("file", "Tệp PDF có mật khẩu nên chưa đọc được.")
	}
	if _, err := s.queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.want(s.do("thuongtruc", to, nil), http.StatusOK, "Chưa đọc được tệp", "Tệp PDF có mật khẩu nên chưa đọc được.", "Bỏ tệp này")
	_, id, _ := strings.Cut(to, "phieu=")
	s.want(s.do("chutich", "/lam-viec/van-ban/moi/thoi-doc", url.Values{"intake": {id}}), http.StatusNotFound)
	s.want(s.do("thuongtruc", "/lam-viec/van-ban/moi/thoi-doc", url.Values{"intake": {id}}), http.StatusSeeOther)
	s.want(s.do("thuongtruc", to, nil), http.StatusOK, "Đã thôi đọc tệp")
	s.want(s.do("thuongtruc", "/lam-viec/van-ban/moi/thoi-doc", url.Values{"intake": {id}}), http.StatusSeeOther)
}
