package feedweb

import (
	"errors"
	"net/http"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/feed"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

type ownView struct {
	Token    string
	Calendar bool // the person has work of their own
	News     bool // the person may follow documents and agencies
	Mine     *addressView
	Others   []addressView
	Choices  []ui.Option
	Chosen   string
	Fresh    *freshView
	Errors   map[string]string
}

// addressView is a live address as the page shows it.
type addressView struct {
	ID, Title, Page, Issued, Fetched string
	Again                            string // value that renews it
}

// freshView is an address just issued, shown this once.
type freshView struct{ Title, Address, Webcal string }

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	v := ownView{}
	if id := r.URL.Query().Get("van-ban"); id != "" {
		v.Chosen = value(feed.Notice, id)
	} else if id := r.URL.Query().Get("co-quan"); id != "" {
		v.Chosen = value(feed.Agency, id)
	}
	return p.show(w, r, http.StatusOK, v)
}

func value(k feed.Kind, target string) string { return string(k) + ":" + target }

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v ownView) error {
	who := actor.From(r.Context())
	v.Token, v.Calendar, v.News = web.Token(r), feed.MayHave(who, feed.Personal), feed.MayHave(who, feed.Agency)
	list, err := p.Feeds.Own(r.Context())
	if err != nil {
		return err
	}
	for _, a := range list {
		x := addressView{ID: string(a.ID), Issued: civil.Instant(a.IssuedAt), Again: value(a.Kind, a.Target)}
		x.Title, x.Page, err = p.Feeds.Title(r.Context(), a)
		if errors.Is(err, fault.NotFound) {
			x.Title = a.Kind.Title() + " không còn xem được"
		} else if err != nil {
			return err
		}
		if !a.FetchedAt.IsZero() {
			x.Fetched = program(a.Agent) + " lấy lần gần nhất " + civil.Instant(a.FetchedAt)
		}
		if a.Kind == feed.Personal {
			v.Mine = &x
		} else {
			v.Others = append(v.Others, x)
		}
	}
	if v.News {
		if v.Choices, err = p.choices(r, who, v.Chosen); err != nil {
			return err
		}
	}
	return web.Page(w, r, web.View{Title: "Lịch cá nhân và bản tin", Section: "ca-nhan", Status: status, Body: ownPage(v)})
}

// recent is how many documents the choice offers; older ones are followed from
// their own page.
const recent = 30

func (p *Pages) choices(r *http.Request, who actor.Actor, chosen string) ([]ui.Option, error) {
	dir, today := p.Directory(), civil.Of(p.Now())
	out := []ui.Option{{Value: "", Label: "Chọn cơ quan hoặc văn bản"}}
	for _, o := range dir.On(today) {
		if own := dir.Agency(apparatus.OrgID(who.Org)); o.Kind != apparatus.Division && o.Kind != apparatus.Commune && (identity.SeesAll(who) || own == o.ID || dir.Within(o.ID, own)) {
			out = append(out, ui.Option{Value: value(feed.Agency, string(o.ID)), Label: o.Name, Group: "Cơ quan"})
		}
	}
	if !feed.MayHave(who, feed.Notice) {
		return out, nil
	}
	page, err := p.Documents.List(r.Context(), listing.Query{Size: recent, Sort: document.SortSigned})
	if err != nil {
		return nil, err
	}
	for _, d := range page.Rows {
		out = append(out, ui.Option{Value: value(feed.Notice, string(d.ID)), Label: d.Title(), Group: "Văn bản"})
	}
	if chosen == "" || has(out, chosen) {
		return out, nil
	}
	k, id, _ := strings.Cut(chosen, ":")
	title, _, err := p.Feeds.Title(r.Context(), feed.Address{Kind: feed.Kind(k), Target: id})
	if errors.Is(err, fault.NotFound) {
		return out, nil // what is not there cannot be chosen
	}
	return append(out, ui.Option{Value: chosen, Label: title, Group: "Đang xem"}), err
}

func has(list []ui.Option, value string) bool {
	for _, o := range list {
		if o.Value == value {
			return true
		}
	}
	return false
}

func (p *Pages) issue(w http.ResponseWriter, r *http.Request) error {
	of := r.PostFormValue("of")
	k, target, _ := strings.Cut(of, ":")
	secret, a, err := p.Feeds.Issue(r.Context(), feed.Kind(k), target)
	switch {
	case errors.Is(err, fault.NotFound) && feed.Kind(k) != feed.Personal:
		return p.show(w, r, http.StatusUnprocessableEntity, ownView{Chosen: of, Errors: map[string]string{"of": "Chọn cơ quan hoặc văn bản cần theo dõi."}})
	case errors.Is(err, fault.Conflict):
		return p.show(w, r, http.StatusConflict, ownView{Chosen: of, Errors: map[string]string{"of": fault.Sentence(err)}})
	case err != nil:
		return err
	}
	title, _, err := p.Feeds.Title(r.Context(), a)
	if err != nil {
		return err
	}
	f := freshView{Title: title, Address: p.base(r) + pathNews + secret + ".atom"}
	if a.Kind == feed.Personal {
		f.Address = p.base(r) + pathCalendar + secret + ".ics"
		_, rest, _ := strings.Cut(f.Address, "://")
		f.Webcal = "webcal://" + rest
	}
	return p.show(w, r, http.StatusOK, ownView{Fresh: &f})
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	if err := p.Feeds.Revoke(r.Context(), feed.ID(r.PathValue("id"))); err != nil {
		return err
	}
	web.Flash(w, r, "Đã thu hồi. Chương trình dùng địa chỉ này không lấy được gì nữa; xóa lịch hoặc bản tin trong chương trình đó để bỏ bản cũ.")
	return web.SeeOther(w, r, PathOwn)
}

// program names a calendar program or feed reader by what it calls itself.
func program(agent string) string {
	for _, x := range []struct{ sign, name string }{
		{"Google-Calendar", "Google Lịch"},
		{"Thunderbird", "Thunderbird"},
		{"Microsoft", "Outlook"},
		{"Outlook", "Outlook"},
		{"Office", "Outlook"},
		{"iOS", "iPhone, iPad"},
		{"iPhone", "iPhone, iPad"},
		{"macOS", "Lịch của macOS"},
		{"Mac OS X", "Lịch của macOS"},
		{"ICSx5", "ICSx⁵ trên Android"},
		{"Android", "Điện thoại Android"},
		{"khal", "khal"},
		{"vdirsyncer", "vdirsyncer"},
	} {
		if strings.Contains(agent, x.sign) {
			return x.name
		}
	}
	return "Một chương trình"
}
