package notifyweb

import (
	"net/http"
	"net/url"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/notify"
	"dondoc/internal/viet"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// Pages are this room's pages.
type Pages struct {
	Notify   *notify.Service
	Accounts *identity.Service
	Now      func() time.Time
}

// The addresses of this room.
const (
	PathInbox  = notify.PathInbox
	PathChoice = PathInbox + "/tuy-chon"
	PathOut    = "/lam-viec/gui-di"
	pathAll    = PathInbox + "/doc-het"
	pathOne    = PathOut + "/lan"
	pathHook   = PathOut + "/webhook"
	pathPeople = PathOut + "/nguoi-nhan"
	section    = "thong-bao"
	sectionOut = "gui-di"
)

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(PathInbox, web.SignedIn, p.inbox)
	rt.Post(pathAll, web.SignedIn, p.readAll)
	rt.Post(PathInbox+"/{id}/mo", web.SignedIn, p.open)
	rt.Post(PathInbox+"/{id}/nhan", web.SignedIn, p.acknowledge)
	rt.Get(PathChoice, web.SignedIn, p.choiceForm)
	rt.Post(PathChoice, web.SignedIn, p.choose)
	look := identity.SettingEdit
	rt.Get(PathOut, look, p.out)
	rt.Post(PathOut+"/thu-thu", look, p.tryMail)
	rt.Get(pathOne+"/{id}", look, p.delivery)
	rt.Post(pathOne+"/{id}/gui-lai", look, p.replay)
	rt.Get(pathHook+"/moi", look, p.newHook)
	rt.Post(pathHook+"/moi", look, p.addHook)
	rt.Get(pathHook+"/{id}", look, p.hook)
	rt.Post(pathHook+"/{id}", look, p.editHook)
	rt.Post(pathHook+"/{id}/doi-khoa", look, p.newSecret)
	rt.Post(pathHook+"/{id}/gui-thu", look, p.tryHook)
	rt.Get(pathPeople, look, p.people)
	rt.Get(pathPeople+"/{id}", look, p.personForm)
	rt.Post(pathPeople+"/{id}", look, p.person)
}

// inboxView is what a person was told: the unread, then a page of the read.
type inboxView struct {
	Lead   string
	Token  string
	Unread []day
	Read   []day
	Newest string // the newest unread, for "all read"
	Filter ui.Filter
	Kind   string
	Pages  ui.Pages
	Empty  string
}

// day is what was told on one day.
type day struct {
	Label string
	Items []notify.Item
}

const (
	pageSize  = 30
	maxUnread = 100
)

func (p *Pages) inbox(w http.ResponseWriter, r *http.Request) error {
	kind, before := notify.Kind(r.URL.Query().Get("loai")), r.URL.Query().Get("truoc")
	v := inboxView{Token: web.Token(r), Kind: string(kind)}
	var unread []notify.Item
	var err error
	more := false
	if since := r.URL.Query().Get("chua-doc"); before == "" {
		if unread, err = p.Notify.Inbox(r.Context(), notify.InboxQuery{Unread: true, Kind: kind, Before: since, Size: maxUnread + 1}); err != nil {
			return err
		}
		if more = len(unread) > maxUnread; more {
			unread = unread[:maxUnread]
		}
	}
	read, err := p.Notify.Inbox(r.Context(), notify.InboxQuery{Seen: true, Kind: kind, Before: before, Size: pageSize + 1})
	if err != nil {
		return err
	}
	keep := url.Values{}
	if more { // the read ones stand behind the last of the unread
		keep.Set("chua-doc", unread[maxUnread-1].ID)
		read = nil
	}
	if kind != "" {
		keep.Set("loai", string(kind))
		v.Filter.Chips = []ui.Chip{{Label: kind.Label(), Remove: PathInbox}}
	}
	if before != "" {
		v.Pages.First = PathInbox + query(keep)
	}
	if more {
		v.Pages.Next = PathInbox + query(keep)
	}
	if len(read) > pageSize {
		read = read[:pageSize]
		keep.Del("chua-doc")
		keep.Set("truoc", read[pageSize-1].ID)
		v.Pages.Next = PathInbox + query(keep)
	}
	v.Filter.Action, v.Filter.ClearHref, v.Filter.NoSearch = PathInbox, PathInbox, true
	v.Unread, v.Read = byDay(unread), byDay(read)
	if len(unread) > 0 {
		v.Newest = unread[0].ID
	}
	switch {
	case len(unread)+len(read) > 0:
	case kind != "":
		v.Empty = "Không có thông báo nào thuộc loại này."
	default:
		v.Empty = "Chưa có thông báo nào."
	}
	if v.Lead, err = p.lead(r); err != nil {
		return err
	}
	return web.Page(w, r, web.View{Title: "Thông báo", Section: section, Body: inboxPage(v)})
}

func query(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// lead says how things stand before the list does.
func (p *Pages) lead(r *http.Request) (string, error) {
	unread, err := p.Notify.Unread(r.Context())
	if err != nil {
		return "", err
	}
	waiting, err := p.Notify.Inbox(r.Context(), notify.InboxQuery{Ask: true, Size: maxUnread})
	if err != nil {
		return "", err
	}
	switch {
	case unread == 0 && len(waiting) == 0:
		return "Không có thông báo nào chưa đọc.", nil
	case len(waiting) == 0:
		return viet.Title(many(unread)) + " thông báo chưa đọc.", nil
	}
	return viet.Title(many(unread)) + " thông báo chưa đọc, " + many(len(waiting)) + " thông báo chờ đồng chí xác nhận đã nhận.", nil
}

// many is a count that stops at a hundred.
func many(n int) string {
	if n >= maxUnread {
		return "hơn 99"
	}
	return number(n)
}

func byDay(list []notify.Item) []day {
	var out []day
	for _, x := range list {
		label := viet.Title(civil.Of(x.At).Long())
		if n := len(out); n == 0 || out[n-1].Label != label {
			out = append(out, day{Label: label})
		}
		d := &out[len(out)-1]
		d.Items = append(d.Items, x)
	}
	return out
}

func (p *Pages) readAll(w http.ResponseWriter, r *http.Request) error {
	if err := p.Notify.ReadAll(r.Context(), r.PostFormValue("den")); err != nil {
		return err
	}
	return web.SeeOther(w, r, PathInbox)
}

// open marks a message as read and goes to what it is about.
func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Notify.Read(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if x.Path == "" {
		x.Path = PathInbox
	}
	return web.SeeOther(w, r, x.Path)
}

func (p *Pages) acknowledge(w http.ResponseWriter, r *http.Request) error {
	if err := p.Notify.Acknowledge(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(w, r, "Đã ghi nhận: đồng chí đã nhận và đang xử lý.")
	return web.SeeOther(w, r, PathInbox)
}
