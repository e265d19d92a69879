package app_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/web/webtest"
)

// Every figure of the chairman's page that is a link is the length of the list
// behind it.
func TestEveryFigureIsTheLengthOfItsList(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + t.TempDir() + "/x.db" },
		"postgres": func(t *testing.T) string { return storagetest.PostgresAddress(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := settle(t, database(t))
			p.disputed(t, "skhdt", "skhdt")
			v := webtest.New(t, p.srv.URL)
			v.SignIn("chutich", password)
			code, body := v.Get("/lam-viec")
			if code != http.StatusOK {
				t.Fatalf("%d", code)
			}
			links := regexp.MustCompile(`<a (?:class="[^"]*" )?href="/lam-viec/nhiem-vu\?([^"#]*)"[^>]*>(?:<strong>)?([^<]+)<`).FindAllStringSubmatch(body, -1)
			first := regexp.MustCompile(`^\D{0,5}?(\d+)(?: |$)`)
			checked := map[string]bool{}
			for _, m := range links {
				words := strings.TrimSpace(m[2])
				n := first.FindStringSubmatch(words)
				if n == nil || strings.HasSuffix(words, "%") {
					continue
				}
				want, err := strconv.Atoi(n[1])
				if err != nil {
					t.Fatal(err)
				}
				query := strings.ReplaceAll(m[1], "&amp;", "&")
				_, raw := v.Get("/lam-viec/nhiem-vu.json?" + query)
				var got struct {
					Assignments []struct{} `json:"assignments"`
				}
				if err := json.Unmarshal([]byte(raw), &got); err != nil {
					t.Fatalf("%s: %v", query, err)
				}
				if len(got.Assignments) != want {
					t.Errorf("%q leads to %d: %s", words, len(got.Assignments), query)
				}
				checked[query] = true
			}
			if len(checked) < 25 {
				t.Errorf("only %d figures lead to a list", len(checked))
			}
			st, err := p.Dashboard.Stats(p.by(t, "chutich"))
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range st.ByOrg { // the shares of the league, which are printed in percent
				for how, want := range map[string]int{"": x.Done, assignment.ByOriginal: x.DoneInDay, assignment.ByAgreed: x.DoneAgreed} {
					q := listing.Query{Size: listing.MaxPageSize, Filters: map[string][]string{assignment.FilterView: {"tat-ca"}, assignment.FilterLead: {string(x.Org)}, assignment.FilterDone: {string(st.Since)}}}
					if how != "" {
						q.Filters[assignment.FilterOnTime] = []string{how}
					}
					page, err := p.Assignments.List(p.by(t, "chutich"), q)
					if err != nil || len(page.Rows) != want {
						t.Errorf("%s %s: %d, the list has %d, %v", x.Org, how, want, len(page.Rows), err)
					}
				}
			}
		})
	}
}

// figures is all of a page that can be told from the record of acts.
func figures(t *testing.T, s *dashboard.Service, p place) string {
	t.Helper()
	v, err := s.Load(p.by(t, "chutich"))
	if err != nil {
		t.Fatal(err)
	}
	ids := func(list []assignment.Assignment) (out []string) {
		for _, a := range list {
			out = append(out, a.Code[:8]+a.Title+string(a.State)+string(a.Due)+a.HolderName)
		}
		return out
	}
	decide := make([]string, 0, len(v.Decide))
	for _, x := range v.Decide {
		decide = append(decide, x.What+x.Why)
	}
	b, err := json.MarshalIndent(map[string]any{
		"stats": v.Stats, "late": ids(v.Late), "week": ids(v.Week), "waiting": ids(v.Waiting), "holders": v.Holders, "heat": v.Heat, "days": v.Days, "coming": v.Coming, "decide": decide, "deciding": v.Deciding, "forecast": v.Forecast,
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Playing the sample's history and stopping at a day gives the same page as
// asking for that day later, from the record of acts.
func TestAPastDayIsThePageOfThatDay(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + t.TempDir() + "/x.db" },
		"postgres": func(t *testing.T) string { return storagetest.PostgresAddress(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			later := settle(t, database(t))
			for _, day := range []civil.Date{"2023-01-18", "2023-03-31", "2023-05-15", "2023-06-09"} {
				then := settleAt(t, "sqlite:"+t.TempDir()+"/x.db", day.At(23, 59))
				then.Dashboard.Contribute(nil, nil) // what other rooms lay before the Chairman is not made for a past day
				past, err := later.Dashboard.On(t.Context(), day)
				if err != nil {
					t.Fatal(err)
				}
				want, got := figures(t, then.Dashboard, then), figures(t, past, later)
				if want != got {
					w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
					for i := range min(len(w), len(g)) {
						if w[i] != g[i] {
							t.Errorf("%s, line %d: as it was %s, as of then %s", day, i, w[i], g[i])
							break
						}
					}
				}
			}
			v := webtest.New(t, later.srv.URL)
			v.SignIn("chutich", password)
			code, body := v.Get("/lam-viec?ngay=2023-05-15")
			if code != http.StatusOK || !strings.Contains(body, "Trang của một ngày đã qua") || !strings.Contains(body, "15/05/2023") || strings.Contains(body, "%!") {
				t.Errorf("the page of a past day: %d", code)
			}
			for address, words := range map[string]string{"?ngay=2022-12-01": "chưa có gì trước ngày", "?ngay=30/02/2023": "không có trong lịch", "?ngay=2030-01-01": "chưa tới", "?ngay=rac": ""} {
				if code, body := v.Get("/lam-viec" + address); code != http.StatusUnprocessableEntity || !strings.Contains(body, words) {
					t.Errorf("%s: %d", address, code)
				}
			}
		})
	}
}

// proposed lets the secretariat propose for the first item of a kind.
func (p place) proposed(t *testing.T, kind identity.DecisionKind, action dashboard.Action, value, why string) {
	t.Helper()
	ctx := p.by(t, "thuongtruc")
	items, err := p.Dashboard.Items(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range items {
		if x.Kind == kind {
			if err := p.Dashboard.Propose(ctx, dashboard.Choice{Kind: x.Kind, ID: x.ID, Rev: x.Rev, Action: action, Value: value, Why: why}); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no item of kind %s", kind)
}

// counted gives an assignment a countable goal and reports towards it.
func (p place) counted(t *testing.T) {
	t.Helper()
	ctx, head := p.by(t, "thuongtruc"), p.by(t, "skhdt")
	a, err := p.Assignments.Assign(ctx, assignment.New{Title: "Đơn giản hóa thủ tục hành chính về đầu tư", Lead: "skhdt", AssignedOn: "2023-01-18", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-12-15", Bound: "by"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Assignments.SetGoal(ctx, a.ID, a.Rev, assignment.Goal{Unit: "thủ tục", Baseline: "0", Target: "48", Plan: []assignment.Point{{On: "2023-04-28", Value: "12"}, {On: "2023-07-31", Value: "30"}}}, ""); err != nil {
		t.Fatal(err)
	}
	for i, value := range []string{"9", "16"} {
		p.clock.Set(civil.Date("2023-06-12").At(9+i, 5))
		f := assignment.Filing{Nonce: storage.NewID(p.clock.Now()), Body: "Đã đơn giản hóa thêm thủ tục, kèm danh mục (dữ liệu minh họa) " + value, Value: value, Submit: true, Progress: true}
		if _, err := p.Assignments.Report(head, a.ID, f); err != nil {
			t.Fatal(err)
		}
	}
}

// The page, the digest and the decisions are looked at wide and narrow, light
// and dark, with a proposal and a goal on them; they say what they must.
func TestTheChairmansPagesSayWhatTheyMust(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	p.disputed(t, "skhdt", "skhdt")
	p.proposed(t, identity.DecideDispute, dashboard.Reassign, "snv", "Quyết định về chức năng của Sở Nội vụ ghi rõ việc này (dữ liệu minh họa).")
	p.proposed(t, identity.DecideUndated, dashboard.SetDay, "2023-09-29", "Trùng kỳ sơ kết giữa nhiệm kỳ (dữ liệu minh họa).")
	p.counted(t)
	for name, x := range map[string]struct {
		width int64
		flags []chromedp.ExecAllocatorOption
	}{"1280": {1280, nil}, "390": {390, nil}, "1280-toi": {1280, []chromedp.ExecAllocatorOption{chromedp.Flag("blink-settings", "preferredColorScheme=0")}}, "390-toi": {390, []chromedp.ExecAllocatorOption{chromedp.Flag("blink-settings", "preferredColorScheme=0")}}} {
		b := openBrowser(t, p.srv, x.width, 900, x.flags...)
		b.signIn("chutich")
		b.visit("/lam-viec")
		b.wants("nhiệm vụ đang trễ", "việc chờ quyết định", "Ai đang giữ việc trễ", "hạn thống nhất", "Sáu tuần tới", "Thiếu")
		b.narrow()
		b.shot("dieu-hanh-" + name)
		b.visit("/lam-viec?ngay=2023-05-15")
		b.wants("Trang của một ngày đã qua", "Về hôm nay")
		b.narrow()
		b.shot("ngay-qua-" + name)
		b.visit("/lam-viec/can-quyet-dinh")
		b.wants("Đề xuất: giao Sở Nội vụ", "Lê Thị Hà", "Chốt hạn 29/09/2023")
		if n := b.eval(`document.querySelectorAll('.decisions .btn.primary').length`); n != "3" {
			t.Errorf("%s filled buttons for three proposals", n)
		}
		b.narrow()
		b.shot("can-quyet-dinh-" + name)
		b.visit("/lam-viec/ban-tin-sang")
		b.wants("Bản tin sáng", "việc mới trễ", "Đến hạn hôm nay và tuần này")
		b.narrow()
		b.shot("ban-tin-" + name)
	}
}

// narrow fails when a page scrolls sideways.
func (b *browser) narrow() {
	b.t.Helper()
	if n := b.eval(`document.documentElement.scrollWidth - innerWidth`); n != "0" && !strings.HasPrefix(n, "-") {
		b.t.Errorf("%s is wider than the screen by %s", b.at(), n)
	}
}
