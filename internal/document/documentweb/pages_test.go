package documentweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/document/documentweb"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/jobs"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// site is the register behind a router, with one signed-in person per cookie.
type site struct {
	t     *testing.T
	rt    *web.Router
	docs  *document.Service
	queue *jobs.Queue                                                       // does nothing unless a test lets it
	pages func(progress func(done, total int)) (document.Extraction, error) // instead of reading a file, when set
	read  func(text string, opt reading.Options) reading.Result             // instead of the reader, when set
}

func people() map[string]actor.Actor {
	return map[string]actor.Actor{
		"thuongtruc": {Kind: actor.Person, ID: "thuongtruc", Name: "Trần Văn Bình (minh họa)", Org: "snv", Grants: []actor.Grant{{Role: actor.Secretariat, Org: "bcd"}}},
		"chutich":    {Kind: actor.Person, ID: "chutich", Name: "Chủ tịch (minh họa)", Org: "tinh", Grants: []actor.Grant{{Role: actor.Chairman, Org: "tinh"}}},
		"quantri":    {Kind: actor.Person, ID: "quantri", Name: "Quản trị (minh họa)", Org: "snv", Grants: []actor.Grant{{Role: actor.Admin, Org: "snv"}}},
		"skhdt":      {Kind: actor.Person, ID: "skhdt", Name: "Giám đốc Sở (minh họa)", Org: "skhdt", Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}},
	}
}

func newSite(t *testing.T) *site {
	t.Helper()
	schemas := []storage.Schema{audit.Schema(), apparatus.Schema(), identity.Schema(), blob.Schema(), jobs.Schema(), assignment.Schema(), document.Schema()}
	db := storagetest.SQLite(t, schemas, clock.StartAt(storagetest.Start()))
	acts := audit.New(db)
	dir := apparatus.New(db)
	orgs := []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Abbr: "SKHĐT", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "snv", Name: "Sở Nội vụ", Abbr: "SNV", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "ttxtdt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "skhdt", FocalPoint: true},
		{ID: "bcd", Name: "Ban Chỉ đạo thực hiện Chương trình hành động số 09-CTr/TU", Aliases: []string{"Ban Chỉ đạo"}, Kind: apparatus.Committee, Parent: "tinh", Standing: "snv"},
	}
	if err := dir.Import(t.Context(), "kiểm thử", orgs, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	files, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	work := assignment.NewService(db, assignment.Deps{Directory: dir.Directory, Calendar: workday.Default, Blobs: files})
	s := &site{t: t, queue: jobs.NewQueue(db, slog.New(slog.DiscardHandler))}
	s.docs = document.New(db, document.Deps{Extract: s.extract, Blobs: files, Directory: dir.Directory, Assignments: work, Read: func(text string, opt reading.Options) reading.Result {
		if s.read != nil {
			return s.read(text, opt)
		}
		return reading.Read(text, opt)
	}})
	s.rt = web.NewRouter(web.Options{
		Resolve: func(_ context.Context, cookie string, _ bool) (web.Visit, error) {
			a, ok := people()[cookie]
			if !ok {
				return web.Visit{}, fault.Unauthenticated
			}
			return web.Visit{Actor: a, FormToken: "the-token"}, nil
		},
		Allows: identity.Allows,
		Frame: func(f web.Frame) templ.Component {
			return ui.Layout(ui.Page{Title: f.Title, Token: f.Visit.FormToken, Flash: f.Flash, User: f.Visit.Actor.Name, DraftURL: "/nhap", Nav: []ui.NavItem{{Key: "van-ban", Label: "Văn bản", Href: "/lam-viec/van-ban"}}, Current: f.Section}, f.Body)
		},
		Failure: func(f web.Failure) templ.Component { return ui.ErrorPage(ui.ErrorView{Title: f.Sentence}) },
		Log:     slog.New(slog.DiscardHandler), Now: storagetest.Start,
		NewID: func() string { return "r1" }, SignIn: "/dang-nhap",
	})
	(&documentweb.Pages{Documents: s.docs, Assignments: work, Calendar: workday.Default, Now: storagetest.Start, Directory: dir.Directory, Audit: acts, Identity: identity.New(db, identity.Limits{})}).Routes(s.rt)
	return s
}

// extract is what a test says, or the file as plain text.
func (s *site) extract(_ context.Context, _ string, content []byte, progress func(done, total int)) (document.Extraction, error) {
	if s.pages != nil {
		return s.pages(progress)
	}
	return document.Extraction{Text: string(content)}, nil
}

// do asks as somebody; form nil is a GET.
func (s *site) do(who, path string, form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		form.Set("_token", "the-token")
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "dondoc_phien", Value: who})
	w := httptest.NewRecorder()
	s.rt.ServeHTTP(w, r)
	return w
}

func (s *site) want(w *httptest.ResponseRecorder, status int, words ...string) {
	s.t.Helper()
	if w.Code != status {
		s.t.Errorf("status %d, want %d; to %q", w.Code, status, w.Header().Get("Location"))
	}
	for _, x := range words {
		if !strings.Contains(w.Body.String(), x) {
			s.t.Errorf("page lacks %q", x)
		}
	}
	if dir := os.Getenv("DONDOC_PAGES"); dir != "" && status != http.StatusSeeOther {
		s.keep(dir, w)
	}
}

func notice(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../testdata/06-TB-BCD.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// enter puts a text in the register through the pages and gives its address.
func (s *site) enter(text string) string {
	s.t.Helper()
	w := s.do("thuongtruc", "/lam-viec/van-ban/moi", url.Values{"text": {text}})
	s.want(w, http.StatusSeeOther)
	to := w.Header().Get("Location")
	page := s.do("thuongtruc", to, nil)
	s.want(page, http.StatusOK, "Kiểm tra thông tin")
	form := formOf(s.t, page.Body.String(), "/lam-viec/van-ban/moi/vao-so")
	w = s.do("thuongtruc", "/lam-viec/van-ban/moi/vao-so", form)
	s.want(w, http.StatusSeeOther)
	return strings.TrimSuffix(w.Header().Get("Location"), "/doc")
}

var (
	inputRE = regexp.MustCompile(`<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"|<input[^>]*value="([^"]*)"[^>]*name="([^"]+)"`)
	areaRE  = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>`)
)

// formOf reads the form that posts to action out of a page.
func formOf(t *testing.T, page, action string) url.Values {
	t.Helper()
	for _, f := range strings.Split(page, "<form")[1:] {
		f, _, _ = strings.Cut(f, "</form>")
		if !strings.Contains(f, `action="`+action+`"`) {
			continue
		}
		v := url.Values{}
		for _, m := range inputRE.FindAllStringSubmatch(f, -1) {
			if strings.Contains(m[0], `type="checkbox"`) && !strings.Contains(m[0], "checked") {
				continue
			}
			v.Add(m[1]+m[4], unescape(m[2]+m[3]))
		}
		for _, m := range areaRE.FindAllStringSubmatch(f, -1) {
			v.Set(m[1], unescape(m[2]))
		}
		return v
	}
	t.Fatalf("no form posts to %s", action)
	return nil
}

func unescape(s string) string {
	return strings.NewReplacer("&amp;", "&", "&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">").Replace(s)
}

func TestANoticeGoesThroughThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.want(s.do("thuongtruc", "/lam-viec/van-ban", nil), http.StatusOK, "Chưa có văn bản nào")
	one := s.enter(notice(t))
	page := s.do("thuongtruc", one+"/doc", nil)
	s.want(page, http.StatusOK, "Thông báo số 06-TB/BCĐ", "nhiệm vụ tìm thấy", "Vì sao?", "đoạn đã xem", "cần chọn 1 chủ trì", "m-deadline")
	s.want(s.do("thuongtruc", one, nil), http.StatusOK, "Viện dẫn", "48-KL/TW", "Diễn biến", "Vào sổ văn bản")
	s.want(s.do("skhdt", one, nil), http.StatusOK, "Viện dẫn")
	s.want(s.do("skhdt", one+"/doc", nil), http.StatusNotFound)
	s.want(s.do("thuongtruc", "/lam-viec/van-ban?tim=phong+chay", nil), http.StatusOK, "06-TB/BCĐ")
	s.want(s.do("thuongtruc", "/lam-viec/van-ban.csv", nil), http.StatusOK, "06-TB/BCĐ")
	s.want(s.do("thuongtruc", "/lam-viec/van-ban.json", nil), http.StatusOK, `"number":"06-TB/BCĐ"`)
}

// TestTheReadingPageWorksWithoutScript walks every decision by plain forms.
func TestTheReadingPageWorksWithoutScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one := s.enter(notice(t))
	get := func(query string) string {
		t.Helper()
		w := s.do("thuongtruc", one+"/doc"+query, nil)
		s.want(w, http.StatusOK)
		return w.Body.String()
	}
	findings := func() []string {
		var out []string
		for _, m := range regexp.MustCompile(`id="f-([0-9a-z]{26})"`).FindAllStringSubmatch(get(""), -1) {
			out = append(out, m[1])
		}
		return out
	}
	at := func(id, act string) string { return one + "/doc/" + id + "/" + act }
	ids := findings()

	// edit: what is wrong comes back with what was typed, what is right is kept
	form := formOf(t, get("?f="+ids[0]+"&mo=sua"), at(ids[0], "sua"))
	form.Set("title", "Rà soát bộ máy")
	form.Set("due", "30/02/2024")
	s.want(s.do("thuongtruc", at(ids[0], "sua"), form), http.StatusUnprocessableEntity, "Rà soát bộ máy", "30/02/2024", "aria-invalid")
	form.Set("due", "31/12/2023")
	form.Set("lead", "snv")
	s.want(s.do("thuongtruc", at(ids[0], "sua"), form), http.StatusSeeOther)
	if page := get("?f=" + ids[0]); !strings.Contains(page, "Hạn 31/12/2023") || !strings.Contains(page, "Rà soát bộ máy") {
		t.Error("the edit is not shown")
	}
	// a stale edit shows both versions and loses nothing
	form.Set("title", "Bản của người đến sau")
	clash := s.do("chutich", at(ids[0], "sua"), form)
	s.want(clash, http.StatusConflict, "Bản của người đến sau", "Rà soát bộ máy", "Trần Văn Bình (minh họa) đã sửa")
	s.want(s.do("chutich", at(ids[0], "sua"), formOf(t, clash.Body.String(), at(ids[0], "sua"))), http.StatusSeeOther)

	// split at the places typed; changed words are refused
	form = formOf(t, get("?f="+ids[0]+"&mo=tach"), at(ids[0], "tach"))
	if strings.Count(form.Get("parts"), "\n") != 1 {
		t.Errorf("parts offered: %q", form.Get("parts"))
	}
	typed := form.Get("parts")
	form.Set("parts", strings.Replace(typed, "bộ máy", "bộ phận", 1))
	s.want(s.do("thuongtruc", at(ids[0], "tach"), form), http.StatusUnprocessableEntity, "Phần chữ đã khác văn bản")
	form.Set("parts", typed)
	s.want(s.do("thuongtruc", at(ids[0], "tach"), form), http.StatusSeeOther)
	if n := len(findings()); n != len(ids)+1 {
		t.Errorf("after the split %d findings, want %d", n, len(ids)+1)
	}
	// merge them back
	ids = findings()
	page := get("?f=" + ids[0] + "&mo=gop")
	form = formOf(t, page, at(ids[0], "gop"))
	form.Set("with", regexp.MustCompile(`value="(` + ids[1] + `:\d+)"`).FindStringSubmatch(page)[1])
	s.want(s.do("thuongtruc", at(ids[0], "gop"), form), http.StatusSeeOther)

	// dismiss wants a reason; it can be taken back
	ids = findings()
	form = formOf(t, get("?f="+ids[1]+"&mo=bo-qua"), at(ids[1], "bo-qua"))
	form.Set("reason", "")
	s.want(s.do("thuongtruc", at(ids[1], "bo-qua"), form), http.StatusUnprocessableEntity, "Ghi lý do bỏ qua")
	form.Set("reason", "đã giao ở văn bản khác")
	s.want(s.do("thuongtruc", at(ids[1], "bo-qua"), form), http.StatusSeeOther)
	s.want(s.do("thuongtruc", one+"/doc?f="+ids[1], nil), http.StatusOK, "đã giao ở văn bản khác", "Mở lại")
	s.want(s.do("thuongtruc", at(ids[1], "mo-lai"), formOf(t, get("?f="+ids[1]), at(ids[1], "mo-lai"))), http.StatusSeeOther)

	// two named leads: one is picked, the other coordinates
	two := ids[len(ids)-2]
	form = formOf(t, get("?f="+two), at(two, "chu-tri"))
	form.Set("lead", "snv")
	s.want(s.do("thuongtruc", at(two, "chu-tri"), form), http.StatusSeeOther)
	s.want(s.do("thuongtruc", one+"/doc?f="+two, nil), http.StatusOK, "Xác nhận nhiệm vụ")
	// confirm it; the second person is told
	form = formOf(t, get("?f="+two), at(two, "giao"))
	s.want(s.do("thuongtruc", at(two, "giao"), form), http.StatusSeeOther)
	s.want(s.do("chutich", at(two, "giao"), form), http.StatusConflict, "đã xác nhận và giao")
	s.want(s.do("thuongtruc", at(two, "giao"), form), http.StatusSeeOther)

	// passages: context together, then one by hand
	s.want(s.do("thuongtruc", one+"/doc/boi-canh-con-lai", formOf(t, get(""), one+"/doc/boi-canh-con-lai")), http.StatusSeeOther)
	page = get("")
	passage := regexp.MustCompile(`id="(p[0-9a-f]{12})"`).FindAllStringSubmatch(page, -1)[2][1]
	form = formOf(t, get("?d="+passage+"&mo=them"), one+"/doc/them")
	form.Set("words", "Chủ tịch Ủy ban nhân dân tỉnh")
	s.want(s.do("thuongtruc", one+"/doc/them", form), http.StatusSeeOther)
	form.Set("words", "chữ không có")
	s.want(s.do("thuongtruc", one+"/doc/them", form), http.StatusUnprocessableEntity, "không có trong đoạn")

	// the rest at once; the same press twice gives nothing twice
	form = formOf(t, get(""), one+"/doc/giao")
	s.want(s.do("thuongtruc", one+"/doc/giao", form), http.StatusSeeOther)
	s.want(s.do("thuongtruc", one+"/doc/giao", form), http.StatusSeeOther)
	s.want(s.do("chutich", one+"/doc/giao", form), http.StatusConflict, "đã thay đổi")
	s.want(s.do("thuongtruc", one, nil), http.StatusOK, "1 nhiệm vụ chờ xác nhận", "Giao nhiệm vụ từ văn bản", "Chờ tiếp nhận")
}

func TestASecondCopyIsOffered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.enter(notice(t))
	to := s.do("thuongtruc", "/lam-viec/van-ban/moi", url.Values{"text": {notice(t)}}).Header().Get("Location")
	page := s.do("thuongtruc", to, nil)
	s.want(page, http.StatusOK, "đã có trong sổ", "Mở văn bản đã có", "Lý do vẫn lưu bản này")
	form := formOf(t, page.Body.String(), "/lam-viec/van-ban/moi/vao-so")
	s.want(s.do("thuongtruc", "/lam-viec/van-ban/moi/vao-so", form), http.StatusConflict, "đã có trong sổ")
	form.Set("reason", "bản đính chính")
	w := s.do("thuongtruc", "/lam-viec/van-ban/moi/vao-so", form)
	s.want(w, http.StatusSeeOther)
	s.want(s.do("thuongtruc", strings.TrimSuffix(w.Header().Get("Location"), "/doc"), nil), http.StatusOK, "Bản lưu thêm", "bản đính chính")
	s.want(s.do("thuongtruc", "/lam-viec/van-ban/moi", url.Values{"text": {" "}}), http.StatusUnprocessableEntity, "Chưa có nội dung")
}

// keep writes a page where a person can look at it.
func (s *site) keep(dir string, w *httptest.ResponseRecorder) {
	s.t.Helper()
	_, name, _ := strings.Cut(s.t.Name(), "Test")
	f, err := os.CreateTemp(dir, name+"-*.html")
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := f.WriteString(w.Body.String()); err != nil {
		s.t.Error(err)
	}
	if err := f.Close(); err != nil {
		s.t.Error(err)
	}
}
