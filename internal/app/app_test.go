package app_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/identity"
	"dondoc/internal/sample"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/web"
	"dondoc/internal/web/webtest"
)

const password = "mot-mat-khau-dai"

func demoStart() time.Time { return civil.Date("2023-06-12").At(9, 0) }

// place is a served house with the sample's history, and its clock.
type place struct {
	*app.App

	srv      *httptest.Server
	clock    *clock.Manual
	accounts []sample.Account
}

// settle opens the app with the sample's history on an empty database.
func settle(t *testing.T, database string) place {
	t.Helper()
	return settleAt(t, database, demoStart())
}

// settleAt stops the sample's history at an instant.
func settleAt(t *testing.T, database string, until time.Time) place {
	t.Helper()
	c, files := clock.At(until), filepath.Join(t.TempDir(), "files")
	var accounts []sample.Account
	copied := strings.HasPrefix(database, "sqlite:")
	if copied {
		accounts = historyUntil(until).begin(t, database, files, until)
	}
	a, err := app.Open(t.Context(), app.Options{Database: database, Files: files, Clock: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if !copied {
		if accounts, err = sample.Load(t.Context(), a, c, until, password); err != nil {
			t.Fatal(err)
		}
	}
	srv := httptest.NewServer(a.Handler())
	t.Cleanup(srv.Close)
	return place{a, srv, c, accounts}
}

func house(t *testing.T, database string) (*app.App, *httptest.Server) {
	t.Helper()
	p := settle(t, database)
	return p.App, p.srv
}

// Every role × every route: a page that the policy table does not open is not
// found, a form is refused, and nothing ever answers 500.
func TestEveryRoleOnEveryRoute(t *testing.T) {
	t.Parallel()
	a, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	users := map[actor.Role]string{actor.Chairman: "chutich", actor.Deputy: "phochutich", actor.Secretariat: "thuongtruc", actor.FocalPoint: "ttxtdt", actor.AgencyHead: "skhdt", actor.Officer: "huyen", actor.Auditor: "giamsat", actor.Admin: "quantri"}
	if len(users) != len(actor.Roles()) {
		t.Fatal("a role has no account")
	}
	fill := strings.NewReplacer("{id}", "khong-co", "{f}", "khong-co", "{file}", "khong-co", "{$}", "")
	for role, user := range users {
		t.Run(string(role), func(t *testing.T) {
			t.Parallel()
			v := webtest.New(t, srv.URL)
			v.SignIn(user, password)
			who := actor.Actor{Kind: actor.Person, Grants: []actor.Grant{{Role: role}}}
			for _, r := range a.Router().Routes() {
				if r.Pattern == "/dang-xuat" || r.Pattern == "/lam-viec/phien/het" {
					continue // it would end the journey
				}
				path := fill.Replace(r.Pattern)
				may := r.Perm == web.Public || r.Perm == web.SignedIn || identity.Allows(who, r.Perm)
				var code int
				if r.Method == http.MethodGet {
					code, _ = v.Get(path)
				} else {
					code, _, _ = v.Post("/lam-viec/ca-nhan", path, url.Values{})
				}
				switch {
				case code >= http.StatusInternalServerError:
					t.Errorf("%s %s by %s: %d", r.Method, path, role, code)
				case !may && r.Method == http.MethodGet && code != http.StatusNotFound:
					t.Errorf("GET %s is open to %s: %d", path, role, code)
				case !may && r.Method == http.MethodPost && code != http.StatusForbidden:
					t.Errorf("POST %s is open to %s: %d", path, role, code)
				case may && code == http.StatusForbidden && r.Method == http.MethodGet:
					t.Errorf("GET %s is closed to %s: %d", path, role, code)
				}
			}
		})
	}
	t.Run("anonymous", func(t *testing.T) {
		t.Parallel()
		v := webtest.New(t, srv.URL)
		for _, r := range a.Router().Routes() {
			if r.Perm == web.Public {
				continue
			}
			path := fill.Replace(r.Pattern)
			var code int
			var body string
			if r.Method == http.MethodGet {
				code, body = v.Get(path)
			} else {
				code, body, _ = v.Post("/dang-nhap", path, url.Values{})
			}
			if code != http.StatusSeeOther && code != http.StatusUnauthorized || len(body) > 400 {
				t.Errorf("%s %s by a visitor: %d, %d bytes", r.Method, path, code, len(body))
			}
		}
	})
}

// One agency's people never see another's records: not by address, list,
// search, export or API.
func TestAnotherAgencySeesNothing(t *testing.T) {
	t.Parallel()
	a, srv := house(t, "sqlite:"+t.TempDir()+"/x.db")
	v := webtest.New(t, srv.URL)
	v.SignIn("huyen", password)
	_, csv := v.Get("/lam-viec/nhiem-vu.csv?danh-sach=tat-ca")
	if strings.Contains(csv, "Sở Tài chính") || !strings.Contains(csv, "Tuy Phước") {
		t.Errorf("export: %.300s", csv)
	}
	if _, body := v.Get("/lam-viec/nhiem-vu?tim=giai+ngan"); strings.Contains(body, "giải ngân") && strings.Contains(body, "Sở Tài chính") {
		t.Error("search shows another agency's work")
	}
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	st, err := a.Tally.Stats(ctx, "2023-01-01")
	if err != nil || st.Total.Open < 30 {
		t.Fatalf("%+v, %v", st.Total, err)
	}
}

// The demonstration runs on either engine, and its figures are the same.
func TestTheSampleOnBothEngines(t *testing.T) { //nolint:tparallel // the second run is compared with the first
	t.Parallel()
	count := func(t *testing.T, database string) []int {
		t.Helper()
		a, srv := house(t, database)
		v := webtest.New(t, srv.URL)
		v.SignIn("chutich", password)
		for _, path := range []string{"/lam-viec", "/lam-viec/nhiem-vu", "/lam-viec/van-ban", "/lam-viec/co-quan", "/lam-viec/so-ghi-viec", "/lam-viec/dieu-hanh.csv", "/lam-viec/nhiem-vu.json", "/readyz"} {
			if code, body := v.Get(path); code != http.StatusOK || strings.Contains(body, "%!") {
				t.Errorf("%s: %d", path, code)
			}
		}
		st, err := a.Tally.Stats(actor.With(t.Context(), actor.System("kiểm thử")), "2023-01-01")
		if err != nil {
			t.Fatal(err)
		}
		return []int{st.Total.Open, st.Total.Late, st.Total.Done, st.Total.Waiting, st.Total.Undated}
	}
	var lite []int
	t.Run("sqlite", func(t *testing.T) { lite = count(t, "sqlite:"+t.TempDir()+"/x.db") })
	t.Run("postgres", func(t *testing.T) {
		if pg := count(t, storagetest.PostgresAddress(t)); !slices.Equal(pg, lite) {
			t.Errorf("sqlite %v, postgres %v", lite, pg)
		}
	})
}

// An empty database leads through the set-up page to a province that the
// program has never heard of.
func TestSetUpOfADifferentProvince(t *testing.T) {
	t.Parallel()
	storageRun := func(t *testing.T, database string) {
		t.Helper()
		a, err := app.Open(t.Context(), app.Options{Database: database, Files: t.TempDir(), Clock: clock.At(demoStart()), Log: slog.New(slog.DiscardHandler), FixedSetupCode: "ma-thiet-lap"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		srv := httptest.NewServer(a.Handler())
		t.Cleanup(srv.Close)
		v := webtest.New(t, srv.URL)
		if code, _ := v.Get("/lam-viec"); code != http.StatusSeeOther {
			t.Errorf("an empty database shows a page: %d", code)
		}
		form := url.Values{"code": {"sai"}, "province": {"tỉnh Phú Thọ"}, "committee": {"Ban Chỉ đạo cải cách hành chính tỉnh Phú Thọ"}, "standing": {"Sở Nội vụ"}, "user": {"quan.tri"}, "name": {"Ka Să K’Đêu"}, "password": {password}}
		if code, body, _ := v.Post("/cai-dat", "/cai-dat", form); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Phú Thọ") {
			t.Errorf("a wrong code: %d, and what was typed must stay", code)
		}
		form.Set("code", "ma-thiet-lap")
		form.Set("province", strings.Repeat("x", 130))
		if code, _, _ := v.Post("/cai-dat", "/cai-dat", form); code != http.StatusUnprocessableEntity {
			t.Errorf("a name too long: %d", code)
		}
		form.Set("province", "tỉnh Phú Thọ")
		if code, body, _ := v.Post("/cai-dat", "/cai-dat", form); code != http.StatusSeeOther {
			t.Fatalf("set-up: %d %s", code, body)
		}
		if code, _ := v.Get("/cai-dat"); code != http.StatusNotFound {
			t.Errorf("set-up twice: %d", code)
		}
		if code, _, _ := v.Post("/dang-nhap", "/dang-nhap", url.Values{"user": {"quan.tri"}, "password": {password}}); code != http.StatusSeeOther {
			t.Fatalf("first sign-in: %d", code)
		}
		if code, body := v.Get("/lam-viec/co-quan"); code != http.StatusOK || !strings.Contains(body, "Phú Thọ") || strings.Contains(body, "Bình Định") {
			t.Errorf("organisations: %d", code)
		}
		if code, body, _ := v.Post("/lam-viec/co-quan/moi", "/lam-viec/co-quan/moi", url.Values{"name": {"Sở Y tế"}, "kind": {"department"}, "parent": {"ubnd"}}); code != http.StatusSeeOther {
			t.Errorf("first department: %d %s", code, body)
		}
		// Settling a conflict must carry every field, shown or not.
		edit := regexp.MustCompile(`/lam-viec/co-quan/[a-z0-9-]+`).FindAllString(func() string { _, b := v.Get("/lam-viec/co-quan"); return b }(), -1)
		page := edit[len(edit)-1] + "/sua"
		stale := url.Values{"rev": {"0"}, "name": {"Sở Y tế"}, "kind": {"department"}, "parent": {"ubnd"}, "focal": {"1"}, "from": {"01/02/2023"}, "note": {"Ghi chú riêng"}, "reason": {"Đổi tên"}}
		code, body, _ := v.Post(page, page, stale)
		for _, kept := range []string{"01/02/2023", "Ghi chú riêng", "Đổi tên", `name="focal"`, `name="standing"`} {
			if code != http.StatusConflict || !strings.Contains(body, kept) {
				t.Errorf("the conflict page of %s, %d, lost %s", page, code, kept)
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); storageRun(t, "sqlite:"+t.TempDir()+"/x.db") })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); storageRun(t, storagetest.PostgresAddress(t)) })
}

// A form sent after the session has ended is kept as a draft, and comes back
// after signing in.
func TestTypingOutlivesTheSession(t *testing.T) {
	t.Parallel()
	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	srv, c := p.srv, p.clock
	v := webtest.New(t, srv.URL)
	v.SignIn("skhdt", password)
	_, body := v.Get("/lam-viec/viec-cua-toi")
	m := regexp.MustCompile(`/lam-viec/nhiem-vu/[a-z0-9]{26}`).FindString(body)
	page := m + "/bao-cao"
	_, form := v.Get(page)
	token := webtest.TokenIn(form)
	nonce := regexp.MustCompile(`name="nonce" value="([^"]+)"`).FindStringSubmatch(form)
	if m == "" || token == "" || nonce == nil {
		t.Fatalf("no report form on %s", page)
	}
	c.Set(c.Now().Add(45 * time.Minute))
	typed := url.Values{"_token": {token}, "_draft": {page}, "nonce": {nonce[1]}, "body": {"Đã gõ rất lâu"}, "do": {"nop"}}
	code, _, head := v.Send(page, page, typed)
	if to := head.Get("Location"); code != http.StatusSeeOther || !strings.HasPrefix(to, "/dang-nhap") || !strings.Contains(to, "het-phien") {
		t.Fatalf("an ended session: %d %s", code, to)
	}
	v.SignIn("skhdt", password)
	if _, body := v.Get(page); !strings.Contains(body, "Đã gõ rất lâu") || !strings.Contains(body, "khôi phục") {
		t.Error("what was typed is gone")
	}
	// a form that keeps no drafts: the page itself shows what was sent
	_, show := v.Get(m)
	c.Set(c.Now().Add(45 * time.Minute))
	_, _, head = v.Send(m, m+"/y-kien", url.Values{"_token": {webtest.TokenIn(show)}, "rev": {"1"}, "reason": {"Việc này thuộc Sở Tài chính"}})
	to, err := url.Parse(head.Get("Location"))
	if err != nil || to.Query().Get("tiep") != m+"?chua-gui=1" {
		t.Fatalf("sent to %s, %v", head.Get("Location"), err)
	}
	v.SignIn("skhdt", password)
	if _, body := v.Get(to.Query().Get("tiep")); !strings.Contains(body, "“Việc này thuộc Sở Tài chính”") || !strings.Contains(body, "chưa được lưu") {
		t.Error("what was typed into a form without drafts is gone")
	}
}
