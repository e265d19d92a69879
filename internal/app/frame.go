package app

import (
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzhttp"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/calendar/calendarweb"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/notify/notifyweb"
	"dondoc/internal/setting"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// menu lists where an actor may go, in the order of the bar.
func menu(a actor.Actor) []ui.NavItem {
	var out []ui.NavItem
	add := func(p actor.Permission, key, label, href string) {
		if identity.Allows(a, p) {
			out = append(out, ui.NavItem{Key: key, Label: label, Href: href})
		}
	}
	add(identity.DashboardView, "dieu-hanh", "Điều hành", "/lam-viec")
	add(identity.DecisionView, "can-quyet-dinh", "Cần quyết định", "/lam-viec/can-quyet-dinh")
	add(identity.AssignmentWork, "cua-toi", "Việc của tôi", "/lam-viec/viec-cua-toi")
	add(identity.AssignmentList, "nhiem-vu", "Nhiệm vụ", "/lam-viec/nhiem-vu")
	add(identity.DashboardView, "don-doc", "Đôn đốc", "/lam-viec/don-doc")
	add(identity.DocumentList, "van-ban", "Văn bản", "/lam-viec/van-ban")
	add(identity.MeetingView, "hop", "Phiên họp", "/lam-viec/hop")
	add(identity.LexiconView, "tu-dien", "Từ điển", "/lam-viec/tu-dien")
	add(identity.OrganisationList, "co-quan", "Cơ quan", "/lam-viec/co-quan")
	add(identity.AccountManage, "tai-khoan", "Tài khoản", "/lam-viec/tai-khoan")
	add(identity.SettingEdit, "cai-dat", "Cài đặt", "/lam-viec/cai-dat")
	add(identity.SettingEdit, "gui-di", "Gửi đi", notifyweb.PathOut)
	add(identity.AuditView, "so-ghi", "Sổ ghi việc", "/lam-viec/so-ghi-viec")
	if !identity.Allows(a, identity.DashboardView) { // their bar is full; it stands on the page of urging and in the contents
		add(identity.CalendarView, "lich", "Lịch làm việc", calendarweb.Path)
	}
	return out
}

// contents is the menu as a page: all of the bar, and what the bar has no room for.
func contents(a actor.Actor) []ui.NavItem {
	out := menu(a)
	if identity.Allows(a, identity.CalendarView) && identity.Allows(a, identity.DashboardView) {
		out = append(out, ui.NavItem{Key: "lich", Label: "Lịch làm việc", Href: calendarweb.Path})
	}
	return out
}

// frame draws the page around a view.
func (a *App) frame(f web.Frame) templ.Component {
	banner := a.Settings.Get(setting.DemoNotice)
	if banner != "" {
		banner += " Hôm nay là " + civil.Of(f.Now).Long() + ", " + f.Now.In(civil.Zone()).Format("15:04") + "."
	}
	if f.Public {
		return ui.PublicLayout(ui.PublicPage{Title: f.Title, Banner: banner, Flash: f.Flash}, f.Body)
	}
	who := f.Visit.Actor
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := a.page(f, banner, who)
		n, err := a.Notify.UnreadOf(ctx, who.ID)
		if err != nil {
			a.Log.WarnContext(ctx, "unread not counted", slog.Any("error", err)) // a page without its bell is still a page
		}
		p.Bell, p.BellHref = n, notifyweb.PathInbox
		return ui.Layout(p, f.Body).Render(ctx, w)
	})
}

func (a *App) page(f web.Frame, banner string, who actor.Actor) ui.Page {
	return ui.Page{
		Title: f.Title, Banner: banner, Home: identity.Home(who), Nav: menu(who), Current: f.Section, User: who.Name, UserOrg: a.Apparatus.Directory().Short(apparatus.OrgID(who.Org)),
		UserHref: "/lam-viec/ca-nhan", MenuHref: "/lam-viec/muc-luc", Logout: "/dang-xuat", Token: f.Visit.FormToken, Flash: f.Flash, Unsent: f.Unsent,
		PrintFoot: "In lúc " + civil.Instant(f.Now), IdleSeconds: int(f.Visit.Idle.Seconds()), PingURL: "/lam-viec/phien", LoginURL: "/dang-nhap", DraftURL: "/lam-viec/nhap",
	}
}

// unsent lists what a person typed into a form, out of all that the form sent:
// words, not codes.
func (a *App) unsent(ctx context.Context, key string) []string {
	values, _, ok := a.Identity.Draft(ctx, key)
	if !ok {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, v := range values[name] {
			if v = strings.TrimSpace(v); strings.ContainsAny(v, " \n/") {
				out = append(out, v)
			}
		}
	}
	return out
}

func (a *App) menuPage(w http.ResponseWriter, r *http.Request) error {
	v := web.VisitOf(r)
	p := a.page(web.Frame{Visit: v, Now: a.Clock.Now()}, "", v.Actor)
	p.Nav = contents(v.Actor)
	return web.Page(w, r, web.View{Title: "Mục lục", Body: ui.MenuPage(p)})
}

// failure draws the body of an error page.
func failure(f web.Failure) templ.Component {
	v := ui.ErrorView{Title: f.Sentence, Code: f.Code}
	switch {
	case f.Status == http.StatusNotFound:
		v.Title, v.Sentence = "Không tìm thấy", f.Sentence
	case f.Code != "":
		v.Title, v.Sentence = "Hệ thống chưa xử lý được", f.Sentence+" Nội dung đã nhập vẫn còn ở trang trước; bấm quay lại của trình duyệt rồi gửi lại."
	}
	if f.SignedIn {
		v.Links = []ui.Link{{Label: "Về trang bắt đầu", Href: "/"}}
	} else {
		v.Links = []ui.Link{{Label: "Đăng nhập", Href: "/dang-nhap"}}
	}
	return ui.ErrorPage(v)
}

// assets serves the files of the design, named by their content, for ever.
func assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := ui.FindAsset(r.URL.Path)
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.ContentType)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		h.Set("X-Content-Type-Options", "nosniff")
		body := f.Body
		if f.Gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.Gzip
		}
		if _, err := w.Write(body); err != nil {
			return // the browser went away
		}
	})
}

// compress packs pages for browsers that take it; files of the design are
// packed already.
func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(gzip.BestSpeed+2))
	if err != nil {
		panic(err) // fixed options, and a test serves through them
	}
	packed := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, ui.AssetRoot) {
			next.ServeHTTP(w, r)
			return
		}
		packed(w, r)
	})
}

func (a *App) root(w http.ResponseWriter, r *http.Request) error {
	if v := web.VisitOf(r); v.Actor.SignedIn() {
		return web.SeeOther(w, r, identity.Home(v.Actor))
	}
	return web.SeeOther(w, r, "/dang-nhap")
}

func (a *App) readyz(w http.ResponseWriter, r *http.Request) error {
	if err := a.Ready(r.Context()); err != nil {
		return err
	}
	return web.JSON(w, map[string]string{"status": "ready"})
}
