package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/feed"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/ref"
	"dondoc/internal/web/webtest"
	"dondoc/internal/workday"
)

// person is a context in which an account of the sample acts.
func (p place) person(t *testing.T, user string) context.Context {
	t.Helper()
	id, err := p.Identity.IDOf(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	who, err := p.Identity.As(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return actor.With(context.WithoutCancel(t.Context()), who)
}

var secretIn = regexp.MustCompile(`>http://[^<"]+(/(?:lich|ban-tin)/[a-z2-7]{32}\.(?:ics|atom))</textarea>`)

// subscribe issues an address on the page, as its owner does, and gives its path.
func subscribe(t *testing.T, v *webtest.Visitor, of string) string {
	t.Helper()
	code, body, _ := v.Post("/lam-viec/lich", "/lam-viec/lich/dia-chi", url.Values{"of": {of}})
	m := secretIn.FindStringSubmatch(body)
	if code != http.StatusOK || m == nil {
		t.Fatalf("%s: %d %s", of, code, body)
	}
	return m[1]
}

// ask is a program without a session: no cookie goes out or comes back.
func ask(t *testing.T, address, have string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", "Mozilla/5.0 Thunderbird/115.0")
	if have != "" {
		req.Header.Set("If-None-Match", have)
	}
	code, body, head := webtest.New(t, "").Do(req)
	if head.Get("Set-Cookie") != "" {
		t.Errorf("%s sets a cookie", address)
	}
	return code, body, head
}

func TestASecretAddressFromThePageToTheProgram(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, p.srv.URL)
	v.SignIn("skhdt", password)
	if _, body := v.Get("/lam-viec/ca-nhan"); !strings.Contains(body, `href="/lam-viec/lich"`) {
		t.Error("the person's page does not lead to the calendar")
	}
	path := subscribe(t, v, "calendar:")
	code, body, head := ask(t, p.srv.URL+path, "")
	if code != http.StatusOK || head.Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.HasPrefix(head.Get("Cache-Control"), "private") || head.Get("Etag") == "" {
		t.Fatalf("%d %v", code, head)
	}
	if again, rest, _ := ask(t, p.srv.URL+path, "W/"+head.Get("Etag")); again != http.StatusNotModified || rest != "" {
		t.Errorf("unchanged: %d, %d bytes", again, len(rest))
	}
	// what it shows is what the page shows, no more and no less of the open
	_, page := v.Get("/lam-viec/viec-cua-toi")
	link := regexp.MustCompile(`/lam-viec/nhiem-vu/([0-9a-z]{26})"`)
	shown, fed := map[string]bool{}, map[string]bool{}
	for _, m := range link.FindAllStringSubmatch(page, -1) {
		shown[m[1]] = true
	}
	unfolded := strings.ReplaceAll(body, "\r\n ", "")
	for _, part := range strings.Split(unfolded, "BEGIN:VTODO")[1:] {
		if !strings.Contains(part, "RRULE:") && !strings.Contains(part, "RECURRENCE-ID") && !strings.Contains(part, "STATUS:COMPLETED") && !strings.Contains(part, "STATUS:CANCELLED") {
			m := regexp.MustCompile(`UID:([0-9a-z]{26})`).FindStringSubmatch(part)
			fed[m[1]] = true
		}
	}
	for id := range fed {
		if !shown[id] {
			t.Errorf("%s is in the calendar and not on the page", id)
		}
	}
	for id := range shown {
		if !fed[id] {
			t.Errorf("%s is on the page and not in the calendar", id)
		}
	}
	if len(fed) < 5 {
		t.Errorf("only %d duties: the sample has changed", len(fed))
	}
	for _, a := range p.accounts {
		if strings.Contains(unfolded, a.Name) {
			t.Errorf("the calendar carries the name of %s", a.Name)
		}
	}
	if _, page := v.Get("/lam-viec/lich"); !strings.Contains(page, "Thunderbird lấy lần gần nhất 09:00, 12/06/2023") || strings.Contains(page, path) {
		t.Error("the page does not say when it was fetched, or shows the secret again")
	}
	// beside the lists, for who is signed in; for others there is nothing
	for path, kind := range map[string]string{"/lam-viec/viec-cua-toi.ics": "text/calendar", "/lam-viec/nhiem-vu.ics?danh-sach=tat-ca": "text/calendar", "/lam-viec/co-quan/" + actor.From(p.person(t, "skhdt")).Org + "/dien-bien.atom": "application/atom+xml"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.srv.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if code, _, head := v.Do(req); code != http.StatusOK || !strings.HasPrefix(head.Get("Content-Type"), kind) {
			t.Errorf("%s: %d %v", path, code, head)
		}
		if code, _ := webtest.New(t, p.srv.URL).Get(path); code != http.StatusUnauthorized {
			t.Errorf("%s without a session: %d", path, code)
		}
	}
	// a disabled account's address is dead at the next question (O07)
	acc, err := p.Identity.Find(t.Context(), actor.From(p.person(t, "skhdt")).ID)
	if err != nil {
		t.Fatal(err)
	}
	acc.Active = false
	if err := p.Identity.Edit(p.person(t, "quantri"), acc); err != nil {
		t.Fatal(err)
	}
	if code, body, _ := ask(t, p.srv.URL+path, head.Get("Etag")); code != http.StatusNotFound || strings.Contains(body, path) {
		t.Errorf("disabled: %d %s", code, body)
	}
}

func TestWrongSecretsAreCounted(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, p.srv.URL)
	v.SignIn("skhdt", password)
	good := subscribe(t, v, "calendar:")
	agency := actor.From(p.person(t, "skhdt")).Org
	news := subscribe(t, v, "agency:"+agency)
	if code, body, _ := ask(t, p.srv.URL+news, ""); code != http.StatusOK || strings.Count(body, "<entry>") < 5 {
		t.Errorf("the agency's feed: %d %s", code, body)
	}
	notice, _, _ := addresses(t, p.App)
	if code, body, _ := ask(t, p.srv.URL+subscribe(t, v, "notice:"+strings.TrimPrefix(notice, "/lam-viec/van-ban/")), ""); code != http.StatusOK || !strings.Contains(body, "Giao việc: ") || !strings.Contains(body, notice) {
		t.Errorf("the notice's feed: %d %s", code, body)
	}
	for _, wrong := range []string{"/lich/" + strings.TrimPrefix(strings.TrimSuffix(news, "atom"), "/ban-tin/") + "ics", strings.TrimSuffix(good, ".ics"), "/lich/.ics", "/lich/..%2f.ics"} {
		if code, _, _ := ask(t, p.srv.URL+wrong, ""); code != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, code)
		}
	}
	last := 0
	for range 70 {
		last, _, _ = ask(t, p.srv.URL+"/lich/"+strings.Repeat("a", 32)+".ics", "")
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the seventieth miss: %d", last)
	}
	if code, _, _ := ask(t, p.srv.URL+good, ""); code != http.StatusOK {
		t.Errorf("a right secret beside them: %d", code)
	}
	p.clock.Set(p.clock.Now().Add(16 * time.Minute))
	if code, _, _ := ask(t, p.srv.URL+"/lich/"+strings.Repeat("a", 32)+".ics", ""); code != http.StatusNotFound {
		t.Errorf("after a while: %d", code)
	}
	_, page := v.Get("/lam-viec/lich")
	id := regexp.MustCompile(`/lam-viec/lich/dia-chi/[0-9a-z]{26}/thu-hoi`).FindStringSubmatch(page)
	if code, _, _ := v.Post("/lam-viec/lich", id[0], url.Values{}); code != http.StatusSeeOther {
		t.Errorf("revoke: %d", code)
	}
	dead := 0
	for _, path := range []string{good, news} {
		if code, _, _ := ask(t, p.srv.URL+path, ""); code == http.StatusNotFound {
			dead++
		}
	}
	if dead != 1 {
		t.Errorf("%d addresses are dead after one was revoked", dead)
	}
	if code, _, _ := v.Post("/lam-viec/lich", id[0], url.Values{}); code != http.StatusNotFound {
		t.Errorf("revoked twice: %d", code)
	}
	if code, body, _ := v.Post("/lam-viec/lich", "/lam-viec/lich/dia-chi", url.Values{"of": {""}}); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Chọn cơ quan hoặc văn bản") {
		t.Errorf("nothing chosen: %d", code)
	}
}

// A failure on the way is logged and answered without the secret.
func TestNoLogKeepsASecret(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	c := clock.At(demoStart())
	database, files := "sqlite:"+t.TempDir()+"/x.db", t.TempDir()+"/files"
	historyUntil(demoStart()).begin(t, database, files, demoStart())
	a, err := app.Open(t.Context(), app.Options{Database: database, Files: files, Clock: c, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a.Handler())
	v := webtest.New(t, srv.URL)
	v.SignIn("skhdt", password)
	path := subscribe(t, v, "calendar:")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	code, body, _ := ask(t, srv.URL+path, "")
	srv.Close() // all is written by then
	secret := strings.TrimSuffix(strings.TrimPrefix(path, "/lich/"), ".ics")
	if code < http.StatusInternalServerError || !strings.Contains(log.String(), "request failed") {
		t.Errorf("%d %s", code, log.String())
	}
	if strings.Contains(log.String(), secret) || strings.Contains(body, secret) {
		t.Errorf("the secret stands in %s %s", log.String(), body)
	}
}

// khal is a real calendar program with one empty calendar.
type khal struct {
	t   *testing.T
	dir string
}

func openKhal(t *testing.T) khal {
	t.Helper()
	if _, err := exec.LookPath("khal"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CI must test with khal, and there is none")
		}
		t.Skip("no khal")
	}
	k := khal{t, t.TempDir()}
	if err := os.MkdirAll(filepath.Join(k.dir, "cal"), 0o700); err != nil {
		t.Fatal(err)
	}
	conf := "[calendars]\n[[viec]]\npath = " + k.dir + "/cal\n[sqlite]\npath = " + k.dir + "/khal.db\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Asia/Ho_Chi_Minh\ndefault_timezone = Asia/Ho_Chi_Minh\nunicode_symbols = False\n[default]\ndefault_calendar = viec\nhighlight_event_days = False\n"
	if err := os.WriteFile(filepath.Join(k.dir, "khal.conf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k khal) run(args ...string) string {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(k.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "khal", append([]string{"-c", filepath.Join(k.dir, "khal.conf")}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+k.dir, "LC_ALL=C.UTF-8", "LANG=C.UTF-8", "TZ=Asia/Ho_Chi_Minh")
	out, err := cmd.CombinedOutput()
	if err != nil {
		k.t.Fatalf("khal %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// take lets khal read the feed as it is now.
func (k khal) take(address string) {
	k.t.Helper()
	_, body, _ := ask(k.t, address, "")
	file := filepath.Join(k.dir, "feed.ics")
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		k.t.Fatal(err)
	}
	k.run("import", "--batch", "-a", "viec", file)
}

// list is what khal shows from one day to another, a line an event.
func (k khal) list(from, to civil.Date) []string {
	k.t.Helper()
	out := k.run("list", "--notstarted", "--day-format", "", "--format", "{start-date} {title}|{status}|{repeat-pattern}", string(from), string(to))
	return strings.Split(strings.TrimSpace(out), "\n")
}

func wantsLine(t *testing.T, lines []string, want ...string) {
	t.Helper()
	for _, w := range want {
		found := false
		for _, l := range lines {
			found = found || strings.Contains(l, w)
		}
		if !found {
			t.Errorf("khal does not show %q in\n%s", w, strings.Join(lines, "\n"))
		}
	}
}

// A real calendar program reads the feed: a single duty, one whose day was
// changed, a standing one through a holiday, a cancelled one, and one done.
func TestACalendarProgramReadsTheFeed(t *testing.T) {
	t.Parallel()
	k := openKhal(t)
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	sec, lead := p.person(t, "thuongtruc"), apparatus.OrgID(actor.From(p.person(t, "skhdt")).Org)
	give := func(title string, d assignment.Deadline) assignment.Assignment {
		t.Helper()
		a, err := p.Assignments.Assign(sec, assignment.New{Title: title, Lead: lead, Origin: ref.New("document", "kiem-thu"), OriginLabel: "06-TB/BCĐ", Deadline: d})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	on := func(day civil.Date) assignment.Deadline {
		return assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: day}
	}
	give("Rà soát, cắt giảm thời gian; đơn giản hóa thủ tục “đầu tư”", on("2023-08-10"))
	moved := give("Trình quy chế phối hợp", on("2023-08-16"))
	dropped := give("Lập danh mục dịch vụ công", on("2023-08-18"))
	give("Báo cáo giải ngân hằng tuần", assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week})
	v := webtest.New(t, p.srv.URL)
	v.SignIn("skhdt", password)
	address := p.srv.URL + subscribe(t, v, "calendar:")
	k.take(address)
	august := k.list("2023-08-01", "2023-09-01")
	wantsLine(t, august,
		"2023-08-10 Hạn: Rà soát, cắt giảm thời gian; đơn giản hóa thủ tục “đầu tư”", "2023-08-16 Hạn: Trình quy chế phối hợp", "2023-08-18 Hạn: Lập danh mục dịch vụ công",
		"2023-08-04 Hạn: Báo cáo giải ngân hằng tuần", "2023-08-25 Hạn: Báo cáo giải ngân hằng tuần")
	// Friday 01/9/2023 is off for National Day: that week's report is due on Thursday
	holiday := k.list("2023-08-28", "2023-09-05")
	if wantsLine(t, holiday, "2023-08-31 Hạn: Báo cáo giải ngân hằng tuần"); strings.Contains(strings.Join(holiday, "\n"), "2023-09-01 Hạn: Báo cáo giải ngân hằng tuần") {
		t.Errorf("khal shows the report also on the day off:\n%s", strings.Join(holiday, "\n"))
	}
	// Tết 2024: offices are closed from Thursday 08/02 to Wednesday 14/02
	eve := k.list("2024-02-05", "2024-02-17")
	cal := p.Calendar.Calendar()
	_, due := cal.Period(workday.Week, "2024-02-05", 5)
	wantsLine(t, eve, string(due)+" Hạn: Báo cáo giải ngân hằng tuần")
	for _, l := range eve {
		if day, _, _ := strings.Cut(l, " "); strings.Contains(l, "giải ngân hằng tuần") && !cal.Working(civil.Date(day)) {
			t.Errorf("khal shows a report on a day off: %s", l)
		}
	}

	p.clock.Set(p.clock.Now().Add(time.Hour))
	if _, err := p.Assignments.SetDue(sec, moved.ID, 0, "2023-08-14", "Chờ ý kiến Bộ"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Assignments.Cancel(sec, dropped.ID, 0, "Trùng nhiệm vụ khác"); err != nil {
		t.Fatal(err)
	}
	_, body, _ := ask(t, address, "")
	if !strings.Contains(strings.ReplaceAll(body, "\r\n ", ""), "UID:"+string(moved.ID)+"-han@dondoc.invalid\r\n") {
		t.Error("the identifier has changed")
	}
	k.take(address)
	august = k.list("2023-08-01", "2023-09-01")
	wantsLine(t, august, "2023-08-14 Hạn: Trình quy chế phối hợp", "2023-08-18 Đã hủy: Lập danh mục dịch vụ công|CANCELLED")
	if all := strings.Join(august, "\n"); strings.Count(all, "Trình quy chế phối hợp") != 1 || strings.Count(all, "Lập danh mục dịch vụ công") != 1 {
		t.Errorf("an event stands twice:\n%s", all)
	}

	// every open duty of the person that has a day stands where the page says
	page, err := p.Assignments.List(p.person(t, "skhdt"), listing.Query{Size: listing.MaxPageSize, Filters: map[string][]string{assignment.FilterView: {string(assignment.Mine)}}})
	if err != nil {
		t.Fatal(err)
	}
	whole := k.list("2023-01-01", "2024-12-31")
	for _, a := range page.Rows {
		if a.Due == "" {
			continue
		}
		day := cal.OnOrAfter(a.Due)
		if a.Deadline.Kind == assignment.Recurring {
			day = a.Due
		}
		found := false
		for _, l := range whole {
			found = found || strings.HasPrefix(l, string(day)) && strings.Contains(l, a.Title)
		}
		if !found {
			t.Errorf("khal does not show %s, %s (%s)", day, a.Title, a.Deadline.Kind)
		}
	}
	if !identity.Allows(actor.From(p.person(t, "skhdt")), identity.AssignmentWork) || !feed.MayHave(actor.From(p.person(t, "skhdt")), feed.Personal) {
		t.Error("the test asks as somebody without a calendar")
	}
}
