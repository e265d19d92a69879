package documentweb_test

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/document"
	"dondoc/internal/document/documentweb"
)

var placeRE = regexp.MustCompile(`href="([^"]+)"[^>]*>Xem chỗ này`)

// Two documents in one text: the person is told before it is entered and while
// it is read, with a way to where the second begins.
func TestSeveralDocumentsInOneText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, err := os.ReadFile("../../reading/score/testdata/gold/001.txt")
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile("../../reading/score/testdata/gold/004.txt")
	if err != nil {
		t.Fatal(err)
	}
	const says = "Nội dung này có vẻ gồm 2 văn bản. Văn bản thứ hai bắt đầu ở dòng "
	text := strings.ReplaceAll(string(b)+"\n"+string(second), "năm 2025", "năm 2022") // before the day of the test
	w := s.do("thuongtruc", "/lam-viec/van-ban/moi", url.Values{"text": {text}})
	s.want(s.do("thuongtruc", w.Header().Get("Location"), nil), http.StatusOK, says)
	one := s.enter(text)
	page := s.do("thuongtruc", one+"/doc", nil)
	s.want(page, http.StatusOK, says, "b-warning")
	m := placeRE.FindStringSubmatch(page.Body.String())
	if m == nil {
		t.Fatal("no way to the second document")
	}
	at, _, _ := strings.Cut(unescape(m[1]), "#")
	there := s.do("thuongtruc", at, nil)
	s.want(there, http.StatusOK, "636/TB-VPCP")
}

// A text in another language is entered, with no task and a sentence that says why.
func TestATextInAnotherLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.do("thuongtruc", "/lam-viec/van-ban/moi", url.Values{"text": {"CONCLUSION\nThe Department of Home Affairs shall take the lead in reviewing administrative procedures and report to the Chairman by 30 June 2023. All agencies are requested to implement this conclusion with the highest sense of responsibility."}})
	page := s.do("thuongtruc", w.Header().Get("Location"), nil)
	s.want(page, http.StatusOK, "không phải văn bản tiếng Việt")
	form := formOf(t, page.Body.String(), "/lam-viec/van-ban/moi/vao-so")
	form.Set("subject", "Kết luận bằng tiếng Anh")
	w = s.do("thuongtruc", "/lam-viec/van-ban/moi/vao-so", form)
	s.want(w, http.StatusSeeOther)
	page = s.do("thuongtruc", w.Header().Get("Location"), nil)
	s.want(page, http.StatusOK, "không phải văn bản tiếng Việt")
	if strings.Contains(page.Body.String(), `id="f-`) {
		t.Error("a task was made of it")
	}
}

// H07: marks of HTML and Markdown in what was typed are shown as they stand.
func TestMarksAreShownAsTheyStand(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one := s.enter("THÔNG BÁO\nKết luận <b>x</b> [a](javascript:x) <img src=x onerror=alert(1)>\nGiao Sở Nội vụ rà soát <script>alert(1)</script> hồ sơ trước ngày 30/6/2023.\n")
	for _, path := range []string{one, one + "/doc", "/lam-viec/van-ban"} {
		body := s.do("thuongtruc", path, nil).Body.String()
		for _, raw := range []string{"<b>x</b>", "<img src=x", "<script>alert", `href="javascript:`} {
			if strings.Contains(body, raw) {
				t.Errorf("%s: %s stands as HTML", path, raw)
			}
		}
	}
	s.want(s.do("thuongtruc", one+"/doc", nil), http.StatusOK, "&lt;script&gt;alert(1)&lt;/script&gt;", "[a](javascript:x)")
}

// H01, P06: what somebody uploaded never opens inside the site: a page comes
// back as plain text, and any file as one to be saved, in a box without rights.
func TestOriginalsAreOnlySaved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who := actor.With(t.Context(), people()["thuongtruc"])
	for i, c := range []struct{ name, content, kind string }{
		{"trang.html", "<html><body onload=x()><script>alert(1)</script><p>Giao Sở Nội vụ rà soát.</p></body></html>", "text/plain; charset=utf-8"},
		{"van-ban.pdf", "%PDF-1.7 /OpenAction<</S/JavaScript>>", "application/pdf"},
	} {
		in, err := s.docs.Receive(who, document.Arrival{Source: document.Upload, FileName: c.name, File: strings.NewReader(c.content), Text: "Nội dung " + c.name})
		if err != nil {
			t.Fatal(err)
		}
		d, err := s.docs.Register(who, document.Registration{Intake: in.ID, Facts: document.Facts{Number: []string{"1/UBND-NC", "2/UBND-NC"}[i]}})
		if err != nil {
			t.Fatal(err)
		}
		w := s.do("thuongtruc", documentweb.ShowPath(d.ID)+"/tep", nil)
		s.want(w, http.StatusOK)
		h := w.Header()
		if h.Get("Content-Type") != c.kind || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", c.name, h)
		}
	}
}
