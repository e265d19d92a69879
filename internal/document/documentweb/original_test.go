package documentweb_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"dondoc/internal/document"
)

// enterPDF registers a PDF of so many pages with a duty on each and gives the
// address of the document.
func (s *site) enterPDF(pages int) string {
	s.t.Helper()
	font, err := os.ReadFile("../../extract/pdfium/testdata/LiberationSerif-Regular.ttf")
	if err != nil {
		s.t.Fatal(err)
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes("serif", "", font)
	f.SetFont("serif", "", 14)
	for i := range pages {
		f.AddPage()
		if i == 0 {
			f.MultiCell(0, 7, "THÔNG BÁO\nSố: 91-TB/BCĐ", "", "L", false)
		}
		f.MultiCell(0, 7, "Giao Sở Nội vụ rà soát hồ sơ, báo cáo trước ngày 30/6/2023.", "", "L", false)
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		s.t.Fatal(err)
	}
	s.docs.HandleJobs(s.queue)
	s.pages = func(progress func(done, total int)) (document.Extraction, error) {
		return document.FromFile(s.t.Context(), "tb.pdf", b.Bytes(), progress)
	}
	to := s.upload("thuongtruc", "tb.pdf", b.String()).Header().Get("Location")
	if _, err := s.queue.Drain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	_, id, _ := strings.Cut(to, "phieu=")
	w := s.do("thuongtruc", "/lam-viec/van-ban/moi/vao-so", map[string][]string{"intake": {id}, "number": {"91-TB/BCĐ"}, "type": {"Thông báo"}})
	s.want(w, http.StatusSeeOther)
	return strings.TrimSuffix(w.Header().Get("Location"), "/doc")
}

// ask asks for what the browser has with a tag.
func (s *site) ask(who, path, tag string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, path, http.NoBody)
	r.Header.Set("If-None-Match", tag)
	r.AddCookie(&http.Cookie{Name: "dondoc_phien", Value: who})
	w := httptest.NewRecorder()
	s.rt.ServeHTTP(w, r)
	return w
}

func TestPagesOfTheOriginal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one := s.enterPDF(14)
	s.want(s.do("thuongtruc", one+"/doc", nil), http.StatusOK, "Trang gốc", `class="doc panel"`)
	page := s.do("thuongtruc", one+"/doc?nhin=trang", nil)
	s.want(page, http.StatusOK, `src="`+one+`/trang/1?rong=800"`, `alt="Trang 12 trên 14, bản gốc của Thông báo số 91-TB/BCĐ"`, "Trang gốc 1 đến 12 trên 14", `loading="lazy"`)
	if body := page.Body.String(); strings.Contains(body, "/trang/13?") || strings.Contains(body, `class="doc panel"`) || strings.Contains(body, "style=") {
		t.Error("more pages than asked for, the text too, or a style that the policy forbids")
	}
	if c := page.Result().Cookies(); len(c) != 1 || c[0].Value != "trang" || c[0].MaxAge < 1000 {
		t.Errorf("the choice is not remembered: %v", c)
	}
	s.want(s.do("thuongtruc", one+"/doc?nhin=trang&to=13", nil), http.StatusOK, "/trang/13?rong=800", "Trang gốc 13 đến 14 trên 14")
	s.want(s.do("thuongtruc", one+"/doc?nhin=trang&to=999", nil), http.StatusOK, "/trang/13?rong=800")
	typed := s.enter(notice(t))
	if body := s.do("thuongtruc", typed+"/doc?nhin=trang", nil).Body.String(); strings.Contains(body, "Trang gốc") || !strings.Contains(body, `class="doc panel"`) {
		t.Error("a typed text offers pages")
	}

	// the picture is for whoever may see the document, and asked for again each time
	image := s.do("skhdt", one+"/trang/1", nil)
	if image.Code != http.StatusOK || image.Header().Get("Content-Type") != "image/png" || !strings.HasPrefix(image.Body.String(), "\x89PNG") || image.Header().Get("Cache-Control") != "private, no-cache" || image.Header().Get("Etag") == "" {
		t.Errorf("the picture of a page: %d %v", image.Code, image.Header())
	}
	again := s.ask("skhdt", one+"/trang/1", image.Header().Get("Etag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("a picture that the browser has: %d, %d bytes", again.Code, again.Body.Len())
	}
	if code := s.ask("quantri", one+"/trang/1", image.Header().Get("Etag")).Code; code != http.StatusNotFound {
		t.Errorf("who may not see the document and has the tag: %d", code)
	}
	for path, who := range map[string]string{
		one + "/trang/1": "quantri", one + "/trang/0": "thuongtruc", one + "/trang/15": "thuongtruc", one + "/trang/x": "thuongtruc",
		one + "/trang/1?rong=99999": "thuongtruc", typed + "/trang/1": "thuongtruc", "/lam-viec/van-ban/khong-co/trang/1": "thuongtruc",
	} {
		s.want(s.do(who, path, nil), http.StatusNotFound)
	}
	if code := s.do("", one+"/trang/1", nil).Code; code != http.StatusSeeOther {
		t.Errorf("a visitor: %d", code)
	}
}
